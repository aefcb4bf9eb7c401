"""Split a Markdown file into its head (YAML between two lines ``---``) and its text, with the line on which the text starts."""

from __future__ import annotations

from dataclasses import dataclass, replace

from schule.findings import Finding, Span, severity_of
from schule.records.decode import decode_file
from schule.records.yaml_source import Source, parse_text


@dataclass(frozen=True)
class Split:
    """The two parts of a Markdown file; ``head`` is None where there is none, ``body_line`` counts from 1."""

    head: str | None
    body: str
    body_line: int


def split_head(text: str) -> Split:
    """Split a text; without a closed head all of it is body."""
    lines = text.split("\n")
    end = None
    if lines[0].rstrip() == "---":
        end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), None)
    start = 0 if end is None else end + 1
    while start < len(lines) - 1 and not lines[start].strip():
        start += 1
    body = "\n".join(lines[start:]).rstrip()
    return Split(None if end is None else "\n".join(lines[1:end]), body, start + 1)


def parse_guide(raw: bytes, path: str) -> Source:
    """Read a guide: ``data`` is the head, ``body`` the text from line ``body_line`` on."""
    text, findings = decode_file(raw, path)
    if text is None:
        return Source(path, (), None, {}, {}, frozenset(), findings)
    lines, split = tuple(text.split("\n")), split_head(text)
    if split.head is None:
        return Source(path, lines, None, {}, {}, frozenset(), (*findings, _missing_head(path, lines)))
    source = parse_text(split.head, path, first_line=2, findings=findings)
    place = (split.body_line, 1, 1) if split.body else (split.head.count("\n") + 3, 1, 3)
    values = {**source.values, ("text",): place}
    return replace(source, lines=lines, values=values, body=split.body, body_line=split.body_line)


def _missing_head(path: str, lines: tuple[str, ...]) -> Finding:
    if not any(line.strip() for line in lines):
        rule, message = "datei-leer", "Die Datei ist leer."
        hint = "Legen Sie mit „schule new leitfaden“ einen Leitfaden an oder löschen Sie die Datei."
    elif lines[0].rstrip() == "---":
        rule, message = "vorspann-fehlt", "Der Kopf wird nicht geschlossen."
        hint = "Setzen Sie hinter das letzte Feld eine Zeile „---“."
    else:
        rule, message = "vorspann-fehlt", "Der Leitfaden hat keinen Kopf zwischen zwei Zeilen „---“."
        hint = "Die erste Zeile ist „---“; darunter folgen „titel: …“ und die anderen Felder, dann wieder „---“."
    return Finding(path, Span(), rule, severity_of(rule), "", message, hint)
