"""What goes into a handout: the sheets (records with their rendered pages), the layout, the cover.

Values only; nothing here converts or writes. A job holds all that decides about the bytes of the result, except for
the template and the versions of the tools.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from schule.handouts.settings import HandoutSettings
from schule.records.base import Record
from schule.records.catalog import Catalog, Item

Layout = Literal["blatt", "mappe", "steckbrief", "poster"]
Format = Literal["pdf", "docx", "odt", "html"]
FORMATS: tuple[Format, ...] = get_args(Format)


@dataclass(frozen=True)
class Sheet:
    """One record: what its head says, and the page of the site that holds its article.

    ``address`` is the record's address on the site, ``base`` the folder address of the page's file, against which
    its links are resolved; ``path`` the record's file, for findings.
    """

    title: str
    kind: str
    lead: str
    stand: str
    day: dt.date
    licence: str
    address: str
    base: str
    path: str
    citations: tuple[str, ...]
    page_html: str


@dataclass(frozen=True)
class Cover:
    """The first page of a folder; ``facts`` are rows of name and value."""

    kind: str
    title: str
    lead: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    address: str = ""


@dataclass(frozen=True)
class Job:
    """One handout: its sheets in order, how to lay them out, and the cover of a folder."""

    layout: Layout
    sheets: tuple[Sheet, ...]
    cover: Cover | None = None

    @property
    def title(self) -> str:
        """The document's title."""
        return self.cover.title if self.cover else self.sheets[0].title

    @property
    def day(self) -> dt.date:
        """The date inside the file: the latest stand of its records."""
        return max((sheet.day for sheet in self.sheets), default=dt.date(2000, 1, 1))

    @property
    def epoch(self) -> int:
        """The date as UNIX seconds (noon, so that no time zone moves the day)."""
        return int(dt.datetime(self.day.year, self.day.month, self.day.day, 12, tzinfo=dt.UTC).timestamp())

    @property
    def stand(self) -> str:
        """The date as it is printed."""
        if len(self.sheets) == 1:
            return self.sheets[0].stand
        return f"{self.day:%d.%m.%Y}"


class PageMissingError(Exception):
    """The site has no page for a record; the message is for the user."""


def sheet_of(item: Item, catalog: Catalog, settings: HandoutSettings, site: Path) -> Sheet:
    """Return the sheet of a page record. Raises PageMissingError."""
    record = cast(Record, item.record)
    page, base = _page(item.address, site)
    return Sheet(
        title=record.titel,
        kind=item.kind.singular,
        lead=record.kurzbeschreibung,
        stand=record.stand.display,
        day=record.stand.first,
        licence=f"Lizenz: {record.lizenz}" if record.lizenz else settings.licence,
        address=item.address,
        base=base,
        path=item.path,
        citations=tuple(catalog.source_text(slug) for slug in record.quellen),
        page_html=page.read_text(encoding="utf-8"),
    )


def _page(address: str, site: Path) -> tuple[Path, str]:
    """Return the file of a page, and the folder address of that file; a site for offline use has files beside folders."""
    trimmed = address.strip("/")
    for name in (f"{trimmed}/index.html", f"{trimmed}.html"):
        if (site / name).is_file():
            return site / name, f"/{name.rpartition('/')[0]}/"
    raise PageMissingError(f"In „{site}“ fehlt die Seite {address}.")
