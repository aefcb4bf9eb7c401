"""Suggestions: the word that was meant, and none where nothing is near."""

from __future__ import annotations

import pytest

from schule.records.kinds import KINDS
from schule.records.places import Municipality
from schule.records.suggest import closest
from schule.records.values import spdx_identifiers


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("title", "titel"),
        ("Titel", "titel"),
        ("einwhoner", "einwohner"),
        ("flaeche", "flaeche_km2"),
        ("fläche_km2", "flaeche_km2"),
        ("flaeche-km2", "flaeche_km2"),
        ("quelle", "quellen"),
        ("beitrit", "beitritt"),
        ("website", "websites"),
    ],
)
def test_misspelt_field(word: str, meant: str) -> None:
    assert closest(word, Municipality.model_fields) == meant


@pytest.mark.parametrize("word", ["xyz", "", "buergermeister", "telefon", "zzzzzzzzzz", "1"])
def test_nothing_near(word: str) -> None:
    assert closest(word, Municipality.model_fields) is None


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("cc-by-4.0", "CC-BY-4.0"),
        ("EUPL 1.2", "EUPL-1.2"),
        ("GPL-3.0-onyl", "GPL-3.0-only"),
        ("Apache 2.0", "Apache-2.0"),
    ],
)
def test_licence_among_many(word: str, meant: str) -> None:
    assert closest(word, spdx_identifiers()) == meant


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("bad berleburg", "bad-berleburg"),
        ("Bad Berleberg", "bad-berleburg"),
        ("berleburg", "bad-berleburg"),
        ("ort-7", "ort-7"),
    ],
)
def test_place_among_ten_thousand(word: str, meant: str) -> None:
    many = frozenset({"bad-berleburg", "bad-laasphe", *(f"ort-{number}" for number in range(10_000))})
    assert closest(word, many) == meant


def test_the_same_word_gets_the_same_answer_in_any_order() -> None:
    names = sorted(KINDS)
    assert {closest("kommune", order) for order in (names, names[::-1], set(names))} == {"kommunen"}


def test_no_candidates() -> None:
    assert closest("titel", ()) is None
