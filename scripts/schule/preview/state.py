"""The state of a preview: the last good records, what is wrong now, and which change came when.

``apply`` takes the paths that were saved. A record, a register or an editorial page is taken over alone, and the pages that
stand open in a browser are new at once; what other records say of it follows in a thread of its own. Everything else (new
and removed files, templates, settings) is read anew as a whole. Readers ask for pages from other threads; they are never
held up by a check that runs behind.
"""

from __future__ import annotations

import gc
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from schule.findings import Finding, Severity
from schule.preview.banner import banner_of, bare_page, what_failed
from schule.preview.changes import take_over, take_over_list
from schule.preview.handouts import make_handout
from schule.preview.pages import Bytecode, LivePages
from schule.project import Project
from schule.records.base import Record
from schule.records.catalog import Catalog, Item
from schule.records.checks import check_project
from schule.records.kinds import LISTS, PAGES, kind_of_path
from schule.records.load import Loaded, load_project
from schule.workbench.schemas import refresh_schemas

FOLLOWING = "vorschau-nachlauf"  # the thread that reads everything again behind a save
_FEW = 5  # as many files saved at once are taken over one by one
_IDLE = 0.3  # seconds without another save before everything is read again
_MOST_OTHERS = 8
_ASSETS = frozenset({".css", ".js", ".svg", ".png", ".jpg", ".jpeg", ".webp", ".pdf", ".woff2"})


@dataclass
class Changes:
    """Which address changed with which number; readers wait here for the next one."""

    number: int = 0
    everything: int = 0
    pages: dict[str, int] = field(default_factory=dict)
    condition: threading.Condition = field(default_factory=threading.Condition)
    _open: Counter[str] = field(default_factory=Counter)

    def tell(self, addresses: Iterable[str] | None) -> None:
        """Note changed addresses (None: all) and wake up who waits."""
        with self.condition:
            self.number += 1
            if addresses is None:
                self.everything = self.number
            else:
                self.pages |= dict.fromkeys(addresses, self.number)
            self.condition.notify_all()

    def wait(self, address: str, stand: int, seconds: float) -> bool:
        """Wait until an address has changed since ``stand``; False when the time is over."""
        with self.condition:
            return self.condition.wait_for(
                lambda: max(self.everything, self.pages.get(address, 0)) > stand, timeout=seconds
            )

    @contextmanager
    def listening(self, address: str) -> Iterator[None]:
        """Note that a page stands open in a browser until the block ends."""
        with self.condition:
            self._open[address] += 1
        try:
            yield
        finally:
            with self.condition:
                self._open[address] -= 1
                if not self._open[address]:
                    del self._open[address]

    def open_pages(self) -> list[str]:
        """Return the addresses that stand open, the one opened last first."""
        with self.condition:
            return list(reversed(self._open))


@dataclass(frozen=True)
class Shown:
    """A page as it is sent: its bytes, what stands above it, and the number of the last change that it shows."""

    data: bytes | None
    banner: str
    stand: int


class Preview:
    """Pages of a project that follow its files."""

    def __init__(self, project: Project, report: Callable[[tuple[Finding, ...]], None]) -> None:
        self._project, self._report = project, report
        self._lock = threading.RLock()
        self._press = threading.Lock()
        self._generation = 0
        self.changes = Changes()
        self._trouble = ""
        self._findings: dict[str, list[Finding]] = {}
        self._duration = 0.0
        self._bytecode = Bytecode()
        self._loaded: Loaded
        self._pages: LivePages
        self._items: dict[str, Item]
        self._sources: dict[str, str] | None = None  # worked out when asked for
        self._load()

    def page(self, address: str) -> Shown:
        """Return the page (or file) at an address, and the banner that belongs on top of it."""
        pages = self._pages
        if pages.freshen(address):
            self.changes.tell([address])
        stand = self.changes.number
        with self._lock:
            banner, known = self._banner(address), address in self._sources_by_address()
        try:
            data = pages.html(address)
        except Exception as error:
            data = bare_page("Die Seite lässt sich nicht darstellen", str(error))
        if data is None and not address.endswith("/"):
            data = pages.file_beside(address)
        if data is None and banner and known:
            data = bare_page("Noch keine Seite", "Von diesem Datensatz gibt es noch keinen fehlerfreien Stand.")
        return Shown(data, banner, stand)

    def moved(self, address: str) -> str | None:
        """Return where an old address leads, None where it is none."""
        for item in self._items.values():
            if isinstance(item.record, Record) and address in item.record.weiterleitungen:
                return item.address
        return None

    def handout(self, address: str) -> bytes:
        """Return a handout, made from the records as they are now. Raises HandoutFailedError."""
        with self._press:
            return make_handout(self._project, self._pages, self._loaded.catalog, address)

    @contextmanager
    def listening(self, address: str) -> Iterator[None]:
        """Note that a page stands open; it is told of what was saved while it loaded, too."""
        with self.changes.listening(address):
            self._show([], [address])
            yield

    def apply(self, paths: Iterable[str]) -> None:
        """Take over saved files (relative to the project's root); return when the pages that stand open are new."""
        changed = sorted(set(paths))
        if not changed:
            return
        try:
            self._apply(changed)
        except Exception as error:  # whoever watches the files must go on watching
            with self._lock:
                self._trouble = what_failed(error)
            self.changes.tell(None)

    def findings(self) -> tuple[Finding, ...]:
        """Return all findings as they are known now."""
        return tuple(finding for path in sorted(self._findings) for finding in self._findings[path])

    def _apply(self, changed: list[str]) -> None:
        with self._lock:
            self._generation += 1
            alone = self._alone(changed)
            own = [address for path in changed for address in self._take_over(path)] if alone else []
        if alone:
            self._show(own, self.changes.open_pages())
            threading.Thread(target=self._follow, args=(self._generation,), name=FOLLOWING, daemon=True).start()
        elif all(self._is_asset(path) for path in changed):
            self.changes.tell(None)  # read from the disk whenever somebody asks for them
        else:
            self._reload(self._generation, structural=True)

    def _load(self) -> None:
        start = time.perf_counter()
        loaded = load_project(self._project)
        refresh_schemas(self._project, loaded.catalog)
        findings = check_project(self._project, loaded)
        self._pages = LivePages(self._project, loaded, self._bytecode)
        self._take(loaded)
        self._take_findings(findings)
        self._duration = time.perf_counter() - start
        # The first page compiles the templates of the theme; nobody needs to wait for that after a save.
        threading.Thread(target=self._pages.html, args=("/",), daemon=True).start()

    def _alone(self, changed: list[str]) -> bool:
        """Say whether every saved file is a record, list or editorial page that was there before."""
        known = {item.path for item in self._loaded.catalog} | {kind.place for kind in LISTS.values()}
        return (
            len(changed) <= _FEW
            and not self._trouble
            and all(path in known or self._editorial_address(path) for path in changed)
            and all((self._project.root / path).is_file() for path in changed)
        )

    def _take_over(self, path: str) -> list[str]:
        """Read one saved file and compile from it from now on, if it has no errors; return the address that shows it."""
        kind = kind_of_path(path)
        if kind is None:
            self._pages.take(self._loaded.catalog, renew=False)
            return [self._editorial_address(path)]
        taken = (take_over_list if kind.name in LISTS else take_over)(self._project, self._loaded, path)
        self._findings[path], self._sources = list(taken.findings), None
        if taken.good:
            self._loaded = taken.loaded
            self._items = _by_address(taken.loaded)
            self._pages.take(taken.loaded.catalog, renew=kind.name in LISTS)
        self._report(taken.findings)
        if kind.name in LISTS:
            return [kind.index]
        return [address for address, item in self._items.items() if item.path == path]

    def _show(self, told: list[str], addresses: Iterable[str]) -> None:
        """Make pages new one after the other, each told as soon as it is; those ``told`` first and in any case."""
        pages = self._pages
        for address in dict.fromkeys([*told, *addresses]):
            if pages.freshen(address) or address in told:
                self.changes.tell([address])

    def _editorial_address(self, path: str) -> str:
        """Return the address of an editorial page that there is, empty for every other file."""
        folder = self._project.pages_folder.relative_to(self._project.root).as_posix() + "/"
        if not path.startswith(folder) or not path.endswith(".md"):
            return ""
        return self._pages.address(path.removeprefix(folder)) or ""

    def _follow(self, generation: int) -> None:
        """Read everything again once the editor pauses; another save meanwhile makes this run needless."""
        time.sleep(max(_IDLE, min(self._duration / 5, 3.0)))
        if generation == self._generation:
            self._reload(generation, structural=False)
        if generation == self._generation:
            gc.collect()  # nobody waits for a page now; what held the records before is no longer needed

    def _reload(self, generation: int, *, structural: bool) -> None:
        findings: tuple[Finding, ...] = ()
        trouble = ""
        rebuilt = False
        try:
            loaded = load_project(self._project)
            if generation != self._generation:
                return  # somebody saved meanwhile, and waits for that page
            refresh_schemas(self._project, loaded.catalog)
            findings = check_project(self._project, loaded)
            good = _keep_good(self._loaded, loaded, findings)
            rebuilt = structural or not self._renew(good, generation)
            if rebuilt:
                self._rebuild(good, generation)
        except Exception as error:  # an unfinished template or setting must not end the preview
            trouble = what_failed(error)
        with self._lock:
            if generation != self._generation:
                return
            told = self._trouble != trouble
            self._trouble = trouble
            if not trouble:
                told = self._take_findings(findings) or told
        if told or rebuilt or trouble:
            self.changes.tell(None)
        else:
            self._show([], self.changes.open_pages())

    def _rebuild(self, loaded: Loaded, generation: int) -> None:
        """Make all pages anew: files came or went, templates or settings changed."""
        pages = LivePages(self._project, loaded, self._bytecode, self._pages)
        with self._lock:
            if generation == self._generation:
                self._pages = pages
                self._take(loaded)

    def _renew(self, loaded: Loaded, generation: int) -> bool:
        """Compile from these records from now on; False when the set of pages is another one."""
        with self._lock:
            if generation != self._generation:
                return True
            self._take(loaded)
            return self._pages.take(loaded.catalog)

    def _take(self, loaded: Loaded) -> None:
        self._loaded = loaded
        self._items, self._sources = _by_address(loaded), None

    def _take_findings(self, findings: tuple[Finding, ...]) -> bool:
        table: dict[str, list[Finding]] = {}
        for finding in findings:
            table.setdefault(finding.path, []).append(finding)
        changed = table != {path: found for path, found in self._findings.items() if found}
        self._findings, self._sources = table, None
        if changed:
            self._report(findings)
        return changed

    def _banner(self, address: str) -> str:
        addresses = self._sources_by_address()
        path = addresses.get(address)
        own = self._findings.get(path, []) if path else []
        by_path = {source: place for place, source in addresses.items()}
        others = {
            name: by_path.get(name, "/")
            for name, found in self._findings.items()
            if name != path and any(one.severity is Severity.ERROR for one in found)
        }
        kept = any(one.severity is Severity.ERROR for one in own)
        shown = dict(list(others.items())[:_MOST_OTHERS])
        return banner_of(own, shown, path, kept=kept, trouble=self._trouble or self._pages.fault(address))

    def _sources_by_address(self) -> Mapping[str, str]:
        """Return the file of each address that has findings or a record."""
        if self._sources is None:
            table = {address: item.path for address, item in self._items.items()}
            known = set(table.values())
            for path, found in self._findings.items():
                if found and path not in known and (address := self._address_of(path)):
                    table.setdefault(address, path)
            self._sources = table
        return self._sources

    def _address_of(self, path: str) -> str:
        kind = kind_of_path(path)
        folder = self._project.pages_folder.relative_to(self._project.root).as_posix() + "/"
        if kind is not None:
            return kind.index if kind.name in LISTS else kind.address(Path(path).stem)
        if not path.startswith(folder):
            return ""
        name = path.removeprefix(folder).removesuffix(".md").removesuffix("index").strip("/")
        return f"/{name}/".replace("//", "/")

    def _is_asset(self, path: str) -> bool:
        return Path(path).suffix in _ASSETS and (self._project.root / path).is_file()


def _by_address(loaded: Loaded) -> dict[str, Item]:
    return {item.address: item for item in loaded.catalog if item.kind.name in PAGES}


def _keep_good(old: Loaded, new: Loaded, findings: tuple[Finding, ...]) -> Loaded:
    """Return the new records, but for those with errors their last good state."""
    faulty = {finding.path for finding in findings if finding.severity is Severity.ERROR}
    if not faulty:
        return new
    kept = [item for item in old.catalog if item.path in faulty]
    return replace(new, catalog=Catalog([*(item for item in new.catalog if item.path not in faulty), *kept]))
