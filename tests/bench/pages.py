"""How heavy and how quick the portal's pages are in Chromium, on a phone and on a desktop, before the search is used.

Run as ``python -m tests.bench seiten -- [--ordner SITE] [--laeufe 3] [--nur ADRESSE …]``; without a folder the site is
built first. The pages are the start page, the heaviest page of every record kind (its HTML packed), all lists, and the
pages that compute. Bytes are the bodies that our server has sent, text packed with gzip -9, for one visit with an empty cache;
they do not depend on the computer. Times do: the browser itself delays the network and slows the processor (Chrome
DevTools Protocol), in the manner of Lighthouse. Each visit is a fresh context; the table has the median and the worst.
"""

from __future__ import annotations

import argparse
import gzip
import os
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from rich.console import Console
from rich.table import Table

from schule.pipeline import build
from schule.project import Project
from tests.bench.web_host import Sent, web_host
from tests.e2e.conftest import ARGUMENTS
from tests.install_browser import REMEDY, find_browser

ROOT = Path(__file__).parents[2]
RECORDS = (
    "leitprojekte", "leitfaeden", "praxisbeispiele", "modellprojekte", "biografien", "kommunen", "formate", "veranstaltungen",
)  # fmt: skip
KINDS = (*RECORDS, "handlungsfelder", "sdg", "phasen", "kreise", "laender")
OTHERS = (
    "wer-weiss-was", "hinweise", "beitragen/praxisbeispiele", "kennzahlen", "handlungsempfehlungen", "kriterien", "organisationen", "zeitleiste", "ziele", "vokabelheft",
    "vokabelheft/listen", "datenquellen", "veroeffentlichungen", "netz", "nachnutzung", "daten", "suche", "passt-zu-uns", "mappe",
)  # fmt: skip
KILOBYTES = {"": 150.0}  # the start page; a record's page has the limit below, which other pages are shown against
LIMIT_KILOBYTES, LIMIT_LCP, LIMIT_CLS, LIMIT_TBT = 100.0, 2500.0, 0.1, 200.0

# What the page tells about itself: largest paint, first paint, shifts and long tasks, from the first moment on.
_WATCH = """(() => {
  const seen = (window.__gemessen = { lcp: 0, fcp: 0, shifts: [], tasks: [] });
  const watch = (type, note) => new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  watch("largest-contentful-paint", (entry) => (seen.lcp = entry.startTime));
  watch("paint", (entry) => { if (entry.name === "first-contentful-paint") seen.fcp = entry.startTime; });
  watch("layout-shift", (entry) => { if (!entry.hadRecentInput) seen.shifts.push([entry.startTime, entry.value]); });
  watch("longtask", (entry) => seen.tasks.push([entry.startTime, entry.duration]));
})()"""


@dataclass(frozen=True)
class Device:
    """A screen, how much slower its processor is, and its network in milliseconds and megabits a second."""

    name: str
    width: int
    height: int
    slower: float
    latency: float
    megabits: float
    mobile: bool


DEVICES = (
    Device("Telefon", 412, 823, 4, 150, 1.6, mobile=True),
    Device("Rechner", 1350, 940, 1, 40, 10, mobile=False),
)


@dataclass(frozen=True)
class Visit:
    """One visit: largest paint and blocking time in milliseconds, layout shift, bytes as sent, requests."""

    lcp: float
    cls: float
    tbt: float
    sent: int
    requests: int


def main(arguments: list[str]) -> None:
    """Visit all pages on both devices and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--ordner", type=Path, help="fertige Website; sonst wird sie gebaut")
    parser.add_argument("--laeufe", type=int, default=3)
    parser.add_argument("--nur", nargs="*", help="Adressen unterhalb der Website, etwa kommunen/soest")
    options = parser.parse_args(arguments)
    path = find_browser()
    if not path:
        sys.exit(REMEDY)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        site = options.ordner or _built(Path(temporary) / "site")
        pages = options.nur if options.nur is not None else chosen_pages(site)
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        with web_host(site) as (address, sent):
            rows = {page: measure_page(browser, address, page, sent, options.laeufe) for page in pages}
        browser.close()
    console = Console(width=130)
    console.print(table(rows, options.laeufe))
    for line in verdicts(rows):
        console.print(line)


def chosen_pages(site: Path) -> list[str]:
    """Return the addresses to visit: start, each kind's list and heaviest page, the other lists and pages."""
    pages = [""]
    for kind in KINDS:
        if (site / kind / "index.html").is_file():
            pages.append(kind)
        records = [page for page in (site / kind).glob("*/index.html") if not _leads_on(page)]
        if records:
            pages.append(max(records, key=packed).parent.relative_to(site).as_posix())
    return pages + [page for page in OTHERS if (site / page / "index.html").is_file()]


def is_record(page: str) -> bool:
    """Tell whether an address is that of a record's own page."""
    kind, _, slug = page.partition("/")
    return bool(slug) and kind in RECORDS


def packed(path: Path) -> int:
    """Return the size of a file as a web server sends it."""
    return len(gzip.compress(path.read_bytes(), 9, mtime=0))


def measure_page(browser: Browser, address: str, page: str, sent: Sent, runs: int) -> dict[str, list[Visit]]:
    """Visit a page several times on each device."""
    return {device.name: [_visit(browser, address + page, device, sent) for _run in range(runs)] for device in DEVICES}


def blocking_time(tasks: Sequence[tuple[float, float]], first_paint: float) -> float:
    """Return by how much tasks exceeded 50 ms, in sum; of a task under way at the first paint, only what came after it."""
    after = (start + duration - max(start, first_paint) for start, duration in tasks)
    return sum(max(0.0, duration - 50) for duration in after)


def layout_shift(shifts: Sequence[tuple[float, float]]) -> float:
    """Return the worst burst of shifts: at most a second apart, at most five seconds in all, as browsers define CLS."""
    worst = total = 0.0
    begin = last = -10_000.0
    for start, value in shifts:
        if start - last > 1000 or start - begin > 5000:
            begin, total = start, 0.0
        last, total = start, total + value
        worst = max(worst, total)
    return worst


def _visit(browser: Browser, address: str, device: Device, sent: Sent) -> Visit:
    context = browser.new_context(
        viewport={"width": device.width, "height": device.height}, is_mobile=device.mobile, locale="de-DE"
    )
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    rate = device.megabits * 1_000_000 / 8
    network = {"latency": device.latency, "downloadThroughput": rate, "uploadThroughput": rate}
    session.send("Network.emulateNetworkConditions", {"offline": False, **network})
    session.send("Emulation.setCPUThrottlingRate", {"rate": device.slower})
    page.add_init_script(_WATCH)
    sent.reset()
    page.goto(address.rstrip("/") + "/", wait_until="load", timeout=120_000)
    page.wait_for_load_state("networkidle", timeout=120_000)
    page.wait_for_timeout(500)
    seen = page.evaluate("window.__gemessen")
    context.close()
    if not seen["lcp"]:
        raise RuntimeError(f"{address}: Der Browser hat kein größtes Bild gemeldet; ohne das gibt es kein LCP.")
    blocked = blocking_time(seen["tasks"], seen["fcp"])
    return Visit(seen["lcp"], layout_shift(seen["shifts"]), blocked, sent.bytes, sent.requests)


def table(rows: dict[str, dict[str, list[Visit]]], runs: int) -> Table:
    """Return the table: bytes and requests of a page, then the figures of each device."""
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unbekannt"
    made = Table(title=f"Seiten in Chromium, {runs} Läufe: Median (schlechtester); Last des Rechners am Ende {load}")
    made.add_column("Seite")
    made.add_column("kB", justify="right")
    made.add_column("Anfragen", justify="right")
    for device in DEVICES:
        for figure in ("LCP ms", "CLS", "TBT ms"):
            made.add_column(f"{device.name}\n{figure}", justify="right")
    for page, visits in rows.items():
        every = [visit for device in visits.values() for visit in device]
        kilobytes = _kilobytes(visits)
        cells = [_marked(f"{kilobytes:.1f}", kilobytes >= KILOBYTES.get(page, LIMIT_KILOBYTES))]
        cells.append(str(max(visit.requests for visit in every)))
        for device in DEVICES:
            runs_of = visits[device.name]
            cells += [
                _both([visit.lcp for visit in runs_of], LIMIT_LCP, 0),
                _both([visit.cls for visit in runs_of], LIMIT_CLS, 3),
                _both([visit.tbt for visit in runs_of], LIMIT_TBT, 0),
            ]
        made.add_row(page or "Startseite", *cells)
    return made


def verdicts(rows: dict[str, dict[str, list[Visit]]]) -> list[str]:
    """Say for each target how many pages keep it, and name the worst page."""
    lines = []
    start = {page: visits for page, visits in rows.items() if page in KILOBYTES}
    records = {page: visits for page, visits in rows.items() if is_record(page)}
    others = {page: visits for page, visits in rows.items() if page not in KILOBYTES and page not in records}
    for name, some, limit in (
        ("Startseite unter 150 kB", start, KILOBYTES[""]),
        ("Seiten der Datensätze unter 100 kB", records, LIMIT_KILOBYTES),
        ("Listen und übrige unter 100 kB (kein Ziel)", others, LIMIT_KILOBYTES),
    ):
        lines += _verdict(name, {page: _kilobytes(visits) for page, visits in some.items()}, limit)
    for name, field, limit in (
        ("LCP unter 2500 ms", "lcp", LIMIT_LCP),
        ("CLS unter 0,1", "cls", LIMIT_CLS),
        ("TBT unter 200 ms", "tbt", LIMIT_TBT),
    ):
        for device in DEVICES:
            medians = {page: statistics.median(_values(visits[device.name], field)) for page, visits in rows.items()}
            lines += _verdict(f"{name}, {device.name}", medians, limit)
    return lines


def _verdict(name: str, values: dict[str, float], limit: float) -> list[str]:
    if not values:
        return []
    worst = max(values, key=lambda page: values[page])
    kept = sum(value < limit for value in values.values())
    return [f"{name}: {kept} von {len(values)}; am meisten {values[worst]:.4g} ({worst or 'Startseite'})"]


def _kilobytes(visits: dict[str, list[Visit]]) -> float:
    return max(visit.sent for device in visits.values() for visit in device) / 1000


def _values(visits: Sequence[Visit], field: str) -> list[float]:
    return [float(getattr(visit, field)) for visit in visits]


def _both(values: Sequence[float], limit: float, digits: int) -> str:
    middle, worst = statistics.median(values), max(values)
    return _marked(f"{middle:.{digits}f} ({worst:.{digits}f})", middle >= limit)


def _marked(text: str, over: bool) -> str:
    return f"[bold red]{text} ![/bold red]" if over else text


def _leads_on(page: Path) -> bool:
    """Tell whether a page only leads on from an old address."""
    return 'http-equiv="refresh"' in page.read_text(encoding="utf-8")[:2000]


def _built(folder: Path) -> Path:
    result = build(Project(ROOT), folder)
    if not result.published:
        sys.exit("Die Website ließ sich nicht bauen: schule check sagt, warum.")
    return folder
