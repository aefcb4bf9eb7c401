"""One guide to PDF after start-up; 100 guides to PDF and DOCX on two cores; the site's handouts, from nothing and again.

Run as ``python -m tests.bench handouts -- --site DIR`` with a rendered site, or without it to render one first. The floor
is pandoc and Typst alone on the same article, without our template. The 100 guides are the real ones with one word
changed in each, so that nothing comes out of a memory.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench.measure import Measured, measure

ROOT = Path(__file__).parents[2]

_COMMON = """
import dataclasses, os, sys, time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from schule.handouts.convert import Conversion, convert
from schule.handouts.document import Job, sheet_of
from schule.handouts.render import Workshop, prepare, render, render_batch
from schule.handouts.settings import read_settings
from schule.project import Project
from schule.records.load import load_project
if hasattr(os, 'sched_setaffinity'):
    os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[:2]))
project, site, cache = Project(Path(sys.argv[1])), Path(sys.argv[2]), Path(sys.argv[3])
catalog, settings = load_project(project).catalog, read_settings(project)
shop = Workshop(project.overrides / 'handouts', site, cache, settings)
sheets = [sheet_of(item, catalog, settings, site) for item in catalog.of('leitfaeden').values()]
def changed(number):
    sheet = sheets[number % len(sheets)]
    page = sheet.page_html.replace(' und ', f' und {number} ')
    return Job('blatt', (dataclasses.replace(sheet, lead=f'{sheet.lead} {number}', page_html=page),))
def make(number, *formats):
    prepared = prepare(changed(number), shop)
    for to in formats:
        assert render(prepared, to, shop).data
make(0, 'pdf', 'docx')
"""
_ONE = (
    _COMMON
    + """
times = []
for number in range(1, 1 + len(sheets)):
    start = time.perf_counter(); make(number, 'pdf'); times.append(time.perf_counter() - start)
print(sorted(times)[len(times) // 2], max(times))
"""
)
_FLOOR = (
    _COMMON
    + """
import typst
times = []
for number in range(1, 1 + len(sheets)):
    html = prepare(changed(number), shop).articles[0].html
    start = time.perf_counter()
    source = convert(html, Conversion('typst', shop.template / 'handout.lua', {}, 0))
    plain = b'#let horizontalrule = line()\\n#let bild(..x) = []\\n#let fakten(..x) = []\\n#let aufgaben(..x) = []\\n'
    plain += b'#let kasten(x) = x\\n#let hinweis(x) = x\\n#let quellen(x) = x\\n#let angaben(x) = x\\n'
    typst.compile(plain + source, format='pdf', ignore_system_fonts=True)
    times.append(time.perf_counter() - start)
print(sorted(times)[len(times) // 2], max(times))
"""
)
_HUNDRED = (
    _COMMON
    + """
start = time.perf_counter()
def batch(first):
    numbers = range(first, min(first + 8, 101))
    for files in render_batch([(prepare(changed(number), shop), ('pdf', 'docx')) for number in numbers], shop):
        assert all(rendered.data for rendered in files.values())
with ThreadPoolExecutor(2) as pool:
    list(pool.map(batch, range(1, 101, 8)))
print(time.perf_counter() - start)
"""
)
_SITE = (
    _COMMON
    + """
from schule.handouts import write_handouts
times = []
for _ in range(2):
    start = time.perf_counter(); report = write_handouts(project, catalog, site, jobs=2)
    times.append(time.perf_counter() - start); print(report.files, report.made, times[-1])
"""
)
_RENDER = """
import sys; from pathlib import Path
from schule.project import Project; from schule.records.load import load_project; from schule.site import build_site
project = Project(Path(sys.argv[1])); build_site(project, load_project(project), Path(sys.argv[2]), strict=False)
"""


def main(arguments: list[str]) -> None:
    """Render the site if none is named, measure each step in a process of its own, print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--site", type=Path, help="eine fertige Website; sie wird nicht verändert")
    given = parser.parse_args(arguments).site
    with tempfile.TemporaryDirectory() as folder:
        project, site = _copy(Path(folder)), Path(folder) / "site"
        if given:
            shutil.copytree(given, site)
        else:
            measure([sys.executable, "-c", _RENDER, str(project), str(site)], cwd=ROOT)
        floor, one, hundred, whole = (_run(code, project, site) for code in (_FLOOR, _ONE, _HUNDRED, _SITE))
        _print(floor, one, hundred, whole)


def _copy(folder: Path) -> Path:
    """Copy what a build reads, so that its cache is empty and the checkout stays as it is."""
    project = folder / "projekt"
    for name in ("content", "overrides", "municipalities", "guides"):
        shutil.copytree(ROOT / name, project / name)
    shutil.copy(ROOT / "mkdocs.yml", project)
    return project


def _run(code: str, project: Path, site: Path) -> Measured:
    return measure([sys.executable, "-c", code, str(project), str(site), str(project / ".cache/bench")], cwd=ROOT)


def _print(floor: Measured, one: Measured, hundred: Measured, whole: Measured) -> None:
    table = Table("Was", "Sekunden", "schlechtester", "Ziel", "Spitze MB")
    for name, measured, goal in (
        ("pandoc und Typst allein, ein Leitfaden", floor, ""),
        ("Ein Leitfaden als PDF", one, "0,25"),
    ):
        middle, worst = (float(value) for value in measured.output.split())
        table.add_row(name, f"{middle:.3f}", f"{worst:.3f}", goal, f"{measured.peak_bytes / 1e6:.0f}")
    seconds = float(hundred.output)
    table.add_row("100 Leitfäden als PDF und DOCX", f"{seconds:.1f}", "", "15", f"{hundred.peak_bytes / 1e6:.0f}")
    for line, name in zip(whole.output.splitlines(), ("von Grund auf", "noch einmal"), strict=True):
        files, made, taken = line.split()
        table.add_row(
            f"Alle {files} Dateien der Website, {name} ({made} neu)",
            f"{float(taken):.1f}",
            "",
            "",
            f"{whole.peak_bytes / 1e6:.0f}",
        )
    Console(width=110).print(table)
