"""Nothing on a page is executed, nothing outside is read, nothing runs over the margin."""

from __future__ import annotations

import html
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from schule.handouts.article import read_article
from schule.handouts.convert import Conversion, convert
from schule.handouts.render import Rendered, Workshop
from schule.handouts.surroundings import Surroundings
from schule.handouts.typeset import Press
from tests.unit.handouts.conftest import ROOT, open_docx, open_pdf

Make = Callable[..., Rendered]
LUA = ROOT / "overrides/handouts/handout.lua"
AROUND = Surroundings("/a/b/", Path("/nirgends"), "a.yml")


def typst_of(body: str) -> str:
    article = read_article(f"<article>{body}</article>", AROUND)
    return convert(article.html, Conversion("typst", LUA, {}, 0)).decode()


@pytest.mark.parametrize(
    "text",
    [
        '#read("/etc/passwd")',
        '#import "/etc/passwd": *',
        "\\input{/etc/passwd}",
        '$#read("/etc/passwd")$',
        '```{=typst}\n#read("/etc/passwd")\n```',
        "`#panic()`{=typst}",
        "*/ #panic() /*",
        "// ]#panic()",
        "<label> @verweis ~ -- --- ... ' \"",
        "= Titel",
        "/ Begriff: x",
    ],
)
def test_markup_of_other_languages_stays_text(make: Make, text: str) -> None:
    body = f"<p>{html.escape(text)}</p><ul><li>{html.escape(text)}</li></ul>"
    rendered = make(body)
    assert rendered.findings == ()
    words = open_docx(make(body, to="docx").data)
    assert any(" ".join(text.split()) == paragraph.text for paragraph in words.paragraphs)


def test_attributes_that_pandoc_would_run_as_code_do_not_arrive() -> None:
    source = typst_of('<p><span typst:text:fill="read(&quot;/etc/passwd&quot;)" style="color:red">x</span></p>')
    assert "read" not in source
    assert source.strip() == "x"


def test_raw_blocks_cannot_be_written_in_html() -> None:
    source = typst_of('<pre class="=typst"><code>#panic()</code></pre><p class="=typst">#panic()</p>')
    assert "`#panic()`" in source.replace("```", "`").replace("\n", "")
    assert "\\#panic()" in source


def test_a_remote_picture_is_left_out_and_reported(make: Make) -> None:
    for source in ("https://example.org/x.png", "//example.org/x.png", "file:///etc/passwd"):
        rendered = make(f'<p><img src="{source}" alt="Der See"></p>')
        assert [finding.rule for finding in rendered.findings] == ["handout-bild-fremd"]
        assert rendered.data


def test_a_picture_outside_the_site_is_never_read(make: Make, shop: Workshop) -> None:
    (shop.site / "fluchtweg.png").symlink_to(ROOT / "LICENSE")
    for source in (
        "../../../../etc/passwd",
        "/../../etc/passwd",
        "%2e%2e/%2e%2e/etc/passwd",
        "/fluchtweg.png",
        "http://[",
        "a%00b",
    ):
        rendered = make(f'<p><img src="{source}" alt="Der See"></p>')
        assert {finding.rule for finding in rendered.findings} <= {"handout-bild-fremd", "handout-bild-unlesbar"}
        assert rendered.findings


def test_a_drawing_that_leads_outside_loses_that_part(make: Make) -> None:
    drawing = (
        '<svg viewBox="0 0 99 99" role="img" aria-label="Karte" onload="x()"><script>x()</script><style>@import "x"</style>'
        '<image href="/etc/passwd" width="9" height="9"/><use href="https://example.org/x.svg#y"/><circle r="9"/></svg>'
    )
    rendered = make(drawing)
    assert rendered.findings == ()
    article = read_article(f"<article>{drawing}</article>", AROUND)
    assert not any(word in article.pictures[0].svg for word in ("passwd", "example.org", "script", "onload", "import"))


def test_what_cannot_be_printed_is_reported(make: Make) -> None:
    rendered = make(
        '<p>Davor</p><script>x()</script><iframe src="/etc/passwd"></iframe><form><input></form><p>Danach</p>'
    )
    assert {finding.rule for finding in rendered.findings} == {"handout-element"}
    assert len(rendered.findings) == 3
    assert rendered.data


def test_a_character_without_font_is_replaced_and_reported_once(make: Make) -> None:
    rendered = make("<p>Привет, мир 😀😀 👩‍👩‍👧 中</p>")
    assert {finding.rule for finding in rendered.findings} == {"handout-zeichen"}
    assert any("U+1F600" in finding.message for finding in rendered.findings)
    assert not any("П" in finding.message for finding in rendered.findings)
    assert open_pdf(rendered.data).pages


def test_five_thousand_rows_are_set(make: Make) -> None:
    rows = "".join(f"<tr><td>{n}</td><td>Wert {n}</td></tr>" for n in range(5000))
    body = f"<table><thead><tr><th>Nr.</th><th>Wert</th></tr></thead><tbody>{rows}</tbody></table>"
    rendered = make(body)
    assert rendered.findings == ()
    assert len(open_pdf(rendered.data).pages) > 80
    assert len(open_docx(make(body, to="docx").data).tables[1].rows) == 5001


def test_nothing_runs_over_the_margin(shop: Workshop) -> None:
    word = "Wort" * 75
    address = "https://example.org/" + "pfad/" * 60
    cells = "".join(f"<td>{text}</td>" for text in (word, "kurz", address))
    body = (
        f"<h2>{word}</h2><p>{word}</p><p>{address}</p><ul><li>{word}</li></ul><pre><code>{word}</code></pre>"
        f'<dl class="s-fakten"><div><dt>Name</dt><dd>{word}</dd></div><div><dt>{word[:60]}</dt><dd>x</dd></div></dl>'
        f"<table><thead><tr><th>A</th><th>B</th><th>C</th></tr></thead><tbody><tr>{cells}</tr></tbody></table>"
    )
    for image in page_images(shop.press, typst_of(body)):
        width = image.width
        margin = image.crop((round(width * 191 / 210), 0, width, image.height))
        assert margin.getextrema()[0] > 200, "dark points beyond the right margin"


def page_images(press: Press, body: str) -> list[Image.Image]:
    """Draw the pages of a single sheet in grey, without running head."""
    import typst

    source = f'#import "/vorlage.typ": *\n#show: grundlage\n#set page(..a4)\n#heading(level: 1)[T]\n{body}'
    data = '{"titel":"T","website":"","kurz":"","datum":[2026,1,1],"blaetter":[],"bilder":[]}'
    pages = typst.compile(
        source.encode(),
        root=str(press.root),
        font_paths=[str(press.fonts)],
        ignore_system_fonts=True,
        format="png",
        ppi=50,
        sys_inputs={"daten": data},
    )
    pages = pages if isinstance(pages, list) else [pages]
    return [Image.open(io.BytesIO(page)).convert("L") for page in pages]


def test_deep_nesting_ends_in_text(make: Make) -> None:
    rendered = make("<div>" * 3000 + "<p>Grund</p>" + "</div>" * 3000)
    assert rendered.data
    assert [finding for finding in rendered.findings if finding.rule == "handout-satz"] == []


SIGNS = st.text(alphabet=st.sampled_from(list("#$*_`<>@~=-+/\\[](){}\"'!?.:;,&%^| \n1aé–…„“")), min_size=1, max_size=60)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(SIGNS, min_size=1, max_size=8))  # setting one sheet takes longer than what stands on it
def test_any_signs_are_set_as_they_are(make: Make, texts: list[str]) -> None:
    escaped = [html.escape(text) for text in texts]
    rendered = make("".join(f"<p>{text}</p><p><strong>{text}</strong> Ende</p>" for text in escaped))
    assert rendered.findings == ()
    assert len(open_pdf(rendered.data).pages) == 1
