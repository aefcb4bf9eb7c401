"""What a save changes: the page that it belongs to and those that stand open, at once and without reading all else."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from schule.findings import Finding
from schule.preview.handouts import HandoutFailedError, offer
from schule.preview.state import Preview
from schule.project import Project
from tests.cases.faelle import TODAY, lay_out

ROOT = Path(__file__).parents[3]
TERMS = "content/vokabular/vokabelheft.yml"
PHASES = "content/vokabular/phasen.yml"
TOWN = "/kommunen/auenstadt/"


@dataclass
class Desk:
    """A preview of the common project, and what it printed."""

    root: Path
    preview: Preview
    reports: list[tuple[Finding, ...]]

    def save(self, path: str, old: str, new: str) -> None:
        """Replace a text in a file and let the preview take it over."""
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text
        (self.root / path).write_text(text.replace(old, new, 1), encoding="utf-8")
        self.preview.apply([path])


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    root = lay_out(tmp_path_factory.mktemp("vorschau") / "projekt")
    shutil.copytree(ROOT / "overrides", root / "overrides")
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    settings = re.sub(r"^(nav|not_in_nav):.*\n(?:^[ #].*\n|^\n)*", "", settings, flags=re.MULTILINE)
    (root / "mkdocs.yml").write_text(settings, encoding="utf-8")
    reports: list[tuple[Finding, ...]] = []
    return Desk(root, Preview(Project(root, TODAY), reports.append), reports)


@pytest.fixture
def desk(started: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A preview whose files are as they were before each test; what follows behind a save stays out of the way."""
    monkeypatch.setattr(started.preview, "_follow", lambda _generation: None)
    before, generation = files(started.root), started.preview._generation
    yield started
    after = files(started.root)
    if after == before and generation == started.preview._generation:
        return  # nothing was saved
    for path in after.keys() - before.keys():
        path.unlink()
    for path, data in before.items():
        if after.get(path) != data:
            path.write_bytes(data)
    started.preview._reload(started.preview._generation, structural=after.keys() != before.keys())


def files(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in (root / "content").rglob("*") if path.is_file()}


def html(preview: Preview, address: str) -> str:
    shown = preview.page(address)
    assert shown.data is not None
    return shown.banner + shown.data.decode()


def test_a_register_is_new_on_its_page_before_all_else_is_read(desk: Desk) -> None:
    stand = desk.preview.page("/vokabelheft/").stand
    desk.save(TERMS, "definition: ", "definition: Messwort ")
    assert desk.preview.changes.wait("/vokabelheft/", stand, 0)
    assert "Messwort" in html(desk.preview, "/vokabelheft/")


def test_an_open_page_that_names_the_entry_is_told_and_others_are_not(desk: Desk) -> None:
    root = desk.root
    phase = re.search(r"^phase: (\S+)", (root / "content/leitprojekte/lastenrad.yml").read_text(encoding="utf-8"), re.M)
    assert phase
    title = re.search(rf"- slug: {phase[1]}\n  titel: (.+)\n", (root / PHASES).read_text(encoding="utf-8"))
    assert title
    project, town = desk.preview.page("/leitprojekte/lastenrad/"), desk.preview.page(TOWN)
    with desk.preview.listening("/leitprojekte/lastenrad/"), desk.preview.listening(TOWN):
        desk.save(PHASES, f"titel: {title[1]}", "titel: Umgetauft")
        assert desk.preview.changes.wait("/leitprojekte/lastenrad/", project.stand, 0)
        assert not desk.preview.changes.wait(TOWN, town.stand, 0)
    assert "Umgetauft" in html(desk.preview, "/leitprojekte/lastenrad/")
    assert "Umgetauft" in html(desk.preview, f"/phasen/{phase[1]}/")


def test_a_page_that_was_loading_during_the_save_is_told_when_it_listens(desk: Desk) -> None:
    page = desk.preview.page(TOWN)
    desk.save("content/vokabular/kreise.yml", "titel: ", "titel: Neuer ")
    with desk.preview.listening(TOWN):
        assert desk.preview.changes.wait(TOWN, page.stand, 0)


def test_a_faulty_register_shows_its_finding_and_keeps_its_last_good_page(desk: Desk) -> None:
    before = html(desk.preview, "/vokabelheft/")
    desk.save(TERMS, "definition: ", "definitionn: ")
    after = html(desk.preview, "/vokabelheft/")
    assert "„definitionn“" in after
    assert after.endswith(before[-2000:])
    assert desk.reports[-1][0].rule == "feld-unbekannt"


def test_a_page_that_quotes_nothing_that_exists_says_so_and_stays(desk: Desk) -> None:
    root = desk.root
    page = root / "content/seiten/ueber.md"
    page.write_text("# Über uns\n\nEs sind {{ anzahl kommunen }}.\n", encoding="utf-8")
    desk.preview.apply(["content/seiten/ueber.md"])  # a new page: everything is made anew
    assert "Es sind" in html(desk.preview, "/ueber/")
    desk.save("content/seiten/ueber.md", "anzahl kommunen", "kennzahl gibt-es-nicht")
    shown = html(desk.preview, "/ueber/")
    assert "gibt-es-nicht" in shown
    assert "Die Vorschau steht still" in shown
    assert "Es sind" in shown


def test_pages_written_from_several_records_follow_too(desk: Desk) -> None:
    assert "Mobilität" in html(desk.preview, "/passt-zu-uns/")
    desk.save("content/vokabular/handlungsfelder.yml", "titel: Mobilität", "titel: Unterwegssein")
    assert "Unterwegssein" in html(desk.preview, "/passt-zu-uns/")


def words(data: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()


def test_a_handout_is_made_from_what_was_saved_last(desk: Desk) -> None:
    desk.save("content/leitprojekte/lastenrad.yml", "titel: ", "titel: Frisch ")
    assert "Frisch" in words(desk.preview.handout("/handouts/leitprojekte/lastenrad.docx"))
    assert desk.preview.handout("/handouts/leitprojekte/lastenrad.pdf").startswith(b"%PDF")


def test_the_folder_of_an_event_holds_its_records_as_they_are_now(desk: Desk) -> None:
    desk.save("content/veranstaltungen/stammtisch-mai.yml", "titel: ", "titel: Verlegter ")
    assert "Verlegter" in words(desk.preview.handout("/handouts/veranstaltungen/stammtisch-mai.docx"))


def test_data_and_calendars_are_made_from_what_was_saved_last(desk: Desk) -> None:
    def data(address: str) -> str:
        found = desk.preview.page(address).data
        assert found is not None, address
        return found.decode()

    assert "Frisch" not in data("/daten/leitprojekte.json")
    desk.save("content/leitprojekte/lastenrad.yml", "titel: ", "titel: Frisch ")
    assert "Frisch" in data("/daten/leitprojekte.json")
    assert "Frisch" in data("/assets/javascripts/auswahl.js")
    assert "BEGIN:VCALENDAR" in data("/veranstaltungen/stammtisch-mai.ics")
    assert desk.preview.page("/daten/gibt-es-nicht.json").data is None


@pytest.mark.parametrize(
    "name", ["leitprojekte/gibt-es-nicht.pdf", "quellen/x.pdf", "leitprojekte/lastenrad.exe", "../mkdocs.yml", ".pdf"]
)
def test_a_handout_that_cannot_be_says_so(desk: Desk, name: str) -> None:
    with pytest.raises(HandoutFailedError):
        desk.preview.handout(f"/handouts/{name}")


def test_only_pages_with_handouts_offer_them() -> None:
    assert b'href="/handouts/kommunen/auenstadt.pdf"' in offer("/kommunen/auenstadt/")
    assert offer("/modellprojekte/auental/") == offer("/kommunen/") == b""
