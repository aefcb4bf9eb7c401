"""Postings shards that stay are not made again, whatever else changes; and never are they trusted unseen."""

import json
import random
import shutil
from pathlib import Path

import numpy as np
import pytest

from schule.search import batches, container, kept, posting, shards
from schule.search.build import FOLDER
from tests.unit.search.conftest import files, index, page, write_site
from tests.unit.search.test_build import many


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Small batches and shards; the first groups of those shards that are encoded."""
    monkeypatch.setattr(batches, "PAGES", 16)
    monkeypatch.setattr(posting, "SHARD", 300)
    firsts: list[int] = []
    encode = shards.postings

    def note(first: int, *rest: object) -> bytes:
        firsts.append(first)
        return encode(first, *rest)

    monkeypatch.setattr(shards, "postings", note)
    return firsts


def columns(**changed: list[int]) -> dict[str, np.ndarray]:
    given = {"group": [0, 0, 2], "page": [3, 4, 3], "section": [0, 1, 0], "impact": [9, 8, 7], "variants": [1, 2, 1]}
    kinds = {"group": "u4", "page": "u4", "section": "u2", "impact": "u2", "variants": "u1"}
    return {name: np.array(changed.get(name, column), kinds[name]) for name, column in given.items()}


@pytest.mark.parametrize(
    ("name", "column"),
    [("page", [3, 5, 3]), ("section", [0, 2, 0]), ("impact", [9, 8 + 256, 7]), ("variants", [1, 3, 1])],
)
def test_mark_changes_with_each_number_of_a_posting(name: str, column: list[int]) -> None:
    before, after = kept.marks(columns(), 3), kept.marks(columns(**{name: column}), 3)
    assert before["count"].tolist() == after["count"].tolist() == [2, 0, 1]
    assert (before["mark"] != after["mark"]).tolist() == [True, False, False]


def test_marks_of_batches_add_up_to_those_of_the_site() -> None:
    whole = columns()
    parts = [{name: column[rows] for name, column in whole.items()} for rows in (slice(0, 1), slice(1, 3))]
    assert sum(kept.marks(part, 3)["mark"] for part in parts).tolist() == kept.marks(whole, 3)["mark"].tolist()


def test_key_changes_with_pages_groups_and_marks() -> None:
    marks, several = np.array([1, 2, 3], np.uint64), np.array([False, True, False])
    [key] = kept.keys([0, 2], marks, several, 10)
    others = [
        kept.keys([0, 2], marks, several, 11)[0],
        kept.keys([0, 3], marks, several, 10)[0],
        kept.keys([0, 2], marks + np.uint64(1), several, 10)[0],
        kept.keys([0, 2], marks, ~several, 10)[0],
    ]
    assert len({key, *others}) == 5
    assert kept.keys([0, 1, 3], np.roll(marks, 1), np.roll(several, 1), 10)[1] == key


def rare(number: int) -> str:
    """Words that stand on one page alone."""
    return " ".join(f"{chr(97 + number % 26)}{chr(97 + place)}{number}x" for place in range(26))


def test_any_history_of_changes_gives_the_bytes_of_a_full_build(tmp_path: Path, made: list[int]) -> None:
    chance, cache = random.Random(4), tmp_path / "cache"
    pages = {path: html + f"<p>{rare(place)}" for place, (path, html) in enumerate(many(90).items())}
    site = write_site(tmp_path / "a", pages)
    index(site, cache)
    fewest = len(made)
    for step in range(8):
        name = chance.choice(sorted(pages))
        change = ("text", "new", "gone", "spelling")[step % 4]
        if change == "gone":
            del pages[name]
            (site / name).unlink()
        elif change == "spelling":
            pages[name] = pages[name].replace("Haus", "Hauses").replace("Müller", "Mueller")
        else:
            name = f"3/neu-{step}.html" if change == "new" else name
            words = " ".join(chance.choices("Bienenstock Stadtplanung Hauses Haus Energie Sauerland".split(), k=9))
            pages[name] = page(f"Neu {step}", f"<p>{words}")
        write_site(site, pages)
        made.clear()
        index(site, cache)
        fewest = min(fewest, len(made))
        full = write_site(tmp_path / f"b{step}", pages)
        made.clear()
        index(full)
        assert len(made) > 80
        assert files(site) == files(full), (step, change)
    assert fewest < 40


def test_a_task_of_many_shards_gives_each_the_name_in_the_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: list[int]
) -> None:
    monkeypatch.setattr(posting, "SHARD", 30)
    index(write_site(tmp_path, {f"{place}.html": page("Seite", f"<p>{rare(place)}") for place in range(40)}))
    written = {path.name for path in (tmp_path / FOLDER).glob("p*.six")}
    entry = json.loads(container.unpack("E", (tmp_path / FOLDER / container.ENTRY).read_bytes(), container.ENTRY))
    assert len(made) == len(written) > 4 * 2 * container.SHARED
    assert written <= container.names(entry)


def test_postings_of_an_unchanged_site_are_not_made_again(tmp_path: Path, made: list[int]) -> None:
    site, cache = write_site(tmp_path / "a", many(50)), tmp_path / "cache"
    index(site, cache)
    made.clear()
    index(site, cache)
    assert not made


@pytest.mark.parametrize("damage", ["gone", "cut", "flip"])
@pytest.mark.parametrize("kind", ["p", "w", "r", "f"])
def test_damaged_file_of_the_index_is_made_again(tmp_path: Path, made: list[int], kind: str, damage: str) -> None:
    site, cache = write_site(tmp_path / "a", many(50)), tmp_path / "cache"
    index(site, cache)
    before = files(site)
    hurt = sorted((site / FOLDER).glob(f"{kind}*.six"))[0]
    data = bytearray(hurt.read_bytes())
    data[len(data) // 2] ^= 1
    hurt.unlink()
    if damage != "gone":
        hurt.write_bytes(data if damage == "flip" else data[:-1])
    made.clear()
    index(site, cache)
    assert files(site) == before
    assert len(made) == (kind == "p")


def test_index_that_is_gone_is_written_from_the_cache(tmp_path: Path) -> None:
    site, cache = write_site(tmp_path / "a", many(50)), tmp_path / "cache"
    index(site, cache)
    before = files(site)
    shutil.rmtree(site / FOLDER)
    index(site, cache)
    assert files(site) == before
