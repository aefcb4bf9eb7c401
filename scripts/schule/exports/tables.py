"""Every kind as JSON and CSV, with the JSON Schema of its fields.

CSV comes in two forms: by RFC 4180 (comma, decimal point) for programs, and with semicolons and decimal commas for a
double click in a German Excel, which would put the first form into one column and read 7.67 as a month.
"""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from schule.exports.settings import ExportSettings
from schule.records.catalog import Catalog, Item
from schule.records.kinds import KINDS, Kind


def table_files(catalog: Catalog, settings: ExportSettings) -> dict[str, bytes]:
    """Return ``<kind>.json``, ``<kind>.csv`` and ``<kind>.schema.json`` for every kind that has records, and an index."""
    files: dict[str, bytes] = {}
    index = []
    for kind in KINDS.values():
        items = list(catalog.of(kind.name).values())
        if not items:
            continue
        rows = [plain(item, settings) for item in items]
        head = {"art": kind.plural, "lizenz": settings.license, "schema": f"{kind.name}.schema.json"}
        files[f"{kind.name}.json"] = _json({**head, "datensaetze": rows})
        files[f"{kind.name}.csv"] = _csv(kind, rows)
        files[f"{kind.name}.schema.json"] = _json(schema(kind))
        index.append({"art": kind.plural, "name": kind.name, "anzahl": len(rows)})
    files["index.json"] = _json({"titel": settings.title, "lizenz": settings.license, "arten": index})
    return files


def excel_files(catalog: Catalog, settings: ExportSettings) -> dict[str, bytes]:
    """Return ``<kind>-excel.csv`` for every kind that has records: the same cells as the CSV, written for Excel."""
    found = ((kind, list(catalog.of(kind.name).values())) for kind in KINDS.values())
    return {
        f"{kind.name}-excel.csv": _csv(kind, [plain(item, settings) for item in items], german=True)
        for kind, items in found
        if items
    }


def plain(item: Item, settings: ExportSettings) -> dict[str, Any]:
    """Return one record as plain data: its slug and address, then its fields in the order of the model."""
    data = item.record.model_dump(mode="json", exclude_none=True, exclude_defaults=False)
    data.pop("slug", None)
    head = {"slug": item.slug, "adresse": item.address}
    if settings.site_url:
        head["url"] = settings.absolute(item.address)
    return {**head, **{key: value for key, value in data.items() if value not in ([], {})}}


def schema(kind: Kind) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the file of a kind as it is exported; ``#/$defs/Datensatz`` is one record."""
    model = kind.model.model_json_schema(mode="serialization")
    record = {key: value for key, value in model.items() if key not in ("$defs", "title", "description")}
    record["title"] = kind.singular
    record["properties"] = {
        "slug": {"type": "string", "description": "Bleibende Kennung des Datensatzes."},
        "adresse": {"type": "string", "description": "Adresse auf der Website, ab dem ersten Schrägstrich."},
        "url": {"type": "string", "format": "uri", "description": "Vollständige Adresse, wenn die Website eine hat."},
        **record["properties"],
    }
    record["required"] = ["slug", "adresse", "titel"]
    record["additionalProperties"] = False
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": kind.plural,
        "type": "object",
        "properties": {
            "art": {"const": kind.plural, "description": "Was die Datei enthält."},
            "lizenz": {"type": "string", "description": "Lizenz der Daten als SPDX-Kürzel."},
            "schema": {"type": "string", "description": "Name dieser Beschreibung."},
            "datensaetze": {
                "type": "array",
                "items": {"$ref": "#/$defs/Datensatz"},
                "description": "Die Datensätze; was unbekannt ist, sagt „unbekannt“, was leer ist, fehlt.",
            },
        },
        "required": ["art", "lizenz", "datensaetze"],
        "additionalProperties": False,
        "$defs": {"Datensatz": record, **model.get("$defs", {})},
    }


def _json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _csv(kind: Kind, rows: list[dict[str, Any]], *, german: bool = False) -> bytes:
    flat = [dict(_flatten(row)) for row in rows]
    present = {column for row in flat for column in row}
    fields = ["slug", "adresse", "url", *kind.model.model_fields]
    columns = sorted(present, key=lambda column: (_rank(column, fields), column))
    buffer = io.StringIO()
    delimiter = ";" if german else ","
    writer = csv.DictWriter(buffer, columns, restval="", lineterminator="\r\n", delimiter=delimiter)
    writer.writeheader()
    writer.writerows({key: _cell(value, german=german) for key, value in row.items()} for row in flat)
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()  # spreadsheets read UTF-8 only with the mark


def _rank(column: str, fields: list[str]) -> int:
    name = column.split(".", maxsplit=1)[0]
    if name == "belege":  # how well each field is known: after the fields themselves
        return len(fields) + 1
    return fields.index(name) if name in fields else len(fields)


def _flatten(value: dict[str, Any], prefix: str = "") -> Any:
    for key, inner in value.items():
        if isinstance(inner, dict):
            yield from _flatten(inner, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", inner


def _cell(value: Any, *, german: bool = False) -> str:
    if isinstance(value, list):
        return " | ".join(_cell(item) for item in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=False)
    if german and isinstance(value, float):
        return str(value).replace(".", ",")
    text = str(value)
    # A cell that starts like a formula would be run by a spreadsheet.
    return "'" + text if text[:1] in "=@" or (text[:1] in "+-" and not isinstance(value, (int, float))) else text
