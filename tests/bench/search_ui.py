"""The search dialog under a slow network and on a slow computer: how long a reader waits, and for what.

Run as ``python -m tests.bench suche-dialog -- --seiten 10000 [--latenz 150 --mbit 1.6 --bremse 4]``. The pages are generated; the dialog
stands on a start page with a few thousand elements. The browser itself delays the network and slows the main thread
(Chrome DevTools Protocol); a trace of it tells the longest task of the main thread and the time that the worker computes.

An answer is there when the list shows ten hits (or all, where there are fewer) for the text in the field, that to the next
key when it shows some of them. Where a hit of the first ten is still on its way, one behind them stands in for it; so the table says too when the
list changed for the last time. A key whose answer needs files that are not there yet waits for the network; so the table has both. Each query
is asked in a fresh browser context whose dialog has been opened and has loaded what it preloads. Requests that wait for each other are
counted by cause, in a context of their own: all are held and let go together. By the clock, one that was sent after another had come
would seem to have waited for it.

A task that another process interrupts is long by the clock; so on the slowed computer each query is asked three times, and the median of the three counts.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright
from rich.console import Console
from rich.table import Table

from schule.search.build import FOLDER, build
from schule.search.client_files import client_files
from schule.search.reader import Reader
from tests.bench.search_browser import QUERIES, generate
from tests.bench.web_host import web_host
from tests.e2e.conftest import ARGUMENTS
from tests.e2e.search_waves import shown, waves
from tests.install_browser import REMEDY, find_browser

HITS = 10
REPEATED = 3
# Misspelt in their first or second half, and compounds that nobody has written; all are found without their last sign.
STRANGE = (
    "Datenplatform", "Klimaschuztz", "Bürgerbeteilgung?", "Fröderung?", "Sensorikstrategie?", "Verwaltungszwilling?",
)  # fmt: skip
FIELD = "dialog input[role=combobox]"
_START = """<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Start</title><link rel="stylesheet" href="suchindex/suche.css">
<script type="module" src="suchindex/suchdialog.js"></script></head><body><schule-suchdialog><a href="suche/">Suche</a></schule-suchdialog>
<main>{rows}</main></body></html>"""
_ROW = "<section><h2>Abschnitt</h2><p>Text mit <a href='#a'>Verweis</a> und <em>Betonung</em>.</p><ul><li>eins</li><li>zwei</li></ul></section>"
# Note when a key went down and when the list has changed since; `fertig` waits for the answer to the text in the field.
_WATCH = """() => {
  const field = document.querySelector("dialog input[role=combobox]");
  const list = document.querySelector("dialog [role=listbox]");
  window.messung = { taste: 0, liste: 0 };
  field.addEventListener("keydown", () => (window.messung.taste ||= performance.now()), true);
  new MutationObserver(() => (window.messung.liste = performance.now())).observe(list, { childList: true });
  window.fertig = async (hits) => {
    const until = performance.now() + 60000;
    for (;;) {
      if (performance.now() > until) throw new Error(`Nach einer Minute noch keine ${hits} Treffer für „${field.value}“.`);
      const rows = list.querySelectorAll("[role=option]:not(.ss-option--abschnitt)").length;
      if (window.messung.liste > window.messung.taste && rows >= hits && (hits === 1 || !list.hasAttribute("aria-busy"))) break;
      await new Promise((done) => setTimeout(done, 4));
    }
    return window.messung.liste - window.messung.taste;
  };
}"""
_RESOURCES = "() => performance.getEntriesByType('resource').map((e) => [e.startTime, e.responseEnd, e.transferSize])"


@dataclass(frozen=True)
class Conditions:
    """Milliseconds of latency, megabits a second, and by how much the main thread is slowed."""

    latency: float
    megabits: float
    slower: float


@dataclass(frozen=True)
class Run:
    """One query: milliseconds to ten hits, to these for good, after the next key, after one for which all is there; what was loaded, longest tasks."""

    first: float
    final: float
    following: float
    known: float
    kilobytes: float
    longest_task: float
    longest_computing: float
    worker: float


def main(arguments: list[str]) -> None:
    """Generate the pages, ask in the dialog, print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seiten", type=int, default=10_000)
    parser.add_argument("--latenz", type=float, default=150, help="Millisekunden je Anfrage")
    parser.add_argument("--mbit", type=float, default=1.6, help="Megabit je Sekunde")
    parser.add_argument(
        "--bremse", type=float, default=4, help="wievielmal langsamer der Hauptthread im zweiten Lauf ist"
    )
    parser.add_argument("--fragen", type=int, default=10)
    options = parser.parse_args(arguments)
    path = find_browser()
    if not path:
        sys.exit(REMEDY)
    with tempfile.TemporaryDirectory() as temporary:
        site = Path(temporary)
        prepare(site, options.seiten)
        (site / "index.html").write_text(_START.format(rows=_ROW * 300), encoding="utf-8")
        with web_host(site) as (address, _sent), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
            queries = QUERIES[: options.fragen]
            network = Conditions(options.latenz, options.mbit, 1)
            slow = Conditions(options.latenz, options.mbit, options.bremse)
            asked = {
                "langsames Netz": (queries, network, 1),
                f"dazu Rechner {options.bremse:g}-mal langsamer": (queries, slow, REPEATED),
                "langsames Netz, verschriebene und erfundene Wörter": (STRANGE[: options.fragen], network, 1),
            }
            reader = Reader(site / FOLDER)
            for name, (texts, conditions, times) in asked.items():
                runs = [
                    typical([ask(browser, address, reader, query, conditions) for _ in range(times)]) for query in texts
                ]
                chains = [chain(browser, address, reader, query) for query in texts if conditions.slower == 1]
                Console().print(table(name, runs, chains, options.seiten, network))
            browser.close()


def prepare(site: Path, count: int) -> None:
    """Write the pages and their index."""
    generate(site, count)
    with ProcessPoolExecutor(2) as executor:
        build(site, executor)
    for name, data in client_files().items():
        (site / "suchindex" / name).write_bytes(data)


def expected(reader: Reader, query: str) -> int:
    """Return how many hits to wait for when all but the last letter of a query is typed."""
    total = reader.search(query[:-1]).total
    if not total:
        sys.exit(f"„{query[:-1]}“ steht auf keiner der gemachten Seiten; damit lässt sich nichts messen.")
    return min(HITS, total)


def ask(browser: Browser, address: str, reader: Reader, query: str, conditions: Conditions) -> Run:
    """Open the dialog, type all but the last letter, then the last one; `reader` knows how many hits there are to wait for."""
    hits = expected(reader, query)
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    page.wait_for_function("!!customElements.get('schule-suchdialog')")
    session = context.new_cdp_session(page)
    slow_down(session, conditions)
    # Playwright brings a program of its own into the page at its first look; that is not the page's work.
    page.wait_for_selector("main")
    page.evaluate("() => 0")
    browser.start_tracing(page=page, categories=["toplevel", "__metadata"])
    page.keyboard.press("/")
    page.wait_for_selector(FIELD)
    page.evaluate(_WATCH)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1000)
    before = len(resources(page))
    page.keyboard.type(query[:-1])
    first = page.evaluate(f"fertig({hits})")
    loaded = resources(page)[before:]
    page.wait_for_timeout(1000)
    final = page.evaluate("messung.liste - messung.taste")
    page.evaluate("window.messung = { taste: 0, liste: 0 }")
    page.keyboard.type(query[-1])
    following = page.evaluate("fertig(1)")
    page.wait_for_timeout(1500)
    page.evaluate("window.messung = { taste: 0, liste: 0 }")
    page.keyboard.press("Backspace")
    known = page.evaluate(f"fertig({hits})")
    page.wait_for_timeout(300)
    trace = json.loads(browser.stop_tracing())["traceEvents"]
    context.close()
    if conditions.latency and any(end - start < conditions.latency for start, end, _size in loaded):
        raise RuntimeError("Der Browser hat die Anfragen des Workers nicht verzögert; die Zahlen wären falsch.")
    size = sum(size for *_times, size in loaded) / 1000
    main_thread = (_longest(trace, "CrRendererMain", "dur"), _longest(trace, "CrRendererMain", "tdur"))
    return Run(
        first,
        final,
        following,
        known,
        size,
        *main_thread,
        _longest(trace, "DedicatedWorker thread", "tdur"),
    )


def slow_down(session: CDPSession, conditions: Conditions) -> None:
    """Delay the network and slow the main thread."""
    session.send("Network.enable")
    rate = conditions.megabits * 1_000_000 / 8
    network = {"offline": False, "latency": conditions.latency, "downloadThroughput": rate, "uploadThroughput": rate}
    session.send("Network.emulateNetworkConditions", network)
    session.send("Emulation.setCPUThrottlingRate", {"rate": conditions.slower})


def resources(page: Page) -> list[list[float]]:
    """Return begin, end and size of each request of the worker."""
    return [entry for worker in page.workers for entry in worker.evaluate(_RESOURCES)]


def chain(browser: Browser, address: str, reader: Reader, query: str) -> int:
    """Return how many requests had to wait for each other for all but the last letter of a query, counted by cause."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    page.wait_for_function("!!customElements.get('schule-suchdialog')")
    page.keyboard.press("/")
    page.wait_for_selector(FIELD)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1000)
    hits = expected(reader, query)
    count = waves(page, query[:-1], lambda: shown(page, hits))
    context.close()
    return count


def typical(runs: list[Run]) -> Run:
    """Return the median of each figure of several runs of one query."""
    return Run(*(statistics.median(getattr(run, one.name) for run in runs) for one in fields(Run)))


def _longest(trace: list[dict[str, Any]], thread: str, what: str) -> float:
    """Return the milliseconds of the longest task of a thread: on the clock (`dur`) or of the processor (`tdur`)."""
    threads = {(e["pid"], e["tid"]) for e in trace if e["name"] == "thread_name" and e["args"]["name"] == thread}
    tasks = (e for e in trace if (e["pid"], e["tid"]) in threads and e["name"].endswith("RunTask"))
    return max((e[what] / 1000 for e in tasks if what in e), default=0)


def table(name: str, runs: list[Run], chains: list[int], pages: int, network: Conditions) -> Table:
    """Return the medians and the worst values."""
    made = Table(title=f"Dialog in Chromium, {pages} Seiten, {network.latency:g} ms, {network.megabits:g} Mbit/s")
    for heading in ("", "Median", "schlechteste"):
        made.add_column(heading, justify="left" if not heading else "right")
    made.add_row(f"[bold]{name}[/bold]", "", "")
    made.add_row("erste Taste bis zehn Treffer, ms", *_both([run.first for run in runs]))
    made.add_row("bis die Liste sich nicht mehr ändert, ms", *_both([run.final for run in runs]))
    made.add_row("nächste Taste bis zur Antwort, ms", *_both([run.following for run in runs]))
    made.add_row("nächste Taste, wenn alles schon da ist, ms", *_both([run.known for run in runs]))
    if chains:
        made.add_row("Anfragen, die aufeinander warten", *_both(chains))
    made.add_row("geladen, kB", *_both([run.kilobytes for run in runs]))
    made.add_row("längste Aufgabe des Hauptthreads, ms", *_both([run.longest_task for run in runs]))
    made.add_row("deren Rechenzeit, ms", *_both([run.longest_computing for run in runs]))
    made.add_row("längste Aufgabe des Workers, Rechenzeit, ms", *_both([run.worker for run in runs]))
    return made


def _both(values: Sequence[float]) -> tuple[str, str]:
    return f"{statistics.median(values):.0f}", f"{max(values):.0f}"
