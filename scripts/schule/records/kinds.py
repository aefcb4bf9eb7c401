"""The kinds of records: which model, which folder or file, which address.

``PAGES`` have a file and a page each; ``REGISTERS`` and ``VOCABULARIES`` are lists, one file a list, whose entries are
anchors on a page. A kind's name is its URL segment and the word that references use.
"""

from __future__ import annotations

from dataclasses import dataclass

from schule.records.base import Entry, Record
from schule.records.knowledge import Biography, Event, Format, Guide
from schule.records.places import Municipality
from schule.records.projects import LeadProject, ModelProject, PracticeCase
from schule.records.registers import (
    Contradiction,
    Criterion,
    Figure,
    Goal,
    Organisation,
    Publication,
    Recommendation,
    Remark,
    Source,
    Term,
    TimelineEntry,
    Vocabulary,
)


@dataclass(frozen=True)
class Kind:
    """A kind of record: ``name`` is its URL segment, ``place`` its folder (or file) relative to the project's root.

    ``may_be_empty`` says that a list's file may hold comments alone: it is there before its first entry.
    """

    name: str
    model: type[Record] | type[Entry]
    place: str
    singular: str
    plural: str
    markdown: bool = False
    anchor_page: str = ""
    may_be_empty: bool = False

    @property
    def index(self) -> str:
        """Address of the page that lists the kind."""
        return self.anchor_page or f"/{self.name}/"

    def address(self, slug: str) -> str:
        """Address of one record: a page of its own, or an anchor on the list page."""
        return f"{self.anchor_page}#{slug}" if self.anchor_page else f"/{self.name}/{slug}/"


PAGES: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("leitprojekte", LeadProject, "content/leitprojekte", "Leitprojekt", "Leitprojekte"),
        Kind("leitfaeden", Guide, "guides", "Leitfaden", "Leitfäden", markdown=True),
        Kind("kommunen", Municipality, "municipalities", "Kommune", "Kommunen"),
        Kind("praxisbeispiele", PracticeCase, "content/praxisbeispiele", "Praxisbeispiel", "Praxisbeispiele"),
        Kind("modellprojekte", ModelProject, "content/modellprojekte", "Modellprojekt", "Modellprojekte"),
        Kind("biografien", Biography, "content/biografien", "Innovationsbiografie", "Innovationsbiografien"),
        Kind("formate", Format, "content/formate", "Format", "Formate"),
        Kind("veranstaltungen", Event, "content/veranstaltungen", "Veranstaltung", "Veranstaltungen"),
    )
}

REGISTERS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("quellen", Source, "content/register/quellen.yml", "Quelle", "Quellen", anchor_page="/datenquellen/"),
        Kind(
            "kennzahlen",
            Figure,
            "content/register/kennzahlen.yml",
            "Kennzahl",
            "Kennzahlen",
            anchor_page="/kennzahlen/",
        ),
        Kind(
            "empfehlungen",
            Recommendation,
            "content/register/empfehlungen.yml",
            "Empfehlung",
            "Handlungsempfehlungen",
            anchor_page="/handlungsempfehlungen/",
        ),
        Kind(
            "kriterien",
            Criterion,
            "content/register/kriterien.yml",
            "Kriterium",
            "Kriterien",
            anchor_page="/kriterien/",
        ),
        Kind(
            "organisationen",
            Organisation,
            "content/register/organisationen.yml",
            "Organisation",
            "Organisationen",
            anchor_page="/organisationen/",
        ),
        Kind(
            "zeitleiste",
            TimelineEntry,
            "content/register/zeitleiste.yml",
            "Ereignis",
            "Zeitleiste",
            anchor_page="/zeitleiste/",
        ),
        Kind("ziele", Goal, "content/register/ziele.yml", "Ziel", "Ziele", anchor_page="/ziele/"),
        Kind(
            "veroeffentlichungen",
            Publication,
            "content/register/veroeffentlichungen.yml",
            "Veröffentlichung",
            "Veröffentlichungen",
            anchor_page="/veroeffentlichungen/",
        ),
        Kind(
            "widersprueche",
            Contradiction,
            "content/register/widersprueche.yml",
            "Widerspruch",
            "Widersprüche",
            anchor_page="/datenquellen/",
        ),
        Kind(
            "hinweise",
            Remark,
            "content/register/hinweise.yml",
            "Hinweis",
            "Hinweise",
            anchor_page="/hinweise/",
            may_be_empty=True,
        ),
    )
}

VOCABULARY_FOLDER = "content/vokabular"
_LISTS = {
    "handlungsfelder": ("Handlungsfeld", "Handlungsfelder"),
    "sdg": ("Nachhaltigkeitsziel", "Nachhaltigkeitsziele"),
    "phasen": ("Phase", "Phasen"),
    "kreise": ("Kreis", "Kreise"),
    "rollen": ("Rolle", "Rollen"),
    "beitrittsformen": ("Beitrittsform", "Beitrittsformen"),
    "groessenklassen": ("Größenklasse", "Größenklassen"),
    "laender": ("Land", "Länder"),
    "lizenzen": ("Lizenz", "Lizenzen"),
    "projektarten": ("Projektart", "Projektarten"),
    "projektkategorien": ("Projektkategorie", "Projektkategorien"),
    "veranstaltungsarten": ("Veranstaltungsart", "Veranstaltungsarten"),
    "kriterienkataloge": ("Kriterienkatalog", "Kriterienkataloge"),
    "selbstverpflichtungen": ("Selbstverpflichtung", "Selbstverpflichtungen"),
    "belegstufen": ("Belegstufe", "Belegstufen"),
}
# These lists have a page for every entry; the entries of all others are anchors on the glossary's page of lists.
WITH_PAGES = ("handlungsfelder", "sdg", "phasen", "kreise", "laender")
VOCABULARIES: dict[str, Kind] = {
    name: Kind(
        name,
        Vocabulary,
        f"{VOCABULARY_FOLDER}/{name}.yml",
        singular,
        plural,
        anchor_page="" if name in WITH_PAGES else "/vokabelheft/listen/",
    )
    for name, (singular, plural) in _LISTS.items()
}
TERMS = Kind(
    "begriffe", Term, f"{VOCABULARY_FOLDER}/vokabelheft.yml", "Begriff", "Vokabelheft", anchor_page="/vokabelheft/"
)

LISTS: dict[str, Kind] = {**REGISTERS, **VOCABULARIES, TERMS.name: TERMS}
KINDS: dict[str, Kind] = {**PAGES, **LISTS}


def kind_of_path(path: str) -> Kind | None:
    """Return the kind to which a file belongs, by its path relative to the project's root (forward slashes)."""
    for kind in LISTS.values():
        if path == kind.place:
            return kind
    for kind in PAGES.values():
        suffix = ".md" if kind.markdown else ".yml"
        if path.startswith(kind.place + "/") and path.endswith(suffix):
            return kind
    return None
