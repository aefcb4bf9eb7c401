"""Every page type for readers with a disability: axe-core in both views, headings, reflow, text spacing, keyboard.

What is found goes into ``content/seiten/barrierefreiheit/pruefung.json``, from which the statement on accessibility takes
date, method and findings. ``--update`` writes it; review the diff. The last test goes red when the file no longer says what
the tests find, apart from the date and the version of the browser. Serious findings fail a test; lesser ones are stated.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from schule.pages.audit import FILE, Audit, read_audit
from tests.e2e.accessibility import (
    AXE_WAY,
    CHECKS,
    DESKTOP,
    SERIOUS,
    VIEWS,
    PageAudit,
    audit_page,
    axe_findings,
    heading_findings,
    keyboard_findings,
    outline_faults,
    spacing_findings,
    width_findings,
)
from tests.e2e.conftest import ROOT
from tests.e2e.test_pages import PAGES

WAYS = dict.fromkeys(VIEWS.values(), AXE_WAY) | {check.name: check.way for check in CHECKS}


@pytest.fixture(scope="session")
def audited(browser: Browser, base_url: str) -> Iterator[Callable[[str], PageAudit]]:
    """A function that audits a page of the real site, once in a session."""
    context = browser.new_context(locale="de-DE", viewport=DESKTOP)  # type: ignore[arg-type]
    page = context.new_page()
    yield cache(lambda path: audit_page(page, base_url + path))
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_page_has_no_serious_barrier(audited: Callable[[str], PageAudit], path: str) -> None:
    found = [(name, one) for name, findings in audited(path).findings.items() for one in findings]
    assert [(name, one) for name, one in found if one.impact in SERIOUS] == []


def test_committed_result_says_what_the_tests_find(
    audited: Callable[[str], PageAudit], browser: Browser, request: pytest.FixtureRequest
) -> None:
    found = result({path: audited(path) for path in PAGES}, browser.version)
    if request.config.getoption("--update"):
        text = json.dumps(found, ensure_ascii=False, indent=2) + "\n"
        (ROOT / "content" / FILE).write_text(text, encoding="utf-8")
    committed = read_audit(ROOT / "content")
    assert committed is not None
    assert comparable(committed) == comparable(Audit.model_validate(found))


def result(audits: dict[str, PageAudit], browser: str) -> dict[str, Any]:
    """Return the findings on all pages as the file holds them: by check, then by what was found."""
    pages: dict[str, dict[tuple[str, str], list[str]]] = {name: defaultdict(list) for name in WAYS}
    for path, audit in audits.items():
        for name, findings in audit.findings.items():
            for text, impact in sorted({(one.text, one.impact) for one in findings}):
                pages[name][text, impact].append(path)
    return {
        "datum": dt.date.today().isoformat(),
        "werkzeuge": {"axe-core": next(iter(audits.values())).engine, "Chromium": browser},
        "seiten": list(audits),
        "pruefungen": [
            {
                "name": name,
                "vorgehen": way,
                "befunde": [
                    {"befund": text, "wirkung": impact, "seiten": paths}
                    for (text, impact), paths in sorted(pages[name].items())
                ],
            }
            for name, way in WAYS.items()
        ],
    }


def comparable(audit: Audit) -> dict[str, Any]:
    """Return what must agree on every computer: all but the date and the version of the browser."""
    tools = {name: version for name, version in audit.werkzeuge.items() if name != "Chromium"}
    return audit.model_dump(exclude={"datum"}) | {"werkzeuge": tools}


@pytest.fixture
def blank(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


def show(page: Page, body: str) -> None:
    # The check of the keyboard loads the page anew, so it needs an address.
    page.route(
        "http://probe.test/",
        lambda route: route.fulfill(
            content_type="text/html", body=f"<!doctype html><html lang=de><title>Probe</title><main>{body}</main>"
        ),
    )
    page.goto("http://probe.test/")


SKIP = '<a href="#a">Zum Inhalt</a><h1 id="a">Probe</h1>'


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (SKIP + '<a href="/x" style="outline:0">Weiter</a>', "ohne dass man es sieht"),
        (SKIP + '<a href="/x"></a>', "keinen Namen"),
        ('<h1>Probe</h1><a href="/x">Weiter</a>', "führt nicht zum Inhalt"),
        (SKIP + '<button style="position:fixed;left:0;top:200px">Unten</button><div style="position:fixed;inset:150px 0 0;background:red"></div>', "verdeckt"),
        (SKIP + '<button id="b">Hier</button><button onfocus="b.focus()">Dort</button>', "nicht weiter"),
    ],
)  # fmt: skip
def test_keyboard_check_finds_what_is_wrong(blank: Page, body: str, fault: str) -> None:
    show(blank, body)
    assert [fault in one.text for one in keyboard_findings(blank)] == [True]


def test_keyboard_check_finds_nothing_where_nothing_is_wrong(blank: Page) -> None:
    show(blank, SKIP + '<p><a href="/x">Weiter</a></p><label><input type="checkbox">Ja</label>')
    assert keyboard_findings(blank) == []


def test_other_checks_find_what_is_wrong(blank: Page) -> None:
    show(
        blank,
        '<h1>Probe</h1><h3>Lücke</h3><img src="data:,"><div style="width:500px">breit</div><p style="width:4em;height:1.2em;overflow:hidden">Ein langer Satz</p>',
    )
    assert [one.text for one in heading_findings(blank)] == ["Die Überschriften springen von Ebene 1 auf 3"]
    assert [one.impact for one in width_findings(320)(blank)] == ["ernst"]
    assert width_findings(640)(blank) == []
    assert len(spacing_findings(blank)) == 1
    found, engine = axe_findings(blank)
    assert ("image-alt", "schwer") in {(one.text.split(":")[0], one.impact) for one in found}
    assert engine


def test_outline_wants_one_first_heading_and_no_gap() -> None:
    assert outline_faults([1, 2, 3, 2]) == []
    assert len(outline_faults([2, 1])) == 1
    assert len(outline_faults([1, 1])) == 1
    assert len(outline_faults([1, 2, 4])) == 1
