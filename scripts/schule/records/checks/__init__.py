"""The checks over all records together: links, identity, dates, old addresses, texts, hints, free pages.

Each module takes what was loaded and yields findings. ``check_project`` runs all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from schule.findings import Finding, sort_findings
from schule.progress import Progress, silent
from schule.project import Project
from schule.records.checks.addresses import check_addresses
from schule.records.checks.dates import check_dates
from schule.records.checks.identity import check_identity
from schule.records.checks.known_addresses import site_addresses
from schule.records.checks.links import check_links
from schule.records.checks.pages import check_pages
from schule.records.checks.remarks import check_remarks
from schule.records.checks.stock import check_stock
from schule.records.checks.texts import check_texts
from schule.records.load import Loaded
from schule.records.scope import everywhere

__all__ = ["check_project"]


def check_project(
    project: Project,
    loaded: Loaded,
    addresses: Iterable[str] = (),
    *,
    stock: bool = True,
    only: Callable[[str], bool] = everywhere,
    progress: Progress = silent,
) -> tuple[Finding, ...]:
    """Return all findings of all records, sorted by place: those of reading and those of the checks.

    ``addresses`` are pages of the site that are neither records nor editorial pages; a link may name them. The care of
    the stock compares all records with each other; who checks one that is being written leaves it out. ``only`` says of
    a path whether its findings are wanted: they are the same as among all, and most work for other files is spared.
    """
    site = site_addresses(project, loaded, addresses)
    mine = loaded
    if only is not everywhere:
        mine = replace(loaded, candidates=tuple(one for one in loaded.candidates if only(one.item.path)))
    checks = (
        check_identity(loaded),
        check_links(loaded, only),
        check_dates(mine, project.today),
        check_addresses(loaded, site.pages),
        check_texts(mine, site),
        check_remarks(mine, site, project.today),
        check_pages(project, loaded, site, only),
        check_stock(project, loaded, only) if stock else (),
    )
    found = [*loaded.findings]
    for number, check in enumerate(checks):
        progress("Prüfen", number, len(checks))
        found += check
    findings = sort_findings(found)
    return findings if only is everywhere else tuple(finding for finding in findings if only(finding.path))
