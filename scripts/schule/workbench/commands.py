"""The commands ``new``, ``move`` and ``schema``: read the arguments, call one function, print what it did.

They take the project as every command does, from the context's object (folder, today), and hold no logic.
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from schule.project import Project, find_project


def _project(context: click.Context) -> Project:
    folder, today = context.obj
    return find_project(folder, today=today)


@click.command("schema")
@click.option("-o", "--ausgabe", type=click.Path(path_type=Path, file_okay=False), help="Ordner (sonst .cache/schema).")
@click.pass_context
def schema_command(context: click.Context, ausgabe: Path | None) -> None:
    """Schreibt JSON-Schemas, mit denen der Editor Felder vorschlägt und erklärt."""
    project = _project(context)
    folder = ausgabe or schema_folder(project)
    count = write_schemas(project, folder)
    click.echo(f"{count} Schemas in {folder} geschrieben. VS Code und andere Editoren finden sie von selbst.", err=True)


def schema_folder(project: Project) -> Path:
    """Return the folder to which the settings of the editor and the first line of new records refer."""
    return project.cache / "schema"


def write_schemas(project: Project, folder: Path) -> int:
    """Write the schemas of the project's present content and return how many there are."""
    from schule.records.load import load_project  # noqa: PLC0415 - a command loads only what it needs
    from schule.records.schema import json_schemas  # noqa: PLC0415

    schemas = json_schemas(load_project(project).catalog)
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas.items():
        text = json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return len(schemas)
