"""A PDF is what a screen reader, an archive and a printer need."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from schule.handouts.render import Rendered, Workshop, prepare, render
from schule.handouts.settings import HandoutSettings
from tests.unit.handouts.conftest import ROOT, Job, make_sheet, open_pdf, structure

Make = Callable[..., Rendered]


@pytest.mark.parametrize(("layout", "count"), [("blatt", 1), ("mappe", 3), ("steckbrief", 2), ("poster", 1)])
def test_every_layout_claims_both_standards_language_and_title(make: Make, layout: str, count: int) -> None:
    rendered = make(layout=layout, count=count)
    assert rendered.findings == ()
    pdf = open_pdf(rendered.data)
    meta = pdf.open_metadata()
    assert (meta["pdfuaid:part"], meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("1", "2", "A")
    assert str(pdf.Root.Lang).startswith("de")
    assert meta["dc:title"] == ("Alles vom Wasser" if layout == "mappe" else "Blatt 0")
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert pdf.Root.MarkInfo.Marked


def test_headings_lists_tables_and_pictures_are_tagged(make: Make) -> None:
    types = [name for name, _ in structure(open_pdf(make().data))]
    assert types.count("/H1") == 1
    assert "/H2" in types
    assert {"/L", "/LI", "/LBody", "/Table", "/TH", "/TD", "/Figure", "/Link"} <= set(types)


def test_a_skipped_heading_level_is_closed(make: Make) -> None:
    types = [name for name, _ in structure(open_pdf(make().data))]
    assert "/H3" in types
    assert "/H4" not in types


def test_alternative_text_reaches_the_pdf(make: Make) -> None:
    alts = [str(node.Alt) for name, node in structure(open_pdf(make().data)) if name == "/Figure"]
    assert "Ein roter Punkt" in alts
    assert any(alt.startswith("QR-Code, führt zu https://seenland.example/leitprojekte/blatt-0/") for alt in alts)


def test_a_caption_is_not_copied_into_a_missing_alternative_text(make: Make) -> None:
    body = "<figure><img src=\"data:image/svg+xml,<svg viewBox='0 0 9 9'></svg>\"><figcaption>Der See</figcaption></figure>"
    rendered = make(body)
    assert [finding.rule for finding in rendered.findings] == ["handout-bild-ohne-text"]
    alts = [str(node.Alt) for name, node in structure(open_pdf(rendered.data)) if name == "/Figure" and "/Alt" in node]
    assert "Bild ohne Beschreibung" in alts
    assert not any("Der See" in alt for alt in alts)


def test_decoration_is_an_artifact(make: Make) -> None:
    rendered = make('<p>Text <img alt="" src="data:image/svg+xml,<svg viewBox=\'0 0 9 9\'></svg>"></p>')
    assert rendered.findings == ()
    figures = [node for name, node in structure(open_pdf(rendered.data)) if name == "/Figure"]
    assert len(figures) == 1  # the QR code


def test_bookmarks_lead_to_every_record(make: Make) -> None:
    with open_pdf(make(layout="mappe", count=3).data).open_outline() as outline:
        titles = [entry.title for entry in outline.root]
    assert titles == ["Inhalt", "Blatt 0", "Blatt 1", "Blatt 2"]


def test_links_lead_outside_and_to_other_records_of_the_folder(make: Make) -> None:
    pdf = open_pdf(
        make('<p><a href="https://example.org/x">x</a> <a href="../blatt-1/">y</a></p>', layout="mappe", count=2).data
    )
    links = [a for page in pdf.pages for a in page.get("/Annots", []) if a.Subtype == "/Link"]
    outside = {str(a.A.URI) for a in links if "/A" in a and "/URI" in a.A}
    inside = [a for a in links if "/Dest" in a or ("/A" in a and a.A.get("/S") == "/GoTo")]
    assert "https://example.org/x" in outside
    assert "https://seenland.example/leitprojekte/blatt-1/" in outside  # beside the QR code
    assert len(inside) >= 4  # two entries of the contents, two links of the records


def test_without_an_address_there_is_no_code_and_no_guess(shop: Workshop) -> None:
    plain = Workshop(shop.template, shop.site, shop.cache, HandoutSettings("Seenland"))
    rendered = render(prepare(Job("blatt", (make_sheet(),)), plain), "pdf", plain)
    alts = [str(node.Alt) for name, node in structure(open_pdf(rendered.data)) if name == "/Figure"]
    assert alts == ["Ein roter Punkt"]
    assert b"seenland.example" not in rendered.data


def test_a_steckbrief_is_one_page_however_long_the_record(make: Make) -> None:
    long = "".join(f"<h2>Abschnitt {n}</h2><p>{'Wort ' * 150}</p>" for n in range(30))
    assert len(open_pdf(make(long, layout="steckbrief", count=2).data).pages) == 2
    poster = open_pdf(make(long, layout="poster").data)
    assert [round(float(value)) for value in poster.pages[0].MediaBox] == [0, 0, 842, 1191]
    assert len(poster.pages) == 1


def test_same_input_gives_same_bytes(make: Make) -> None:
    assert make(layout="mappe", count=2).data == make(layout="mappe", count=2).data


def test_the_date_in_the_file_is_the_records(make: Make) -> None:
    assert open_pdf(make().data).open_metadata()["xmp:CreateDate"].startswith("2026-01-31")


def test_fonts_are_embedded(make: Make) -> None:
    pdf = open_pdf(make().data)
    fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
    descendants = [font.DescendantFonts[0].FontDescriptor for font in fonts]
    assert descendants
    assert all("/FontFile2" in d or "/FontFile3" in d for d in descendants)


def test_template_folder_is_the_projects(shop: Workshop) -> None:
    assert shop.press.root == ROOT / "overrides/handouts"
