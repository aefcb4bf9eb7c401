"""The real content: complete, in the words of its own, and without a trace of how it was made."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from schule.findings.reports import report_concise
from schule.project import Project
from schule.records.catalog import Catalog
from schule.records.checks import check_project
from schule.records.load import Loaded, load_project
from schule.records.markdown_text import count_tasks, find_links

ROOT = Path(__file__).parents[2]
# How many records the fact base holds; the site shows all of them.
COUNTS = {"kommunen": 59, "modellprojekte": 73, "leitprojekte": 40, "veranstaltungen": 38, "praxisbeispiele": 97}
AT_LEAST = {"leitfaeden": 14, "formate": 17, "biografien": 1, "begriffe": 60, "veroeffentlichungen": 17}
VOCABULARY = {"handlungsfelder": 10, "sdg": 17, "kreise": 5}


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load_project(Project(ROOT, today=dt.date(2026, 11, 20)))


@pytest.fixture(scope="module")
def catalog(loaded: Loaded) -> Catalog:
    return loaded.catalog


def guides(catalog: Catalog) -> dict[str, Any]:
    return {slug: item.record for slug, item in catalog.of("leitfaeden").items()}


def test_check_is_clean(loaded: Loaded) -> None:
    project = Project(ROOT, today=dt.date(2026, 11, 20))
    findings = check_project(project, loaded)
    assert not findings, report_concise(findings, ROOT)


@pytest.mark.parametrize(("kind", "count"), [*COUNTS.items(), *VOCABULARY.items()])
def test_all_records_of_the_fact_base_are_there(catalog: Catalog, kind: str, count: int) -> None:
    assert len(catalog.of(kind)) == count


@pytest.mark.parametrize(("kind", "count"), AT_LEAST.items())
def test_enough_records_are_there(catalog: Catalog, kind: str, count: int) -> None:
    assert len(catalog.of(kind)) >= count


def test_inhabitants_add_up_to_the_census(catalog: Catalog) -> None:
    assert sum(item.record.einwohner.wert for item in catalog.of("kommunen").values()) == 1374515


def test_fourteen_municipalities_joined(catalog: Catalog) -> None:
    joined = [slug for slug, item in catalog.of("kommunen").items() if item.record.beitritt != "unbekannt"]
    roles = [
        s
        for s, i in catalog.of("kommunen").items()
        if i.record.rollen != "unbekannt" and any(r.rolle == "mitmacherkommune" for r in i.record.rollen)
    ]
    assert len(roles) == 14
    assert set(roles) <= set(joined)


def test_every_guide_is_long_enough_and_can_be_ticked_off(catalog: Catalog) -> None:
    short = {slug: len(re.findall(r"\w+", guide.text)) for slug, guide in guides(catalog).items()}
    assert min(short.values()) >= 600, short
    assert min(count_tasks(guide.text) for guide in guides(catalog).values()) >= 8


def test_every_guide_has_five_sourced_facts_and_two_cases(catalog: Catalog) -> None:
    for slug, guide in guides(catalog).items():
        links = list(find_links(guide.text))
        assert sum(link.kind == "fussnote" for link in links) >= 5, slug
        cases = {link.target for link in links if link.target.startswith("/praxisbeispiele/")}
        assert len(cases) >= 2, slug
        assert {f"/praxisbeispiele/{case}/" for case in guide.praxisbeispiele} >= cases, slug


def sentences(text: str) -> set[str]:
    text = re.sub(r"\[\^[^\]]+\]", "", text)
    text = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", text)
    parts = re.split(r"(?<=[.!?:])\s+|\n\s*\n|\n\s*[-*|#]+\s*(?:\[ \])?|\s\|\s", text)
    cleaned = {" ".join(re.findall(r"\w+", part.lower())) for part in parts}
    return {part for part in cleaned if len(part.split()) >= 4}


def test_no_two_guides_share_a_sentence(catalog: Catalog) -> None:
    users: dict[str, list[str]] = defaultdict(list)
    for slug, guide in guides(catalog).items():
        for sentence in sentences(guide.text):
            users[sentence].append(slug)
    assert not {sentence: slugs for sentence, slugs in users.items() if len(slugs) > 1}


def test_an_intention_is_never_shown_as_done(catalog: Catalog) -> None:
    phase = catalog.get("phasen", "bewerbung")
    assert phase
    assert phase.record.absicht is True
    assert sum(item.record.phase == "bewerbung" for item in catalog.of("praxisbeispiele").values()) == 59


def test_no_trace_of_the_fact_base_stands_in_the_content() -> None:
    trace = re.compile(
        r"\bmpsc-(?!kongress)|\bswf-(daten|rahmen|stadt|analog|journey|new|nach|change|peer)|\d{3}_[0-9a-f]{16}|participation_cases|schule\.yml|region\.yml"
    )
    files = [
        p
        for folder in ("content", "guides", "municipalities")
        for p in (ROOT / folder).rglob("*")
        if p.suffix in {".yml", ".md"}
    ]
    wrong = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if trace.search(line) and "zitat" not in line
    ]
    assert not wrong, "\n".join(wrong[:20])
