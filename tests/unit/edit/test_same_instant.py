"""Two who save one file in the same instant: two programs of ours, or one and an editor. Nobody's change is lost."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from schule.edit import saving
from schule.edit.desk import STATE_FIELD, Desk
from schule.edit.document import DocumentError, fingerprint
from schule.edit.forms import SHOWN
from schule.edit.saving import ChangedMeanwhileError, save
from schule.new import NewRecordError, write_new
from schule.project import Project
from schule.writing import writing
from tests.cases.faelle import TODAY, lay_out

RECORD = "content/leitprojekte/lastenrad.yml"
NAME = ("leitprojekte", "lastenrad")
ROUNDS = 12
# Saves its own field again and again, each time from what stands there now, as two people at two forms would.
_SAVER = """
import sys, time
from pathlib import Path
from schule.edit.document import fingerprint
from schule.edit.saving import ChangedMeanwhileError, save
from schule.project import Project
replace = Path.replace
Path.replace = lambda self, target: (time.sleep(0.01), replace(self, target))[1]  # a slow disk
root, path, word, rounds = Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
print("bereit", flush=True); sys.stdin.readline()
for number in range(rounds):
    while True:
        raw = (root / path).read_bytes()
        try:
            save(Project(root), path, raw.decode() + f"# {word} {number}\\n", fingerprint(raw))
        except ChangedMeanwhileError:
            continue
        break
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(lay_out(tmp_path / "projekt"), TODAY)


def title(desk: Desk, text: str) -> dict[str, list[str]]:
    return {STATE_FIELD: [desk.open(*NAME).state], SHOWN: ["titel"], "titel": [text]}


def test_two_programs_that_save_one_file_lose_nothing(project: Project) -> None:
    command = [sys.executable, "-c", _SAVER, str(project.root), RECORD]
    savers = [
        subprocess.Popen([*command, word, str(ROUNDS)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for word in ("eins", "zwei")
    ]
    for one in savers:
        assert one.stdout
        assert one.stdout.readline() == "bereit\n"
    for one in savers:
        assert one.stdin
        one.stdin.write("los\n")
        one.stdin.flush()
    for one in savers:
        assert one.wait(timeout=60) == 0
    text = (project.root / RECORD).read_text(encoding="utf-8")
    for word in ("eins", "zwei"):
        assert re.findall(rf"# {word} (\d+)", text) == [str(number) for number in range(ROUNDS)]
    assert not list((project.root / RECORD).parent.glob(".*"))


def test_whoever_writes_waits_for_the_other_and_not_for_ever(project: Project) -> None:
    raw = (project.root / RECORD).read_bytes()
    code = (
        "import sys, time; from pathlib import Path; from schule.project import Project; from schule.writing import writing\n"
        "with writing(Project(Path(sys.argv[1]))):\n  print('da', flush=True); sys.stdin.readline()\n"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(project.root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout
    assert holder.stdout.readline() == "da\n"
    with pytest.raises(TimeoutError), writing(project, patience=0.1):
        pass
    holder.kill()  # the system takes the lock from the dead
    holder.wait()
    save(project, RECORD, "titel: Danach\n", fingerprint(raw))
    assert (project.root / RECORD).read_text(encoding="utf-8") == "titel: Danach\n"


@pytest.mark.skipif(os.name == "nt", reason="there nobody can replace a file that another program holds")
def test_what_an_editor_writes_into_the_old_file_while_it_is_replaced_comes_back(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = project.root / RECORD
    before = file.read_bytes()
    replace = Path.replace
    theirs = before + b"# aus dem Editor\n"

    def with_an_editor(part: Path, target: Path) -> Path:
        monkeypatch.setattr(Path, "replace", replace)
        editor = file.open("wb")  # empties the old file ...
        done = replace(part, target)
        threading.Timer(0.05, lambda: (editor.write(theirs), editor.close())).start()  # ... and fills it a moment later
        return done

    monkeypatch.setattr(Path, "replace", with_an_editor)
    with pytest.raises(ChangedMeanwhileError):
        save(project, RECORD, "titel: Aus dem Formular\n", fingerprint(before))
    assert file.read_bytes() == theirs
    assert not list(file.parent.glob(".*"))


@pytest.mark.skipif(os.name == "nt", reason="there nobody can replace a file that another program holds")
def test_a_form_and_an_editor_in_the_same_instant_both_stay(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, file = Desk(project), project.root / RECORD
    sent = title(desk, "Aus dem Formular")
    before = file.read_bytes()
    replace = Path.replace

    def with_an_editor(part: Path, target: Path) -> Path:
        monkeypatch.setattr(Path, "replace", replace)
        with file.open("wb") as editor:
            done = replace(part, target)
            editor.write(before + b"# aus dem Editor\n")
        return done

    monkeypatch.setattr(Path, "replace", with_an_editor)
    sheet = desk.submit(*NAME, sent, save_it=True, force=True)
    assert sheet.message == "Gespeichert."
    text = file.read_text(encoding="utf-8")
    assert "titel: Aus dem Formular\n" in text
    assert "# aus dem Editor" in text


def test_an_editor_that_overwrites_a_save_in_the_next_moment_takes_nothing_away(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, file = Desk(project), project.root / RECORD
    sent = title(desk, "Aus dem Formular")
    theirs = file.read_bytes() + b"# aus dem Editor\n"  # it has read the file before the form was saved
    saved = saving._exchange

    def then_the_editor(target: Path, data: bytes, expected: str) -> bytes:
        monkeypatch.setattr(saving, "_exchange", saved)
        done = saved(target, data, expected)
        threading.Timer(0.02, lambda: file.write_bytes(theirs)).start()
        return done

    monkeypatch.setattr(saving, "_exchange", then_the_editor)
    assert desk.submit(*NAME, sent, save_it=True, force=True).message == "Gespeichert."
    text = file.read_text(encoding="utf-8")
    assert "titel: Aus dem Formular\n" in text
    assert "# aus dem Editor" in text


def test_an_editor_that_has_just_emptied_the_file_is_waited_for(project: Project) -> None:
    desk, file = Desk(project), project.root / RECORD
    sent = title(desk, "Aus dem Formular")
    theirs = file.read_bytes() + b"# aus dem Editor\n"
    file.write_bytes(b"")
    threading.Timer(0.1, lambda: file.write_bytes(theirs)).start()
    assert desk.submit(*NAME, sent, save_it=True, force=True).saved
    assert "# aus dem Editor" in file.read_text(encoding="utf-8")


def test_a_program_that_writes_again_and_again_ends_in_a_sentence(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(project)
    sent = title(desk, "Aus dem Formular")

    def never(*_arguments: object) -> str:
        raise ChangedMeanwhileError

    monkeypatch.setattr("schule.edit.desk.save", never)
    with pytest.raises(DocumentError, match="immerzu"):
        desk.submit(*NAME, sent, save_it=True, force=True)


def test_a_new_record_is_there_whole_or_not_at_all(project: Project) -> None:
    place = "content/formate/neu.yml"
    code = (
        "import os, sys; from pathlib import Path; from schule.new import write_new; from schule.project import Project\n"
        "Path.hardlink_to = lambda self, target: os._exit(9)\n"
        "write_new(Project(Path(sys.argv[1])), sys.argv[2], 'titel: Neu\\n' * 1000)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(project.root), place], check=False)
    assert done.returncode == 9
    assert not (project.root / place).exists()
    write_new(project, place, "titel: Neu\n")
    with pytest.raises(NewRecordError, match="gibt es schon"):
        write_new(project, place, "titel: Noch einmal\n")
    assert (project.root / place).read_text(encoding="utf-8") == "titel: Neu\n"
    save(project, place, "titel: Neuer\n", fingerprint(b"titel: Neu\n"))
    assert [path.name for path in (project.root / place).parent.glob(".*")] == []


def test_a_new_record_on_a_drive_without_links_is_written_all_the_same(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: Path, _target: Path) -> None:
        raise OSError(95, os.strerror(95))

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    place = "content/formate/neu.yml"
    write_new(project, place, "titel: Neu\n")
    assert (project.root / place).read_text(encoding="utf-8") == "titel: Neu\n"
    with pytest.raises(NewRecordError, match="gibt es schon"):
        write_new(project, place, "titel: Noch einmal\n")
