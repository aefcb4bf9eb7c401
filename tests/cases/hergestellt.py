"""Cases that git cannot hold or nobody wants to read: each function lays one over the common project.

A function returns the findings that the check must give, as ``file:line:column rule key``.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

CASE = "content/praxisbeispiele/reparaturcafe.yml"
OTHER = "content/praxisbeispiele/neu.yml"
GUIDE = "guides/lastenrad-teilen.md"
Made = Callable[[Path], list[str]]


def _replace(root: Path, old: str, new: str, path: str = CASE) -> None:
    file = root / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def open_brackets(root: Path) -> list[str]:
    """30,000 open brackets kill the interpreter when composed."""
    _replace(root, "traeger: unbekannt", "traeger: " + "[" * 30_000)
    return [f"{CASE}:3:33 verschachtelung"]


def nested_blocks(root: Path) -> list[str]:
    """Blocks in block style, each one space deeper: as many as the size of a file allows."""
    blocks = "".join(" " * depth + "a:\n" for depth in range(1, 1_900))
    (root / OTHER).write_text("a:\n" + blocks, encoding="utf-8")
    return [f"{OTHER}:25:25 verschachtelung"]


def nested_dashes(root: Path) -> list[str]:
    """30,000 lists in one line, in block style."""
    (root / OTHER).write_text("- " * 30_000 + "a\n", encoding="utf-8")
    return [f"{OTHER}:1:49 verschachtelung"]


def nested_keys(root: Path) -> list[str]:
    """Brackets inside the place of a key."""
    (root / OTHER).write_text("{" * 30_000, encoding="utf-8")
    return [f"{OTHER}:1:2 yaml-fehler"]


def nested_question_marks(root: Path) -> list[str]:
    """Keys of keys of keys."""
    (root / OTHER).write_text("? " * 30_000 + "a\n", encoding="utf-8")
    return [f"{OTHER}:1:3 yaml-fehler"]


def nested_by_aliases(root: Path) -> list[str]:
    """Each line is flat, but every alias adds a level: 30,000 in the end."""
    lines = ["f0: &a0 [x]"] + [f"f{i}: &a{i} [*a{i - 1}]" for i in range(1, 30_000)]
    (root / OTHER).write_text("\n".join(lines) + "\n", encoding="utf-8")
    # The record itself, the list and 22 aliases are 24 levels; the next one is too much.
    return [f"{OTHER}:24:12 verschachtelung"]


def billion_laughs(root: Path) -> list[str]:
    """A file of 600 bytes with a thousand million values."""
    lines = ["f0: &a0 [" + ",".join(["ha"] * 10) + "]"]
    lines += [f"f{i}: &a{i} [" + ",".join([f"*a{i - 1}"] * 10) + "]" for i in range(1, 10)]
    (root / OTHER).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return [f"{OTHER}:6:10 zu-viele-werte"]


def too_many_values(root: Path) -> list[str]:
    """A list with 300,000 entries, all written out."""
    (root / OTHER).write_text("themen: [" + "x," * 300_000 + "x]\n", encoding="utf-8")
    return [f"{OTHER}:1:400004 zu-viele-werte"]


def large_file(root: Path) -> list[str]:
    """More than two million bytes are not even parsed."""
    (root / OTHER).write_text("titel: " + "x" * 2_000_000 + "\n", encoding="utf-8")
    return [f"{OTHER}:1:1 datei-zu-gross"]


def large_text(root: Path) -> list[str]:
    """One text of more than 200,000 characters."""
    _replace(root, "Einmal im Monat", "x" * 200_001)
    return [f"{CASE}:2:19 datei-zu-gross kurzbeschreibung"]


def large_guide(root: Path) -> list[str]:
    """A guide of more than two million bytes."""
    with (root / GUIDE).open("a", encoding="utf-8") as file:
        file.write("Wort " * 400_001)
    return [f"{GUIDE}:1:1 datei-zu-gross"]


def broken_link(root: Path) -> list[str]:
    """A symbolic link to nothing."""
    (root / OTHER).symlink_to("gibt-es-nicht.yml")
    return [f"{OTHER}:1:1 datei-unlesbar"]


def link_to_itself(root: Path) -> list[str]:
    """A symbolic link that leads in a circle cannot be opened by anyone, the superuser included."""
    (root / OTHER).symlink_to("neu.yml")
    return [f"{OTHER}:1:1 datei-unlesbar"]


def broken_link_of_a_register(root: Path) -> list[str]:
    """The list is there but cannot be read: nothing is said about references to it."""
    path = "content/register/quellen.yml"
    (root / path).unlink()
    (root / path).symlink_to("gibt-es-nicht.yml")
    return [f"{path}:1:1 datei-unlesbar"]


def link_to_a_folder(root: Path) -> list[str]:
    """A linked folder is not walked, so its records would be missing in silence."""
    (root / "content/praxisbeispiele/mehr").symlink_to("../leitprojekte")
    return ["content/praxisbeispiele/mehr:1:1 datei-unlesbar"]


def pipe(root: Path) -> list[str]:
    """Reading a pipe would wait for ever."""
    os.mkfifo(root / OTHER)
    return [f"{OTHER}:1:1 datei-unlesbar"]


def name_that_is_no_text(root: Path) -> list[str]:
    """A file name that is no UTF-8 cannot even be printed as it is."""
    name = os.fsencode(root / "content/praxisbeispiele") + b"/caf\xe9.yml"
    Path(os.fsdecode(name)).write_text("titel: x\n", encoding="utf-8")
    return ["content/praxisbeispiele/caf?.yml:1:1 dateiname"]


def name_with_a_line_break(root: Path) -> list[str]:
    """A line break in a name would break a line of the report."""
    (root / "content/praxisbeispiele/a\n::error::b.yml").write_text("titel: x\n", encoding="utf-8")
    return ["content/praxisbeispiele/a?::error::b.yml:1:1 dateiname"]


def missing_register(root: Path) -> list[str]:
    """A list that is missing as a whole is one fault, however many records refer to it."""
    (root / "content/register/quellen.yml").unlink()
    return ["content/leitprojekte/lastenrad.yml:25:11 verweis-leer quellen[0]"]


def random_bytes(root: Path) -> list[str]:
    """A picture with the wrong ending."""
    (root / OTHER).write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4)
    return [f"{OTHER}:1:1 kodierung"]


def only_control_characters(root: Path) -> list[str]:
    """More control characters than could be an accident: the file is not read further."""
    (root / OTHER).write_bytes(b"titel: x\n" + b"\x01" * 30)
    return [f"{OTHER}:2:1 steuerzeichen"]


def windows_line_of_a_guide(root: Path) -> list[str]:
    """Windows-1252 and CRLF at once: the file cannot be read, nothing more is said about it."""
    file = root / GUIDE
    file.write_bytes(file.read_text(encoding="utf-8").replace("\n", "\r\n").encode("cp1252"))
    return [f"{GUIDE}:2:15 kodierung"]


def address_that_has_not_answered_for_long(root: Path) -> list[str]:
    """The memory of outside addresses is no part of the repository."""
    memory = root / ".cache" / "links" / "antworten.json"
    memory.parent.mkdir(parents=True)
    since = {"asked": "2026-11-19", "good": False, "status": 404, "dead_since": "2026-10-21"}
    memory.write_text(json.dumps({"https://www.kreis-auental.example/radbericht": since}), encoding="utf-8")
    return ["content/register/quellen.yml:10:8 link-lange-tot"]


MADE: dict[str, list[Made]] = {
    "link-lange-tot": [address_that_has_not_answered_for_long],
    "verschachtelung": [
        open_brackets,
        nested_blocks,
        nested_dashes,
        nested_by_aliases,
    ],
    "yaml-fehler": [nested_keys, nested_question_marks],
    "zu-viele-werte": [billion_laughs, too_many_values],
    "datei-zu-gross": [large_file, large_text, large_guide],
    "datei-unlesbar": [broken_link, link_to_itself, broken_link_of_a_register, link_to_a_folder, pipe],
    "dateiname": [name_that_is_no_text, name_with_a_line_break],
    "kodierung": [random_bytes, windows_line_of_a_guide],
    "verweis-leer": [missing_register],
    "steuerzeichen": [only_control_characters],
}
