"""Check, compile and render N generated records of all kinds; MkDocs itself, on the same pages, is the peer.

Run as ``python -m tests.bench datensaetze -- --zahl 10000``. Each step runs in a process of its own, so that its peak
memory is its own; ours and MkDocs alike work on one core. ``Prüfen`` starts without anything that an earlier run left.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench.measure import Measured, measure

ROOT = Path(__file__).parents[2]
SEED = 20261120
WORDS = (
    "Stadt Gemeinde Datenplattform Bürgerbeteiligung Klimaschutz Sensorik Verwaltung Förderung Strategie Mobilität Energie Schule "
    "Leitprojekt Transfer offen gemeinsam regional nachhaltig digital planen messen prüfen teilen lernen bauen fragen entscheiden"
).split()

_CHECK = """
import sys; from pathlib import Path; from schule.collector import collect_seldom; collect_seldom()
from schule.project import Project; from schule.records.checks import check_project; from schule.records.load import load_project
project = Project(Path(sys.argv[1])); findings = check_project(project, load_project(project)); assert not any(f.severity == 'fehler' for f in findings), findings[:3]
"""
_COMPILE = """
import sys; from pathlib import Path; from schule.collector import collect_seldom; collect_seldom()
from schule.pages import PageSettings, compile_pages; from schule.project import Project
from schule.publish import write_changed; from schule.records.checks import check_project; from schule.records.load import load_project
project = Project(Path(sys.argv[1])); loaded = load_project(project); check_project(project, loaded)
pages = compile_pages(project, loaded.catalog, PageSettings())
write_changed({page.uri: page.text for page in pages}, project.cache / 'seiten'); print(len(pages))
"""
_RENDER = """
import os, sys
from mkdocs.config import load_config; from mkdocs.commands.build import build
os.chdir(sys.argv[1])
config = load_config(config_file='mkdocs-allein.yml', site_dir=sys.argv[2]); build(config)
"""


def main(arguments: list[str]) -> None:
    """Generate the records, measure each step, print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--zahl", type=int, default=10_000)
    count = parser.parse_args(arguments).zahl
    with tempfile.TemporaryDirectory() as folder:
        project = generate(Path(folder), count)
        check = _run(_CHECK, project)
        compiled = _run(_COMPILE, project)
        pages = int(compiled.output.split()[-1])
        _plain_config(project)
        render = _run(_RENDER, project, str(project / "site"))
        _print(count, pages, check, compiled, render)


def generate(folder: Path, count: int) -> Path:
    """Write a project of ``count`` records of all kinds, derived from the real ones with a fixed seed; return its folder."""
    for name in ("content", "overrides", "municipalities", "guides"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    random.seed(SEED)
    originals = [
        path
        for kind in (
            "content/praxisbeispiele",
            "content/leitprojekte",
            "content/modellprojekte",
            "content/veranstaltungen",
            "content/formate",
            "guides",
        )
        for path in sorted((folder / kind).iterdir())
    ]
    existing = len(list((folder / "municipalities").rglob("*.yml"))) + len(originals) + 1
    for number in range(max(0, count - existing)):
        original = originals[number % len(originals)]
        text = original.read_text(encoding="utf-8").split("\n")
        head = next(index for index, line in enumerate(text) if line.startswith("titel:"))
        while head + 1 < len(text) and text[head + 1].startswith(" "):
            del text[head + 1]
        text[head] = f"titel: Datensatz {number} {' '.join(random.sample(WORDS, 3))}"
        original.with_name(f"erzeugt-{number}{original.suffix}").write_text("\n".join(text), encoding="utf-8")
    return folder


def render_free_pages(folder: Path) -> Path:
    """Render the free editorial pages in the theme, without records; return the folder of the site."""
    project = generate(folder, 0)
    _plain_config(project)
    _run(_RENDER, project, str(project / "site"))
    return project / "site"


def _plain_config(project: Path) -> None:
    """Write settings with which MkDocs renders the compiled pages alone, without our plugin."""
    text = (project / "mkdocs.yml").read_text(encoding="utf-8")
    lines, skip = [], False
    for line in text.split("\n"):
        if line.startswith("plugins:"):
            lines.append("plugins: []")
            skip = True
        elif skip and (line.startswith((" ", "-")) or not line.strip()):
            continue
        else:
            skip = False
            lines.append(line.replace("docs_dir: content/seiten", "docs_dir: .cache/seiten"))
    (project / "mkdocs-allein.yml").write_text("\n".join(lines), encoding="utf-8")
    shutil.copytree(project / "content/seiten", project / ".cache/seiten", dirs_exist_ok=True)


def _run(code: str, project: Path, *arguments: str) -> Measured:
    return measure([sys.executable, "-c", code, str(project), *arguments], cwd=ROOT)


def _print(count: int, pages: int, check: Measured, compiled: Measured, render: Measured) -> None:
    table = Table(
        "Schritt", "Sekunden", "Rechenzeit", "Datensätze/s", "Spitze MB", "Anteil an MkDocs (Uhr, Rechenzeit)"
    )
    for name, one in (("Prüfen", check), ("Prüfen + Übersetzen", compiled), (f"MkDocs allein, {pages} Seiten", render)):
        table.add_row(
            name,
            f"{one.seconds:.1f}",
            f"{one.computing:.1f}",
            f"{count / one.seconds:,.0f}",
            f"{one.peak_bytes / 1e6:.0f}",
            f"{one.seconds / render.seconds:.2f}, {one.computing / render.computing:.2f}",
        )
    Console(width=110).print(table)
    Console().print("Ziel: Prüfen + Übersetzen unter 0,25 von MkDocs, unter 600 MB.")
