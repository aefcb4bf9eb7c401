"""Render single pages with MkDocs: its configuration, files, navigation and templates are kept in memory.

Takes the records as loaded, returns the HTML of one page when asked for it. Beside ``site`` this is the only place that
knows MkDocs; it uses the two functions with which MkDocs itself builds a page, so that the preview shows what will be
published. Their names begin with an underscore; MkDocs 1.6 is frozen upstream, and a test compares preview and build.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mkdocs.commands.build import _build_page, _populate_page
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.structure.files import File, InclusionLevel, get_files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page

from schule.addresses import page_address
from schule.exports import ExportSettings
from schule.pages import PageSettings
from schule.project import Project
from schule.records.load import Loaded
from schule.site import LaterFile, SchulePlugin, export_settings_from

_LOADING = threading.Lock()  # MkDocs keeps plugins in a table of the process


class RendererError(Exception):
    """MkDocs cannot make the pages from these settings; the message is for the user."""


class Renderer:
    """The pages of one set of records; texts of pages may be replaced, the set of pages is fixed."""

    def __init__(self, project: Project, loaded: Loaded, folder: Path) -> None:
        try:
            self._set_up(project, loaded, folder)
        except Abort as error:  # MkDocs has printed the reason already
            raise RendererError("In „mkdocs.yml“ stimmt eine Einstellung nicht; welche, steht darüber.") from error
        except MkDocsException as error:
            raise RendererError(str(error).strip()) from error
        self._pages = list(self._files.documentation_pages())
        self._by_address = {"/" + file.url.removeprefix("./"): file for file in self._files}
        self._rendered: dict[str, bytes] = {}
        self._texts: dict[str, str] = {}
        self._lock = threading.Lock()

    def _set_up(self, project: Project, loaded: Loaded, folder: Path) -> None:
        """Do what MkDocs does before it renders the first page."""
        logging.getLogger("mkdocs").setLevel(logging.ERROR)  # what MkDocs would warn of is a finding already
        config = _own_config(project, folder)
        plugin = config.plugins["schule"]
        assert isinstance(plugin, SchulePlugin)
        plugin.prepare(project, loaded, later=True)
        config.plugins.on_startup(command="serve", dirty=False)
        self._config = config.plugins.on_config(config)
        self._config.plugins.on_pre_build(config=self._config)
        files, self._env = get_files(self._config), self._config.theme.get_env()
        files.add_files_from_theme(self._env, self._config)
        self._files = self._config.plugins.on_files(files, config=self._config)
        set_exclusions(self._files, self._config)
        navigation = get_navigation(self._files, self._config)
        self._nav = self._config.plugins.on_nav(navigation, config=self._config, files=self._files)
        for file in self._files.documentation_pages():
            if file.page is None:
                Page(None, file, self._config)
        self._env = self._config.plugins.on_env(self._env, config=self._config, files=self._files)
        for page in self._nav.pages:
            if "title" not in vars(page):  # not named in mkdocs.yml: the navigation takes the heading of the page
                _populate_page(page, self._config, self._files, False)

    @property
    def settings(self) -> PageSettings:
        """The operator's settings as the templates of the records see them."""
        config = self._config
        return PageSettings(
            site_url=config.site_url or "", repo_url=config.repo_url or "", region=config.extra.get("schule", {})
        )

    @property
    def export_settings(self) -> ExportSettings:
        """The operator's settings as the exports see them."""
        return export_settings_from(self._config)

    @property
    def urls(self) -> dict[str, str]:
        """The file of every page by its address."""
        return {page_address(file.src_uri): file.url for file in self._pages}

    @property
    def markdown(self) -> Mapping[str, Any]:
        """The extensions of Markdown and their settings, for whoever renders a text without its page."""
        return {"extensions": self._config.markdown_extensions, "extension_configs": self._config.mdx_configs}

    def addresses(self) -> frozenset[str]:
        """Return the addresses of all pages."""
        return frozenset("/" + file.url.removeprefix("./") for file in self._pages)

    def replace(self, uri: str, text: str) -> str | None:
        """Give a page another text; return its address if that changed anything, None if not."""
        file = self._files.get_file_from_path(uri)
        if file is None:
            raise KeyError(uri)
        with self._lock:
            # An editorial page is read from the editor's own file, which is the new one by now.
            if (self._texts.get(uri) or _text_of(file)) == text:
                return None
            file.content_string = self._texts[uri] = text
            address = "/" + file.url.removeprefix("./")
            self._rendered.pop(address, None)
            return address

    def add(self, uri: str, text: str) -> str:
        """Add a page that is in no navigation; return its address."""
        file = File.generated(self._config, uri, content=text, inclusion=InclusionLevel.NOT_IN_NAV)
        with self._lock:
            self._files.append(file)
            Page(None, file, self._config)
            self._pages = list(self._files.documentation_pages())
            self._texts[uri] = text
            address = "/" + file.url.removeprefix("./")
            self._by_address[address] = file
            return address

    def has(self, uri: str) -> bool:
        """Say whether there is a page with this source."""
        return self._files.get_file_from_path(uri) is not None

    def page(self, address: str) -> bytes | None:
        """Return the HTML of a page, or the bytes of any other file of the site, or None."""
        file = self._by_address.get(address)
        if file is None:
            return None
        if not file.is_documentation_page():
            return file.content_bytes
        with self._lock:
            if address not in self._rendered:
                self._rendered[address] = self._render(file)
            return self._rendered[address]

    def copy_files(self) -> None:
        """Copy what is no page into the folder of the pages; what lies there already is left."""
        with self._lock:
            self._files.copy_static_files(dirty=True)

    def address(self, uri: str) -> str | None:
        """Return the address of the page with this source, None where there is none."""
        file = self._files.get_file_from_path(uri)
        return "/" + file.url.removeprefix("./") if file and file.is_documentation_page() else None

    def uri(self, address: str) -> str | None:
        """Return the source of the page at an address."""
        file = self._by_address.get(address)
        return file.src_uri if file and file.is_documentation_page() else None

    def _render(self, file: File) -> bytes:
        assert file.page is not None
        _populate_page(file.page, self._config, self._files, False)
        _build_page(file.page, self._config, self._pages, self._nav, self._env)
        return Path(file.abs_dest_path).read_bytes()


def _text_of(file: File) -> str | None:
    """Return the text of a generated page as MkDocs would read it; None where a build meanwhile took its file away."""
    if isinstance(file, LaterFile) and not file.is_made:
        return None
    try:
        return file.content_string if file.generated_by else None
    except OSError:
        return None


def _own_config(project: Project, folder: Path) -> MkDocsConfig:
    """Return the settings with a plugin of their own; MkDocs would give the one that still serves the pages before."""
    kept: dict[str, Any] = vars(MkDocsConfig.plugins)["plugin_cache"]
    with _LOADING:
        kept.clear()
        config = load_config(config_file=str(project.config_file), site_dir=str(folder), strict=False)
        kept.clear()
    return config
