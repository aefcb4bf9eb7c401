"""What a page written for Pagefind may expect of our module: the fields of an answer mean the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.e2e.search_host import Asking, asking, index, served, write_pages

PAGES = {
    "": "<p>Nichts</p>",
    "markt": """<nav>Weg</nav>
        <h1 id="markt">Wochenmarkt am Dom</h1>
        <p>Der Wochenmarkt beginnt um acht</p>
        <ul><li>Käse</li><li>Brot &amp; „Honig“</li></ul>
        <h2 id="anfahrt">Anfahrt zum Wochenmarkt</h2>
        <p>Bus 5, <em>Wochenmarkt</em>. Danach zu Fuß</p>
        <h3 id="rückweg">Rückweg</h3><p>Der letzte Bus vom Wochenmarkt.</p>""",
    "lang": "<h1>Chronik</h1><p>" + "Jahr um Jahr. " * 40 + "Dann kam das Stellwerk. " + "Tag um Tag. " * 40,
    "farben": """<span data-pagefind-filter="farbe">Rot</span>
        <span data-pagefind-filter="farbe">Blau</span>
        <h1>Fahne</h1>""",
    "aussen": """<h1>Außen</h1><main data-pagefind-body><p>Innen steht <b>Linde</b></p><h2 id="b">Baum</h2></main>""",
    "zeichen": "<h1>Zeichen</h1><p>Ein &lt;b&gt;Tupfer&lt;/b&gt; &amp; 'mehr' als &#8203; U-Bahn-&#8203;Fahrt.</p>",
    "meta": """<h1>Akte</h1><p data-pagefind-meta="autor">Annette Kolb</p><p>Nur Text.</p>""",
}
FIRST = "const found = await suche.search(value); const data = await found.results[0].data(); "


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the pages are served, those with and those without a marked body apart."""
    folder = tmp_path_factory.mktemp("pagefind")
    write_pages(folder, {name: body for name, body in PAGES.items() if name != "aussen"})
    index(folder)
    write_pages(folder / "a", {"aussen": PAGES["aussen"]})
    index(folder / "a")
    with served(folder) as found:
        yield found


@pytest.fixture
def suche(browser: Browser, address: str) -> Iterator[Asking]:
    """A fresh page with the search of these pages; nothing may be said on its console."""
    with asking(browser, address) as page:
        said: list[str] = []
        page.page.on("console", lambda message: said.append(message.text))
        yield page
        assert page.errors == []
        assert [line for line in said if "404" not in line] == []


def test_content_is_the_text_of_the_page_as_sentences(suche: Asking) -> None:
    content = (
        "Wochenmarkt am Dom. Der Wochenmarkt beginnt um acht. Käse. Brot & „Honig“ Anfahrt zum Wochenmarkt. "
        "Bus 5, Wochenmarkt. Danach zu Fuß. Rückweg. Der letzte Bus vom Wochenmarkt."
    )
    data = suche.do(FIRST + "return data;", "Wochenmarkt")
    assert (data["content"], data["word_count"]) == (content, len(content.split()))
    assert data["raw_content"] == content.replace("&", "&amp;")
    assert [(anchor["element"], anchor["id"], anchor["text"], anchor["location"]) for anchor in data["anchors"]] == [
        ("h1", "markt", "Wochenmarkt am Dom", 0),
        ("h2", "anfahrt", "Anfahrt zum Wochenmarkt", 12),
        ("h2", "rückweg", "Rückweg", 21),
    ]


def test_places_are_words_of_the_content_and_passages_mark_them_whole(suche: Asking) -> None:
    data = suche.do(FIRST + "return { ...data, words: found.results[0].words };", "Wochenmarkt")
    words = data["content"].split()
    assert [words[place] for place in data["locations"]] == [
        "Wochenmarkt", "Wochenmarkt", "Wochenmarkt.", "Wochenmarkt.", "Wochenmarkt.",
    ]  # fmt: skip
    assert data["words"] == data["locations"] == [place["location"] for place in data["weighted_locations"]]
    assert [place["weight"] for place in data["weighted_locations"]] == [7, 1, 6, 1, 1]
    assert data["excerpt"].startswith("<mark>Wochenmarkt</mark> am Dom. Der <mark>Wochenmarkt</mark> beginnt um acht.")
    assert data["plain_excerpt"] == data["excerpt"].replace("<mark>", "").replace("</mark>", "")


def test_sub_results_are_the_sections_with_matches(suche: Asking) -> None:
    data = suche.do(FIRST + "return data;", "Wochenmarkt")
    assert [(part["url"], part["title"], part["excerpt"]) for part in data["sub_results"]] == [
        (
            "/markt/#markt",
            "Wochenmarkt am Dom",
            "<mark>Wochenmarkt</mark> am Dom. Der <mark>Wochenmarkt</mark> beginnt um acht. Käse. Brot &amp; „Honig“",
        ),
        (
            "/markt/#anfahrt",
            "Anfahrt zum Wochenmarkt",
            "Anfahrt zum <mark>Wochenmarkt.</mark> Bus 5, <mark>Wochenmarkt.</mark> Danach zu Fuß.",
        ),
        ("/markt/#r%C3%BCckweg", "Rückweg", "Rückweg. Der letzte Bus vom <mark>Wochenmarkt.</mark>"),
    ]
    assert [part["anchor"]["id"] for part in data["sub_results"]] == ["markt", "anfahrt", "rückweg"]


@pytest.mark.parametrize("length", [5, 12, 30])
def test_passages_have_the_length_asked_for_and_hold_what_is_meant(suche: Asking, length: int) -> None:
    script = "await suche.options({ excerptLength: value }); const { results } = await suche.search('Stellwerk');"
    passage = suche.do(script + "return (await results[0].data()).excerpt;", length)
    words = passage.split()
    assert len(words) == length
    assert 0 < words.index("<mark>Stellwerk.</mark>") < length - 1


def test_special_characters_stay_text(suche: Asking) -> None:
    data = suche.do(FIRST + "return data;", "Tupfer")
    assert data["excerpt"] == "Zeichen. Ein <mark>&lt;b&gt;Tupfer&lt;/b&gt;</mark> &amp; 'mehr' als U-Bahn-Fahrt."
    assert data["content"] == "Zeichen. Ein <b>Tupfer</b> & 'mehr' als U-Bahn-Fahrt."


def test_a_word_inside_a_joined_one_is_marked(suche: Asking) -> None:
    data = suche.do(FIRST + "return data;", "Bahn")
    assert "U-<mark>Bahn</mark>-Fahrt." in data["best"]["excerpt"]
    assert "<mark>U-Bahn-Fahrt.</mark>" in data["excerpt"]


def test_without_a_query_the_passage_is_the_beginning_of_the_text(suche: Asking) -> None:
    data = suche.do(
        "const found = await suche.search(null, { filters: { farbe: ['Rot', 'Blau'] } }); return found.results[0].data();"
    )
    assert (data["excerpt"], data["sub_results"], data["locations"]) == ("Rot Blau Fahne.", [], [])


def test_a_title_outside_of_the_body_is_no_text(browser: Browser, address: str) -> None:
    with asking(browser, address, "a/") as page:
        data = page.do(FIRST + "return data;", "Linde")
        assert (data["content"], data["meta"]["title"]) == ("Innen steht Linde. Baum.", "Außen")
        assert [(part["url"], part["title"]) for part in data["sub_results"]] == [("/a/aussen/", "Außen")]
        assert "anchor" not in data["sub_results"][0]


def test_results_are_the_same_objects_each_time_they_are_asked_for(suche: Asking) -> None:
    assert suche.do(
        """const found = await suche.search("Wochenmarkt");
        await found.results[0].data();
        return [found.results === found.results, found.weak === found.weak, found.results[0].words.length];"""
    ) == [True, True, 5]


def test_matched_meta_fields_are_named(suche: Asking) -> None:
    assert suche.do(FIRST + "return found.results[0].matchedMetaFields;", "Kolb") == ["autor"]
    assert suche.do(FIRST + "return found.results[0].matchedMetaFields ?? null;", "Tupfer") is None


def test_times_are_told_for_each_index_and_for_all(suche: Asking) -> None:
    times: dict[str, Any] = suche.do(
        """await suche.mergeIndex("/a/suchindex/");
        const { timings } = await suche.search("Linde");
        return { each: timings.map((one) => Object.keys(one)), all: [timings.preload, timings.search, timings.total] };"""
    )
    assert times["each"] == [["preload", "search", "total"]] * 2
    assert all(isinstance(time, (int, float)) and time >= 0 for time in times["all"])


def test_settings_of_pagefind_that_have_no_effect_are_taken_in_silence(suche: Asking) -> None:
    script = """await suche.options({ ranking: { pageLength: 1 }, exactDiacritics: true, language: "de", metaCacheTag: "1" });
        await suche.mergeIndex("/gibt-es-nicht/", { optional: true, indexWeight: 2 });"""
    found = suche.do(script + "return (await suche.search('Tupfer')).failed.length;")
    assert found == 1
    suche.errors[:] = [error for error in suche.errors if "404" not in error]
