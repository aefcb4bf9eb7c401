"""Explain in German what libyaml could not read, and point to where the editor must look.

libyaml reports where it noticed the fault, which for an open quotation mark is the end of the file; the context that
it adds is where the quotation begins. Each row of the table says which of the two helps.
"""

from __future__ import annotations

import re

import yaml

_QUOTE = "Setzen Sie den Text in Anführungszeichen."
_NO_BREAK_SPACE = "\u00a0"
# Start of libyaml's problem; whether its context is the better place; message; remedy.
_TABLE = (
    (
        "mapping values are not allowed",
        False,
        "In der Zeile steht ein Doppelpunkt zu viel.",
        "Setzen Sie den Text hinter dem ersten Doppelpunkt in Anführungszeichen.",
    ),
    (
        "could not find expected ':'",
        True,
        "Diese Zeile hat keinen Feldnamen mit Doppelpunkt.",
        "Schreiben Sie „feld: Wert“, in einer Liste „- Wert“; die Fortsetzung eines Textes rücken Sie weiter ein.",
    ),
    (
        "did not find expected key",
        False,
        "Diese Stelle passt nicht zu den Feldern darüber.",
        "Rücken Sie Felder derselben Ebene gleich weit ein.",
    ),
    (
        "did not find expected '-' indicator",
        False,
        "In der Liste steht eine Zeile ohne Spiegelstrich.",
        "Beginnen Sie jeden Eintrag mit „- “ und rücken Sie seine Felder zwei Leerzeichen weiter ein.",
    ),
    (
        "found unexpected end of stream",
        True,
        "Dieses Anführungszeichen wird nicht geschlossen.",
        "Ergänzen Sie am Ende des Textes das zweite.",
    ),
    (
        "found unexpected document indicator",
        True,
        "Dieses Anführungszeichen wird nicht geschlossen.",
        "Ergänzen Sie am Ende des Textes das zweite.",
    ),
    ("did not find expected ',' or ']'", True, "Diese Klammer wird nicht geschlossen.", "Ergänzen Sie „]“."),
    ("did not find expected ',' or '}'", True, "Diese Klammer wird nicht geschlossen.", "Ergänzen Sie „}“."),
    (
        "did not find expected node content",
        False,
        "Hier fehlt ein Wert, oder eine Klammer ist zu viel oder nicht geschlossen.",
        "Prüfen Sie Klammern und Kommas dieser Zeile und der Zeilen darüber.",
    ),
    (
        "block sequence entries are not allowed",
        False,
        "Ein Spiegelstrich darf nicht hinter dem Doppelpunkt stehen.",
        "Beginnen Sie die Liste in einer neuen Zeile.",
    ),
    ("mapping keys are not allowed", False, "Ein Wert darf nicht mit „? “ beginnen.", _QUOTE),
    ("found character that cannot start any token", False, "Mit diesem Zeichen darf ein Wert nicht beginnen.", _QUOTE),
    (
        "found unknown escape character",
        False,
        "In doppelten Anführungszeichen leitet „\\“ ein Sonderzeichen ein; dieses gibt es nicht.",
        "Nehmen Sie einfache Anführungszeichen ('…') oder schreiben Sie „\\\\“.",
    ),
    (
        "found invalid Unicode character escape code",
        False,
        "Dieses Sonderzeichen („\\u…“) gibt es nicht.",
        "Schreiben Sie das Zeichen selbst.",
    ),
    (
        "did not find expected hexdecimal number",
        False,
        "Hinter „\\x“ oder „\\u“ fehlt die Nummer des Zeichens.",
        "Nehmen Sie einfache Anführungszeichen ('…') oder schreiben Sie „\\\\“.",
    ),
    (
        "found an indentation indicator equal to 0",
        False,
        "Hinter „|“ oder „>“ darf keine 0 stehen.",
        "Löschen Sie die 0.",
    ),
    (
        "did not find expected comment or line break",
        False,
        "In dieser Zeile darf nichts mehr folgen.",
        "Beginnen Sie den Text hinter „|“ oder „>“ in einer neuen, eingerückten Zeile.",
    ),
    (
        "found undefined tag handle",
        False,
        "Ein Wert darf nicht mit „!“ beginnen.",
        "Setzen Sie den Wert in Anführungszeichen oder löschen Sie das Ausrufezeichen.",
    ),
    (
        "did not find expected <document start>",
        False,
        "Hinter dem Ende des Datensatzes („...“) steht noch etwas.",
        "Löschen Sie die Zeile mit den drei Punkten.",
    ),
)
# What is left, by what libyaml was doing.
_CONTEXTS = (
    (
        "while scanning an anchor",
        "Hinter „&“ fehlt der Name der Marke.",
        "Setzen Sie den Wert in Anführungszeichen.",
    ),
    (
        "while scanning an alias",
        "Hinter „*“ fehlt der Name der Marke.",
        "Setzen Sie den Wert in Anführungszeichen.",
    ),
    (
        "while scanning a tag",
        "Ein Wert darf nicht mit „!“ beginnen.",
        "Setzen Sie den Wert in Anführungszeichen oder löschen Sie das Ausrufezeichen.",
    ),
    (
        "while parsing a tag",
        "Ein Wert darf nicht mit „!“ beginnen.",
        "Setzen Sie den Wert in Anführungszeichen oder löschen Sie das Ausrufezeichen.",
    ),
    (
        "while scanning a directive",
        "Eine Zeile darf nicht mit „%“ beginnen.",
        "Löschen Sie die Zeile oder setzen Sie den Text in Anführungszeichen.",
    ),
)
_DIRECTIVES = ("%YAML", "%TAG", "incompatible YAML")


def explain_fault(error: yaml.YAMLError, lines: tuple[str, ...]) -> tuple[str, int, int, str, str]:
    """Return rule, line and column (both from 0), message and remedy for a fault of syntax."""
    problem = str(getattr(error, "problem", None) or error)
    context = str(getattr(error, "context", None) or "")
    error_mark = getattr(error, "problem_mark", None)
    at = _place(error_mark, lines)
    if _is_tab(problem, at, lines):
        line = lines[at[0]]
        return (
            "tabulator",
            at[0],
            max(0, line.find("\t")),
            "Die Zeile ist mit einem Tabulator eingerückt.",
            "Ersetzen Sie den Tabulator durch Leerzeichen.",
        )
    special = _special(problem, at, _place(getattr(error, "context_mark", None) or error_mark, lines), lines)
    if special:
        return special
    for start, use_context, message, hint in _TABLE:
        if start in problem and not (start.endswith("line break") and "block scalar" not in context):
            place = _place(getattr(error, "context_mark", None), lines) if use_context else at
            return "yaml-fehler", *place, message, hint
    for start, message, hint in _CONTEXTS:
        if start in context:
            return "yaml-fehler", *_place(getattr(error, "context_mark", None), lines), message, hint
    if any(word in problem for word in _DIRECTIVES):
        return "yaml-fehler", *at, "Eine Zeile darf nicht mit „%“ beginnen.", "Löschen Sie die Zeile."
    return (
        "yaml-fehler",
        *at,
        "Ab hier ist die Datei kein gültiges YAML mehr.",
        "Vergleichen Sie die Stelle und die Zeile darüber mit einem anderen Datensatz.",
    )


def _special(
    problem: str, at: tuple[int, int], context: tuple[int, int], lines: tuple[str, ...]
) -> tuple[str, int, int, str, str] | None:
    """Return the explanation where the line itself says more than libyaml."""
    if not lines:
        return None
    for line in (max(0, at[0] - 1), at[0], context[0]):
        match = re.match(rf"(?: *[\w-]+:| *){_NO_BREAK_SPACE}", lines[line])
        if match:
            message, hint = "Hier steht ein geschütztes Leerzeichen.", "Ersetzen Sie es durch ein gewöhnliches."
            return "yaml-fehler", line, match.end() - 1, message, hint
    before, after = lines[at[0]][: at[1]], lines[at[0]][at[1] :]
    if "mapping values" in problem and ":" not in before:
        message = "Dieses Feld passt nicht unter die Zeile darüber."
        hint = "Darüber fehlt ein Doppelpunkt, oder diese Zeile ist zu weit eingerückt."
        return "yaml-fehler", at[0], len(before) - len(before.lstrip()), message, hint
    if "did not find expected key" not in problem:
        return None
    if after.lstrip().startswith(":"):
        message, hint = "Vor dem Doppelpunkt fehlt der Feldname.", "Schreiben Sie „feld: Wert“."
        return "yaml-fehler", *at, message, hint
    if before.rstrip().endswith(("'", '"', "]", "}")):
        message = "Hinter dem schließenden Zeichen steht noch etwas."
        hint = "Setzen Sie den ganzen Text in Anführungszeichen; enthält er selbst welche, in die anderen: '…'."
        return "yaml-fehler", *at, message, hint
    return None


def _place(mark: object, lines: tuple[str, ...]) -> tuple[int, int]:
    """Return line and column of a mark, moved to the last line with text if it lies behind the end."""
    line, column = getattr(mark, "line", 0), getattr(mark, "column", 0)
    if line < len(lines) and (lines[line].strip() or not line):
        return line, min(column, len(lines[line]))
    last = min(line, len(lines) - 1)
    while last > 0 and not lines[last].strip():
        last -= 1
    return max(0, last), len(lines[last]) if lines else 0


def _is_tab(problem: str, at: tuple[int, int], lines: tuple[str, ...]) -> bool:
    if "found a tab character" in problem:
        return True
    line = lines[at[0]] if lines else ""
    indent = line[: len(line) - len(line.lstrip())]
    return "\t" in indent
