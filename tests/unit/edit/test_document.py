"""Saving through a form: only what changed is written, comments and order stay, nobody's change is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from schule.edit.document import Document, DocumentError, fingerprint, parse_document, write_fields
from schule.edit.saving import ChangedMeanwhileError, save
from schule.project import Project
from schule.records.kinds import KINDS

KIND = KINDS["leitprojekte"]
ORDER = list(KIND.model.model_fields)
TEXT = """\
# Ganz oben eine Notiz.
titel: Lastenrad   # Arbeitstitel
kurzbeschreibung: >-
  Zwei Städte verleihen
  gemeinsam.

# Das Folgende stammt aus der Vorlage.
phase_stand: 2023-02-08
nummer: 0711
beteiligte: [auenstadt,  birkenfurt]
meilensteine:
  # der erste
  - datum: 2023-01   # ungefähr
    titel: "Auftakt"
    ort: Auenstadt
  - datum: 2024-01
    titel: Verleih
    ort: Birkenfurt

quellen:
  - ratsvorlage
beschreibung: |
  Text mit Überschrift.

  ### Zum Schluss
stand: 2026-05-01
"""


def document(text: str = TEXT) -> Document:
    return parse_document(KIND, "content/leitprojekte/lastenrad.yml", "lastenrad", text.encode())


def changed_lines(old: str, new: str) -> tuple[list[str], list[str]]:
    before, after = old.split("\n"), new.split("\n")
    return [line for line in before if line not in after], [line for line in after if line not in before]


def test_a_changed_word_changes_its_line_and_keeps_the_comment_behind_it() -> None:
    new = write_fields(document(), {"titel": "Lastenräder"}, ORDER)
    assert changed_lines(TEXT, new) == (["titel: Lastenrad   # Arbeitstitel"], ["titel: Lastenräder # Arbeitstitel"])


def test_a_change_inside_a_list_keeps_comments_quotes_and_all_other_lines() -> None:
    stones = [dict(one) for one in document().data["meilensteine"]]
    stones[1]["titel"] = "Verleih beginnt"
    new = write_fields(document(), {"meilensteine": stones}, ORDER)
    assert changed_lines(TEXT, new) == (["    titel: Verleih"], ["    titel: Verleih beginnt"])
    assert "  # der erste" in new
    assert "# ungefähr" in new


def test_a_removed_entry_takes_nothing_else_with_it() -> None:
    new = write_fields(document(), {"meilensteine": document().data["meilensteine"][1:]}, ORDER)
    assert document(new).data["meilensteine"] == document().data["meilensteine"][1:]
    assert {key: value for key, value in document(new).data.items() if key != "meilensteine"} == {
        key: value for key, value in document().data.items() if key != "meilensteine"
    }


def test_a_new_field_stands_where_the_model_has_it() -> None:
    new = write_fields(document(), {"partner": ["Radverein", "Stadtwerke"]}, ORDER)
    lines = new.split("\n")
    assert lines[lines.index("partner: [Radverein, Stadtwerke]") - 1].startswith("beteiligte:")


def test_a_removed_field_leaves_the_comment_of_the_next_one() -> None:
    new = write_fields(document(), {"kurzbeschreibung": None}, ORDER)
    assert "kurzbeschreibung" not in document(new).data
    assert "# Das Folgende stammt aus der Vorlage." in new


def test_what_looks_like_another_type_stays_the_text_that_it_was() -> None:
    values = {"nummer": "0712", "phase_stand": "2024-03-01", "titel": "NEIN"}
    new = write_fields(document(), values, ORDER)
    assert {name: document(new).data[name] for name in values} == values
    assert "nummer: 0712\n" in new
    assert "phase_stand: 2024-03-01\n" in new


@pytest.mark.parametrize(
    "text",
    ["Doppelpunkt: hier", "# kein Kommentar", "- kein Strich", "'Anführung'", "a\nb", "null", "@at", "x: y\nz # k"],
)
def test_any_text_comes_back_as_it_went_in(text: str) -> None:
    new = write_fields(document(), {"titel": text, "partner": [text], "meilensteine": [{"titel": text}]}, ORDER)
    data = document(new).data
    assert data["titel"].rstrip("\n") == text
    assert data["partner"][0].rstrip("\n") == text
    assert data["meilensteine"][0]["titel"].rstrip("\n") == text


def test_a_heading_at_the_end_of_a_text_is_no_comment() -> None:
    new = write_fields(document(), {"beschreibung": "Neuer Text.\n"}, ORDER)
    assert "### Zum Schluss" not in new
    assert document(new).data["stand"] == "2026-05-01"


def test_lines_of_windows_stay_lines_of_windows() -> None:
    new = write_fields(document(TEXT.replace("\n", "\r\n")), {"titel": "Neu"}, ORDER)
    assert new.count("\n") == new.count("\r\n") == TEXT.count("\n")


def test_nothing_changed_gives_the_same_bytes() -> None:
    assert write_fields(document(), dict(document().data), ORDER) == TEXT


def test_one_entry_of_a_list_changes_alone() -> None:
    kind = KINDS["organisationen"]
    text = "# Register\n- slug: a\n  titel: A   # erste\n  art: Verein\n\n# zweite\n- slug: b\n  titel: B\n  art: Amt\n"
    entry = parse_document(kind, kind.place, "b", text.encode())
    new = write_fields(entry, {"titel": "Bb", "sitz": "Auenstadt", "slug": "bb"}, list(kind.model.model_fields))
    assert new == text.replace(
        "- slug: b\n  titel: B\n  art: Amt", "- slug: bb\n  titel: Bb\n  art: Amt\n  sitz: Auenstadt"
    )


def test_head_and_text_of_a_guide_are_changed_apart() -> None:
    kind = KINDS["leitfaeden"]
    text = '---\ntitel: Alt  # Notiz\nversion: "1.0"\n---\n\n## Worum es geht\n\nText.\n'
    guide = parse_document(kind, "guides/a.md", "a", text.encode())
    head = write_fields(guide, {"titel": "Neu", "phase": "planen"}, ["titel", "phase", "version"])
    assert head == text.replace("titel: Alt  # Notiz", "titel: Neu  # Notiz\nphase: planen")
    body = write_fields(guide, {"titel": "Neu"}, ["titel"], "## Anders\n\nSatz.")
    assert body.endswith("---\n\n## Anders\n\nSatz.\n")
    assert 'version: "1.0"' in body


def test_what_a_form_cannot_keep_is_refused() -> None:
    for text in ("titel: &a Rad\nnummer: *a\n", "{titel: a, nummer: b}\n", "titel: [\n", "titel: a\ntitel: b\n", ""):
        with pytest.raises(DocumentError):
            document(text)


def test_a_file_that_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "a.yml"
    file.write_text("alt\n", encoding="utf-8")
    state = fingerprint(file.read_bytes())
    file.write_text("von jemand anderem\n", encoding="utf-8")
    with pytest.raises(ChangedMeanwhileError):
        save(Project(tmp_path), "a.yml", "neu\n", state)
    assert file.read_text(encoding="utf-8") == "von jemand anderem\n"
    assert [path.name for path in tmp_path.iterdir() if path.name != ".cache"] == ["a.yml"]
    save(Project(tmp_path), "a.yml", "neu\n", fingerprint(file.read_bytes()))
    assert file.read_text(encoding="utf-8") == "neu\n"
