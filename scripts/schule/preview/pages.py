"""The pages of a preview: each is compiled anew when somebody looks at it after a save, and not before.

Takes the records as they are now; returns HTML. After a save of a register every page may say something else, but only
those that stand open in a browser are wanted at once: compiling ten thousand others would hold those up. A page whose
template or text fails keeps its last good state; ``fault`` says what is wrong.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

from schule.exports import export_files
from schule.links.server import find_file
from schule.outputs import write_exports, write_templates
from schule.pages import Recipe, page_recipes
from schule.pages.environment import make_environment
from schule.pages.finder import DATA as FINDER_DATA
from schule.pages.finder import finder_data
from schule.preview.banner import what_failed
from schule.preview.renderer import Renderer
from schule.project import Project
from schule.records.catalog import Catalog
from schule.records.load import Loaded
from schule.site import written_pages

_BESIDE = frozenset({".json", ".jsonld", ".csv", ".ics", ".xml", ".ttl", ".zip", ".yml"})


class Bytecode(BytecodeCache):
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


class LivePages:
    """The pages of one set of addresses; the records behind them may change, the addresses may not."""

    def __init__(self, project: Project, loaded: Loaded, bytecode: Bytecode, before: LivePages | None = None) -> None:
        self._project, self._bytecode = project, bytecode
        self.folder = project.cache / "vorschau"
        self._renderer = Renderer(project, loaded, self.folder)
        self._lock = threading.RLock()
        self._writing = threading.Lock()
        self._catalog = loaded.catalog
        self._written_beside: Catalog | None = None
        self._environment: Environment
        self._recipes: Mapping[str, Recipe] = {}
        self._texts: dict[str, str] = {}  # what was looked at, as compiled last
        self._before = before._texts if before else {}  # the last good state of pages that fail now
        self._faults: dict[str, str] = {}
        self._fresh: set[str] = set()
        self.take(loaded.catalog)

    def take(self, catalog: Catalog, *, renew: bool = True) -> bool:
        """Compile from these records from now on; False when they make another set of pages.

        Without ``renew`` the templates go on knowing the other records as they were: who uses which term takes a second
        to work out for ten thousand records, and the page of a saved record can wait for that.
        """
        with self._lock:
            if renew:
                folder, geo = self._project.overrides / "records", self._project.root / "content" / "geo"
                self._environment = make_environment(folder, geo, catalog, self._renderer.settings)
                self._environment.bytecode_cache = self._bytecode
                for name in self._environment.list_templates(extensions=["j2"]):
                    self._environment.get_template(name)  # what cannot be read is told at once, not page by page
            self._catalog = catalog
            before = self._recipes
            self._recipes = page_recipes(self._project, self._environment, catalog, self._renderer.settings)
            self._written = cache(lambda: dict(written_pages(self._project, catalog, self._renderer.settings)))
            self._fresh.clear()
            return not before or before.keys() == self._recipes.keys()

    def freshen(self, address: str) -> bool:
        """Compile a page if anything was saved since; say whether somebody who sees it should load it again."""
        uri = self._renderer.uri(address)
        if uri is None or uri in self._fresh:  # who only looks does not wait for a page that somebody else compiles
            return False
        with self._lock:
            if uri in self._fresh:
                return False
            before = self._texts.get(uri), self._faults.pop(uri, "")
            try:
                text = self._compile(uri)
            except Exception as error:  # an unfinished template must not end the preview
                self._faults[uri] = what_failed(error)
                self._keep(uri)
            else:
                if text is not None:
                    self._texts[uri] = text
                    self._renderer.replace(uri, text)
            self._fresh.add(uri)
            return before[0] is not None and before != (self._texts.get(uri), self._faults.get(uri, ""))

    def _keep(self, uri: str) -> None:
        """Show the page as it was before all pages were made anew."""
        if uri not in self._texts and uri in self._before:
            self._texts[uri] = self._before[uri]
            self._renderer.replace(uri, self._before[uri])

    def html(self, address: str) -> bytes | None:
        """Return the page as it was compiled last, or any other file of the site; None where there is none."""
        return self._renderer.page(address)

    def write(self, addresses: Iterable[str]) -> None:
        """Write pages as they are now into ``folder``, and every picture beside them, as a build would."""
        for address in addresses:
            self.freshen(address)
            self._renderer.page(address)
        self._renderer.copy_files()

    def file_beside(self, address: str) -> bytes | None:
        """Return a file that a build writes beside the pages (data, calendars, forms), made from the records as they are."""
        if address.lstrip("/") == FINDER_DATA:
            return finder_data(self._catalog, self._renderer.urls) or None
        if Path(address).suffix not in _BESIDE:
            return None
        with self._writing:
            if self._written_beside is not self._catalog:
                catalog = self._catalog
                write_exports(export_files(catalog, self._renderer.export_settings), self.folder)
                write_templates(catalog, self.folder)
                self._written_beside = catalog
        file = find_file(self.folder.resolve(), address)
        return file.read_bytes() if file else None

    def address(self, uri: str) -> str | None:
        """Return the address of a page by its place in the docs folder, None where there is none."""
        return self._renderer.address(uri)

    def fault(self, address: str) -> str:
        """Return why a page keeps its last good state, empty where all is well."""
        return self._faults.get(self._renderer.uri(address) or "", "")

    def _compile(self, uri: str) -> str | None:
        """Return the text of a page; None for those of the program itself, which no record changes."""
        if uri not in self._recipes:
            return self._written().get(uri)
        page = self._recipes[uri]()
        # An editorial page that quotes nothing is shown as it stands in its file.
        return page.text if page else (self._project.pages_folder / uri).read_text(encoding="utf-8", errors="replace")
