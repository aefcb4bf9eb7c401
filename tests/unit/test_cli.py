"""The command line: status, German sentences, no traceback."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCHULE = Path(sys.executable).with_name("schule")


def run(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(SCHULE), *arguments], cwd=cwd, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("chekc",), "Den Befehl „chekc“ gibt es nicht. Meinten Sie „check“?"),
        (("build", "--ofline"), "Die Option „--ofline“ gibt es nicht. Meinten Sie „--offline“?"),
        (("check", "gibt-es-nicht"), "„gibt-es-nicht“ gibt es nicht"),
        (("check", "--format", "xml"), "„xml“ gibt es nicht; erlaubt sind text"),
        (("--heute", "gestern", "check"), "ein Tag in der Form 2026-11-20"),
        (("check", "/"), "liegt nicht im Projekt"),
        (("--projekt", "/gibt/es/nicht", "check"), "„/gibt/es/nicht“ gibt es nicht"),
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
