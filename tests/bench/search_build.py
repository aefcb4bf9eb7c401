"""How fast the index is built: ours against Pagefind's and against the floor, reading and parsing the same HTML.

Run as ``python -m tests.bench suche-bau -- --seiten 10000 [--ordner DIR]``. Everything runs as a command of its own, one after the
other, on the same files; memory is the proportional set size summed over the process tree. Without --ordner the pages are
made: German text in the frame of one rendered page of the theme (or, where none is built, in a frame of its size).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench.measure import Measured, measure

DEBIAN = {  # where the packages put their German pages, and what these are called
    "libreoffice-help-de": (Path("/usr/share/libreoffice/help/de"), "*.html"),
    "gimp-help-de": (Path("/usr/share/gimp/2.0/help/de"), "*.html"),
    "lilypond-doc-html-de": (Path("/usr/share/doc/lilypond/html"), "*.de.html"),
}
RENDERED = Path(__file__).parents[2] / "site" / "index.html"
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
    index_bytes: int


def main(arguments: Sequence[str] = ()) -> None:
    """Print what `run` measures, for the made pages and for Debian's."""
    parser = argparse.ArgumentParser(prog="suche-bau")
    parser.add_argument("--seiten", type=int, default=10_000, help="Zahl der gemachten Seiten")
    parser.add_argument("--ordner", type=Path, help="stattdessen die Seiten dieses Ordners")
    parser.add_argument("--linear", action="store_true", help="auch 1.000 und 100.000 Seiten, ohne Pagefind")
    options = parser.parse_args(list(arguments))
    with tempfile.TemporaryDirectory() as place:
        site = Path(place) / "site"
        if options.ordner:
            shutil.copytree(options.ordner, site, ignore=shutil.ignore_patterns("suchindex", "pagefind"))
            show(f"Seiten aus {options.ordner.name}", run(site))
            return
        write_pages(site, options.seiten)
        show(f"{options.seiten} Seiten im Rahmen des Themas", run(site))
        for count in (1_000, 100_000) if options.linear else ():
            shutil.rmtree(site)
            write_pages(site, count)
            show(f"{count} Seiten", [_floor(site), _ours(site, Path(place) / "leer", "Suche der Schule")])
        help_pages = Path(place) / "debian"
        for name, (folder, pattern) in DEBIAN.items():
            pages = sorted(folder.resolve().rglob(pattern))
            if not pages:
                print(f"Ausgelassen: Das Paket {name} ist nicht installiert.")
            for page in pages:
                target = help_pages / name / page.relative_to(folder.resolve())
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(page, target)
        if help_pages.is_dir():
            show("Hilfeseiten aus Debian", run(help_pages))


def run(site: Path) -> list[Row]:
    """Measure the floor, Pagefind, ours, ours with one page changed, and ours with nothing changed."""
    cache = site.parent / f"{site.name}-cache"
    rows = [_floor(site), _pagefind(site), _ours(site, cache, "Suche der Schule")]
    pages = sorted(site.rglob("*.html"))
    changed = pages[len(pages) // 2]
    html = changed.read_bytes()
    changed.write_bytes(html.replace(b"</h1>", b"</h1><p>Eine neue Zeile zur Stadtbienenhaltung.</p>", 1))
    rows.append(_ours(site, cache, "… eine Seite geändert", keep=True))
    changed.write_bytes(html)
    return rows


def show(title: str, rows: Sequence[Row]) -> None:
    """Print rows and their ratios to the first one (the floor) and to Pagefind."""
    table = Table("", "Sekunden", "zum Boden", "zu Pagefind", "Speicher MB", "zu Pagefind", "Index MB", title=title)
    floor = rows[0].measured.seconds
    peer = next((row.measured for row in rows if row.name == "Pagefind"), None)
    for row in rows:
        seconds, peak = row.measured.seconds, row.measured.peak_bytes
        table.add_row(
            row.name,
            f"{seconds:.2f}",
            f"{seconds / floor:.2f} ×",
            f"1/{peer.seconds / seconds:.1f}" if peer else "",
            f"{peak / 1e6:.0f}",
            f"1/{peer.peak_bytes / peak:.1f}" if peer and peak else "",
            f"{row.index_bytes / 1e6:.1f}",
        )
    Console().print(table)


def write_pages(site: Path, count: int) -> None:
    """Write pages of about 15 kB with words as Zipf would have them."""
    chance = random.Random(20261120)
    words = [a + b.lower() for a in _STEMS for b in _STEMS if a != b] + [
        f"{a}{end}" for a in _STEMS for end in ("", "en", "s")
    ]
    chance.shuffle(words)
    shares = [1 / (rank + 3) for rank in range(len(words))]
    before, after = _frame()
    for number in range(count):
        folder = site / f"{number % 100:02d}" / f"seite-{number}"
        folder.mkdir(parents=True)
        text = "".join(_section(chance, words, shares, part) for part in range(6))
        body = (
            f'<article class="md-content__inner" data-pagefind-body><h1 id="titel">Seite {number}</h1>{text}</article>'
        )
        (folder / "index.html").write_text(before + body + after, encoding="utf-8")


def _section(chance: random.Random, words: list[str], shares: list[float], part: int) -> str:
    chosen = chance.choices(words, shares, k=35)
    running = " ".join(f"{word} {chance.choice(_SMALL)}" for word in chosen)
    return f'<h2 id="teil-{part}">{chosen[0]} und {chosen[1]}</h2>\n<p>{running}.</p>\n'


def _frame() -> tuple[str, str]:
    """Return what stands before and after the article of a page."""
    if RENDERED.is_file():
        page = RENDERED.read_text(encoding="utf-8")
        if "<article" in page and "</article>" in page:
            return page[: page.index("<article")], page[page.index("</article>") + len("</article>") :]
    items = "".join(
        f'<li class="md-nav__item"><a href="../{i}/" class="md-nav__link">Eintrag {i}</a></li>' for i in range(120)
    )
    head = f'<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Seite</title></head><body><nav><ul>{items}</ul></nav>'
    return head, "<footer><p>Fuß</p></footer></body></html>"


def _floor(site: Path) -> Row:
    return Row("Boden: lesen und parsen", measure([sys.executable, "-c", _FLOOR, str(site)]), 0)


def _pagefind(site: Path) -> Row:
    output = site.parent / "pagefind"
    measured = measure([sys.executable, "-m", "pagefind", "--site", str(site), "--output-path", str(output)])
    size = sum(_sizes(output))
    shutil.rmtree(output)
    return Row("Pagefind", measured, size)


def _ours(site: Path, cache: Path, name: str, keep: bool = False) -> Row:
    if not keep:
        shutil.rmtree(cache, ignore_errors=True)
        shutil.rmtree(site / "suchindex", ignore_errors=True)
    measured = measure([sys.executable, "-c", _COMMAND, str(site), "--json", "--cache", str(cache)])
    return Row(name, measured, int(json.loads(measured.output)["bytes"]))


def _sizes(folder: Path) -> Iterator[int]:
    for path, _, names in os.walk(folder):
        for name in names:
            yield (Path(path) / name).stat().st_size
