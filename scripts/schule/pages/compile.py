"""Compile all pages of a school: its records, lists, registers and the editorial pages that quote from records.

A pure function of the project's templates, the catalog and the settings: it reads templates and editorial pages and
writes nothing, so that the same input gives the same bytes. Which pages exist follows from the table of kinds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from jinja2 import Environment

from schule.pages.editorial import EditorialError, compile_editorial
from schule.pages.environment import make_environment
from schule.pages.head import Head, record_head
from schule.pages.settings import PageSettings
from schule.progress import Progress, silent
from schule.project import Project
from schule.records.catalog import Catalog, Item
from schule.records.kinds import LISTS, PAGES, WITH_PAGES, Kind


@dataclass(frozen=True)
class CompiledPage:
    """A page in Markdown: where it goes, what it says, and which file of the project an editor changes."""

    uri: str
    text: str
    source: str | None


Recipe = Callable[[], CompiledPage | None]


def compile_pages(
    project: Project, catalog: Catalog, settings: PageSettings, progress: Progress = silent
) -> tuple[CompiledPage, ...]:
    """Return all pages that are made from records, in a fixed order."""
    environment = make_environment(project.overrides / "records", project.root / "content" / "geo", catalog, settings)
    recipes = page_recipes(project, environment, catalog, settings).values()
    pages = []
    for number, recipe in enumerate(recipes):
        progress("Übersetzen", number, len(recipes))
        pages.append(recipe())
    return tuple(page for page in pages if page is not None)


def page_recipes(
    project: Project, environment: Environment, catalog: Catalog, settings: PageSettings
) -> dict[str, Recipe]:
    """Return for every page's place in the docs folder the function that compiles it; nothing is compiled yet.

    A recipe gives None for an editorial page that quotes nothing; it raises EditorialError. Who shows one page (the
    preview, the forms) calls its recipe alone.
    """
    return {
        **_record_pages(environment, catalog, settings),
        **_entry_pages(environment, catalog),
        **_list_pages(environment, catalog, project.overrides / "records"),
        **_editorial_pages(environment, catalog, project),
    }


def page_sources(project: Project, catalog: Catalog) -> dict[str, str | None]:
    """Return for every page of a record, list or editor the file from which it is made, None where it is none alone."""
    paged = (item for name in (*PAGES, *WITH_PAGES) for item in catalog.of(name).values())
    places = {kind.index: kind.place for kind in reversed(LISTS.values())}
    editorial = project.pages_folder.rglob("*.md")
    return {
        **{page_uri(kind.index): None for kind in PAGES.values()},
        **{page_uri(address): place for address, place in places.items()},
        **{record_uri(item): item.path for item in paged},
        **{
            path.relative_to(project.pages_folder).as_posix(): path.relative_to(project.root).as_posix()
            for path in editorial
        },
    }


def page_uri(address: str) -> str:
    """Return the file in the docs folder for an address on the site: ``/a/b/`` is ``a/b/index.md``."""
    return f"{address.partition('#')[0].strip('/')}/index.md".lstrip("/")


def record_uri(item: Item) -> str:
    """Return the file in the docs folder for a record that has a page of its own."""
    return f"{item.kind.name}/{item.slug}.md"


def _record_pages(environment: Environment, catalog: Catalog, settings: PageSettings) -> dict[str, Recipe]:
    def compile_one(item: Item) -> CompiledPage:
        return _page_of(environment, item, f"{item.kind.name}.md.j2", record_head(catalog, item, settings))

    return {record_uri(item): partial(compile_one, item) for name in PAGES for item in catalog.of(name).values()}


def _entry_pages(environment: Environment, catalog: Catalog) -> dict[str, Recipe]:
    def compile_one(item: Item) -> CompiledPage:
        return _page_of(environment, item, "eintrag.md.j2", _entry_head(item))

    return {record_uri(item): partial(compile_one, item) for name in WITH_PAGES for item in catalog.of(name).values()}


def _page_of(environment: Environment, item: Item, template: str, head: Head) -> CompiledPage:
    text = head.render() + environment.get_template(template).render(item=item, r=item.record, head=head)
    return CompiledPage(record_uri(item), text, item.path)


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


def _list_pages(environment: Environment, catalog: Catalog, folder: Path) -> dict[str, Recipe]:
    """Return the page at every kind's index address; kinds that share an address share its page."""
    shared: dict[str, Kind] = {}
    for kind in (*PAGES.values(), *LISTS.values()):
        shared.setdefault(kind.index, kind)
    extra = {f"/{path.name.removeprefix('seite-').removesuffix('.md.j2')}/" for path in folder.glob("seite-*.md.j2")}

    def compile_one(address: str) -> CompiledPage:
        return _list_page(environment, catalog, address, shared.get(address))

    return {page_uri(address): partial(compile_one, address) for address in (*shared, *sorted(extra))}


def _list_page(environment: Environment, catalog: Catalog, address: str, listed: Kind | None) -> CompiledPage:
    name = address.strip("/").replace("/", "-")
    template = environment.get_template(f"liste-{name}.md.j2" if listed else f"seite-{name}.md.j2")
    module = template.make_module({"kind": listed, "items": _items(catalog, listed)})
    head = Head(
        title=str(getattr(module, "titel", "")),
        description=str(getattr(module, "kurz", "")),
        facets={"Art": ["Übersicht"]},
        hide=tuple(getattr(module, "hide", ("toc",))),
        styles=tuple(getattr(module, "stile", ())),
        scripts=tuple(getattr(module, "skripte", ())),
        sorting={},
    )
    source = listed.place if listed and listed.name not in PAGES else None
    return CompiledPage(page_uri(address), head.render() + str(module), source)


def _items(catalog: Catalog, kind: Kind | None) -> list[Item]:
    return list(catalog.of(kind.name).values()) if kind else []


def _editorial_pages(environment: Environment, catalog: Catalog, project: Project) -> dict[str, Recipe]:
    folder = project.pages_folder

    def compile_one(path: Path) -> CompiledPage | None:
        source = path.relative_to(project.root).as_posix()
        try:
            text = compile_editorial(path.read_text(encoding="utf-8"), environment, catalog)
        except EditorialError as error:
            raise EditorialError(f"{source}: {error}") from error
        return None if text is None else CompiledPage(path.relative_to(folder).as_posix(), text, source)

    return {path.relative_to(folder).as_posix(): partial(compile_one, path) for path in sorted(folder.rglob("*.md"))}
