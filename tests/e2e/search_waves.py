"""Requests that wait for each other: hold all that are sent, let them go together, count how often until something is reached.

Counted by cause and not by the clock: what is asked for while nothing comes in waits for nothing but what came before.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, Route

PAGE = "dialog [role=option]:not(.ss-option--abschnitt)"
TEN = "dialog [role=listbox]:not([aria-busy]) [role=group]"


class Gate:
    """Holds requests back until they may go on."""

    def __init__(self, page: Page, where: str | re.Pattern[str]) -> None:
        self.held: list[Route] = []
        self.shut = True
        page.route(where, self.take)

    def take(self, route: Route) -> None:
        """Hold a request, or let it pass if the gate is open."""
        if self.shut:
            self.held.append(route)
        else:
            route.continue_()

    def release(self) -> None:
        """Let go on what is held."""
        held, self.held = self.held, []
        for route in held:
            route.continue_()


def waves(page: Page, query: str, reached: Callable[[], bool]) -> int:
    """Put a query into the field that has the focus and hold all requests for parts of the index; return how often they had to be let go."""
    gate = Gate(page, "**/suchindex/*.six")
    count = quiet = 0
    page.keyboard.insert_text(query)
    while not reached():
        before = len(gate.held)
        page.wait_for_timeout(100)
        quiet = 0 if len(gate.held) > before else quiet + 1
        assert quiet < 300, "nothing is asked for and nothing is shown"
        # What has come may take a while to be shown on a busy machine.
        if gate.held and quiet > 20:
            quiet, count = 0, count + 1
            gate.release()
    return count


def shown(page: Page, hits: int) -> bool:
    """Say whether the list of the dialog has so many pages, or more, and awaits no others."""
    return page.locator(TEN).count() > 0 and page.locator(PAGE).count() >= hits
