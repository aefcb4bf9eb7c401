"""A new record is complete, commented and in its place; an abandoned one leaves nothing."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from schule.new import assign, default_values, proposed_slug, render_record, slug_of, words
from schule.project import Project
from schule.records.frontmatter import parse_guide
from schule.records.kinds import PAGES
from schule.records.validate import validate_record
from schule.records.yaml_source import parse_yaml
from schule.workbench.commands import new_command
from schule.workbench.guide_text import guide_body
from tests.unit.invented_school import FILES, TODAY, build_school, contents

ROOT = Path(__file__).parents[2]
EVENT = {
    "titel": "Uferfest: Auftakt",
    "kurzbeschreibung": "Ein Fest am Ufer.",
    "art": "messe",
    "beginn": "2027-06-01 14:00",
    "ort": "Nordufer",
    "quellen": "seenbericht, uferplan",
}
EVENT_PATH = "content/veranstaltungen/uferfest-auftakt-2027.yml"


@pytest.fixture
def school(tmp_path: Path) -> Project:
    return build_school(tmp_path)


def run(school: Project, *arguments: str, answers: str = "") -> Result:
    return CliRunner().invoke(new_command, arguments, obj=(school.root, TODAY), input=answers)


def settings(values: dict[str, str]) -> list[str]:
    return [part for key, value in values.items() for part in ("--set", f"{key}={value}")]


def without_comments(text: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if line.strip() and not line.startswith("#"))


# -- --set ------------------------------------------------------------------------------------------------------------


def test_values_on_the_command_line_need_no_question(school):
    result = run(school, "veranstaltung", *settings(EVENT))
    assert result.exit_code == 0, result.output
    assert "keine Befunde" in result.output
    assert without_comments((school.root / EVENT_PATH).read_text("utf-8")) == (
        "titel: 'Uferfest: Auftakt'\n"
        "kurzbeschreibung: Ein Fest am Ufer.\n"
        "art: messe\n"
        "beginn: 2027-06-01 14:00\n"
        "ort: Nordufer\n"
        "quellen: [seenbericht, uferplan]\n"
        "stand: 2026-11-20\n"
        "pruefen_bis: 2027-11-20\n"
    )


def test_nothing_else_in_the_school_is_touched(school):
    run(school, "veranstaltung", *settings(EVENT))
    assert {path: text for path, text in contents(school.root).items() if path != EVENT_PATH} == FILES


def test_the_first_line_binds_the_schema_that_was_written(school):
    run(school, "veranstaltung", *settings(EVENT))
    path = school.root / EVENT_PATH
    schema = path.read_text("utf-8").splitlines()[0].removeprefix("# yaml-language-server: $schema=")
    assert (path.parent / schema).resolve().is_file()


def test_a_value_reaches_into_a_block(school):
    result = run(school, "veranstaltung", *settings({**EVENT, "teilnehmende.wert": "120", "sdg": "6, 14"}))
    text = (school.root / EVENT_PATH).read_text("utf-8")
    assert "teilnehmende:\n  wert: 120\n" in text
    assert "sdg: [6, 14]\n" in text
    assert result.exit_code == 1, "die SDG stehen nicht im Vokabular der erfundenen Schule"


def test_a_value_outside_the_vocabulary_is_a_finding_in_the_new_file(school):
    result = run(school, "veranstaltung", *settings({**EVENT, "art": "mese"}))
    assert result.exit_code == 1
    assert "fehler[wert-ausserhalb]" in result.output
    assert "Meinten Sie „messe“?" in result.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["veranstaltng"], "veranstaltung"),
        (["veranstaltung", "--set", "titl=x"], "titel"),
        (["veranstaltung", "--set", "titel"], "FELD=WERT"),
        (["veranstaltung", "--set", "titel.name=x"], "keine eigenen Felder"),
        (["veranstaltung", "--set", "quellen=[seenbericht"], "lässt sich nicht lesen"),
        (["veranstaltung", *settings(EVENT), "--name", "Ufer Fest"], "kein Dateiname"),
        (["veranstaltung", *settings(EVENT), "--name", "../fest"], "kein Dateiname"),
        (["veranstaltung", *settings(EVENT), "--name", "seenmesse-2025"], "gibt es schon"),
        (["veranstaltung", "--set", "titel=Nur der Titel"], "kurzbeschreibung, art, beginn, ort, quellen"),
    ],
)
def test_wrong_usage_is_told_in_german_and_changes_nothing(school, arguments, said):
    result = run(school, *arguments)
    assert result.exit_code == 2, result.output
    assert said in result.output
    assert contents(school.root) == FILES


def test_an_existing_file_is_never_overwritten(school):
    (school.root / EVENT_PATH).write_text("kein: Datensatz\n", encoding="utf-8")
    result = run(school, "veranstaltung", *settings(EVENT))
    assert result.exit_code == 2
    assert (school.root / EVENT_PATH).read_text("utf-8") == "kein: Datensatz\n"


def test_a_municipality_goes_into_the_folder_of_its_district(school):
    values = {
        "titel": "Nordufer",
        "kurzbeschreibung": "Eine Stadt am See.",
        "kreis": "seenkreis",
        "ags": "99001001",
        "art": "Stadt",
        "quellen": "seenbericht",
    } | dict.fromkeys(("einwohner", "groessenklasse", "flaeche_km2", "lage", "rollen", "beitritt"), "unbekannt")
    result = run(school, "kommune", *settings(values))
    assert result.exit_code == 0, result.output
    assert "ags: 99001001\n" in (school.root / "municipalities/seenkreis/nordufer.yml").read_text("utf-8")


def test_a_new_guide_has_every_section_and_only_lacks_a_link_to_it(school):
    values = {
        "titel": "Ufer sichern",
        "kurzbeschreibung": "Wie man Ufer sichert.",
        "zielgruppe": "Bauhof, Rat",
        "phase": "planen",
        "aufwand": "{dauer: ein Jahr}",
        "quellen": "seenbericht, uferplan",
    }
    result = run(school, "leitfaden", *settings(values))
    assert result.exit_code == 0, result.output
    assert re.findall(r"\w+\[([\w-]+)\]", result.output) == ["leitfaden-verwaist"]
    text = (school.root / "guides/ufer-sichern.md").read_text("utf-8")
    assert text.startswith("---\n")
    assert "yaml-language-server" not in text, "der Kopf eines Leitfadens steht in Markdown"
    headings = re.findall(r"^## (.+)$", text.split("\n---\n", 1)[1], re.MULTILINE)
    assert {"Worum es geht", "Checkliste", "Wer macht was", "Was schiefgehen kann", "Was die Praxis zeigt"} <= set(
        headings
    )
    assert text.count("- [ ] ") == 8
    assert "[^seenbericht]" in text
    assert "[^uferplan]" in text


# -- what stands in the file ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", PAGES.values(), ids=lambda kind: kind.name)
def test_every_field_that_is_switched_off_is_valid_once_switched_on(kind):
    text = render_record(kind, f"{kind.place}/x.yml", {}, guide_body(["kennung-aus-quellen"]))
    on = re.sub(r"^# (?!yaml-language-server)", "", text, flags=re.MULTILINE)
    source = parse_guide(on.encode(), "x.md") if kind.markdown else parse_yaml(on.encode(), "x.yml")
    extra = {"text": source.body} if kind.markdown else None
    assert not source.findings
    assert not validate_record(source, kind.model, extra=extra).findings
    wanted = set(kind.model.model_fields) - {"weiterleitungen", "text"}
    assert set(source.data) == wanted, "jedes Feld steht zum Einschalten da"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Bürger & Räte: Größe!", "buerger-und-raete-groesse"),
        ("Café à la carte", "cafe-a-la-carte"),
        ("  5G  im  Wald ", "5g-im-wald"),
        ("wort " * 30, "-".join(["wort"] * 12)),
        ("日本", ""),
    ],
)
def test_a_title_becomes_an_address(title, slug):
    assert slug_of(title) == slug


def test_an_event_carries_its_year_once():
    kind = words()["veranstaltung"]
    assert proposed_slug(kind, {"titel": "Messe", "beginn": "2025-05"}) == "messe-2025"
    assert proposed_slug(kind, {"titel": "Messe 2025", "beginn": "2025-05"}) == "messe-2025"


def test_a_record_of_a_leap_day_is_looked_at_again_next_year():
    assert default_values(words()["format"], TODAY.replace(2028, 2, 29))["pruefen_bis"] == "2029-02-28"


def test_a_value_with_equals_signs_keeps_them():
    values: dict = {}
    assign(words()["veranstaltung"], values, "websites", "https://example.org/?a=b")
    assert values == {"websites": ["https://example.org/?a=b"]}


# -- questions without a terminal -------------------------------------------------------------------------------------


def test_questions_are_answered_by_lines_where_there_is_no_terminal(school):
    answers = "\n".join(["Uferfest", "Ein Fest.", "2", "2027-06", "", "uferplan, 1", "", ""])
    result = run(school, "veranstaltung", answers=answers)
    assert result.exit_code == 0, result.output
    text = without_comments((school.root / "content/veranstaltungen/uferfest-2027.yml").read_text("utf-8"))
    assert "art: uebung\n" in text
    assert "ort: unbekannt\n" in text, "eine leere Zeile nimmt die Vorgabe"
    assert "quellen: [uferplan, seenbericht]\n" in text


def test_a_wrong_answer_is_explained_and_asked_again(school):
    answers = "\n".join(["Uferfest", "x" * 401, "Ein Fest.", "Konzert", "mess", "1. Juni", "2027-06", "", "1", "", ""])
    result = run(school, "veranstaltung", answers=answers)
    assert result.exit_code == 0, result.output
    assert "401 Zeichen" in result.output
    assert "„Konzert“ gibt es nicht" in result.output
    assert "kein" in result.output
    assert "art: messe\n" in (school.root / "content/veranstaltungen/uferfest-2027.yml").read_text("utf-8")


def test_a_block_is_asked_field_by_field(school):
    given = {"titel": "Nordufer", "kurzbeschreibung": "Eine Stadt.", "kreis": "seenkreis", "ags": "99001001"}
    rest = dict.fromkeys(("groessenklasse", "flaeche_km2", "lage", "rollen", "beitritt"), "unbekannt")
    answers = "\n".join(["j", "viele", "12000", "2025-12-31", "seenbericht", "", ""])
    result = run(
        school, "kommune", *settings({**given, **rest, "art": "Stadt", "quellen": "seenbericht"}), answers=answers
    )
    assert result.exit_code == 0, result.output
    text = (school.root / "municipalities/seenkreis/nordufer.yml").read_text("utf-8")
    assert "einwohner:\n  wert: 12000\n  stand: 2025-12-31\n  quelle: seenbericht\n" in text


def test_input_that_ends_early_names_what_is_missing_and_leaves_nothing(school):
    result = run(school, "veranstaltung", answers="Uferfest\nEin Fest.\n")
    assert result.exit_code == 2
    assert "art, beginn, ort, quellen" in result.output
    assert contents(school.root) == FILES


# -- a real terminal --------------------------------------------------------------------------------------------------

PROGRAM = """
import datetime, fcntl, pathlib, signal, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # so that Strg+C reaches this process
signal.signal(signal.SIGINT, signal.default_int_handler)  # tests that a shell runs in the background inherit that it is ignored
from schule.workbench.commands import new_command
new_command.main(sys.argv[2:], obj=(pathlib.Path(sys.argv[1]), datetime.date(2026, 11, 20)))
"""
ENTER, DOWN, UP, BACKSPACE = "\r", "\x1b[B", "\x1b[A", "\x7f"


class Session:
    """The command in a pseudo-terminal: wait for what it says, type what an editor types."""

    def __init__(self, school: Project, *arguments: str, term: str = "xterm") -> None:
        self._master, slave = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(school.root), *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=ROOT,
            env={**os.environ, "TERM": term, "COLUMNS": "100", "LINES": "40"},
            start_new_session=True,
        )
        os.close(slave)
        self.seen = ""

    def expect(self, text: str, seconds: float = 60) -> None:
        """Read until ``text`` was printed after what has been expected before."""
        while text not in self.seen:
            ready, _, _ = select.select([self._master], [], [], seconds)
            assert ready, f"{text!r} kam nicht; zuletzt: {self.seen[-800:]!r}"
            try:
                data = os.read(self._master, 4096)
            except OSError:  # the other end is closed
                data = b""
            assert data, f"{text!r} kam nicht vor dem Ende: {self.seen[-800:]!r}"
            self.seen += data.decode("utf-8", "replace")
        self.seen = self.seen.partition(text)[2]

    def type(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    def interrupt(self, text: str) -> None:
        """Press Strg+C until ``text`` comes: Python loses one that arrives just before it waits for a line."""
        for _ in range(10):
            self.type("\x03")
            try:
                self.expect(text, seconds=6)
            except AssertionError:
                continue
            return
        self.expect(text)

    def end(self) -> int:
        """Read to the end and return the exit status."""
        while True:
            try:
                data = os.read(self._master, 4096)
            except OSError:
                break
            if not data:
                break
            self.seen += data.decode("utf-8", "replace")
        status = self.process.wait(timeout=60)
        os.close(self._master)
        return status

    def kill(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@pytest.fixture
def terminal(school):
    sessions = []

    def start(*arguments: str, term: str = "xterm") -> Session:
        sessions.append(Session(school, *arguments, term=term))
        return sessions[-1]

    yield start
    for session in sessions:
        session.kill()


def test_the_arrow_keys_choose_on_a_terminal(school, terminal):
    session = terminal("veranstaltung", *settings({key: EVENT[key] for key in ("kurzbeschreibung", "beginn", "ort")}))
    session.expect("Text: ")
    session.type("Seefest\r")
    session.expect("> messe")
    session.type(DOWN)
    session.expect("> uebung")
    session.type(DOWN + UP + ENTER)
    session.expect("uebung\r\n")
    session.expect("[ ] seenbericht")
    session.type(" " + DOWN + " ")
    session.expect("[x] uferplan")
    session.type(ENTER)
    session.expect("[seefest-2027]")
    session.type(ENTER)
    assert session.end() == 0, session.seen
    text = (school.root / "content/veranstaltungen/seefest-2027.yml").read_text("utf-8")
    assert "titel: Seefest\n" in text
    assert "art: uebung\n" in text
    assert "quellen: [seenbericht, uferplan]\n" in text


def test_typing_narrows_the_list(school, terminal):
    session = terminal("veranstaltung", *settings({key: value for key, value in EVENT.items() if key != "art"}))
    session.expect("> messe")
    session.type("xÜbu")
    session.expect("0 von 3")
    session.type(BACKSPACE * 4)
    session.expect("> messe")
    session.type("Üb")
    session.expect("> uebung")
    session.type(ENTER)
    session.expect("[uferfest-auftakt-2027]")
    session.type(BACKSPACE + ENTER)
    assert session.end() == 0, session.seen
    assert "art: uebung\n" in (school.root / EVENT_PATH).read_text("utf-8")


@pytest.mark.parametrize("at", ["text", "list"])
def test_ctrl_c_leaves_nothing_behind(school, terminal, at):
    session = terminal("veranstaltung", "--set", "kurzbeschreibung=Ein Fest.")
    session.expect("Text: ")
    if at == "list":
        session.type("Seefest\r")
        session.expect("> messe")
    session.interrupt("Es wurde nichts angelegt.")
    assert session.end() == 130
    assert contents(school.root) == FILES


def test_a_dumb_terminal_gets_numbers(school, terminal):
    session = terminal(
        "veranstaltung", *settings({key: value for key, value in EVENT.items() if key != "art"}), term="dumb"
    )
    session.expect("  3  treffen")
    session.type("3\r")
    session.expect("[uferfest-auftakt-2027]")
    session.type(ENTER)
    assert session.end() == 0, session.seen
    assert "art: treffen\n" in (school.root / EVENT_PATH).read_text("utf-8")
