"""The search in a real browser: the same answers as the reference reader, the shape of Pagefind's API, and no harm from bad input."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from schule.search.client_files import client_files
from schule.search.container import VERSION
from schule.search.reader import Reader
from tests.e2e import search_corpus
from tests.e2e.search_host import POLICY, Asking, asking, index, served, write_pages

FROZEN = Path(__file__).parents[1] / "unit" / "search" / "eingefroren"
PAGES = {
    "": "<p>Nichts</p>",
    "cheeka": """<h1>Katze</h1><p>Cheeka schläft.</p><span data-pagefind-filter="farbe">Schwarz</span>
        <span data-pagefind-filter="farbe">Weiß</span><i data-pagefind-filter="laune:Faul"></i>
        <b data-pagefind-sort="gewicht:-0.4"></b>""",
    "theodor": """<h1 data-pagefind-filter="farbe:Weiß">Katze</h1><span data-pagefind-filter="laune">Ruhig</span>
        <span data-pagefind-filter="farbe">Orange</span><b data-pagefind-sort="gewicht:9.9"></b>""",
    "ali": """<h1 data-pagefind-filter="farbe:Getigert">Ali, eine Katze</h1><span data-pagefind-filter="laune">Böse</span>
        <b data-pagefind-sort="gewicht:1234.5"></b>""",
    "rathaus": """<h1>Bürgerhaus &amp; Rathaus</h1><p>Vor dem <b>ersten</b> Abschnitt: &lt;img src=x onerror=alert(1)&gt; bleibt Text.</p>
        <h2 id="wlan">WLAN im Bürgerhaus</h2><p>Freies Netz für die Bürgerbeteiligung in Soest.</p>
        <h2 id="zeiten">Öffnungszeiten</h2><p>Montags bis freitags. Die Straße ist gesperrt.</p>
        <span data-pagefind-meta="bild:/a.png"></span>""",
    "mitreden": """<h1>Beteiligung</h1><p>Beteiligung heißt, dass Bürger mitreden.</p>
        <h2 id="ort">Beteiligung vor Ort</h2><p>Bürger und Bürgerin kommen.</p>""",
    "a/tief": "<h1>Glasfaser</h1><p>Breitband und Glasfaser für alle.</p>",
}
DATA = "const all = await Promise.all(found.results.map((hit) => hit.data())); return all.map((one) => one.url).sort();"


@pytest.fixture(scope="module")
def cats(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A handful of pages, indexed."""
    folder = tmp_path_factory.mktemp("katzen")
    write_pages(folder, PAGES)
    return index(folder)


@pytest.fixture(scope="module")
def address(cats: Path) -> Iterator[str]:
    """Where the handful of pages is served."""
    with served(cats) as found:
        yield found


@pytest.fixture
def suche(browser: Browser, address: str) -> Iterator[Asking]:
    """A fresh page with the search of the handful of pages; it must end without an error on the console."""
    with asking(browser, address) as page:
        yield page
        assert page.errors == []


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
def test_filters_follow_pagefinds_grammar(suche: Asking, filters: dict[str, Any], expected: list[str]) -> None:
    assert suche.do(f"const found = await suche.search('Katze', {{ filters: value }}); {DATA}", filters) == expected


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
    assert asked == []


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


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("eintrag.six", b"<!doctype html>", "„eintrag.six“ ist keine Datei dieses Suchindexes."),
        ("eintrag.six", b"SIXE\x09rest", "„eintrag.six“ hat Version 9 des Suchindexes; dieses Programm liest Version"),
        ("eintrag.six", b"", "„eintrag.six“ ist keine Datei dieses Suchindexes."),
        ("eintrag.six", None, "Dem Suchindex fehlt „eintrag.six“"),
        ("p*.six", None, "Dem Suchindex fehlt „p0-"),
        ("w*.six", b"cut", "ist beschädigt; bitte den Suchindex neu bauen."),
        ("s*.six", b"flip", "ist beschädigt; bitte den Suchindex neu bauen."),
    ],
)
def test_a_damaged_index_is_told_in_one_sentence(
    browser: Browser, cats: Path, tmp_path: Path, name: str, data: bytes | None, sentence: str
) -> None:
    shutil.copytree(cats, tmp_path / "x")
    for path in (tmp_path / "x" / "suchindex").glob(name):
        whole = path.read_bytes()
        if data is None:
            path.unlink()
        elif data == b"cut":
            path.write_bytes(whole[:-6])
        elif data == b"flip":
            path.write_bytes(whole[:8] + bytes([whole[8] ^ 0xFF]) + whole[9:])
        else:
            path.write_bytes(data)
    with served(tmp_path) as address, asking(browser, address, "x/") as page:
        message = page.do(
            """await suche.init(); await suche.preload("Katze");
            try { const found = await suche.search("Katze"); await found.results[0].data(); return "kein Fehler"; }
            catch (error) { return `${error.name}: ${error.message}`; }"""
        )
        assert message.startswith("SearchFailure: ")
        assert sentence in message
        assert [error for error in page.errors if "404" not in error] == []


def test_a_missing_engine_is_told_and_tried_again(browser: Browser, cats: Path, tmp_path: Path) -> None:
    shutil.copytree(cats, tmp_path / "x")
    engine = tmp_path / "x" / "suchindex" / "suche-worker.js"
    source = engine.read_bytes()
    engine.unlink()
    with served(tmp_path) as address, asking(browser, address, "x/") as page:
        script = "try { return (await suche.search('Glasfaser')).total; } catch (error) { return error.message; }"
        assert page.do("await suche.init(); " + script) == "Die Suche ist gestört; bitte die Seite neu laden."
        engine.write_bytes(source)
        assert page.do(script) == 1
        assert [error for error in page.errors if "404" not in error] == []


def test_offline_is_told_and_the_search_recovers(suche: Asking) -> None:
    suche.do("await suche.init();")
    suche.page.context.set_offline(True)
    script = "try { return (await suche.search('Glasfaser')).total; } catch (error) { return error.message; }"
    assert "ist nicht zu erreichen; bitte die Verbindung prüfen" in suche.do(script)
    suche.page.context.set_offline(False)
    assert suche.do(script) == 1
    suche.errors[:] = [error for error in suche.errors if "ERR_INTERNET_DISCONNECTED" not in error]


def test_an_index_built_anew_meanwhile_is_opened_by_itself(browser: Browser, tmp_path: Path) -> None:
    write_pages(tmp_path, {"alt": "<h1>Altes Rathaus</h1>"})
    index(tmp_path)
    with served(tmp_path) as address, asking(browser, address) as page:
        assert page.do("return (await suche.search('Rathaus')).total;") == 1
        shutil.rmtree(tmp_path / "suchindex")
        write_pages(tmp_path, {"neu": "<h1>Neues Stadtlabor</h1><p>Ein Labor am Markt.</p>"})
        index(tmp_path)
        assert page.do("const found = await suche.search('Stadtlabor'); " + DATA) == ["/neu/"]
        assert [error for error in page.errors if "404" not in error] == []


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10_000,
        "Bürgerbeteiligung " * 600,
        " ".join(f"wort{i}" for i in range(1500)),
        "😀👨‍👩‍👧‍👦 Katze",
        "\u202eKatze\u202c",
        "(?:[a-z]+)*$ \\d{2,} .* Katze ^|",
        "<img src=x onerror=alert(1)> Katze",
        "\ud800 Katze \x00\x1f",
        "__proto__ constructor toString hasOwnProperty",
        '"""Katze" - -- „ “ -"',
    ],
)
def test_any_input_gives_an_answer(suche: Asking, text: str) -> None:
    found = suche.do(
        """const found = await suche.search(value);
        const shown = await Promise.all([...found.results, ...found.weak].map((hit) => hit.data()));
        return { total: found.total, excerpts: shown.map((one) => one.excerpt), words: found.words.length };""",
        text,
    )
    assert found["total"] <= len(found["excerpts"])
    assert "Katze" not in text or len(found["excerpts"]) >= 3
    assert found["words"] <= 32


def test_excerpts_are_escaped_but_for_their_marks(suche: Asking) -> None:
    data = suche.do("return (await (await suche.search('onerror Abschnitt')).results[0].data());")
    assert data["best"]["excerpt"] == (
        "Vor dem ersten <mark>Abschnitt</mark>: &#60;img src=x <mark>onerror</mark>=alert(1)&#62; bleibt Text."
    )
    assert "&lt;img src=x <mark>onerror=alert(1)&gt;</mark> bleibt" in data["excerpt"]
    assert "<img" in data["content"] and "<img" not in data["raw_content"] + data["excerpt"] + data["plain_excerpt"]


def test_filters_named_like_parts_of_objects_are_harmless(suche: Asking) -> None:
    filters = {"constructor": "a", "__proto__": "b", "toString": {"any": ["c"]}}
    assert suche.do("return (await suche.search('Katze', { filters: value })).total;", filters) == 0


def test_an_unknown_option_is_named_on_the_console(suche: Asking) -> None:
    said: list[str] = []
    suche.page.on("console", lambda message: said.append(message.text))
    suche.do("await suche.options({ excerptLänge: 3, excerptLength: 5 });")
    assert said and "excerptLänge" in said[0]
    data = suche.do("return (await (await suche.search('Montags')).results[0].data());")
    assert data["best"]["excerpt"] == "<mark>Montags</mark> bis freitags. Die Straße …"
    assert data["sub_results"][0]["excerpt"] == "Öffnungszeiten. <mark>Montags</mark> bis freitags. Die"
