from collections.abc import Callable

import pytest

from schule.search.container import DamagedFileError
from schule.search.reader import Reader
from tests.unit.search.conftest import Pages, files, index, page, urls, write_site

ReaderOf = Callable[[Pages], Reader]
FILLER = {f"z{i}.html": page("Anderes", f"<p>Bürger, Haus, Beteiligung, Stadt, Planung, Nummer {i}.") for i in range(3)}


def test_inflected_words_and_other_spellings_are_found(reader_of: ReaderOf) -> None:
    reader = reader_of({"a.html": page("Die Häuser"), "b.html": page("Straßen"), "c.html": page("Fahrräder")})
    assert urls(reader, "Haus") == ["/a.html"]
    assert urls(reader, "Strasse") == ["/b.html"]
    assert urls(reader, "Fahrraeder") == ["/c.html"]


@pytest.mark.parametrize(
    ("query", "heading"),
    [
        ("Unternehmens", "Das Unternehmen"),
        ("Spielers", "Der Spieler"),
        ("Ausschuss", "Ausschüsse"),
        ("Organisationen", "Organisation"),
        ("Ergebnis", "Ergebnisse"),
        ("er prüfte", "Die Prüfung"),
        ("Retten Sie?", "Sie rettete"),
        ("klassifiziert?", "klassifizieren"),
        ("verbessern", "Verbesserung"),
        ("gespielt.", "Er spielte"),
        ("die umgesetzten Ziele", "Umsetzung"),
    ],
)
def test_a_form_that_stands_nowhere_is_no_mistake(reader_of: ReaderOf, query: str, heading: str) -> None:
    reader = reader_of({"a.html": page(heading), "b.html": page("Ratten, Organist")})
    assert urls(reader, query) == ["/a.html"]
    assert set(reader.search(query).hits[0].why.values()) == {"word"}


def test_while_typing_a_beginning_is_not_taken_for_a_verb(reader_of: ReaderOf) -> None:
    reader = reader_of({"a.html": page("Leitung"), "b.html": page("Leitstelle"), "c.html": page("Leitbild")})
    assert sorted(urls(reader, "Leit")) == ["/a.html", "/b.html", "/c.html"]


def test_forms_of_a_verb_find_each_other(reader_of: ReaderOf) -> None:
    reader = reader_of({"a.html": page("Gelöscht wurde"), "b.html": page("Dateien löschen"), "c.html": page("Begann")})
    assert sorted(urls(reader, "löschen")) == ["/a.html", "/b.html"]
    assert urls(reader, "gelöscht")[0] == "/a.html"


def test_function_words_are_no_forms_of_nouns(reader_of: ReaderOf) -> None:
    reader = reader_of({"a.html": page("Die Seite"), "b.html": page("Offen", "<p>Seit Montag war er da.")})
    assert urls(reader, "Seiten") == ["/a.html"]


def test_exact_spelling_ranks_first(reader_of: ReaderOf) -> None:
    reader = reader_of({"a.html": page("Muller"), "b.html": page("Müller"), "c.html": page("Mueller")})
    for query, first in (("Muller", "/a.html"), ("Müller", "/b.html"), ("Mueller", "/c.html")):
        assert urls(reader, query)[0] == first
        assert len(urls(reader, query)) == 3


def test_part_finds_the_compound_and_the_compound_its_parts(reader_of: ReaderOf) -> None:
    reader = reader_of(FILLER | {"a.html": page("Bürgerbeteiligung"), "b.html": page("Die Beteiligung der Bürger")})
    assert "/a.html" in urls(reader, "Beteiligung")
    assert urls(reader, "Bürgerbeteiligung")[0] == "/a.html"
    assert "/b.html" in urls(reader, "Bürgerbeteiligung")
    hit = next(hit for hit in reader.search("Beteiligung").hits if reader.shown(hit).url == "/a.html")
    assert hit.why == {"beteiligung": "part"}


def test_a_word_that_never_stands_alone_is_found_in_its_compounds(reader_of: ReaderOf) -> None:
    pages = {
        "a.html": page("Genehmigungsverfahren"),
        "b.html": page("Die Baugenehmigung"),
        "c.html": page("Wir genehmigen"),
    }
    reader = reader_of(pages)
    hits = reader.search("Genehmigung beim Wald").hits
    assert {reader.shown(hit).url: hit.why for hit in hits} == {
        "/a.html": {"genehmigung": "part"},
        "/b.html": {"genehmigung": "part"},
        "/c.html": {"genehmigung": "word"},
    }


def test_unknown_compound_is_split(reader_of: ReaderOf) -> None:
    reader = reader_of(FILLER | {"a.html": page("Stadt", "<p>Die Planung der Stadt")})
    assert "/a.html" in urls(reader, "Stadtplanung")


@pytest.mark.parametrize(
    "query", ["Betieligung", "eBteiligung", "Beteiligugn", "Beteilgung", "Beteilligung", "Meteiligung"]
)
def test_one_mistake_is_forgiven(reader_of: ReaderOf, query: str) -> None:
    reader = reader_of({"a.html": page("Beteiligung"), "b.html": page("Anderes")})
    assert urls(reader, query) == ["/a.html"]
    assert set(reader.search(query).hits[0].why.values()) == {"typo"}


def test_last_word_is_the_beginning_of_a_word_while_typing(reader_of: ReaderOf) -> None:
    reader = reader_of({"a.html": page("Datenplattform"), "b.html": page("Anderes")})
    assert urls(reader, "Datenpl") == ["/a.html"]
    assert reader.search("Datenpl").hits[0].why == {"datenpl": "prefix"}


def test_joined_words_are_found_whole_and_by_their_words(reader_of: ReaderOf) -> None:
    reader = reader_of({"a.html": page("E-Government"), "b.html": page("§ 24a und ITS_2025"), "c.html": page("5G")})
    for query in ("E-Government", "egovernment", "Government"):
        assert urls(reader, query) == ["/a.html"]
    for query in ("§ 24a", "§24a", "ITS_2025", "ITS"):
        assert urls(reader, query) == ["/b.html"]
    assert urls(reader, "5G") == ["/c.html"]


def test_a_lone_paragraph_sign_swallows_no_other_number(reader_of: ReaderOf) -> None:
    reader = reader_of({"a.html": page("und § und 7 Wiesen am Ort"), "b.html": page("§ 1§ 2 Wald")})
    for query, found in (("Wiesen", "/a.html"), ("Ort", "/a.html"), ("7", "/a.html"), ("Wald", "/b.html")):
        assert urls(reader, query) == [found]


def test_hits_with_less_than_half_of_the_weight_follow_and_do_not_count(reader_of: ReaderOf) -> None:
    pages = {f"s{i}.html": page("Stadt") for i in range(8)} | {f"y{i}.html": page("Anderes") for i in range(20)}
    reader = reader_of(pages | {"a.html": page("Stadt Fahrradstraße"), "b.html": page("Fahrradstraße")})
    answer = reader.search("Fahrradstraße Stadt")
    assert answer.total == 2
    assert reader.shown(answer.hits[0]).url == "/a.html"
    assert len(answer.hits) == 10


def test_verbs_and_adjectives_weigh_less_for_the_half_where_nouns_have_capitals(reader_of: ReaderOf) -> None:
    reader = reader_of({"a.html": page("Kritiknetz"), "b.html": page("aufgewachsen"), "c.html": page("Anderes")})
    hits = reader.search("Wo ist das Kritiknetz aufgewachsen?").hits
    assert {reader.shown(hit).url: hit.strong for hit in hits} == {"/a.html": True, "/b.html": False}
    assert reader.search("kritiknetz aufgewachsen").total == 2


def test_a_letter_alone_is_a_beginning_but_of_no_stop_word(reader_of: ReaderOf) -> None:
    reader = reader_of(
        {"a.html": page("Datenplattform", "<p>Der Rat und die Daten."), "b.html": page("Wald", "<p>Die")}
    )
    assert urls(reader, "d") == ["/a.html"]
    assert urls(reader, "wa") == ["/b.html"]
    assert reader.search("Rat w").hits[0].why == {"rat": "word"}


def test_a_known_word_is_no_beginning_of_others(reader_of: ReaderOf) -> None:
    reader = reader_of({"a.html": page("Plan"), "b.html": page("Planetarium")})
    assert urls(reader, "plan") == ["/a.html"]
    assert urls(reader, "planet") == ["/b.html"]


def test_a_page_with_the_query_as_its_title_comes_first(reader_of: ReaderOf) -> None:
    talk = "Ein digitaler Zwilling, noch ein digitaler Zwilling und der Digitale Zwilling. "
    reader = reader_of(
        {
            "a.html": page("Vokabelheft", f'<h2 id="z">Digitaler Zwilling</h2><p>{talk * 9}'),
            "b.html": page("Digitaler Zwilling im Quartier", f"<p>{talk * 9}"),
            "c.html": page("Der digitale Zwilling", f"<p>{'Anderes steht hier. ' * 40}"),
            "d.html": page("Zwillinge"),
        }
    )
    for query in ("digitaler zwilling", "Digitaler Zwilling", "der digitale Zwilling"):
        assert urls(reader, query)[0] == "/c.html"
    assert reader.search("Zwilling").hits[0].named
    assert urls(reader, "Zwilling")[0] == "/d.html"


def test_a_part_of_a_joined_title_is_not_its_name(reader_of: ReaderOf) -> None:
    text = "<p>Sachsen ist ein Land. Sachsen grenzt an Sachsen-Anhalt."
    reader = reader_of({"a.html": page("Sachsen-Anhalt", text * 3), "b.html": page("Sachsen", text)})
    assert urls(reader, "Sachsen")[0] == "/b.html"
    assert urls(reader, "Sachsen-Anhalt")[0] == "/a.html"
    assert urls(reader, "sachsen anhalt")[0] == "/a.html"


def test_a_title_of_stop_words_is_found_by_them(reader_of: ReaderOf) -> None:
    reader = reader_of({"a.html": page("Daten", "<p>Über uns und über uns."), "b.html": page("Über uns")})
    assert urls(reader, "Über uns")[0] == "/b.html"


def test_nouns_that_frame_a_question_weigh_less_in_questions_alone(reader_of: ReaderOf) -> None:
    reader = reader_of({"a.html": page("x", "<p>Begriff"), "b.html": page("y", "<p>Griff"), "c.html": page("z")})
    assert urls(reader, "Was versteht man unter dem Begriff Griff?") == ["/b.html"]
    assert urls(reader, "Begriff Griff") == ["/a.html", "/b.html"]


def test_stop_words_have_no_weight_but_answer_alone(reader_of: ReaderOf) -> None:
    reader = reader_of({"a.html": page("Wie ist das Wetter"), "b.html": page("Wetter"), "c.html": page("Wie geht das")})
    assert set(urls(reader, "Wie ist das Wetter?")) == {"/a.html", "/b.html"}
    assert set(urls(reader, "wie das")) == {"/a.html", "/c.html"}


def test_phrase_must_stand_together(reader_of: ReaderOf) -> None:
    reader = reader_of(
        {"a.html": page("x", "<p>offene Daten"), "b.html": page("y", "<p>Daten, offene"), "c.html": page("z")}
    )
    assert urls(reader, '"offene Daten"', strong=False) == ["/a.html"]
    assert set(urls(reader, "offene Daten")) == {"/a.html", "/b.html"}


def test_quotes_that_stand_nowhere_are_ignored(reader_of: ReaderOf) -> None:
    reader = reader_of({"a.html": page("Daten", "<p>offene"), "b.html": page("y")})
    assert urls(reader, "„offene Daten“") == ["/a.html"]


def test_minus_leaves_out(reader_of: ReaderOf) -> None:
    reader = reader_of({"a.html": page("Daten Soest"), "b.html": page("Daten Olpe")})
    assert urls(reader, "Daten -Olpe") == ["/a.html"]
    assert len(urls(reader, "Daten und -information")) == 2


def test_synonyms_answer_both_ways(reader_of: ReaderOf) -> None:
    groups = b'[["KMU", "kleine und mittlere Unternehmen"], ["ePA", "Patientenakte"]]'
    pages = {"a.html": page("KMU"), "b.html": page("Kleine und mittlere Unternehmen"), "c.html": page("Patientenakte")}
    reader = reader_of(pages | {"synonyme.json": groups})
    assert set(urls(reader, "KMU")) == {"/a.html", "/b.html"}
    assert set(urls(reader, "kleine und mittlere Unternehmen")) == {"/a.html", "/b.html"}
    assert reader.search("ePA").hits[0].why == {"epa": "synonym"}


def test_best_section_gives_the_anchor(reader_of: ReaderOf) -> None:
    body = "".join(f'<h2 id="p{i}">Paragraf {i}</h2><p>{"Gesetz " * 30}' for i in range(20))
    statute = page("Gesetz", body + '<h2 id="ziel">Förderung</h2><p>Die Förderung wird gewährt.')
    reader = reader_of({"a.html": statute, "b.html": page("Anderes", "<p>Die Förderung. " + "Text " * 50)})
    assert urls(reader, "Förderung")[0] == "/a.html#ziel"


def test_english_pages_are_stemmed_as_english(reader_of: ReaderOf) -> None:
    reader = reader_of(
        {"a.html": page("libraries", lang="en"), "b.html": page("library", lang="en"), "c.html": page("x")}
    )
    assert urls(reader, "library") == ["/b.html", "/a.html"]


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        ("library", "libraries"),
        ("studies", "studied"),
        ("planning", "planned"),
        ("services", "servicing"),
        ("plays", "playing"),
    ],
)
def test_english_endings_of_unknown_words_are_found(reader_of: ReaderOf, known: str, asked: str) -> None:
    reader = reader_of({"a.html": page(known, lang="en"), "b.html": page("x", lang="en"), "c.html": page("Anderes")})
    assert urls(reader, f"{asked} ") == ["/a.html"]
    assert reader.search(f"{asked} ").hits[0].why == {asked: "word"}


def test_a_phrase_is_looked_for_beyond_the_best_pages(reader_of: ReaderOf) -> None:
    pages = {f"{i:03}.html": page("Daten, offene", "<p>Daten sind offene.") for i in range(150)}
    last = page("x", f"<p>{'Text ' * 99} offene Daten")
    assert urls(reader_of(pages | {"z.html": last}), '"offene Daten"') == ["/z.html"]


FACETS = {
    "a.html": page("Daten", '<p data-pagefind-filter="Art:Leitfaden" data-pagefind-sort="stand:10">'),
    "b.html": page("Daten", '<p data-pagefind-filter="Art:Kommune" data-pagefind-sort="stand:9">'),
    "c.html": page("Daten", '<p data-pagefind-filter="Art:Kommune"><i data-pagefind-filter="Kreis:Soest">'),
}


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"Art": "Kommune"}, "bc"),
        ({"Art": ["Kommune", "Leitfaden"]}, ""),
        ({"Art": {"any": ["Kommune", "Leitfaden"]}}, "abc"),
        ({"Art": {"none": ["Kommune"]}}, "a"),
        ({"not": {"Kreis": "Soest"}}, "ab"),
        ({"any": [{"Kreis": "Soest"}, {"Art": "Leitfaden"}]}, "ac"),
        ({"Art": "Kommune", "Kreis": "Soest"}, "c"),
        ({"Art": "nirgends"}, ""),
        ({"unbekannt": "x"}, ""),
        ({"Art": []}, "abc"),
        ({"Art": {"any": []}}, "abc"),
        ({"any": {"Art": "Leitfaden", "Kreis": "Soest"}}, "ac"),
        ({"none": {"Art": "Leitfaden", "Kreis": "Soest"}}, "b"),
        ({"any": [{}, {"Art": "Leitfaden"}]}, "a"),
    ],
)
def test_filters(reader_of: ReaderOf, filters: dict[str, object], found: str) -> None:
    reader = reader_of(FACETS)
    answer = reader.search("Daten", filters)
    assert sorted(reader.shown(hit).url for hit in answer.hits) == [f"/{name}.html" for name in found]
    assert reader.counts(reader.search("Daten"))["Art"] == {"Kommune": 2, "Leitfaden": 1}


def test_sorting_is_numeric_and_leaves_out_pages_without_the_key(reader_of: ReaderOf) -> None:
    reader = reader_of(FACETS)
    for descending, order in ((False, ["/b.html", "/a.html"]), (True, ["/a.html", "/b.html"])):
        answer = reader.search("Daten", sort=("stand", descending))
        assert [reader.shown(hit).url for hit in answer.hits] == order
    assert len(reader.search(None).hits) == 3


@pytest.mark.parametrize("damage", ["short", "flipped", "foreign", "version", "missing"])
def test_damaged_files_are_named_in_one_sentence(tmp_path, damage: str) -> None:
    site = write_site(tmp_path, {"a.html": page("Haus")})
    index(site)
    entry = site / "suchindex" / "eintrag.six"
    data = entry.read_bytes()
    changed = {
        "short": data[:20],
        "flipped": data[:30] + bytes([data[30] ^ 1]) + data[31:],
        "foreign": b"<html>" + data,
        "version": data[:4] + b"\x01" + data[5:],
    }
    if damage == "missing":
        next((site / "suchindex").glob("w0-*")).unlink()
    else:
        entry.write_bytes(changed[damage])
    with pytest.raises(DamagedFileError) as caught:
        Reader(site / "suchindex").search("Haus")
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)
    assert files(site)
