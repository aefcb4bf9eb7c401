"""Links between records, and from records to their sources, as safe HTML.

Addresses are absolute on the site (``/kommunen/soest/``); whoever renders the pages makes them relative.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, cast

from markupsafe import Markup, escape

from schule.pages.display import UNKNOWN_HTML, host_of
from schule.pages.markdown import escape_markdown
from schule.records import registers
from schule.records.base import Entry, Record
from schule.records.catalog import Catalog, Item
from schule.records.values import UNKNOWN

_NOTHING = Markup("")
LEVELS = {"erschlossen": "erschlossen", "unklar": "unklar", "redaktion": "Redaktion"}


class Linker:
    """Turns references into links; a reference to nothing stays plain text (the check reports it)."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        # A town or a field of action is linked from thousands of pages; its link is made once.
        self._links: dict[tuple[str, str], Markup] = {}
        self._levels: dict[tuple[str, str | None], Markup] = {}
        self._citations: dict[str, Markup] = {}

    def link(self, kind: str, slug: Any, text: str | None = None) -> Markup:
        """Return a link to one record, ``unbekannt`` where nothing is known."""
        if slug is None or slug == UNKNOWN:
            return UNKNOWN_HTML
        item = self._catalog.get(kind, str(slug))
        if item is None:
            return escape(text or slug)
        return _anchor(item.address, text) if text else self.to(item)

    def links(self, kind: str, slugs: Any) -> Markup:
        """Return several links, joined by commas."""
        if not slugs or slugs == UNKNOWN:
            return UNKNOWN_HTML
        return Markup(", ").join(self.link(kind, slug) for slug in slugs)

    def to(self, item: Item) -> Markup:
        """Return a link to a record at hand."""
        identity = (item.kind.name, item.slug)
        known = self._links.get(identity)
        if known is None:
            known = self._links[identity] = _anchor(item.address, item.title)
        return known

    def title(self, kind: str, slug: Any) -> str:
        """Return the title of a record, or the slug where there is none."""
        item = self._catalog.get(kind, str(slug))
        return item.title if item else str(slug)

    def level(self, stufe: str | None, hinweis: str | None = None) -> Markup:
        """Return the label of a level of evidence; nothing for what is simply documented."""
        if stufe not in LEVELS:
            return _NOTHING
        known = self._levels.get((stufe, hinweis))
        if known is None:
            known = self._levels[stufe, hinweis] = self._level(stufe, hinweis)
        return known

    def _level(self, stufe: str, hinweis: str | None) -> Markup:
        item = self._catalog.get("belegstufen", stufe)
        title = hinweis or (cast(registers.Vocabulary, item.record).kurzbeschreibung if item else None) or ""
        css = f"s-stufe s-stufe--{stufe}"
        extra = Markup(' title="{}"').format(title) if title else Markup("")
        if item is None:
            return Markup(' <span class="{}"{}>{}</span>').format(css, extra, LEVELS[stufe])
        return Markup(' <a class="{}" href="{}"{}>{}</a>').format(css, item.address, extra, LEVELS[stufe])

    def evidence(self, record: Record, field: str) -> Markup:
        """Return the label for one field of a record."""
        known = record.belege.get(field)
        return self.level(known.stufe, known.hinweis) if known else _NOTHING

    def cite(self, slug: str) -> Markup:
        """Return a source as readers see it: its citation, linked where it has an address."""
        known = self._citations.get(slug)
        if known is None:
            known = self._citations[slug] = self._cite(slug)
        return known

    def _cite(self, slug: str) -> Markup:
        item = self._catalog.get("quellen", slug)
        if item is None:
            return escape(slug)
        source = cast(registers.Source, item.record)
        text = citation_text(source)
        if not source.url:
            return escape(text)
        return Markup('<a href="{}" rel="external">{}</a>').format(source.url, text)

    def cite_markdown(self, slug: str) -> str:
        """Return a source as Markdown, for the definition of a footnote."""
        item = self._catalog.get("quellen", slug)
        if item is None:
            return str(escape_markdown(slug))
        source = cast(registers.Source, item.record)
        text = escape_markdown(citation_text(source))
        return f"[{text}](<{source.url}>)" if source.url else str(text)

    def sources(self, record: Record | Entry) -> list[Item]:
        """Return the sources of a record in its order, then those that only single fields name."""
        slugs = dict.fromkeys(_source_slugs(record))
        return [item for slug in slugs if (item := self._catalog.get("quellen", slug))]

    def outside(self, urls: Iterable[str]) -> Markup:
        """Return links to other websites, named by their host."""
        return Markup(", ").join(Markup('<a href="{}" rel="external">{}</a>').format(url, host_of(url)) for url in urls)


def _anchor(address: str, text: str) -> Markup:
    return Markup(f'<a href="{escape(address)}">{escape(text)}</a>')  # noqa: S704 - both are escaped


def citation_text(source: registers.Source) -> str:
    """Return the citation without its own address at the end, which the link carries."""
    text = source.zitat
    if source.url and text.endswith(source.url):
        text = text[: -len(source.url)].rstrip(" ,;:–")
    return text


def _source_slugs(record: Record | Entry) -> Iterator[str]:
    yield from getattr(record, "quellen", [])
    for evidence in getattr(record, "belege", {}).values():
        yield from evidence.quellen
