"""The house: imports run one way, and nothing of one region stands in the program."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "scripts" / "schule"

# What each room may import from the others; a room may always import itself.
ALLOWED = {
    "findings": set(),
    "project": set(),
    "locking": set(),
    "progress": set(),
    "publish": set(),
    "theme": set(),
    "search": {"locking", "progress"},
    "records": {"findings", "project", "progress"},
    "pages": {"findings", "records", "project", "progress"},
    "exports": {"findings", "records", "project"},
    "handouts": {"findings", "records", "project", "progress"},
}
# Words of Südwestfalen that must not stand in the program: another region swaps the content alone.
REGIONAL = re.compile(
    r"südwestfalen|suedwestfalen|sauerland|\b(arnsberg|berleburg|menden|olpe|iserlohn|siegen|hochsauerland|märkisch)",
    re.IGNORECASE,
)


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def imported_rooms(path: Path) -> set[str]:
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("schule."):
            rooms.add(node.module.split(".")[1])
        elif isinstance(node, ast.Import):
            rooms |= {name.name.split(".")[1] for name in node.names if name.name.startswith("schule.")}
    return rooms


@pytest.mark.parametrize("room", sorted(ALLOWED))
def test_imports_run_one_way(room: str) -> None:
    files = [path for path in modules() if path.relative_to(PACKAGE).parts[0].removesuffix(".py") == room]
    wrong = {
        str(path.relative_to(ROOT)): sorted(extra)
        for path in files
        if (extra := imported_rooms(path) - ALLOWED[room] - {room})
    }
    assert not wrong


def test_every_room_with_a_rule_exists() -> None:
    rooms = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in modules()}
    assert {"findings", "records", "pages", "search", "project"} <= rooms


def test_program_names_no_region() -> None:
    files = [p for p in PACKAGE.rglob("*") if p.suffix in {".py", ".js", ".j2", ".md", ".yml", ".css"}]
    wrong = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if REGIONAL.search(line)
    ]
    assert not wrong, "\n".join(wrong)


def test_no_module_is_over_five_hundred_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in modules()
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 500
    }
    assert not long


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert not [path for path in modules() if path.stem in {"utils", "helpers", "manager", "common"}]


def test_an_installed_package_holds_every_file_of_the_program() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = settings["tool"]["setuptools"]["package-data"]["schule"]
    packed = {path for pattern in patterns for path in PACKAGE.glob(pattern)}
    others = {p for p in PACKAGE.rglob("*") if p.is_file() and p.suffix not in {".py", ".pyc"}}
    assert others <= packed, sorted(str(path.relative_to(ROOT)) for path in others - packed)
    folders = {path.parent for path in modules()} | {
        path.parent for path in others if path.parent.name not in {"client", "templates"}
    }
    assert [str(folder) for folder in folders if not (folder / "__init__.py").is_file()] == []
