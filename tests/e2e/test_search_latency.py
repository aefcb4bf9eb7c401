"""What a reader waits for: requests in a row, letters to come, a slow neighbour, one part that does not come."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.e2e.conftest import Watched
from tests.e2e.search_host import Asking, asking, index, served, write_pages
from tests.e2e.search_steps import FIELD, HIT, OPTION, opened, settled, until, warm
from tests.e2e.search_waves import PAGE, Gate, shown, waves
from tests.e2e.test_search_ui import neighbour, with_others

__all__ = ["neighbour"]  # a fixture


@pytest.fixture(scope="module")
def pets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Twenty pages on a loopback address."""
    folder = tmp_path_factory.mktemp("tiere")
    kinds = ("Katze", "Katzenfutter", "Katzenklappe", "Hund")
    pages = {
        f"seite{number}": f"<h1>{kinds[number % 4]} {number}</h1><p>Ein Tier.</p><h2 id='b'>Mehr</h2><p>{kinds[number % 4]} überall.</p>"
        for number in range(20)
    }
    write_pages(folder, {"": "<p>Nichts</p>", **pages})
    with served(index(folder)) as address:
        yield address


@pytest.fixture
def asked(browser: Browser, pets: str) -> Iterator[Asking]:
    with asking(browser, pets) as page:
        yield page
        assert page.errors == []


@pytest.mark.parametrize(
    "query",
    [
        "Bürgerbeteiligung",
        "Datenplattform",
        "Sensoren",
        "digitale Verwaltung",
        "Schulen",
        "Förderung",
        "Förderu",
        "genutzte",
    ],
)
def test_ten_hits_need_two_requests_that_wait_for_each_other(watched: Watched, base_url: str, query: str) -> None:
    page = opened(watched.page, base_url)
    warm(page)
    page.wait_for_load_state("networkidle")
    assert waves(page, query, lambda: shown(page, 10)) <= 2


@pytest.mark.parametrize(("query", "most"), [("Datenplatform", 2), ("Klimaschuztz", 2), ("Sensorwerkstatt", 3)])
def test_words_that_stand_nowhere_cost_one_request_more_at_most(
    watched: Watched, base_url: str, query: str, most: int
) -> None:
    page = opened(watched.page, base_url)
    page.wait_for_load_state("networkidle")
    assert waves(page, query, lambda: shown(page, 1)) <= most


def test_letters_to_come_find_their_files_there(asked: Asking) -> None:
    asked.do("await suche.search('katzenfutt'); await suche.preload('katzenfutt', { ahead: true });")
    requests: list[str] = []
    asked.page.on("request", lambda request: requests.append(request.url))
    found = asked.do(
        "const found = await suche.search('Katzenfutter'); return (await Promise.all(found.results.map((hit) => hit.data()))).length;"
    )
    assert found == 5
    assert requests == []


def test_files_of_the_first_hits_come_with_the_answer(asked: Asking) -> None:
    sent: list[str] = []
    asked.page.on("request", lambda request: sent.append(request.url.rsplit("/", 1)[1]))
    found = asked.do("const found = await suche.search('Tier'); window.treffer = found.results; return found.total;")
    assert found == 20
    until(asked.page, lambda: sum(name.startswith("s") and name.endswith(".six") for name in sent) == 10)
    sent.clear()
    assert asked.do("return Promise.all(window.treffer.slice(0, 10).map(async (hit) => (await hit.data()).url));")
    assert sent == []


def test_previews_are_the_data_of_the_hit_without_its_text(asked: Asking) -> None:
    preview, data, missing = asked.do(
        """const beyond = (await suche.search("Tier")).hits.slice(12, 13)[0];  // whose text is not fetched ahead
        const missing = await beyond.preview(false);
        const { hits, results } = await suche.search("Katze");
        return [await hits.slice(0, 1)[0].preview(), await results[0].data(), missing];"""
    )
    assert missing is None
    assert {name: preview[name] for name in ("url", "raw_url", "meta", "filters", "why", "site")} == {
        name: data[name] for name in ("url", "raw_url", "meta", "filters", "why", "site")
    }
    assert preview["best"] == {name: data["best"][name] for name in ("title", "url", "excerpt")}
    assert "content" not in preview


def test_hits_stand_in_the_order_of_results_and_weak_ones(asked: Asking) -> None:
    found = asked.do(
        """const found = await suche.search("Katze Futter 3");
        const ids = (list) => list.map(({ id, score }) => [id, score]);
        return [ids([...found.results, ...found.weak]), ids(found.hits.slice(0, 99)), ids(found.hits.slice(2, 4)), found.total, found.hits.strong];"""
    )
    every, hits, part, total, strong = found
    assert hits == every
    assert part == every[2:4]
    assert total == strong


def test_live_search_gives_up_for_the_next_and_both_can_be_asked_again(asked: Asking) -> None:
    found = asked.do(
        """await suche.init();
        const [one, other] = await Promise.allSettled(["Hund", "Katze"].map((term) => suche.search(term, { live: true })));
        return [one.status, other.status, (await suche.search("Hund")).total];"""
    )
    assert found == ["rejected", "fulfilled", 5]


def test_slow_neighbour_does_not_hold_up_own_hits(
    watched: Watched, base_url: str, neighbour: Callable[[dict[str, str]], str]
) -> None:
    address = neighbour({"bruecke": "<h1>Sensoren am Nordufer</h1><p>Sensoren zählen Schritte.</p>"})
    page = watched.page
    with_others(page, f'[{{"titel": "Schule Seenland", "adresse": "{address}"}}]')
    gate = Gate(page, re.compile(re.escape(address) + r".*/[wps]\d.*\.six"))
    opened(page, base_url)
    page.keyboard.type("sensoren")
    expect(page.locator("dialog [role=listbox]:not([aria-busy]) [role=group]").first).to_be_visible()
    assert page.locator("dialog .ss-fremd").count() == 0
    first = page.locator(OPTION).first.get_attribute("href")
    page.goto(f"{base_url}suche/?q=seilzugbahn+sensoren")
    settled(page)
    own = page.locator(HIT).count()
    assert own
    until(page, lambda: len(gate.held) > 1)
    gate.shut = False
    opened(page, base_url)
    page.keyboard.type("sensoren")
    expect(page.locator("dialog .ss-fremd")).to_have_text("aus: Schule Seenland")
    expect(page.locator(OPTION).first).to_have_attribute("href", first or "")


def test_hits_of_a_neighbour_are_added_when_they_come(
    watched: Watched, base_url: str, neighbour: Callable[[dict[str, str]], str]
) -> None:
    address = neighbour({"bruecke": "<h1>Nordufer</h1><p>Die Uferpromenadenbeleuchtung leuchtet.</p>"})
    page = watched.page
    with_others(page, f'[{{"titel": "Schule Seenland", "adresse": "{address}"}}]')
    gate = Gate(page, re.compile(re.escape(address) + r".*/[wp]\d.*\.six"))
    page.goto(f"{base_url}suche/?q=uferpromenadenbeleuchtung")
    settled(page)
    assert page.locator(".ss-treffer__art", has_text="aus: Schule Seenland").count() == 0
    until(page, lambda: gate.held)
    gate.shut = False
    gate.release()
    expect(page.locator(".ss-treffer__art", has_text="aus: Schule Seenland")).to_have_count(1)


def test_hit_whose_part_does_not_load_is_left_out_and_told(browser: Browser, base_url: str) -> None:
    context = browser.new_context(locale="de-DE")
    page = context.new_page()
    failing: list[str] = []

    def fail_once(route: Route) -> None:
        failing[:] = failing or [route.request.url]
        route.abort() if route.request.url == failing[0] else route.continue_()

    page.route("**/suchindex/s*.six", fail_once)
    opened(page, base_url, "sensoren")
    expect(page.locator("dialog .ss-hinweise")).to_contain_text("ist nicht zu erreichen")
    expect(page.locator(PAGE)).to_have_count(9)
    page.goto(base_url + "suche/?q=sensoren")
    settled(page)
    expect(page.locator(".ss-ergebnis .ss-hinweise")).to_contain_text("ist nicht zu erreichen")
    expect(page.locator(HIT)).to_have_count(9)
    context.close()


def test_without_hits_words_like_the_one_asked_for_are_offered(watched: Watched, base_url: str) -> None:
    page = opened(watched.page, base_url)
    page.keyboard.type("Klimaschutzxyxyxyx")
    page.wait_for_selector("dialog .ss-angebot button")
    expect(page.locator("dialog .ss-angebot")).to_have_text(re.compile("^Ähnliche Wörter: .*klima", re.IGNORECASE))
    page.locator("dialog .ss-angebot button").first.click()
    page.wait_for_selector(f"{OPTION} mark")
    assert "xyx" not in page.input_value(FIELD)
    page.goto(base_url + "suche/?q=Klimaschutzxyxyxyx")
    settled(page)
    page.locator(".ss-angebot button").first.click()
    page.wait_for_selector(HIT)
    assert "xyx" not in page.url
    assert watched.errors == []


def test_own_words_stay_in_place_while_the_list_is_renewed(watched: Watched, base_url: str) -> None:
    """The list never empties between two answers."""
    page = opened(watched.page, base_url, "sensoren")
    page.evaluate(
        """() => {
            window.leer = 0;
            const list = document.querySelector("dialog [role=listbox]");
            new MutationObserver(() => (window.leer += list.querySelectorAll("[role=option]").length ? 0 : 1)).observe(list, { childList: true, subtree: true });
        }"""
    )
    page.keyboard.type(" wald")
    expect(page.locator("dialog .ss-alle")).to_have_attribute("href", re.compile("wald"))
    expect(page.locator("dialog [role=listbox]:not([aria-busy]) [role=option]").first).to_be_visible()
    assert page.evaluate("window.leer") == 0
