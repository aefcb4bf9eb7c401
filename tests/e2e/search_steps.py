"""Steps that the tests of the search's face share: open it, wait for its answer, read it."""

from __future__ import annotations

import re
from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

FIELD = "dialog input[role=combobox]"
OPTION = "dialog [role=option]"
HIT = ".ss-treffer"


def opened(page: Page, address: str, query: str = "") -> Page:
    page.goto(address)
    page.wait_for_function("!!customElements.get('schule-suchdialog')")
    page.keyboard.press("/")
    page.wait_for_selector(FIELD)
    if query:
        page.keyboard.type(query)
        page.wait_for_selector("dialog [role=listbox]:not([aria-busy]) [role=option] mark")
    return page


def warm(page: Page) -> None:
    """Wait until the engine of the page has opened its index; what is typed then needs the parts for it alone."""
    page.evaluate(
        """async () => {
            const beside = [...document.scripts].find(({ src }) => src.includes("/suchindex/")).src;
            await (await import(new URL("suche.js", beside))).init();
        }"""
    )


def until(page: Page, reached: Callable[[], object]) -> None:
    """Wait for what is noted here while the page works, such as a request."""
    for _ in range(600):
        if reached():
            return
        page.wait_for_timeout(50)
    raise AssertionError("Was erwartet wurde, ist nicht geschehen.")


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
