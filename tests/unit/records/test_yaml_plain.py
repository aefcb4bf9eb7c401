"""What the quick pass reads is what the careful reader reads, and what the careful one remarks on it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schule.findings import sort_findings
from schule.records.decode import decode_file
from schule.records.frontmatter import split_head
from schule.records.yaml_plain import read_plain
from schule.records.yaml_reader import MAX_DEPTH, MAX_SCALAR
from schule.records.yaml_source import parse_text
from tests.cases.faelle import FOLDER
from tests.unit.records.test_fuzz import YAMLISH

ROOT = Path(__file__).parents[3]


def documents() -> list[str]:
    """Return the YAML of all cases and of the school itself."""
    texts = []
    for root in (FOLDER, ROOT / "content", ROOT / "municipalities", ROOT / "guides"):
        for path in sorted((*root.rglob("*.yml"), *root.rglob("*.md"))):
            text = decode_file(path.read_bytes(), path.name)[0] if path.is_file() else None
            text = split_head(text).head if text and path.suffix == ".md" else text
            texts += [text] if text else []
    return texts


def assert_agrees(text: str) -> None:
    plain, careful = read_plain(text), parse_text(text, "x.yml")
    if plain is not None:
        assert plain == careful.data
        assert not careful.findings
        assert not careful.broken
        assert not careful.origins


def as_read(text: str) -> str:
    """Return what both readers get of a file with this text: other ends of lines than the usual one are gone by then."""
    return decode_file(text.encode("utf-8", "replace"), "x.yml")[0] or ""


def test_all_documents_of_the_cases_and_of_the_school_agree() -> None:
    texts = documents()
    for text in texts:
        assert_agrees(text)
    assert sum(read_plain(text) is not None for text in texts) > 0.8 * len(texts)


@settings(deadline=None, max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(YAMLISH)
def test_any_text_agrees(text: str) -> None:
    assert_agrees(as_read(text))


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(documents()), st.data())
def test_any_mutated_document_agrees(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    assert_agrees(as_read(text[:start] + data.draw(YAMLISH) + text[start + data.draw(st.integers(0, 20)) :]))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nur Text",
        "a: 1\na: 2",
        "a:",
        "a: ~",
        "a: ' '",
        "a: []",
        "a: {}",
        "a: !x b",
        "!x a: b",
        "a: !x [b]",
        "a: &n b",
        "&n a: b",
        "a: &n [b]",
        "a: &n {b: c}\nd: *n",
        "? [a]\n: b",
        "? {a: b}\n: c",
        "'': b",
        "a: b\n---\nc: d",
        "[a]\n---\n",
        'a: "\\x07"',
        "a: [",
        "<<: *a",
        "[" * (MAX_DEPTH + 1) + "a" + "]" * (MAX_DEPTH + 1),
        "a: " + "x" * (MAX_SCALAR + 1),
    ],
)
def test_what_needs_a_look_is_left_to_the_careful_reader(text: str) -> None:
    assert read_plain(text) is None


def test_the_deepest_allowed_nesting_is_plain() -> None:
    text = "[" * MAX_DEPTH + "a" + "]" * MAX_DEPTH
    assert read_plain(text) == parse_text(text, "x.yml").data
    assert not sort_findings(parse_text(text, "x.yml").findings)
