"""The command line: parse arguments, call one step, print, exit. No logic of its own.

Exit status: 0 clean, 1 errors in the content (when strict, warnings too), 2 wrong usage or a missing tool.
"""

from __future__ import annotations

import copy
import datetime as dt
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import click

from schule import __version__
from schule.collector import collect_seldom
from schule.german import GermanHelp, explain, speak_german
from schule.project import Project, ProjectError, find_project

_USAGE = 2


# Commands that live in rooms of their own; each is imported when it is called, so that a check starts at once.
ELSEWHERE = {
    "edit": "schule.edit.commands:edit_command",
    "handout": "schule.handouts.commands:handout_command",
    "index": "schule.search.commands:index_command",
    "links": "schule.links.commands:links_command",
    "search": "schule.search.commands:search_command",
    "serve": "schule.preview.commands:serve_command",
    "new": "schule.workbench.commands:new_command",
    "schema": "schule.workbench.commands:schema_command",
    "move": "schule.workbench.commands:move_command",
}
ANYWHERE = {"index", "search"}  # they know folders of HTML and no project


class German(click.Group):
    """A group of commands, some of which live in other rooms."""

    def list_commands(self, context: click.Context) -> list[str]:
        """Return the names of all commands, those of other rooms too."""
        return sorted({*super().list_commands(context), *ELSEWHERE})

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Return a command, importing its room if it has one."""
        if name in ELSEWHERE:
            module, _, attribute = ELSEWHERE[name].partition(":")
            command = getattr(import_module(module), attribute)
            assert isinstance(command, click.Command)
        else:
            command = super().get_command(context, name)
        if command is None:
            return None
        return speak_german(command if name in ANYWHERE else _with_settings(command), context)


def _folder(context: click.Context, _parameter: click.Parameter, value: Path | None) -> None:
    folder, today = context.obj or (Path(), None)
    context.obj = (value or folder, today)


def _today(context: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    folder, today = context.obj or (Path(), None)
    try:
        context.obj = (folder, today if value is None else dt.date.fromisoformat(value))
    except ValueError as error:
        raise click.BadParameter("ein Tag in der Form 2026-11-20 wird gebraucht") from error


# What a command asks of its context; written before the command or after it, and what stands after it holds.
SETTINGS = (
    click.Option(
        ["--projekt"],
        type=click.Path(path_type=Path, exists=True, file_okay=False),
        callback=_folder,
        expose_value=False,
        help="Ordner des Projekts (sonst der aktuelle).",
    ),
    click.Option(
        ["--heute"],
        callback=_today,
        expose_value=False,
        metavar="JJJJ-MM-TT",
        help="Tag, gegen den Fristen geprüft werden.",
    ),
)


def _with_settings(command: click.Command) -> click.Command:
    """Return a command that takes the settings too."""
    taking = copy.copy(command)
    taking.params = [*command.params, *SETTINGS]
    return taking


click.Context.formatter_class = GermanHelp


@click.group(
    cls=German,
    subcommand_metavar="BEFEHL …",
    params=list(SETTINGS),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, "--version", prog_name="schule", help="Zeigt die Fassung des Programms.")
def main() -> None:
    """Baut aus Datensätzen und Leitfäden die Website der Schule."""


def start() -> None:
    """Run the program ``schule``: what goes wrong with a call is one German sentence and status 2."""
    collect_seldom()
    speak_german(main, click.Context(main))
    try:
        status = main(prog_name="schule", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.message)
        sys.exit(_USAGE)
    except click.ClickException as error:
        click.echo(f"schule: {explain(error)}", err=True)
        click.echo("Mehr sagt: schule --help", err=True)
        sys.exit(_USAGE)
    except ProjectError as error:
        click.echo(f"schule: {error}", err=True)
        sys.exit(_USAGE)
    except (click.Abort, KeyboardInterrupt):
        click.echo("\nAbgebrochen.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of a pipe has gone: nothing is left to say
        sys.exit(1)
    sys.exit(status if isinstance(status, int) else 0)


def _project(context: click.Context) -> Project:
    folder, today = context.obj
    return find_project(folder, today=today)


@main.command()
@click.argument("pfade", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format", "layout", default="text", show_default=True, help="text, concise, github, gitlab, sarif oder json."
)
@click.option("--strict", is_flag=True, help="Warnungen zählen wie Fehler.")
@click.pass_context
def check(context: click.Context, pfade: tuple[Path, ...], layout: str, strict: bool) -> None:
    """Prüft alle Datensätze und zeigt jeden Befund mit Zeile, Grund und Abhilfe."""
    from schule.findings import Severity  # noqa: PLC0415 - a command loads only what it needs
    from schule.findings.reports import REPORTS  # noqa: PLC0415
    from schule.progress import progress_bar  # noqa: PLC0415
    from schule.records.checks import check_project  # noqa: PLC0415
    from schule.records.checks.dates import due_by_contact  # noqa: PLC0415
    from schule.records.kinds import LISTS  # noqa: PLC0415
    from schule.records.load import load_project  # noqa: PLC0415

    if layout not in REPORTS:
        raise click.BadParameter(f"„{layout}“ gibt es nicht; erlaubt sind {', '.join(REPORTS)}", param_hint="--format")
    project = _project(context)
    only = _scope(project, pfade)
    with progress_bar() as progress:
        loaded = load_project(project, progress, only=only)
        findings = check_project(project, loaded, only=only, progress=progress)
    click.echo(REPORTS[layout](findings, project.root))
    due = due_by_contact(loaded, project.today) if layout == "text" and not pfade else {}
    if due:
        click.echo("\nZur Prüfung fällig, nach Ansprechstelle:")
    for name, paths in due.items():
        click.echo(f"  {name} ({len(paths)}): {', '.join(paths)}")
    if any(only(kind.place) for kind in LISTS.values()):  # one record's text adds no word to the schemas
        from schule.workbench.schemas import refresh_schemas  # noqa: PLC0415

        refresh_schemas(project, loaded.catalog)
    refusing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    sys.exit(int(any(finding.severity in refusing for finding in findings)))


def _scope(project: Project, paths: tuple[Path, ...]) -> Callable[[str], bool]:
    """Return what says of a path whether it is meant: one of the named files, or below one of the named folders."""
    from schule.records.scope import below, everywhere  # noqa: PLC0415

    return below(_inside(project, path) for path in paths) if paths else everywhere


def _inside(project: Project, path: Path) -> str:
    if not path.exists() and (project.root / path).exists():
        path = project.root / path
    if not path.exists():
        raise click.BadParameter(f"„{path}“ gibt es nicht", param_hint="PFAD")
    try:
        return path.resolve().relative_to(project.root).as_posix()
    except ValueError as error:
        raise click.BadParameter(f"„{path}“ liegt nicht im Projekt", param_hint="PFAD") from error


@main.command()
@click.option("--site-dir", type=click.Path(path_type=Path), help="Zielordner (sonst site/ im Projekt).")
@click.option("--strict", is_flag=True, help="Auch Warnungen verhindern den Bau.")
@click.option("--offline", is_flag=True, help="Für USB-Stick und Ordner: Adressen mit Dateinamen.")
@click.pass_context
def build(context: click.Context, site_dir: Path | None, strict: bool, offline: bool) -> None:
    """Baut die Website; bei Fehlern bleibt die letzte gute stehen."""
    from schule.findings.reports import report_text, summary  # noqa: PLC0415
    from schule.pipeline import build as run_build  # noqa: PLC0415
    from schule.progress import progress_bar  # noqa: PLC0415
    from schule.site import SiteError  # noqa: PLC0415

    project = _project(context)
    site = (site_dir or project.site).absolute()
    if site == project.root or site in project.root.parents:
        raise click.BadParameter(
            f"„{site}“ würde überschrieben; nennen Sie einen eigenen Ordner", param_hint="--site-dir"
        )
    try:
        with progress_bar() as progress:
            result = run_build(project, site, strict=strict, offline=offline, progress=progress)
    except SiteError as error:
        click.echo(f"Die Website ließ sich nicht bauen:\n{error}", err=True)
        sys.exit(1)
    if not result.published:
        click.echo(report_text(result.findings, project.root))
        click.echo("Nichts gebaut: bitte erst die Fehler beheben. Die letzte gute Website bleibt stehen.", err=True)
        sys.exit(1)
    for warning in result.warnings:
        click.echo(f"Warnung: {warning}", err=True)
    took = ", ".join(f"{name} {value:.1f} s" for name, value in result.seconds.items())
    click.echo(f"{result.pages} Seiten in {site} ({took}). {summary(result.findings)}", err=True)


@main.command()
@click.option(
    "-o", "--ordner", type=click.Path(path_type=Path), default=Path("export"), show_default=True, help="Zielordner."
)
@click.pass_context
def export(context: click.Context, ordner: Path) -> None:
    """Schreibt offene Daten, Kalender und Feed, ohne die Website zu bauen."""
    from schule.pipeline import export as run_export  # noqa: PLC0415

    result, findings = run_export(_project(context), ordner)
    if result is None:
        from schule.findings.reports import report_text  # noqa: PLC0415

        click.echo(report_text(findings, _project(context).root))
        sys.exit(1)
    for sentence in result.left_out:
        click.echo(sentence, err=True)
    click.echo(f"{len(result.files)} Dateien in {ordner}.", err=True)
