"""The generated part of the editors' handbook: a page for every rule and every field, in German.

Takes nothing but the program's own tables (the rules of ``findings``, the models of ``records``) and returns pages as
(address in the docs folder, Markdown). It repeats no sentence of those tables: whoever changes a rule or a field
changes its page. The hand-written chapters of the handbook are editorial pages and none of its business.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel

from schule.findings import RULES, Rule, Severity
from schule.findings.rules_content import CONTENT_RULES
from schule.findings.rules_file import FILE_RULES
from schule.findings.rules_record import RECORD_RULES
from schule.pages.head import Head
from schule.pages.markdown import escape_markdown
from schule.records.examples import minimal_example
from schule.records.fields import Field, Form, Shape, fields_of
from schule.records.kinds import KINDS, PAGES, REGISTERS, TERMS, VOCABULARIES, Kind
from schule.records.registers import Vocabulary

HANDBOOK = ("Redaktionshandbuch", "/handbuch/")
RULES_PAGE = ("Regeln", "/handbuch/regeln/")
FIELDS_PAGE = ("Felder", "/handbuch/felder/")

_GROUPS: tuple[tuple[str, Iterable[Any]], ...] = (
    ("Dateien", FILE_RULES),
    ("Datensätze", RECORD_RULES),
    ("Texte", CONTENT_RULES),
)
_SEVERITY = {Severity.ERROR: "Fehler", Severity.WARNING: "Warnung", Severity.NOTICE: "Hinweis"}
_EFFECT = {
    Severity.ERROR: "Die Website wird erst gebaut, wenn der Fehler behoben ist.",
    Severity.WARNING: "Die Website wird gebaut; nur bei strenger Prüfung hält die Warnung sie auf.",
    Severity.NOTICE: "Ein Hinweis hält nie etwas auf.",
}
# How a form is written in a record; shown once on the index page, and each field links to it.
_FORMS: tuple[tuple[Form, str, str], ...] = (
    (Form.TEXT, "Einfacher Text; mit Doppelpunkt darin in Anführungszeichen.", 'titel: "Forum: Stadt"'),
    (
        Form.MARKDOWN,
        "Ein senkrechter Strich, darunter eingerückt der Text mit den erlaubten Auszeichnungen.",
        "beschreibung: |",
    ),
    (Form.SLUG, "Kleinbuchstaben, Ziffern, Bindestriche.", "slug: offene-daten"),
    (Form.DATE, "Jahr, Monat, Tag, Quartal oder Zeitraum, so genau wie bekannt.", "stand: 2022-09"),
    (Form.MOMENT, "Wie ein Datum, auf Wunsch mit Uhrzeit.", "beginn: 2022-11-09 13:30"),
    (Form.NUMBER, "Nur Ziffern, Punkt vor den Nachkommastellen, keine Einheit.", "wert: 85.81"),
    (Form.WHOLE, "Nur Ziffern.", "wert: 1374515"),
    (Form.TRUTH, "„ja“ oder „nein“, klein geschrieben.", "absicht: ja"),
    (Form.URL, "Die ganze Adresse aus der Adresszeile.", "url: https://www.example.org/seite"),
    (Form.EMAIL, "Die Adresse einer Stelle, keine persönliche.", "email: stelle@example.org"),
    (Form.LICENCE, "Das genormte Kürzel.", "lizenz: CC-BY-4.0"),
    (Form.AGS, "Acht Ziffern mit führender Null.", "ags: 01234567"),
    (Form.ARS, "Zwölf Ziffern mit führender Null.", "ars: 012345678901"),
    (Form.CHOICE, "Eines der genannten Wörter, genau so geschrieben.", "stufe: belegt"),
    (Form.REFERENCE, "Der Dateiname ohne Endung oder die Kennung des Eintrags.", "phase: umsetzen"),
    (Form.LIST, "In eckigen Klammern mit Komma, oder untereinander mit „- “.", "themen: [Daten, Verkehr]"),
    (Form.BLOCK, "Eigene Felder, eine Stufe eingerückt.", "aufwand: …"),
)


def compile_handbook() -> tuple[tuple[str, str], ...]:
    """Return (uri, Markdown with front matter) for the rules and the fields, in a fixed order."""
    return (
        ("handbuch/regeln/index.md", _rules_index()),
        *((f"handbuch/regeln/{rule.name}.md", _rule(rule)) for rule in RULES.values()),
        ("handbuch/felder/index.md", _fields_index()),
        *((f"handbuch/felder/{name}.md", _kind(name, kind)) for name, kind in _documented().items()),
    )


def _documented() -> dict[str, Kind]:
    """Return the kinds that have a page of fields; the controlled lists share one model and one page."""
    return {**PAGES, **REGISTERS, TERMS.name: TERMS, Vocabulary.kind: next(iter(VOCABULARIES.values()))}


# -- rules ------------------------------------------------------------------------------------------------------------


def _rules_index() -> str:
    head = _head("Regeln", "Alles, was die Prüfung findet, mit Erklärung und Abhilfe.", HANDBOOK)
    parts = [
        f"Die Prüfung kennt {len(RULES)} Regeln. Der Name in eckigen Klammern eines Befundes führt zu seiner Seite: "
        "`fehler[feld-unbekannt]` steht unter „feld-unbekannt“.",
        "Ein **Fehler** hält die Website auf, eine **Warnung** nur bei strenger Prüfung, ein **Hinweis** nie. "
        "Mehr dazu: [Einen Befund lesen](/handbuch/befunde-lesen/).",
    ]
    rest = dict(RULES)
    for title, rows in _GROUPS:
        parts += _group(title, [rest.pop(row[0]) for row in rows])
    if rest:
        parts += _group("Weitere", list(rest.values()))
    return _page(head, parts)


def _group(title: str, rules: list[Rule]) -> list[str]:
    rows = (
        (f"[{rule.name}](/handbuch/regeln/{rule.name}/)", _SEVERITY[rule.severity], _plain(rule.title))
        for rule in rules
    )
    return [f"## {title}", _table(("Regel", "Stufe", "Worum es geht"), rows)]


def _rule(rule: Rule) -> str:
    head = _head(rule.title, rule.what, HANDBOOK, RULES_PAGE)
    return _page(
        head,
        [
            f"**{_SEVERITY[rule.severity]}** `{rule.name}`. {_EFFECT[rule.severity]}",
            "## Was gefunden wurde",
            _plain(rule.what),
            "## Warum das zählt",
            _plain(rule.why),
            "## So beheben Sie es",
            _plain(rule.remedy),
            "Danach mit `schule check` noch einmal prüfen. Was die Zeilen einer Meldung bedeuten, steht unter "
            "[Einen Befund lesen](/handbuch/befunde-lesen/); alle Regeln stehen in der [Übersicht](/handbuch/regeln/).",
        ],
    )


# -- fields -----------------------------------------------------------------------------------------------------------


def _fields_index() -> str:
    head = _head("Felder", "Welche Felder es in welcher Art von Datensatz gibt.", HANDBOOK)
    rows = (
        (_label(name, kind), f"`{_place(name, kind)}`", str(_required(kind.model)))
        for name, kind in _documented().items()
    )
    forms = ((form.value, text, f"`{example}`") for form, text, example in _FORMS)
    return _page(
        head,
        [
            "Jede Art hat ihre Felder. Die Pflichtfelder sind wenige; alles Weitere ergänzen Sie, wenn Sie es wissen. "
            "Welche Art die richtige ist, sagt [Welche Art von Datensatz?](/handbuch/arten/).",
            "## Arten",
            _table(("Art", "Ort", "Pflichtfelder"), rows),
            "## Formen",
            "So werden Werte geschrieben. Steht bei einem Feld „unbekannt“ erlaubt, dann ist auch das Wort `unbekannt` "
            "eine gültige Angabe. Leere Werte gibt es nicht.",
            _table(("Form", "So schreiben Sie es", "Beispiel"), forms),
        ],
    )


def _kind(name: str, kind: Kind) -> str:
    label = "Vokabulare" if name == Vocabulary.kind else kind.plural
    one = "eines Vokabulars" if name == Vocabulary.kind else f"von „{kind.singular}“"
    head = _head(f"Felder: {label}", f"Alle Felder {one} mit Form und Bedeutung.", HANDBOOK, FIELDS_PAGE)
    fields = fields_of(kind.model)
    blocks = _blocks(kind.model)
    language = "markdown" if kind.markdown else "yaml"
    parts = [
        _where(name, kind),
        "## Was stehen muss",
        _field_table((field for field in fields if field.required), blocks),
        "## Was stehen kann",
        _field_table((field for field in fields if not field.required), blocks),
        "## Das Mindeste",
        "So sieht der kürzeste gültige Eintrag aus; die Werte sind Platzhalter.",
        f"```{language}\n{minimal_example(kind)}```",
    ]
    if blocks:
        parts += ["## Blöcke", "Felder, die selbst Felder enthalten."]
    for block, paths in blocks.items():
        parts += [f"### {_heading(paths)}", _field_table(fields_of(block), blocks, with_required=True)]
    return _page(head, parts)


def _where(name: str, kind: Kind) -> str:
    if name == Vocabulary.kind:
        lists = ", ".join(f"`{vocabulary.place.rsplit('/', 1)[-1]}`" for vocabulary in VOCABULARIES.values())
        return f"Die festen Listen liegen in `content/vokabular/`: {lists}. Jeder Eintrag beginnt mit `- slug:`."
    if kind.markdown:
        return (
            f"Eine Datei je Eintrag in `{kind.place}/`: oben der Kopf mit den Feldern zwischen zwei Zeilen `---`, "
            "darunter der Text in [Markdown](/handbuch/markdown/)."
        )
    if name in PAGES:
        return f"Eine Datei je Eintrag in `{kind.place}/`. Der Dateiname wird zur Adresse unter `/{name}/`."
    return f"Alle Einträge stehen in `{kind.place}`. Jeder beginnt mit `- slug:`."


def _field_table(
    fields: Iterable[Field], blocks: dict[type[BaseModel], list[str]], *, with_required: bool = False
) -> str:
    rows = []
    for field in fields:
        form = _in_words(field.shape, blocks)
        if with_required:
            form = f"{form}; Pflicht" if field.required else form
        rows.append((f"`{field.name}`", form, _plain(field.description)))
    return _table(("Feld", "Form", "Bedeutung"), rows)


def _in_words(shape: Shape, blocks: dict[type[BaseModel], list[str]]) -> str:
    """Say in German what a value may be."""
    words = _plain_words(shape, blocks)
    limits = {"mindestens": shape.at_least, "größer als": shape.above, "höchstens": shape.at_most}
    words += "".join(f", {word} {limit:g}" for word, limit in limits.items() if limit is not None)
    if shape.max_length:
        words += f", höchstens {shape.max_length} Zeichen"
    return f"{words}; „unbekannt“ erlaubt" if shape.unknown else words


def _plain_words(shape: Shape, blocks: dict[type[BaseModel], list[str]]) -> str:
    if shape.item is not None:
        least = f" (mindestens {shape.min_items})" if shape.min_items else ""
        return f"{shape.form.value}{least}: {_in_words(shape.item, blocks)}"
    if shape.block is not None:
        return f"[Block](#{_anchor(blocks[shape.block])})" if shape.block in blocks else "Block"
    if shape.form is Form.CHOICE:
        return "„" + "“, „".join(shape.choices) + "“"
    if shape.form is Form.REFERENCE:
        return _target(shape.kind)
    return shape.form.value


def _target(kind: str) -> str:
    if kind == "*":
        return "Verweis auf eine Seite: `art/name`"
    page = Vocabulary.kind if kind in VOCABULARIES else kind
    return f"Verweis: [{KINDS[kind].plural}](/handbuch/felder/{page}/)"


def _blocks(model: type[BaseModel]) -> dict[type[BaseModel], list[str]]:
    """Return the blocks inside a model with the fields that hold them."""
    found: dict[type[BaseModel], list[str]] = {}

    def collect(current: type[BaseModel], path: str) -> None:
        for field in fields_of(current):
            block = field.shape.innermost.block
            if block is not None:
                name = f"{field.name} in {path}" if path else field.name
                found.setdefault(block, []).append(name)
                if len(found[block]) == 1:
                    collect(block, field.name)

    collect(model, "")
    return found


def _heading(paths: list[str]) -> str:
    return ", ".join(f"`{path}`" for path in paths)


def _anchor(paths: list[str]) -> str:
    """Return the anchor that MkDocs gives to the heading of a block."""
    return "-".join(paths).replace(" ", "-")


def _label(name: str, kind: Kind) -> str:
    title = "Vokabulare" if name == Vocabulary.kind else kind.plural
    return f"[{title}](/handbuch/felder/{name}/)"


def _place(name: str, kind: Kind) -> str:
    if name == Vocabulary.kind:
        return "content/vokabular/"
    return kind.place if kind.place.endswith(".yml") else f"{kind.place}/"


def _required(model: type[BaseModel]) -> int:
    return sum(field.required for field in fields_of(model))


# -- Markdown ---------------------------------------------------------------------------------------------------------


def _head(title: str, description: str, *crumbs: tuple[str, str]) -> Head:
    return Head(title, description, crumbs=crumbs, facets={"Art": ["Handbuch"]})


def _page(head: Head, parts: Iterable[str]) -> str:
    return head.render() + "\n" + "\n\n".join(parts) + "\n"


def _plain(text: str) -> str:
    """Escape plain text; signs that only some extensions of Markdown can escape become entities."""
    escaped = str(escape_markdown(text))
    return escaped.replace("\\~", "&#126;").replace("\\^", "&#94;").replace("\\|", "&#124;")


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    return "\n".join(_table_lines(header, rows))


def _table_lines(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"|{'---|' * len(header)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
