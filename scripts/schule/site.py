"""MkDocs: a thin plugin and the build; with ``preview/renderer.py`` the only place that knows the renderer.

The plugin hands the compiled pages to MkDocs, makes the addresses inside the site relative, and says where a page is
edited. ``build_site`` runs MkDocs with the checkout's own ``mkdocs.yml``; ``mkdocs build`` and ``mkdocs serve`` use
the same plugin and give the same pages.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.config_options import Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from schule.addresses import page_address, relative_links, write_redirects
from schule.exports import Exported, ExportSettings, export_files
from schule.exports.page import URI as DATA_PAGE
from schule.exports.page import data_page
from schule.findings import Finding, Severity
from schule.findings.reports import report_text
from schule.handouts import write_handouts
from schule.outputs import finish_sitemap, index_site, keep_index, write_exports, write_synonyms, write_templates
from schule.pages import CompiledPage, PageSettings, Recipe, compile_pages, page_recipes
from schule.pages.compile import page_sources
from schule.pages.contribution import compile_contribution
from schule.pages.editorial import EditorialError
from schule.pages.environment import make_environment
from schule.pages.finder import DATA as FINDER_DATA
from schule.pages.finder import compile_finder, finder_data
from schule.pages.handbook import compile_handbook
from schule.pages.reply import remark_links
from schule.pages.self_checks import compile_self_checks
from schule.pages.web_page import WebPage, web_page_data
from schule.progress import Progress, silent
from schule.project import Project
from schule.publish import write_changed
from schule.records.base import Record
from schule.records.catalog import Catalog
from schule.records.checks import check_project
from schule.records.load import Loaded, load_project

_TEMPLATES = ("records/", "handouts/")


class SiteError(Exception):
    """MkDocs could not build the site; the message is for the user."""


class SchuleConfig(Config):  # type: ignore[no-untyped-call]
    """The plugin's settings in mkdocs.yml."""

    bearbeiten = Type(str, default="edit/main")


class LaterFile(File):
    """A page whose text is made when it is first read."""

    make: Callable[[], str]

    @classmethod
    def made_by(cls, config: MkDocsConfig, uri: str, make: Callable[[], str]) -> LaterFile:
        """Return the file of a page."""
        file = cls.generated(config, uri, content="", inclusion=InclusionLevel.NOT_IN_NAV)
        assert isinstance(file, LaterFile)
        file._content, file.make = None, make
        return file

    @property
    def is_made(self) -> bool:
        """Whether there is a text already."""
        return self._content is not None

    @property
    def content_string(self) -> str:
        """The text of the page."""
        if self._content is None:
            self._content = self.make()
        return str(self._content)

    @content_string.setter
    def content_string(self, value: str) -> None:
        self._content = value


class SchulePlugin(BasePlugin[SchuleConfig]):  # type: ignore[no-untyped-call]
    """Hand the records of the checkout to MkDocs as pages."""

    def __init__(self) -> None:
        self.project: Project | None = None
        self.loaded: Loaded | None = None
        self._sources: dict[str, str | None] = {}
        self._later = False
        self._catalog = Catalog(())
        self._exported: Exported | None = None
        self._settings = PageSettings()
        self._newest = ""
        self._serving = False
        self.progress: Progress | None = None
        self.previous: Path | None = None
        self.left_out: tuple[str, ...] = ()
        self._urls: dict[str, str] = {}

    def prepare(self, project: Project, loaded: Loaded, *, later: bool = False) -> None:
        """Take over records that have been read and checked already, for the next build.

        ``later`` is for who shows single pages: each is compiled when it is first read, and no exports are made.
        """
        self.project, self.loaded, self._later = project, loaded, later

    def on_startup(self, *, command: str, dirty: bool) -> None:  # noqa: ARG002 - the names are MkDocs'
        """Remember whether this is a preview, which has no time for handouts."""
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Watch the records while serving."""
        root = Path(config.config_file_path).parent
        if self.project is None or self.project.root != root:
            self.project = Project(root)
        for name in ("content", "guides", "municipalities", "overrides"):
            folder = str(root / name)
            if Path(folder).is_dir() and folder not in config.watch:
                config.watch.append(folder)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Check and compile the records; add the pages to those of the docs folder."""
        assert self.project is not None
        for file in list(files):
            if file.src_uri.startswith(_TEMPLATES):
                files.remove(file)  # MkDocs copies everything below the theme's folder, templates too
        loaded, self.loaded = self.loaded, None
        if loaded is None:
            loaded = _load_and_check(self.project)
        self._catalog = loaded.catalog
        days = [item.record.stand.first for item in loaded.catalog if isinstance(item.record, Record)]
        self._newest = max(days).isoformat() if days else ""
        self._settings = PageSettings(
            site_url=config.site_url or "", repo_url=config.repo_url or "", region=config.extra.get("schule", {})
        )
        try:
            added = self._add_later(files, config) if self._later else self._add_now(files, config)
        except EditorialError as error:
            raise PluginError(str(error)) from error
        for file in added:
            if existing := files.get_file_from_path(file.src_uri):
                files.remove(existing)
            files.append(file)
        self._urls = {page_address(file.src_uri): file.url for file in files.documentation_pages()}
        return files

    def _add_now(self, files: Files, config: MkDocsConfig) -> list[File]:  # noqa: ARG002 - as ``_add_later``
        """Compile all pages and make the exports, whose page says how large they are."""
        assert self.project is not None
        export_settings = export_settings_from(config)
        self._exported = export_files(self._catalog, export_settings)
        extra = (
            data_page(self._catalog, self._exported, export_settings),
            *compile_handbook(),
            *written_pages(self.project, self._catalog, self._settings),
        )
        compiled = compile_pages(self.project, self._catalog, self._settings, self.progress or silent)
        pages = (*compiled, *(CompiledPage(uri, text, None) for uri, text in extra))
        folder = write_changed({page.uri: page.text for page in pages}, self.project.cache / "seiten")
        self._sources = {page.uri: page.source for page in pages}
        # Record pages are reached from lists, not from the navigation of every page.
        place = InclusionLevel.NOT_IN_NAV
        return [File.generated(config, uri, abs_src_path=str(folder / uri), inclusion=place) for uri in self._sources]

    def _add_later(self, files: Files, config: MkDocsConfig) -> list[File]:
        """Say which pages there are and how each is compiled."""
        assert self.project is not None
        project, catalog, settings = self.project, self._catalog, self._settings
        folder, geo = project.overrides / "records", project.root / "content" / "geo"
        recipes = page_recipes(project, make_environment(folder, geo, catalog, settings), catalog, settings)
        made = {uri: recipes[uri]() for uri in recipes if files.get_file_from_path(uri)}  # pages of the editors
        texts = {uri: _text_of(recipe) for uri, recipe in recipes.items() if made.get(uri, recipe)}
        exports = export_settings_from(config)
        texts[DATA_PAGE] = lambda: data_page(catalog, export_files(catalog, exports), exports)[1]
        written = dict((*compile_handbook(), *written_pages(project, catalog, settings)))
        texts |= {uri: partial(str, text) for uri, text in written.items()}
        self._sources = {**dict.fromkeys(texts), **page_sources(project, catalog)}
        return [LaterFile.made_by(config, uri, text) for uri, text in texts.items()]

    def on_env(self, env: Environment, **_context: Any) -> Environment:
        """Leave out the blank lines that the theme's templates would put into every page."""
        env.trim_blocks = env.lstrip_blocks = True
        return env

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, **_context: Any) -> str:
        """Date a page by its record, not by the build, so that the same input gives the same site map; say what it is."""
        page.update_date = str(page.meta.get("sortierung", {}).get("Stand") or self._newest)
        page.meta["jsonld"] = web_page_data(self._catalog, _web_page(page), self._settings, config.site_name)
        return markdown

    def on_page_content(self, html: str, *, page: Page, **_context: Any) -> str:
        """Make the addresses inside the site relative, so that it works below any path and from a disk."""
        return relative_links(html, page.url, self._urls)

    def on_page_context(self, context: Any, *, page: Page, config: MkDocsConfig, **_context: Any) -> Any:
        """Let „edit this page“ lead to the record's own file, and a hint name the page and this file."""
        uri = page.file.src_uri
        source = self._sources.get(uri, f"content/seiten/{uri}")
        page.edit_url = (
            f"{config.repo_url.rstrip('/')}/{self.config.bearbeiten.strip('/')}/{quote(source)}"
            if config.repo_url and source
            else None
        )
        contact = str(config.extra.get("schule", {}).get("kontakt", "") or "")
        address = f"{config.site_url.rstrip('/')}/{page.url}" if config.site_url else f"/{page.url}"
        title = str(page.title or config.site_name)
        context["rueckweg"] = remark_links(config.repo_url or "", contact, title, address, source)
        context["hinweise"] = self._urls.get("/hinweise/")
        return context

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Leave pages at old addresses that lead on, without a server."""
        site = Path(config.site_dir)
        write_redirects(self._catalog, site, self._urls)
        assert self._exported is not None
        write_exports(self._exported, site)
        write_synonyms(self._catalog, site)
        write_templates(self._catalog, site)
        if finder := finder_data(self._catalog, self._urls):
            (site / FINDER_DATA).write_bytes(finder)
        finish_sitemap(site, config.site_url or "")
        assert self.project is not None
        findings: tuple[Finding, ...] = ()
        if not self._serving:
            findings = write_handouts(self.project, self._catalog, site, progress=self.progress).findings
        if self.previous is not None:
            keep_index(self.previous, site)
        self.left_out = (
            *index_site(site, self.project.cache / "suche"),
            *(f"{finding.path}: {finding.message}" for finding in findings),
        )


def _text_of(recipe: Recipe) -> Callable[[], str]:
    def text() -> str:
        page = recipe()
        return page.text if page else ""

    return text


def _web_page(page: Page) -> WebPage:
    meta = page.meta
    return WebPage(
        address=page_address(page.file.src_uri),
        title=str(meta.get("title") or page.title or ""),
        description=str(meta.get("description") or ""),
        kind=str(meta.get("art") or ""),
        slug=str(meta.get("slug") or ""),
        crumbs=tuple((crumb["titel"], crumb["adresse"]) for crumb in meta.get("brotkrumen", ())),
        about=meta.get("jsonld") or {},
    )


def written_pages(project: Project, catalog: Catalog, settings: PageSettings) -> tuple[tuple[str, str], ...]:
    """Return (uri, Markdown) of the pages that the program writes from several records together."""
    contribution = compile_contribution(catalog, settings, _form_by_hand(project))
    return (*compile_self_checks(catalog), *compile_finder(catalog), *contribution)


def _form_by_hand(project: Project) -> str:
    """Return the address of the form that describes a measure on paper; empty where the school has none."""
    name = "massnahmensteckbrief"
    return f"/handouts/vorlagen/{name}.docx" if (project.overrides / f"handouts/vorlagen/{name}.md").is_file() else ""


def read_export_settings(project: Project) -> ExportSettings:
    """Read the exports' settings of a project without building anything."""
    with _collected_log():
        return export_settings_from(load_config(config_file=str(project.config_file)))


def export_settings_from(config: MkDocsConfig) -> ExportSettings:
    """Read the exports' settings from mkdocs.yml."""
    school = config.extra.get("schule", {})
    return ExportSettings(
        title=config.site_name,
        publisher=str(school.get("herausgeber", "") or ""),
        site_url=config.site_url or "",
        license=str(school.get("lizenz", "") or "CC-BY-4.0"),
        description=config.site_description or "",
        contact=str(school.get("kontakt", "") or ""),
        contributor=str(school.get("datenbereitsteller", "") or ""),
    )


def build_site(
    project: Project,
    loaded: Loaded,
    folder: Path,
    *,
    offline: bool = False,
    strict: bool = True,
    progress: Progress | None = None,
    previous: Path | None = None,
) -> tuple[str, ...]:
    """Render the site into ``folder`` and return the warnings of MkDocs (German where they are ours).

    Raises SiteError when MkDocs gives up, in strict mode also on a warning.
    """
    with _collected_log() as warnings:
        try:
            config = load_config(
                config_file=str(project.config_file), site_dir=str(folder), strict=False, use_directory_urls=not offline
            )
            plugin = config.plugins["schule"]
            assert isinstance(plugin, SchulePlugin)
            plugin.prepare(project, loaded)
            plugin.previous = previous
            if progress:
                plugin.progress = progress
                _tell_progress(config, progress)
            config.plugins.on_startup(command="build", dirty=False)
            mkdocs_build(config)
            config.plugins.on_shutdown()
        except (Abort, PluginError) as error:
            raise SiteError("\n".join([*warnings, str(error)]).strip()) from error
        except Exception as error:
            if type(error).__module__.startswith(("mkdocs", "jinja2")):
                raise SiteError("\n".join([*warnings, f"{type(error).__name__}: {error}"])) from error
            raise
    if warnings and strict:
        raise SiteError("\n".join(warnings))
    return (*warnings, *plugin.left_out)


def _load_and_check(project: Project) -> Loaded:
    loaded = load_project(project)
    errors = [f for f in check_project(project, loaded) if f.severity is Severity.ERROR]
    if errors:
        raise PluginError("\n" + report_text(errors, project.root))
    return loaded


def _tell_progress(config: MkDocsConfig, progress: Progress) -> None:
    done = 0

    def count(output: str, **_context: Any) -> str:
        nonlocal done
        done += 1
        progress("Seiten", done, 0)
        return output

    config.plugins.events["post_page"].append(count)


@contextmanager
def _collected_log() -> Any:
    """Keep MkDocs quiet and collect its warnings."""
    logger = logging.getLogger("mkdocs")
    messages: list[str] = []

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.levelno >= logging.WARNING:
                messages.append(record.getMessage())

    handler, level, propagate = Collect(), logger.level, logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield messages
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = propagate
