"""Golden pages: what the templates make of the invented records. ``--update`` writes them anew; review the diff."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from schule.pages import CompiledPage

GOLDEN = Path(__file__).parent / "golden"
URIS = [
    "leitprojekte/turmuhr-app.md",
    "praxisbeispiele/sonnenuhr.md",
    "modellprojekte/zeitstadt.md",
    "biografien/der-weg-der-uhr.md",
    "formate/glockentreff.md",
    "veranstaltungen/erster-glockentreff.md",
    "leitfaeden/uhr-stellen.md",
    "kommunen/ticktal.md",
    "kommunen/unruh.md",
    "handlungsfelder/zeit.md",
    "kommunen/index.md",
    "leitprojekte/index.md",
    "kennzahlen/index.md",
    "vokabelheft/index.md",
    "vokabelheft/listen/index.md",
    "datenquellen/index.md",
    "zeitleiste/index.md",
    "kriterien/index.md",
    "index.md",
]


@pytest.mark.parametrize("uri", URIS)
def test_page_is_as_reviewed(uri: str, pages: Mapping[str, CompiledPage], request: pytest.FixtureRequest) -> None:
    file = GOLDEN / uri.replace("/", "__")
    if request.config.getoption("--update"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(pages[uri].text, encoding="utf-8")
    assert pages[uri].text == file.read_text(encoding="utf-8")


def test_no_golden_page_is_left_over() -> None:
    assert {file.name for file in GOLDEN.iterdir()} == {uri.replace("/", "__") for uri in URIS}
