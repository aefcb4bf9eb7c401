"""The command ``schule links``: read the arguments, check the built site, print the findings, exit."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from schule.findings import Severity
from schule.project import ProjectError, find_project


@click.command("links")
@click.option(
    "--external", is_flag=True, help="Auch fremde Adressen fragen (höflich, mit Gedächtnis; braucht das Netz)."
)
@click.option("--site-dir", type=click.Path(path_type=Path, file_okay=False), help="Gebaute Website (sonst site/).")
@click.option(
    "--format", "layout", default="text", show_default=True, help="text, concise, github, gitlab, sarif oder json."
)
@click.option("--strict", is_flag=True, help="Warnungen zählen wie Fehler.")
@click.pass_context
def links_command(context: click.Context, external: bool, site_dir: Path | None, layout: str, strict: bool) -> None:
    """Sucht tote Verweise in der gebauten Website und nennt die Zeile, in der sie stehen."""
    from schule.findings.reports import REPORTS  # noqa: PLC0415 - a command loads only what it needs
    from schule.links.check import check_site  # noqa: PLC0415 - LinkChecker takes a while to load

    if layout not in REPORTS:
        raise click.BadParameter(f"„{layout}“ gibt es nicht; erlaubt sind {', '.join(REPORTS)}", param_hint="--format")
    folder, today = context.obj
    project = find_project(folder, today=today)
    site = (site_dir or project.site).absolute()
    if not (site / "index.html").is_file():
        raise ProjectError(f"In „{site}“ liegt keine gebaute Website. Bauen Sie sie zuerst mit „schule build“.")
    findings = check_site(project, site, external=external)
    click.echo(REPORTS[layout](findings, project.root))
    refusing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    sys.exit(int(any(finding.severity in refusing for finding in findings)))
