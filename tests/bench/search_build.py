"""How fast the index is built: ours against Pagefind's and against the floor, reading and parsing the same HTML.

Run as ``python -m tests.bench suche-bau -- --seiten 10000 [--ordner DIR]``. Everything runs as a command of its own, one after the
other, on the same files; memory is the proportional set size summed over the process tree. Beside the clock stands the
computing time of all cores, which a busy machine disturbs less. Without --ordner the pages are made: German text in the
frame of one page that this theme renders, whatever that frame weighs today.

What a run has written stays until the end: while files are being deleted, and half a minute after, ext4 takes ten times as
long to make new ones, which would fall on whoever comes next.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench.measure import Measured, measure
from tests.bench.records import render_free_pages

DEBIAN = {  # where the packages put their German pages, and what these are called
    "libreoffice-help-de": (Path("/usr/share/libreoffice/help/de"), "*.html"),
    "gimp-help-de": (Path("/usr/share/gimp/2.0/help/de"), "*.html"),
    "lilypond-doc-html-de": (Path("/usr/share/doc/lilypond/html"), "*.de.html"),
}
FRAME = "impressum/index.html"  # the page of the theme that lends its frame
_WIDTH = 140  # characters that a table needs
_FLOOR = """
import sys
from pathlib import Path
from selectolax.lexbor import LexborHTMLParser
for path in Path(sys.argv[1]).rglob("*.htm*"):
    LexborHTMLParser(path.read_bytes())
"""
_COMMAND = "from schule.search.commands import index_command; index_command()"
_STEMS = (
    "Bürger Beteiligung Kommune Daten Plattform Leitfaden Förderung Energie Klima Sensor Verwaltung Region Zwilling Strategie "
    "Mobilität Schule Transfer Stadt Labor Netz Projekt Umwelt Bildung Raum Verkehr Gesundheit Wirtschaft Kultur Wasser Haus"
).split()
_SMALL = "die der und in zu mit für auf ist eine wird sich von den werden nicht auch nach bei über".split()


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    name: str
    measured: Measured
    computing: float  # seconds, of all cores
    index_bytes: int


def main(arguments: Sequence[str] = ()) -> None:
    """Print what `run` measures, for the made pages and for Debian's."""
    parser = argparse.ArgumentParser(prog="suche-bau")
    parser.add_argument("--seiten", type=int, default=10_000, help="Zahl der gemachten Seiten")
    parser.add_argument("--ordner", type=Path, help="stattdessen die Seiten dieses Ordners")
    parser.add_argument("--linear", action="store_true", help="auch 1.000 und 100.000 Seiten, ohne Pagefind")
    options = parser.parse_args(list(arguments))
    with tempfile.TemporaryDirectory() as place:
        if options.ordner:
            site = Path(place) / "site"
            shutil.copytree(options.ordner, site, ignore=shutil.ignore_patterns("suchindex", "pagefind"))
            show(f"Seiten aus {options.ordner.name}", run(site))
            return
        frame = render_frame(Path(place) / "thema")
        site = write_pages(Path(place) / "site", options.seiten, frame)
        size = sum(path.stat().st_size for path in site.rglob("*.html")) / 1e6
        show(f"{options.seiten} Seiten im Rahmen des Themas, {size:.0f} MB", run(site))
        for count in (1_000, 100_000) if options.linear else ():
            site = write_pages(Path(place) / f"site-{count}", count, frame)
            show(f"{count} Seiten", [_floor(site), _ours(site, Path(place) / f"cache-{count}", "Suche der Schule")])
        help_pages = Path(place) / "debian"
        copy_debian(help_pages)
        if help_pages.is_dir():
            show("Hilfeseiten aus Debian", run(help_pages))


def copy_debian(site: Path) -> None:
    """Copy the German help pages of those of Debian's packages that are installed, and name the others."""
    for name, (folder, pattern) in DEBIAN.items():
        pages = sorted(folder.resolve().rglob(pattern))
        if not pages:
            print(f"Ausgelassen: Das Paket {name} ist nicht installiert.")
        for page in pages:
            target = site / name / page.relative_to(folder.resolve())
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(page, target)


def run(site: Path) -> list[Row]:
    """Measure the floor, Pagefind, ours, ours with one page changed, and ours with nothing changed."""
    cache = site.parent / f"{site.name}-cache"
    rows = [_floor(site), _pagefind(site), _ours(site, cache, "Suche der Schule")]
    pages = sorted(site.rglob("*.html"))
    changed = pages[len(pages) // 2]
    html = changed.read_bytes()
    changed.write_bytes(html.replace(b"</h1>", b"</h1><p>Eine neue Zeile zur Stadtbienenhaltung.</p>", 1))
    rows.append(_ours(site, cache, "… eine Seite geändert"))
    changed.write_bytes(html)
    return rows


def show(title: str, rows: Sequence[Row]) -> None:
    """Print rows and their ratios to the first one (the floor) and to Pagefind."""
    columns = ("", "Sekunden", "zum Boden", "zu Pagefind", "Rechenzeit", "zum Boden", "Speicher MB", "zu Pagefind")
    table = Table(*columns, "Index MB", "zu Pagefind", title=title)
    floor = rows[0]
    peer = next((row for row in rows if row.name == "Pagefind"), None)
    for row in rows:
        seconds, peak = row.measured.seconds, row.measured.peak_bytes
        table.add_row(
            row.name,
            f"{seconds:.2f}",
            f"{seconds / floor.measured.seconds:.2f} ×",
            f"1/{peer.measured.seconds / seconds:.1f}" if peer else "",
            f"{row.computing:.2f}",
            f"{row.computing / floor.computing:.2f} ×",
            f"{peak / 1e6:.0f}",
            f"1/{peer.measured.peak_bytes / peak:.1f}" if peer and peak else "",
            f"{row.index_bytes / 1e6:.1f}",
            f"{row.index_bytes / peer.index_bytes:.2f} ×" if peer and row.index_bytes else "",
        )
    Console(width=max(Console().width, _WIDTH)).print(table)


def write_pages(site: Path, count: int, frame: tuple[str, str]) -> Path:
    """Write pages in `frame`, with words as Zipf would have them; return their folder."""
    chance = random.Random(20261120)
    words = [a + b.lower() for a in _STEMS for b in _STEMS if a != b] + [
        f"{a}{end}" for a in _STEMS for end in ("", "en", "s")
    ]
    chance.shuffle(words)
    shares = [1 / (rank + 3) for rank in range(len(words))]
    before, after = frame
    for number in range(count):
        folder = site / f"{number % 100:02d}" / f"seite-{number}"
        folder.mkdir(parents=True)
        text = "".join(_section(chance, words, shares, part) for part in range(6))
        body = (
            f'<article class="md-content__inner" data-pagefind-body><h1 id="titel">Seite {number}</h1>{text}</article>'
        )
        (folder / "index.html").write_text(before + body + after, encoding="utf-8")
    return site


def _section(chance: random.Random, words: list[str], shares: list[float], part: int) -> str:
    chosen = chance.choices(words, shares, k=35)
    running = " ".join(f"{word} {chance.choice(_SMALL)}" for word in chosen)
    return f'<h2 id="teil-{part}">{chosen[0]} und {chosen[1]}</h2>\n<p>{running}.</p>\n'


def render_frame(folder: Path) -> tuple[str, str]:
    """Return what stands before and after the article of a page that the theme has rendered."""
    page = (render_free_pages(folder) / FRAME).read_text(encoding="utf-8")
    before, opening, rest = page.partition("<article")
    _, closing, after = rest.rpartition("</article>")
    if not opening or not closing:
        raise RuntimeError(f"{FRAME} has no article")
    return before, after


def _floor(site: Path) -> Row:
    return _measure("Boden: lesen und parsen", [sys.executable, "-c", _FLOOR, str(site)])


def _pagefind(site: Path) -> Row:
    output = site.parent / f"{site.name}-pagefind"
    row = _measure("Pagefind", [sys.executable, "-m", "pagefind", "--site", str(site), "--output-path", str(output)])
    return replace(row, index_bytes=sum(_sizes(output)))


def _ours(site: Path, cache: Path, name: str) -> Row:
    row = _measure(name, [sys.executable, "-c", _COMMAND, str(site), "--json", "--cache", str(cache)])
    return replace(row, index_bytes=int(json.loads(row.measured.output)["bytes"]))


def _measure(name: str, command: Sequence[str]) -> Row:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    measured = measure(command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Row(name, measured, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 0)


def _sizes(folder: Path) -> Iterator[int]:
    for path, _, names in os.walk(folder):
        for name in names:
            yield (Path(path) / name).stat().st_size
