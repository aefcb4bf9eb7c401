"""The state of a preview: the last good records, their pages, what is wrong now, and which change came when.

``apply`` takes the paths that were saved. A record is taken over alone and its page is new at once; all others follow in
a thread of their own. Everything else (registers, vocabularies, new and removed files, templates) is read anew as a whole.
Readers ask for pages from other threads; they are never held up by a check that runs behind.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from jinja2 import BytecodeCache, Environment, TemplateError
from jinja2.bccache import Bucket

from schule.findings import Finding, Severity
from schule.pages import compile_pages
from schule.pages.editorial import EditorialError, compile_editorial
from schule.pages.environment import make_environment
from schule.preview.banner import banner_of, bare_page
from schule.preview.changes import compile_record, is_page_record, take_over
from schule.preview.renderer import Renderer
from schule.project import Project
from schule.records.catalog import Catalog, Item
from schule.records.checks import check_project
from schule.records.kinds import LISTS, WITH_PAGES, kind_of_path
from schule.records.load import Loaded, load_project

_FEW = 5  # as many records saved at once are taken over one by one
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


class _Bytecode(BytecodeCache):
    """Keeps compiled templates from one save to the next; each set of records has an environment of its own."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was compiled from the same source."""
        if bucket.key + bucket.checksum in self._known:
            bucket.bytecode_from_string(self._known[bucket.key + bucket.checksum])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._known[bucket.key + bucket.checksum] = bucket.bytecode_to_string()


class Preview:
    """Pages of a project that follow its files."""

    def __init__(self, project: Project, report: Callable[[tuple[Finding, ...]], None]) -> None:
        self._project, self._report = project, report
        self._lock = threading.RLock()
        self._generation = 0
        self.changes = Changes()
        self._trouble = ""
        self._findings: dict[str, list[Finding]] = {}
        self._duration = 0.0
        self._bytecode = _Bytecode()
        self._loaded: Loaded
        self._renderer: Renderer
        self._environment: Environment
        self._items: dict[str, Item]
        self._load()

    def page(self, address: str) -> tuple[bytes | None, str]:
        """Return the page (or file) at an address, and the banner that belongs on top of it."""
        with self._lock:
            renderer, item = self._renderer, self._items.get(address)
            banner = self._banner(address)
        try:
            data = renderer.page(address, fresh=(lambda: self._refresh(item)) if item else None)
        except Exception as error:
            return bare_page("Die Seite lässt sich nicht darstellen", str(error)), banner
        if data is None and banner and address in self._sources_by_address():
            text = "Von diesem Datensatz gibt es noch keinen fehlerfreien Stand."
            return bare_page("Noch keine Seite", text), banner
        return data, banner

    def apply(self, paths: Iterable[str]) -> None:
        """Take over saved files (relative to the project's root); return when their own pages are new."""
        changed = sorted(set(paths))
        if not changed:
            return
        with self._lock:
            self._generation += 1
            if self._alone(changed):
                self.changes.tell(dict.fromkeys(address for path in changed for address in self._take_over(path)))
                threading.Thread(target=self._follow, args=(self._generation,), daemon=True).start()
                return
            if all(self._is_asset(path) for path in changed):
                self.changes.tell(None)  # read from the disk whenever somebody asks for them
                return
        self._reload(self._generation, structural=not all(self._is_list(path) for path in changed))

    def findings(self) -> tuple[Finding, ...]:
        """Return all findings as they are known now."""
        return tuple(finding for path in sorted(self._findings) for finding in self._findings[path])

    def _load(self) -> None:
        start = time.perf_counter()
        loaded = load_project(self._project)
        findings = check_project(self._project, loaded)
        renderer = Renderer(self._project, loaded, self._project.cache / "vorschau")
        self._renderer = renderer
        self._take(loaded)
        self._take_findings(findings)
        self._duration = time.perf_counter() - start
        # The first page compiles the templates of the theme; nobody needs to wait for that after a save.
        threading.Thread(target=renderer.page, args=("/",), daemon=True).start()

    def _make_environment(self, loaded: Loaded) -> Environment:
        folder, geo = self._project.overrides / "records", self._project.root / "content" / "geo"
        environment = make_environment(folder, geo, loaded.catalog, self._renderer.settings)
        environment.bytecode_cache = self._bytecode
        return environment

    def _alone(self, changed: list[str]) -> bool:
        """Say whether every saved file is a record or editorial page that was there before."""
        known = {item.path for item in self._items.values()}
        return (
            len(changed) <= _FEW
            and not self._trouble
            and all(path in known or self._editorial_uri(path) for path in changed)
            and all((self._project.root / path).is_file() for path in changed)
        )

    def _take_over(self, path: str) -> list[str]:
        """Make the page of one saved file new, if it has no errors; return its address."""
        uri = self._editorial_uri(path)
        if uri:
            text = (self._project.root / path).read_text(encoding="utf-8", errors="replace")
            try:
                compiled = compile_editorial(text, self._environment, self._loaded.catalog)
            except EditorialError:
                return []  # the check that follows says what is wrong
            address = self._renderer.replace(uri, text if compiled is None else compiled)
            return [address] if address else []
        taken = take_over(self._project, self._loaded, path)
        self._findings[path] = list(taken.findings)
        if taken.good:
            # What the templates know of other records stays as it was until everything is read again: making their
            # environment anew takes seconds with ten thousand records.
            self._loaded = taken.loaded
            self._items = _by_address(taken.loaded)
        self._report(taken.findings)
        return [address for address, item in self._items.items() if item.path == path]

    def _editorial_uri(self, path: str) -> str | None:
        folder = self._project.pages_folder.relative_to(self._project.root).as_posix() + "/"
        uri = path.removeprefix(folder)
        return uri if path.startswith(folder) and uri.endswith(".md") and self._renderer.has(uri) else None

    def _refresh(self, item: Item) -> None:
        """Compile a record's page from the records as they are now, just before it is shown."""
        with self._lock:
            text = compile_record(self._environment, self._loaded.catalog, item)
            self._renderer.replace(f"{item.kind.name}/{item.slug}.md", text)

    def _follow(self, generation: int) -> None:
        """Read everything again once the editor pauses; another save meanwhile makes this run needless."""
        time.sleep(max(_IDLE, min(self._duration / 5, 3.0)))
        if generation == self._generation:
            self._reload(generation, structural=False)

    def _reload(self, generation: int, *, structural: bool) -> None:
        findings: tuple[Finding, ...] = ()
        trouble = ""
        addresses: list[str] | None = None
        try:
            loaded = load_project(self._project)
            findings = check_project(self._project, loaded)
            good = _keep_good(self._loaded, loaded, findings)
            if structural:
                self._rebuild(good, generation)
            else:
                addresses = self._compile(good, generation)
        except (EditorialError, TemplateError) as error:
            trouble = str(error)
        except Exception as error:  # an unfinished template or setting must not end the preview
            trouble = f"{type(error).__name__}: {error}"
        with self._lock:
            if generation != self._generation:
                return
            told = self._trouble != trouble
            self._trouble = trouble
            if not trouble:
                told = self._take_findings(findings) or told
        if told or addresses is None:
            self.changes.tell(None)
        elif addresses:
            self.changes.tell(addresses)

    def _rebuild(self, loaded: Loaded, generation: int) -> None:
        """Make all pages anew: files came or went, templates or settings changed."""
        renderer = Renderer(self._project, loaded, self._project.cache / "vorschau")
        with self._lock:
            if generation == self._generation:
                self._renderer = renderer
                self._take(loaded)

    def _compile(self, loaded: Loaded, generation: int) -> list[str] | None:
        """Compile all pages; return the addresses of those that changed (None: the set of pages is another one)."""
        pages = compile_pages(self._project, loaded.catalog, self._renderer.settings)
        if any(not self._renderer.has(page.uri) for page in pages):
            self._rebuild(loaded, generation)
            return None
        with self._lock:
            if generation != self._generation:
                return []
            self._take(loaded)
            changed = [self._renderer.replace(page.uri, page.text) for page in pages]
            return [address for address in changed if address]

    def _take(self, loaded: Loaded) -> None:
        self._loaded = loaded
        self._environment = self._make_environment(loaded)
        self._items = _by_address(loaded)

    def _take_findings(self, findings: tuple[Finding, ...]) -> bool:
        table: dict[str, list[Finding]] = {}
        for finding in findings:
            table.setdefault(finding.path, []).append(finding)
        changed = table != {path: found for path, found in self._findings.items() if found}
        self._findings = table
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
        return banner_of(own, shown, path, kept=kept, trouble=self._trouble)

    def _sources_by_address(self) -> Mapping[str, str]:
        """Return the file of each address that has findings or a record."""
        table = {address: item.path for address, item in self._items.items()}
        for path in self._findings:
            kind = kind_of_path(path)
            folder = self._project.pages_folder.relative_to(self._project.root).as_posix() + "/"
            if kind is not None:
                table.setdefault(kind.index if kind.name in LISTS else kind.address(Path(path).stem), path)
            elif path.startswith(folder):
                name = path.removeprefix(folder).removesuffix(".md").removesuffix("index").strip("/")
                table[f"/{name}/".replace("//", "/")] = path
        return table

    def _is_list(self, path: str) -> bool:
        """Say whether a file is a register or vocabulary: it changes texts of pages, not which pages there are."""
        kind = kind_of_path(path)
        return (
            kind is not None
            and kind.name not in WITH_PAGES
            and kind.name in LISTS
            and (self._project.root / path).is_file()
        )

    def _is_asset(self, path: str) -> bool:
        return Path(path).suffix in _ASSETS and (self._project.root / path).is_file()


def _by_address(loaded: Loaded) -> dict[str, Item]:
    return {item.address: item for item in loaded.catalog if not item.kind.anchor_page and is_page_record(item.path)}


def _keep_good(old: Loaded, new: Loaded, findings: tuple[Finding, ...]) -> Loaded:
    """Return the new records, but for those with errors their last good state."""
    faulty = {finding.path for finding in findings if finding.severity is Severity.ERROR}
    if not faulty:
        return new
    kept = [item for item in old.catalog if item.path in faulty]
    return replace(new, catalog=Catalog([*(item for item in new.catalog if item.path not in faulty), *kept]))
