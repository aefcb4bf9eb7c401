"""What a page that is marked up for Pagefind may expect of the extraction."""

from __future__ import annotations

import json
from typing import Any

import pytest

from schule.search.document import Document
from schule.search.extract import extract
from schule.search.fragments import CHUNK, payloads


def read(body: str, head: str = "") -> Document:
    return extract(f"<!doctype html><html lang=de><head>{head}</head><body>{body}</body></html>".encode())


def text(document: Document) -> str:
    return " | ".join(section.text for section in document.sections)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>Rathaus</p><p>Markt</p>", "Rathaus. Markt."),
        ("<span>Rat</span><span>haus</span>", "Rathaus"),
        ("<span>Rot</span>\n<span>Blau</span>", "Rot Blau"),
        ("<p>Rathaus<br>Markt</p>", "Rathaus Markt."),
        ("<ul>\n<li>Soest\n<ul><li>Werl</li></ul></li>\n<li>Olpe</li>\n</ul>", "Soest Werl. Olpe."),
        ("<table><tr><td>Soest<td>48.000</table>", "Soest. 48.000."),
        ("<p>Fertig!</p><p>Wirklich?</p><p>Ja:</p><p>(gut)</p>", "Fertig! Wirklich? Ja: (gut)."),
        ("<div><div><p>\n  Tief\n</p>\n</div></div>danach", "Tief. danach"),
        ("<p>a <b>b</b>\n<i>c</i> d", "a b c d."),
        ("<h3>Ohne Anker</h3><p>Text</p>", "Ohne Anker. Text."),
        ('<img alt="Luftbild" data-pagefind-index-attrs=alt><p>Text', "Luftbild. Text."),
        ('<img alt="Was ist das?" data-pagefind-index-attrs=alt><p>Text', "Was ist das? Text."),
        ('<p data-pagefind-weight="3">Wichtig</p><p>Text', "Wichtig. Text."),
        ('<p>Eins</p><div data-pagefind-weight="0"><p>Zwei</p></div><p>Drei', "Eins. Zwei. Drei."),
        ("<p>Vor <em data-pagefind-ignore>nicht</em> nach</p><p data-pagefind-ignore>weg</p>", "Vor nach."),
    ],
)
def test_blocks_end_sentences(body: str, expected: str) -> None:
    assert text(read(body)) == expected


def test_bodies_that_are_blocks_end_sentences_too() -> None:
    assert text(read("<p data-pagefind-body>Eins</p>weg<td-x data-pagefind-body>Zwei</td-x>")) == "Eins. Zwei"


@pytest.mark.parametrize(
    ("body", "head", "expected"),
    [
        ("<h1>Titel</h1>", "<title data-pagefind-default-meta=title>Haus | Titel</title>", {"title": "Titel"}),
        ("", "<title>Haus</title><meta data-pagefind-default-meta='title:Vorgabe'>", {"title": "Haus"}),
        ("<p data-pagefind-default-meta='title:Vorgabe'>", "", {"title": "Vorgabe"}),
        ("<p data-pagefind-default-meta='ort:Soest'><p data-pagefind-default-meta='ort:Olpe'>", "", {"ort": "Olpe"}),
        ("<p data-pagefind-meta='ort:Werl'><p data-pagefind-default-meta='ort:Olpe'>", "", {"ort": "Werl"}),
        ("<h1>T</h1><img src=a.png alt=A>", "<meta data-pagefind-default-meta='image:/b.png'>", {"image": "a.png"}),
        ("<h1>T</h1>", "<meta data-pagefind-default-meta='image[content]' content=/b.png>", {"image": "/b.png"}),
        ("<h1>Mein <i data-pagefind-ignore>altes</i> Haus</h1>", "", {"title": "Mein Haus"}),
        ("<h1>Mein<br>Haus<a class=headerlink href=#x>¶</a></h1>", "", {"title": "Mein Haus"}),
        ("<p data-pagefind-meta=x>eins<br>zwei<i data-pagefind-ignore>drei</i></p>", "", {"x": "eins zwei"}),
        ("<div data-pagefind-meta=x><p>eins</p><p>zwei</p><b>drei</b></div>", "", {"x": "eins zwei drei"}),
        ("<div data-pagefind-meta=x>eins<svg><title>weg</title></svg></div>", "", {"x": "eins"}),
    ],
)
def test_meta_values(body: str, head: str, expected: dict[str, str]) -> None:
    assert read(body, head).meta.items() >= expected.items()


@pytest.mark.parametrize(
    "heading",
    [
        '<h1 id="a" data-pagefind-meta="title">Mein <b>Haus</b></h1>',
        '<p data-pagefind-meta="title:Mein Haus"></p><h1 id="a">Mein <b>Haus</b></h1>',
        '<h1 id="a">Mein<br>Haus<a class="headerlink" href="#a">¶</a></h1><i data-pagefind-meta="title[title]" title="Mein Haus"></i>',
    ],
)
def test_a_heading_that_says_the_declared_title_again_is_no_section(heading: str) -> None:
    rest = "<p>Vorab.</p><h2 id=b>Teil</h2><p>Text."
    assert read(heading + rest) == read(f'<h1 id="a">Mein <b>Haus</b></h1>{rest}')


def test_the_heading_of_the_declared_title_may_be_the_second() -> None:
    found = read('<h1 id="a">Stadt</h1><p>Vorab.</p><h1 id="b" data-pagefind-meta="title">Haus</h1><p>Text.')
    assert (found.title, [one.heading for one in found.sections]) == ("Haus", ["", "Stadt"])


@pytest.mark.parametrize("title", ["Amt", ""])
def test_a_heading_with_words_of_its_own_stays_a_section(title: str) -> None:
    found = read(f'<p data-pagefind-meta="title:{title}"></p><h1 id="a">Haus</h1><p>Text.')
    assert (found.title, [one.heading for one in found.sections]) == (title, ["", "Haus"])


def test_filters_and_text_of_an_ignored_part_of_a_value_are_kept_apart() -> None:
    found = read("<h1 data-pagefind-filter=titel>Haus <i data-pagefind-ignore data-pagefind-filter=art>Amt</i></h1>")
    assert found.filters == {"titel": ("Haus",), "art": ("Amt",)}


@pytest.mark.parametrize(("declared", "weight"), [("0", 0), ("0.1", 1), ("0.5", 1), ("1", 4), ("3", 36), ("x", 4)])
def test_only_a_weight_of_nothing_hides_words(declared: str, weight: int) -> None:
    found = [run.weight for run in read(f'<h1>T</h1><p data-pagefind-weight="{declared}">Wort</p>').runs[1:]]
    assert found == [weight] * (weight > 0)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<h1>Titel</h1><p>Text", {}),
        ('<h1 id="start">Titel</h1><p>Text', {"id": "start"}),
        ("<i>Rot</i>\n<i>Blau</i>\n<h1>Titel</h1><p>Text", {"at": 9}),
        ("<h1>Titel</h1><main data-pagefind-body>Text</main>", {"at": -1}),
        ("<p data-pagefind-meta='title:Titel'>Text", {"at": -1}),
        ('<h2 id="a">A</h2><h1>Titel</h1>Text', {}),
    ],
)
def test_fragments_say_where_the_page_differs_from_most(body: str, expected: dict[str, Any]) -> None:
    found = json.loads(payloads("seite.html", read(body))[0])
    assert {key: found[key] for key in ("at", "id", "words") if key in found} == expected


def test_the_first_part_of_a_long_page_counts_the_words_of_all() -> None:
    parts = "".join(f'<h2 id="a{i}">Teil {i}</h2><p>{"Wort " * (CHUNK // 5)}</p>' for i in range(3))
    first, *rest = payloads("seite.html", read(f"<h1>Ein Titel</h1>{parts}"))
    assert len(rest) == 2
    assert json.loads(first)["words"] == 2 + 3 * (2 + CHUNK // 5)
