"""Care of the stock on the real content: planted pairs are found, nothing else is called a pair."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from schule.project import Project
from schule.records.base import Record
from schule.records.catalog import Item
from schule.records.checks.likeness import near_duplicates, same_title
from schule.records.load import load_project

ROOT = Path(__file__).parents[3]
TODAY = dt.date(2026, 11, 20)
PAIRS = 20
SEED = 7


@pytest.fixture(scope="module")
def items() -> list[Item]:
    """All records with a page of their own."""
    return [item for item in load_project(Project(ROOT, TODAY)).catalog if isinstance(item.record, Record)]


def misspelt_title(record: Record, _chance: random.Random) -> dict[str, str]:
    """The title with a letter doubled and another text altogether."""
    word = max(re.findall(r"\w+", record.titel), key=len)
    return {"titel": record.titel.replace(word, word[:3] + word[2] + word[3:], 1), "kurzbeschreibung": "Neu angelegt."}


def reworded(record: Record, chance: random.Random) -> dict[str, str]:
    """A new title, and every fifth word of the text another one."""
    words = record.kurzbeschreibung.split()
    for place in chance.sample(range(len(words)), len(words) // 5):
        words[place] = f"anders{place}"
    return {"titel": "Ganz neue Überschrift", "kurzbeschreibung": " ".join(words)}


def reordered(record: Record, _chance: random.Random) -> dict[str, str]:
    """The words of the title and of the text turned round."""
    turned = " ".join(reversed(record.kurzbeschreibung.rstrip(".").split()))
    return {"titel": " ".join(reversed(record.titel.split())) + "!", "kurzbeschreibung": turned}


def shortened(record: Record, _chance: random.Random) -> dict[str, str]:
    """The first two thirds of the text under a title with a word more."""
    words = record.kurzbeschreibung.split()
    return {"titel": f"{record.titel} kompakt", "kurzbeschreibung": " ".join(words[: len(words) * 2 // 3])}


WAYS: tuple[Callable[[Record, random.Random], dict[str, str]], ...] = (misspelt_title, reworded, reordered, shortened)


def test_nothing_real_is_called_a_pair(items: list[Item]) -> None:
    assert [(one.address, other.address) for one, other, _ in near_duplicates(items)] == []


def test_twenty_planted_pairs_are_found_and_named(items: list[Item]) -> None:
    chance = random.Random(SEED)
    long_enough = [item for item in items if len(item.record.kurzbeschreibung.split()) >= 10]  # type: ignore[union-attr]
    planted = {}
    for number, item in enumerate(chance.sample(long_enough, PAIRS)):
        change = WAYS[number % len(WAYS)](item.record, chance)  # type: ignore[arg-type]
        change["beschreibung"] = None  # type: ignore[assignment]
        copy = Item(item.kind, f"{item.slug}-{number}", item.record.model_copy(update=change), item.path)
        base = Item(item.kind, item.slug, item.record.model_copy(update={"beschreibung": None}), item.path)
        planted[copy.address] = (base, copy)
    kept = [item for item in items if item.address not in {base.address for base, _ in planted.values()}]
    everything = [*kept, *(base for base, _ in planted.values()), *(copy for _, copy in planted.values())]
    found = {one.address: other.address for one, other, _ in near_duplicates(everything)}
    assert found == {copy.address: base.address for base, copy in planted.values()}


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("buergerbeteiligung planen", "planen buergerbeteiligung", True),
        ("digitaler wissenscampus", "digitale wissenscampus", True),
        ("lasten rad", "lastenrad", True),
        ("konferenz 2021", "konferenz 2022", False),
        ("roadshow soest", "roadshow menden", False),
        ("erstes klassentreffen", "zweites klassentreffen", False),
    ],
)
def test_titles_that_differ_in_spelling_alone_are_the_same(first: str, second: str, same: bool) -> None:
    assert same_title(first.split(), second.split()) is same
