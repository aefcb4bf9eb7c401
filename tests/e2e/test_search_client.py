"""The search in a real browser: the same answers as the reference reader, and the shape of Pagefind's API."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from schule.search.client_files import client_files
from schule.search.container import VERSION
from schule.search.reader import Reader
from tests.e2e import search_corpus
from tests.e2e.search_cats import DATA
from tests.e2e.search_host import POLICY, Asking, asking, index, served, write_pages

FROZEN = Path(__file__).parents[1] / "unit" / "search" / "eingefroren"


def test_browser_and_reference_reader_give_the_same_hits_scores_and_reasons(browser: Browser, tmp_path: Path) -> None:
    texts = search_corpus.write_site(tmp_path)
    synonyms = [
        ["KMU", "kleine und mittlere Unternehmen"],
        ["ÖPNV", "Nahverkehr"],
        ["Bürgerrat", "Bürgerinnen- und Bürgerrat"],
    ]
    (tmp_path / "synonyme.json").write_text(json.dumps(synonyms))
    index(tmp_path)
    queries = search_corpus.queries(texts)
    queries += [
        search_corpus.Query(text)
        for text in ("kleine und mittlere Unternehmen", "Nahverkehr im Takt", "", "*", "der die")
    ]
    reader = Reader(tmp_path / "suchindex")
    expected = [
        [
            [hit.page, hit.section, hit.score, hit.strong, hit.why]
            for hit in reader.search(q.text, q.filters, q.sort).hits
        ]
        for q in queries
    ]
    assert sum(map(bool, expected)) > 800
    asked = [
        {"text": q.text, "filters": q.filters, "sort": {q.sort[0]: "desc" if q.sort[1] else "asc"} if q.sort else {}}
        for q in queries
    ]
    with served(tmp_path) as address, asking(browser, address) as page:
        found = page.do(
            """const answers = [];
            const row = (hit, strong) => [Number(hit.id.split("-")[1]), hit.section, hit.score, strong, hit.why];
            const suchen = await import("/suchindex/suche.js");
            for (const { text, filters, sort } of value) {
              const { results, weak } = await suchen.search(text, { filters, sort });
              answers.push([...results.map((hit) => row(hit, true)), ...weak.map((hit) => row(hit, false))]);
            }
            return JSON.stringify(answers);""",
            asked,
        )
        assert page.errors == []
    wrong = [(q, len(a), len(b)) for q, a, b in zip(queries, expected, json.loads(found), strict=True) if a != b]
    assert wrong == []


def test_an_index_of_this_version_is_read(browser: Browser, tmp_path: Path) -> None:
    shutil.copytree(FROZEN / f"v{VERSION}", tmp_path / "suchindex")
    for name, data in client_files().items():
        (tmp_path / "suchindex" / name).write_bytes(data)
    reader = Reader(tmp_path / "suchindex")
    expected = [[hit.page, hit.score] for hit in reader.search("Bürgerhaus").hits]
    assert expected
    with served(tmp_path) as address, asking(browser, address) as page:
        found = page.do(
            """const { results, weak } = await suche.search("Bürgerhaus");
            return [...results, ...weak].map((hit) => [Number(hit.id.split("-")[1]), hit.score]);"""
        )
        assert found == expected


def test_the_answer_has_the_shape_of_pagefinds(suche: Asking) -> None:
    shape = suche.do(
        """const types = (thing) => Object.fromEntries(Object.entries(thing).map(([k, v]) => [k, Array.isArray(v) ? "array" : typeof v]));
        await suche.filters();
        const found = await suche.search("Bürgerbeteiligung");
        const data = await found.results[0].data();
        return { found: types(found), timings: types(found.timings[0]), hit: types(found.results[0]), data: types(data),
                 sub: types(data.sub_results[0]), anchor: types(data.anchors[0]), place: types(data.weighted_locations[0]) };"""
    )
    assert shape["found"].items() >= {
        "results": "array", "unfilteredResultCount": "number", "filters": "object", "totalFilters": "object", "timings": "array",
        "total": "number", "weak": "array", "words": "array", "failed": "array",
    }.items()  # fmt: skip
    assert shape["timings"] == {"preload": "number", "search": "number", "total": "number"}
    assert shape["hit"].items() >= {"id": "string", "score": "number", "words": "array", "data": "function"}.items()
    assert shape["data"].items() >= {
        "url": "string", "raw_url": "string", "content": "string", "raw_content": "string", "excerpt": "string",
        "plain_excerpt": "string", "sub_results": "array", "word_count": "number", "locations": "array", "weighted_locations": "array",
        "filters": "object", "meta": "object", "anchors": "array", "why": "array",
    }.items()  # fmt: skip
    assert (
        shape["sub"].items() >= {"title": "string", "url": "string", "excerpt": "string", "locations": "array"}.items()
    )
    assert shape["anchor"] == {"element": "string", "id": "string", "text": "string", "location": "number"}
    assert shape["place"] == {"weight": "number", "balanced_score": "number", "location": "number"}


def test_data_shows_the_matched_section_and_says_why(suche: Asking) -> None:
    script = """const { results } = await suche.search("Beteiligung");
        return (await Promise.all(results.map((hit) => hit.data()))).find(({ url }) => url === "/rathaus/");"""
    data = suche.do(script)
    assert data["url"] == data["raw_url"] == "/rathaus/"
    assert data["meta"]["title"] == "Bürgerhaus & Rathaus"
    assert data["meta"]["bild"] == "/a.png"
    assert [(part["url"], part["title"]) for part in data["sub_results"]] == [("/rathaus/#wlan", "WLAN im Bürgerhaus")]
    assert data["best"]["excerpt"] == "Freies Netz für die <mark>Bürgerbeteiligung</mark> in Soest."
    assert data["sub_results"][0]["excerpt"] == (
        "WLAN im Bürgerhaus. Freies Netz für die <mark>Bürgerbeteiligung</mark> in Soest."
    )
    assert data["why"] == [{"word": "beteiligung", "why": "part", "match": "Bürgerbeteiligung"}]
    words = data["content"].split()
    assert [words[place] for place in data["locations"]] == ["Bürgerbeteiligung"]
    assert data["content"].startswith("Bürgerhaus & Rathaus. Vor dem ersten Abschnitt")


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"farbe": "Orange"}, ["/theodor/"]),
        ({"farbe": ["Schwarz", "Weiß"]}, ["/cheeka/"]),
        ({"farbe": {"any": ["Schwarz", "Orange"]}}, ["/cheeka/", "/theodor/"]),
        ({"farbe": {"any": ["Schwarz", "Orange"]}, "laune": {"not": "Faul"}}, ["/theodor/"]),
        ({"any": {"farbe": {"any": ["Schwarz", "Orange"]}, "laune": "Böse"}}, ["/ali/", "/cheeka/", "/theodor/"]),
        ({"any": [{"farbe": {"any": [{"any": ["Getigert"]}, {"all": ["Schwarz", "Weiß"]}]}}]}, ["/ali/", "/cheeka/"]),
        ({"none": [{"farbe": {"any": ["Orange", "Weiß"]}}]}, ["/ali/"]),
        ({"all": [{"all": [{"farbe": "Weiß"}, {"not": {"farbe": "Schwarz"}}]}]}, ["/theodor/"]),
        ({"farbe": {"none": ["Schwarz", "Getigert"]}}, ["/theodor/"]),
        ({"farbe": "Grün"}, []),
        ({"name": "Ali"}, []),
        ({"farbe": []}, ["/ali/", "/cheeka/", "/theodor/"]),
        ({"gibt-es-nicht": []}, ["/ali/", "/cheeka/", "/theodor/"]),
    ],
)
def test_filters_follow_pagefinds_grammar(shared: Asking, filters: dict[str, Any], expected: list[str]) -> None:
    assert shared.do(f"const found = await suche.search('Katze', {{ filters: value }}); {DATA}", filters) == expected


def test_counts_follow_query_and_filters(suche: Asking) -> None:
    everything, found = suche.do(
        """const everything = await suche.filters();
        const { filters, totalFilters, unfilteredResultCount, total } = await suche.search("Katze", { filters: { laune: "Faul" } });
        return [everything, { filters, totalFilters, unfilteredResultCount, total }];"""
    )
    assert everything == {
        "farbe": {"Getigert": 1, "Orange": 1, "Schwarz": 1, "Weiß": 2},
        "laune": {"Böse": 1, "Faul": 1, "Ruhig": 1},
    }
    assert found["filters"]["farbe"] == {"Getigert": 0, "Orange": 0, "Schwarz": 1, "Weiß": 1}
    assert found["totalFilters"]["farbe"] == {"Getigert": 1, "Orange": 1, "Schwarz": 1, "Weiß": 2}
    assert (found["unfilteredResultCount"], found["total"]) == (3, 1)


def test_sorting_leaves_out_pages_without_the_key(suche: Asking) -> None:
    script = """const found = await suche.search(null, { sort: { gewicht: value } });
        return (await Promise.all(found.results.map((hit) => hit.data()))).map((one) => one.url);"""
    assert suche.do(script, "asc") == ["/cheeka/", "/theodor/", "/ali/"]
    assert suche.do(script, "desc") == ["/ali/", "/theodor/", "/cheeka/"]


def test_null_gives_all_pages_and_an_empty_query_none(suche: Asking) -> None:
    everything = suche.do(f"const found = await suche.search(null); {DATA}")
    assert everything == ["/", "/a/tief/", "/ali/", "/cheeka/", "/mitreden/", "/rathaus/", "/theodor/"]
    assert suche.do("return [(await suche.search('')).total, (await suche.search('*')).results.length];") == [0, 0]


def test_only_the_last_of_several_debounced_searches_answers(suche: Asking) -> None:
    found = suche.do(
        """const all = await Promise.all(["k", "ka", "kat", "katz"].map((term) => suche.debouncedSearch(term, {}, 50)));
        return all.map((found) => (found === null ? null : found.results.length));"""
    )
    assert found == [None, None, None, 3]


def test_preload_leaves_nothing_for_the_search_to_fetch(suche: Asking) -> None:
    suche.do("await suche.init(); await suche.preload('Glasfaser');")
    asked: list[str] = []
    suche.page.on("request", lambda request: asked.append(request.url))
    assert suche.do("return (await suche.search('Glasfaser')).total;") == 1
    assert [url for url in asked if "/suchindex/s" not in url] == []  # but the text of the hits


def test_destroy_ends_the_worker_and_the_next_search_starts_anew(suche: Asking) -> None:
    suche.do("await suche.options({ baseUrl: '/dort/' }); await suche.search('Katze');")
    assert len(suche.page.workers) == 1
    with suche.page.workers[0].expect_event("close"):
        suche.do("await suche.destroy();")
    assert suche.do("const found = await suche.search('Glasfaser'); " + DATA) == ["/a/tief/"]


def test_several_instances_keep_to_themselves(suche: Asking) -> None:
    found = suche.do(
        """const [one, other] = [suche.createInstance({ baseUrl: "/eins/" }), suche.createInstance({ baseUrl: "/zwei/" })];
        const [both] = await Promise.all([one, other].map((own) => own.debouncedSearch("Glasfaser", {}, 1)));
        const urls = await Promise.all([one, other].map(async (own) => (await (await own.search("Glasfaser")).results[0].data()).url));
        await one.destroy();
        return [both.total, ...urls, (await other.search("Katze")).total];"""
    )
    assert found == [1, "/eins/a/tief/", "/zwei/a/tief/", 3]


def test_without_a_worker_the_answers_are_the_same(suche: Asking) -> None:
    script = "const { results } = await suche.search('Bürgerhäuser'); return [results.length, await results[0].data()];"
    expected = suche.do(script)
    found = suche.do("await suche.destroy(); await suche.options({ noWorker: true }); " + script)
    assert found == expected


def test_a_page_that_forbids_workers_gets_its_answers_too(browser: Browser, cats: Path) -> None:
    with (
        served(cats, POLICY.replace("worker-src 'self'", "worker-src 'none'")) as address,
        asking(browser, address) as page,
    ):
        assert page.do("const found = await suche.search('Glasfaser'); " + DATA) == ["/a/tief/"]
        assert page.page.workers == []


def test_addresses_follow_the_place_of_the_index(browser: Browser, cats: Path, tmp_path: Path) -> None:
    shutil.copytree(cats, tmp_path / "schule")
    with served(tmp_path) as address, asking(browser, address, "schule/") as page:
        assert page.do("const found = await suche.search('Glasfaser'); " + DATA) == ["/schule/a/tief/"]
        page.do("await suche.options({ baseUrl: 'https://example.org/x', highlightParam: 'hi' });")
        assert page.do("const found = await suche.search('freies Glasfaser'); " + DATA)[0] == (
            "https://example.org/x/a/tief/?hi=freies&hi=glasfaser"
        )


def test_several_sites_are_searched_together_and_an_unreachable_one_does_no_harm(
    browser: Browser, cats: Path, tmp_path: Path
) -> None:
    write_pages(tmp_path / "b", {"hund": '<h1>Hund und Katze</h1><i data-pagefind-filter="farbe:Rot"></i>'})
    index(tmp_path / "b")
    shutil.copytree(cats, tmp_path / "a")
    with served(tmp_path) as address, asking(browser, address, "a/") as page:
        found = page.do(
            """await suche.options({ mergeFilter: { ort: "A" } });
            await suche.mergeIndex("/b/suchindex/", { mergeFilter: { ort: ["B", "C"] }, indexWeight: 5 });
            await suche.mergeIndex("/c/suchindex", { mergeFilter: { ort: "Fern" } });
            const counts = await suche.filters();
            const all = await suche.search("Katze");
            const only = await suche.search("Katze", { filters: { ort: "B" } });
            const urls = async (found) => (await Promise.all(found.results.map((hit) => hit.data()))).map((one) => [one.url, one.site]);
            return { all: await urls(all), only: await urls(only), failed: all.failed, counts, total: all.totalFilters.ort };"""
        )
        assert len(found["all"]) == 4
        assert found["all"][0] == ["/b/hund/", "B"]
        assert found["only"] == [["/b/hund/", "B"]]
        assert [one["site"] for one in found["failed"]] == ["Fern"]
        assert found["failed"][0]["message"].startswith("Dem Suchindex fehlt")
        assert found["counts"]["farbe"]["Rot"] == 1
        assert found["total"] == {"A": 3, "B": 1, "C": 1}


def test_an_unknown_option_is_named_on_the_console(suche: Asking) -> None:
    said: list[str] = []
    suche.page.on("console", lambda message: said.append(message.text))
    suche.do("await suche.options({ excerptLänge: 3, excerptLength: 5 });")
    assert said and "excerptLänge" in said[0]
    data = suche.do("return (await (await suche.search('Montags')).results[0].data());")
    assert data["best"]["excerpt"] == "<mark>Montags</mark> bis freitags. Die Straße …"
    assert data["sub_results"][0]["excerpt"] == "Öffnungszeiten. <mark>Montags</mark> bis freitags. Die"
