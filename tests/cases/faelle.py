"""The cases of the check: each folder is laid over the common project ``grundlage``, its findings are in ``erwartet.txt``.

``<rule>/gueltig…`` must give no finding, ``<rule>/ungueltig…`` exactly the listed ones. A case with a folder ``website``
(finished HTML) has its links checked too, and with ``antworten.json`` those to outside addresses, which answer with the
status that stands there. What git cannot hold (broken
links, pipes, 30,000 brackets) is made by ``hergestellt``.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Iterable
from pathlib import Path

from schule.findings import Finding, sort_findings
from schule.links.check import check_site
from schule.links.crawl import Answer
from schule.project import Project
from schule.records.checks import check_project
from schule.records.checks.stock import check_stock
from schule.records.load import load_project

FOLDER = Path(__file__).parent
BASE = FOLDER / "grundlage"
EXPECTED = "erwartet.txt"
TODAY = dt.date(2026, 11, 20)


def collect() -> list[Path]:
    """Return the folders of all cases."""
    return sorted(
        path
        for path in FOLDER.glob("*/*")
        if path.is_dir() and path.parent != BASE and path.name.startswith(("gueltig", "ungueltig"))
    )


def lay_out(root: Path, case: Path | None = None) -> Path:
    """Copy the common project to ``root`` and lay a case over it."""
    shutil.copytree(BASE, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".cache"))
    if case is not None:
        for source in sorted(case.rglob("*")):
            target = root / source.relative_to(case)
            if source.is_dir():
                target.mkdir(exist_ok=True)
            elif source != case / EXPECTED:
                shutil.copyfile(source, target)
    return root


def check(root: Path) -> tuple[Finding, ...]:
    """Return the findings of the project in ``root`` on the day of the cases."""
    project = Project(root, TODAY)
    loaded = load_project(project)
    findings = sort_findings((*check_project(project, loaded), *check_stock(project, loaded)))
    site, prepared = root / "website", root / "antworten.json"
    if not site.is_dir():
        return findings

    def ask(urls: Iterable[str]) -> tuple[Answer, ...]:
        status = json.loads(prepared.read_text(encoding="utf-8"))
        return tuple(Answer(url, url, "", status[url] < 400, status[url]) for url in urls)

    return sort_findings((*findings, *check_site(project, site, external=prepared.is_file(), ask=ask)))


def written(finding: Finding) -> str:
    """Write a finding as the cases expect it: ``file:line:column rule key``."""
    span = finding.span
    return f"{finding.path}:{span.line}:{span.column} {finding.rule} {finding.key}".rstrip()


def expected(case: Path) -> list[str]:
    """Return the findings that a case expects."""
    path = case / EXPECTED
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []
