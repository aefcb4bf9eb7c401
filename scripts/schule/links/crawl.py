"""Drive LinkChecker as a library: which addresses of a site lead nowhere, which leave the site, which of those answer.

Takes addresses, returns plain values; knows nothing of records. LinkChecker's own command is not used because it gives
up its rights when root runs it (and then cannot read the site), and because its reports name pages, not lines.
"""

from __future__ import annotations

import logging
import os
import re
import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import linkcheck.configuration
from linkcheck.checker import get_url_from
from linkcheck.configuration import Configuration
from linkcheck.director import check_urls, checker, get_aggregate
from linkcheck.htmlutil import linkparse
from linkcheck.logger import _Logger
from linkcheck.plugins.anchorcheck import AnchorCheck, UrlAnchorCheck

from schule.links.pace import Pace
from schule.project import ProjectError

# How long a thread without work looks into the empty queue before it sees that all is done; a second as LinkChecker comes.
checker.QUEUE_POLL_INTERVALL_SECS = 0.05
_UNLIMITED = 10**9
_STATUS = re.compile(r"^([1-5]\d\d)\b")


@dataclass(frozen=True)
class Answer:
    """What became of one address.

    ``asked`` is the address as it was written or asked for, ``url`` where it led, ``page`` one page that links to it;
    ``status`` is the HTTP status (0: no connection, or not asked at all). ``rest`` are the seconds for which the host
    wants to be left alone (``Retry-After``).
    """

    asked: str
    url: str
    page: str
    good: bool
    status: int
    external: bool = False
    missing_anchor: bool = False
    rest: float = 0.0


def crawl_site(base: str, pages: Iterable[str], threads: int = 4) -> tuple[Answer, ...]:
    """Follow the links of all pages of a site served at ``base``; outside addresses are returned unchecked."""
    config = _configuration(threads=threads, timeout=60, rate=_UNLIMITED)
    config["internlinks"] = [{"pattern": re.compile("^" + re.escape(base)), "negate": False, "strict": False}]
    config["enabledplugins"] = ["AnchorCheck"]
    config["robotstxt"] = False  # the site's own rules for search engines are no reason to leave a page unchecked
    return _run(config, [base + page for page in pages], anchors=_AnchorsOnce())


def ask_outside(urls: Iterable[str], *, rate: float = 1.0, timeout: int = 30) -> tuple[Answer, ...]:
    """Ask outside addresses once each: at most ``rate`` requests a second to one host, robots.txt respected.

    A host that asks for a rest gets no further request; what it was not asked has a ``rest`` and no ``status``.
    """
    config = _configuration(threads=8, timeout=timeout, rate=rate)
    config["recursionlevel"] = 0
    pace = Pace(1.0 / rate)
    answers = _run(config, urls, pace=pace)
    return tuple(replace(answer, rest=pace.rest_of(_host_of(answer.url))) for answer in answers)


def _host_of(address: str) -> str:
    """Return the host of an address, empty for what is no address at all."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""


def pages_of(site: Path) -> tuple[str, ...]:
    """Return the addresses of all pages below a folder, relative to it."""
    found = []
    for folder, folders, files in os.walk(site):
        folders.sort()
        for name in sorted(files):
            if name.endswith(".html"):
                path = Path(folder, name).relative_to(site).as_posix()
                found.append(path.removesuffix("index.html") if path.split("/")[-1] == "index.html" else path)
    return tuple(found)


def _configuration(*, threads: int, timeout: int, rate: float) -> Configuration:
    with _no_folder_in_home():
        config = Configuration()
    config.update(
        status=False,
        verbose=True,
        threads=threads,
        timeout=timeout,
        maxrequestspersecond=rate,
        maxfilesizeparse=_UNLIMITED,
        maxfilesizedownload=_UNLIMITED,
        resultcachesize=_UNLIMITED,
        logger=_Collector(),
    )
    return config


@contextmanager
def _no_folder_in_home() -> Iterator[None]:
    """Keep LinkChecker from making a folder for its plug-ins in the user's home."""
    original = linkcheck.configuration.get_plugin_folders
    linkcheck.configuration.get_plugin_folders = list
    try:
        yield
    finally:
        linkcheck.configuration.get_plugin_folders = original


def _run(
    config: Configuration, urls: Iterable[str], *, anchors: AnchorCheck | None = None, pace: Pace | None = None
) -> tuple[Answer, ...]:
    collector: _Collector = config["logger"]
    before = socket.getdefaulttimeout()
    logging.getLogger("linkcheck").addHandler(logging.NullHandler())
    try:
        config.sanitize()
        aggregate = get_aggregate(config)
        if anchors is not None:
            aggregate.plugin_manager.content_plugins[:] = [anchors]
        if pace is not None:
            aggregate.wait_for_host = pace.wait
            aggregate.plugin_manager.connection_plugins[:] = [pace]
        for url in urls:
            try:
                aggregate.urlqueue.put(get_url_from(url, 0, aggregate, extern=(0, 0)))
            except ValueError:  # „http://[“ is no address
                collector.answers.append(Answer(url, url, "", good=False, status=0))
        check_urls(aggregate)
    finally:
        socket.setdefaulttimeout(before)
    if collector.interrupted:
        raise KeyboardInterrupt
    if collector.stats.internal_errors:
        raise ProjectError("LinkChecker ist an einer Stelle gescheitert; die Verweise sind nicht vollständig geprüft.")
    return tuple(collector.answers)


class _Collector(_Logger):  # type: ignore[misc]
    """Takes the results from LinkChecker's threads (LinkChecker calls it under a lock of its own)."""

    LoggerName = "schule"

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[Answer] = []
        self.interrupted = False

    def start_output(self) -> None:
        """Nothing is printed."""

    def log_filter_url(self, url_data: Any, do_print: bool) -> None:  # noqa: ARG002 - LinkChecker's signature
        """Keep one result."""
        status = _STATUS.match(url_data.result or "")
        warnings = [message for _tag, message in url_data.warnings]
        self.answers.append(
            Answer(
                asked=url_data.base_url,
                url=url_data.url or url_data.base_url,
                page=url_data.parent_url or "",
                good=bool(url_data.valid),
                status=int(status[1]) if status else 0,
                external=bool(url_data.extern),
                missing_anchor=_NO_ANCHOR in warnings,
            )
        )

    def log_url(self, url_data: Any) -> None:
        """Required by LinkChecker; results come through ``log_filter_url``."""

    def end_output(self, **how: Any) -> None:
        """Note whether the user broke off, which LinkChecker itself swallows."""
        self.interrupted = bool(how.get("interrupt"))

    def log_internal_error(self) -> None:
        """Count it, so that an unfinished check is never taken for a clean one."""
        self.stats.internal_errors += 1


_NO_ANCHOR = "anker-fehlt"


@dataclass
class _AnchorsOnce(AnchorCheck):  # type: ignore[misc]
    """LinkChecker's anchor check, reading each page once instead of once for every anchor on it."""

    known: dict[str, frozenset[str]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def check(self, url_data: Any) -> None:
        """Warn where the page has no such anchor."""
        page = url_data.url.partition("#")[0]
        # Every page of the site is in the queue itself, so following its links from here would only repeat that.
        url_data.allows_recursion = lambda: False
        with self.lock:
            if page not in self.known:
                self.known[page] = self._anchors_of(url_data)
        if unquote(url_data.anchor) not in self.known[page]:
            url_data.add_warning(_NO_ANCHOR)

    @staticmethod
    def _anchors_of(url_data: Any) -> frozenset[str]:
        collected = UrlAnchorCheck()
        linkparse.find_links(url_data.get_soup(), collected.add_anchor, linkparse.AnchorTags)
        return frozenset(anchor[0] for anchor in collected.anchors)
