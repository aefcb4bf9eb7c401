"""Serve a preview on the loopback address: pages, what the pages need, and a stream of events that reloads them.

Requests for another host are refused: a page of a foreign site could otherwise make its name point to this computer and
read what is being written here.
"""

from __future__ import annotations

import time
from http.server import BaseHTTPRequestHandler
from importlib import resources
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

from schule.links.server import QuietServer, content_type, find_file
from schule.preview.banner import add_to_page, bare_page
from schule.preview.handouts import MARK, HandoutFailedError, is_handout, offer
from schule.preview.state import Preview
from schule.project import Project

_OWN = "/__vorschau/"
_PING = 15.0  # seconds; a closed browser window is noticed when a ping fails
_FROM_BUILD = ("/suchindex/", "/search/")


class PreviewServer(QuietServer):
    """A server of one preview; ``run`` tells browsers that it was started anew."""

    def __init__(self, project: Project, preview: Preview, port: int) -> None:
        self.project, self.preview = project, preview
        self.run = str(time.time_ns())
        super().__init__(("127.0.0.1", port), _Handler)


def is_local(host: str, port: int) -> bool:
    """Say whether a request's Host header names this computer and this port."""
    return host in {f"127.0.0.1:{port}", f"localhost:{port}", f"[::1]:{port}"}


class _Handler(BaseHTTPRequestHandler):
    server: PreviewServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if not is_local(self.headers.get("Host", ""), self.server.server_port):
            self._send(403, b"Nur auf diesem Rechner.", "text/plain; charset=utf-8")
            return
        path = unquote(urlsplit(self.path).path)
        if path == _OWN + "ereignisse":
            self._events()
        elif path.startswith(_OWN):
            self._own(path.removeprefix(_OWN))
        elif is_handout(path):
            self._handout(path)
        else:
            self._page(path)

    def do_HEAD(self) -> None:
        self.do_GET()

    def _page(self, path: str) -> None:
        shown = self.server.preview.page(path)
        data = shown.data
        if data is None and path.startswith(_FROM_BUILD):
            file = find_file(self.server.project.site.resolve(), path)  # as it was when the site was last built
            data = file.read_bytes() if file else None
        if data is None and (elsewhere := self._elsewhere(path)):
            self.send_response(302)  # never 301: a browser would remember it beyond this preview
            self.send_header("Location", quote(elsewhere))
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        status = 200 if data is not None else 404
        if data is None:
            data = bare_page("Diese Seite gibt es nicht", f"„{path}“ gehört zu keinem Datensatz.")
        if path.endswith(("/", ".html")) or status == 404:
            data = data.replace(MARK, offer(path), 1)
            data, kind = add_to_page(data, shown.banner, shown.stand, self.server.run), "text/html; charset=utf-8"
        else:
            kind = content_type(path)
        self._send(status, data, kind)

    def _elsewhere(self, path: str) -> str | None:
        """Return where an address without a page leads: with its last slash, or to the record that it belonged to."""
        whole = path if path.endswith("/") else path + "/"
        if whole != path and self.server.preview.page(whole).data is not None:
            return whole
        return self.server.preview.moved(whole)

    def _handout(self, path: str) -> None:
        try:
            self._send(200, self.server.preview.handout(path), content_type(path))
        except HandoutFailedError as error:
            self._send(404, bare_page("Dieses Handout gibt es nicht", str(error)), "text/html; charset=utf-8")

    def _own(self, name: str) -> None:
        file = resources.files("schule.preview") / "client" / name
        if name in ("vorschau.js", "vorschau.css") and file.is_file():
            self._send(200, file.read_bytes(), content_type(name))
        else:
            self._send(404, b"", "text/plain")

    def _events(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        address, stand = query.get("seite", ["/"])[0], query.get("stand", ["0"])[0]
        number = int(stand) if stand.isdigit() else 0
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        self._event("lauf", self.server.run)
        with self.server.preview.listening(unquote(address)):
            while not self.server.preview.changes.wait(unquote(address), number, _PING):
                self._event("ping", "")
        self._event("neu", "")

    def _event(self, name: str, data: str) -> None:
        self.wfile.write(f"event: {name}\ndata: {data}\n\n".encode())
        self.wfile.flush()

    def _send(self, status: int, data: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log_message(self, *_arguments: Any) -> None:
        """Say nothing; the terminal belongs to the findings."""
