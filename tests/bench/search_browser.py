"""The search in Chromium: bytes and milliseconds to the first answer and to the next twenty, ours against Pagefind's.

Run as ``python -m tests.bench suche-browser -- --seiten 10000``. Both indexes are made of the same generated pages and served
by the same server, which sends programs packed with gzip, as web servers do, and counts bytes as sent and unpacked. An answer is there when ten hits with address and excerpt are.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import io
import random
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from rich.console import Console
from rich.table import Table

from schule.search.build import build
from tests.e2e.conftest import FLAGS
from tests.e2e.search_corpus import sentences
from tests.install_browser import REMEDY, find_browser

SEED = 20261120
COLD_RUNS = 7
QUERIES = (
    "Bürgerbeteiligung", "Datenplattform", "offene Daten", "Stadtlabor einrichten", "Förderung", "Klimaschutz", "Sensorik LoRaWAN",
    "digitaler Zwilling", "Wie funktioniert ein Stadtlabor?", "Strategie", "Mobilität im ländlichen Raum", "Verwaltung", "Schulen",
    "Transfer", "Open Source", "Bürgerhaushalt", "Energie sparen", "Kommune", "Iserlohn", "Nachhaltigkeit", "Innovation",
)  # fmt: skip
MODULES = {"Suche der Schule": "suchindex/suche.js", "Pagefind": "pagefind/pagefind.js"}
_ASK = """async ([address, query]) => {
  const begin = performance.now();
  window.gesucht ??= await import(address);
  const found = await window.gesucht.search(query);
  const shown = await Promise.all(found.results.slice(0, 10).map((hit) => hit.data()));
  return [performance.now() - begin, found.results.length, shown.length, found.timings.search ?? 0];
}"""
# Ten small files that nobody has fetched yet, at once: what no answer of ten hits can be quicker than here.
_FETCH = """async (addresses) => {
  const begin = performance.now();
  await Promise.all(addresses.map(async (address) => (await fetch(address)).arrayBuffer()));
  return performance.now() - begin;
}"""
FLOOR_RUNS = 15
_LONG_TASKS = """() => {
  window.lange = [];
  new PerformanceObserver((list) => window.lange.push(...list.getEntries().map((e) => e.duration))).observe({ type: "longtask" });
}"""


@dataclass
class Counter:
    """What a server has sent."""

    sent: int = 0
    plain: int = 0  # the same before the server packed it
    program: int = 0  # of these in scripts and WebAssembly
    requests: int = 0


@dataclass(frozen=True)
class Row:
    """What one engine needed: bytes, requests and milliseconds."""

    cold_bytes: float
    cold_plain: float
    cold_program: float
    cold_requests: float
    cold: float
    next_bytes: float
    next_median: float
    next_95: float
    computing: float
    long_tasks: int
    without_hits: int


def main(arguments: list[str]) -> None:
    """Generate the pages, build both indexes, ask both, print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seiten", type=int, default=10_000)
    parser.add_argument("--ordner", type=Path, help="wo die Seiten bleiben sollen")
    options = parser.parse_args(arguments)
    path = find_browser()
    if not path:
        sys.exit(REMEDY)
    with tempfile.TemporaryDirectory() as temporary:
        site = options.ordner or Path(temporary)
        generate(site, options.seiten)
        with ProcessPoolExecutor(2) as executor:
            build(site, executor)
        subprocess.run([sys.executable, "-m", "pagefind", "--site", site, "--quiet"], check=True)
        with served(site) as (address, counter), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
            rows = {name: measured(browser, address, module, counter) for name, module in MODULES.items()}
            least = floor(browser, address, site)
            browser.close()
    Console().print(_table(rows, options.seiten))
    Console().print(f"Zehn kleine Dateien zugleich zu holen, ohne alles andere, dauert hier {least:.1f} ms (Median).")


def generate(site: Path, count: int) -> None:
    """Write pages of repeated and of invented sentences, so that the vocabulary grows with the site as it does in life."""
    chance = random.Random(SEED)
    known = sentences()
    words = sorted({word for sentence in known for word in sentence.split() if word.isalpha() and len(word) > 4})
    for number in range(count):
        blocks = []
        for section in range(5):
            text = " ".join(_varied(chance, chance.choice(known), words) for _ in range(6))
            heading = " ".join(chance.sample(words, 2))
            blocks.append(f'<h2 id="a{section}">{heading}</h2><p>{text}</p>')
        title = " ".join(chance.sample(words, 3))
        page = site / "seiten" / f"{number:05}" / "index.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(
            f'<!doctype html><html lang="de"><head><meta charset="utf-8"><title>{title}</title></head><body>'
            f"<main data-pagefind-body><h1>{title}</h1>{''.join(blocks)}</main></body></html>",
            encoding="utf-8",
        )


def measured(browser: Browser, address: str, module: str, counter: Counter) -> Row:
    """Ask an engine: the first query in fresh browsers, then all others in the last of them."""
    cold, sent, plain, program, requests = [], [], [], [], []
    for run in range(COLD_RUNS):
        context = browser.new_context()
        page = context.new_page()
        page.goto(address)
        page.evaluate(_LONG_TASKS)
        counter.sent = counter.plain = counter.program = counter.requests = 0
        cold.append(_ask(page, address + module, QUERIES[run])[0])
        sent.append(counter.sent)
        plain.append(counter.plain)
        program.append(counter.program)
        requests.append(counter.requests)
        if run < COLD_RUNS - 1:
            context.close()
    counter.sent = 0
    rest = QUERIES[COLD_RUNS - 1 :] + QUERIES[: COLD_RUNS - 1]
    answers = [_ask(page, address + module, query) for query in rest[1:21]]
    times = sorted(answer[0] for answer in answers)
    long_tasks = len(page.evaluate("window.lange"))
    context.close()
    return Row(
        statistics.median(sent), statistics.median(plain), statistics.median(program), statistics.median(requests), statistics.median(cold),
        counter.sent / len(times), statistics.median(times), times[int(len(times) * 0.95) - 1], max(answer[3] for answer in answers), long_tasks,
        sum(answer[1] == 0 for answer in answers),
    )  # fmt: skip


def floor(browser: Browser, address: str, site: Path) -> float:
    """Return the milliseconds in which this browser gets ten files like those of ten hits from this server."""
    names = [f"{address}suchindex/{path.name}" for path in sorted((site / "suchindex").glob("s*.six"))]
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    times = [page.evaluate(_FETCH, names[run * 10 : run * 10 + 10]) for run in range(FLOOR_RUNS)]
    context.close()
    return statistics.median(times)


@contextmanager
def served(site: Path) -> Iterator[tuple[str, Counter]]:
    """Serve a folder; yield its address and what it has sent."""
    counter = Counter()
    (site / "index.html").write_text('<!doctype html><html lang="de"><title>Suche</title>', encoding="utf-8")

    class Handler(http.server.SimpleHTTPRequestHandler):
        # As web servers do: keep connections open, send head and body of an answer at once.
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def copyfile(self, source: Any, outputfile: Any) -> None:
            data = source.read()
            counter.sent += len(data)
            counter.plain += len(gzip.decompress(data)) if self._is_text() else len(data)
            counter.program += len(data) if self.path.endswith((".js", ".pagefind")) else 0
            outputfile.write(data)

        def send_head(self) -> Any:
            counter.requests += 1
            path = Path(self.translate_path(self.path))
            if not self._is_text() or not path.is_file():
                return super().send_head()
            data = gzip.compress(path.read_bytes())
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", self.guess_type(str(path)))
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            return io.BytesIO(data)

        def _is_text(self) -> bool:
            return self.path.endswith((".js", ".css"))

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    handler = functools.partial(Handler, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/", counter
        server.shutdown()


def _ask(page: Page, module: str, query: str) -> tuple[float, int, int, float]:
    return tuple(page.evaluate(_ASK, [module, query]))


def _varied(chance: random.Random, sentence: str, words: list[str]) -> str:
    parts = sentence.split()
    if chance.random() < 0.5:
        parts[chance.randrange(len(parts))] = chance.choice(words) + chance.choice(words).lower()
    return " ".join(parts)


def _table(rows: dict[str, Row], pages: int) -> Table:
    table = Table(title=f"Suche in Chromium, {pages} Seiten")
    for heading in ("", *rows):
        table.add_column(heading, justify="right" if heading else "left")
    lines = {
        "erste Antwort: kB": lambda row: f"{row.cold_bytes / 1000:.0f}",
        "dasselbe, Programm ungepackt: kB": lambda row: f"{row.cold_plain / 1000:.0f}",
        "davon Programm: kB": lambda row: f"{row.cold_program / 1000:.0f}",
        "erste Antwort: Anfragen": lambda row: f"{row.cold_requests:.0f}",
        "erste Antwort: ms (Median)": lambda row: f"{row.cold:.0f}",
        "nächste zwanzig: kB je Antwort": lambda row: f"{row.next_bytes / 1000:.0f}",
        "nächste zwanzig: ms (Median)": lambda row: f"{row.next_median:.1f}",
        "nächste zwanzig: ms (95. Perzentil)": lambda row: f"{row.next_95:.1f}",
        "davon gerechnet: ms (höchstens)": lambda row: f"{row.computing:.1f}",
        "Aufgaben über 50 ms im Hauptfaden": lambda row: str(row.long_tasks),
        "Fragen ohne Treffer": lambda row: str(row.without_hits),
    }
    for label, cell in lines.items():
        table.add_row(label, *(cell(row) for row in rows.values()))
    return table
