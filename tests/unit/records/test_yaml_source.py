"""Reading YAML: text stays text, every value has its place, and nothing unsafe is built."""

from __future__ import annotations

import pytest

from schule.findings import Span
from schule.records.frontmatter import parse_guide, split_head
from schule.records.yaml_source import Source, format_key, parse_yaml


def parse(text: str) -> Source:
    return parse_yaml(text.encode("utf-8"), "x.yml")


def rules(source: Source) -> list[tuple[int, int, str]]:
    return [(finding.span.line, finding.span.column, finding.rule) for finding in source.findings]


@pytest.mark.parametrize(
    "text",
    ["05958004", "0711", "NEIN", "8:30", "1e3", "0x1F", "2022-05-15", "yes", "off", "1_000", ".5", "=", "0o17", "+1"],
)
def test_scalars_stay_what_the_editor_wrote(text: str) -> None:
    assert parse(f"a: {text}\nb: [{text}]\n").data == {"a": text, "b": [text]}
    assert parse(f"{text}: x\n").data == {text: "x"}


def test_values_and_keys_have_their_places() -> None:
    source = parse("titel: Über uns\nquellen:\n  - titel: a\n    jahr: 'b c'\nsdg: [1, 17]\ntext: |\n  eins\n  zwei\n")
    assert source.span(("titel",)) == Span(1, 8, 8)
    assert source.span(("titel",), key=True) == Span(1, 1, 5)
    assert source.span(("quellen", 0)) == Span(3, 5, 5)
    assert source.span(("quellen", 0, "jahr")) == Span(4, 11, 5)
    assert source.span(("quellen", 0, "jahr"), key=True) == Span(4, 5, 4)
    assert source.span(("sdg", 1)) == Span(5, 10, 2)
    assert source.span(("text",)) == Span(6, 7, 1)
    assert source.span(("quellen", 0, "gibt", "es", "nicht")) == Span(3, 5, 5)
    assert source.span(("nirgends",)) == source.span(()) == Span(1, 1, 5)


def test_text_over_several_lines_is_marked_to_the_end_of_the_first() -> None:
    assert parse('a: "eins\n  zwei"\n').span(("a",)) == Span(1, 4, 5)


def test_below_an_alias_the_place_is_where_the_content_stands() -> None:
    source = parse("a: &x {b: [c]}\nd: *x\ne: {f: *x}\n")
    assert source.data == {"a": {"b": ["c"]}, "d": {"b": ["c"]}, "e": {"f": {"b": ["c"]}}}
    assert source.span(("d",)) == Span(2, 4, 2)
    assert source.span(("d", "b", 0)) == source.span(("e", "f", "b", 0)) == source.span(("a", "b", 0)) == Span(1, 12, 1)
    assert source.origin(("e", "f", "b", 0)) == ("a", "b", 0)


def test_a_doubled_key_keeps_the_first_value_and_tells_each_copy() -> None:
    source = parse("a: 1\nb: 2\na: 3\na: {c: 4, c: 5}\n")
    assert source.data == {"a": "1", "b": "2"}
    assert rules(source) == [(3, 1, "schluessel-doppelt"), (4, 1, "schluessel-doppelt"), (4, 11, "schluessel-doppelt")]
    assert source.findings[2].key == "a.c"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a:\nb: c\n", (1, 1)),
        ("b: c\na: ~\n", (2, 4)),
        ("a: ''\n", (1, 4)),
        ("a: []\n", (1, 4)),
        ("a: {}\n", (1, 4)),
        ("a:\n  - \n  - b\n", (2, 3)),
        ("a: [b, ]\nc: [null]\n", (2, 5)),
        ("a: |\nb: c\n", (1, 4)),
        ("a: # nur ein Kommentar\n", (1, 1)),
        ("a: &x\nb: *x\n", (1, 1)),
    ],
)
def test_an_empty_value_is_one_finding(text: str, place: tuple[int, int]) -> None:
    assert rules(parse(text)) == [(*place, "wert-leer")]


def test_python_tags_build_nothing() -> None:
    source = parse("a: !!python/object/apply:os.system [echo]\nb: !!binary eA==\n")
    assert source.data == {"a": ["echo"], "b": "eA=="}
    assert [rule for _, _, rule in rules(source)] == ["yaml-typangabe", "yaml-typangabe"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: b: c\n", (1, 5)),
        ('a: "b\nc: d\n\n\n', (1, 4)),
        ("a: [b\nc: d\n", (1, 4)),
        ("a: b\n  c: d\n", (2, 3)),
        ("a: b\nc\nd: e\n", (2, 1)),
        ("a: 'b' c\n", (1, 8)),
        ("a: - b\n", (1, 4)),
        ("- a\nb: c\n", (2, 1)),
        ("a:\u00a0b\nc: d\n", (1, 3)),
        ("a: [\n", (1, 5)),
        ("? [a]\n: b\n", (1, 3)),
        ("a: *b\n", (1, 4)),
        ("a: %b\n", (1, 4)),
    ],
)
def test_faults_of_syntax_point_to_where_the_editor_must_look(text: str, place: tuple[int, int]) -> None:
    assert rules(parse(text)) == [(*place, "yaml-fehler")]


@pytest.mark.parametrize(
    "text", ["a: b: c", "a: !x!y z", "%FOO\n---\na", "a: !<x", 'a: "\\q"', "a: |9x\n y", "a: &", "{", "}", "\ta"]
)
def test_no_explanation_is_in_english(text: str) -> None:
    (finding,) = parse(text).findings
    assert finding.message.endswith(".")
    for word in ("expected", "found", "while", "token", "not allowed", "mapping", "did "):
        assert word not in finding.message + finding.hint


def test_location_is_written_as_editors_read_it() -> None:
    assert format_key(("quellen", 1, "titel")) == "quellen[1].titel"
    assert format_key((3, "slug")) == "[3].slug"
    assert format_key(()) == ""
    assert format_key(("a\nb",)) == "a b"


def test_head_and_text_of_a_guide() -> None:
    source = parse_guide(b"---\ntitel: a\nort: b\n---\n\n\n## Eins\n\nText\n\n", "x.md")
    assert source.data == {"titel": "a", "ort": "b"}
    assert source.span(("ort",)) == Span(3, 6, 1)
    assert (source.body, source.body_line) == ("## Eins\n\nText", 7)
    assert source.lines[source.body_line - 1] == "## Eins"


def test_line_of_a_fault_in_the_head_of_a_guide_counts_from_the_file() -> None:
    source = parse_guide(b"---\ntitel: a\nort: b: c\n---\nText\n", "x.md")
    assert rules(source) == [(3, 7, "yaml-fehler")]
    assert source.data is None


def test_page_without_head_is_all_body() -> None:
    assert split_head("\n# a\n\nb").head is None
    assert (split_head("\n# a\n\nb").body, split_head("\n# a\n\nb").body_line) == ("# a\n\nb", 2)
    assert split_head("---\na: b\n---\n\nText").body_line == 5
    assert split_head("---\na: b\n\nText").head is None


def test_windows_file_is_read_all_the_same() -> None:
    source = parse_yaml(b"\xef\xbb\xbftitel: a\r\nort: b\r\n", "x.yml")
    assert source.data == {"titel": "a", "ort": "b"}
    assert [rule for _, _, rule in rules(source)] == ["byte-reihenfolge-marke", "zeilenende"]
    assert source.span(("ort",)) == Span(2, 6, 1)
