"""The handouts of a site: offered on its pages, and made anew only where something changed."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from schule.handouts import HandoutReport, write_handouts
from schule.project import Project
from schule.records.catalog import Catalog
from schule.records.load import load_project
from tests.unit.handouts.conftest import BODY, PAGE, open_docx, open_pdf, rendered_school


def catalog_of(project: Project) -> Catalog:
    loaded = load_project(project)
    assert loaded.findings == ()
    return loaded.catalog


def files_of(project: Project) -> dict[str, bytes]:
    folder = project.site / "handouts"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


@pytest.fixture(scope="module")
def first_build(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, HandoutReport]:
    """A school whose handouts have been made, for reading alone, and the report on that."""
    school = rendered_school(tmp_path_factory.mktemp("fertig") / "schule")
    return school, write_handouts(school, catalog_of(school), school.site)


@pytest.fixture
def built(first_build: tuple[Project, HandoutReport], tmp_path: Path) -> Project:
    """A copy of it with its cache, to go on with."""
    school, _report = first_build
    shutil.copytree(school.root, tmp_path / "schule")
    return replace(school, root=tmp_path / "schule")


def render_again(project: Project) -> None:
    """Undo the offers, as a new rendering would."""
    for page in project.site.rglob("index.html"):
        text = page.read_text(encoding="utf-8")
        page.write_text(re.sub(r'<aside class="s-handouts".*?</aside>', "", text, flags=re.DOTALL), encoding="utf-8")


def test_guides_projects_events_and_templates_have_files(first_build: tuple[Project, HandoutReport]) -> None:
    school, report = first_build
    names = set(files_of(school))
    assert report.findings == ()
    assert {f"leitprojekte/pegel-app.{to}" for to in ("pdf", "docx")} < names
    assert {f"leitfaeden/pegel-messen.{to}" for to in ("pdf", "docx")} < names
    assert "vorlagen/massnahmensteckbrief.docx" in names
    assert report.files == report.made == len(names)


def test_an_event_has_the_folder_of_its_records(built: Project) -> None:
    with open_pdf(files_of(built)["veranstaltungen/seenmesse-2025.pdf"]).open_outline() as outline:
        titles = [entry.title for entry in outline.root]
    assert titles == ["Inhalt", "Seenmesse", "Pegel-App", "Pegel-App 2", "Ufer-App"]
    document = open_docx(files_of(built)["veranstaltungen/seenmesse-2025.docx"])
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 1"] == titles[1:]


def test_the_page_offers_both_with_size_and_date(built: Project) -> None:
    page = built.site / "leitprojekte/pegel-app/index.html"
    offers = re.findall(
        r'<a href="([^"]+)"[^>]* download>([^<]+)</a> <small>([^<]+)</small>', page.read_text(encoding="utf-8")
    )
    assert [(href, label) for href, label, _ in offers] == [
        ("../../handouts/leitprojekte/pegel-app.pdf", "PDF"),
        ("../../handouts/leitprojekte/pegel-app.docx", "Word-Datei (DOCX)"),
    ]
    for href, _, note in offers:
        size = (page.parent / href).resolve().stat().st_size
        assert note == f"{round(size / 1000)} kB, Stand 31.01.2026"


def test_a_mark_in_the_page_decides_where_the_offer_stands(school: Project) -> None:
    page = school.site / "leitprojekte/pegel-app/index.html"
    page.write_text(
        PAGE.format(title="Pegel-App", body=f"<p>oben</p><div data-handouts></div>{BODY}"), encoding="utf-8"
    )
    write_handouts(school, catalog_of(school), school.site)
    text = page.read_text(encoding="utf-8")
    assert '<p>oben</p><aside class="s-handouts"' in text
    assert "data-handouts>" not in text


def test_the_offer_is_neither_searched_nor_printed(built: Project) -> None:
    before = files_of(built)
    text = (built.site / "leitprojekte/pegel-app/index.html").read_text(encoding="utf-8")
    assert 'data-pagefind-ignore="all"' in text
    report = write_handouts(built, catalog_of(built), built.site)
    assert report.made == 0
    assert files_of(built) == before


def test_a_second_build_makes_only_what_changed(built: Project) -> None:
    before = files_of(built)
    render_again(built)
    page = built.site / "leitprojekte/ufer-app/index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("Ein Absatz", "Ein neuer Absatz"), encoding="utf-8")
    report = write_handouts(built, catalog_of(built), built.site)
    after = files_of(built)
    assert {name for name in after if after[name] != before[name]} == {
        f"{name}.{to}" for name in ("leitprojekte/ufer-app", "veranstaltungen/seenmesse-2025") for to in ("pdf", "docx")
    }
    assert report.made == 4


def test_a_build_from_nothing_gives_the_same_bytes(school: Project) -> None:
    write_handouts(school, catalog_of(school), school.site, jobs=1)
    before = files_of(school)
    render_again(school)
    for path in (school.cache / "handouts/dateien").iterdir():
        path.unlink()
    write_handouts(school, catalog_of(school), school.site, jobs=4)
    assert files_of(school) == before


def test_what_the_build_does_not_need_leaves_the_cache(built: Project) -> None:
    left: Path = built.cache / "handouts/dateien/alt.pdf"
    left.write_bytes(b"x")
    write_handouts(built, catalog_of(built), built.site)
    assert not left.exists()


def test_a_school_without_a_template_has_no_handouts(school: Project) -> None:
    (school.overrides / "handouts/vorlage.typ").unlink()
    assert write_handouts(school, catalog_of(school), school.site).files == 0
    assert not (school.site / "handouts").exists()


def test_findings_are_kept_with_the_file(school: Project) -> None:
    page = school.site / "leitprojekte/pegel-app/index.html"
    page.write_text(PAGE.format(title="Pegel-App", body="<p>😀</p>"), encoding="utf-8")
    first = write_handouts(school, catalog_of(school), school.site).findings
    second = write_handouts(school, catalog_of(school), school.site).findings
    assert {finding.rule for finding in first} == {"handout-zeichen"}
    assert first == second


def test_a_site_for_offline_use_is_served_too(school: Project) -> None:
    folder = school.site / "leitprojekte/pegel-app"
    (folder / "index.html").rename(folder.with_suffix(".html"))
    folder.rmdir()
    write_handouts(school, catalog_of(school), school.site)
    assert 'href="../handouts/leitprojekte/pegel-app.pdf"' in folder.with_suffix(".html").read_text(encoding="utf-8")
