"""The article of a page becomes plain HTML that says the same on paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from schule.handouts.article import read_article
from schule.handouts.surroundings import Surroundings, site_address


def read(body: str, **around: object) -> str:
    values: dict[str, object] = {"page": "/leitprojekte/pegel-app/", "site": Path("/nirgends"), "path": "a.yml"}
    return read_article(f"<article>{body}</article>", Surroundings(**(values | around))).html  # type: ignore[arg-type]


def test_only_the_body_marked_for_the_index_is_read() -> None:
    page = "<body><nav>Menü</nav><main data-pagefind-body><p>Text</p></main><p>Fuß</p></body>"
    assert read_article(page, Surroundings("/", Path("/"), "a.yml")).html == "<p>Text</p>"


@pytest.mark.parametrize(
    "left_out",
    [
        "<h1>Titel</h1>",
        "<nav>Pfad</nav>",
        '<a class="headerlink" href="#x">#</a>',
        '<section class="s-verwandt">Passt dazu</section>',
        "<p hidden>x</p>",
        '<p data-pagefind-ignore="all">x</p>',
        '<aside data-handout="nein">x</aside>',
    ],
)
def test_what_serves_the_screen_alone_is_left_out(left_out: str) -> None:
    assert read(f"<p>a</p>{left_out}<p>b</p>") == "<p>a</p><p>b</p>"


def test_sources_stay_and_show_their_address() -> None:
    body = '<ol class="s-quellen"><li><a href="https://www.example.org/b%C3%A4r/">Bericht</a> <small>Gelesen.</small></li></ol>'
    assert read(body) == (
        '<div class="quellen"><ol><li><a href="https://www.example.org/b%C3%A4r/">Bericht</a> '
        "(example.org/bär) (Gelesen.)</li></ol></div>"
    )


def test_a_level_of_evidence_becomes_a_word_in_brackets() -> None:
    assert read('<p>3 m<a class="s-stufe" href="/x/">Redaktion</a></p>') == "<p>3 m <em>(Redaktion)</em></p>"


def test_dated_steps_become_names_and_values() -> None:
    body = '<ol class="s-zeit"><li><p class="s-zeit__wann">2023</p><p>Auftakt</p></li></ol>'
    assert read(body) == '<div class="fakten"><dl><dt>2023</dt><dd><p>Auftakt</p></dd></dl></div>'


def test_headings_leave_no_level_out() -> None:
    assert read("<h1>T</h1><h4>a</h4><h6>b</h6><h2>c</h2>") == "<h2>a</h2><h3>b</h3><h2>c</h2>"


def test_only_places_that_a_link_names_are_kept() -> None:
    assert read('<h2 id="a">A</h2><h2 id="b">B</h2><p><a href="#b">b</a></p>') == (
        '<h2>A</h2><h2 id="b">B</h2><p><a href="#b">b</a></p>'
    )


def test_a_link_to_a_place_that_was_left_out_is_text() -> None:
    assert read('<p><a href="#weg">weg</a></p><p hidden id="weg">x</p>') == "<p>weg</p>"


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("https://example.org/", "https://example.org/"),
        ("mailto:amt@ort.example", "mailto:amt@ort.example"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("//example.org/", None),
        ("../ufer-app/#ufer", "https://seenland.example/leitprojekte/ufer-app/#ufer"),
        ("http://[", None),
        ("../ufer-app/", "https://seenland.example/leitprojekte/ufer-app/"),
        ("../pegel-app-2/index.html", "#blatt-1"),
    ],
)
def test_links_lead_where_paper_can_lead(href: str, target: str | None) -> None:
    inside = {"/leitprojekte/pegel-app-2/": "blatt-1"}
    expected = f'<p><a href="{target}">x</a></p>' if target else "<p>x</p>"
    assert read(f'<p><a href="{href}">x</a></p>', site_url="https://seenland.example/", inside=inside) == expected


def test_links_inside_the_site_are_text_while_it_has_no_address() -> None:
    assert read('<p><a href="../ufer-app/">x</a></p>') == "<p>x</p>"


@pytest.mark.parametrize(
    ("page", "href", "address"),
    [
        ("/a/b/", "../c/", "/a/c/"),
        ("/a/", "c.html", "/a/c/"),
        ("/a/b/", "index.html", "/a/b/"),
        ("/a/b/", "../../x/y.pdf", "/x/y.pdf"),
        ("/a/b/", "?q=1#z", "/a/b/"),
    ],
)
def test_addresses_on_the_site(page: str, href: str, address: str) -> None:
    assert site_address(page, href) == address


def test_an_excerpt_has_no_footnotes_and_no_list_of_sources() -> None:
    body = '<p>a<sup id="r"><a class="footnote-ref" href="#fn">1</a></sup></p><div class="footnote"><ol><li id="fn">x</li></ol></div>'
    assert read(body, excerpt=True) == "<p>a</p>"


def test_two_notes_in_a_row_are_not_one_number() -> None:
    assert read("<p>a<sup>3</sup><sup>4</sup></p>") == "<p>a<sup>3</sup><sup>, </sup><sup>4</sup></p>"


def test_direction_marks_and_control_characters_are_dropped() -> None:
    assert read("<p>a\u202eb\x07c</p>") == "<p>abc</p>"
