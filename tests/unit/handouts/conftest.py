"""A school of an invented region with rendered pages, the real template, and readers for what comes out."""

from __future__ import annotations

import datetime as dt
import io
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pytest

from schule.handouts.document import Cover, Format, Job, Layout, Sheet
from schule.handouts.render import Rendered, Workshop, prepare, render
from schule.handouts.settings import HandoutSettings
from schule.project import Project
from tests.unit.invented_school import build_school

ROOT = Path(__file__).parents[3]
PNG = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAA"
    "AABJRU5ErkJggg=="
)
PAGE = """<!doctype html><html lang="de"><head><title>Seite</title></head><body><nav>Menü</nav><main>
<article class="md-content__inner" data-pagefind-body>
<nav class="s-pfad"><ol><li><a href="../../">Start</a></li></ol></nav>
<p class="s-art">Leitprojekt</p><h1 id="t">{title}</h1><p class="s-kurz">Kurz.</p>
<aside class="s-kasten" aria-label="Auf einen Blick"><dl class="s-fakten">
<div><dt>Phase</dt><dd><a href="../../phasen/laufend/">Laufend</a> <a class="s-stufe" href="#">Redaktion</a></dd></div>
<div><dt>Felder</dt><dd><ul class="s-marken"><li>Wasser</li><li>Ufer</li></ul></dd></div>
</dl></aside>
{body}
<section class="s-verwandt" data-pagefind-ignore><h2>Passt dazu</h2><p>Anderes</p></section>
<section class="s-herkunft" data-pagefind-ignore><h2 id="quellen">Quellen</h2>
<ol class="s-quellen"><li><a href="https://example.org/bericht">Seenbericht, 2025.</a></li></ol></section>
</article></main></body></html>"""
BODY = """<h2 id="messen">Messen<a class="headerlink" href="#messen">#</a></h2>
<p>Ein Absatz mit <strong>Betonung</strong>, <a href="#stab">Sprung</a> und <a href="https://example.org/">Verweis</a>.</p>
<h4>Tief</h4><ul><li>eins</li><li>zwei</li></ul>
<table><thead><tr><th>Ort</th><th>Pegel</th></tr></thead><tbody><tr><td>Nordufer</td><td>3 m</td></tr></tbody></table>
<p id="stab"><img src="{png}" alt="Ein roter Punkt"></p>
<ul><li><label><input type="checkbox"> <span>Stab setzen</span></label></li></ul>""".replace("{png}", PNG)


def make_sheet(
    body: str = BODY, title: str = "Pegel messen", address: str = "/leitprojekte/pegel-app/", **change: Any
) -> Sheet:
    """Return a sheet whose page holds ``body``."""
    values: dict[str, Any] = {
        "title": title,
        "kind": "Leitprojekt",
        "lead": "Wie man Pegel misst.",
        "stand": "31.01.2026",
        "day": dt.date(2026, 1, 31),
        "licence": "Lizenz: CC-BY-4.0",
        "address": address,
        "base": address,
        "path": "content/leitprojekte/pegel-app.yml",
        "citations": ("Seenbericht der Region Seenland, 2025.",),
        "page_html": PAGE.format(title=title, body=body),
    }
    return Sheet(**(values | change))


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("handouts")


@pytest.fixture(scope="session")
def shop(cache: Path) -> Workshop:
    """A workshop of a school that knows its own address."""
    site = cache / "site"
    site.mkdir()
    return Workshop(ROOT / "overrides/handouts", site, cache, HandoutSettings("Seenland", "https://seenland.example/"))


@pytest.fixture(scope="session")
def make(shop: Workshop) -> Callable[..., Rendered]:
    """Return a function that makes a file from HTML or sheets."""

    def make_file(body: str = BODY, to: Format = "pdf", layout: Layout = "blatt", count: int = 1) -> Rendered:
        sheets = tuple(make_sheet(body, f"Blatt {n}", f"/leitprojekte/blatt-{n}/") for n in range(count))
        cover = Cover("Mappe", "Alles vom Wasser", "Kurz", (("Wo", "Nordufer"),)) if layout == "mappe" else None
        prepared = prepare(Job(layout, sheets, cover), shop)
        rendered = render(prepared, to, shop)
        return Rendered(rendered.data, (*prepared.findings, *rendered.findings))

    return make_file


@pytest.fixture
def school(tmp_path: Path) -> Project:
    """The invented school with the real template and a rendered site."""
    return rendered_school(tmp_path / "schule")


def rendered_school(root: Path) -> Project:
    """Lay out the invented school with the real template and a rendered site."""
    project = build_school(root)
    shutil.copytree(ROOT / "overrides/handouts", project.overrides / "handouts")
    for path in (project.overrides / "handouts/vorlagen").glob("muster*.md"):
        path.unlink()
    for address, title in (
        ("leitprojekte/pegel-app", "Pegel-App"),
        ("leitprojekte/ufer-app", "Ufer-App"),
        ("leitprojekte/pegel-app-2", "Pegel-App 2"),
        ("leitfaeden/pegel-messen", "Pegel messen"),
        ("veranstaltungen/seenmesse-2025", "Seenmesse"),
    ):
        page = project.site / address / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text(PAGE.format(title=title, body=BODY), encoding="utf-8")
    (project.site / "index.html").write_text("<p>Start</p>", encoding="utf-8")
    return project


def open_pdf(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def open_docx(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def structure(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    """Yield the elements of the structure tree in order: type and object."""
    stack = [pdf.Root.StructTreeRoot.K]
    while stack:
        node = stack.pop()
        if isinstance(node, pikepdf.Array):
            stack += list(reversed(list(node)))
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                yield str(node.S), node
            if "/K" in node:
                stack.append(node.K)
