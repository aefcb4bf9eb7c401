"""How often an outside host is asked, and how long it is left alone when it asks for that.

Takes the place of LinkChecker's own throttle, which holds a single lock for all hosts while it waits for one and knows
nothing of ``Retry-After``. A host that answers „too many requests“ or „not available“ and names a time is asked nothing
until then, not even other addresses; whoever waits in the queue is turned away and asked in a later round.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
from email.utils import parsedate_to_datetime
from typing import Any

from linkcheck import LinkCheckerError

_ASKS_FOR_REST = frozenset({429, 503})


class Pace:
    """The times of one run; ``interval`` are the seconds between two requests to one host."""

    def __init__(self, interval: float) -> None:
        self._interval = interval
        self._lock = threading.Lock()
        self._next: dict[str, float] = {}
        self._rests: dict[str, float] = {}

    def wait(self, host: str) -> None:
        """Wait until it is this request's turn. Raises LinkCheckerError while the host wants its rest."""
        with self._lock:
            now = time.monotonic()
            turn = max(now, self._next.get(host, now))
            self._next[host] = turn + self._interval
        time.sleep(turn - now)
        if self.rest_of(host):
            raise LinkCheckerError("the host has asked for a rest")

    def rest_of(self, host: str) -> float:
        """Return for how many seconds a host wants to be left alone from now on."""
        with self._lock:
            return max(0.0, self._rests.get(host, 0.0) - time.monotonic())

    def applies_to(self, url_data: Any, **_more: Any) -> bool:
        """Say whether an answer asks for a rest (LinkChecker calls this after every request)."""
        response = getattr(url_data, "url_connection", None)
        return getattr(response, "status_code", 0) in _ASKS_FOR_REST and "Retry-After" in url_data.headers

    def check(self, url_data: Any) -> None:
        """Note until when the host wants its rest."""
        until = time.monotonic() + seconds_of(url_data.headers["Retry-After"], dt.datetime.now(dt.UTC))
        with self._lock:
            host = url_data.urlparts[1]
            self._rests[host] = max(until, self._rests.get(host, 0.0))


def seconds_of(value: str, now: dt.datetime) -> float:
    """Return the seconds that ``Retry-After`` means: a number, or a day and time; 0 for what is neither."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return max(0.0, (moment - now).total_seconds())
