import pytest
from hypothesis import given
from hypothesis import strategies as st

from schule.search.document import Document
from schule.search.extract import extract
from tests.unit.search.conftest import page


def text(document: Document) -> str:
    return " | ".join(section.text for section in document.sections)


def test_sections_begin_at_headings_with_an_anchor() -> None:
    found = extract(page("Titel", '<p>Vorab.</p><h2 id="a">Eins</h2><p>Erster.</p><h3>Ohne</h3><p>Mehr.</p>').encode())
    assert [(s.anchor, s.heading, s.text) for s in found.sections] == [
        ("", "", "Vorab."),
        ("a", "Eins", "Erster. Ohne. Mehr."),
    ]
    assert found.title == "Titel"


@pytest.mark.parametrize(
    "markup",
    [
        "<section id=x><h2>Teil</h2>",
        "<h2><a name=x></a>Teil</h2>",
        "<h2><span id=x>Teil</span></h2>",
        "<h2 id=x>Teil</h2>",
    ],
)
def test_anchor_is_found_where_generators_put_it(markup: str) -> None:
    assert extract(page("T", markup + "<p>Wort").encode()).sections[1].anchor == "x"


def test_words_in_different_blocks_stay_apart_and_inline_markup_does_not_cut_words() -> None:
    found = extract(
        page("T", "<p>eins<p>zwei<table><tr><td>drei<td>vier</table>fünf<br>sechs <p>Bürger<b>haus</b>").encode()
    )
    assert text(found) == "eins. zwei. drei. vier. fünf sechs Bürgerhaus."


def test_furniture_and_invisible_parts_stay_out() -> None:
    hidden = (
        "<nav>a</nav><script>b</script><style>c</style><template>d</template><form>e</form><footer>f</footer><p hidden>g</p>"
        "<svg><text>h</text></svg><noscript>i</noscript><p>da</p><header>innen</header>"
    )
    assert text(extract(f"<body><header>k</header><main><h1>T</h1>{hidden}</main></body>".encode())) == "da. innen"


def test_body_mark_limits_the_text_but_not_title_and_filters() -> None:
    html = '<h1>Titel</h1><p data-pagefind-filter="Art:Guide">weg</p><main data-pagefind-body><p>da</p></main>'
    found = extract(html.encode())
    assert (found.has_body, text(found), found.title, found.filters) == (True, "da.", "Titel", {"Art": ("Guide",)})


def test_ignored_parts_keep_their_filters_unless_all_is_ignored() -> None:
    html = (
        '<p data-pagefind-ignore><i data-pagefind-filter="A">x</i></p>'
        '<p data-pagefind-ignore="all"><i data-pagefind-filter="B">y</i></p>da'
    )
    found = extract(html.encode())
    assert (text(found), found.filters) == ("da", {"A": ("x",)})


def test_all_ways_of_declaring_a_value() -> None:
    html = (
        '<a href="/x" title="Start" data-pagefind-meta="name, ziel[href], rest:frei, mit Komma">Hallo</a>'
        '<p data-pagefind-filter="Art:Leitfaden">x</p><p data-pagefind-filter="Ort">Soest</p>'
        '<p data-pagefind-filter="Ort">Olpe</p><time data-pagefind-sort="stand[datetime]" datetime="2025-01">Januar</time>'
        '<img src="/b.png" alt="Bild" data-pagefind-meta="image[src], image_alt[alt]">'
    )
    found = extract(html.encode())
    assert found.meta == {
        "name": "Hallo", "ziel": "/x", "rest": "frei, mit Komma", "title": "", "image": "/b.png", "image_alt": "Bild",
    }  # fmt: skip
    assert found.filters == {"Art": ("Leitfaden",), "Ort": ("Soest", "Olpe")}
    assert found.sorts == {"stand": "2025-01"}


def test_weights_are_quadratic_and_end_with_their_element() -> None:
    found = extract(
        page("T", '<p>eins</p><p data-pagefind-weight="2">zwei</p><p data-pagefind-weight="0">drei</p>vier').encode()
    )
    assert [(run.weight, " ".join(run.words)) for run in found.runs] == [
        (8, "T"),
        (4, "eins."),
        (16, "zwei."),
        (4, "vier"),
    ]


def test_named_attributes_are_indexed() -> None:
    found = extract(page("T", '<img alt="Luftbild" title="Ruhr" data-pagefind-index-attrs="alt, title">').encode())
    assert text(found) == "Luftbild. Ruhr."


def test_permalinks_of_the_theme_are_no_text() -> None:
    html = '<h1 id="t">Titel<a class="headerlink" href="#t">¶</a></h1><h2 id="a">Eins<a class="headerlink" href="#a">¶</a></h2>'
    found = extract(html.encode())
    assert (found.title, found.sections[1].heading) == ("Titel", "Eins")


def test_references_to_control_characters_do_no_harm() -> None:
    assert text(extract(b"<p>a&#2;0&#3;b&#x1f;c&#4;d</p>")) == "a 0 b c d."


@pytest.mark.parametrize("raw", [b"nur Text", b"<p>offen", b"<!-- ", b"<html>", b"\0\0<p>x", b"<" * 5000])
def test_broken_html_gives_a_document(raw: bytes) -> None:
    assert extract(raw).sections


@given(st.binary())
def test_any_bytes_give_a_document(raw: bytes) -> None:
    assert extract(b"<h2 id=a>" + raw).sections
