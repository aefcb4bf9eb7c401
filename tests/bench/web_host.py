"""A web server as municipalities have one: text packed with gzip -9 in advance, connections kept open; it counts what it sends."""

from __future__ import annotations

import functools
import gzip
import http.server
import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

PROGRAMS = (".js", ".mjs", ".wasm", ".pagefind")
PACKED = (".html", ".css", ".js", ".mjs", ".json", ".svg", ".xml", ".txt", ".csv", ".ttl", ".ics")


@dataclass
class Sent:
    """Bytes of bodies as sent, before they were packed, and in programs; and requests; since the last reset."""

    bytes: int = 0
    plain: int = 0
    programs: int = 0
    requests: int = 0

    def reset(self) -> None:
        """Begin to count anew."""
        self.bytes = self.plain = self.programs = self.requests = 0


@contextmanager
def web_host(site: Path) -> Iterator[tuple[str, Sent]]:
    """Serve a folder on the loopback address; yield its address, with a final slash, and the count."""
    sent = Sent()
    ready: dict[Path, bytes] = {}  # packed once, so that packing does not delay a measured visit

    class Handler(http.server.SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def send_head(self) -> Any:
            sent.requests += 1
            path = Path(self.translate_path(self.path))
            if path.is_dir():
                path /= "index.html"
            if not path.is_file() or path.suffix not in PACKED:
                return super().send_head()
            if path not in ready:
                ready[path] = gzip.compress(path.read_bytes(), 9, mtime=0)
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", f"{self.guess_type(str(path))}; charset=utf-8")
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(ready[path])))
            self.end_headers()
            return io.BytesIO(ready[path])

        def copyfile(self, source: Any, outputfile: Any) -> None:
            data = source.read()
            path = Path(self.translate_path(self.path))
            sent.bytes += len(data)
            sent.plain += path.stat().st_size if path in ready else len(data)
            sent.programs += len(data) if path.suffix in PROGRAMS else 0
            outputfile.write(data)

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    handler = functools.partial(Handler, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/", sent
        server.shutdown()
        thread.join()
