"""The addresses of the site: which ones a link may name, and what was meant by one that does not exist."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from schule.findings import RULES
from schule.findings.wording import quote
from schule.project import Project
from schule.records.kinds import KINDS, PAGES
from schule.records.load import Loaded
from schule.records.markdown_text import TextLink
from schule.records.offered import FORMS, form_address, offered_kinds, template_address
from schule.records.suggest import closest

# Pages that the program writes by itself, beside those of the records.
_HANDBOOK = "/handbuch/"
_SELF_CHECKS = "/selbstcheck/"
_FINDER = ("/passt-zu-uns/", "/mappe/")
_WRITTEN = (
    "/",
    _HANDBOOK,
    f"{_HANDBOOK}regeln/",
    f"{_HANDBOOK}felder/",
    f"{_HANDBOOK}felder/vokabular/",
    "/suche/",
    "/daten/",
)


@dataclass(frozen=True)
class SiteAddresses:
    """All addresses that a link may name.

    ``listed`` are pages whose anchors are the entries of a list, all known; ``moved`` leads from old addresses to new ones.
    """

    pages: frozenset[str]
    listed: frozenset[str]
    folder: Path
    moved: Mapping[str, str] = field(default_factory=dict)

    def fault_of(self, link: TextLink) -> tuple[str, str] | None:
        """Return message and remedy for a link or image inside the site that leads nowhere."""
        target = link.target
        if not target.startswith("/") or target.startswith("//"):
            return None
        page, _, anchor = target.partition("#")
        page = unquote(page.partition("?")[0])
        if link.kind == "bild":
            if self._is_file(page):
                return None
            return f"Das Bild {quote(target)} gibt es nicht.", "Bilder liegen in „content/seiten/bilder“."
        if target in self.pages or self._is_file(page):
            return None
        if page in self.pages and not (anchor and page in self.listed):
            return None
        if f"{page}/" in self.pages:
            return f"Der Adresse {quote(target)} fehlt der letzte Schrägstrich.", f"Schreiben Sie „{page}/“."
        if page in self.moved:
            return f"Die Seite {quote(target)} gibt es nicht mehr.", f"Sie führt heute zu „{self.moved[page]}“."
        near = closest(target, self.pages)
        copy = "Kopieren Sie die Adresse der Seite aus dem Browser, ab dem ersten Schrägstrich."
        return f"Die Seite {quote(target)} gibt es nicht.", f"Meinten Sie „{near}“?" if near else copy

    def _is_file(self, page: str) -> bool:
        if page.endswith("/") or ".." in page or "\0" in page or len(page) > 250:
            return False
        return (self.folder / page.lstrip("/")).is_file()


def site_addresses(project: Project, loaded: Loaded, more: Iterable[str] = ()) -> SiteAddresses:
    """Return the addresses of records, lists, entries, editorial pages and what the program adds to them."""
    known = {*_WRITTEN, *more, *(f"{_HANDBOOK}regeln/{rule}/" for rule in RULES)}
    listed: set[str] = set()
    for kind in KINDS.values():
        known |= {kind.index, f"{_HANDBOOK}felder/{kind.name}/"}
        known |= {kind.address(slug) for slug in loaded.named[kind.name]}
        if kind.anchor_page and kind.name not in loaded.unsure:
            listed.add(kind.anchor_page)
    listed -= {kind.anchor_page for kind in KINDS.values() if kind.name in loaded.unsure}
    known |= {address_of_page(project, path) for path in editorial_pages(project)}
    catalogues = {item.facts.katalog for item in loaded.catalog.of("kriterien").values()}
    known |= {f"{_SELF_CHECKS}{name}/" for name in catalogues} | ({_SELF_CHECKS} if catalogues else set())
    if any(loaded.named[kind] for kind in ("leitprojekte", "praxisbeispiele", "leitfaeden")):
        known |= set(_FINDER)
    offered = offered_kinds(loaded.catalog)
    known |= {address(kind) for kind in offered for address in (form_address, template_address)}
    known |= {FORMS} if offered else set()
    known |= {f"/{page.name[6:-6]}/" for page in (project.overrides / "records").glob("seite-*.md.j2")}
    known |= {f"/handouts/vorlagen/{form.stem}.{suffix}" for form in _forms(project) for suffix in ("docx", "pdf")}
    moved = {
        old: item.address for item in loaded.catalog if item.kind.name in PAGES for old in item.facts.old_addresses
    }
    return SiteAddresses(frozenset(known), frozenset(listed), project.pages_folder, moved)


def _forms(project: Project) -> list[Path]:
    """Return the sources of the forms that the site offers to fill in."""
    return sorted((project.overrides / "handouts" / "vorlagen").glob("*.md"))


def editorial_pages(project: Project) -> Iterator[str]:
    """Yield the paths of the free pages below content/seiten, relative to the project."""
    for folder, folders, files in os.walk(project.pages_folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.endswith(".md") and not name.startswith("."):
                yield Path(folder, name).relative_to(project.root).as_posix()


def address_of_page(project: Project, path: str) -> str:
    """Return the address of a free page: ``content/seiten/mitmachen/index.md`` is ``/mitmachen/``."""
    page = (project.root / path).relative_to(project.pages_folder).with_suffix("")
    parts = page.parts[:-1] if page.name in ("index", "README") else page.parts
    return "/" + "".join(f"{part}/" for part in parts)
