"""One field of a record as a part of a form: description of the model in, HTML out.

The HTML carries what ``beitragen.js`` needs to read it back: ``data-feld`` is the key, ``data-form`` how its value is
written, and limits. Lists of blocks hold a ``<template>`` for one row, in whose ids ``__n__`` stands for its number. What only
editors decide (evidence, old addresses, sources of a part) is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, cast

from markupsafe import Markup

from schule.records.catalog import Catalog
from schule.records.fields import Field, Form, Shape, fields_of, label_of
from schule.records.kinds import PAGES
from schule.records.values import UNKNOWN, spdx_identifiers

FEW = 25  # as many choices are shown all at once; more are searched while typing
_LONG, _LONGER = 200, 300
_REQUIRED, _REQUIRED_HERE = "Pflichtfeld", "nötig, wenn Sie hier etwas eintragen"
_HINTS = {
    Form.DATE: "So genau wie bekannt: 2022, 09.2022, 16.09.2022, 2022-Q3 oder „2019 bis 2026“.",
    Form.MOMENT: "So genau wie bekannt: 2022, 09.2022, 16.09.2022 oder „16.09.2022 13:30“.",
    Form.URL: "Mit https:// am Anfang.",
    Form.MARKDOWN: "Einfacher Text ohne Auszeichnungen. Eine leere Zeile trennt Absätze.",
}
_SEARCH_HINT = "Tippen Sie ein Wort und wählen Sie aus den Vorschlägen."
_SCALARS = {
    Form.TEXT: "text", Form.MARKDOWN: "absaetze", Form.DATE: "datum", Form.MOMENT: "zeitpunkt", Form.NUMBER: "zahl",
    Form.WHOLE: "ganzzahl", Form.URL: "adresse", Form.EMAIL: "email", Form.LICENCE: "verweis", Form.SLUG: "text",
    Form.TRUTH: "wahl", Form.CHOICE: "wahl", Form.REFERENCE: "wahl",
}  # fmt: skip


@dataclass(frozen=True)
class FormBuilder:
    """Makes the fields of one form and remembers which lists they search in."""

    catalog: Catalog
    kind: str
    lists: set[str] = field(default_factory=set)

    def part(self, one: Field, path: str, mark: str = _REQUIRED) -> Markup:
        """Return a field with its label, help and place for an error; ``path`` makes its id unique.

        ``mark`` stands beside the label of a required field.
        """
        shape = one.shape
        if shape.form is Form.BLOCK:
            return self._block(one, path)
        if shape.form is Form.LIST and shape.item:
            if shape.item.form is Form.BLOCK:
                return self._rows(one, path, self._blocks(cast(Any, shape.item.block), f"{path}-__n__"))
            if shape.item.form is Form.REFERENCE:
                return self._references(one, path, shape.item)
            return self._lines(one, path, shape.item)
        return self._scalar(one, path, mark)

    def parts(self, fields: Iterable[Field], path: str, mark: str = _REQUIRED) -> Markup:
        """Return several fields, one below the other."""
        return Markup("\n").join(self.part(one, f"{path}-{one.name}", mark) for one in fields)

    def datalists(self) -> Markup:
        """Return the lists in which the form's fields search."""
        return Markup("\n").join(self._datalist(name) for name in sorted(self.lists))

    def options(self, kind: str) -> list[tuple[str, str]]:
        """Return value and title of everything that a reference to ``kind`` may name."""
        if kind == "*":
            return [
                (f"{name}/{slug}", f"{item.title} ({page.singular})")
                for name, page in PAGES.items()
                for slug, item in self.catalog.of(name).items()
            ]
        return [
            (slug, f"{slug} {item.title}" if slug.isdigit() else item.title)
            for slug, item in self.catalog.of(kind).items()
            if not getattr(item.record, "gilt_fuer", None) or self.kind in cast(Any, item.record).gilt_fuer
        ]

    # -- single values ------------------------------------------------------------------------------------------------

    def _scalar(self, one: Field, path: str, mark: str) -> Markup:
        shape = one.shape
        form = _SCALARS[shape.form]
        search = shape.form is Form.LICENCE or (
            shape.form is Form.REFERENCE and (shape.kind == "*" or len(self.options(shape.kind)) > FEW)
        )
        form = "verweis" if search else form
        aria = Markup(' aria-required="true"') if one.required else Markup("")
        if form == "wahl":
            control = self._select(one, path, aria)
        elif form == "verweis":
            control = self._search(path, "lizenzen-spdx" if shape.form is Form.LICENCE else shape.kind, aria)
        else:
            control = _input(one, path, form, aria)
        unknown = (
            Markup('<label class="s-beitrag__ohne"><input type="checkbox" data-unbekannt> ist nicht bekannt</label>')
            if shape.unknown and one.required and form != "wahl"
            else Markup("")
        )
        limits = _limits(shape)
        return self._framed(one, path, form, limits, control + unknown, mark=mark)

    def _select(self, one: Field, path: str, aria: Markup) -> Markup:
        shape = one.shape
        choices = {Form.TRUTH: (("ja", "ja"), ("nein", "nein")), Form.CHOICE: tuple((w, w) for w in shape.choices)}
        pairs = [*choices.get(shape.form, ()), *(self.options(shape.kind) if shape.form is Form.REFERENCE else ())]
        first = "bitte wählen" if one.required else "keine Angabe"
        more = [(UNKNOWN, "unbekannt")] if shape.unknown and one.required else []
        return Markup('<select id="{}"{}>{}</select>').format(path, aria, _options([("", first), *pairs, *more]))

    def _search(self, path: str, kind: str, aria: Markup) -> Markup:
        self.lists.add(kind)
        return Markup('<input type="text" id="{}" list="{}" autocomplete="off"{}>').format(path, _list_id(kind), aria)

    # -- several values -----------------------------------------------------------------------------------------------

    def _lines(self, one: Field, path: str, item: Shape) -> Markup:
        hint = "Jeder Punkt in eine eigene Zeile."
        form = "adressen" if item.form is Form.URL else "zeilen"
        area = Markup('<textarea id="{}" rows="2"></textarea>').format(path)
        return self._framed(one, path, form, Markup(""), area, hint)

    def _references(self, one: Field, path: str, item: Shape) -> Markup:
        options = self.options(item.kind)
        if len(options) <= FEW:
            boxes = Markup("").join(
                Markup('<label><input type="checkbox" value="{}" id="{}-{}"> {}</label>').format(
                    slug, path, slug, title
                )
                for slug, title in options
            )
            return _group(one, path, "haken", Markup('<div class="s-beitrag__haken">{}</div>').format(boxes))
        self.lists.add(item.kind)
        number = f"{path}-__n__"
        label = Markup(
            '<label for="{}" class="s-beitrag__stumm">{} <span class="s-beitrag__nummer"></span></label>'
        ).format(number, label_of(one.name))
        row = Markup(
            '<div class="s-feld" data-feld="wert" data-form="verweis">{}'
            '<input type="text" id="{}" list="{}" autocomplete="off"><p class="s-beitrag__fehler" id="{}-fehler"></p></div>'
        ).format(label, number, _list_id(item.kind), number)
        return self._rows(one, path, row, single=True)

    def _rows(self, one: Field, path: str, row: Markup, *, single: bool = False) -> Markup:
        inner = Markup(
            '<div class="s-beitrag__reihen"></div>\n<template><div class="s-beitrag__reihe" data-reihe>{}'
            '<p><button type="button" class="s-knopf s-knopf--klein" data-entfernen>Entfernen</button></p></div></template>\n'
            '<p><button type="button" class="s-knopf s-knopf--klein" data-hinzufuegen>{} hinzufügen</button></p>'
        ).format(row, "Eintrag")
        return _group(one, path, "werte" if single else "reihen", inner)

    def _block(self, one: Field, path: str) -> Markup:
        assert one.shape.block
        return _group(one, path, "block", self._blocks(one.shape.block, path, _REQUIRED_HERE))

    def _blocks(self, block: Any, path: str, mark: str = _REQUIRED) -> Markup:
        return self.parts((one for one in fields_of(block) if one.name != "quellen"), path, mark)

    # -- frames -------------------------------------------------------------------------------------------------------

    def _framed(
        self, one: Field, path: str, form: str, limits: Markup, control: Markup, hint: str = "", mark: str = _REQUIRED
    ) -> Markup:
        hint = hint or (_SEARCH_HINT if form == "verweis" else _HINTS.get(one.shape.form, ""))
        said = "" if form == "absaetze" else _description(one)
        words = " ".join(text for text in (said, hint) if text)
        extra = Markup(" data-pflicht") if one.required else Markup("")
        extra += Markup(" data-auch-unbekannt") if one.shape.unknown else Markup("")
        return Markup(
            '<div class="s-feld" data-feld="{}" data-form="{}"{}{}>'
            '<label for="{}">{}{}</label>{}{}<p class="s-beitrag__fehler" id="{}-fehler"></p></div>'
        ).format(
            one.name, form, extra, limits, path, label_of(one.name), _mark(one, mark), _help(path, words), control, path
        )

    def _datalist(self, kind: str) -> Markup:
        pairs = [(word, word) for word in sorted(spdx_identifiers())] if kind == "lizenzen-spdx" else self.options(kind)
        body = Markup("").join(
            Markup('<option value="{}"></option>').format(title)
            if title == slug
            else Markup('<option value="{}" data-slug="{}"></option>').format(title, slug)
            for slug, title in pairs
        )
        return Markup('<datalist id="{}">{}</datalist>').format(_list_id(kind), body)


def _input(one: Field, path: str, form: str, aria: Markup) -> Markup:
    shape = one.shape
    if form == "absaetze" or (form == "text" and (shape.max_length is None or shape.max_length > _LONG)):
        rows = 7 if form == "absaetze" else 3 if (shape.max_length or 0) > _LONGER else 1
        return Markup('<textarea id="{}" rows="{}"{}></textarea>').format(path, rows, aria)
    mode = {"zahl": "decimal", "ganzzahl": "numeric", "adresse": "url", "email": "email"}.get(form)
    extra = Markup(' inputmode="{}"').format(mode) if mode else Markup("")
    return Markup('<input type="text" id="{}" autocomplete="off"{}{}>').format(path, extra, aria)


def _group(one: Field, path: str, form: str, inner: Markup) -> Markup:
    extra = Markup(" data-pflicht") if one.required else Markup("")
    extra += Markup(' data-mindestens="{}"').format(one.shape.min_items) if one.shape.min_items else Markup("")
    extra += Markup(" data-auch-unbekannt") if one.shape.unknown else Markup("")
    return Markup(
        '<fieldset class="s-beitrag__gruppe" id="{}" tabindex="-1" data-feld="{}" data-form="{}"{}><legend>{}{}</legend>{}{}'
        '<p class="s-beitrag__fehler" id="{}-fehler"></p></fieldset>'
    ).format(
        path, one.name, form, extra, label_of(one.name), _mark(one), _help(path, _about_group(one, form)), inner, path
    )  # fmt: skip


def _about_group(one: Field, form: str) -> str:
    """Return the help of a group: boxes need none, a search says how it works."""
    if form == "haken":
        return ""
    return f"{_description(one)} {_SEARCH_HINT}".strip() if form == "werte" else _description(one)


def _description(one: Field) -> str:
    """Return the model's sentence about a field, unless it speaks of slugs: a form shows titles."""
    shape = one.shape.innermost
    return "" if shape.form is Form.REFERENCE and one.description.startswith("Kennung") else one.description


def _help(path: str, words: str) -> Markup:
    return Markup('<p class="s-beitrag__hilfe" id="{}-hilfe">{}</p>').format(path, words) if words else Markup("")


def _mark(one: Field, words: str = _REQUIRED) -> Markup:
    return Markup(' <span class="s-beitrag__pflicht">{}</span>').format(words) if one.required else Markup("")


def _limits(shape: Shape) -> Markup:
    limits = {
        "hoechstens-zeichen": shape.max_length,
        "mindestens": shape.at_least,
        "ueber": shape.above,
        "hoechstens": shape.at_most,
    }
    known = ((name, value) for name, value in limits.items() if value is not None)
    return Markup("").join(Markup(' data-{}="{}"').format(name, value) for name, value in known)


def _options(pairs: Iterable[tuple[str, str]]) -> Markup:
    return Markup("").join(Markup('<option value="{}">{}</option>').format(value, text) for value, text in pairs)


def _list_id(kind: str) -> str:
    return "liste-" + ("alle" if kind == "*" else kind)
