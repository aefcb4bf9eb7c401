"""Structured data says what the record says, and nothing that it does not know."""

from __future__ import annotations

from typing import Any

import pytest

from schule.pages.settings import PageSettings
from schule.pages.structured import structured_data
from schule.records.catalog import Catalog, Item
from schule.records.kinds import KINDS, PAGES

BASE: dict[str, Any] = {"titel": "Tag </script>", "kurzbeschreibung": "x", "quellen": ["a"], "stand": "2026-05-01"}


def event(begin: str, **fields: Any) -> Item:
    record = KINDS["veranstaltungen"].model.model_validate(
        {**BASE, "art": "treffen", "beginn": begin, "ort": "unbekannt", **fields}
    )
    return Item(KINDS["veranstaltungen"], "tag", record, "x.yml")


def data(item: Item, **settings: Any) -> dict[str, Any]:
    return structured_data(Catalog([item]), item, PageSettings(**settings))


@pytest.mark.parametrize(
    ("begin", "start"), [("2022-11-09", "2022-11-09"), ("2022-11-09 13:30", "2022-11-09T13:30"), ("2022-11", None)]
)
def test_only_a_known_day_becomes_a_date(begin: str, start: str | None) -> None:
    assert data(event(begin)).get("startDate") == start


def test_unknown_is_left_out() -> None:
    found = data(event("2022"))
    assert not {"location", "endDate", "organizer", "eventAttendanceMode", "url"} & set(found)


def test_an_address_appears_once_the_site_has_one() -> None:
    assert (
        data(event("2022"), site_url="https://schule.example.org/")["url"]
        == "https://schule.example.org/veranstaltungen/tag/"
    )


def test_every_kind_has_a_type() -> None:
    from schule.pages.structured import _TYPES

    assert set(_TYPES) == set(PAGES)
