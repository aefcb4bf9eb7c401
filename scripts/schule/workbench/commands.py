"""The commands ``new``, ``move`` and ``schema``: read the arguments, call one function, print what it did.

They take the project as every command does, from the context's object (folder, today), and hold no logic.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from schule.project import Project, find_project

if TYPE_CHECKING:
    from schule.records.catalog import Catalog
    from schule.records.kinds import Kind

_USAGE = 2
_INTERRUPTED = 130


def _project(context: click.Context) -> Project:
    folder, today = context.obj
    return find_project(folder, today=today)


def _refuse(message: str) -> NoReturn:
    click.echo(f"schule: {message}", err=True)
    sys.exit(_USAGE)


@click.command("schema")
@click.option("-o", "--ausgabe", type=click.Path(path_type=Path, file_okay=False), help="Ordner (sonst .cache/schema).")
@click.pass_context
def schema_command(context: click.Context, ausgabe: Path | None) -> None:
    """Schreibt JSON-Schemas, mit denen der Editor Felder vorschlägt und erklärt."""
    from schule.records.load import load_project  # noqa: PLC0415 - a command loads only what it needs
    from schule.workbench.schemas import schema_folder, schema_texts  # noqa: PLC0415

    project = _project(context)
    folder = ausgabe or schema_folder(project)
    texts = schema_texts(load_project(project).catalog)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():  # a folder of the editor's own may hold other files
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    found = "" if ausgabe else " VS Code und andere Editoren finden sie von selbst."
    click.echo(f"{len(texts)} Schemas in {folder} geschrieben.{found}", err=True)


@click.command("new")
@click.argument("art")
@click.option("--set", "settings", multiple=True, metavar="FELD=WERT", help="Wert ohne Rückfrage; mehrmals möglich.")
@click.option("--name", metavar="DATEINAME", help="Dateiname ohne Endung (sonst aus dem Titel).")
@click.pass_context
def new_command(context: click.Context, art: str, settings: tuple[str, ...], name: str | None) -> None:
    """Legt einen Datensatz an: leitprojekt, leitfaden, kommune, praxisbeispiel, veranstaltung …

    Fragt nach allem, was nötig ist; Strg+C bricht ab, ohne etwas zu hinterlassen.
    """
    from schule.new import NewRecordError, render_record, target_path, write_new  # noqa: PLC0415
    from schule.records.load import load_project  # noqa: PLC0415
    from schule.workbench.guide_text import guide_body  # noqa: PLC0415

    project = _project(context)
    kind = _kind(art)
    catalog = load_project(project).catalog
    try:
        values, slug = _answers(kind, catalog, project, settings, name)
        path = target_path(kind, slug, values)
        body = guide_body(values["quellen"]) if kind.markdown else ""
        write_new(project, path, render_record(kind, path, values, body))
    except NewRecordError as error:
        _refuse(str(error))
    except (KeyboardInterrupt, click.Abort):
        click.echo("\nAbgebrochen. Es wurde nichts angelegt.", err=True)
        sys.exit(_INTERRUPTED)
    click.echo(f"Angelegt: {path}")
    sys.exit(_report(project, path))


def _kind(word: str) -> Kind:
    from schule.new import words  # noqa: PLC0415
    from schule.records.suggest import closest  # noqa: PLC0415

    known = words()
    near = closest(word, [*known, *(kind.name for kind in known.values())])
    found = next((kind for name, kind in known.items() if word.lower() in (name, kind.name)), None)
    if found is None:
        hint = f"Meinten Sie „{near}“?" if near else f"Es gibt: {', '.join(known)}."
        _refuse(f"„{word}“ ist keine Art von Datensatz. {hint}")
    return found


def _answers(
    kind: Kind, catalog: Catalog, project: Project, settings: tuple[str, ...], name: str | None
) -> tuple[dict[str, Any], str]:
    """Collect the values: defaults, then what was set, then what is asked; and the file name."""
    from schule.new import assign, default_values, missing_fields, proposed_slug  # noqa: PLC0415
    from schule.workbench.questions import Interview  # noqa: PLC0415
    from schule.workbench.terminal import Terminal  # noqa: PLC0415

    values = default_values(kind, project.today)
    for setting in settings:
        key, equals, text = setting.partition("=")
        if not equals or not text.strip():
            _refuse(f"„{setting}“ hat nicht die Form FELD=WERT.")
        assign(kind, values, key.strip(), text)
    missing = missing_fields(kind, values)
    terminal = Terminal.detect()
    try:
        if missing:
            click.echo(f"Neuer Eintrag: {kind.singular}. Strg+C bricht ab, ohne etwas zu hinterlassen.", err=True)
        for field in missing:
            values[field.name] = Interview(kind, catalog, terminal).ask(field)
        slug = name or proposed_slug(kind, values)
        if missing and not name:
            terminal.explain("Dateiname", "Er wird zur Adresse der Seite.")
            slug = terminal.text(
                "  Kleinbuchstaben, Ziffern, Bindestriche", slug, lambda text: _bad_name(kind, catalog, text)
            )
    except EOFError:
        names = ", ".join(field.name for field in missing_fields(kind, values)) or "Dateiname"
        _refuse(f"\nEs fehlen Angaben ({names}). Nennen Sie sie mit --set FELD=WERT; es wurde nichts angelegt.")
    if wrong := _bad_name(kind, catalog, slug):
        _refuse(wrong)
    return values, slug


def _bad_name(kind: Kind, catalog: Catalog, slug: str) -> str | None:
    from schule.new import name_fault  # noqa: PLC0415

    if fault := name_fault(slug):
        return fault
    item = catalog.get(kind.name, slug)
    return f"„{slug}“ gibt es schon ({item.path}). Wählen Sie einen anderen Namen." if item else None


def _report(project: Project, *paths: str) -> int:
    """Check the project, print the findings of these files, and refresh what the editor knows."""
    from schule.findings import Severity  # noqa: PLC0415
    from schule.findings.reports import REPORTS  # noqa: PLC0415
    from schule.records.checks import check_project  # noqa: PLC0415
    from schule.records.load import load_project  # noqa: PLC0415
    from schule.workbench.schemas import refresh_schemas  # noqa: PLC0415

    loaded = load_project(project)
    findings = tuple(finding for finding in check_project(project, loaded) if finding.path in paths)
    refresh_schemas(project, loaded.catalog)
    click.echo(REPORTS["text"](findings, project.root))
    return int(any(finding.severity is Severity.ERROR for finding in findings))


@click.command("move")
@click.argument("alt", metavar="ALT")
@click.argument("neu", metavar="NEU")
@click.option("--probe", is_flag=True, help="Nur zeigen, was sich ändern würde.")
@click.option("--ohne-weiterleitung", is_flag=True, help="Die alte Adresse war nie öffentlich; keine Weiterleitung.")
@click.pass_context
def move_command(context: click.Context, alt: str, neu: str, probe: bool, ohne_weiterleitung: bool) -> None:
    """Benennt einen Datensatz um, zum Beispiel: schule move leitfaeden/alt leitfaeden/neu.

    Die alte Adresse wird zur Weiterleitung, und jeder Verweis wird nachgezogen.
    """
    from schule.move import MoveError, apply_move, describe, plan_move, read_texts  # noqa: PLC0415
    from schule.records.load import load_project  # noqa: PLC0415

    project = _project(context)
    try:
        move = plan_move(project, load_project(project), alt, neu, redirect=not ohne_weiterleitung)
        lines = list(describe(move, read_texts(project, move)))
        if not probe:
            apply_move(project, move)
    except MoveError as error:
        _refuse(str(error))
    click.echo("\n".join(lines))
    for path in move.notes:
        click.echo(f"Bitte selbst ansehen: {path} nennt „{move.old}“.", err=True)
    if probe:
        click.echo("Probe: Es wurde nichts geändert.", err=True)
        return
    changed = {edit.path for edit in move.edits} - {move.old_path} | {move.new_path}
    status = _report(project, *changed)
    click.echo(f"Rückgängig: schule move {move.new} {move.old} --ohne-weiterleitung", err=True)
    sys.exit(status)
