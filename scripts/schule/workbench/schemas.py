"""The JSON Schemas that editors such as VS Code read: written beside the content, and kept up with it.

Takes the project and its records; writes ``.cache/schema``, to which ``.vscode/settings.json`` and the first line of the
records refer. Whoever has read the records anyway (``check``, ``build``, ``new``, the forms, the preview) refreshes them, so
that a new entry of a vocabulary is offered at once. Where nothing changed this costs a hash over the records' names.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path

from schule.project import Project
from schule.publish import write_changed
from schule.records.catalog import Catalog

_STATE = "stand.txt"  # what the files beside it were made from, and their names


def schema_folder(project: Project) -> Path:
    """Return the folder to which the settings of the editor and the first line of records refer."""
    return project.cache / "schema"


def schema_texts(catalog: Catalog) -> dict[str, str]:
    """Return the text of every schema for the present content, by file name."""
    from schule.records.schema import json_schemas  # noqa: PLC0415 - most calls find nothing to do

    return {
        name: json.dumps(schema, ensure_ascii=False, indent=1) + "\n" for name, schema in json_schemas(catalog).items()
    }


def refresh_schemas(project: Project, catalog: Catalog) -> None:
    """Bring the schemas up to date; a checkout that cannot be written to goes without."""
    folder, now = schema_folder(project), _state_of(catalog)
    with suppress(OSError):
        known = (folder / _STATE).read_text("ascii", "replace").split() if (folder / _STATE).is_file() else []
        if known[:1] == [now] and all((folder / name).is_file() for name in known[1:]):
            return
        texts = schema_texts(catalog)
        write_changed({**texts, _STATE: "\n".join([now, *texts, ""])}, folder)


def _state_of(catalog: Catalog) -> str:
    """Return what the schemas follow from: slugs and titles of all records, and the program."""
    digest = hashlib.sha256()
    for item in catalog:
        digest.update(f"{item.kind.name}\0{item.slug}\0{item.title}\n".encode())
    for path in sorted((Path(__file__).parents[1] / "records").glob("*.py")):
        digest.update(f"{path.name}\0{path.stat().st_mtime_ns}\n".encode())
    return digest.hexdigest()
