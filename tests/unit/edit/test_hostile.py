"""Files and requests that nobody wishes for: a save never loses anything, never leaves the project, never half-writes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from schule.edit.desk import SLUG_FIELD, STATE_FIELD, Desk
from schule.edit.document import DocumentError, fingerprint
from schule.edit.forms import SHOWN
from schule.edit.saving import ChangedMeanwhileError, save
from schule.edit.showcase import Showcase
from schule.project import Project
from schule.records.checks import check_project
from schule.records.load import load_project
from tests.cases.faelle import TODAY, lay_out

ROOT = Path(__file__).parents[3]
RECORD = "content/leitprojekte/lastenrad.yml"
NAME = ("leitprojekte", "lastenrad")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(Project(lay_out(tmp_path / "projekt"), TODAY))


def everything(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and ".cache" not in path.parts
    }


def title(desk: Desk, text: str, state: str = "") -> dict[str, list[str]]:
    return {STATE_FIELD: [state or desk.open(*NAME).state], SHOWN: ["titel"], "titel": [text]}


@pytest.mark.parametrize(
    "slug", ["../../../boese", "..", "/tmp/boese", "a/b", "a\\b", ".versteckt", "a\x00b", "con.yml", "A B"]
)
@pytest.mark.parametrize("force", [False, True])
def test_a_new_record_stays_in_its_folder(desk: Desk, slug: str, force: bool) -> None:
    before = everything(desk.project.root.parent)
    sheet = desk.create("leitprojekte", {SHOWN: ["titel"], "titel": ["Boese"], SLUG_FIELD: [slug]}, force=force)
    assert not sheet.saved
    assert "Dateiname" in sheet.message
    assert everything(desk.project.root.parent) == before


def test_a_draft_of_a_new_record_is_judged_and_nowhere_written(desk: Desk) -> None:
    before = everything(desk.project.root.parent)
    verdict = desk.draft_new("leitprojekte", {SHOWN: ["titel"], "titel": ["Neu"]})
    assert {"federfuehrung", "quellen"} <= {one.key for one in verdict.findings}
    assert desk.draft_new("begriffe", {SHOWN: ["slug"], "slug": ["../../boese"]}).item is None
    assert desk.draft_new("kommunen", {SHOWN: ["kreis"], "kreis": ["../.."]}).findings == ()
    assert everything(desk.project.root.parent) == before


def test_a_new_entry_of_a_list_with_lines_of_windows_gets_such_lines(desk: Desk) -> None:
    file = desk.project.root / "content/register/organisationen.yml"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    desk.forget()
    sent = {SHOWN: ["slug", "titel"], "slug": ["bauhof"], "titel": ["Bauhof"]}
    desk.create("organisationen", sent, force=True)
    assert b"- slug: bauhof\r\n" in file.read_bytes()
    assert file.read_bytes().count(b"\n") == file.read_bytes().count(b"\r\n")


def test_a_new_municipality_stays_in_the_folder_of_a_district(desk: Desk) -> None:
    before = everything(desk.project.root.parent)
    for district in ("../../..", "/tmp", "gibt/es/nicht", ""):
        sent = {SHOWN: ["titel", "kreis"], "titel": ["Boese"], "kreis": [district], SLUG_FIELD: ["boese"]}
        desk.create("kommunen", sent, force=True)
    added = set(everything(desk.project.root.parent)) - set(before)
    assert all(path.startswith("projekt/municipalities/") and path.count("/") == 3 for path in added), added


@pytest.mark.parametrize(
    "raw",
    [
        b"<<<<<<< HEAD\ntitel: A\n=======\ntitel: B\n>>>>>>> zweig\n",
        b"titel:\tMit Tabulator\n\tstand: 2026\n",
        b"\xff\xfet\x00i\x00",
        b"titel: [unfertig\n",
        b"",
        b"- eine\n- Liste\n",
        b"titel: A\ntitel: B\n",
    ],
    ids=["konflikt", "tabulator", "utf-16", "klammer", "leer", "liste", "doppelt"],
)
def test_a_file_that_no_form_can_keep_is_told_and_left_alone(desk: Desk, raw: bytes) -> None:
    file = desk.project.root / RECORD
    sent = title(desk, "Neu")
    file.write_bytes(raw)
    desk.forget()
    for attempt in (lambda: desk.open(*NAME), lambda: desk.submit(*NAME, sent, save_it=True, force=True)):
        with pytest.raises(DocumentError) as refused:
            attempt()
        assert RECORD in str(refused.value) or "Leitprojekte" in str(refused.value)
    assert file.read_bytes() == raw


def test_five_megabytes_are_told_and_left_alone(desk: Desk) -> None:
    file = desk.project.root / RECORD
    raw = file.read_bytes() + b"beschreibung: |\n" + b"  Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort\n" * 100_000
    file.write_bytes(raw)
    desk.forget()
    with pytest.raises(DocumentError):
        desk.open(*NAME)
    assert file.read_bytes() == raw


@pytest.mark.parametrize(
    "change", [lambda raw: raw.replace(b"\n", b"\r\n"), lambda raw: b"\xef\xbb\xbf" + raw], ids=["crlf", "bom"]
)
def test_what_windows_adds_to_a_file_stays_and_a_save_changes_one_line(desk: Desk, change) -> None:  # type: ignore[no-untyped-def]
    file = desk.project.root / RECORD
    file.write_bytes(change(file.read_bytes()))
    before = file.read_bytes().splitlines(keepends=True)
    desk.forget()
    assert desk.submit(*NAME, title(desk, "Neuer Titel"), save_it=True, force=True).saved
    after = file.read_bytes().splitlines(keepends=True)
    assert len(before) == len(after)
    assert sum(old != new for old, new in zip(before, after, strict=True)) == 1


def test_a_file_that_is_write_protected_is_not_replaced(desk: Desk) -> None:
    file = desk.project.root / RECORD
    before = file.read_bytes()
    file.chmod(0o444)  # root may write it all the same; who protected it meant it
    with pytest.raises(DocumentError, match="schreibgeschützt"):
        desk.submit(*NAME, title(desk, "Neuer Titel"), save_it=True)
    assert file.read_bytes() == before


def test_a_file_that_is_gone_meanwhile_is_told(desk: Desk) -> None:
    sent = title(desk, "Neuer Titel")
    (desk.project.root / RECORD).unlink()
    with pytest.raises(DocumentError, match="gibt es nicht mehr"):
        desk.submit(*NAME, sent, save_it=True)
    assert not (desk.project.root / RECORD).exists()


def test_two_saves_at_once_of_different_fields_both_stay(desk: Desk) -> None:
    state = desk.open(*NAME).state
    forms = [
        {STATE_FIELD: [state], SHOWN: ["titel"], "titel": ["Titel von A"]},
        {STATE_FIELD: [state], SHOWN: ["kurzbeschreibung"], "kurzbeschreibung": ["Kurz gesagt von B."]},
    ]
    start = threading.Barrier(2)

    def send(form: dict[str, list[str]]) -> None:
        start.wait()
        assert desk.submit(*NAME, form, save_it=True, force=True).saved

    threads = [threading.Thread(target=send, args=(form,)) for form in forms]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    text = (desk.project.root / RECORD).read_text(encoding="utf-8")
    assert "Titel von A" in text
    assert "Kurz gesagt von B." in text


def test_of_two_saves_of_one_field_the_second_is_asked(desk: Desk) -> None:
    state = desk.open(*NAME).state
    assert desk.submit(*NAME, title(desk, "Titel von A", state), save_it=True, force=True).saved
    sheet = desk.submit(*NAME, title(desk, "Titel von B", state), save_it=True, force=True)
    assert not sheet.saved
    assert sheet.conflicts == (("titel", "Titel von A"),)


def test_a_save_that_is_killed_leaves_the_old_file_and_the_next_check_is_clean(tmp_path: Path) -> None:
    root = lay_out(tmp_path / "projekt")
    before = (root / RECORD).read_bytes()
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom schule.edit.document import fingerprint\nfrom schule.edit.saving import save\n"
        "from schule.project import Project\n"
        "Path.replace = lambda self, target: os._exit(9)\n"
        "root = Path(sys.argv[1]); raw = (root / sys.argv[2]).read_bytes()\n"
        "save(Project(root), sys.argv[2], 'titel: Halb', fingerprint(raw))\n"
    )
    assert subprocess.run([sys.executable, "-c", code, str(root), RECORD], check=False).returncode == 9
    assert (root / RECORD).read_bytes() == before
    project = Project(root, TODAY)
    assert check_project(project, load_project(project)) == ()
    save(project, RECORD, before.decode() + "# danach\n", fingerprint(before))
    assert (root / RECORD).read_bytes().endswith(b"# danach\n")


def test_a_full_disk_leaves_the_old_file(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (desk.project.root / RECORD).read_bytes()

    def full(_self: Path, _data: bytes) -> int:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(DocumentError, match="lässt sich nicht schreiben"):
        save(desk.project, RECORD, "titel: Halb", fingerprint(before))
    assert (desk.project.root / RECORD).read_bytes() == before


def test_a_file_that_changes_in_the_last_moment_is_not_overwritten(desk: Desk) -> None:
    file = desk.project.root / RECORD
    known = fingerprint(file.read_bytes())
    file.write_bytes(file.read_bytes() + b"# von jemand anderem\n")
    with pytest.raises(ChangedMeanwhileError):
        save(desk.project, RECORD, "titel: Meiner\n", known)
    assert file.read_bytes().endswith(b"# von jemand anderem\n")
    assert not list(file.parent.glob(".*"))


def test_a_broken_template_takes_the_page_away_and_not_the_findings(desk: Desk) -> None:
    shutil.copytree(ROOT / "overrides", desk.project.root / "overrides")
    shutil.copy(ROOT / "mkdocs.yml", desk.project.root)
    (desk.project.root / "overrides/records/leitprojekte.md.j2").write_text("{% if %}", encoding="utf-8")
    showcase = Showcase(desk.project)
    showcase.prepare(desk.loaded)
    verdict = desk.draft(*NAME, title(desk, "Neuer Titel"))
    assert verdict.item is not None
    assert showcase.show(verdict, desk.loaded) is None
