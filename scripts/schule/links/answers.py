"""What outside addresses answered: asked politely, remembered, asked again before they are called dead.

Takes addresses and the file of the memory (``.cache/links/antworten.json``), returns one ``Known`` an address. A good
answer is believed for a week, a bad one for a day. Addresses that a moment later may answer (no connection, too many
requests, a fault of the server) are asked three times with growing pauses; „not found“ is believed at once. A host that
says how long it wants to be left alone (``Retry-After``) is left alone that long; if that is longer than an editor would
wait, it is asked in a later run, and what was known of it until then stays.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from schule.links.crawl import Answer, ask_outside
from schule.records.link_memory import Known, read_memory, write_memory

GOOD_DAYS = 7
PAUSES = (5.0, 30.0)
LONGEST = 300.0  # seconds that one run waits for a host that names a time
_TOO_MANY, _NOT_NOW = 429, 503
_REFUSED = frozenset({401, 403, 405, _TOO_MANY, 999})  # the host answers, only not to a program

Ask = Callable[[Iterable[str]], tuple[Answer, ...]]


def ask_all(
    urls: Sequence[str],
    memory: Path,
    today: dt.date,
    *,
    ask: Ask = ask_outside,
    pauses: Sequence[float] = PAUSES,
    wait: Callable[[float], None] = time.sleep,
) -> dict[str, Known]:
    """Return what every address answers, asking only those whose remembered answer is too old."""
    known = read_memory(memory)
    due = [url for url in dict.fromkeys(urls) if not _fresh(known.get(url), today)]
    answers = _ask_patiently(due, ask, pauses, wait)
    if due and not any(answer.good or answer.status for answer in answers.values()):
        return {url: known[url] for url in urls if url in known}  # no network here: that says nothing about others
    for url, answer in answers.items():
        known[url] = _next(known.get(url), answer, today)
    write_memory(memory, known)
    return {url: known[url] for url in urls if url in known}


def _fresh(known: Known | None, today: dt.date) -> bool:
    if known is None:
        return False
    age = (today - dt.date.fromisoformat(known.asked)).days
    return 0 <= age < (GOOD_DAYS if known.good else 1)


def _ask_patiently(
    urls: Sequence[str], ask: Ask, pauses: Sequence[float], wait: Callable[[float], None]
) -> dict[str, Answer]:
    answers = _by_url(urls, ask(urls)) if urls else {}
    for pause in pauses:
        again = [url for url, answer in answers.items() if _may_recover(answer) and answer.rest <= LONGEST]
        if not again:
            break
        wait(max(pause, *(answers[url].rest for url in again)))
        answers.update(_by_url(again, ask(again)))
    return {
        url: replace(answer, good=True) if answer.status in _REFUSED else answer
        for url, answer in answers.items()
        if not _was_put_off(answer)
    }


def _was_put_off(answer: Answer) -> bool:
    """Say whether an address was not asked in the end, since its host wants its rest: that says nothing about it."""
    asked = answer.status and not (answer.status == _NOT_NOW and answer.rest > LONGEST)
    return answer.rest > 0 and not answer.good and not asked


def _by_url(urls: Sequence[str], answers: Iterable[Answer]) -> dict[str, Answer]:
    """Return the answers by the address asked; LinkChecker names the one it was led to."""
    table: dict[str, Answer] = {}
    for answer in answers:
        table.setdefault(answer.asked, answer)
    return {url: table[url] for url in urls if url in table}


def _may_recover(answer: Answer) -> bool:
    """Say whether a moment later another answer is likely; „too many requests“ is good news, but says nothing yet."""
    return answer.status == _TOO_MANY or (not answer.good and (answer.status == 0 or answer.status >= 500))


def _next(before: Known | None, answer: Answer, today: dt.date) -> Known:
    since = None if answer.good else (before.dead_since if before and before.dead_since else today.isoformat())
    return Known(today.isoformat(), answer.good, answer.status, since)
