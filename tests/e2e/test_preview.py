"""The live preview in a real browser: what is saved appears, what is wrong stands on top, the last good page stays."""

from __future__ import annotations

import http.client
import io
import re
import shutil
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from schule.findings import Finding
from schule.preview.server import PreviewServer
from schule.preview.state import Preview
from schule.preview.watch import watching
from schule.project import Project
from schule.records.load import load_project
from schule.site import build_site
from tests.cases.faelle import lay_out
from tests.e2e.conftest import ROOT

RECORD = "content/leitprojekte/soestapp.yml"
ADDRESS = "leitprojekte/soestapp/"


@dataclass
class Running:
    """A preview of a copy of the real project, and what it printed."""

    root: Path
    url: str
    preview: Preview
    reports: list[tuple[Finding, ...]]

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace a text in a file and save it."""
        file = self.root / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    root = tmp_path_factory.mktemp("vorschau") / "projekt"
    for name in ("content", "guides", "municipalities", "overrides"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "mkdocs.yml", root)
    reports: list[tuple[Finding, ...]] = []
    project = Project(root)
    preview = Preview(project, reports.append)
    with PreviewServer(project, preview, 0) as server, watching(project, preview.apply):
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield Running(root, f"http://127.0.0.1:{server.server_port}/", preview, reports)
        server.shutdown()
        thread.join()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="de-DE")
    yield context.new_page()
    context.close()


def test_a_save_appears_without_reloading_by_hand(running: Running, page: Page) -> None:
    page.goto(running.url + ADDRESS)
    expect(page.locator("h1")).to_contain_text("SoestApp")
    running.edit(RECORD, "titel: SoestApp", "titel: SoestApp im Umbau")
    expect(page.locator("h1")).to_contain_text("SoestApp im Umbau")
    running.edit(RECORD, "titel: SoestApp im Umbau", "titel: SoestApp")
    expect(page.locator("h1")).not_to_contain_text("Umbau")


def test_a_fault_stands_on_top_and_the_last_good_page_stays(running: Running, page: Page) -> None:
    page.goto(running.url + ADDRESS)
    banner = page.locator("#vorschau-befunde")
    expect(page.locator("h1")).to_contain_text("SoestApp")
    running.edit(RECORD, "titel: SoestApp", "titl: Verschrieben")
    expect(banner).to_contain_text("„titl“")
    expect(banner).to_contain_text("Zeile 2")
    expect(page.locator("h1")).to_contain_text("SoestApp")
    assert any(finding.rule == "feld-unbekannt" for report in running.reports for finding in report)
    page.goto(running.url + "kommunen/soest/")
    expect(banner.get_by_role("link", name=RECORD)).to_be_visible()
    page.goto(running.url + ADDRESS)
    running.edit(RECORD, "titl: Verschrieben", "titel: SoestApp")
    expect(page.get_by_text("„titl“")).to_have_count(0)


def test_a_reference_to_nothing_is_a_fault_of_its_page(running: Running, page: Page) -> None:
    page.goto(running.url + ADDRESS)
    running.edit(RECORD, "federfuehrung: soest", "federfuehrung: soestt")
    expect(page.locator("#vorschau-befunde")).to_contain_text("soestt")
    running.edit(RECORD, "federfuehrung: soestt", "federfuehrung: soest")
    expect(page.get_by_text("„soestt“")).to_have_count(0)


def test_lists_and_other_records_follow(running: Running, page: Page) -> None:
    page.goto(running.url + "leitprojekte/")
    running.edit(RECORD, "titel: SoestApp", "titel: Umgezogene App")
    expect(page.get_by_text("Umgezogene App").first).to_be_attached()
    running.edit(RECORD, "titel: Umgezogene App", "titel: SoestApp")
    expect(page.get_by_text("Umgezogene App")).to_have_count(0)


def test_a_register_appears_on_its_page(running: Running, page: Page) -> None:
    register = running.root / "content/vokabular/vokabelheft.yml"
    before = register.read_text(encoding="utf-8")
    page.goto(running.url + "vokabelheft/")
    added = "\n- slug: vorschauwort\n  titel: Vorschauwort\n  definition: Ein Wort, das nur der Test kennt.\n"
    register.write_text(before.rstrip("\n") + added, encoding="utf-8")
    expect(page.get_by_text("Ein Wort, das nur der Test kennt.")).to_be_attached()
    register.write_text(before, encoding="utf-8")
    expect(page.get_by_text("Ein Wort, das nur der Test kennt.")).to_have_count(0)


def test_a_new_record_gets_a_page_and_a_removed_one_loses_it(running: Running, page: Page) -> None:
    copy = running.root / "content/leitprojekte/ganz-neu.yml"
    text = (running.root / RECORD).read_text(encoding="utf-8")
    page.goto(running.url + "leitprojekte/ganz-neu/")
    expect(page.locator("h1")).to_contain_text("Diese Seite gibt es nicht")
    copy.write_text(text.replace("titel: SoestApp", "titel: Ganz neues Projekt"), encoding="utf-8")
    expect(page.locator("h1")).to_contain_text("Ganz neues Projekt")
    copy.unlink()
    expect(page.locator("h1")).to_contain_text("Diese Seite gibt es nicht")


def test_a_new_record_with_faults_shows_them_at_its_address(running: Running, page: Page) -> None:
    new = running.root / "content/leitprojekte/unfertig.yml"
    page.goto(running.url + "leitprojekte/unfertig/")
    new.write_text("titel: Unfertig\n", encoding="utf-8")
    expect(page.locator("#vorschau-befunde")).to_contain_text("kurzbeschreibung")
    expect(page.locator("h1")).to_contain_text("Noch keine Seite")
    new.unlink()
    expect(page.locator("h1")).to_contain_text("Diese Seite gibt es nicht")


def test_an_editorial_page_and_a_style_sheet_follow(running: Running, page: Page) -> None:
    page.goto(running.url + "impressum/")
    path = "content/seiten/impressum/index.md"
    text = (running.root / path).read_text(encoding="utf-8")
    (running.root / path).write_text(text + "\n\nEin Satz aus dem Test.\n", encoding="utf-8")
    expect(page.get_by_text("Ein Satz aus dem Test.")).to_be_visible()
    (running.root / path).write_text(text, encoding="utf-8")
    expect(page.get_by_text("Ein Satz aus dem Test.")).to_have_count(0)
    style = running.root / "overrides/assets/stylesheets/schule.css"
    before = style.read_text(encoding="utf-8")
    style.write_text(before + "\nh1 { letter-spacing: 7px !important; }\n", encoding="utf-8")
    expect(page.locator("h1")).to_have_css("letter-spacing", "7px")
    style.write_text(before, encoding="utf-8")
    expect(page.locator("h1")).not_to_have_css("letter-spacing", "7px")


def test_a_broken_template_says_so_and_the_pages_stay(running: Running, page: Page) -> None:
    template = running.root / "overrides/records/leitprojekte.md.j2"
    before = template.read_text(encoding="utf-8")
    page.goto(running.url + ADDRESS)
    template.write_text(before + "{% if %}", encoding="utf-8")
    expect(page.locator("#vorschau-befunde")).to_contain_text("Die Vorschau steht still")
    expect(page.locator("h1")).to_contain_text("SoestApp")
    template.write_text(before, encoding="utf-8")
    expect(page.get_by_text("Die Vorschau steht still")).to_have_count(0)


@pytest.mark.parametrize("address", ["", ADDRESS, "passt-zu-uns/", "mappe/", "kommunen/", "daten/", "selbstcheck/"])
def test_pages_find_all_their_files_and_their_scripts_run(running: Running, page: Page, address: str) -> None:
    missing: list[str] = []
    errors: list[str] = []
    page.on("response", lambda response: missing.append(response.url) if response.status >= 400 else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(running.url + address)
    expect(page.locator("h1").first).to_be_visible()
    assert [url for url in missing if "/suchindex/" not in url] == []  # the search is that of the last build
    assert errors == []


def test_a_handout_of_the_preview_is_what_was_saved(running: Running, page: Page) -> None:
    page.goto(running.url + ADDRESS)
    running.edit(RECORD, "titel: SoestApp", "titel: SoestApp auf Papier")
    expect(page.locator("h1")).to_contain_text("auf Papier")
    link = page.locator(".s-handouts").get_by_role("link", name="Word")
    data = page.request.get(running.url.rstrip("/") + str(link.get_attribute("href"))).body()
    assert "SoestApp auf Papier" in zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    running.edit(RECORD, "titel: SoestApp auf Papier", "titel: SoestApp")
    expect(page.locator("h1")).not_to_contain_text("auf Papier")


def answer(running: Running, path: str, host: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", int(running.url.rsplit(":", 1)[1].strip("/")), timeout=30)
    connection.request("GET", path, headers={"Host": host})
    response = connection.getresponse()
    return response.status, response.read()


def test_another_host_is_refused(running: Running) -> None:
    port = running.url.rsplit(":", 1)[1].strip("/")
    assert answer(running, "/", f"127.0.0.1:{port}")[0] == 200
    assert answer(running, "/", f"boese.example:{port}")[0] == 403
    assert answer(running, "/", "")[0] == 403


def test_the_preview_shows_what_the_build_writes(tmp_path: Path) -> None:
    root = lay_out(tmp_path / "projekt")
    shutil.copytree(ROOT / "overrides", root / "overrides")
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    settings = re.sub(r"^(nav|not_in_nav):.*\n(?:^[ #].*\n|^\n)*", "", settings, flags=re.MULTILINE)
    (root / "mkdocs.yml").write_text(settings, encoding="utf-8")
    project = Project(root)
    preview = Preview(project, lambda _findings: None)
    loaded = load_project(project)
    build_site(project, loaded, tmp_path / "gebaut", strict=False)
    for address in (
        "kommunen/auenstadt/",
        "leitprojekte/lastenrad/",
        "vokabelheft/",
        "handbuch/regeln/feld-unbekannt/",
    ):
        shown = preview.page("/" + address).data
        built = (tmp_path / "gebaut" / address / "index.html").read_bytes()
        # Handouts are made and offered by the build alone; the preview shows where they will stand.
        shown = (shown or b"").replace(b"<div data-handouts></div>", b"")
        assert shown == re.sub(rb'<aside class="s-handouts".*?</aside>', b"", built, flags=re.DOTALL)
