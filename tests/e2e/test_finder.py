"""„Was passt zu uns?“ and the folder in a real browser: reasons, addresses to share, comparison, the saved file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from schule.handouts.selection import by_names, read_list
from schule.project import Project
from schule.records.load import load_project
from tests.e2e.accessibility import violations
from tests.e2e.conftest import ROOT, Watched

PROJECT = "leitprojekte/soestapp"


def hits(page: Page, heading: str) -> list[str]:
    section = page.locator("section.s-treffer").filter(has=page.get_by_role("heading", name=re.compile(f"^{heading}")))
    return [text.strip() for text in section.locator(".s-treffer__titel").all_text_contents()]


def remember(page: Page, base_url: str, *references: str) -> None:
    for reference in references:
        page.goto(f"{base_url}{reference}/")
        page.locator(".s-merkzeile button").click()


def test_a_municipality_and_a_field_give_ranked_hits_with_reasons(watched: Watched, base_url: str) -> None:
    page = watched.page
    page.goto(base_url + "passt-zu-uns/")
    expect(page.get_by_role("status").filter(has_text="Noch ist nichts")).to_be_visible()
    page.get_by_label("Ihre Kommune").select_option("soest")
    page.get_by_role("checkbox", name="Mobilität").check()
    reasons = page.locator(".s-treffer__grund").all_text_contents()
    assert reasons
    assert all("Mobilität" in reason for reason in reasons)
    assert "gleiche Größenklasse: Olpe" in reasons[0]
    expect(page.get_by_label("oder: Größenklasse")).to_have_value("kleinere-mittelstadt")
    expect(page.get_by_label("oder: Größenklasse")).to_be_disabled()
    assert watched.errors == []
    assert watched.foreign == []


def test_what_the_municipality_does_itself_is_left_out(watched: Watched, base_url: str) -> None:
    page = watched.page
    page.goto(base_url + "passt-zu-uns/#feld=mobilitaet")
    assert "Mobilitätsdashboard Soest" in " ".join(hits(page, "Leitprojekte"))
    page.get_by_label("Ihre Kommune").select_option("soest")
    assert "Mobilitätsdashboard Soest" not in " ".join(hits(page, "Leitprojekte"))


def test_a_phase_narrows_the_guides(watched: Watched, base_url: str) -> None:
    page = watched.page
    page.goto(base_url + "passt-zu-uns/")
    page.get_by_label("Wo stehen Sie?").select_option("orientieren")
    found = hits(page, "Leitfäden")
    wanted = [
        item.title
        for item in load_project(Project(ROOT)).catalog.of("leitfaeden").values()
        if getattr(item.record, "phase", "") == "orientieren"
    ]
    assert sorted(found) == sorted(wanted)


def test_a_choice_can_be_shared_as_an_address(watched: Watched, base_url: str) -> None:
    page = watched.page
    page.goto(base_url + "passt-zu-uns/")
    page.get_by_label("Ihre Kommune").select_option("brilon")
    page.get_by_role("checkbox", name="Energie").check()
    expect(page).to_have_url(f"{base_url}passt-zu-uns/#kommune=brilon&feld=energie")
    before = hits(page, "Leitprojekte")
    page.goto("about:blank")
    page.goto(base_url + "passt-zu-uns/#kommune=brilon&feld=energie")
    assert hits(page, "Leitprojekte") == before
    page.goto(base_url + "passt-zu-uns/#kommune=gibt-es-nicht&feld=%3Cb%3E")
    expect(page.get_by_role("status").filter(has_text="Noch ist nichts")).to_be_visible()
    assert watched.errors == []


def test_a_page_of_a_municipality_leads_here_and_both_name_the_same_ones_alike(watched: Watched, base_url: str) -> None:
    page = watched.page
    page.goto(base_url + "kommunen/hallenberg/")
    section = page.get_by_role("heading", name="Kommunen wie Hallenberg").locator("xpath=following-sibling::ul[1]")
    wanted = section.locator("li > a").all_text_contents()
    page.get_by_role("link", name="Was passt zu Hallenberg?").click()
    expect(page.get_by_label("Ihre Kommune")).to_have_value("hallenberg")
    alike = page.locator("section.s-treffer").filter(has=page.get_by_role("heading", name="Kommunen wie Ihre"))
    assert alike.locator("li > a").all_text_contents() == wanted
    assert "gleich dicht besiedelt" in (alike.locator("li small").first.text_content() or "")
    page.get_by_label("Ihre Kommune").select_option("")
    expect(page).to_have_url(f"{base_url}passt-zu-uns/#")
    assert watched.errors == []


def test_leaving_a_municipality_frees_the_other_fields(watched: Watched, base_url: str) -> None:
    page = watched.page
    page.goto(base_url + "passt-zu-uns/#kommune=soest")
    page.get_by_label("Ihre Kommune").select_option("")
    expect(page.get_by_label("oder: Größenklasse")).to_be_enabled()
    expect(page.get_by_label("oder: Größenklasse")).to_have_value("")


def test_remembered_records_are_compared_side_by_side(watched: Watched, base_url: str) -> None:
    page = watched.page
    remember(
        page,
        base_url,
        PROJECT,
        "leitprojekte/olpe-app",
        "kommunen/soest",
        "leitfaeden/quick-wins-umsetzen",
        "formate/klassentreffen",
    )
    expect(page.get_by_role("link", name="Mappe (5)")).to_be_visible()
    page.get_by_role("link", name="Mappe (5)").click()
    for index in range(4):
        page.locator("[data-vergleich]").nth(index).check()
    expect(page.locator("[data-vergleich]").nth(4)).to_be_disabled()
    table = page.get_by_role("region", name="Vergleich")
    assert table.get_by_role("columnheader").count() == 5
    expect(table.get_by_role("row", name=re.compile("^Federführung"))).to_contain_text("Soest")
    expect(table.get_by_role("rowheader").last).to_have_text("Stand der Angaben")
    assert violations(watched) == []
    assert watched.errors == []


def test_on_paper_the_folder_is_a_handout(watched: Watched, base_url: str) -> None:
    page = watched.page
    remember(page, base_url, PROJECT, "kommunen/soest")
    page.goto(base_url + "mappe/")
    page.get_by_label("Name der Mappe").fill("Für Dienstag")
    facts = page.locator(".s-mappe__liste dl")
    expect(facts.first).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.get_by_text("Für Dienstag", exact=True)).to_be_visible()
    expect(facts.first).to_contain_text("Federführung")
    expect(facts.first).to_contain_text("unbekannt")
    expect(page.get_by_text(f"{base_url}{PROJECT}/")).to_be_visible()
    for hidden in (page.get_by_label("Name der Mappe"), page.get_by_text("So füllen Sie die Mappe"), page.get_by_role("button", name="Drucken")):  # fmt: skip
        expect(hidden).to_be_hidden()
    assert watched.errors == []


def test_a_municipality_alone_finds_guides_that_help_with_its_projects(watched: Watched, base_url: str) -> None:
    page = watched.page
    page.goto(base_url + "passt-zu-uns/?kommune=brilon")
    section = page.locator("section.s-treffer").filter(has=page.get_by_role("heading", name=re.compile("^Leitfäden")))
    reasons = section.locator(".s-treffer__grund").all_text_contents()
    assert reasons
    assert all("hilft bei" in reason for reason in reasons)
    first = set(hits(page, "Leitprojekte")[:8]) | set(hits(page, "Praxisbeispiele")[:8])
    assert any(title in reasons[0] for title in first)


def test_the_saved_folder_is_what_the_handouts_read(watched: Watched, base_url: str, tmp_path: Path) -> None:
    page = watched.page
    remember(page, base_url, PROJECT, "kommunen/soest")
    page.goto(base_url + "mappe/")
    page.get_by_label("Name der Mappe").fill('Für den "Ausschuss": Dienstag')
    with page.expect_download() as download:
        page.get_by_role("button", name="Als Datei speichern").click()
    assert download.value.suggested_filename == "mappe.yml"
    download.value.save_as(tmp_path / "mappe.yml")
    saved = read_list(tmp_path / "mappe.yml")
    assert saved.title == 'Für den "Ausschuss": Dienstag'
    assert saved.records == (PROJECT, "kommunen/soest")
    assert [item.slug for item in by_names(saved.records, load_project(Project(ROOT)).catalog)] == ["soestapp", "soest"]


def test_a_saved_folder_can_be_opened_again(watched: Watched, base_url: str, tmp_path: Path) -> None:
    page = watched.page
    file = tmp_path / "mappe.yml"
    file.write_text(
        'titel: "Alte Mappe"\ndatensaetze:\n  - kommunen/soest  # unsere\n  - "leitprojekte/soestapp"\n  - gibt/es-nicht\n',
        encoding="utf-8",
    )
    page.goto(base_url + "mappe/")
    page.get_by_label("Gespeicherte Datei öffnen").set_input_files(file)
    expect(page.get_by_role("status").filter(has_text="Geöffnet: 3 Einträge")).to_be_visible()
    expect(page.get_by_label("Name der Mappe")).to_have_value("Alte Mappe")
    expect(page.get_by_text("gibt/es-nicht gibt es auf dieser Website nicht")).to_be_visible()
    file.write_text("nur Text", encoding="utf-8")
    page.get_by_label("Gespeicherte Datei öffnen").set_input_files(file)
    expect(page.get_by_role("status").filter(has_text="In der Datei steht kein Datensatz")).to_be_visible()
    assert page.locator("[data-vergleich]").count() == 2


def test_what_was_taken_out_comes_back(watched: Watched, base_url: str) -> None:
    page = watched.page
    remember(page, base_url, PROJECT)
    page.goto(base_url + "mappe/")
    page.get_by_role("button", name="Alles herausnehmen").click()
    expect(page.get_by_text("Die Mappe ist leer.").first).to_be_visible()
    assert page.evaluate("localStorage.getItem('schule:mappe')") is None
    page.get_by_role("button", name="Wiederherstellen").press("Enter")
    assert page.locator("[data-vergleich]").count() == 1


@pytest.mark.parametrize(
    "stored", ["{kaputt", "null", '{"eintraege": [1, "<b>", "kommunen/soest"]}', '{"eintraege": {}}']
)
def test_broken_memory_is_no_obstacle(watched: Watched, base_url: str, stored: str) -> None:
    watched.page.add_init_script(f"localStorage.setItem('schule:mappe', {stored!r})")
    watched.page.goto(base_url + "mappe/")
    expect(watched.page.get_by_label("Name der Mappe")).to_be_visible()
    assert watched.page.locator("[data-vergleich]").count() == stored.count("soest")
    assert watched.errors == []


def test_a_browser_that_keeps_nothing_still_remembers_on_the_page(watched: Watched, base_url: str) -> None:
    watched.page.add_init_script("Storage.prototype.setItem = () => { throw new Error('voll') }")
    remember(watched.page, base_url, PROJECT)
    expect(watched.page.locator(".s-merkzeile button")).to_have_text("Gemerkt")
    assert watched.errors == []


def test_remembering_moves_nothing_on_the_page(watched: Watched, base_url: str) -> None:
    page = watched.page
    page.goto(f"{base_url}{PROJECT}/")
    top = page.locator("article h1").bounding_box()
    page.evaluate("document.querySelector('.s-merkzeile').remove()")
    assert page.locator("article h1").bounding_box() == top


def test_pages_work_from_a_disk(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    page.goto((site / "passt-zu-uns/index.html").as_uri() + "#feld=energie")
    expect(page.locator(".s-treffer__titel").first).to_be_visible()
    page.close()


@pytest.mark.parametrize("path", ["passt-zu-uns/#kommune=soest&feld=energie", "mappe/"])
def test_page_is_accessible_and_fits_a_small_phone(watched: Watched, base_url: str, path: str) -> None:
    for scheme in ("light", "dark"):
        watched.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        watched.page.goto("about:blank")
        watched.page.goto(base_url + path)
        assert violations(watched) == [], scheme
    watched.page.set_viewport_size({"width": 320, "height": 640})
    assert watched.page.evaluate("document.scrollingElement.scrollWidth") <= 320
