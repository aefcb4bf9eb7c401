"""The search for everyone, with bad input and bad luck: accessibility, odd queries, parts that do not load, other sites."""

from __future__ import annotations

import functools
import http.server
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Watched, watch
from tests.e2e.search_host import asking, index, served, write_pages
from tests.e2e.search_steps import FIELD, HIT, OPTION, opened, serious, settled, warm

BAD = [
    "<img src=x onerror=alert(1)>", "\"><script>alert(1)</script>", "😀🏳️‍🌈", "\u202eabc\u202c \u200f", "(?:[a-z", "\\", "$& $1", "a" * 10_000, "wort " * 2_000,
    "%", "%00", "\x00", "*", "-", "\"", "„", "__proto__ constructor", "javascript:alert(1)",
]  # fmt: skip


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
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


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


def test_arrows_of_the_filters_are_seen_in_forced_colours(watched: Watched, base_url: str) -> None:
    page = watched.page
    page.emulate_media(forced_colors="active")
    page.goto(base_url + "suche/?q=sensoren")
    settled(page)
    arrow, ground = page.evaluate(
        """() => {
            const summary = document.querySelector(".ss-facette summary");
            return [getComputedStyle(summary, "::after").backgroundColor, getComputedStyle(document.body).backgroundColor];
        }"""
    )
    assert arrow != ground


# --- bad input and bad luck ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def stranger(browser: Browser, base_url: str) -> Iterator[Watched]:
    """One page for all who type what makes no sense; a question that opens is an error too."""
    with contextmanager(watch)(browser, base_url) as seen:
        seen.page.on("dialog", lambda dialog: seen.errors.append(dialog.message))
        yield seen


@pytest.fixture
def nonsense(stranger: Watched) -> Iterator[Page]:
    """That page, whose console stays empty."""
    stranger.errors.clear()
    yield stranger.page
    assert stranger.errors == []


@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
def test_bad_input_is_answered_and_never_becomes_markup(nonsense: Page, base_url: str, text: str) -> None:
    page = opened(nonsense, base_url)
    page.fill(FIELD, text)
    short = len(text.strip("\x00 ")) < 2
    expect(page.locator("dialog .ss-satz" if short else "dialog .ss-zahl")).to_have_text(re.compile("Treffer"))
    assert page.locator("dialog :is(img, script, iframe)").count() == 0
    page.keyboard.press("Enter")
    page.wait_for_url("**/suche/**")
    settled(page)
    assert page.locator("schule-suchseite :is(img, script, iframe)").count() == 0


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
def test_odd_addresses_do_no_harm(nonsense: Page, base_url: str, query: str) -> None:
    nonsense.goto(base_url + "suche/" + query)
    settled(nonsense)


def test_part_that_does_not_load_is_told_and_the_next_try_works(browser: Browser, base_url: str) -> None:
    context = browser.new_context(locale="de-DE")
    page = opened(context.new_page(), base_url)
    warm(page)
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
