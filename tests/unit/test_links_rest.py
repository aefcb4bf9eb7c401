"""A host that says „later“ and names a time (``Retry-After``) is asked nothing until then, and never called dead for it."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from email.utils import format_datetime
from pathlib import Path

import pytest

from schule.links.answers import ask_all
from schule.links.crawl import Answer, ask_outside
from schule.links.pace import seconds_of
from schule.records.link_memory import Known, read_memory, write_memory
from tests.cases.faelle import TODAY
from tests.unit.loopback import QuietHandler, loopback

NOON = dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC)


@dataclass
class Tired:
    """A host that wants its rest after the first request: how it says so, and when it was asked what."""

    status: int = 429
    rest: str = "2"
    lasts: float = 2.0
    base: str = ""
    asked: list[str] = field(default_factory=list)
    disturbed: list[str] = field(default_factory=list)
    since: float = 0.0


@pytest.fixture
def tired() -> Iterator[Tired]:
    host = Tired()

    class Handler(QuietHandler):
        def do_GET(self) -> None:  # noqa: N802 - named by the library
            status = 200
            if self.path == "/robots.txt":
                status = 404
            else:
                host.asked.append(self.path)
                if host.since and time.monotonic() - host.since < host.lasts:
                    host.disturbed.append(self.path)
                if not host.since:
                    host.since, status = time.monotonic(), host.status
            self.send_response(status)
            if status == host.status:
                self.send_header("Retry-After", host.rest)
            self.send_header("Content-Length", "0")
            self.end_headers()

    with loopback(Handler) as host.base:
        yield host


def ask(urls: Iterable[str]) -> tuple[Answer, ...]:
    return ask_outside(urls, rate=2.0, timeout=5)


@pytest.mark.parametrize("status", [429, 503])
def test_nothing_is_asked_of_a_host_before_the_time_that_it_named(tired: Tired, tmp_path: Path, status: int) -> None:
    tired.status = status
    urls = [f"{tired.base}/{name}" for name in ("eins", "zwei", "drei")]
    pauses: list[float] = []

    def wait(seconds: float) -> None:
        pauses.append(seconds)
        time.sleep(seconds)

    known = ask_all(urls, tmp_path / "antworten.json", TODAY, ask=ask, pauses=(0.01,), wait=wait)
    assert [known[url].good for url in urls] == [True, True, True]
    assert tired.disturbed == []
    assert sorted(tired.asked)[-1] == "/zwei"
    assert len(tired.asked) == 4
    assert len(pauses) == 1
    assert pauses[0] <= tired.lasts


def test_a_round_waits_as_long_as_the_most_tired_host_wants(tmp_path: Path) -> None:
    rounds: list[list[str]] = []
    pauses: list[float] = []

    def answers(urls: Iterable[str]) -> tuple[Answer, ...]:
        rounds.append(list(urls))
        rest = {"a": 40.0, "b": 90.0, "c": 301.0}
        again = len(rounds) > 1
        return tuple(
            Answer(one, one, "", again, 200 if again else 503, rest=0.0 if again else rest[one]) for one in urls
        )

    known = ask_all("abc", tmp_path / "antworten.json", TODAY, ask=answers, pauses=(5.0, 30.0), wait=pauses.append)
    assert rounds == [["a", "b", "c"], ["a", "b"]]
    assert pauses == [90.0]
    assert sorted(known) == ["a", "b"]


def test_a_host_that_wants_hours_is_left_alone_and_what_was_known_stays(tired: Tired, tmp_path: Path) -> None:
    tired.status, tired.rest, tired.lasts = 503, "7200", 7200.0
    urls = [f"{tired.base}/{name}" for name in ("eins", "zwei")]
    memory = tmp_path / "antworten.json"
    before = {urls[0]: Known("2026-11-01", good=True, status=200)}
    write_memory(memory, before)
    pauses: list[float] = []
    known = ask_all([*urls, "http://127.0.0.1:9/zu"], memory, TODAY, ask=ask, pauses=(0.01, 0.01), wait=pauses.append)
    assert len(tired.asked) == 1
    assert {url: one for url, one in known.items() if url in urls} == before
    assert urls[1] not in read_memory(memory)
    assert all(pause < 1 for pause in pauses)


def test_a_page_that_is_gone_stays_gone_on_a_host_that_wants_its_rest(tmp_path: Path) -> None:
    def answers(urls: Iterable[str]) -> tuple[Answer, ...]:
        return tuple(Answer(url, url, "", good=False, status=404, rest=9000.0) for url in urls)

    known = ask_all(["https://a.example/"], tmp_path / "antworten.json", TODAY, ask=answers, pauses=())
    assert known["https://a.example/"].dead_since == TODAY.isoformat()


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        (format_datetime(NOON + dt.timedelta(minutes=1), usegmt=True), 60.0),
        (format_datetime(NOON - dt.timedelta(days=1), usegmt=True), 0.0),
        ("Fri, 20 Nov 2026 12:00:30 -0000", 30.0),
        ("bald", 0.0),
        ("-5", 0.0),
        ("", 0.0),
        ("9" * 400, 999_999_999.0),
    ],
)
def test_a_time_is_a_number_of_seconds_or_a_date(value: str, seconds: float) -> None:
    assert seconds_of(value, NOON) == seconds
