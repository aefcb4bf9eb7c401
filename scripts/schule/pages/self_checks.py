"""Self-checks: the criteria of every catalogue as a form that works without a server, and without scripts.

Takes the catalog and returns pages as (address in the docs folder, Markdown with front matter): an overview and one
page per catalogue that has criteria. A page is plain HTML, real fieldsets and radio buttons, so that it can be ticked
and printed as it is; ``selbstcheck.js`` adds the result as text and remembers the answers in the reader's browser.
No score is computed: the catalogues do not weigh their criteria, and a sum would pretend that they do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

from markupsafe import Markup

from schule.pages.grouping import Group, by_text, by_vocabulary
from schule.pages.head import Head
from schule.pages.markdown import escape_markdown
from schule.records.catalog import Catalog, Item
from schule.records.knowledge import Guide
from schule.records.registers import Criterion, Vocabulary

CHECKS = ("Selbstchecks", "/selbstcheck/")
ANSWERS = ("ja", "teilweise", "nein")

_INTRO = (
    "Prüfen Sie ein Vorhaben selbst: Frage für Frage, allein oder im Team. Ihre Antworten bleiben in diesem Browser. "
    "Nichts wird verschickt."
)
_HOW = (
    "Antworten Sie mit ja, teilweise oder nein und notieren Sie den Grund. Das Ergebnis können Sie kopieren, drucken oder als "
    "Textdatei speichern. Ein Nein ist kein Urteil. Es zeigt, worüber noch zu reden ist."
)
_WITHOUT_SCRIPT = (
    "Ohne JavaScript können Sie die Fragen hier ankreuzen und die Seite drucken; gespeichert wird dann nichts."
)


def compile_self_checks(catalog: Catalog) -> tuple[tuple[str, str], ...]:
    """Return (uri, Markdown with front matter) for the overview and every catalogue, in the catalogues' order."""
    groups = [group for group in by_vocabulary(catalog, "kriterien", "katalog", "kriterienkataloge") if group.entry]
    if not groups:
        return ()
    return (("selbstcheck/index.md", _overview(groups)), *(_page(catalog, group) for group in groups))


def _overview(groups: Sequence[Group]) -> str:
    cards = Markup('<ul class="s-karten">\n{}\n</ul>').format(Markup("\n").join(_card(group) for group in groups))
    head = Head(title=CHECKS[0], description=_INTRO, facets={"Art": ["Selbstcheck"]}, hide=("toc",))
    return _text(head, [f"# {CHECKS[0]}", _paragraph("s-kurz", _INTRO), _HOW, cards])


def _card(group: Group) -> Markup:
    entry = _entry(group)
    return Markup(
        '<li class="s-karte"><p class="s-karte__titel"><a href="{}">{}</a></p><p>{}</p>'
        '<p class="s-karte__fuss">{}</p></li>'
    ).format(
        _address(entry), entry.title, cast(Vocabulary, entry.record).kurzbeschreibung or "", _count(len(group.items))
    )


def _page(catalog: Catalog, group: Group) -> tuple[str, str]:
    entry = _entry(group)
    about = cast(Vocabulary, entry.record)
    criteria = [item for item in catalog.of("kriterien").values() if item in group.items]
    short = about.kurzbeschreibung or ""
    head = Head(
        title=f"Selbstcheck: {entry.title}",
        description=short,
        crumbs=(CHECKS,),
        facets={"Art": ["Selbstcheck"]},
        hide=("toc",),
        styles=("formular", "selbstcheck"),
        scripts=("elemente", "eingaben", "selbstcheck"),
    )
    parts = [
        _crumbs(),
        f"# {escape_markdown(head.title)}",
        _paragraph("s-kurz", short),
        _HOW,
        *([_paragraph("s-fein", about.hinweis)] if about.hinweis else []),
        _form(entry, criteria),
        _guides(catalog, entry),
        _sources(catalog, entry, criteria),
    ]
    return f"selbstcheck/{entry.slug}.md", _text(head, parts)


def _text(head: Head, parts: Sequence[str]) -> str:
    return "\n".join([head.render(), "\n\n".join(part for part in parts if part), ""])


def _form(entry: Item, criteria: Sequence[Item]) -> Markup:
    """Return the questions as one block of HTML, without empty lines, so that Markdown leaves it alone.

    No ``<form>``: there is nothing to submit, and Enter in a field must never put the answers into an address.
    """
    groups = by_text(criteria, "gruppe")
    body = Markup("\n").join(_group(group) for group in groups)
    return Markup(
        '<section class="s-check" data-selbstcheck="{}" data-titel="{}" aria-label="Fragen">\n'
        "<noscript><p>{}</p></noscript>\n"
        '<p class="s-check__vorhaben"><label for="vorhaben">Worum geht es?</label>'
        '<input type="text" id="vorhaben" name="vorhaben" maxlength="200" autocomplete="off"></p>\n'
        "{}\n</section>"
    ).format(entry.slug, entry.title, _WITHOUT_SCRIPT, body)


def _group(group: Group) -> Markup:
    questions = Markup("\n").join(_question(item) for item in group.items)
    return (Markup("<h2>{}</h2>\n").format(group.title) if group.title else Markup("")) + questions


def _question(item: Item) -> Markup:
    criterion = cast(Criterion, item.record)
    choices = Markup("").join(
        Markup('<label><input type="radio" name="{}" value="{}"> {}</label>').format(item.slug, answer, answer)
        for answer in ANSWERS
    )
    return Markup(
        '<fieldset class="s-check__frage" data-frage="{slug}" data-nummer="{number}" data-titel="{title}">\n'
        '<legend><span class="s-nummer">{number}</span> <b>{title}</b> <span class="s-check__text">{question}</span></legend>\n'
        '<div class="s-check__wahl">{choices}</div>\n'
        '<p class="s-check__notiz"><label for="notiz-{slug}">Notiz <span class="s-check__zu">zu {number} {title}</span></label>'
        '<textarea id="notiz-{slug}" name="notiz-{slug}" rows="2" maxlength="1000"></textarea></p>\n</fieldset>'
    ).format(slug=item.slug, number=criterion.nummer, title=criterion.titel, question=criterion.frage, choices=choices)


def check_links(catalog: Catalog, catalogues: Iterable[str]) -> Markup:
    """Return links to the self-checks of some catalogues; a catalogue without criteria has none."""
    filled = {cast(Criterion, item.record).katalog for item in catalog.of("kriterien").values()}
    found = [entry for slug in catalogues if slug in filled and (entry := catalog.get("kriterienkataloge", slug))]
    return Markup(", ").join(Markup('<a href="{}">{}</a>').format(_address(entry), entry.title) for entry in found)


def _guides(catalog: Catalog, entry: Item) -> Markup:
    """Return the guides that name this check: where a No leads on."""
    guides = [link.item for link in catalog.backlinks(entry.kind.name, entry.slug, of="leitfaeden")]
    if not guides:
        return Markup("")
    links = Markup("").join(
        Markup('<li><a href="{}">{}</a><p>{}</p></li>').format(
            guide.address, guide.title, cast(Guide, guide.record).kurzbeschreibung
        )
        for guide in guides
    )
    title = "Leitfaden dazu" if len(guides) == 1 else "Leitfäden dazu"
    return Markup(
        '<section aria-labelledby="leitfaeden" data-pagefind-ignore>\n<h2 id="leitfaeden">{}</h2>\n<ul class="s-zeilen">{}</ul>\n</section>'
    ).format(title, links)


def _sources(catalog: Catalog, entry: Item, criteria: Sequence[Item]) -> Markup:
    slugs = dict.fromkeys(
        [
            *cast(Vocabulary, entry.record).quellen,
            *(slug for item in criteria for slug in cast(Criterion, item.record).quellen),
        ]
    )
    found = [source for slug in slugs if (source := catalog.get("quellen", slug))]
    links = Markup("").join(Markup('<li><a href="{}">{}</a></li>').format(item.address, item.title) for item in found)
    return Markup(
        '<section class="s-herkunft" aria-labelledby="quellen">\n<h2 id="quellen">Quellen</h2>\n'
        '<ul>{}<li><a href="{}">Diese Kriterien mit ihren Hinweisen</a></li></ul>\n</section>'
    ).format(links, criteria[0].address)


def _crumbs() -> Markup:
    return Markup(
        '<nav class="s-pfad" aria-label="Sie sind hier" data-pagefind-ignore="all"><ol><li><a href="/">Start</a></li>'
        '<li><a href="{}">{}</a></li></ol></nav>'
    ).format(CHECKS[1], CHECKS[0])


def _entry(group: Group) -> Item:
    assert group.entry
    return group.entry


def _address(entry: Item) -> str:
    return f"{CHECKS[1]}{entry.slug}/"


def _count(number: int) -> str:
    return "eine Frage" if number == 1 else f"{number} Fragen"


def _paragraph(css: str, text: str) -> Markup:
    return Markup('<p class="{}">{}</p>').format(css, text) if text else Markup("")
