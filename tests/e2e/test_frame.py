"""The frame of every page: how much it holds, and that menu, tabs and outline work by keyboard, by touch and without scripts."""

from __future__ import annotations

import gzip
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.bench.pages import RECORDS, chosen_pages, is_record
from tests.bench.web_host import web_host
from tests.e2e.conftest import Watched

PHONE = {"width": 390, "height": 844}


def frame_of(page: Path) -> bytes:
    text = page.read_text(encoding="utf-8")
    return (text[: text.index("<article")] + text[text.index("</article>") :]).encode()


def test_frame_of_a_page_stays_small(site: Path) -> None:
    frame = frame_of(site / "kommunen" / "soest" / "index.html")
    assert len(frame) < 24_000
    assert len(gzip.compress(frame, 9)) < 5_500
    assert b"\n\n" not in frame.split(b"<body", 1)[1]


def test_start_and_record_pages_are_light_before_the_search_is_used(browser: Browser, site: Path) -> None:
    with web_host(site) as (address, sent):
        sizes = {}
        for page in chosen_pages(site):
            if page and not is_record(page):
                continue
            context = browser.new_context(locale="de-DE")
            sent.reset()
            opened = context.new_page()
            opened.goto(f"{address}{page}/" if page else address)
            opened.wait_for_load_state("networkidle")
            sizes[page] = sent.bytes
            context.close()
    assert sizes.pop("") < 150_000
    assert len(sizes) == len(RECORDS)
    assert {page: size for page, size in sizes.items() if size >= 100_000} == {}


def test_tab_of_the_section_is_marked_on_a_record_too(watched: Watched, base_url: str) -> None:
    for path, section in (
        ("leitprojekte/soestapp/", "Wissen"),
        ("kommunen/soest/", "Transfer"),
        ("ueber/", "Über die Schule"),
    ):
        watched.page.goto(base_url + path)
        assert watched.page.locator(".md-tabs__item--active").all_inner_texts() == [section]


def test_menu_of_a_phone_opens_and_closes_by_keyboard(watched: Watched, base_url: str) -> None:
    page = watched.page
    page.set_viewport_size(PHONE)
    page.goto(base_url + "kommunen/soest/")
    page.get_by_role("button", name="Menü").focus()
    page.keyboard.press("Space")
    page.get_by_role("link", name="Start", exact=True).first.wait_for(state="visible")
    # The menu takes the focus when it has come in; a step of the reader before that would be lost.
    page.wait_for_function("document.activeElement.closest('.md-nav--primary')")
    page.locator("label.md-nav__link", has_text="Wissen").focus()
    page.keyboard.press("Enter")
    target = page.locator(".md-nav--primary").get_by_role("link", name="Vokabelheft")
    target.wait_for(state="visible")
    target.focus()
    page.keyboard.press("Escape")
    page.wait_for_function("!document.getElementById('__drawer').checked")
    assert watched.errors == []


@pytest.fixture
def plain_phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False, locale="de-DE")
    yield context.new_page()
    context.close()


def test_menu_of_a_phone_works_without_scripts(plain_phone: Page, base_url: str) -> None:
    plain_phone.goto(base_url + "impressum/")
    plain_phone.locator(".md-header label[for=__drawer]").click()
    plain_phone.locator(".md-nav__title[for=__nav_6]").click()
    plain_phone.locator(".md-nav__link[for=__nav_2]").click()
    plain_phone.locator(".md-nav--primary").get_by_role("link", name="Vokabelheft").click()
    plain_phone.wait_for_url("**/vokabelheft/")


def test_outline_stands_where_a_page_wants_it_and_nowhere_else(watched: Watched, base_url: str) -> None:
    watched.page.goto(base_url + "leitfaeden/buergerbeteiligung-planen/")
    outline = watched.page.get_by_role("navigation", name="Inhaltsverzeichnis")
    assert outline.get_by_role("link").count() > 10
    watched.page.goto(base_url + "kommunen/soest/")
    assert watched.page.locator("[data-md-component=toc]").count() == 0


def test_page_is_dark_at_once_not_only_when_the_script_of_the_theme_has_come(watched: Watched, base_url: str) -> None:
    page = watched.page
    page.route("**/bundle*.js", lambda route: route.abort())
    page.emulate_media(color_scheme="dark")
    page.goto(base_url)
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    page.unroute_all()
    page.reload()
    page.locator("label[title^=Helle]").click()
    page.route("**/bundle*.js", lambda route: route.abort())
    page.reload()
    assert page.locator("body").get_attribute("data-md-color-scheme") == "default"


def test_missing_page_offers_the_search(watched: Watched, base_url: str) -> None:
    page = watched.page
    page.goto(base_url + "404.html")
    assert page.get_by_role("searchbox").input_value() == ""
    page.get_by_role("searchbox").fill("Datenplattform")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url("**/suche/?q=Datenplattform")
    page.get_by_role("link", name="Offene Regionale Datenplattform").first.wait_for()
    assert watched.errors == []


def test_missing_page_takes_the_word_from_its_address(watched: Watched, base_url: str, site: Path) -> None:
    text = (site / "404.html").read_text(encoding="utf-8")
    watched.page.route("**/leitprojekte/soest-app/", lambda route: route.fulfill(body=text, content_type="text/html"))
    watched.page.goto(base_url + "leitprojekte/soest-app/")
    assert watched.page.get_by_role("searchbox").input_value() == "soest app"


@pytest.mark.parametrize(
    "path", ["passt-zu-uns/", "mappe/", "suche/", "praxisbeispiele/", "beitragen/praxisbeispiele/"]
)
def test_nothing_jumps_when_a_script_comes_late(watched: Watched, base_url: str, path: str) -> None:
    page = watched.page
    page.set_viewport_size(PHONE)
    page.add_init_script(
        "window.sprung = 0; new PerformanceObserver((list) => { for (const one of list.getEntries()) window.sprung += one.value; })"
        ".observe({ type: 'layout-shift', buffered: true });"
    )
    page.route(re.compile(r"(passt|mappe|beitragen|suchseite|suche-worker)\.js"), late)
    page.goto(base_url + path)
    page.wait_for_load_state("networkidle")
    page.wait_for_function("document.querySelector('article :is(input, select)')?.getClientRects().length")
    assert page.evaluate("window.sprung") < 0.1


def late(route: Route) -> None:
    """Answer after the page has been painted."""
    time.sleep(0.6)
    route.continue_()


def test_map_printed_from_the_dark_view_keeps_the_colours_of_paper(watched: Watched, base_url: str) -> None:
    page = watched.page
    fill = "getComputedStyle(document.querySelector('.s-orte path[data-rolle=\"1\"]')).fill"
    page.emulate_media(color_scheme="dark")
    page.goto(base_url + "kommunen/")
    dark = page.evaluate(fill)
    page.emulate_media(color_scheme="dark", media="print")
    printed = page.evaluate(fill)
    page.emulate_media(media="screen")
    page.evaluate("document.body.setAttribute('data-md-color-scheme', 'default')")
    assert printed == page.evaluate(fill)
    assert printed != dark


def test_view_follows_the_device_until_a_reader_chooses(watched: Watched, base_url: str) -> None:
    page = watched.page

    def scheme(device: str) -> str | None:
        page.emulate_media(color_scheme=device)  # type: ignore[arg-type]
        page.goto(base_url + "ueber/")
        page.wait_for_load_state("networkidle")
        return page.locator("body").get_attribute("data-md-color-scheme")

    assert [scheme("light"), scheme("dark"), scheme("light")] == ["default", "slate", "default"]
    page.locator("label[title^=Dunkle]").click()
    assert [scheme("light"), scheme("dark")] == ["slate", "slate"]


def test_nothing_is_stored_without_an_act_of_the_reader(watched: Watched, base_url: str) -> None:
    for path in ("", "kommunen/soest/", "suche/"):
        watched.page.goto(base_url + path)
        watched.page.wait_for_load_state("networkidle")
    watched.page.goto(base_url + "suche/opensearch.xml")  # no page: nothing of ours runs here
    assert watched.page.evaluate("Object.keys(localStorage)") == []
    assert watched.page.evaluate("Object.keys(sessionStorage)") == []
