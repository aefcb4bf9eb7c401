"""Split a guide into its head (YAML between two lines ``---``) and its text, with the line on which the text starts."""

from __future__ import annotations

from dataclasses import replace

from schule.findings import Finding, Span, severity_of
from schule.records.yaml_source import Source, parse_yaml


def parse_guide(raw: bytes, path: str) -> Source:
    """Read a Markdown file with front matter: ``data`` is the head, ``body`` the text from line ``body_line`` on."""
    text = raw.decode("utf-8", "surrogateescape").replace("\r\n", "\n").removeprefix("\ufeff")
    lines = text.split("\n")
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), None)
    if lines[0].rstrip() != "---" or end is None:
        source = parse_yaml(b"", path)
        return replace(source, lines=tuple(lines), findings=(_missing_head(path, lines),))
    # The whole file is decoded once more by the YAML reader, so that faults of encoding are found in the text too.
    whole = parse_yaml(raw, path) if _is_suspect(raw) else None
    head = "\n".join(lines[1:end])
    source = parse_yaml(head.encode("utf-8", "surrogateescape"), path, first_line=2)
    file_faults = tuple(f for f in (whole.findings if whole else ()) if f.rule in _FILE_RULES)
    own = tuple(f for f in source.findings if f.rule not in _FILE_RULES or not file_faults)
    broken = any(finding.severity == "fehler" for finding in file_faults)
    return replace(
        source,
        lines=tuple(lines),
        findings=(*file_faults, *own),
        data=None if broken else source.data,
        body="\n".join(lines[end + 1 :]).strip("\n"),
        body_line=_first_text_line(lines, end + 1),
    )


_FILE_RULES = frozenset({"kodierung", "byte-reihenfolge-marke", "zeilenende", "datei-zu-gross"})


def _is_suspect(raw: bytes) -> bool:
    if b"\r" in raw or raw.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) or len(raw) > 1_000_000:
        return True
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def _first_text_line(lines: list[str], start: int) -> int:
    return next((number + 1 for number in range(start, len(lines)) if lines[number].strip()), start + 1)


def _missing_head(path: str, lines: list[str]) -> Finding:
    empty = not "".join(lines).strip()
    rule = "datei-leer" if empty else "vorspann-fehlt"
    message = "Die Datei ist leer." if empty else "Der Leitfaden hat keinen Kopf zwischen zwei Zeilen „---“."
    return Finding(
        path, Span(1, 1), rule, severity_of(rule), "", message, "Die erste Zeile ist „---“, danach „titel: …“."
    )
