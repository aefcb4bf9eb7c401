"""The search in Chromium: bytes and milliseconds to the first answer and to the next twenty, ours against Pagefind's.

Run as ``python -m tests.bench suche-browser -- --seiten 10000``. Both indexes are made of the same generated pages and served
by the same server, which sends programs packed with gzip, as web servers do, and counts bytes as sent and unpacked. An answer is
there when ten hits with address and excerpt are. The first one is asked for in a page that has been loaded for half a second: until then a new
browser context is still busy with itself.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from rich.console import Console
from rich.table import Table

from schule.search.build import build
from tests.bench.web_host import Sent, web_host
from tests.e2e.conftest import ARGUMENTS
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
START = '<!doctype html><html lang="de"><title>Suche</title>'
SETTLED = 500  # milliseconds in which a fresh browser context ends its own start, which is no part of a search
_LONG_TASKS = """() => {
  window.lange = [];
  new PerformanceObserver((list) => window.lange.push(...list.getEntries().map((e) => e.duration))).observe({ type: "longtask" });
}"""


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
        (site / "index.html").write_text(START, encoding="utf-8")
        with web_host(site) as (address, sent), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
            rows = {name: measured(browser, address, module, sent) for name, module in MODULES.items()}
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


def measured(browser: Browser, address: str, module: str, counted: Sent) -> Row:
    """Ask an engine: the first query in fresh browsers, then all others in the last of them."""
    cold, sent = [], []
    for run in range(COLD_RUNS):
        context = browser.new_context()
        page = context.new_page()
        page.goto(address)
        page.evaluate(_LONG_TASKS)
        page.wait_for_timeout(SETTLED)
        counted.reset()
        cold.append(_ask(page, address + module, QUERIES[run])[0])
        sent.append(replace(counted))
        if run < COLD_RUNS - 1:
            context.close()
    counted.reset()
    rest = QUERIES[COLD_RUNS - 1 :] + QUERIES[: COLD_RUNS - 1]
    answers = [_ask(page, address + module, query) for query in rest[1:21]]
    times = sorted(answer[0] for answer in answers)
    long_tasks = len(page.evaluate("window.lange"))
    context.close()
    return Row(
        *(statistics.median(getattr(one, what) for one in sent) for what in ("bytes", "plain", "programs", "requests")), statistics.median(cold),
        counted.bytes / len(times), statistics.median(times), times[int(len(times) * 0.95) - 1], max(answer[3] for answer in answers), long_tasks,
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
