"""Links of a finished site: what counts as dead, where it is reported, and how outside addresses are asked."""

from __future__ import annotations

import datetime as dt
import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner

from schule.findings import Finding
from schule.links import links_command
from schule.links.answers import ask_all
from schule.links.check import check_site
from schule.links.crawl import Answer, ask_outside, crawl_site, pages_of
from schule.links.server import find_file, serve_folder
from schule.project import Project
from schule.records.link_exceptions import read_exceptions
from schule.records.link_memory import memory_of, read_memory
from tests.cases.faelle import TODAY, lay_out
from tests.unit.loopback import QuietHandler, loopback

PAGE = (
    '<!doctype html>\n<html lang="de"><head><meta charset="utf-8"><title>Seite</title></head><body>{}</body></html>\n'
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The common project of the cases."""
    return Project(lay_out(tmp_path / "projekt"), TODAY)


def write_site(root: Path, pages: dict[str, str]) -> Path:
    site = root / "website"
    for name, body in pages.items():
        file = site / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(PAGE.format(body) if name.endswith(".html") else body, encoding="utf-8")
    return site


def places(findings: Iterable[Finding]) -> list[tuple[str, int, int, str]]:
    return [(finding.path, finding.span.line, finding.span.column, finding.rule) for finding in findings]


def answer_to(url: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(url, timeout=10) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def test_a_folder_without_index_is_answered_with_404(tmp_path: Path) -> None:
    site = write_site(tmp_path, {"index.html": "Start", "bilder/karte.svg": "<svg/>"})
    with serve_folder(site) as base:
        assert answer_to(base)[0] == 200
        assert answer_to(base + "bilder/")[0] == 404
        assert answer_to(base + "bilder")[0] == 404
        assert answer_to(base + "bilder/karte.svg")[0] == 200


def test_nothing_outside_the_folder_is_served(tmp_path: Path) -> None:
    (tmp_path / "geheim.txt").write_text("geheim", encoding="utf-8")
    site = write_site(tmp_path, {"index.html": "Start"})
    assert find_file(site.resolve(), "/../geheim.txt") is None
    assert find_file(site.resolve(), "/%2e%2e/geheim.txt") is None
    assert find_file(site.resolve(), "/\0") is None
    assert find_file(site.resolve(), "/index.html") == site.resolve() / "index.html"


def test_pages_images_downloads_and_anchors_are_checked(tmp_path: Path) -> None:
    body = (
        '<a href="gut/">gut</a> <a href="weg/">weg</a> <img src="weg.png" alt=""> <a href="weg.pdf">PDF</a>'
        ' <a href="gut/#da">da</a> <a href="gut/#fehlt">fehlt</a> <a href="https://fremd.example/seite">fremd</a>'
    )
    site = write_site(tmp_path, {"index.html": body, "gut/index.html": '<h2 id="da">Da</h2>'})
    with serve_folder(site) as base:
        answers = crawl_site(base, pages_of(site))
    assert {answer.asked for answer in answers if not answer.good} == {"weg/", "weg.png", "weg.pdf"}
    assert [answer.asked for answer in answers if answer.missing_anchor] == ["gut/#fehlt"]
    assert [answer.url for answer in answers if answer.external] == ["https://fremd.example/seite"]


def test_a_page_that_nothing_links_to_is_checked_as_well(tmp_path: Path) -> None:
    site = write_site(tmp_path, {"index.html": "Start", "allein.html": '<a href="weg/">weg</a>'})
    with serve_folder(site) as base:
        assert [answer.asked for answer in crawl_site(base, pages_of(site)) if not answer.good] == ["weg/"]


def test_an_address_written_once_is_one_finding_however_many_pages_show_it(project: Project) -> None:
    link = '<a href="/praxisbeispiele/reparaturcafe/">Café</a>'
    names = ["index.html", *(f"seite-{number}/index.html" for number in range(5))]
    site = write_site(project.root, dict.fromkeys(names, link))
    findings = check_site(project, site)
    assert places(findings) == [("content/leitprojekte/lastenrad.yml", 8, 29, "link-tot")]
    assert "5 weiteren Seiten" in findings[0].message


def test_a_reference_by_name_is_found_on_its_line(project: Project) -> None:
    site = write_site(project.root, {"leitprojekte/lastenrad/index.html": '<a href="/kennzahlen/#ausleihen">12</a>'})
    assert places(check_site(project, site)) == [("content/leitprojekte/lastenrad.yml", 17, 14, "link-tot")]


def test_a_link_of_a_template_is_found_in_the_template(project: Project) -> None:
    template = project.overrides / "records" / "leitprojekte.md.j2"
    template.parent.mkdir(parents=True)
    template.write_text('Kopf\n<a href="/nirgends/">hier</a>\n', encoding="utf-8")
    site = write_site(project.root, {"index.html": '<a href="nirgends/">hier</a>'})
    assert places(check_site(project, site)) == [("overrides/records/leitprojekte.md.j2", 2, 10, "link-tot")]


def test_what_stands_nowhere_is_reported_at_the_source_of_the_page(project: Project) -> None:
    site = write_site(project.root, {"leitprojekte/lastenrad/index.html": '<img src="erzeugt.svg" alt="">'})
    assert places(check_site(project, site)) == [("content/leitprojekte/lastenrad.yml", 1, 1, "link-tot")]


@dataclass
class Outside:
    """A host outside of the site: how often each path was asked, and what it answers."""

    base: str = ""
    asked: list[str] = field(default_factory=list)
    rules: bytes = b""
    patience: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def outside() -> Iterator[Outside]:
    host = Outside()

    class Handler(QuietHandler):
        def do_GET(self) -> None:  # noqa: N802 - named by the library
            host.asked.append(self.path)
            status = {"/gut": 200, "/weg": 404, "/verboten": 403, "/robots.txt": 404}.get(self.path, 503)
            if self.path in ("/wackelig", "/voll") and host.asked.count(self.path) > 1:
                status = 200
            elif self.path == "/voll":
                status = 429
            elif self.path == "/langsam":
                host.patience.wait(30)
            elif self.path == "/kreis":
                status = 302
            body = host.rules if self.path == "/robots.txt" else b""
            self.send_response(200 if body else status)
            self.send_header("Content-Type", "text/plain" if body else "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Retry-After" if status == 429 else "Location", "1" if status == 429 else "/kreis")
            self.end_headers()
            self.wfile.write(body)

    with loopback(Handler) as host.base:
        yield host
        host.patience.set()


def ask_fast(urls: Iterable[str]) -> tuple[Answer, ...]:
    return ask_outside(urls, rate=1000.0, timeout=5)


def test_a_host_that_falters_is_asked_again_and_one_that_says_no_is_not(outside: Outside, tmp_path: Path) -> None:
    urls = [f"{outside.base}/{name}" for name in ("gut", "weg", "wackelig", "kaputt", "verboten")]
    pauses: list[float] = []
    known = ask_all(urls, tmp_path / "antworten.json", TODAY, ask=ask_fast, pauses=(1.0, 2.0), wait=pauses.append)
    assert {url.rsplit("/", 1)[1]: one.good for url, one in known.items()} == {
        "gut": True, "weg": False, "wackelig": True, "kaputt": False, "verboten": True,
    }  # fmt: skip
    assert outside.asked.count("/weg") == 1
    assert outside.asked.count("/wackelig") == 2
    assert outside.asked.count("/kaputt") == 3
    assert pauses == [1.0, 2.0]


def test_a_host_that_has_too_many_requests_is_asked_again_later(outside: Outside, tmp_path: Path) -> None:
    pauses: list[float] = []
    url = f"{outside.base}/voll"
    known = ask_all([url], tmp_path / "antworten.json", TODAY, ask=ask_fast, pauses=(1.0, 2.0), wait=pauses.append)
    assert (known[url].good, known[url].status) == (True, 200)
    assert pauses == [1.0]


def test_what_answers_never_or_in_circles_or_not_at_all_is_no_crash(outside: Outside) -> None:
    tls = outside.base.replace("http:", "https:") + "/gut"  # speaks no TLS
    urls = [f"{outside.base}/gut", f"{outside.base}/langsam", f"{outside.base}/kreis", tls, "http://[", "http://a b/"]
    answers = {one.asked: one.good for one in ask_outside(urls, rate=1000.0, timeout=1)}
    assert answers == {url: url.endswith("/gut") and url != tls for url in urls}
    assert outside.asked.count("/kreis") < 20


def test_a_page_that_programs_may_not_read_is_left_alone(outside: Outside) -> None:
    outside.rules = b"User-agent: *\nDisallow: /privat/\n"
    (answer,) = ask_outside([f"{outside.base}/privat/seite"], rate=1000.0, timeout=5)
    assert answer.good
    assert outside.asked == ["/robots.txt"]


def test_answers_are_remembered_and_the_first_bad_day_is_kept(outside: Outside, tmp_path: Path) -> None:
    memory = tmp_path / "antworten.json"
    urls = [f"{outside.base}/gut", f"{outside.base}/weg"]
    ask_all(urls, memory, TODAY, ask=ask_fast, pauses=())
    ask_all(urls, memory, TODAY, ask=ask_fast, pauses=())
    assert outside.asked.count("/gut") == 1
    assert outside.asked.count("/weg") == 1
    later = ask_all(urls, memory, TODAY + dt.timedelta(days=2), ask=ask_fast, pauses=())
    assert outside.asked.count("/gut") == 1
    assert outside.asked.count("/weg") == 2
    assert later[urls[1]].dead_since == TODAY.isoformat()
    assert read_memory(memory)[urls[1]] == later[urls[1]]


def test_without_a_network_nothing_is_called_dead(tmp_path: Path) -> None:
    def nobody(urls: Iterable[str]) -> tuple[Answer, ...]:
        return tuple(Answer(url, url, "", good=False, status=0) for url in urls)

    memory = tmp_path / "antworten.json"
    assert ask_all(["https://a.example/"], memory, TODAY, ask=nobody, pauses=()) == {}
    assert not memory.exists()


def test_a_damaged_memory_is_an_empty_one(project: Project) -> None:
    memory = memory_of(project)
    memory.parent.mkdir(parents=True)
    for text in ("", "[]", "{", json.dumps({"https://a.example/": {"falsch": 1}})):
        memory.write_text(text, encoding="utf-8")
        assert read_memory(memory) == {}


def test_faults_of_the_list_of_exceptions_are_findings(project: Project) -> None:
    text = "- adresse: https://a.example/\n  grund: alt\n- adres: x\n  grund: y\n  bis: morgen\n"
    (project.root / "content" / "link-ausnahmen.yml").write_text(text, encoding="utf-8")
    found = read_exceptions(project)
    assert found.addresses == ()
    assert {(one.span.line, one.rule) for one in found.findings} == {
        (1, "feld-fehlt"), (3, "feld-unbekannt"), (3, "feld-fehlt"), (5, "datum-ungueltig"),
    }  # fmt: skip


def test_the_command_prints_the_line_and_exits_with_one(project: Project) -> None:
    site = write_site(project.root, {"index.html": '<a href="praxisbeispiele/reparaturcafe/">Café</a>'})
    done = CliRunner().invoke(
        links_command, ["--site-dir", str(site), "--format", "concise"], obj=(project.root, TODAY)
    )
    assert done.exit_code == 1
    assert "content/leitprojekte/lastenrad.yml:8:29: fehler[link-tot]" in done.output
