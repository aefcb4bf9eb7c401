"""The workflow files are what their platforms expect, and call the program as it can be called.

They run elsewhere; here they are held against the schemas that check-jsonschema brings along, and every line that calls
``schule`` is parsed by the command that it names.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from check_jsonschema import main as check_jsonschema
from click.testing import CliRunner

from schule.cli import main

ROOT = Path(__file__).parents[2]
GITHUB = sorted((ROOT / ".github/workflows").glob("*.yml"))
GITLAB = ROOT / ".gitlab-ci.yml"


def valid(schema: str, path: Path, *more: str) -> tuple[int, str]:
    result = CliRunner().invoke(check_jsonschema, ["--builtin-schema", f"vendor.{schema}", *more, str(path)])
    return result.exit_code, result.output


@pytest.mark.parametrize("path", GITHUB, ids=lambda path: path.name)
def test_a_workflow_of_github_is_valid(path: Path) -> None:
    status, output = valid("github-workflows", path)
    assert status == 0, output


def test_the_pipeline_of_gitlab_is_valid() -> None:
    status, output = valid("gitlab-ci", GITLAB, "--data-transform", "gitlab-ci")
    assert status == 0, output


def test_a_fault_in_a_workflow_would_be_seen(tmp_path: Path) -> None:
    path = tmp_path / "pruefen.yml"
    path.write_text(GITHUB[0].read_text(encoding="utf-8").replace("runs-on:", "run-on:"), encoding="utf-8")
    assert valid("github-workflows", path)[0] != 0
    path.write_text(GITLAB.read_text(encoding="utf-8").replace("script:", "scripts:"), encoding="utf-8")
    assert valid("gitlab-ci", path, "--data-transform", "gitlab-ci")[0] != 0


def lines(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from value.splitlines()
    elif isinstance(value, dict):
        for part in value.values():
            yield from lines(part)
    elif isinstance(value, list):
        for part in value:
            yield from lines(part)


def calls() -> list[str]:
    """Return every call of the program in the workflow files and the hooks, without what the shell does with it."""
    texts = [path.read_text(encoding="utf-8") for path in (*GITHUB, GITLAB, ROOT / ".pre-commit-config.yaml")]
    found = [line for text in texts for line in lines(yaml.safe_load(text)) if line.startswith("schule ")]
    return sorted({re.split(r"[>|&]", line)[0].strip() for line in found})


@pytest.mark.parametrize("call", calls())
def test_every_call_of_the_program_can_be_made(call: str) -> None:
    _, name, *arguments = shlex.split(call)
    command = main.get_command(click.Context(main), name)
    assert command is not None, name
    assert command.make_context(name, arguments).params is not None


def test_both_platforms_check_build_and_publish() -> None:
    for text in (GITLAB.read_text(encoding="utf-8"), "".join(path.read_text(encoding="utf-8") for path in GITHUB)):
        for call in ("schule check", "schule build", "schule links", "schule links --external"):
            assert call in text


def test_make_targets_named_there_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    texts = [path.read_text(encoding="utf-8") for path in (*GITHUB, GITLAB)]
    named = {line.split()[1] for text in texts for line in lines(yaml.safe_load(text)) if line.startswith("make ")}
    assert named == {target for target in named if re.search(rf"^{target}:", makefile, re.MULTILINE)}
    assert named
