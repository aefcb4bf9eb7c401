"""What stands beside the pages of a site: open data, the words that mean the same, the search index.

Takes the catalog and the folder of a rendered site and writes below it; returns sentences for the user about what was
left out. The plugin calls it after every render, so that ``mkdocs build`` gives the same site as ``schule build``.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
from pathlib import Path

from schule.exports import Exported
from schule.new import render_record
from schule.records.catalog import Catalog
from schule.records.offered import offered_kinds, template_address
from schule.records.registers import Term
from schule.search.build import FOLDER
from schule.search.build import build as build_index
from schule.search.executor import local

SYNONYMS = "suchindex-synonyme.json"


def write_exports(exported: Exported, site: Path) -> None:
    """Write the exported files below the site."""
    for name, data in exported.files.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def write_templates(catalog: Catalog, site: Path) -> None:
    """Write the empty record of every kind that readers may send in, for those who do not use the form."""
    for kind in offered_kinds(catalog):
        path = site / template_address(kind).lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(render_record(kind, f"{kind.place}/mein-eintrag.yml", {}), encoding="utf-8")


def write_synonyms(catalog: Catalog, site: Path) -> None:
    """Write the groups of words of the glossary for the search: a term, its abbreviation and its synonyms."""
    groups = [[term.titel, *term.synonyme] for term in catalog.records("begriffe") if isinstance(term, Term)]
    text = json.dumps([group for group in groups if len(group) > 1], ensure_ascii=False, indent=0)
    (site / SYNONYMS).write_text(text + "\n", encoding="utf-8")


def finish_sitemap(site: Path, site_url: str) -> None:
    """Remove the site map of a site without an address (it would be empty); give the packed one a fixed date."""
    plain, packed = site / "sitemap.xml", site / "sitemap.xml.gz"
    if not site_url:
        plain.unlink(missing_ok=True)
        packed.unlink(missing_ok=True)
    elif plain.is_file():
        packed.write_bytes(gzip.compress(plain.read_bytes(), mtime=0))


def keep_index(previous: Path, site: Path) -> None:
    """Take over the index of the site that stands now, so that only what changed is indexed again; the bytes are the same.

    Its files are linked, not copied: an index puts new files in the place of old ones and never writes into them. Scripts
    are copied, since making a folder for a disk writes them anew.
    """
    old, new = previous / FOLDER, site / FOLDER
    if old.is_dir() and not new.exists():
        shutil.copytree(old, new, copy_function=_link)


def _link(source: str, target: str) -> None:
    try:
        if source.endswith(".js"):
            shutil.copy2(source, target)
        else:
            os.link(source, target)
    except OSError:  # a file system without links
        shutil.copy2(source, target)


def index_site(site: Path, cache: Path | None = None) -> tuple[str, ...]:
    """Write the search index of a rendered site and the browser's half of it; return what could not be indexed.

    ``cache`` is a folder that keeps what the next build can use again.
    """
    with local() as executor:
        built = build_index(site, executor, cache)
    return tuple(str(finding) for finding in built.findings)
