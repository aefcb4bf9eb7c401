"""The search dialog as a reader meets it, by mouse and by keyboard."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.conftest import Watched
from tests.e2e.search_steps import FIELD, OPTION, opened, settled, until, warm


@pytest.mark.parametrize("how", ["click", "/", "Control+k", "Meta+k"])
def test_dialog_opens_and_has_the_focus_in_its_field(watched: Watched, base_url: str, how: str) -> None:
    page = watched.page
    page.goto(base_url + "kommunen/soest/")
    page.wait_for_function("!!customElements.get('schule-suchdialog')")
    page.click(".ss-oeffner") if how == "click" else page.keyboard.press(how)
    expect(page.locator(FIELD)).to_be_focused()
    dialog = page.get_by_role("dialog", name="Suche")
    assert dialog.get_attribute("aria-modal") == "true"
    page.mouse.click(5, 450)
    expect(dialog).to_be_hidden()
    assert watched.errors == []


def test_slash_typed_into_a_field_stays_a_slash(watched: Watched, base_url: str) -> None:
    page = watched.page
    page.goto(base_url + "suche/")
    settled(page)
    page.focus("schule-suchseite input[type=search]")
    page.keyboard.type("a/b")
    assert page.input_value("schule-suchseite input[type=search]") == "a/b"
    assert page.locator("dialog:popover-open").count() == 0


def test_hits_stand_in_named_groups_with_marks_and_the_matched_section_below_its_page(
    watched: Watched, base_url: str
) -> None:
    page = opened(watched.page, base_url, "bürgerbeteiligung")
    groups = page.evaluate(
        "[...document.querySelectorAll('dialog [role=group]')].map(g => document.getElementById(g.getAttribute('aria-labelledby')).textContent)"
    )
    assert len(groups) >= 3
    assert any(name.startswith("Leitfäden") for name in groups)
    links = page.evaluate("[...document.querySelectorAll('dialog [role=option]')].map(o => [o.href, o.className])")
    sections = [(before[0], link) for before, (link, name) in pairwise(links) if "abschnitt" in name]
    assert sections
    assert all(link.split("#")[0] == above.split("#")[0] and "#" in link for above, link in sections)
    assert watched.errors == []
    assert watched.foreign == []


def test_weaker_hits_are_counted_apart_in_the_dialog_as_on_the_page(watched: Watched, base_url: str) -> None:
    page = opened(watched.page, base_url, "wie finanziere ich ein stadtlabor")
    counts = re.compile(r"^(\d+ Treffer, dazu \d+) weniger passende")
    expect(page.locator("dialog .ss-fuss p").first).to_have_text(counts)
    told = page.inner_text("dialog .ss-fuss p >> nth=0")
    page.goto(f"{base_url}suche/?q=wie+finanziere+ich+ein+stadtlabor")
    settled(page)
    assert page.inner_text(".ss-zahl[role=status]").startswith(told)


def test_last_query_wins_even_if_an_earlier_answer_comes_later(watched: Watched, base_url: str) -> None:
    page = opened(watched.page, base_url)
    warm(page)
    held: list[Route] = []
    holding = True
    page.route("**/suchindex/s*.six", lambda route: held.append(route) if holding else route.continue_())
    page.keyboard.type("sensoren")
    until(page, lambda: held)
    holding = False
    page.fill(FIELD, "mobilität")
    page.wait_for_selector("dialog [role=listbox]:not([aria-busy]) [role=option]")
    before = page.inner_text("dialog [role=listbox]")
    for route in held:
        route.continue_()
    page.wait_for_timeout(1000)
    assert page.inner_text("dialog [role=listbox]") == before
    assert "sensor" not in before.split("\n")[1].lower()


def test_misspelt_word_is_answered_and_the_right_one_offered(watched: Watched, base_url: str) -> None:
    page = opened(watched.page, base_url, "Datenplatform")
    page.click("dialog .ss-meint")
    expect(page.locator(FIELD)).to_have_value("Datenplattform")
    expect(page.locator(FIELD)).to_be_focused()
    expect(page.locator("dialog .ss-meint")).to_have_count(0)


def test_reader_who_finds_nothing_is_led_on(watched: Watched, base_url: str) -> None:
    page = opened(watched.page, base_url)
    page.fill(FIELD, "xyzzyqq")
    expect(page.locator("dialog .ss-satz")).to_have_text(re.compile("^Nichts gefunden"))
    links = page.eval_on_selector_all("dialog .ss-wege a", "links => links.map((link) => link.href)")
    assert {f"{base_url}{path}/" for path in ("leitfaeden", "kommunen", "vokabelheft", "handbuch")} <= set(links)


def test_rehearsal_of_the_layout_leaves_nothing_behind(watched: Watched, base_url: str) -> None:
    page = watched.page
    page.goto(base_url)
    page.wait_for_function("!!customElements.get('schule-suchdialog')")
    page.evaluate("() => new Promise((done) => requestIdleCallback(() => setTimeout(done, 100)))")
    expect(page.locator("dialog")).to_be_hidden()
    assert page.locator("dialog.ss-probe").count() == 0
    assert page.locator("dialog [role=listbox] > *").count() == 0


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("Einwohnerbeteiligung", "enthält Beteiligung"),
        ("Mängelmelder", "auch: "),
        ("Datenplatform", "ähnlich: Datenplattform"),
    ],
)
def test_unexpected_hit_says_why_it_is_there(watched: Watched, base_url: str, query: str, reason: str) -> None:
    page = opened(watched.page, base_url, query)
    assert [line for line in page.locator("dialog .ss-grund").all_inner_texts() if reason in line]


def test_whole_way_by_keyboard_from_opening_to_the_page(watched: Watched, base_url: str) -> None:
    page = opened(watched.page, base_url, "datenplattform")
    rows = page.locator(OPTION)
    for place in (0, 1):
        page.keyboard.press("ArrowDown")
        row = rows.nth(place)
        assert row.get_attribute("aria-selected") == "true"
        assert page.get_attribute(FIELD, "aria-activedescendant") == row.get_attribute("id")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.get_attribute(FIELD, "aria-activedescendant") is None
    page.keyboard.press("ArrowUp")
    assert rows.last.get_attribute("aria-selected") == "true"
    expect(rows.last).to_be_in_viewport()
    expect(page.locator(FIELD)).to_be_focused()
    target = rows.last.evaluate("row => row.href")
    page.keyboard.press("Enter")
    page.wait_for_url(target)
    assert watched.errors == []


def test_tab_stays_in_the_dialog_and_escape_returns_to_where_the_reader_was(watched: Watched, base_url: str) -> None:
    page = watched.page
    page.goto(base_url + "leitprojekte/")
    page.wait_for_function("!!customElements.get('schule-suchdialog')")
    page.focus("main article a >> nth=2")
    before = page.evaluate("document.activeElement.outerHTML")
    page.keyboard.press("/")
    page.keyboard.type("wlan")
    page.wait_for_selector(OPTION)
    for _ in range(8):
        page.keyboard.press("Tab")
        assert page.evaluate("!!document.activeElement.closest('dialog')")
    page.focus(FIELD)
    page.keyboard.press("Escape")
    expect(page.locator("dialog:popover-open")).to_have_count(0)
    assert page.evaluate("document.activeElement.outerHTML") == before


def test_recent_queries_stay_in_this_browser_and_can_be_cleared(watched: Watched, base_url: str) -> None:
    requests: list[str] = []
    watched.page.on("request", lambda request: requests.append(request.url))
    page = opened(watched.page, base_url, "nachhaltigkeit")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: address != base_url)
    opened(page, page.url)
    expect(page.locator(OPTION)).to_have_text(["nachhaltigkeit"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(FIELD)).to_have_value("nachhaltigkeit")
    page.wait_for_selector(f"{OPTION} mark")
    page.fill(FIELD, "")
    page.click("text=Verlauf löschen")
    expect(page.locator(OPTION)).to_have_count(0)
    assert page.evaluate("localStorage.getItem('schule:suchen')") is None
    assert not [address for address in requests if "nachhaltigkeit" in address.removeprefix(base_url).split("/")[0]]
    assert page.context.cookies() == []


def test_enter_without_a_choice_leads_to_the_search_page(watched: Watched, base_url: str) -> None:
    page = opened(watched.page, base_url, "sensoren & mehr")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{base_url}suche/?q=sensoren+%26+mehr")
    settled(page)
    assert page.input_value("schule-suchseite input[type=search]") == "sensoren & mehr"


def test_answer_is_announced_when_typing_has_paused(watched: Watched, base_url: str) -> None:
    page = opened(watched.page, base_url, "sensoren")
    expect(page.locator("dialog [role=status]")).to_have_text(
        re.compile(r"^\d+ Treffer\. Mit den Pfeiltasten wählen\.$")
    )
    page.fill(FIELD, "xyzzyqq")
    expect(page.locator("dialog [role=status]")).to_have_text(re.compile("^0 Treffer. Nichts gefunden."))
    assert page.get_attribute(FIELD, "aria-expanded") == "false"
