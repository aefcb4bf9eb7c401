"""The main path: check, compile and render, publish. Each step is a call; a step that fails leaves the old site."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path

from schule.exports import Exported, export_files
from schule.findings import Finding, Severity
from schule.outputs import write_exports
from schule.progress import Progress, silent
from schule.project import Project
from schule.publish import staging_folder, swap
from schule.records.checks import check_project
from schule.records.load import load_project
from schule.search.offline import make_offline, pack
from schule.site import build_site, read_export_settings
from schule.workbench.schemas import refresh_schemas


@dataclass(frozen=True)
class BuildResult:
    """What a build did: ``published`` says whether ``site`` is new; ``seconds`` are per step."""

    site: Path
    published: bool
    findings: tuple[Finding, ...]
    warnings: tuple[str, ...] = ()
    pages: int = 0
    seconds: dict[str, float] = field(default_factory=dict)


def export(project: Project, folder: Path) -> tuple[Exported | None, tuple[Finding, ...]]:
    """Write the exports into ``folder``; refuse (None, findings) when the content has errors."""
    loaded = load_project(project)
    findings = check_project(project, loaded)
    if _refused(findings, strict=False):
        return None, findings
    exported = export_files(loaded.catalog, read_export_settings(project))
    write_exports(exported, folder)
    return exported, findings


def build(
    project: Project, site: Path, *, strict: bool = False, offline: bool = False, progress: Progress | None = None
) -> BuildResult:
    """Build the site and swap it in whole; refuse when the content has errors (when strict, warnings too).

    ``progress`` is told the step, how much of it is done and how much there is (0: unknown).
    """
    tell = progress or silent
    seconds: dict[str, float] = {}
    start = time.perf_counter()
    loaded = load_project(project, tell)
    findings = check_project(project, loaded, progress=tell)
    refresh_schemas(project, loaded.catalog)
    seconds["pruefen"] = time.perf_counter() - start
    if _refused(findings, strict):
        return BuildResult(site, False, findings, seconds=seconds)

    staging = staging_folder(site)
    shutil.rmtree(staging, ignore_errors=True)
    try:
        start = time.perf_counter()
        warnings = build_site(project, loaded, staging, offline=offline, progress=tell, previous=site)
        seconds["seiten"] = time.perf_counter() - start
        if offline:
            make_offline(staging)
        tell("Veröffentlichen", 0, 0)
        swap(staging, site)
        if offline:
            pack(site, site.with_suffix(".zip"))
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return BuildResult(site, True, findings, warnings, len(list(site.rglob("*.html"))), seconds)


def _refused(findings: tuple[Finding, ...], strict: bool) -> bool:
    refusing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return any(finding.severity in refusing for finding in findings)
