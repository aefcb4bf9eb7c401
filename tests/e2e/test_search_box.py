"""The search box: a form that works without scripts, and a combobox that answers while one types where they run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.e2e.search_host import asking, index, served, write_pages

BOX = """<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Suche</title>
<link rel="stylesheet" href="suchindex/suchfeld.css"><script type="module" src="suchindex/suchfeld.js"></script></head>
<body><main><h1>Schule</h1><schule-suche><form action="suche/" role="search"><label for="q">Suche</label>
<input id="q" name="q" type="search"> <button>Suchen</button></form></schule-suche></main></body></html>"""
PAGES = {
    f"labor-{number}": f"<h1>Labor {number}</h1><p>Ein Stadtlabor am Markt, Haus {number}.</p>" for number in range(12)
}
PAGES["boese"] = (
    "<h1>&lt;img src=x onerror=alert(1)&gt;</h1><h2 id='a'>&lt;b&gt;fett&lt;/b&gt;</h2><p>Unfug &lt;script&gt;alert(2)&lt;/script&gt;</p>"
)
PAGES["suche"] = "<h1>Suchseite</h1>"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("suchfeld")
    write_pages(folder, PAGES)
    index(folder)
    (folder / "feld.html").write_text(BOX, encoding="utf-8")
    (folder / "kaputt").mkdir()
    (folder / "kaputt" / "index.html").write_text(
        BOX.replace('"suchindex/', '"../suchindex/').replace("<schule-suche>", '<schule-suche module="fehlt.js">'),
        encoding="utf-8",
    )
    with served(folder) as address:
        yield address


@pytest.fixture
def box(browser: Browser, site: str) -> Iterator[Page]:
    with asking(browser, site, "feld.html") as asked:
        yield asked.page
        assert asked.errors == []


def test_hits_appear_while_typing_and_the_arrow_keys_walk_them(box: Page) -> None:
    field = box.get_by_role("combobox", name="Suche")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press_sequentially("Stadtlab")
    expect(box.get_by_role("option")).to_have_count(9)
    expect(box.get_by_role("status")).to_have_text("12 Treffer")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(box.get_by_role("option").first.locator("mark")).to_have_text("Stadtlabor")
    field.press("ArrowDown")
    field.press("ArrowDown")
    second = box.get_by_role("option").nth(1)
    expect(second).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", second.get_attribute("id") or "")
    expect(field).to_be_focused()
    target = second.get_attribute("href") or ""
    field.press("Enter")
    box.wait_for_url(f"**{target}")


def test_escape_closes_the_list_and_keeps_the_query(box: Page) -> None:
    field = box.get_by_role("combobox")
    field.fill("Stadtlabor")
    expect(box.get_by_role("listbox")).to_be_visible()
    field.press("Escape")
    expect(box.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("Stadtlabor")
    field.press("ArrowDown")
    expect(box.get_by_role("listbox")).to_be_visible()


def test_the_last_entry_and_enter_lead_to_the_page_with_all_hits(box: Page) -> None:
    field = box.get_by_role("combobox")
    field.fill("Stadtlabor")
    expect(box.get_by_role("option").last).to_have_text("Alle 12 Treffer anzeigen")
    assert (box.get_by_role("option").last.get_attribute("href") or "").endswith("/suche/?q=Stadtlabor")
    field.press("Enter")
    box.wait_for_url("**/suche/?q=Stadtlabor")


def test_nothing_from_page_or_query_becomes_markup(box: Page) -> None:
    field = box.get_by_role("combobox")
    field.fill("<img src=x onerror=alert(1)> Unfug")
    expect(box.get_by_role("option").first).to_contain_text("<img src=x onerror=alert(1)>")
    expect(box.get_by_role("option").first).to_contain_text("<script>alert(2)</script>")
    assert box.locator("schule-suche img, schule-suche script, schule-suche b").count() == 0


def test_no_hits_are_told(box: Page) -> None:
    box.get_by_role("combobox").fill("Quantenschaumbad")
    expect(box.get_by_role("status")).to_have_text("Keine Treffer")
    expect(box.get_by_role("listbox")).to_be_hidden()


def test_axe_finds_nothing_in_light_and_dark_with_the_list_open(box: Page) -> None:
    box.get_by_role("combobox").fill("Stadtlabor")
    expect(box.get_by_role("listbox")).to_be_visible()
    for scheme in ("light", "dark"):
        box.emulate_media(color_scheme=scheme)
        found = Axe().run(box)
        assert found.violations_count == 0, found.generate_report()


def test_a_missing_module_is_told_in_one_sentence(browser: Browser, site: str) -> None:
    with asking(browser, site, "kaputt/") as asked:
        asked.page.get_by_role("combobox").fill("Labor")
        expect(asked.page.get_by_role("status")).to_have_text("Die Suche ist gestört; bitte die Seite neu laden.")
        assert [error for error in asked.errors if "404" not in error] == []


def test_without_scripts_the_form_leads_on(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + "feld.html")
    page.get_by_label("Suche").fill("Labor")
    page.get_by_role("button").click()
    page.wait_for_url("**/suche/?q=Labor")
    context.close()
