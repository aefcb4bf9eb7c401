"""Compile all pages of a school: its records, lists, registers and the editorial pages that quote from records.

A pure function of the project's templates, the catalog and the settings: it reads templates and editorial pages and
writes nothing, so that the same input gives the same bytes. Which pages exist follows from the table of kinds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment

from schule.pages.editorial import EditorialError, compile_editorial
from schule.pages.environment import make_environment
from schule.pages.head import Head, record_head
from schule.pages.settings import PageSettings
from schule.project import Project
from schule.records.catalog import Catalog, Item
from schule.records.kinds import LISTS, PAGES, WITH_PAGES, Kind


@dataclass(frozen=True)
class CompiledPage:
    """A page in Markdown: where it goes, what it says, and which file of the project an editor changes."""

    uri: str
    text: str
    source: str | None


def compile_pages(project: Project, catalog: Catalog, settings: PageSettings) -> tuple[CompiledPage, ...]:
    """Return all pages that are made from records, in a fixed order."""
    environment = make_environment(project.overrides / "records", project.root / "content" / "geo", catalog, settings)
    return (
        *_record_pages(environment, catalog, settings),
        *_entry_pages(environment, catalog),
        *_list_pages(environment, catalog, project.overrides / "records"),
        *_editorial_pages(environment, catalog, project),
    )


def page_uri(address: str) -> str:
    """Return the file in the docs folder for an address on the site: ``/a/b/`` is ``a/b/index.md``."""
    return f"{address.partition('#')[0].strip('/')}/index.md".lstrip("/")


def _record_pages(environment: Environment, catalog: Catalog, settings: PageSettings) -> Iterator[CompiledPage]:
    for kind in PAGES.values():
        if not catalog.of(kind.name):
            continue
        template = environment.get_template(f"{kind.name}.md.j2")
        for item in catalog.of(kind.name).values():
            head = record_head(catalog, item, settings)
            text = head.render() + template.render(item=item, r=item.record, head=head)
            yield CompiledPage(f"{kind.name}/{item.slug}.md", text, item.path)


def _entry_pages(environment: Environment, catalog: Catalog) -> Iterator[CompiledPage]:
    template = environment.get_template("eintrag.md.j2")
    for name in WITH_PAGES:
        for item in catalog.of(name).values():
            head = _entry_head(item)
            text = head.render() + template.render(item=item, r=item.record, head=head)
            yield CompiledPage(f"{name}/{item.slug}.md", text, item.path)


def _entry_head(item: Item) -> Head:
    return Head(
        title=item.title,
        description=getattr(item.record, "kurzbeschreibung", None) or "",
        kind=item.kind.name,
        slug=item.slug,
        crumbs=((item.kind.plural, item.kind.index),),
        facets={"Art": [item.kind.singular]},
        hide=("navigation", "toc"),
    )


def _list_pages(environment: Environment, catalog: Catalog, folder: Path) -> Iterator[CompiledPage]:
    """Yield the page at every kind's index address; kinds that share an address share its page."""
    shared: dict[str, Kind] = {}
    for kind in (*PAGES.values(), *LISTS.values()):
        shared.setdefault(kind.index, kind)
    extra = {f"/{path.name.removeprefix('seite-').removesuffix('.md.j2')}/" for path in folder.glob("seite-*.md.j2")}
    for address in (*shared, *sorted(extra)):
        name = address.strip("/").replace("/", "-")
        template = environment.get_template(f"liste-{name}.md.j2" if address in shared else f"seite-{name}.md.j2")
        module = template.make_module({"kind": shared.get(address), "items": _items(catalog, shared.get(address))})
        head = Head(
            title=str(getattr(module, "titel", "")),
            description=str(getattr(module, "kurz", "")),
            facets={"Art": ["Übersicht"]},
            hide=tuple(getattr(module, "hide", ("toc",))),
            sorting={},
        )
        listed = shared.get(address)
        source = listed.place if listed and listed.name not in PAGES else None
        yield CompiledPage(page_uri(address), head.render() + str(module), source)


def _items(catalog: Catalog, kind: Kind | None) -> list[Item]:
    return list(catalog.of(kind.name).values()) if kind else []


def _editorial_pages(environment: Environment, catalog: Catalog, project: Project) -> Iterator[CompiledPage]:
    folder = project.pages_folder
    for path in sorted(folder.rglob("*.md")):
        source = path.relative_to(project.root).as_posix()
        try:
            text = compile_editorial(path.read_text(encoding="utf-8"), environment, catalog)
        except EditorialError as error:
            raise EditorialError(f"{source}: {error}") from error
        if text is not None:
            yield CompiledPage(path.relative_to(folder).as_posix(), text, source)
