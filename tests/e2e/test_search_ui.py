"""The search as a reader meets it: dialog, page and lists, in a real browser over the real site."""

from __future__ import annotations

import functools
import http.server
import re
import threading
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.conftest import ROOT, Watched
from tests.e2e.search_host import asking, index, served, write_pages

FIELD = "dialog input[role=combobox]"
OPTION = "dialog [role=option]"
HIT = ".ss-treffer"
BAD = [
    "<img src=x onerror=alert(1)>", "\"><script>alert(1)</script>", "😀🏳️‍🌈", "\u202eabc\u202c \u200f", "(?:[a-z", "\\", "$& $1", "a" * 10_000, "wort " * 2_000,
    "%", "%00", "\x00", "*", "-", "\"", "„", "__proto__ constructor", "javascript:alert(1)",
]  # fmt: skip


def opened(page: Page, address: str, query: str = "") -> Page:
    page.goto(address)
    page.wait_for_function("!!customElements.get('schule-suchdialog')")
    page.keyboard.press("/")
    page.wait_for_selector(FIELD)
    if query:
        page.keyboard.type(query)
        page.wait_for_selector("dialog [role=listbox]:not([aria-busy]) [role=option] mark")
    return page


def settled(page: Page) -> None:
    """Wait until the hits of the search page are those of its address."""
    page.wait_for_selector(".ss-ergebnis:not([aria-busy]) .ss-zahl:not(:empty)")


def total(page: Page) -> int:
    return int(re.sub(r"\D", "", page.inner_text(".ss-zahl[role=status]").split(" ")[0]))


def serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{f['id']}: {n['html'][:160]}" for f in found if f["impact"] in {"serious", "critical"} for n in f["nodes"]
    ]


@pytest.fixture
def neighbour(tmp_path: Path) -> Iterator[Callable[[dict[str, str]], str]]:
    """Serve pages as another site that lets others search it; return its address."""
    servers: list[http.server.ThreadingHTTPServer] = []

    class Open(http.server.SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            self.send_header("Access-Control-Allow-Origin", "*")
            super().end_headers()

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    def serve(pages: dict[str, str]) -> str:
        write_pages(tmp_path, pages)
        server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), functools.partial(Open, directory=str(index(tmp_path)))
        )
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


# --- dialog ----------------------------------------------------------------------------------------------------------


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


def test_last_query_wins_even_if_an_earlier_answer_comes_later(watched: Watched, base_url: str) -> None:
    page = opened(watched.page, base_url)
    page.wait_for_timeout(500)
    held: list[Route] = []
    holding = True
    page.route("**/suchindex/s*.six", lambda route: held.append(route) if holding else route.continue_())
    page.keyboard.type("sensoren")
    page.wait_for_timeout(1000)
    assert held
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


# --- page ------------------------------------------------------------------------------------------------------------


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
    assert page.url == base_url + "suche/"
    assert "Die Suche braucht JavaScript" in page.inner_text("main")
    for kind in ("handlungsfelder", "sdg", "phasen", "kreise"):
        page.goto(base_url + "suche/")
        page.click(f"main article a[href$='{kind}/'] >> nth=0")
        static = [path for path in (site / kind).iterdir() if (path / "index.html").is_file()]
        linked = page.evaluate("[...document.querySelectorAll('main a')].map(a => a.href)")
        assert {f"{base_url}{kind}/{path.name}/" for path in static} <= set(linked)
        page.goto(f"{base_url}{kind}/{static[0].name}/")
        assert page.locator("main a").count() > 1
    page.goto(base_url + "kommunen/")
    assert page.locator("main h2:visible").count() > 3
    context.close()


# --- everyone --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(watched: Watched, base_url: str, scheme: str) -> None:
    page = watched.page
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    opened(page, base_url)
    assert serious(page) == []
    page.keyboard.type("Datenplatform")
    page.wait_for_selector(f"{OPTION} mark")
    page.keyboard.press("ArrowDown")
    assert serious(page) == []
    for path in (
        "suche/",
        "suche/?q=sensoren&Art=Praxisbeispiel",
        "suche/?q=xyzzyqq&Art=Land",
        "kommunen/?Kreis=Kreis+Soest",
    ):
        page.goto(base_url + path)
        settled(page)
        assert serious(page) == [], path
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("width", [320, 640])
def test_nothing_is_scrolled_sideways_on_a_narrow_screen(watched: Watched, base_url: str, width: int) -> None:
    page = watched.page
    page.set_viewport_size({"width": width, "height": 500})
    for path in ("suche/?q=sensoren&Art=Praxisbeispiel", "kommunen/?q=soest"):
        page.goto(base_url + path)
        settled(page)
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    opened(page, base_url, "Datenplatform")
    for part in (
        "document.scrollingElement",
        "document.querySelector('dialog')",
        "document.querySelector('.ss-liste')",
    ):
        assert page.evaluate(f"{part}.scrollWidth") <= width
    box = page.locator("dialog .ss-zu").bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 44


def test_choice_is_seen_in_forced_colours_and_nothing_moves(watched: Watched, base_url: str) -> None:
    page = watched.page
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    opened(page, base_url, "sensoren")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("dialog [aria-selected=true]")
    assert chosen.evaluate("row => getComputedStyle(row).outlineStyle") == "solid"
    assert chosen.evaluate("row => getComputedStyle(row).outlineWidth") == "3px"
    assert page.evaluate("document.querySelector('dialog').getAnimations({subtree: true}).length") == 0


# --- bad input and bad luck ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
def test_bad_input_is_answered_and_never_becomes_markup(watched: Watched, base_url: str, text: str) -> None:
    page = watched.page
    page.on("dialog", lambda dialog: watched.errors.append(dialog.message))
    opened(page, base_url)
    page.fill(FIELD, text)
    short = len(text.strip("\x00 ")) < 2
    expect(page.locator("dialog .ss-satz" if short else "dialog .ss-zahl")).to_have_text(re.compile("Treffer"))
    assert page.locator("dialog :is(img, script, iframe)").count() == 0
    page.keyboard.press("Enter")
    page.wait_for_url("**/suche/**")
    settled(page)
    assert page.locator("schule-suchseite :is(img, script, iframe)").count() == 0
    assert watched.errors == []


@pytest.mark.parametrize(
    "query",
    [
        "?q=%E0%A4%A",
        "?Art=Gibt+es+nicht",
        "?sortierung=%3Cb%3E&zeige=-5",
        "?zeige=1e9",
        "?Art=&q=&q=a",
        "?__proto__=1&constructor=2",
    ],
)
def test_odd_addresses_do_no_harm(watched: Watched, base_url: str, query: str) -> None:
    watched.page.goto(base_url + "suche/" + query)
    settled(watched.page)
    assert watched.errors == []


def test_part_that_does_not_load_is_told_and_the_next_try_works(browser: Browser, base_url: str) -> None:
    context = browser.new_context(locale="de-DE")
    page = opened(context.new_page(), base_url)
    page.wait_for_timeout(500)
    context.set_offline(True)
    page.keyboard.type("sensoren")
    expect(page.locator("dialog .ss-satz")).to_have_text(re.compile(r"ist nicht zu erreichen.*noch einmal suchen\."))
    context.set_offline(False)
    page.fill(FIELD, "sensorik")
    page.wait_for_selector(f"{OPTION} mark")
    page.goto(base_url + "suche/")
    settled(page)
    context.set_offline(True)
    page.fill("schule-suchseite input[type=search]", "mängelmelder")
    expect(page.locator(".ss-zahl[role=status]")).to_have_text(re.compile(r"ist nicht zu erreichen"))
    context.set_offline(False)
    page.fill("schule-suchseite input[type=search]", "mängelmelder ")
    page.keyboard.press("Enter")
    page.wait_for_selector(HIT)
    context.close()


def with_others(page: Page, others: str) -> None:
    """Let the pages of the site name other sites in their settings, as mkdocs.yml would."""

    page.add_init_script(
        f"""document.addEventListener("readystatechange", () => {{
            const settings = document.getElementById("suche-einstellungen");
            if (settings && document.readyState === "interactive")
                settings.textContent = JSON.stringify({{ ...JSON.parse(settings.textContent), weitere: {others} }});
        }});"""
    )


def test_other_sites_are_searched_too_and_an_unreachable_one_is_told(
    watched: Watched, base_url: str, neighbour: Callable[[dict[str, str]], str]
) -> None:
    address = neighbour(
        {"bruecke": "<h1>Seilbrücke am Nordufer</h1><p>Sensoren zählen, wer über die Seilbrücke geht.</p>"}
    )
    page = watched.page
    with_others(
        page,
        f'[{{"titel": "Schule Seenland", "adresse": "{address}"}}, {{"titel": "Schule Nirgendwo", "adresse": "http://127.0.0.1:9/"}}]',
    )
    opened(page, base_url)
    page.keyboard.type("seilbrücke")
    expect(page.locator("dialog .ss-fremd")).to_have_text("aus: Schule Seenland")
    expect(page.locator("dialog .ss-hinweise")).to_contain_text("„Schule Nirgendwo“ antwortet nicht")
    assert page.locator(OPTION).first.evaluate("row => row.href").startswith(address)
    page.goto(base_url + "suche/?q=sensoren")
    expect(page.locator(".ss-ergebnis .ss-hinweise")).to_contain_text("„Schule Nirgendwo“ antwortet nicht")
    page.locator(".ss-facette summary", has_text="Website").click()
    page.locator(".ss-facette li", has_text="Schule Seenland").locator("input").check()
    expect(page.locator(HIT)).to_have_count(1)
    expect(page.locator(".ss-treffer__art")).to_contain_text("aus: Schule Seenland")


ELSEWHERE = """<link rel="stylesheet" href="/suchindex/suche.css"><link rel="stylesheet" href="/suchindex/suchseite.css"><script type="module" src="/suchindex/suchdialog.js"></script>
<script type="module" src="/suchindex/suchseite.js"></script><schule-suchdialog><a href="/suche/">Suche</a></schule-suchdialog>"""


def test_pieces_work_in_any_page_under_a_strict_policy_and_escape_what_pages_hold(
    browser: Browser, tmp_path: Path
) -> None:
    trap = "&lt;img src=x onerror=alert(1)&gt;"
    write_pages(
        tmp_path,
        {
            "": f"<p>Nichts</p>{ELSEWHERE}",
            "suche": f"<p>Suchseite</p><schule-suchseite></schule-suchseite>{ELSEWHERE}",
            "falle": f"""<h1>Falle {trap}</h1><p>Falle: {trap}</p><h2 id="mitte">Falle {trap}</h2><p>Mitten in der Falle.</p>
            <span data-pagefind-filter="Art:{trap}"></span>""",
        },
    )
    with served(index(tmp_path)) as address, asking(browser, address) as asked:
        page = asked.page
        page.on("dialog", lambda dialog: asked.errors.append(dialog.message))
        opened(page, address, "falle")
        assert "<img" in page.inner_text("dialog [role=listbox]")
        page.keyboard.press("Enter")
        page.wait_for_selector(HIT)
        assert "<img" in page.inner_text(HIT)
        assert page.locator("img").count() == 0
        assert asked.errors == []
