"""The JSON Schemas that editors such as VS Code read: written beside the content, and kept up with it.

Takes the project and its records; writes ``.cache/schema``, to which ``.vscode/settings.json`` and the first line of the
records refer. Whoever has read the records anyway (``check``, ``build``, ``new``, the forms, the preview) refreshes them, so
that a new entry of a vocabulary is offered at once; only a file that says something else is written. It costs 40 ms.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from schule.project import Project
from schule.publish import write_changed
from schule.records.catalog import Catalog
from schule.records.schema import json_schemas


def schema_folder(project: Project) -> Path:
    """Return the folder to which the settings of the editor and the first line of records refer."""
    return project.cache / "schema"


def schema_texts(catalog: Catalog) -> dict[str, str]:
    """Return the text of every schema for the present content, by file name."""
    return {
        name: json.dumps(schema, ensure_ascii=False, indent=1) + "\n" for name, schema in json_schemas(catalog).items()
    }


def refresh_schemas(project: Project, catalog: Catalog) -> None:
    """Bring the schemas up to date; a checkout that cannot be written to goes without."""
    with suppress(OSError):
        write_changed(schema_texts(catalog), schema_folder(project))
