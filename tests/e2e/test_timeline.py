"""The time line can be filtered by level and municipality, and shows everything without a script."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.e2e.accessibility import violations
from tests.e2e.conftest import Watched


def test_filters_leave_what_fits_and_hide_empty_years(watched: Watched, base_url: str) -> None:
    page = watched.page
    page.goto(base_url + "zeitleiste/")
    events = page.locator(".s-zeit > li")
    everything = events.count()
    page.get_by_label("Ebene").select_option("Forschung")
    shown = page.locator(".s-zeit > li:visible")
    assert 0 < shown.count() < everything
    assert {event.get_attribute("data-ebene") for event in shown.all()} == {"Forschung"}
    expect(page.get_by_role("status").filter(has_text="Ereignissen")).to_have_text(
        f"{shown.count()} von {everything} Ereignissen"
    )
    for heading in page.locator("article h2:visible").all():
        assert heading.locator("xpath=following-sibling::ol[1]").locator("li:visible").count() > 0
    assert page.locator(".s-sprung li:visible").count() == page.locator("article h2:visible").count()
    page.get_by_label("Ebene").select_option("")
    page.get_by_label("Kommune").select_option("brilon")
    assert 0 < page.locator(".s-zeit > li:visible").count() < everything
    assert violations(watched) == []
    assert watched.errors == []


def test_an_address_of_a_hidden_event_shows_it(watched: Watched, base_url: str) -> None:
    page = watched.page
    page.goto(base_url + "zeitleiste/")
    page.get_by_label("Ebene").select_option("Forschung")
    page.evaluate("location.hash = 'vision-2030'")
    expect(page.locator("#vision-2030")).to_be_visible()
    expect(page.get_by_label("Ebene")).to_have_value("")


def test_without_scripts_everything_stands_there(browser: Browser, base_url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(base_url + "zeitleiste/")
    assert page.locator(".s-zeit > li:visible").count() == page.locator(".s-zeit > li").count() > 50
    expect(page.get_by_label("Ebene")).to_be_hidden()
    context.close()
