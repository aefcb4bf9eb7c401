"""Serve a folder of finished HTML on the loopback address, as strictly as a bad server would.

Takes a folder, yields its address. A folder without ``index.html`` and a name in the wrong case are answered with 404,
never with a list of files: read from the disk (``file://``) or by Python's own server such links would pass the check
and be dead on the real site.
"""

from __future__ import annotations

import mimetypes
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

_INDEX = "index.html"
_POLL = 0.05  # seconds until the end of the block is seen
_TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/json",
}


@contextmanager
def serve_folder(folder: Path) -> Iterator[str]:
    """Serve a folder until the block ends; yield its address, which ends with a slash."""
    with QuietServer(("127.0.0.1", 0), _handler(folder.resolve())) as server:
        thread = threading.Thread(target=server.serve_forever, args=(_POLL,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


def find_file(folder: Path, address: str) -> Path | None:
    """Return the file that an address of the site means, or None; nothing outside the folder is ever found."""
    path = unquote(urlsplit(address).path)
    file = folder / path.lstrip("/") / _INDEX if path.endswith("/") else folder / path.lstrip("/")
    try:
        real = file.resolve()
        found = real.is_file() and real.is_relative_to(folder)
    except (OSError, ValueError):
        return None
    # Windows and macOS find „Bild.PNG“ under the name „bild.png“; the real server will not.
    return real if found and _same_case(folder, path, real) else None


def content_type(name: str) -> str:
    """Return the media type of a file, the same on every machine for what a site is made of."""
    suffix = Path(name).suffix.lower()
    kind = _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


class QuietServer(ThreadingHTTPServer):
    """A server that says nothing when a client goes away in the middle of an answer."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Pass over clients that hang up; anything else is a mistake of the program and shown."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def _same_case(folder: Path, path: str, real: Path) -> bool:
    if os.path.normcase("A") == "A":
        return True
    return real.as_posix().endswith(path.strip("/")) or real == folder / _INDEX


def _handler(folder: Path) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 60

        def do_GET(self) -> None:
            self._answer(body=True)

        def do_HEAD(self) -> None:
            self._answer(body=False)

        def _answer(self, *, body: bool) -> None:
            file = find_file(folder, self.path)
            data = file.read_bytes() if file else b"404"
            self.send_response(200 if file else 404)
            self.send_header("Content-Type", content_type(file.name) if file else "text/plain; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            self.send_header("LinkChecker", "schule")  # lifts LinkChecker's own limit of ten requests a second
            self.end_headers()
            if body:
                self.wfile.write(data)

        def log_message(self, *_arguments: Any) -> None:
            """Say nothing."""

    return Handler
