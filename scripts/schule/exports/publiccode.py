"""A ``publiccode.yml`` (0.5) for each reusable solution whose source code has a known address and licence."""

from __future__ import annotations

import yaml

from schule.exports.settings import ExportSettings
from schule.records.catalog import Catalog, Item
from schule.records.projects import LeadProject, OpenSource, PracticeCase
from schule.records.values import UNKNOWN


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
    description: dict[str, object] = {"shortDescription": record.kurzbeschreibung[:150]}
    description["longDescription"] = record.beschreibung or record.kurzbeschreibung
    if settings.site_url:
        description["documentation"] = settings.absolute(item.address)
    data = {
        "publiccodeYmlVersion": "0.5.0",
        "name": record.titel,
        "url": code.repository,
        "platforms": ["web"],
        "developmentStatus": {"geplant": "concept", "laufend": "beta", "abgeschlossen": "stable"}.get(
            str(record.phase), "development"
        ),
        "softwareType": "standalone/other",
        "description": {"de": description},
        "legal": {"license": code.lizenz},
        "maintenance": {"type": "none"},
        "localisation": {"localisationReady": False, "availableLanguages": ["de"]},
    }
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110).encode()
