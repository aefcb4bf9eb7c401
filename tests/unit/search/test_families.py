import pytest

from schule.search.analysis import fold
from schule.search.families import joined, settled
from schule.search.vocabulary import stem_keys


def same(one: str, other: str, *more: str) -> bool:
    """Say whether two words are in one group in a corpus of these words."""
    words = [one, other, *more]
    keys = sorted({fold(word) for word in words})
    places = {word: keys.index(fold(word)) for word in words}
    stems = joined(settled(stem_keys(keys, "german"), keys, places), places)
    return stems[places[one]] == stems[places[other]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("lösen", "gelöst"),
        ("ausbauen", "ausgebaut"),
        ("planen", "planten geplant"),
        ("verkaufen", "verkaufte"),
        ("benutzen", "benutzt"),
        ("gestalten", "gestaltete"),
        ("organisieren", "organisiert"),
        ("entwickeln", "entwickelt"),
        ("entwickeln", "Entwicklung entwickelt"),
        ("verbessern", "Verbesserungen verbesserte"),
        ("beginnen", "begann"),
        ("finden", "gefunden"),
        ("stattfinden", "stattfanden"),
        ("verlieren", "verloren"),
        ("verstehen", "verstanden"),
        ("gewinnen", "gewann"),
        ("einladen", "einlud"),
        ("Autos", "Auto"),
        ("Chinas", "China"),
        ("PCs", "PC"),
        ("Ärztinnen", "Arzt"),
        ("Kundinnen", "Kunde"),
        ("Museum", "Museen"),
        ("Thema", "Themen"),
        ("Risiko", "Risiken"),
        ("Organismus", "Organismen"),
        ("Praxis", "Praxen"),
        ("Index", "Indizes"),
        ("Datum", "Daten"),
    ],
)
def test_forms_of_one_word_are_one_group(one: str, other: str) -> None:
    first, *more = other.lower().split()
    assert same(one.lower(), first, *more)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zeiten", "Zeitung"),
        ("Marken", "Markt"),
        ("Schafen", "Geschäft"),
        ("bieten", "Gebiet Gebiets geboten"),
        ("beten", "Gebet Gebets"),
        ("Samen", "gesamt"),
        ("liefen", "liefern lieferte"),
        ("Ford", "fordern gefordert forderte"),
        ("Haft", "Hafen"),
        ("schließen", "Schloss"),
        ("führen", "fahren"),
        ("Kreis", "Krei Kreise"),
        ("Reichtum", "reichten"),
        ("Komma", "kommen kommt"),
        ("Seite", "seit"),
        ("Ware", "war"),
    ],
)
def test_what_only_looks_alike_is_not(one: str, other: str) -> None:
    first, *more = other.lower().split()
    assert not same(one.lower(), first, *more)


def test_stems_do_not_depend_on_the_order_of_words() -> None:
    words = [
        fold(word) for word in ("schreiben", "schrieb", "geschrieben", "beschreiben", "beschrieben", "themen", "thema")
    ]
    keys = sorted(words)
    stems = stem_keys(keys, "german")
    orders = [words, words[::-1], sorted(words)]
    found = {tuple(joined(stems, {word: keys.index(word) for word in order})) for order in orders}
    assert len(found) == 1
