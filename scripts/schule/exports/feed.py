"""An Atom feed (RFC 4287) of the records that were last compared with their sources."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET

from schule.exports.settings import ExportSettings
from schule.records.base import Record
from schule.records.catalog import Catalog, Item
from schule.records.kinds import PAGES

_ATOM = "http://www.w3.org/2005/Atom"
LENGTH = 60


def atom_feed(catalog: Catalog, settings: ExportSettings) -> bytes:
    """Return the feed: the newest entries first, guides before other kinds of the same day, at most ``LENGTH``."""
    ET.register_namespace("", _ATOM)
    root = ET.Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "de"})
    items = newest(catalog)
    _text(root, "id", settings.absolute("/"))
    _text(root, "title", settings.title)
    _text(root, "updated", _stamp(max((_day(item) for item in items), default=dt.date(1970, 1, 1))))
    _link(root, "self", settings.absolute("feed.xml"))
    _link(root, "alternate", settings.absolute("/"))
    _text(ET.SubElement(root, f"{{{_ATOM}}}author"), "name", settings.publisher or settings.title)
    for item in items:
        entry = ET.SubElement(root, f"{{{_ATOM}}}entry")
        _text(entry, "id", settings.absolute(item.address))
        _text(entry, "title", item.title)
        _text(entry, "updated", _stamp(_day(item)))
        _link(entry, "alternate", settings.absolute(item.address))
        ET.SubElement(entry, f"{{{_ATOM}}}category", {"term": item.kind.name, "label": item.kind.singular})
        _text(entry, "summary", getattr(item.record, "kurzbeschreibung", ""))
    ET.indent(root, " ")
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def newest(catalog: Catalog) -> list[Item]:
    """Return the page records by date, newest first; of one day the guides come first, then by title."""
    order = {name: place for place, name in enumerate(("leitfaeden", "veranstaltungen", "leitprojekte"))}
    items = [item for kind in PAGES for item in catalog.of(kind).values()]
    items.sort(key=lambda item: (-_day(item).toordinal(), order.get(item.kind.name, 9), item.title))
    return items[:LENGTH]


def _day(item: Item) -> dt.date:
    return item.record.stand.last if isinstance(item.record, Record) else dt.date(1970, 1, 1)


def _stamp(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}{name}").text = text


def _link(parent: ET.Element, relation: str, address: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}link", {"rel": relation, "href": address})
