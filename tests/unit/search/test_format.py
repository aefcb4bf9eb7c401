"""FORMAT.md is right: its example is built anew, and an index written by an earlier program is still read."""

import json
import shutil
from pathlib import Path

import pytest

import schule.search
from schule.search import container
from schule.search.build import FOLDER
from schule.search.reader import Reader
from schule.search.varint import Cursor
from tests.unit.search.conftest import index, urls, write_site

FORMAT = Path(schule.search.__file__).parent / "FORMAT.md"
FROZEN = Path(__file__).parent / "eingefroren"
BEGIN, END = "<!-- beispiel -->\n", "<!-- ende -->\n"
EXAMPLE = {
    "haus.html": '<html lang="de"><h1>Das Bürgerhaus</h1><p data-pagefind-filter="Art:Haus">Ein Haus für Bürger.</html>',
    "rat.html": '<html lang="de"><h1>Rat</h1><p>Häuser der Stadt.<h2 id="buerger">Bürger</h2><p>Der Bürger fragt.</html>',
}
KINDS = {"e": "E", "w": "W", "r": "R", "p": "P", "s": "S", "f": "F", "o": "O", "y": "Y"}
TEXT = {"E", "S", "Y"}


def described(site: Path) -> str:
    """Return every file of an index: JSON as it is, columns in hexadecimal."""
    lines = []
    for path in sorted((site / FOLDER).glob("*.six")):
        kind = KINDS[path.name[0]]
        payload = container.unpack(kind, path.read_bytes(), path.name)
        lines.append(f"\n`{path.name}`\n\n```")
        lines += [payload.decode()] if kind in TEXT else _columns(payload, kind)
        lines.append("```")
    return "\n".join(lines) + "\n"


def _columns(payload: bytes, kind: str) -> list[str]:
    """Return the columns, each with its length; those of words as text."""
    if kind == "O":
        return [payload.hex(" ")]
    lines: list[str] = []
    cursor = Cursor(payload)
    while cursor.at < len(payload):
        begin = cursor.at
        size = cursor.number()
        head, column = payload[begin : cursor.at].hex(" "), cursor.bytes(size)
        readable = kind in {"W", "R", "F"} and not lines
        lines.append(
            f"{head}  {json.dumps(column.decode(), ensure_ascii=False) if readable else column.hex(' ')}".rstrip()
        )
    return lines


def test_example_of_the_format_is_what_the_builder_writes(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    index(write_site(tmp_path, EXAMPLE))
    before, rest = FORMAT.read_text(encoding="utf-8").split(BEGIN)
    written, after = rest.split(END)
    found = described(tmp_path)
    if request.config.getoption("--update"):
        FORMAT.write_text(before + BEGIN + found + END + after, encoding="utf-8")
    else:
        assert found == written


def test_pages_of_the_example_stand_in_the_format() -> None:
    text = FORMAT.read_text(encoding="utf-8")
    for name, html in EXAMPLE.items():
        assert f"`{name}`" in text
        assert html in text


def test_index_of_this_version_is_still_read() -> None:
    """Files that were written when the version was made; never to be written anew."""
    reader = Reader(FROZEN / f"v{container.VERSION}")
    assert urls(reader, "Bürgerhaus")[0] == "/haus.html"
    assert urls(reader, "Bürger")[0] == "/rat.html#buerger"
    assert set(urls(reader, "Haus")) == {"/haus.html", "/rat.html"}
    assert urls(reader, "Bürgerhuas") == ["/haus.html"]
    assert reader.counts(reader.search("Haus")) == {"Art": {"Haus": 1}}


@pytest.mark.parametrize("version", range(1, container.VERSION))
def test_index_of_an_earlier_version_is_refused_in_one_sentence(version: int) -> None:
    with pytest.raises(container.DamagedFileError) as refused:
        Reader(FROZEN / f"v{version}")
    assert f"Version {version}" in str(refused.value)
    assert str(refused.value).endswith("bitte den Suchindex neu bauen.")


def test_an_index_of_an_earlier_version_is_built_anew(tmp_path: Path) -> None:
    write_site(tmp_path, EXAMPLE)
    shutil.copytree(FROZEN / "v1", tmp_path / FOLDER)
    index(tmp_path)
    assert urls(Reader(tmp_path / FOLDER), "Bürgerhaus")[0] == "/haus.html"
    assert all(path.read_bytes()[4] == container.VERSION for path in (tmp_path / FOLDER).glob("*.six"))
