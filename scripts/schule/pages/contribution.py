"""Forms with which a reader writes a new record as YAML: made from the models, filled in the browser, sent by nobody.

Takes the catalog and the operator's settings and returns pages as (address in the docs folder, Markdown with front
matter): an overview and one form per kind. The same description of the models (``records.fields``) makes the check, the
handbook and these forms. The scripts ``beitragen*.js`` read the form, write the YAML and keep what was typed in the
reader's browser; without them a page leads to the empty record and to a form on paper.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from markupsafe import Markup

from schule.pages.form_fields import FormBuilder
from schule.pages.head import Head
from schule.pages.markdown import escape_markdown
from schule.pages.reply import ticket_form
from schule.pages.settings import PageSettings
from schule.records.base import Record
from schule.records.catalog import Catalog
from schule.records.fields import Field, Form, fields_of, label_of
from schule.records.kinds import Kind
from schule.records.offered import FORMS, form_address, offered_kinds, template_address
from schule.records.registers import Source

TITLE = "Beitragen"
_INTRO = (
    "Schreiben Sie ein Beispiel, ein Projekt oder einen Termin selbst auf. Aus Ihren Angaben entsteht eine Datei, die Sie der "
    "Redaktion schicken. Diese Website verschickt nichts."
)
SCRIPTS = (
    "elemente", "eingaben", "beitragen-yaml", "beitragen-pruefen", "beitragen-felder", "beitragen-datensatz",
    "beitragen-fehler", "beitragen-ausgabe", "beitragen",
)  # fmt: skip
_QUESTIONS = {
    "praxisbeispiele": "Ein Fall oder eine Maßnahme, von der andere lernen können.",
    "leitprojekte": "Ein Vorhaben, das Kommunen der Region tragen.",
    "veranstaltungen": "Ein Termin, der war oder kommt.",
}
_EDITORIAL = ("belege", "weiterleitungen", "pruefen_bis", "lizenz", "hinweise")
_FIRST = ("titel", "kurzbeschreibung", "beschreibung")
_LAST = ("handlungsfelder", "sdg", "kontakt", "stand")
_OF_A_SOURCE = ("titel", "zitat", "herausgeber", "jahr", "url")
_COMPOUND = (Form.BLOCK, Form.LIST)


def compile_contribution(catalog: Catalog, settings: PageSettings, sheet: str = "") -> tuple[tuple[str, str], ...]:
    """Return the pages; ``sheet`` is the address of a form to fill in by hand, where the school offers one."""
    kinds = offered_kinds(catalog)
    if not kinds:
        return ()
    forms = ((f"beitragen/{kind.name}.md", _page(catalog, kind, settings, sheet)) for kind in kinds)
    return (("beitragen/index.md", _overview(kinds, sheet)), *forms)


# -- the overview -----------------------------------------------------------------------------------------------------


def _overview(kinds: Sequence[Kind], sheet: str) -> str:
    head = Head(title=TITLE, description=_INTRO, facets={"Art": ["Übersicht"]}, hide=("toc",))
    cards = Markup("\n").join(
        Markup(
            '<li class="s-karte s-art--{}"><p class="s-karte__titel"><a href="{}">{} eintragen</a></p><p>{}</p></li>'
        ).format(kind.name, form_address(kind), kind.singular, _QUESTIONS[kind.name])
        for kind in kinds
    )
    files = ", ".join(f"[{kind.singular}]({template_address(kind)})" for kind in kinds)
    by_hand = f" Oder füllen Sie den [Steckbrief als Word-Datei]({sheet}) aus." if sheet else ""
    parts = [
        f"# {TITLE}",
        Markup('<p class="s-kurz">{}</p>').format(_INTRO),
        Markup('<ul class="s-karten">\n{}\n</ul>').format(cards),
        "## Was Sie brauchen",
        "* **Eine Quelle**, die wir nennen und verlinken dürfen. Ohne Quelle können wir nichts veröffentlichen.\n"
        "* **Nur, was Sie wissen.** Pflichtfelder sind wenige. Was unbekannt ist, darf unbekannt heißen.\n"
        "* **Keine Privatpersonen.** Nennen Sie Stellen und Funktionen.",
        "## Was dann geschieht",
        "Die Redaktion vergleicht Ihren Text mit der Quelle, fragt bei Bedarf nach und veröffentlicht ihn mit Stand und Quelle. "
        "Fehler auf einer Seite melden Sie einfacher als [Hinweis](/hinweise/#hinweis-geben).",
        "## Ohne Formular",
        f"Leere Datensätze zum Ausfüllen in einem Texteditor: {files}.{by_hand}",
    ]
    return _text(head, parts)


# -- one form ---------------------------------------------------------------------------------------------------------


def _page(catalog: Catalog, kind: Kind, settings: PageSettings, sheet: str) -> str:
    title = f"{kind.singular} eintragen"
    short = f"{_QUESTIONS[kind.name]} Aus Ihren Angaben entsteht eine Datei; verschickt wird sie erst von Ihnen."
    head = Head(
        title=title,
        description=short,
        crumbs=((TITLE, FORMS),),
        facets={"Art": ["Formular"]},
        hide=("navigation", "toc"),
        styles=("formular", "beitragen"),
        scripts=SCRIPTS,
    )
    parts = [
        Markup(
            '<nav class="s-pfad" aria-label="Sie sind hier" data-pagefind-ignore="all"><ol><li><a href="/">Start</a></li>'
            '<li><a href="{}">{}</a></li></ol></nav>'
        ).format(FORMS, TITLE),
        f"# {escape_markdown(title)}",
        Markup('<p class="s-kurz">{}</p>').format(short),
        _without_script(kind, sheet),
        _form(catalog, kind, settings),
    ]
    return _text(head, parts)


def _without_script(kind: Kind, sheet: str) -> Markup:
    by_hand = (
        Markup(' oder füllen Sie den <a href="{}">Steckbrief als Word-Datei</a> aus').format(sheet) if sheet else ""
    )
    return Markup(
        '<noscript><p class="s-leer">Dieses Formular braucht JavaScript. Ohne geht es auch: Laden Sie die '
        '<a href="{}" download>leere Datei</a> und füllen Sie sie in einem Texteditor aus{}. Jedes Feld erklärt das '
        '<a href="/handbuch/felder/{}/">Handbuch</a>.</p></noscript>'
    ).format(template_address(kind), by_hand, kind.name)


def _form(catalog: Catalog, kind: Kind, settings: PageSettings) -> Markup:
    """Return the form as one block of HTML without empty lines, so that Markdown leaves it alone."""
    builder = FormBuilder(catalog, kind.name)
    table = {field.name: field for field in fields_of(kind.model) if field.name not in _EDITORIAL}
    body = Markup("\n").join(_sections(builder, table))
    order = [*_FIRST, *(name for name in table if name not in Record.model_fields), *_common(table)]
    taken = [[slug, item.title] for slug, item in catalog.of(kind.name).items()]
    return Markup(
        '<section class="s-beitrag" data-beitrag="{}" data-art="{}" data-ordner="{}" data-reihenfolge="{}" data-vorhanden="{}" '
        'data-kontakt="{}"{} aria-label="Formular" data-pagefind-ignore hidden>\n{}\n{}\n</section>'
    ).format(
        kind.name,
        kind.singular,
        kind.place,
        " ".join(name for name in order if name in table),
        json.dumps(taken, ensure_ascii=False),
        settings.region.get("kontakt") or "",
        _ticket(settings),
        body,
        builder.datalists(),
    )


def _ticket(settings: PageSettings) -> Markup:
    form = ticket_form(settings.repo_url)
    if form is None:
        return Markup("")
    return Markup(' data-ticket="{}" data-ticket-titel="{}" data-ticket-text="{}"').format(
        form.address, form.title, form.text
    )


def _sections(builder: FormBuilder, table: dict[str, Field]) -> Iterable[Markup]:
    own = [field for name, field in table.items() if name not in Record.model_fields]
    needed = [table[name] for name in _FIRST if name in table] + [field for field in own if field.required]
    simple = [field for field in own if not field.required and field.shape.form not in _COMPOUND]
    lists = [field for field in own if not field.required and field.shape.form is Form.LIST and not _has_block(field)]
    blocks = [field for field in own if not field.required and _has_block(field)]
    yield _section("angaben", "Das Wichtigste", builder.parts(needed, "f"))
    yield _section("herkunft", "Woher Sie es wissen", _sources(builder, table["quellen"]))
    yield _section("einordnung", "Einordnung", builder.parts((table[n] for n in _LAST if n in table), "f"))
    more = Markup("\n").join(
        _folded(title, builder.parts(fields, "f"))
        for title, fields in (("Einzelne Angaben", simple), ("Aufzählungen und Verweise", lists))
        if fields
    )
    more += Markup("\n") + Markup("\n").join(
        _folded(label_of(field.name), builder.part(field, f"f-{field.name}")) for field in blocks
    )
    intro = Markup("<p>Nichts davon ist Pflicht. Füllen Sie aus, was Sie belegen können.</p>")
    yield _section("mehr", "Mehr, wenn Sie es wissen", intro + more)


def _sources(builder: FormBuilder, quellen: Field) -> Markup:
    """Return the two ways to name a source: one that the register has, and new ones with fields of their own."""
    fields = [field for field in fields_of(Source) if field.name in _OF_A_SOURCE]
    order = [next(field for field in fields if field.name == name) for name in _OF_A_SOURCE]
    known = builder.part(quellen, "f-quellen")
    slugs = json.dumps(list(builder.catalog.of("quellen")), ensure_ascii=False)
    row = builder.parts(order, "f-neue-quellen-__n__")
    new = Markup(
        '<fieldset class="s-beitrag__gruppe" id="f-neue-quellen" tabindex="-1" data-feld="neue_quellen" data-form="reihen" '
        'data-neben data-vorhanden="{}"><legend>Neue Quelle</legend><p class="s-beitrag__hilfe">Für alles, was noch nicht im '
        '<a href="/datenquellen/">Quellenverzeichnis</a> steht.</p><div class="s-beitrag__reihen"></div>\n<template>'
        '<div class="s-beitrag__reihe" data-reihe>{}<p><button type="button" class="s-knopf s-knopf--klein" data-entfernen>'
        "Entfernen</button></p></div></template>\n"
        '<p><button type="button" class="s-knopf s-knopf--klein" data-hinzufuegen>Neue Quelle hinzufügen</button></p>'
        '<p class="s-beitrag__fehler" id="f-neue-quellen-fehler"></p></fieldset>'
    ).format(slugs, row)
    return known + Markup("\n") + new


def _section(name: str, title: str, body: Markup) -> Markup:
    return Markup('<h2 id="{}">{}</h2>\n{}').format(name, title, body)


def _folded(title: str, body: Markup) -> Markup:
    """Return fields to unfold; those of a block stand below their own legend, which the script lifts to the summary."""
    return Markup('<details class="s-beitrag__mehr"><summary>{}</summary>\n{}\n</details>').format(title, body)


def _has_block(field: Field) -> bool:
    item = field.shape.item
    return field.shape.form is Form.BLOCK or (item is not None and item.form is Form.BLOCK)


def _common(table: dict[str, Field]) -> list[str]:
    return [name for name in table if name in Record.model_fields and name not in _FIRST]


def _text(head: Head, parts: Sequence[str]) -> str:
    return "\n".join([head.render(), "\n\n".join(str(part) for part in parts if part), ""])
