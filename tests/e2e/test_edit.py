"""The forms in a real browser: find a record, change it, see its page, save it; nothing foreign, nothing inaccessible."""

from __future__ import annotations

import shutil
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from schule.edit.desk import Desk
from schule.edit.server import EditServer
from schule.preview.watch import watching
from schule.project import Project
from tests.e2e.conftest import ROOT

RECORD = "content/leitprojekte/soestapp.yml"
FORM = "datensatz/leitprojekte/soestapp"
SERIOUS = {"serious", "critical"}


@dataclass
class Forms:
    """Running forms of a copy of the real project, a browser page on them, and what that page did."""

    root: Path
    url: str
    page: Page
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def text(self, path: str = RECORD) -> str:
        return (self.root / path).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    root = tmp_path_factory.mktemp("formulare") / "projekt"
    for name in ("content", "guides", "municipalities", "overrides"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "mkdocs.yml", root)
    desk = Desk(Project(root))
    with EditServer(desk, 0) as server, watching(desk.project, desk.forget):
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield root, f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(params=["mit-javascript", "ohne-javascript"])
def forms(request: pytest.FixtureRequest, browser: Browser, running: tuple[Path, str]) -> Iterator[Forms]:
    yield from _forms(browser, running, javascript=request.param == "mit-javascript")


@pytest.fixture
def live(browser: Browser, running: tuple[Path, str]) -> Iterator[Forms]:
    yield from _forms(browser, running, javascript=True)


def _forms(browser: Browser, running: tuple[Path, str], *, javascript: bool) -> Iterator[Forms]:
    root, url = running
    context = browser.new_context(locale="de-DE", java_script_enabled=javascript, accept_downloads=True)
    page = context.new_page()
    one = Forms(root, url, page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.on(
        "request",
        lambda request: (
            one.foreign.append(request.url) if not request.url.startswith((url, "data:", "blob:")) else None
        ),
    )
    page.on("pageerror", lambda error: one.errors.append(str(error)))
    page.on("console", lambda message: one.errors.append(message.text) if "Content Security" in message.text else None)
    yield one
    context.close()
    assert one.foreign == []
    assert one.errors == []


def test_from_the_overview_to_a_saved_record(forms: Forms) -> None:
    before = forms.text()
    forms.page.goto(forms.url)
    forms.page.get_by_role("link", name="SoestApp", exact=True).click()
    forms.page.get_by_label("Foerderung").or_(forms.page.get_by_label("Förderung")).first.fill("Land und Bund")
    forms.page.get_by_role("button", name="Speichern", exact=True).click()
    expect(forms.page.get_by_text("Gespeichert.")).to_be_visible()
    assert forms.text() == before.replace("foerderung: unbekannt", "foerderung: Land und Bund")
    (forms.root / RECORD).write_text(before, encoding="utf-8")


def test_a_fault_is_told_at_its_field_and_not_saved(forms: Forms) -> None:
    before = forms.text()
    forms.page.goto(forms.url + FORM)
    forms.page.locator("[id='phase_stand']").fill("demnächst")
    forms.page.get_by_role("button", name="Speichern", exact=True).click()
    expect(forms.page.locator("[id='befund-phase_stand']")).to_contain_text("demnächst")
    expect(forms.page.get_by_text("Noch nicht gespeichert")).to_be_visible()
    assert forms.page.locator("[id='phase_stand']").get_attribute("aria-invalid") == "true"
    assert forms.page.locator("[id='phase_stand']").input_value() == "demnächst"
    assert forms.text() == before


def test_findings_and_page_follow_while_typing(live: Forms) -> None:
    live.page.goto(live.url + FORM)
    frame = live.page.frame_locator("[data-schau]")
    expect(frame.locator("h1")).to_contain_text("SoestApp")
    live.page.locator("[id='titel']").fill("SoestApp im Formular")
    expect(frame.locator("h1")).to_contain_text("SoestApp im Formular")
    live.page.locator("[id='beschreibung']").fill("Ein Absatz mit **fetter** Schrift.")
    expect(frame.locator("strong", has_text="fetter")).to_be_visible()
    live.page.locator("[id='titel']").fill("")
    expect(live.page.locator("[id='befund-titel']")).to_contain_text("fehlt")
    expect(frame.locator("h1")).to_contain_text("SoestApp im Formular")
    assert "im Formular" not in live.text()


def test_an_entry_of_a_register_shows_its_page_while_typing(live: Forms) -> None:
    before = live.text("content/vokabular/vokabelheft.yml")
    live.page.goto(live.url + "datensatz/begriffe/barrierefreiheit")
    frame = live.page.frame_locator("[data-schau]")
    expect(frame.locator("h1")).to_contain_text("Vokabelheft")
    live.page.locator("[id='definition']").fill("Ein Satz, der nur im Formular steht.")
    expect(frame.get_by_text("Ein Satz, der nur im Formular steht.")).to_be_visible()
    assert live.text("content/vokabular/vokabelheft.yml") == before


def test_a_new_record_is_checked_and_shown_before_it_is_saved(live: Forms) -> None:
    live.page.goto(live.url + "neu/veranstaltungen")
    frame = live.page.frame_locator("[data-schau]")
    expect(live.page.get_by_text("Pflichtfelder ausgefüllt")).to_be_visible()
    expect(live.page.locator(".befund")).to_have_count(0)
    live.page.locator("[id='titel']").fill("Probelauf")
    live.page.locator("[id='beginn']").fill("demnächst")
    live.page.locator("[id='kurzbeschreibung']").fill("Ein Lauf zur Probe.")
    expect(live.page.locator("[id='befund-beginn']")).to_contain_text("demnächst")
    expect(live.page.locator("[id='befund-quellen']")).to_be_empty()
    live.page.locator("[id='beginn']").fill("2027-05-04")
    live.page.locator("select[id='art']").select_option(index=1)
    live.page.locator("[id='ort']").fill("Rathaus")
    live.page.locator("[id='feld-quellen'] input").first.fill("stadtlabor-soest-geht-app-hier-kick-off")
    expect(frame.locator("h1")).to_contain_text("Probelauf")
    assert not list((live.root / "content/veranstaltungen").glob("probelauf*"))


def test_references_are_searched_by_title(live: Forms) -> None:
    live.page.goto(live.url + FORM)
    source = live.page.locator("[id='feld-quellen'] input").first
    choices = source.get_attribute("list")
    titles = live.page.locator(f"datalist[id='{choices}'] option").all_text_contents()
    assert len(titles) > 100
    assert live.page.locator("select[id='art'] option").count() > 2


def test_more_rows_and_more_entries(live: Forms) -> None:
    before = live.text()
    live.page.goto(live.url + FORM)
    stones = live.page.locator("[id='feld-meilensteine']")
    stones.get_by_role("button", name="Weiterer Eintrag").click()
    new = stones.locator("details").last
    new.locator("input[name$='.datum']").fill("2026-05")
    new.locator("[name$='.titel']").fill("Aus dem Formular")
    new.locator("input[name$='.ort']").fill("unbekannt")
    live.page.get_by_role("button", name="Speichern", exact=True).click()
    expect(live.page.get_by_text("Gespeichert.")).to_be_visible()
    assert "  - datum: 2026-05\n    titel: Aus dem Formular\n    ort: unbekannt\n" in live.text()
    (live.root / RECORD).write_text(before, encoding="utf-8")


def test_what_somebody_else_saved_meanwhile_stays(forms: Forms) -> None:
    before = forms.text()
    forms.page.goto(forms.url + FORM)
    (forms.root / RECORD).write_text(before.replace("titel: SoestApp", "titel: Von jemand anderem"), encoding="utf-8")
    forms.page.locator("[id='titel']").fill("Von mir")
    forms.page.get_by_role("button", name="Speichern", exact=True).click()
    expect(forms.page.get_by_text("Jemand anderes hat die Datei inzwischen")).to_be_visible()
    expect(forms.page.locator("pre")).to_contain_text("Von jemand anderem")
    assert "titel: Von jemand anderem" in forms.text()
    (forms.root / RECORD).write_text(before, encoding="utf-8")


def test_a_new_record(forms: Forms) -> None:
    forms.page.goto(forms.url + "neu/formate")
    forms.page.locator("[id='titel']").fill("Sprechstunde Test")
    forms.page.locator("[id='kurzbeschreibung']").fill("Einmal im Monat am Telefon.")
    forms.page.locator("[id='turnus']").fill("monatlich")
    forms.page.locator("[id='zielgruppe']").fill("unbekannt")
    forms.page.locator("[id='feld-quellen'] input[name='quellen']").first.fill("suedwestfalen-mag-soestapp")
    forms.page.get_by_role("button", name="Speichern", exact=True).click()
    expect(forms.page.get_by_text("Angelegt.")).to_be_visible()
    assert "turnus: monatlich" in forms.text("content/formate/sprechstunde-test.yml")
    (forms.root / "content/formate/sprechstunde-test.yml").unlink()


@pytest.mark.parametrize(
    "path",
    [
        "",
        FORM,
        "datensatz/kommunen/soest",
        "datensatz/leitfaeden/buergerbeteiligung-planen",
        "neu/veranstaltungen",
        "handouts",
    ],
)
def test_pages_are_accessible(live: Forms, path: str) -> None:
    live.page.goto(live.url + path)
    live.page.evaluate("document.querySelectorAll('form details').forEach((node) => (node.open = true))")
    found = Axe().run(live.page, options={"iframes": False, "resultTypes": ["violations"]})
    faults = [
        f"{one['id']}: {one['nodes'][0]['html'][:200]}"
        for one in found.response["violations"]
        if one["impact"] in SERIOUS
    ]
    assert faults == []


def test_ticked_records_come_as_files(live: Forms, site: Path, tmp_path: Path) -> None:
    if not (live.root / "site").exists():
        shutil.copytree(site, live.root / "site")
        (live.root / "site/index.html").touch()  # younger than what the tests before have saved
    live.page.goto(live.url + "handouts")
    live.page.get_by_label("Datensätze suchen").fill("SoestApp")
    live.page.get_by_label("SoestApp", exact=True).check()
    live.page.get_by_label("DOCX").check()
    with live.page.expect_download(timeout=120_000) as download:
        live.page.get_by_role("button", name="Dateien erstellen").click(timeout=120_000)
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)
    with zipfile.ZipFile(saved) as archive:
        assert sorted(archive.namelist()) == ["soestapp.docx", "soestapp.pdf"]
        assert archive.read("soestapp.pdf").startswith(b"%PDF")


def test_nothing_ticked_is_told_in_a_sentence(forms: Forms) -> None:
    forms.page.goto(forms.url + "handouts")
    forms.page.get_by_role("button", name="Dateien erstellen").click()
    expect(forms.page.get_by_role("alert")).to_contain_text("mindestens einen Datensatz")
