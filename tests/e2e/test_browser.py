"""The browser of the tests runs as Playwright starts it, apart from what is named in addition."""

from __future__ import annotations

import psutil
from playwright.sync_api import Browser

SWITCH = "--disable-features="


def test_what_playwright_switches_off_stays_off(browser: Browser) -> None:
    started = [_command(one) for one in psutil.Process().children(recursive=True)]
    lists = next(
        [part.removeprefix(SWITCH).split(",") for part in line if part.startswith(SWITCH)]
        for line in started
        if "--remote-debugging-pipe" in line and not any(part.startswith("--type=") for part in line)
    )
    *before, last = lists
    assert "HttpsUpgrades" in {name for names in before for name in names}, browser.version
    assert {name for names in before for name in names} <= set(last)


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []  # it has just ended
