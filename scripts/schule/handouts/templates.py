"""The filled templates: Markdown sources with fields in ``vorlagen/`` of the template folder, as any other handout.

A source has a head (``titel``, ``kurz``, ``felder`` with a line of explanation each) and a text in which a field
stands as ``{{name}}``. Values are put in after the text has become HTML, escaped, so that a value is never markup.
"""

from __future__ import annotations

import datetime as dt
import difflib
import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from schule.handouts.convert import markdown_to_html
from schule.handouts.document import Job, Sheet

_FIELD = re.compile(r"\{\{\s*([a-z0-9_]+)\s*\}\}")


class TemplateError(Exception):
    """The template or a field does not exist, or its source is faulty; the message is for the user."""


@dataclass(frozen=True)
class FormTemplate:
    """One template: ``fields`` maps each field to the words that stand in the open place."""

    name: str
    title: str
    lead: str
    stand: dt.date
    licence: str
    fields: Mapping[str, str]
    text: str
    path: str


def load_templates(folder: Path, root: Path) -> dict[str, FormTemplate]:
    """Return the templates of a folder by name. Raises TemplateError."""
    return {path.stem: _load(path, root) for path in sorted(folder.glob("*.md"))}


def _load(path: Path, root: Path) -> FormTemplate:
    parts = path.read_text(encoding="utf-8").split("---\n", 2)
    try:
        head: Any = yaml.safe_load(parts[1])
        fields = {str(name): str(words) for name, words in head["felder"].items()}
        title, lead, stand, text = str(head["titel"]), str(head["kurz"]), head["stand"], parts[2]
    except (IndexError, KeyError, TypeError, AttributeError, yaml.YAMLError) as error:
        raise TemplateError(f"„{path.name}“ hat keinen Kopf mit titel, kurz, stand und felder.") from error
    unknown = sorted(set(_FIELD.findall(text)) - set(fields))
    if unknown or not isinstance(stand, dt.date):
        raise TemplateError(
            f"„{path.name}“: nicht erklärte Felder {', '.join(unknown)} oder ein Stand, der kein Tag ist."
        )
    shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    return FormTemplate(path.stem, title, lead, stand, str(head.get("lizenz") or ""), fields, text, shown)


def find_template(name: str, templates: Mapping[str, FormTemplate]) -> FormTemplate:
    """Return a template by name. Raises TemplateError with near names."""
    if name in templates:
        return templates[name]
    near = difflib.get_close_matches(name, templates, n=3, cutoff=0.5) or [key for key in templates if name in key]
    raise TemplateError(f"Die Vorlage „{name}“ gibt es nicht. Es gibt: {', '.join(near or templates)}.")


def fill(template: FormTemplate, values: Mapping[str, str]) -> Job:
    """Return the handout of a template; open fields show what belongs there. Raises TemplateError on an unknown field."""
    for name in values:
        if name not in template.fields:
            near = difflib.get_close_matches(name, template.fields, n=3, cutoff=0.5)
            raise TemplateError(f"Das Feld „{name}“ gibt es nicht. Es gibt: {', '.join(near or template.fields)}.")

    def put(match: re.Match[str]) -> str:
        name = match[1]
        if name in values:
            return html.escape(values[name])
        return f'<span class="feld">[{html.escape(template.fields[name])}]</span>'

    body = _FIELD.sub(put, markdown_to_html(template.text))
    sheet = Sheet(
        title=template.title,
        kind="Vorlage",
        lead=template.lead,
        stand=f"{template.stand:%d.%m.%Y}",
        day=template.stand,
        licence=f"Lizenz: {template.licence}" if template.licence else "",
        address="",
        base="/",
        path=template.path,
        citations=(),
        page_html=f"<article>{body}</article>",
    )
    return Job("blatt", (sheet,))
