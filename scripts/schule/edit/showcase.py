"""The page of a record that has not been saved, as the website will show it.

Takes a verdict, returns the address of the page; pages and whatever they need come from the renderer of the preview, which
is made on first use (it takes a few seconds) and kept.
"""

from __future__ import annotations

import threading
from contextlib import suppress

from schule.edit.verdict import Verdict
from schule.pages import page_recipes, page_uri, record_uri
from schule.pages.environment import make_environment
from schule.preview.renderer import Renderer
from schule.project import Project
from schule.records.catalog import Catalog, Item
from schule.records.load import Loaded


class Showcase:
    """Pages of drafts."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._renderer: Renderer | None = None
        self._lock = threading.Lock()

    def prepare(self, loaded: Loaded) -> None:
        """Make ready for the first draft, which then need not wait."""
        with suppress(Exception):  # what is wrong with a template is told where pages are made
            self._prepared(loaded)

    def show(self, verdict: Verdict, loaded: Loaded) -> str | None:
        """Take a draft; return the address of its page, None where it has none or cannot be made."""
        item, catalog = verdict.item, verdict.catalog
        if item is None or catalog is None or verdict.errors:
            return None
        try:
            self._put(item, catalog, self._prepared(loaded))
        except (
            Exception
        ):  # findings at the fields are worth more than a page; an unfinished template must not hide them
            return None
        return item.address

    def _put(self, item: Item, catalog: Catalog, renderer: Renderer) -> None:
        folder, geo = self._project.overrides / "records", self._project.root / "content" / "geo"
        environment = make_environment(folder, geo, catalog, renderer.settings)
        uri = page_uri(item.kind.index) if item.kind.anchor_page else record_uri(item)
        page = page_recipes(self._project, environment, catalog, renderer.settings)[uri]()
        text = page.text if page else ""
        with self._lock:
            if not renderer.has(uri):
                renderer.add(uri, text)
            else:
                renderer.replace(uri, text)

    def page(self, address: str) -> bytes | None:
        """Return a page or another file of the site; None before the first draft and for what does not exist."""
        return self._renderer.page(address) if self._renderer else None

    def _prepared(self, loaded: Loaded) -> Renderer:
        with self._lock:
            if self._renderer is None:
                self._renderer = Renderer(self._project, loaded, self._project.cache / "formulare")
            return self._renderer
