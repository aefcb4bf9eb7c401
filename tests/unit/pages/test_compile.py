"""The pages as a whole: which there are, where they are edited, and that every address leads somewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from schule.pages import CompiledPage, PageSettings, compile_pages
from schule.pages.compile import page_uri
from schule.pages.editorial import EditorialError
from schule.project import Project
from schule.records.catalog import Catalog
from schule.records.load import load_project
from schule.site import written_pages

ROOT = Path(__file__).parents[3]
ADDRESS = re.compile(r'(?:href="|\]\(<?)(/[^"()\s>]*)')
ANCHOR = re.compile(r'\bid="([^"]+)"|\{: #([^\s}]+)')


def test_every_record_has_its_page_and_its_file(pages: Mapping[str, CompiledPage], catalog: Catalog) -> None:
    for kind in ("leitprojekte", "leitfaeden", "kommunen", "praxisbeispiele", "modellprojekte", "veranstaltungen"):
        for slug, item in catalog.of(kind).items():
            assert pages[f"{kind}/{slug}.md"].source == item.path
        assert pages[f"{kind}/index.md"].source is None


def test_registers_are_edited_in_their_file(pages: Mapping[str, CompiledPage]) -> None:
    assert pages["kennzahlen/index.md"].source == "content/register/kennzahlen.yml"
    assert pages["handlungsfelder/zeit.md"].source == "content/vokabular/handlungsfelder.yml"


def test_kinds_without_records_have_an_empty_list_that_says_so(pages: Mapping[str, CompiledPage]) -> None:
    assert "noch nichts eingetragen" in pages["ziele/index.md"].text


def test_pages_without_quotations_are_left_alone(pages: Mapping[str, CompiledPage]) -> None:
    assert "fest.md" not in pages
    assert pages["index.md"].source == "content/seiten/index.md"


def test_same_input_gives_same_bytes(
    pages: Mapping[str, CompiledPage], project: Project, catalog: Catalog, settings: PageSettings
) -> None:
    assert tuple(pages.values()) == compile_pages(project, catalog, settings)


def test_address_becomes_file() -> None:
    assert page_uri("/kommunen/") == "kommunen/index.md"
    assert page_uri("/vokabelheft/#wort") == "vokabelheft/index.md"
    assert page_uri("/") == "index.md"


@pytest.fixture(scope="module")
def real_pages() -> dict[str, str]:
    """All pages of this checkout as text, the editorial ones included."""
    project = Project(ROOT)
    catalog = load_project(project).catalog
    compiled = compile_pages(project, catalog, PageSettings())
    texts = {path.relative_to(project.pages_folder).as_posix(): path.read_text(encoding="utf-8")
             for path in project.pages_folder.rglob("*.md")}  # fmt: skip
    made = dict(written_pages(project, catalog, PageSettings()))
    return texts | made | {page.uri: page.text for page in compiled}


def test_every_address_of_the_real_pages_leads_somewhere(real_pages: dict[str, str]) -> None:
    anchors = {uri: {a or b for a, b in ANCHOR.findall(text)} for uri, text in real_pages.items()}
    lost = []
    for uri, text in real_pages.items():
        if uri.startswith("handbuch/"):
            continue  # shows addresses as examples
        for address in ADDRESS.findall(text):
            path, _, anchor = address.partition("#")
            name = path.partition("?")[0].strip("/")
            if name.startswith("handbuch/"):
                continue  # the handbook's pages of rules and fields are made by its own room
            if name.endswith((".docx", ".pdf", ".ics", ".yml")):
                continue  # files are made after the pages; the test of the built site finds them
            target = next((t for t in (f"{name}/index.md".lstrip("/"), f"{name}.md") if t in real_pages), None)
            if target is None or (anchor and anchor not in anchors[target]):
                lost.append((uri, address))
    assert not lost


def test_anchors_are_unique_on_every_real_page(real_pages: dict[str, str]) -> None:
    for uri, text in real_pages.items():
        anchors = [a or b for a, b in ANCHOR.findall(text)]
        assert len(anchors) == len(set(anchors)), uri


def test_every_record_is_listed_within_three_clicks_of_the_start(real_pages: dict[str, str]) -> None:
    def links(uri: str) -> set[str]:
        found = set()
        for address in ADDRESS.findall(real_pages[uri]):
            name = address.partition("#")[0].strip("/")
            found |= {t for t in (f"{name}/index.md".lstrip("/"), f"{name}.md") if t in real_pages}
        return found

    reached = {"index.md"}
    for _ in range(3):
        reached |= {target for uri in reached for target in links(uri)}
    folders = (
        "leitprojekte",
        "leitfaeden",
        "kommunen",
        "praxisbeispiele",
        "modellprojekte",
        "formate",
        "veranstaltungen",
    )
    assert {uri for uri in real_pages if uri.startswith(folders)} <= reached


def test_heads_can_be_read(pages: Mapping[str, CompiledPage]) -> None:
    head = dict(line.split(": ", 1) for line in pages["kommunen/ticktal.md"].text.split("---\n")[1].splitlines())
    assert json.loads(head["facetten"]) == {"Art": ["Kommune"], "Kreis": ["Uhrenkreis"], "Größenklasse": ["Klein"]}
    assert json.loads(head["sortierung"]) == {"Titel": "Ticktal", "Stand": "2025-01-02", "Einwohner": "23456"}


def test_wrong_quotation_names_its_file(tmp_path: Path, catalog: Catalog, project: Project) -> None:
    page = tmp_path / "content/seiten/neu.md"
    page.parent.mkdir(parents=True)
    page.write_text("{{ anzahl nichts }}", encoding="utf-8")
    (tmp_path / "overrides").symlink_to(project.overrides)
    with pytest.raises(EditorialError, match=r"^content/seiten/neu\.md: „nichts“"):
        compile_pages(Project(tmp_path), catalog, PageSettings())
