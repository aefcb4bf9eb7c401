"""Turn the bytes of a file into text: UTF-8, line ends as LF, no invisible characters.

Takes bytes, returns text (or None where nothing sensible can be read) and findings. What can be repaired without
guessing (a BOM, CRLF, a zero-width space) is a finding and is repaired, so that the rest of the file is checked too.
"""

from __future__ import annotations

import codecs
import re

from schule.findings import Finding, Span, severity_of
from schule.findings.wording import thousands

MAX_BYTES = 2_000_000
_MOST_INVISIBLE = 20
_BREAKS = re.compile("[\x85\u2028\u2029]")
# Control characters, zero-width space, line separators (YAML would count them as lines), marks of text direction.
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


def decode_file(raw: bytes, path: str) -> tuple[str | None, tuple[Finding, ...]]:
    """Return the text of a file and what is wrong with its encoding, line ends or size."""
    if len(raw) > MAX_BYTES:
        return None, (too_large(path, len(raw)),)
    if _is_utf16(raw):
        message = "Die Datei ist in UTF-16 gespeichert („Unicode“ in manchen Windows-Programmen)."
        return None, (_finding(path, Span(), "kodierung", message, "Speichern Sie sie als „UTF-8“."),)
    findings: list[Finding] = []
    if raw.startswith(codecs.BOM_UTF8):
        raw = raw[3:]
        findings.append(
            _finding(
                path,
                Span(),
                "byte-reihenfolge-marke",
                "Am Anfang der Datei steht eine unsichtbare Marke (BOM).",
                "Speichern Sie die Datei als „UTF-8“, nicht als „UTF-8 mit BOM“.",
            )
        )
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return None, (*findings, _wrong_encoding(raw, error, path))
    if "\r" in text:
        findings.append(_carriage_return(text, path))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _without_invisible(text, path, findings), tuple(findings)


def too_large(path: str, size: int) -> Finding:
    """Return the finding for a file beyond the limit."""
    return _finding(
        path,
        Span(),
        "datei-zu-gross",
        f"Die Datei hat {thousands(size)} Byte.",
        f"Erlaubt sind höchstens {MAX_BYTES // 1_000_000} MB. Teilen Sie den Inhalt auf.",
    )


def _is_utf16(raw: bytes) -> bool:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    start = raw[:400]
    return len(start) >= 4 and start.count(0) * 3 > len(start) and not start.replace(b"\0", b"").isspace()


def _wrong_encoding(raw: bytes, error: UnicodeDecodeError, path: str) -> Finding:
    before = raw[: error.start]
    before = before.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    guess = raw[error.start : error.start + 1].decode("cp1252", "replace")
    likely = f" (hier steht vermutlich „{guess}“ aus Windows-1252)" if guess.isprintable() and guess != "�" else ""
    return _finding(
        path,
        Span(line, column),
        "kodierung",
        f"Die Datei ist nicht in UTF-8 gespeichert{likely}.",
        "Öffnen Sie die Datei im Editor mit der Kodierung „Windows-1252“ und speichern Sie sie als „UTF-8“.",
    )


def _carriage_return(text: str, path: str) -> Finding:
    position = text.index("\r")
    start = text.rfind("\n", 0, position) + 1
    return _finding(
        path,
        Span(text.count("\n", 0, position) + 1, position - start + 1),
        "zeilenende",
        "Die Zeilen enden wie unter Windows (CRLF)."
        if "\r\n" in text
        else "Die Zeilen enden mit einem veralteten Zeichen (CR).",
        "Stellen Sie im Editor unten rechts „LF“ ein und speichern Sie.",
    )


def _without_invisible(text: str, path: str, findings: list[Finding]) -> str | None:
    match = _INVISIBLE.search(text)
    if match is None:
        return text
    number = len(_INVISIBLE.findall(text))
    start = text.rfind("\n", 0, match.start()) + 1
    more = f" In der Datei sind es {number}." if number > 1 else ""
    findings.append(
        _finding(
            path,
            Span(text.count("\n", 0, match.start()) + 1, match.start() - start + 1),
            "steuerzeichen",
            f"Hier steht ein unsichtbares Zeichen (U+{ord(match.group()):04X}).{more}",
            "Löschen Sie die Stelle und tippen Sie sie neu; beim Kopieren aus PDF oder Word schleichen sie sich ein.",
        )
    )
    return None if number > _MOST_INVISIBLE else _INVISIBLE.sub("", _BREAKS.sub(" ", text))


def _finding(path: str, span: Span, rule: str, message: str, hint: str) -> Finding:
    return Finding(path, span, rule, severity_of(rule), "", message, hint)
