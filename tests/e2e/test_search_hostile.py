"""The search in a real browser when something is wrong: any input, a damaged or missing index, a network that is away."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.search_cats import DATA
from tests.e2e.search_host import Asking, asking, index, served, write_pages


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
def test_any_input_gives_an_answer(shared: Asking, text: str) -> None:
    found = shared.do(
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
