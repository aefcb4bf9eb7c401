"""The command line: status, German sentences, no traceback."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

import pytest

from schule.cli import ANYWHERE, main, start

ROOT = Path(__file__).parents[2]
SCHULE = Path(sys.executable).with_name("schule")


def run(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Do what the program ``schule`` does, without the half second that the start of a process takes."""
    out, err = io.StringIO(), io.StringIO()
    calling = patch.object(sys, "argv", ["schule", *arguments])
    with chdir(cwd), redirect_stdout(out), redirect_stderr(err), calling, pytest.raises(SystemExit) as end:
        start()
    return subprocess.CompletedProcess(arguments, int(end.value.code or 0), out.getvalue(), err.getvalue())


def test_the_installed_program_does_what_is_tested_here() -> None:
    done = subprocess.run([SCHULE, "check", "zu-viel"], cwd=ROOT, capture_output=True, text=True, check=False)
    here = run("check", "zu-viel")
    assert (done.returncode, done.stdout, done.stderr) == (here.returncode, here.stdout, here.stderr)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("chekc",), "Den Befehl „chekc“ gibt es nicht. Meinten Sie „check“?"),
        (("build", "--ofline"), "Die Option „--ofline“ gibt es nicht. Meinten Sie „--offline“?"),
        (("check", "gibt-es-nicht"), "„gibt-es-nicht“ gibt es nicht"),
        (("check", "--format", "xml"), "„xml“ gibt es nicht; erlaubt sind text"),
        (("--heute", "gestern", "check"), "ein Tag in der Form 2026-11-20"),
        (("check", "--heute", "gestern"), "ein Tag in der Form 2026-11-20"),
        (("check", "--heute="), "ein Tag in der Form 2026-11-20"),
        (("index", "--heute", "2026-11-20"), "Die Option „--heute“ gibt es nicht."),
        (("check", "/"), "liegt nicht im Projekt"),
        (("--projekt", "/gibt/es/nicht", "check"), "„/gibt/es/nicht“ gibt es nicht"),
        (("check", "--projekt", "/gibt/es/nicht"), "„/gibt/es/nicht“ gibt es nicht"),
        (("build", "zu", "viel"), "„zu viel“ ist zu viel"),
        (("check", "--format"), "Hinter --format fehlt eine Angabe"),
        (("new",), "Es fehlt die Angabe ART."),
    ],
)
def test_a_wrong_call_is_one_german_sentence(arguments: tuple[str, ...], sentence: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_help_is_german() -> None:
    for arguments in ((), ("check",), ("move",)):
        text = run(*arguments, "--help").stdout
        assert text.startswith("Aufruf: schule")
        assert "Zeigt diese Hilfe." in text
        assert not {"Usage", "Options:", "Commands:", "Show this"} & set(text.split())


def test_outside_a_project_one_sentence_says_so(tmp_path: Path) -> None:
    done = run("check", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "mkdocs.yml" in done.stderr


def test_what_is_due_for_review_is_grouped_by_contact() -> None:
    text = run("--heute", "2030-01-01", "check").stdout
    groups = text.partition("Zur Prüfung fällig, nach Ansprechstelle:")[2]
    assert re.search(r"^  Südwestfalen[ -]Agentur.* \(\d+\): .*guides/", groups, re.MULTILINE), groups[:500]
    assert "Zur Prüfung fällig" not in run("--heute", "2026-11-20", "check").stdout


def test_day_and_folder_are_taken_before_and_after_the_command(tmp_path: Path) -> None:
    before = run("--projekt", str(ROOT), "--heute", "2026-01-01", "check", "guides", cwd=tmp_path)
    assert before.stdout.startswith("fehler[datum-zukunft]")
    for arguments in (
        ("check", "guides", "--heute", "2026-01-01", "--projekt", str(ROOT)),
        ("--heute", "2026-01-01", "check", "--projekt", str(ROOT), "guides"),
        (f"--projekt={tmp_path}", "--heute=2030-01-01", "check", "--heute=2026-01-01", f"--projekt={ROOT}", "guides"),
    ):
        after = run(*arguments, cwd=tmp_path)
        assert (after.returncode, after.stdout, after.stderr) == (before.returncode, before.stdout, before.stderr)


def test_every_command_of_a_project_takes_day_and_folder_after_its_name() -> None:
    context = main.make_context("schule", ["check"], resilient_parsing=True)
    taking = {
        name
        for name in main.list_commands(context)
        if {"projekt", "heute"} <= {one.name for one in main.get_command(context, name).params}
    }
    assert taking == set(main.list_commands(context)) - ANYWHERE
