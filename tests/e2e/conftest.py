"""The real site, built once in a run, served on the loopback address, a browser that notes every request and error, and a small
site with a search.
"""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from schule.pipeline import build
from schule.project import Project
from tests.e2e.made_once import made_once
from tests.e2e.search_cats import PAGES
from tests.e2e.search_host import Asking, asking, index, served, write_pages
from tests.install_browser import REMEDY, find_browser

ROOT = Path(__file__).parents[2]
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
# A new context costs half a second of computing more for each of the first two (pages of the address bar's suggestions), and
# a fifth for the third (a process in reserve). The browser takes the last list of such names alone, so what Playwright
# switches off is named again; test_browser.py holds that.
OFF = (
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "SpareRendererForSitePerProcess",
    "AimEnabled", "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "LensOverlay", "MediaRouter",
    "NetworkTimeServiceQuerying", "OptimizationHints", "PaintHolding", "PreconnectToSearch", "TcpPortRandomizationWin",
    "ThirdPartyStoragePartitioning", "msEdgeUpdateLaunchServicesPreferredVersion", "msForceBrowserSignIn",
)  # fmt: skip
ARGUMENTS = [*FLAGS, f"--disable-features={','.join(OFF)}"]
expect.set_options(timeout=30_000)  # a busy machine is slow; how fast something is the bench says


class _QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


def _build_real_site(folder: Path) -> None:
    result = build(Project(ROOT), folder)
    assert result.published, [
        f"{f.path}:{f.span.line} {f.rule} {f.message}" for f in result.findings if f.severity == "fehler"
    ]
    assert not result.warnings, result.warnings


def _files(folder: Path) -> dict[str, tuple[int, int]]:
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="session")
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The real content, built as the editor builds it; all processes of a run share it, so nobody may write there."""
    base = tmp_path_factory.getbasetemp()
    one_of_several = hasattr(request.config, "workerinput")
    folder = made_once(
        base.parent if one_of_several else base, tmp_path_factory.mktemp("bau") / "site", _build_real_site
    )
    before = _files(folder)
    yield folder
    assert _files(folder) == before, "Ein Test hat in die gemeinsame Website geschrieben; er braucht eine Kopie."


@pytest.fixture(scope="session")
def base_url(site: Path) -> Iterator[str]:
    """Address of the built site, below a path, as a municipality may host it."""
    handler = functools.partial(_QuietHandler, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium; a missing one fails the tests and says how to get it."""
    path = find_browser()
    assert path, REMEDY
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        launched.close()


@dataclass
class Watched:
    """A page and what it did: messages of errors, and requests to other hosts."""

    page: Page
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)


@pytest.fixture
def watched(browser: Browser, base_url: str) -> Iterator[Watched]:
    """A fresh browser page that collects console errors, failed requests and requests to other hosts."""
    yield from watch(browser, base_url)


def watch(browser: Browser, base_url: str) -> Iterator[Watched]:
    """Open a page, note what it does, and close it when the test goes on."""
    context = browser.new_context(locale="de-DE", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    seen = Watched(page)
    page.on(
        "console", lambda message: seen.errors.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    # A request that leaving the page has ended is no failure.
    page.on(
        "requestfailed",
        lambda request: (
            seen.errors.append(f"{request.url}: {request.failure}") if request.failure != "net::ERR_ABORTED" else None
        ),
    )
    page.on(
        "request",
        lambda request: (
            seen.foreign.append(request.url) if not request.url.startswith((base_url, "data:", "blob:")) else None
        ),
    )
    yield seen
    context.close()


@pytest.fixture(scope="session")
def cats(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A handful of pages, indexed; nobody may write there."""
    folder = tmp_path_factory.mktemp("katzen")
    write_pages(folder, PAGES)
    return index(folder)


@pytest.fixture(scope="session")
def address(cats: Path) -> Iterator[str]:
    """Where the handful of pages is served."""
    with served(cats) as found:
        yield found


@pytest.fixture
def suche(browser: Browser, address: str) -> Iterator[Asking]:
    """A fresh page with the search of the handful of pages; it must end without an error on the console."""
    with asking(browser, address) as page:
        yield page
        assert page.errors == []


@pytest.fixture(scope="module")
def one_for_all(browser: Browser, address: str) -> Iterator[Asking]:
    """One page with that search for a whole file."""
    with asking(browser, address) as page:
        yield page


@pytest.fixture
def shared(one_for_all: Asking) -> Iterator[Asking]:
    """The page of the file, for tests that ask and change nothing; it must end without an error on the console."""
    one_for_all.errors.clear()
    yield one_for_all
    assert one_for_all.errors == []
