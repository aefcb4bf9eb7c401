"""Make sure that the browsers for the tests are there: Chromium (installed, else Debian's, else Playwright's own) and Firefox.

Run as a script it installs what is missing and ends with one line; the tests import ``find_browser``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
)
REMEDY = "Kein Browser für die Tests: Chromium oder Chrome installieren, oder BROWSER_PATH auf das Programm setzen."


FIREFOX = ("firefox-esr", "firefox")
FIREFOX_PLACES = ("/Applications/Firefox.app/Contents/MacOS/firefox", "C:/Program Files/Mozilla Firefox/firefox.exe")
FIREFOX_REMEDY = (
    "Kein Firefox für die Tests: Firefox oder firefox-esr installieren, oder FIREFOX_PATH auf das Programm setzen."
)


def find_firefox() -> str | None:
    """Return the path of a Firefox, or None."""
    named = os.environ.get("FIREFOX_PATH")
    if named:
        return named if Path(named).is_file() else None
    found = next(filter(None, map(shutil.which, FIREFOX)), None)
    return found or next((place for place in FIREFOX_PLACES if Path(place).is_file()), None)


def install_firefox() -> str | None:
    """Install Debian's Firefox and return its path, or None where that is not possible."""
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print("Installiere Firefox aus Debian ...", flush=True)
        _apt_install("firefox-esr")
    return find_firefox()


def find_browser() -> str | None:
    """Return the path of a Chromium or Chrome, or None."""
    named = os.environ.get("BROWSER_PATH")
    if named:
        return named if Path(named).is_file() else None
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return found or next((place for place in PLACES if Path(place).is_file()), None) or _playwright_browser()


def install_browser() -> str | None:
    """Install a browser and return its path, or None when no way worked."""
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print("Installiere Chromium aus Debian ...", flush=True)
        _apt_install("chromium")
        if find_browser():
            return find_browser()
    print("Installiere Chromium über Playwright ...", flush=True)
    subprocess.run(
        [sys.executable, "-m", "playwright", "install", "chromium"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
        timeout=900,
    )
    return find_browser()


def _apt_install(package: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package],
    ):
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)


def _playwright_browser() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if path and Path(path).is_file() else None


if __name__ == "__main__":
    if not (find_browser() or install_browser()):
        sys.exit(REMEDY)
    if not (find_firefox() or install_firefox()):
        sys.exit(FIREFOX_REMEDY)
