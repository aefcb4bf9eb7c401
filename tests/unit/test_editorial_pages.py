"""The free pages: those with facts name their sources, those in Leichte Sprache keep the rules that a program can check."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "content" / "seiten"
WITH_FACTS = {"Hintergrund", "Methode", "Sammlung"}
EASY = sorted((PAGES / "leichte-sprache").glob("*.md"))
# Subjunctive, words that join two statements, and abbreviations: Leichte Sprache does without them.
AVOIDED = re.compile(
    r"\b(würden?|könnten?|sollten?|müssten?|wären?|hätten?|dürften?|möchten?|jedoch|sowie|bzw|usw|etc|evtl|ggf|z\. ?B)\b",
    re.IGNORECASE,
)


def head_and_body(path: Path) -> tuple[dict[str, object], str]:
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(head), body


def pages_with_facts() -> list[Path]:
    found = []
    for path in sorted(PAGES.rglob("*.md")):
        head, _ = head_and_body(path)
        kinds = set((head.get("facetten") or {}).get("Art", []))  # type: ignore[attr-defined]
        if kinds & WITH_FACTS and path != PAGES / "methoden" / "index.md":
            found.append(path)
    return found


def test_there_are_pages_with_facts_and_pages_in_easy_language() -> None:
    assert len(pages_with_facts()) >= 9
    assert len(EASY) == 3


@pytest.mark.parametrize("path", pages_with_facts(), ids=lambda path: path.relative_to(PAGES).as_posix())
def test_page_with_facts_ends_with_its_sources(path: Path) -> None:
    _, body = head_and_body(path)
    assert body.count("\n## Quellen\n") == 1
    sources = body.split("\n## Quellen\n")[1]
    assert "(/datenquellen/#" in sources
    assert "\n## " not in sources


def statements(path: Path) -> list[str]:
    """The sentences of a page as a reader sees them, one a line: without markup, headings and quotations from records."""
    _, body = head_and_body(path)
    lines = []
    for line in body.splitlines():
        text = re.sub(r"\{\{[^}]*\}\}", "5", line)
        text = re.sub(r"<[^>]+>|\*\*|\[([^\]]*)\]\([^)]*\)", r"\1", text)
        text = re.sub(r"^(\s*(\*|\d+\.|:)\s+|#+\s*)", "", text).strip()
        lines += [sentence for sentence in re.split(r"(?<=[.?!])\s+", text) if sentence]
    return lines


@pytest.mark.parametrize("path", EASY, ids=lambda path: path.stem)
def test_easy_language_has_short_sentences_without_subjunctive(path: Path) -> None:
    assert statements(path)
    for sentence in statements(path):
        if "trägt der Betreiber" in sentence:
            continue  # a blank for the operator, not yet a sentence for readers
        assert len(sentence.split()) <= 12, sentence
        assert "," not in sentence, sentence
        assert not AVOIDED.search(sentence), sentence


@pytest.mark.parametrize("path", EASY, ids=lambda path: path.stem)
def test_easy_language_parts_long_words(path: Path) -> None:
    names = {"Nordrhein", "Barrierefreiheit"}
    long = [word for sentence in statements(path) for word in re.findall(r"[A-Za-zÄÖÜäöüß]{16,}", sentence)]
    assert set(long) <= names | {"voneinander"}


@pytest.mark.parametrize("path", EASY, ids=lambda path: path.stem)
def test_easy_language_says_that_nobody_has_tested_it(path: Path) -> None:
    text = " ".join(statements(path))
    assert re.search(
        r"Menschen mit Lern·schwierigkeiten haben (diese[n]?|den) .{0,10}(Text|Seiten) noch nicht geprüft", text
    )


def test_easy_language_is_one_click_from_the_page_about_the_school() -> None:
    for place in ("ueber/index.md", "barrierefreiheit/index.md"):
        assert "(/leichte-sprache/)" in (PAGES / place).read_text(encoding="utf-8")
