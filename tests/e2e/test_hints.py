"""The way to a hint in a real browser: from every page, to its answer, and into a ticket or an e-mail."""

from __future__ import annotations

import datetime as dt
import functools
import http.server
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from schule.pipeline import build
from schule.project import Project
from tests.e2e.accessibility import violations
from tests.e2e.conftest import ROOT, Watched, _QuietHandler


@pytest.mark.parametrize("path", ["", "kommunen/soest/", "ueber/", "kennzahlen/", "sdg/11/", "selbstcheck/"])
def test_every_page_leads_to_a_hint(watched: Watched, base_url: str, path: str) -> None:
    watched.page.goto(base_url + path)
    way = watched.page.locator(".s-rueckweg").get_by_role("link", name="So geben Sie einen Hinweis")
    way.click()
    expect(watched.page).to_have_url(base_url + "hinweise/#hinweis-geben")


HINTS = """\
- slug: preis-fehlt
  titel: Preis fehlt
  eingang: 2026-10-01
  datensatz: leitprojekte/lastenrad
  anliegen: Was kostet das Ausleihen?
  status: nicht umgesetzt
  antwort: Den Preis nennt keine Quelle.
  beantwortet: 2026-10-08
- slug: ohne-antwort
  titel: Noch ohne Antwort
  eingang: 2026-11-01
  seite: /
  anliegen: Ein Buchstabe fehlt.
  status: in Arbeit
"""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on the loopback address."""
    handler = functools.partial(_QuietHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module")
def operated_school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An invented region with two hints, whose operator has set an e-mail address, a repository and a deadline."""
    root = tmp_path_factory.mktemp("region") / "projekt"
    shutil.copytree(ROOT / "tests/cases/grundlage", root)
    shutil.copytree(ROOT / "overrides", root / "overrides")
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    settings = re.sub(r"^nav:\n(?:^[ #].*\n|^\n)*", "", settings, flags=re.MULTILINE)
    for name, value in (
        ("repo_url", "https://github.com/ort/schule"),
        ("kontakt", "redaktion@example.org"),
        ("antwortfrist", "in zwei Wochen"),
    ):
        settings, count = re.subn(rf'^(\s*{name}: )""', rf'\1"{value}"', settings, flags=re.MULTILINE)
        assert count == 1, name
    (root / "mkdocs.yml").write_text(settings, encoding="utf-8")
    (root / "content/register/hinweise.yml").write_text(HINTS, encoding="utf-8")
    result = build(Project(root, dt.date(2026, 11, 20)), root / "fertig")
    assert result.published, [f"{one.path}: {one.message}" for one in result.findings]
    with served(root / "fertig") as address:
        yield address


def test_a_hint_stands_on_its_page_and_at_the_record(watched: Watched, operated_school: str) -> None:
    page = watched.page
    page.goto(operated_school + "hinweise/")
    expect(page.get_by_role("heading", name="In Arbeit")).to_be_visible()
    assert "Den Preis nennt keine Quelle." in page.locator("#preis-fehlt").inner_text()
    assert "in zwei Wochen" in page.locator("article").inner_text()
    assert violations(watched) == []
    page.locator("#preis-fehlt").get_by_role("link").click()
    about = page.get_by_role("region", name="Hinweise zu dieser Seite")
    assert "Was kostet das Ausleihen?" in about.inner_text()
    assert "nicht umgesetzt" in about.inner_text()
    about.get_by_role("link", name="Preis fehlt").click()
    expect(page).to_have_url(operated_school + "hinweise/#preis-fehlt")


def test_ticket_and_mail_are_filled_in_and_no_other_host_is_asked(browser: Browser, operated_school: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        asked: list[str] = []
        page.on(
            "request",
            lambda request: asked.append(request.url) if not request.url.startswith(operated_school) else None,
        )
        page.goto(operated_school + "leitprojekte/lastenrad/")
        page.wait_for_load_state("networkidle")
        assert asked == []
        way = page.locator(".s-rueckweg")
        ticket = way.get_by_role("link", name="Hinweis als Ticket schreiben").get_attribute("href") or ""
        body = parse_qs(urlsplit(ticket).query)["body"][0]
        assert body.startswith("Seite: /leitprojekte/lastenrad/\nDatei: content/leitprojekte/lastenrad.yml\n")
        mail = way.get_by_role("link", name="Hinweis per E-Mail geben").get_attribute("href") or ""
        assert unquote(mail.partition("&body=")[2]) == body
        edit = way.get_by_role("link", name="Diese Seite bearbeiten").get_attribute("href")
        assert edit == "https://github.com/ort/schule/edit/main/content/leitprojekte/lastenrad.yml"
