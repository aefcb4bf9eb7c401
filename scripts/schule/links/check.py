"""Check the links of a finished site: findings at the lines of the records that hold them.

Takes the project and the folder of the site; asks LinkChecker, then finds for every dead address all pages that show it
(LinkChecker names one) and the lines behind them. One dead address on forty pages is one finding where it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

from schule.findings import Finding, severity_of, sort_findings
from schule.findings.wording import quote
from schule.links.answers import Ask, ask_all
from schule.links.crawl import Answer, ask_outside, crawl_site, pages_of
from schule.links.places import Place, Places
from schule.links.server import serve_folder
from schule.project import Project
from schule.records.link_exceptions import read_exceptions
from schule.records.link_memory import Known, memory_of
from schule.records.load import load_project

_TARGET = re.compile(r"""\s(?:href|src|data|poster|srcset|action)=(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""")


def check_site(project: Project, site: Path, *, external: bool = False, ask: Ask = ask_outside) -> tuple[Finding, ...]:
    """Return the findings about all links of the site in ``site``; outside addresses are asked when ``external``."""
    places = Places(project, load_project(project))
    with serve_folder(site) as base:
        answers = crawl_site(base, pages_of(site))
    dead = {_on_site(base, answer): answer for answer in answers if not answer.external and _is_dead(answer)}
    shown = pages_that_show(site, dead) if dead else {}
    findings = [*_inside(dead, shown, places)]
    if external:
        outside = sorted({_without_anchor(answer.url) for answer in answers if _is_outside(answer)})
        findings += _outside(project, outside, places, ask)
    return sort_findings(findings)


def pages_that_show(site: Path, targets: Iterable[str]) -> dict[str, list[str]]:
    """Return for each address of the site the pages that lead to it, by their own addresses."""
    shown: dict[str, list[str]] = {target: [] for target in targets}
    for page in pages_of(site):
        file = site / page / "index.html" if page.endswith("/") or not page else site / page
        text = file.read_text(encoding="utf-8", errors="replace")
        links = {unescape(next(filter(None, match.groups()), "")) for match in _TARGET.finditer(text)}
        for address in {urljoin(f"/{page}", link) for link in links}:
            if address in shown:
                shown[address].append(f"/{page}")
    return shown


def _outside(project: Project, urls: list[str], places: Places, ask: Ask) -> Iterator[Finding]:
    exceptions = read_exceptions(project)
    asked = [url for url in urls if not exceptions.cover(url)]
    for url, known in ask_all(asked, memory_of(project), project.today, ask=ask).items():
        if not known.good:
            for place in places.outside(url):
                yield _no_answer(url, known, place)


def _no_answer(url: str, known: Known, place: Place) -> Finding:
    reason = f"Antwort {known.status}" if known.status else "keine Verbindung"
    return Finding(
        place.path,
        place.span,
        "link-extern-tot",
        severity_of("link-extern-tot"),
        "",
        f"{quote(url)} antwortet nicht ({reason}; seit {known.dead_since}).",
        "Suchen Sie die neue Adresse der Seite oder nehmen Sie den Verweis heraus. Prüft sie von Hand gut, tragen Sie "
        "sie in „content/link-ausnahmen.yml“ ein.",
    )


def _inside(dead: dict[str, Answer], shown: dict[str, list[str]], places: Places) -> Iterator[Finding]:
    for target, answer in dead.items():
        pages = shown.get(target) or ["/" + answer.page.split("/", 3)[-1].partition("#")[0]]
        rule = "anker-fehlt" if answer.good else "link-tot"
        where = f" (zu sehen auf {pages[0]}" + (f" und {len(pages) - 1} weiteren Seiten)" if pages[1:] else ")")
        if answer.good:
            message = f"Auf der Seite {quote(target.partition('#')[0])} gibt es die Stelle „#{target.partition('#')[2]}“ nicht{where}."
            hint = "Kopieren Sie die Adresse des Abschnitts aus dem Browser, ab dem ersten Schrägstrich."
        else:
            message = f"{quote(target)} führt ins Leere{where}."
            hint = "Berichtigen Sie die Adresse; eine umbenannte Seite braucht einen Eintrag unter „weiterleitungen“."
        for place in places.inside(target, pages):
            yield Finding(place.path, place.span, rule, severity_of(rule), "", message, hint)


def _is_dead(answer: Answer) -> bool:
    return not answer.good or answer.missing_anchor


def _is_outside(answer: Answer) -> bool:
    return answer.external and answer.url.startswith(("http://", "https://"))


def _on_site(base: str, answer: Answer) -> str:
    address = urljoin(answer.page or base, answer.asked)
    return "/" + address.removeprefix(base) if address.startswith(base) else address


def _without_anchor(url: str) -> str:
    return url.partition("#")[0]
