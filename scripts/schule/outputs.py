"""What stands beside the pages of a site: open data, the words that mean the same, the search index.

Takes the catalog and the folder of a rendered site and writes below it; returns sentences for the user about what was
left out. The plugin calls it after every render, so that ``mkdocs build`` gives the same site as ``schule build``.
"""

from __future__ import annotations

import json
from pathlib import Path

from schule.exports import Exported
from schule.records.catalog import Catalog
from schule.records.registers import Term

SYNONYMS = "suchindex-synonyme.json"


def write_exports(exported: Exported, site: Path) -> None:
    """Write the exported files below the site."""
    for name, data in exported.files.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def write_synonyms(catalog: Catalog, site: Path) -> None:
    """Write the groups of words of the glossary for the search: a term, its abbreviation and its synonyms."""
    groups = [[term.titel, *term.synonyme] for term in catalog.records("begriffe") if isinstance(term, Term)]
    text = json.dumps([group for group in groups if len(group) > 1], ensure_ascii=False, indent=0)
    (site / SYNONYMS).write_text(text + "\n", encoding="utf-8")
