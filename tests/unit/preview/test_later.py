"""The preview compiles a page when somebody looks at it; starting it, and a new record, cost no more than that."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import TemplateSyntaxError

from schule import site
from schule.findings import Finding
from schule.pages import compile, page_recipes
from schule.pages.compile import page_sources
from schule.pages.environment import make_environment
from schule.pages.settings import PageSettings
from schule.preview.state import Preview
from schule.project import Project
from schule.records.load import load_project
from tests.cases.faelle import TODAY, lay_out

ROOT = Path(__file__).parents[3]
RECORD, ADDRESS = "content/leitprojekte/lastenrad.yml", "/leitprojekte/lastenrad/"
TEMPLATE = "overrides/records/leitprojekte.md.j2"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    root = lay_out(tmp_path / "projekt")
    shutil.copytree(ROOT / "overrides", root / "overrides")
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    settings = re.sub(r"^(nav|not_in_nav):.*\n(?:^[ #].*\n|^\n)*", "", settings, flags=re.MULTILINE)
    (root / "mkdocs.yml").write_text(settings.replace("repo_url: ''", "repo_url: https://code.example/s"), "utf-8")
    return Project(root, TODAY)


def ignore(_findings: tuple[Finding, ...]) -> None:
    """Print nothing."""


def html(preview: Preview, address: str) -> str:
    shown = preview.page(address)
    assert shown.data is not None
    return shown.banner + shown.data.decode()


def test_a_start_compiles_no_record_and_makes_no_exports(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []

    def noted(name: str, original: Callable[..., object]) -> Callable[..., object]:
        return lambda *given: (compiled.append(name), original(*given))[1]

    monkeypatch.setattr(compile, "record_head", noted("Seite", compile.record_head))
    monkeypatch.setattr(site, "export_files", noted("Export", site.export_files))
    preview = Preview(project, ignore)
    assert compiled == []
    assert "Lastenrad" in html(preview, ADDRESS)
    assert compiled == ["Seite"]
    assert "Offene Daten" in html(preview, "/daten/")
    assert compiled == ["Seite", "Export"]


def test_a_new_record_and_a_removed_one_follow(project: Project) -> None:
    preview = Preview(project, ignore)
    new = "content/leitprojekte/neu.yml"
    text = (project.root / RECORD).read_text(encoding="utf-8").replace("titel: Lastenrad für alle", "titel: Ganz neu")
    (project.root / new).write_text(text, encoding="utf-8")
    preview.apply([new])
    assert "Ganz neu" in html(preview, "/leitprojekte/neu/")
    assert "Ganz neu" in html(preview, "/leitprojekte/")
    (project.root / new).unlink()
    preview.apply([new])
    assert preview.page("/leitprojekte/neu/").data is None


@pytest.mark.parametrize("broken", ["{% if %}", "{{ gibt_es_nicht }}"], ids=["Syntax", "Name"])
def test_a_template_that_fails_keeps_the_last_good_page(project: Project, broken: str) -> None:
    preview = Preview(project, ignore)
    assert "Lastenrad" in html(preview, ADDRESS)
    good = (project.root / TEMPLATE).read_text(encoding="utf-8")
    (project.root / TEMPLATE).write_text(broken, encoding="utf-8")
    preview.apply([TEMPLATE])
    shown = html(preview, ADDRESS)
    assert "Die Vorschau steht still" in shown
    assert "Lastenrad für alle" in shown
    (project.root / TEMPLATE).write_text(good, encoding="utf-8")
    preview.apply([TEMPLATE])
    assert "Die Vorschau steht still" not in html(preview, ADDRESS)


def test_a_template_that_cannot_be_read_is_told_before_anybody_opens_its_pages(project: Project) -> None:
    preview = Preview(project, ignore)
    assert "Die Vorschau steht still" not in html(preview, "/vokabelheft/")
    (project.root / TEMPLATE).write_text("{% if %}", encoding="utf-8")
    preview.apply([TEMPLATE])
    shown = html(preview, "/vokabelheft/")  # which has a template of its own
    assert "Die Vorschau steht still" in shown
    assert "leitprojekte.md.j2, Zeile 1" in shown


def test_the_preview_does_not_start_with_a_template_that_cannot_be_read(project: Project) -> None:
    (project.root / TEMPLATE).write_text("{% if %}", encoding="utf-8")
    with pytest.raises(TemplateSyntaxError):
        Preview(project, ignore)


def test_every_page_knows_its_file_before_it_is_compiled(project: Project) -> None:
    catalog, settings = load_project(project).catalog, PageSettings()
    environment = make_environment(project.overrides / "records", project.root / "content/geo", catalog, settings)
    sources = page_sources(project, catalog)
    for uri, recipe in page_recipes(project, environment, catalog, settings).items():
        page = recipe()
        if page is not None:
            assert sources.get(uri) == page.source, uri
