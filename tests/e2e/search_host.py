"""A site with a search index on the loopback address, under a strict Content-Security-Policy, and a page that asks it.

The pages that ask hold nothing but what the policy lets them: scripts, workers, files and styles of the same host.
"""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from schule.search.build import build
from schule.search.client_files import client_files

POLICY = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; style-src 'self'"


class _Handler(http.server.SimpleHTTPRequestHandler):
    policy = POLICY

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@dataclass
class Asking:
    """A page that has loaded the search module of a site."""

    page: Page
    errors: list[str] = field(default_factory=list)

    def do(self, script: str, value: Any = None) -> Any:
        """Run the body of an asynchronous function with `suche`, the module, and `value`."""
        return self.page.evaluate(f"async ([suche, value]) => {{ {script} }}", [self.module, value])

    @property
    def module(self) -> Any:
        """Return the module in the page."""
        return self.page.evaluate_handle("import(new URL('suchindex/suche.js', document.baseURI).href)")


def write_pages(folder: Path, pages: dict[str, str], lang: str = "de") -> None:
    """Write pages given as address and body."""
    for address, body in pages.items():
        path = folder / address.strip("/") / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"></head><body>{body}</body></html>'
        )


def index(folder: Path) -> Path:
    """Build the index of a folder with the files for the browser."""
    with ThreadPoolExecutor(2) as executor:
        build(folder, executor)
    for name, data in client_files().items():
        (folder / "suchindex" / name).write_bytes(data)
    return folder


@contextmanager
def served(folder: Path, policy: str = POLICY) -> Iterator[str]:
    """Serve a folder; yield its address."""
    handler = functools.partial(type("_OwnHandler", (_Handler,), {"policy": policy}), directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@contextmanager
def asking(browser: Browser, address: str, path: str = "") -> Iterator[Asking]:
    """Open an empty page of the site, note every error, and yield it."""
    context = browser.new_context(locale="de-DE")
    page = context.new_page()
    seen = Asking(page)
    page.on("console", lambda message: seen.errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.goto(address + path)
    yield seen
    context.close()
