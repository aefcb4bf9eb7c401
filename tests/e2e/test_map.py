"""The map of the municipalities: by mouse, keyboard and finger it says what the tables beside it say."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Watched


def rows(page: Page) -> dict[str, list[str]]:
    """Return the cells of the tables by the name of the municipality, without the labels of evidence."""
    cells = "all => all.map((row) => [...row.cells].map((cell) => cell.innerText.trim()))"
    found = page.locator(".s-tab--orte tbody tr").evaluate_all(cells)
    return {name: values for name, *values in found}


def test_every_area_says_what_its_row_says(watched: Watched, base_url: str) -> None:
    page = watched.page
    page.goto(base_url + "kommunen/")
    table = rows(page)
    names = page.locator(".s-orte a").evaluate_all("all => all.map((area) => area.getAttribute('aria-label') ?? '')")
    assert len(names) == len(table) > 50
    for name in names:
        town, people, density, *roles = name.split(", ")
        cells = table[town]
        assert people == f"{cells[0]} Einwohner"
        assert density == f"{cells[2]} je km²"
        if roles == ["Rolle unbekannt"]:
            assert cells[3] == "unbekannt"
        else:
            assert all(role in cells[3] for role in roles), (name, cells)
    assert watched.errors == []


def test_mouse_and_keyboard_name_the_place(watched: Watched, base_url: str) -> None:
    page = watched.page
    page.goto(base_url + "kommunen/")
    pointer = page.locator(".s-kartenbild__zeiger")
    first, other = page.locator(".s-orte a").first, page.locator(".s-orte a").nth(20)
    first.focus()
    expect(pointer).to_have_text(first.get_attribute("aria-label") or "-")
    other.hover()
    expect(pointer).to_have_text(other.get_attribute("aria-label") or "-")
    first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^Arnsberg"))


def test_first_tap_names_the_place_and_the_second_opens_its_page(browser: Browser, base_url: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(base_url + "kommunen/")
    area = page.locator(".s-orte a").filter(has=page.locator("title", has_text="Sundern"))
    area.scroll_into_view_if_needed()
    area.tap()
    expect(page.locator(".s-kartenbild__zeiger")).to_have_text(re.compile("^Sundern.*Noch einmal tippen"))
    assert page.url.endswith("/kommunen/")
    area.tap()
    page.wait_for_url("**/kommunen/sundern/")
    context.close()


def test_every_colouring_has_its_legend_and_the_credit_stays(watched: Watched, base_url: str) -> None:
    page = watched.page
    page.goto(base_url + "kommunen/")
    for value in ("einwohner", "dichte", "rolle"):
        page.locator(f'input[name="faerbung"][value="{value}"]').check()
        expect(page.locator(".s-orte")).to_have_attribute("data-faerbung", value)
        for legend in page.locator("[data-legende]").all():
            assert legend.is_visible() is (legend.get_attribute("data-legende") == value)
    expect(page.locator(".s-kartenbild figcaption")).to_contain_text("GeoBasis-DE / BKG")
