"""Handouts for organisers: tick records, receive files.

Takes records by name and formats, returns one file, or an archive of several. It only calls the handouts' own steps; the
records' pages are read from the built website, which is built first where it is missing or older than the records.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from schule.handouts.bundles import event_job, selection_job
from schule.handouts.document import FORMATS, Format, Job, PageMissingError
from schule.handouts.render import Workshop, prepare, render
from schule.handouts.selection import NothingFoundError, by_names
from schule.handouts.settings import read_settings
from schule.pipeline import build
from schule.project import Project
from schule.records.load import Loaded

_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "html": "text/html; charset=utf-8",
}
_FOLDERS = ("content", "guides", "municipalities", "overrides")


class HandoutError(Exception):
    """No file could be made; the message is for the organiser, in German."""


@dataclass(frozen=True)
class Parcel:
    """A file to download, and sentences about what was left out of it."""

    name: str
    kind: str
    data: bytes
    notes: tuple[str, ...] = ()


def formats() -> tuple[str, ...]:
    """Return the formats that can be chosen."""
    return FORMATS


def site_is_old(project: Project) -> bool:
    """Say whether the built website is missing or older than the records."""
    index = project.site / "index.html"
    files = (path for name in _FOLDERS for path in (project.root / name).rglob("*") if path.is_file())
    return not index.is_file() or index.stat().st_mtime < max((path.stat().st_mtime for path in files), default=0.0)


def pack(project: Project, loaded: Loaded, names: Sequence[str], event: str, wanted: Sequence[str]) -> Parcel:
    """Make the files for ticked records or an event. Raises HandoutError."""
    chosen = [name for name in FORMATS if name in wanted]
    if not chosen:
        raise HandoutError("Wählen Sie mindestens ein Format.")
    if not names and not event:
        raise HandoutError("Wählen Sie mindestens einen Datensatz oder eine Veranstaltung.")
    if site_is_old(project):
        result = build(project, project.site)
        if not result.published:
            raise HandoutError("Die Website lässt sich nicht bauen: bitte erst die Fehler beheben (schule check).")
    shop = Workshop(project.overrides / "handouts", project.site, project.cache / "handouts", read_settings(project))
    try:
        name, job = _job(loaded, shop, names, event)
        files, notes = _files(name, job, chosen, shop)
    except (NothingFoundError, PageMissingError) as error:
        raise HandoutError(str(error)) from error
    if not files:
        raise HandoutError(" ".join(notes) or "Es entstand keine Datei.")
    if len(files) == 1:
        (only,) = files
        return Parcel(only, _TYPES[only.rsplit(".", 1)[1]], files[only], notes)
    return Parcel(f"{name}.zip", "application/zip", _archive(files), notes)


def _job(loaded: Loaded, shop: Workshop, names: Sequence[str], event: str) -> tuple[str, Job]:
    catalog = loaded.catalog
    if event:
        return event, event_job(event, catalog, shop.settings, shop.site)
    items = by_names(names, catalog)
    name = items[0].slug if len(items) == 1 else "mappe"
    return name, selection_job(items, "", catalog, shop.settings, shop.site, None)


def _files(name: str, job: Job, chosen: Sequence[str], shop: Workshop) -> tuple[dict[str, bytes], tuple[str, ...]]:
    prepared = prepare(job, shop)
    notes = [finding.message for finding in prepared.findings]
    files: dict[str, bytes] = {}
    for wanted in chosen:
        done = render(prepared, cast("Format", wanted), shop)
        notes += [finding.message for finding in done.findings]
        if done.data:
            files[f"{name}.{wanted}"] = done.data
    return files, tuple(dict.fromkeys(notes))


def _archive(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)
    return out.getvalue()
