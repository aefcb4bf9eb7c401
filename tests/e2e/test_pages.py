"""Every page type in a real browser: no error, no foreign request; what a reader with a disability meets: test_accessibility."""

from __future__ import annotations

import posixpath
import re
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.conftest import watch

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
AT_ONCE = 4


@dataclass(frozen=True)
class Visit:
    """What happened on a page until half a second had passed without a request."""

    status: int
    errors: list[str]
    foreign: list[str]


@pytest.fixture(scope="module")
def visits(browser: Browser, base_url: str) -> dict[str, Visit]:
    """A visit of every page; some load while others come to rest, for waiting is most of it."""
    found: dict[str, Visit] = {}
    with ExitStack() as stack:
        visitors = [stack.enter_context(contextmanager(watch)(browser, base_url)) for _ in range(AT_ONCE)]
        for first in range(0, len(PAGES), AT_ONCE):
            going = list(zip(PAGES[first : first + AT_ONCE], visitors, strict=False))
            answers = [seen.page.goto(base_url + path) for path, seen in going]
            for (path, seen), answer in zip(going, answers, strict=True):
                seen.page.wait_for_load_state("networkidle")
                found[path] = Visit(answer.status if answer else 0, [*seen.errors], [*seen.foreign])
                seen.errors.clear()
                seen.foreign.clear()
    return found


@pytest.mark.parametrize("path", PAGES)
def test_page_is_quiet(visits: dict[str, Visit], path: str) -> None:
    assert visits[path] == Visit(200, [], [])


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
    files = files_of(site)
    reached, frontier = {"index.html"}, {"index.html"}
    for _click in range(3):
        found = set()
        for page in frontier:
            found |= local_links(site, files, page)
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


def files_of(site: Path) -> frozenset[str]:
    return frozenset(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())


def target_of(files: frozenset[str], page: str, path: str) -> str | None:
    """Return the file to which a relative address on a page leads, None where there is none."""
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
    return next((name for name in (target, posixpath.normpath(f"{target}/index.html")) if name in files), None)


def local_links(site: Path, files: frozenset[str], page: str) -> set[str]:
    text = (site / page).read_text(encoding="utf-8")
    hrefs = {href for href in re.findall(r'<a\b[^>]*?\shref="([^"#?]+)', text) if not re.match(r"[a-z]+:", href)}
    return {target for href in hrefs if (target := target_of(files, page, href))}


def test_every_link_inside_the_site_leads_somewhere(site: Path) -> None:
    broken = []
    files = files_of(site)
    texts = {name: (site / name).read_text(encoding="utf-8") for name in files if name.endswith(".html")}
    anchors = {name: set(re.findall(r'\s(?:id|name)="([^"]+)"', text)) for name, text in texts.items()}
    for page in texts.keys() - {"404.html"}:
        for href in set(re.findall(r'\s(?:href|src)="([^"]+)"', texts[page])):
            if re.match(r"[a-z][a-z+.-]*:|//", href):
                continue
            path, _, anchor = href.partition("#")
            target = target_of(files, page, path.partition("?")[0])
            if target is None:
                broken.append(f"{page}: {href}")
            elif anchor and target in anchors and anchor not in anchors[target]:
                broken.append(f"{page}: {href} (Anker)")
    assert not broken, broken[:20]
