"""What cannot be set on paper, as findings: one function for each rule.

A fault never stops a handout; the reader gets the sheet, the editor gets the finding. The rules' rows have the form of
the rule table (name, severity, title, what, why, remedy).
"""

from __future__ import annotations

from schule.findings import Finding, Severity, Span

HANDOUT_RULES = (
    (
        "handout-zeichen",
        "warnung",
        "Zeichen ohne Schrift",
        "Ein Text enthält ein Zeichen, das in keiner Schrift der Handouts vorkommt, zum Beispiel ein Emoji.",
        "Ein barrierefreies PDF darf keine unbekannten Zeichen enthalten; es steht deshalb „□“ an der Stelle.",
        "Das Zeichen durch ein Wort ersetzen.",
    ),
    (
        "handout-bild-fremd",
        "warnung",
        "Bild von einer anderen Website",
        "Ein Bild liegt auf einer anderen Website oder außerhalb des Projekts.",
        "Beim Erzeugen der Handouts wird nichts aus dem Netz und nichts außerhalb des Projekts gelesen; das Bild fehlt.",
        "Das Bild, falls die Lizenz es erlaubt, unter „content/seiten“ ablegen und von dort einbinden.",
    ),
    (
        "handout-bild-unlesbar",
        "warnung",
        "Bild nicht lesbar",
        "Ein Bild fehlt, ist größer als 10 MB oder hat kein Format, das sich drucken lässt.",
        "Im Handout fehlt es.",
        "Das Bild als SVG, PNG, JPEG oder GIF speichern.",
    ),
    (
        "handout-bild-ohne-text",
        "warnung",
        "Bild ohne Beschreibung",
        "Ein Bild hat keinen Alternativtext.",
        "Wer das PDF vorlesen lässt, erfährt nicht, was es zeigt; es heißt dort „Bild ohne Beschreibung“.",
        "Den Alternativtext in die eckigen Klammern schreiben: ![Beschreibung](bild.svg).",
    ),
    (
        "handout-element",
        "warnung",
        "Element lässt sich nicht drucken",
        "Eine Seite enthält ein Skript, einen Rahmen, ein Formular, ein Video oder Ähnliches.",
        "Auf Papier geht es nicht, und ausgeführt wird beim Erzeugen nichts; es fehlt im Handout.",
        "Den Inhalt als Text, Tabelle oder Bild anbieten.",
    ),
    (
        "handout-satz",
        "fehler",
        "Handout lässt sich nicht setzen",
        "Der Satz eines Handouts ist gescheitert.",
        "Das PDF oder die Textdatei fehlt.",
        "Die Meldung an die Stelle weitergeben, die das Programm pflegt.",
    ),
)
_SEVERITY = {row[0]: Severity(row[1]) for row in HANDOUT_RULES}


def fault(path: str, rule: str, message: str, hint: str = "") -> Finding:
    """Return the finding of a rule about a whole file; without a hint it carries the rule's remedy."""
    remedy = hint or next(row[5] for row in HANDOUT_RULES if row[0] == rule)
    return Finding(path, Span(), rule, _SEVERITY[rule], "", message, remedy)
