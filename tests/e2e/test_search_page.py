"""The page of the search and the lists that are searches: facets, chips, sorting, the state in the address."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import ROOT, Watched
from tests.e2e.search_steps import HIT, settled, total


def test_facets_count_live_and_their_state_survives_back_reload_and_mail(
    watched: Watched, base_url: str, browser: Browser
) -> None:
    page = watched.page
    page.goto(base_url + "suche/?q=datenplattform")
    settled(page)
    everything = total(page)
    row = page.locator(".ss-facette li", has_text=re.compile(r"^Leitfaden"))
    count = int(row.locator(".ss-facette__zahl").inner_text())
    assert 0 < count < everything
    row.locator("input").check()
    expect(page.locator(".ss-zahl[role=status]")).to_have_text(re.compile(rf"^{count} Treffer"))
    settled(page)
    # Within a filter, the other values keep the counts they would add.
    assert (
        page.locator(".ss-facette li", has_text=re.compile(r"^Praxisbeispiel"))
        .locator(".ss-facette__zahl")
        .inner_text()
        != "0"
    )
    assert parse_qs(urlsplit(page.url).query) == {"q": ["datenplattform"], "Art": ["Leitfaden"]}
    page.locator(".ss-facette li", has_text=re.compile(r"^Praxisbeispiel")).locator("input").check()
    page.wait_for_function("document.querySelectorAll('.ss-marke').length === 2")
    settled(page)
    titles = page.locator(f"{HIT} h3").all_inner_texts()
    page.reload()
    settled(page)
    assert page.locator(f"{HIT} h3").all_inner_texts() == titles
    other = browser.new_context().new_page()
    other.goto(page.url)
    settled(other)
    assert other.locator(f"{HIT} h3").all_inner_texts() == titles
    other.context.close()
    page.go_back()
    expect(page.locator(".ss-marke")).to_have_text(["Art: Leitfaden"])
    expect(page.locator(".ss-zahl[role=status]")).to_have_text(re.compile(rf"^{count} Treffer"))
    page.locator(".ss-marke").click()
    expect(page.locator(".ss-zahl[role=status]")).to_have_text(re.compile(rf"^{everything} Treffer"))
    assert page.url == base_url + "suche/?q=datenplattform"
    assert watched.errors == []


def test_more_hits_are_loaded_and_the_focus_goes_to_the_first_new_one(watched: Watched, base_url: str) -> None:
    page = watched.page
    page.goto(base_url + "suche/?q=digital")
    settled(page)
    expect(page.locator(HIT)).to_have_count(10)
    page.focus(".ss-knopf--mehr")
    page.keyboard.press("Enter")
    expect(page.locator(HIT)).to_have_count(20)
    expect(page.locator(f"{HIT} h3 a").nth(10)).to_be_focused()
    assert parse_qs(urlsplit(page.url).query)["zeige"] == ["20"]
    page.reload()
    expect(page.locator(HIT)).to_have_count(20)
    addresses = page.evaluate("[...document.querySelectorAll('.ss-treffer h3 a')].map(a => a.href)")
    assert len(set(addresses)) == 20


def test_reader_comes_back_to_the_place_in_the_hits(watched: Watched, base_url: str) -> None:
    page = watched.page
    page.goto(base_url + "suche/?q=digital&zeige=30")
    expect(page.locator(HIT)).to_have_count(30)
    page.locator(f"{HIT} h3 a").nth(25).scroll_into_view_if_needed()
    place = page.evaluate("scrollY")
    page.locator(f"{HIT} h3 a").nth(25).click()
    page.wait_for_url(lambda address: "/suche/" not in address)
    page.go_back()
    expect(page.locator(HIT)).to_have_count(30)
    page.wait_for_function(f"Math.abs(scrollY - {place}) < 200")


def test_sorting_by_title_and_by_inhabitants(watched: Watched, base_url: str) -> None:
    page = watched.page
    page.goto(base_url + "suche/?Art=Leitfaden&zeige=50")
    settled(page)
    titles = page.locator(f"{HIT} h3").all_inner_texts()
    assert titles == sorted(titles, key=_as_sorted)
    sizes = {}
    for path in (ROOT / "municipalities").rglob("*.yml"):
        record = yaml.safe_load(path.read_text(encoding="utf-8"))
        if isinstance(record.get("einwohner"), dict):
            sizes[record["titel"]] = int(str(record["einwohner"]["wert"]).replace(".", ""))
    page.goto(base_url + "suche/?q=kommune&sortierung=Einwohner")
    settled(page)
    found = page.locator(f"{HIT} h3").all_inner_texts()
    assert found[0] == max(sizes, key=lambda title: sizes[title])
    assert [sizes[title] for title in found] == sorted((sizes[title] for title in found), reverse=True)
    assert page.input_value(".ss-sortierung select") == "Einwohner"


def _as_sorted(title: str) -> str:
    return title.lower().replace("ä", "a").replace("ö", "o").replace("ü", "u").replace("ß", "ss")


def test_without_a_query_all_pages_can_be_browsed(watched: Watched, base_url: str) -> None:
    page = watched.page
    page.goto(base_url + "suche/")
    settled(page)
    pages = page.evaluate(
        "import('../suchindex/suche.js').catch(() => import(new URL('../suchindex/suche.js', location.href))).then(m => m.search(null)).then(r => r.total)"
    )
    assert total(page) == pages > 400
    assert page.locator(f"{HIT} mark").count() == 0
    assert page.inner_text(".ss-kopf h2") == "Seiten"


def test_no_hits_offers_fewer_filters_and_help(watched: Watched, base_url: str) -> None:
    page = watched.page
    page.goto(base_url + "suche/?q=soest&Art=Land&Staffel=Staffel+1")
    settled(page)
    assert total(page) == 0
    help_links = page.locator(".ss-nichts a").all_inner_texts()
    assert any("handbuch" in text.lower() for text in help_links)
    page.click(".ss-nichts >> text=Alle Filter entfernen")
    page.wait_for_selector(HIT)
    assert page.url == base_url + "suche/?q=soest"
    expect(page.locator(".ss-kopf h2")).to_be_focused()


def test_removing_a_chip_by_keyboard_keeps_the_focus_among_the_chips(watched: Watched, base_url: str) -> None:
    page = watched.page
    page.goto(base_url + "suche/?q=smart&Art=Leitfaden&Art=Format")
    settled(page)
    page.focus(".ss-marke >> nth=0")
    page.keyboard.press("Enter")
    expect(page.locator(".ss-marke")).to_have_text(["Art: Format"])
    expect(page.locator(".ss-marke")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".ss-marke")).to_have_count(0)
    expect(page.locator("schule-suchseite input[type=search]")).to_be_focused()


@pytest.mark.parametrize(
    ("path", "kind", "filter_name"),
    [
        ("kommunen/", "Kommune", "Kreis"),
        ("leitprojekte/", "Leitprojekt", "Phase"),
        ("leitfaeden/", "Leitfaden", "Phase"),
        ("praxisbeispiele/", "Praxisbeispiel", "Handlungsfeld"),
        ("modellprojekte/", "Modellprojekt", "Land"),
    ],
)
def test_list_is_searched_in_place_and_comes_back(
    watched: Watched, base_url: str, path: str, kind: str, filter_name: str
) -> None:
    page = watched.page
    page.goto(base_url + path)
    page.wait_for_selector("schule-suchseite .ss-filter")
    headings = page.locator("main article h2:visible").all_inner_texts()
    assert headings
    expect(page.locator(HIT)).to_have_count(0)
    page.click(".ss-filter > summary")
    facet = page.locator("details.ss-facette", has=page.locator("summary", has_text=re.compile(f"^{filter_name}")))
    assert page.locator("details.ss-facette > summary", has_text=re.compile("^Art")).count() == 0
    facet.locator("summary").click()
    facet.locator("li:visible input").first.check()
    page.wait_for_selector(HIT)
    assert set(page.locator(".ss-treffer__art").all_inner_texts()) == {kind}
    assert not set(headings) & set(page.locator("main article h2:visible").all_inner_texts())
    page.go_back()
    expect(page.locator(HIT)).to_have_count(0)
    assert page.locator("main article h2:visible").all_inner_texts() == headings
    assert watched.errors == []


def test_without_javascript_links_lead_everywhere(browser: Browser, base_url: str, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(base_url)
    page.click(".ss-oeffner")
    page.wait_for_url(base_url + "suche/")
    assert "Die Suche braucht JavaScript" in page.inner_text("main")
    for kind in ("handlungsfelder", "sdg", "phasen", "kreise"):
        page.goto(base_url + "suche/")
        page.click(f"main article a[href$='{kind}/'] >> nth=0")
        page.wait_for_url(f"{base_url}{kind}/")
        static = [path for path in (site / kind).iterdir() if (path / "index.html").is_file()]
        linked = page.evaluate("[...document.querySelectorAll('main a')].map(a => a.href)")
        assert {f"{base_url}{kind}/{path.name}/" for path in static} <= set(linked)
        page.goto(f"{base_url}{kind}/{static[0].name}/")
        assert page.locator("main a").count() > 1
    page.goto(base_url + "kommunen/")
    assert page.locator("main h2:visible").count() > 3
    context.close()
