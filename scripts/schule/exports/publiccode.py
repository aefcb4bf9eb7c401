"""A ``publiccode.yml`` (0.5) for each reusable solution whose source code has a known address and licence.

The standard demands keys about which a record of the school says nothing: platforms, kind of software, maintenance,
languages. They are filled in as cautiously as the standard allows, and the head of the file says which ones, so that
whoever owns the source code can put it right before taking the file over.
"""

from __future__ import annotations

import textwrap

import yaml

from schule.exports.settings import ExportSettings
from schule.records.catalog import Catalog, Item
from schule.records.projects import LeadProject, OpenSource, PracticeCase
from schule.records.values import UNKNOWN

_SHORT, _LONG = 150, (150, 10_000)  # characters, as the standard has them
_HEAD = """\
# Entwurf aus der Sammlung „{title}“, für das Verzeichnis des Quelltextes.
# Diese Angaben verlangt der Standard, die Sammlung kennt sie aber nicht. Bitte vor dem Übernehmen berichtigen:
# platforms, developmentStatus, softwareType, maintenance, localisation
"""


def publiccode_files(catalog: Catalog, settings: ExportSettings) -> dict[str, bytes]:
    """Return ``daten/publiccode/<slug>.yml`` for lead projects and practice cases with repository and licence."""
    files = {}
    for kind in ("leitprojekte", "praxisbeispiele"):
        for item in catalog.of(kind).values():
            record = item.record
            code = record.open_source if isinstance(record, (LeadProject, PracticeCase)) else UNKNOWN
            if isinstance(code, OpenSource) and UNKNOWN not in (code.repository, code.lizenz):
                files[f"daten/publiccode/{item.slug}.yml"] = _publiccode(item, code, settings)
    return files


def _publiccode(item: Item, code: OpenSource, settings: ExportSettings) -> bytes:
    record = item.record
    assert isinstance(record, (LeadProject, PracticeCase))
    description: dict[str, object] = {
        "shortDescription": textwrap.shorten(record.kurzbeschreibung, _SHORT, placeholder=" …"),
        "longDescription": _long(record, settings),
        "features": _features(record),
    }
    if settings.site_url:
        description["documentation"] = settings.absolute(item.address)
    data = {
        "publiccodeYmlVersion": "0.5.0",
        "name": record.titel,
        "url": code.repository,
        "platforms": [UNKNOWN],
        "developmentStatus": _status(str(record.phase)),
        "softwareType": "standalone/other",
        "description": {"de": description},
        "legal": {"license": code.lizenz},
        "maintenance": {"type": "none"},
        "localisation": {"localisationReady": False, "availableLanguages": ["de"]},
    }
    head = _HEAD.format(title=settings.title)
    return (head + yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110)).encode()


def _status(phase: str) -> str:
    """Return the least that the phase of a project allows one to say about its software."""
    return {"geplant": "concept", "bewerbung": "concept", "abgeschlossen": "stable"}.get(phase, "development")


def _long(record: LeadProject | PracticeCase, settings: ExportSettings) -> str:
    parts = [record.kurzbeschreibung, record.beschreibung or ""]
    text = "\n\n".join(part.strip() for part in parts if part.strip())
    if len(text) < _LONG[0]:
        text += (
            f"\n\nDieser Text stammt aus der Sammlung „{settings.title}“. Mehr Angaben zu Aufbau, Voraussetzungen und "
            "Betrieb der Software stehen bei ihrem Quelltext und bei der Stelle, die sie betreibt."
        )
    return text[: _LONG[1]]


def _features(record: LeadProject | PracticeCase) -> list[str]:
    """Return what the record says that the solution does or achieved; the standard demands the list, not its length."""
    return list(record.szenarien) if isinstance(record, PracticeCase) else list(record.ergebnisse)
