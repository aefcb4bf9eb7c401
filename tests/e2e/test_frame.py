"""The frame of every page: how much it holds, and that menu, tabs and outline work by keyboard, by touch and without scripts."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.bench.pages import KINDS, chosen_pages
from tests.bench.web_host import web_host
from tests.e2e.conftest import Watched

PHONE = {"width": 390, "height": 844}
RECORDS = KINDS[:8]


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
            if page and (page.partition("/")[0] not in RECORDS or "/" not in page):
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
