"""Every page type in a real browser: no error, no foreign request; what a reader with a disability meets: test_accessibility."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.e2e.conftest import Watched

# One page of every type; a new template gets a line here, and then test_accessibility writes its result anew (--update).
PAGES = [
    "", "leitprojekte/", "leitprojekte/offene-regionale-datenplattform/", "leitfaeden/", "leitfaeden/buergerbeteiligung-planen/",
    "kommunen/", "kommunen/soest/", "kommunen/brilon/", "praxisbeispiele/", "praxisbeispiele/beteiligungsplattform-consul-jena/",
    "modellprojekte/", "modellprojekte/jena/", "biografien/", "formate/", "formate/klassentreffen/", "veranstaltungen/",
    "veranstaltungen/smart-cities-konferenz-2021/", "handlungsfelder/", "handlungsfelder/mobilitaet/", "sdg/", "sdg/11/", "phasen/",
    "phasen/bewerbung/", "kreise/", "kreise/kreis-soest/", "laender/", "kennzahlen/", "handlungsempfehlungen/", "kriterien/",
    "organisationen/", "zeitleiste/", "ziele/", "vokabelheft/", "vokabelheft/listen/", "datenquellen/", "veroeffentlichungen/",
    "ueber/", "mitmachen/", "barrierefreiheit/", "impressum/", "datenschutz/", "handbuch/", "handbuch/regeln/", "handbuch/felder/",
    "handbuch/regeln/feld-unbekannt/", "404.html", "selbstcheck/", "selbstcheck/bewertungskriterien-2020/", "leichte-sprache/",
    "methoden/", "methoden/beteiligung/", "quick-wins/", "misserfolge/", "vision/", "foerderprogramm/", "transferstelle/",
    "suche/", "daten/", "vorlagen/", "netz/", "nachnutzung/", "passt-zu-uns/", "mappe/", "handbuch/handouts/",
    "wer-weiss-was/", "hinweise/", "beitragen/", "beitragen/praxisbeispiele/", "beitragen/leitprojekte/", "beitragen/veranstaltungen/",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_page_is_quiet(watched: Watched, base_url: str, path: str) -> None:
    response = watched.page.goto(base_url + path)
    assert response
    assert response.status == 200
    watched.page.wait_for_load_state("networkidle")
    assert watched.foreign == []
    assert watched.errors == []


def test_no_built_file_names_another_host_to_load_from(site: Path) -> None:
    loads = re.compile(
        r"""<(?:script|img|iframe|source|video|audio|embed|object)\b[^>]*?\s(?:src|data)=["']?(?:https?:)?//[^"'\s>]+|<link\b(?=[^>]*rel=["']?(?:stylesheet|preload|preconnect|dns-prefetch|icon|modulepreload))[^>]*href=["']?(?:https?:)?//[^"'\s>]+""",
        re.IGNORECASE,
    )
    styles = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])(?:https?:)?//[^)"']+""")
    scripts = re.compile(r"""\b(?:import|from)\s*\(?\s*["'](?:https?:)?//[^"']+""")
    wrong = []
    for path in site.rglob("*"):
        pattern = {".html": loads, ".css": styles, ".js": scripts}.get(path.suffix)
        if pattern:
            found = pattern.search(path.read_text(encoding="utf-8", errors="replace"))
            if found:
                wrong.append(f"{path.relative_to(site)}: {found.group()[:120]}")
    assert not wrong, wrong[:10]


def test_every_record_is_three_clicks_from_the_start_page(site: Path) -> None:
    reached, frontier = {"index.html"}, {"index.html"}
    for _click in range(3):
        found = set()
        for page in frontier:
            found |= local_links(site, page)
        frontier = {page for page in found - reached if page.endswith(".html")}
        reached |= found
    records = {
        path.relative_to(site).as_posix()
        for kind in (
            "leitprojekte",
            "leitfaeden",
            "kommunen",
            "praxisbeispiele",
            "modellprojekte",
            "biografien",
            "formate",
            "veranstaltungen",
        )
        for path in (site / kind).glob("*/index.html")
    }
    assert len(records) > 300
    assert not records - reached


def local_links(site: Path, page: str) -> set[str]:
    text = (site / page).read_text(encoding="utf-8")
    targets = set()
    for href in re.findall(r'<a\b[^>]*?\shref="([^"#?]+)', text):
        if re.match(r"[a-z]+:", href):
            continue
        path = (site / page).parent.joinpath(href).resolve()
        path = path / "index.html" if path.is_dir() else path
        if path.is_file() and path.is_relative_to(site.resolve()):
            targets.add(path.relative_to(site.resolve()).as_posix())
    return targets


def test_every_link_inside_the_site_leads_somewhere(site: Path) -> None:
    broken = []
    anchors: dict[Path, set[str]] = {}
    for page in site.rglob("*.html"):
        if page.name == "404.html":
            continue
        for href in set(re.findall(r'\s(?:href|src)="([^"]+)"', page.read_text(encoding="utf-8"))):
            if re.match(r"[a-z][a-z+.-]*:|//", href):
                continue
            path, _, anchor = href.partition("#")
            path = path.partition("?")[0]
            target = page.parent.joinpath(path).resolve() if path else page
            target = target / "index.html" if target.is_dir() else target
            if not target.is_file():
                broken.append(f"{page.relative_to(site)}: {href}")
            elif anchor and target.suffix == ".html":
                if target not in anchors:
                    anchors[target] = set(re.findall(r'\s(?:id|name)="([^"]+)"', target.read_text(encoding="utf-8")))
                if anchor not in anchors[target]:
                    broken.append(f"{page.relative_to(site)}: {href} (Anker)")
    assert not broken, broken[:20]
