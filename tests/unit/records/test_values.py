"""Scalars: what an editor writes, what becomes of it, and which rule says no."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from schule.records.dates import Date, Moment
from schule.records.values import Ags, Ars, Degrees, Email, Number, OrUnknown, Sdg, Spdx, Truth, Url, Whole


def read(kind: Any, value: Any) -> Any:
    return TypeAdapter(kind).validate_python(value)


def refuse(kind: Any, value: Any) -> tuple[str, str]:
    """Return rule and hint of the one error that a value gives."""
    with pytest.raises(ValidationError) as caught:
        read(kind, value)
    (error,) = caught.value.errors()
    return error["type"], error["ctx"]["hilfe"]


@pytest.mark.parametrize(
    ("text", "first", "last", "shown"),
    [
        ("2022", "2022-01-01", "2022-12-31", "2022"),
        ("2022-02", "2022-02-01", "2022-02-28", "Februar 2022"),
        ("2024-02", "2024-02-01", "2024-02-29", "Februar 2024"),
        ("2022-09-16", "2022-09-16", "2022-09-16", "16.09.2022"),
        ("2022-Q1", "2022-01-01", "2022-03-31", "1. Quartal 2022"),
        ("2022-Q4", "2022-10-01", "2022-12-31", "4. Quartal 2022"),
        ("2019 bis 2026", "2019-01-01", "2026-12-31", "2019 bis 2026"),
        ("2022-11 bis 2023-Q1", "2022-11-01", "2023-03-31", "November 2022 bis 1. Quartal 2023"),
        ("2022-09 bis 2022", "2022-09-01", "2022-12-31", "September 2022 bis 2022"),
    ],
)
def test_date_keeps_its_precision(text: str, first: str, last: str, shown: str) -> None:
    date = Date.parse(text)
    assert (str(date.first), str(date.last), date.text, str(date)) == (first, last, text, shown)
    assert date.is_day == (first == last)
    assert TypeAdapter(Date).dump_python(date) == text


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("16.9.2022", "„2022-09-16“"),
        ("16. 09. 2022", "„2022-09-16“"),
        ("2022-9-6", "„2022-09-06“"),
        ("2022/09", "„2022-09“"),
        ("September 2022", "„2022-09“"),
        ("16. März 2022", "„2022-03-16“"),
        ("Q3 2022", "„2022-Q3“"),
        ("2019-2026", "„2019 bis 2026“"),
        ("2019 – 2026", "„2019 bis 2026“"),
        ("9.2.2022 bis 10.2.2022", "„2022-02-09 bis 2022-02-10“"),
    ],
)
def test_date_in_another_spelling_is_refused_with_the_right_one(text: str, meant: str) -> None:
    rule, hint = refuse(Date, text)
    assert rule == "datum-ungueltig"
    assert meant in hint


@pytest.mark.parametrize(
    "text", ["2022-13", "2022-02-30", "2022-Q5", "0000", "22", "bald", "2022 bis ", "٢٠٢٢", "30.2.2022"]
)
def test_what_is_no_date_is_refused_without_a_guess(text: str) -> None:
    rule, hint = refuse(Date, text)
    assert rule == "datum-ungueltig"
    assert "Meinten" not in hint


def test_range_that_ends_before_it_begins() -> None:
    assert refuse(Date, "2022 bis 2021")[0] == "datum-verkehrt"
    assert refuse(Date, "2022-05 bis 2022-04-30")[0] == "datum-verkehrt"
    assert read(Date, "2022-05 bis 2022-05").first == dt.date(2022, 5, 1)


@pytest.mark.parametrize(
    ("text", "time", "shown"),
    [
        ("2022-11-09", None, "09.11.2022"),
        ("2022-11-09 13:30", dt.time(13, 30), "09.11.2022, 13:30 Uhr"),
        ("2022-11-09 8:05", dt.time(8, 5), "09.11.2022, 08:05 Uhr"),
        ("2022-11-09 08:05 Uhr", dt.time(8, 5), "09.11.2022, 08:05 Uhr"),
        ("2022-11-09 bis 2022-11-10", None, "09.11.2022 bis 10.11.2022"),
        ("2022-Q3", None, "3. Quartal 2022"),
    ],
)
def test_moment(text: str, time: dt.time | None, shown: str) -> None:
    moment = Moment.parse(text)
    assert (moment.time, str(moment)) == (time, shown)


@pytest.mark.parametrize(
    "text", ["2022-11-09 24:00", "2022-11-09 13", "2022-11-09 13:30+02:00", "2022-11 13:30", "13:30"]
)
def test_what_is_no_moment(text: str) -> None:
    assert refuse(Moment, text)[0] == "datum-ungueltig"


@pytest.mark.parametrize(
    ("text", "value"), [("0", 0), ("-3", -3), ("1374515", 1374515), ("85.81", 85.81), ("0.055", 0.055)]
)
def test_number(text: str, value: float) -> None:
    assert read(Number, text) == value


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1.374.515", "1374515"),
        ("85,81", "85.81"),
        ("1.374,5", "1374.5"),
        ("1 374 515", "1374515"),
        ("85 km²", "„85“"),
        ("1.374", "„1374“ oder „1.3740“"),
        ("1e3", ""),
        ("0x1F", ""),
        ("NaN", ""),
        ("1_000", ""),
        ("9" * 5000, ""),
        ("rund 100", ""),
    ],
)
def test_number_in_another_spelling_is_refused(text: str, meant: str) -> None:
    rule, hint = refuse(Number, text)
    assert rule == "typ-falsch"
    assert meant in hint
    assert meant or "Meinten" not in hint


def test_degrees_may_have_three_decimals() -> None:
    assert read(Degrees, "51.123") == 51.123


@pytest.mark.parametrize(("text", "meant"), [("12.345", "12345"), ("1.234.567", "1234567"), ("85.8", ""), ("", "")])
def test_whole_number_refuses_points(text: str, meant: str) -> None:
    rule, hint = refuse(Whole, text)
    assert rule == "typ-falsch"
    assert meant in hint


@pytest.mark.parametrize("text", ["NEIN", "Ja", "yes", "true", "1", ""])
def test_truth_is_ja_or_nein_alone(text: str) -> None:
    assert refuse(Truth, text)[0] == "typ-falsch"
    assert read(Truth, "ja") is True
    assert read(Truth, "nein") is False


@pytest.mark.parametrize("text", ["0", "18", "4.0", "vier", "", "٤", "117"])
def test_sdg_is_one_of_seventeen(text: str) -> None:
    assert refuse(Sdg, text)[0] == "sdg-bereich"


def test_official_keys_keep_their_zero() -> None:
    assert read(Ags, "05958004") == "05958004"
    assert read(Ars, "059580040004") == "059580040004"
    assert "„05958004“" in refuse(Ags, "5958004")[1]
    assert refuse(Ags, "٠٥٩٥٨٠٠٤")[0] == "ags-form"
    assert refuse(Ars, "05958004")[0] == "ags-form"


@pytest.mark.parametrize(
    "text", ["https://a.de", "http://www.ä-ö.example:8080/x?y=1#z", "https://a.b-c.museum/ä%20b", "https://1.2.example"]
)
def test_url(text: str) -> None:
    assert read(Url, text) == text


@pytest.mark.parametrize(
    "text",
    [
        "a.de",
        "ftp://a.de",
        "https:a.de",
        "https://a",
        "https://.de",
        "https://a..de",
        "https://-a.de",
        "https://a.de/x y",
        "https://a.de/<b>",
        "https://[::1",
        "https://a.de:0",
        "https://a.de:99999",
        "https://a.de/{x}",
        "javascript:alert(1)",
        "mailto:a@b.de",
        "https://",
    ],
)
def test_what_is_no_url(text: str) -> None:
    assert refuse(Url, text)[0] == "adresse-ungueltig"


def test_forgotten_scheme_is_suggested() -> None:
    assert "„https://www.a.de/x“" in refuse(Url, "www.a.de/x")[1]


@pytest.mark.parametrize("text", ["a@b.de", "a.b+c@b-c.example", "smart_city@stadt.de"])
def test_email(text: str) -> None:
    assert read(Email, text) == text


@pytest.mark.parametrize(
    "text", ["a@b", "a.b.de", "a@@b.de", ".a@b.de", "a..b@c.de", "a b@c.de", "a@b_c.d", "a@b.de.", "@b.de", "a@"]
)
def test_what_is_no_email(text: str) -> None:
    assert refuse(Email, text)[0] == "email-ungueltig"


def test_licence_is_an_spdx_identifier() -> None:
    assert read(Spdx, "EUPL-1.2") == "EUPL-1.2"
    assert "„CC-BY-4.0“" in refuse(Spdx, "CC BY 4.0")[1]
    assert "„GPL-3.0-only“" in refuse(Spdx, "gpl-3.0-only")[1]


def test_unknown_stands_beside_a_type() -> None:
    assert read(OrUnknown[Number], "unbekannt") == "unbekannt"
    assert read(OrUnknown[Number], "12") == 12
    assert refuse(OrUnknown[Number], "Unbekannt")[0] == "typ-falsch"


@pytest.mark.parametrize("kind", [Date, Moment, Number, Whole, Truth, Sdg, Ags, Ars, Url, Email, Spdx])
@pytest.mark.parametrize("value", [["a"], {"a": "b"}])
def test_a_list_or_block_is_of_the_wrong_type_everywhere(kind: Any, value: Any) -> None:
    assert refuse(kind, value)[0] == "typ-falsch"


def test_braces_in_a_value_stay_in_the_message() -> None:
    with pytest.raises(ValidationError) as caught:
        read(Url, "{stadt}")
    assert "„{stadt}“" in caught.value.errors()[0]["msg"]
