"""Self-checks in a real browser: by keyboard, kept in this browser alone, as text, and without JavaScript."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.accessibility import violations
from tests.e2e.conftest import Watched

DNA = "selbstcheck/suedwestfalen-dna/"
KEY = "schule:selbstcheck:suedwestfalen-dna"


def tick(page: Page, question: str, answer: str) -> None:
    page.locator(f"[data-frage={question}]").get_by_label(answer, exact=True).check()


def result(page: Page) -> str:
    return page.get_by_label("Als Text").input_value()


@pytest.fixture
def check(watched: Watched, base_url: str) -> Watched:
    """The DNA-Check, freshly opened."""
    watched.page.goto(base_url + DNA)
    return watched


def test_the_whole_check_works_by_keyboard(check: Watched) -> None:
    page = check.page
    page.get_by_label("Worum geht es?").focus()
    page.keyboard.type("Parkbänke")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.type("noch offen")
    text = result(page)
    assert "Vorhaben: Parkbänke" in text
    assert "D Digital: teilweise" in text
    assert "Notiz: noch offen" in text
    expect(page.get_by_role("status").filter(has_text="teilweise")).to_contain_text(
        "0 ja, 1 teilweise, 0 nein, 2 offen"
    )
    assert check.errors == []


def test_web_diagram_has_a_point_for_every_answer_and_says_the_same_in_words(check: Watched) -> None:
    page = check.page
    tick(page, "dna-digital", "ja")
    tick(page, "dna-authentisch", "nein")
    picture = page.get_by_role("img", name="Netzbild: 1 ja, 0 teilweise, 1 nein, 1 offen")
    assert picture.locator("circle").count() == 2
    heights = [float(point.get_attribute("cy") or 0) for point in picture.locator("circle").all()]
    assert heights[0] == 30
    assert picture.locator("text").all_text_contents() == ["D", "N", "A"]
    assert violations(check) == []


def test_every_group_of_answers_is_named_by_its_question(check: Watched) -> None:
    names = [group.aria_snapshot() for group in check.page.get_by_role("group").all()]
    assert len(names) == 3
    for name in names:
        assert "?" in name.splitlines()[0]


def test_answers_stay_in_this_browser_and_come_back(check: Watched) -> None:
    page = check.page
    tick(page, "dna-digital", "ja")
    page.get_by_label("Notiz zu D Digital").fill("spart Wege")
    sent: list[str] = []
    icon = page.locator("link[rel=icon]").evaluate("one => one.href")  # which a busy browser fetches late
    page.on("request", lambda request: sent.append(request.url) if request.url != icon else None)
    tick(page, "dna-nachhaltig", "nein")
    page.get_by_label("Worum geht es?").press("Enter")
    assert sent == []
    assert "?" not in page.url
    page.reload()
    assert "D Digital: ja" in result(page)
    assert "N Nachhaltig: nein" in result(page)
    assert page.get_by_label("Notiz zu D Digital").input_value() == "spart Wege"


def test_one_check_does_not_know_the_answers_of_another(check: Watched, base_url: str) -> None:
    tick(check.page, "dna-digital", "ja")
    check.page.goto(base_url + "selbstcheck/auswahl-von-leitprojekten/")
    assert "0 ja, 0 teilweise, 0 nein, 3 offen" in result(check.page)


def test_deleting_leaves_nothing_behind_and_can_be_taken_back(check: Watched) -> None:
    page = check.page
    tick(page, "dna-authentisch", "ja")
    page.get_by_role("button", name="Alles löschen").click()
    assert page.evaluate("key => localStorage.getItem(key)", KEY) is None
    assert page.locator("input:checked").count() == 0
    restore = page.get_by_role("button", name="Wiederherstellen")
    expect(restore).to_be_focused()
    restore.click()
    assert "A Authentisch: ja" in result(page)
    assert (
        json.loads(page.evaluate("key => localStorage.getItem(key)", KEY))["antworten"]["dna-authentisch"]["wahl"]
        == "ja"
    )


def test_result_can_be_saved_as_a_text_file(check: Watched, tmp_path: Path) -> None:
    page = check.page
    tick(page, "dna-digital", "ja")
    with page.expect_download() as download:
        page.get_by_role("button", name="Als Datei speichern").click()
    assert download.value.suggested_filename == "selbstcheck-suedwestfalen-dna.txt"
    download.value.save_as(tmp_path / "ergebnis.txt")
    text = (tmp_path / "ergebnis.txt").read_bytes().decode("utf-8-sig")
    assert "D Digital: ja\r\n" in text
    assert text.replace("\r\n", "\n") == result(page)


def test_result_can_be_copied(check: Watched) -> None:
    page = check.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tick(page, "dna-nachhaltig", "teilweise")
    page.get_by_role("button", name="Kopieren").click()
    expect(page.get_by_text("Kopiert.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").replace("\r\n", "\n") == result(page)


def test_a_browser_that_keeps_nothing_is_told_and_works(watched: Watched, base_url: str) -> None:
    watched.page.add_init_script("Storage.prototype.setItem = () => { throw new Error('voll') }")
    watched.page.goto(base_url + DNA)
    tick(watched.page, "dna-digital", "ja")
    assert "D Digital: ja" in result(watched.page)
    expect(watched.page.get_by_text("Dieser Browser speichert nichts")).to_be_visible()
    assert watched.errors == []


@pytest.mark.parametrize(
    "stored", ["{kaputt", "[1]", '{"antworten": 3}', '{"antworten": {"dna-digital": {"wahl": 7, "notiz": {}}}}', "7"]
)
def test_broken_memory_is_no_obstacle(watched: Watched, base_url: str, stored: str) -> None:
    watched.page.add_init_script(f"localStorage.setItem({json.dumps(KEY)}, {json.dumps(stored)})")
    watched.page.goto(base_url + DNA)
    assert "0 ja, 0 teilweise, 0 nein, 3 offen" in result(watched.page)
    assert watched.errors == []


def test_without_javascript_the_questions_can_be_ticked_and_printed(browser: Browser, base_url: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(base_url + DNA)
        assert "Ohne JavaScript können Sie" in page.locator(".s-check").inner_text()
        assert page.locator(".s-check").get_by_role("radio").count() == 9
        tick(page, "dna-digital", "nein")
        expect(page.locator("[data-frage=dna-digital] input:checked")).to_have_value("nein")
        assert page.locator("article button").count() == 0
        page.emulate_media(media="print")
        expect(page.locator("[data-frage=dna-digital]")).to_be_visible()


def test_nothing_has_to_be_scrolled_sideways_on_a_small_phone(check: Watched) -> None:
    check.page.set_viewport_size({"width": 320, "height": 640})
    assert check.page.evaluate("document.scrollingElement.scrollWidth") <= 320
