"""Handouts in the preview: made when somebody asks for one, from its pages as they are at that moment.

Takes the pages of a preview and the address of a file as it will be on the finished site (``/handouts/kommunen/x.pdf``);
returns its bytes. The build makes all handouts beforehand, which takes minutes for ten thousand records; here one is made
in about a second.
"""

from __future__ import annotations

from schule.handouts.bundles import event_job
from schule.handouts.document import Job, PageMissingError, sheet_of
from schule.handouts.onsite import FOLDER, OFFERED, SITE_FORMATS
from schule.handouts.render import Workshop, prepare, render
from schule.handouts.selection import NothingFoundError, by_event
from schule.handouts.settings import read_settings
from schule.handouts.templates import TemplateError, fill, find_template, load_templates
from schule.preview.pages import LivePages
from schule.project import Project
from schule.records.catalog import Catalog

MARK = b"<div data-handouts></div>"
_LABELS = {"pdf": "PDF", "docx": "Word-Datei (DOCX)"}


class HandoutFailedError(Exception):
    """There is no such handout, or it cannot be made; the message is for the editor, in German."""


def is_handout(address: str) -> bool:
    """Say whether an address of the site is that of a handout."""
    return address.startswith(f"/{FOLDER}/")


def offer(address: str) -> bytes:
    """Return what stands on a record's page in place of the handouts of the finished site."""
    kind, _, slug = address.strip("/").partition("/")
    if kind not in (*OFFERED, "veranstaltungen") or not slug:
        return b""
    links = " ".join(f'<a href="/{FOLDER}/{kind}/{slug}.{to}">{_LABELS[to]}</a>' for to in SITE_FORMATS)
    return (
        '<aside class="s-handouts" aria-label="Zum Mitnehmen"><p class="s-handouts__titel">Zum Mitnehmen</p>'
        f"<p>{links}<br><small>In der Vorschau entsteht die Datei beim Anklicken aus dem gespeicherten Stand.</small></p>"
        "</aside>"
    ).encode()


def make_handout(project: Project, pages: LivePages, catalog: Catalog, address: str) -> bytes:
    """Return the bytes of a handout. Raises HandoutFailedError."""
    name, _, to = address.removeprefix(f"/{FOLDER}/").rpartition(".")
    if to not in SITE_FORMATS:
        raise HandoutFailedError(f"Auf der Website gibt es Handouts als {', '.join(SITE_FORMATS)}, nicht als „{to}“.")
    if not (project.overrides / "handouts" / "vorlage.typ").is_file():
        raise HandoutFailedError("Diese Website hat keine Vorlage für Handouts (overrides/handouts).")
    shop = Workshop(
        project.overrides / "handouts", pages.folder, project.cache / "vorschau-handouts", read_settings(project)
    )
    try:
        prepared = prepare(_job(project, pages, catalog, name, shop), shop)
        done = render(prepared, to, shop)
    except (NothingFoundError, PageMissingError, TemplateError) as error:
        raise HandoutFailedError(str(error)) from error
    if not done.data:
        raise HandoutFailedError(" ".join(finding.message for finding in done.findings) or "Es entstand keine Datei.")
    return done.data


def _job(project: Project, pages: LivePages, catalog: Catalog, name: str, shop: Workshop) -> Job:
    kind, _, slug = name.partition("/")
    if kind == "vorlagen":
        return fill(find_template(slug, load_templates(shop.template / "vorlagen", project.root)), {})
    if kind == "veranstaltungen":
        item, records = by_event(slug, catalog)
        pages.write(one.address for one in (item, *records))
        return event_job(slug, catalog, shop.settings, shop.site)
    found = catalog.get(kind, slug) if kind in OFFERED else None
    if found is None:
        raise HandoutFailedError(f"Zu „{name}“ gibt es kein Handout.")
    pages.write([found.address])
    return Job("blatt", (sheet_of(found, catalog, shop.settings, shop.site),))
