"""A DOCX is a document in which a clerk can go on writing."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from schule.handouts.render import Rendered
from tests.unit.handouts.conftest import open_docx

Make = Callable[..., Rendered]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def test_headings_use_the_styles_of_the_program(make: Make) -> None:
    document = open_docx(make(to="docx").data)
    styles = {p.text: p.style.name for p in document.paragraphs}
    assert styles["Blatt 0"] == "Title"
    assert styles["Messen"] == "Heading 1"
    assert styles["Tief"] == "Heading 2"
    assert styles["Wie man Pegel misst."] == "Kurzbeschreibung"
    assert styles["☐ Stab setzen"] == "Checkliste"


def test_records_of_a_folder_are_first_level_headings_on_new_pages(make: Make) -> None:
    document = open_docx(make(to="docx", layout="mappe", count=2).data)
    names = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert names == ["Blatt 0", "Blatt 1"]
    assert document.styles["Heading 1"].paragraph_format.page_break_before


def test_the_contents_of_a_folder_jump_and_count_pages(make: Make) -> None:
    document = open_docx(make(to="docx", layout="mappe", count=2).data)
    entries = [p for p in document.paragraphs if p.style.name == "toc 1"]
    links = [entry._p.find(f"{W}hyperlink") for entry in entries]
    assert [link.get(f"{W}anchor") for link in links] == ["blatt-0", "blatt-1"]
    assert [link.find(f".//{W}instrText").text.split()[:2] for link in links] == [
        ["PAGEREF", "blatt-0"],
        ["PAGEREF", "blatt-1"],
    ]


def test_pictures_keep_their_alternative_text(make: Make) -> None:
    document = open_docx(make(to="docx").data)
    texts = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert "Ein roter Punkt" in texts
    assert any(text.startswith("QR-Code") for text in texts)


def test_tables_repeat_their_header_and_facts_have_a_first_column(make: Make) -> None:
    facts, table = open_docx(make(to="docx").data).tables
    assert table.rows[0]._tr.find(f".//{W}tblHeader") is not None
    assert [cell.text for cell in table.rows[0].cells] == ["Ort", "Pegel"]
    assert [row.cells[0].text for row in facts.rows] == ["Phase", "Felder"]
    assert facts.rows[0].cells[1].text == "Laufend (Redaktion)"
    assert facts.rows[1].cells[1].text == "Wasser, Ufer"


def test_language_page_and_running_head(make: Make) -> None:
    document = open_docx(make(to="docx").data)
    language = document.styles.element.find(f".//{W}rPrDefault//{W}lang")
    assert language.get(f"{W}val") == "de-DE"
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert section.left_margin.mm >= 20
    assert section.header.paragraphs[0].text == "Seenland"
    assert "Seite" in section.footer.paragraphs[0].text


def test_every_jump_has_a_place(make: Make) -> None:
    body = """<p>a<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup> <a href="#p">p</a> <a href="#weg">weg</a></p>
    <p id="p">Ziel</p><div class="footnote"><ol><li id="fn:1"><p>Quelle <a class="footnote-backref" href="#fnref:1">x</a></p></li></ol></div>"""
    body_xml = open_docx(make(body, to="docx").data).element
    jumps = {link.get(f"{W}anchor") for link in body_xml.iter(f"{W}hyperlink") if link.get(f"{W}anchor")}
    places = {mark.get(f"{W}name") for mark in body_xml.iter(f"{W}bookmarkStart")}
    assert len(jumps) == 2
    assert jumps <= places


@pytest.mark.parametrize("to", ["docx", "odt", "html"])
def test_same_input_gives_same_bytes(make: Make, to: str) -> None:
    assert make(to=to, layout="mappe", count=2).data == make(to=to, layout="mappe", count=2).data


def test_odt_is_german_and_has_the_headings(make: Make) -> None:
    with zipfile.ZipFile(io.BytesIO(make(to="odt").data)) as archive:
        content, styles = archive.read("content.xml").decode(), archive.read("styles.xml").decode()
        assert archive.namelist()[0] == "mimetype"
    assert 'fo:language="de"' in styles
    assert "Seenland" in styles
    assert "Messen" in content
    assert 'text:outline-level="1"' in content
    assert "Ein roter Punkt" in content


def test_html_is_one_file_and_asks_no_other_host(make: Make) -> None:
    text = make(to="html").data.decode()
    assert '<html lang="de">' in text
    assert "<script" not in text
    assert 'src="http' not in text
    assert "<h1>Blatt 0</h1>" in text
