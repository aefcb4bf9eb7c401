"""Fields and examples describe the models as they are; YAML that is written reads back as the same data."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schule.records.base import Entry
from schule.records.examples import minimal_example
from schule.records.fields import Form, fields_of
from schule.records.frontmatter import parse_guide
from schule.records.kinds import KINDS, PAGES
from schule.records.validate import validate_list, validate_record
from schule.records.yaml_source import parse_yaml
from schule.records.yaml_text import to_yaml

LEAD = {field.name: field for field in fields_of(KINDS["leitprojekte"].model)}
TEXT = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co", "Zl", "Zp", "Cf"), exclude_characters="\ufeff"),
    min_size=1,
)
WORDS = TEXT.map(lambda text: " ".join(text.split())).filter(bool)
DATA = st.dictionaries(
    st.from_regex(r"[a-z_]{1,12}", fullmatch=True),
    st.recursive(
        WORDS,
        lambda inner: (
            st.lists(inner, min_size=1)
            | st.dictionaries(st.from_regex("[a-z]{1,9}", fullmatch=True), inner, min_size=1)
        ),
        max_leaves=12,
    ),
    min_size=1,
)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_the_shortest_example_of_every_kind_is_valid(kind):
    raw = minimal_example(kind).encode()
    source = parse_guide(raw, "x.md") if kind.markdown else parse_yaml(raw, "x.yml")
    assert not source.findings
    if issubclass(kind.model, Entry):
        entries, findings = validate_list(source, kind.model)
        findings = (*findings, *(finding for entry in entries for finding in entry.findings))
    else:
        findings = validate_record(source, kind.model, extra={"text": source.body} if kind.markdown else None).findings
    assert not findings


@pytest.mark.parametrize(
    ("name", "form", "unknown", "required"),
    [
        ("titel", Form.TEXT, False, True),
        ("federfuehrung", Form.REFERENCE, True, True),
        ("beschreibung", Form.MARKDOWN, False, False),
        ("kosten_euro", Form.NUMBER, True, False),
        ("sdg", Form.LIST, False, False),
        ("uebertragbarkeit", Form.BLOCK, True, False),
        ("was_nicht_funktionierte", Form.LIST, True, False),
        ("belege", Form.MAPPING, False, False),
        ("lizenz", Form.LICENCE, False, False),
    ],
)
def test_a_field_is_described_as_its_model_says(name, form, unknown, required):
    field = LEAD[name]
    assert (field.shape.form, field.shape.unknown, field.required) == (form, unknown, required)


def test_limits_and_targets_are_found_however_deep():
    assert LEAD["kurzbeschreibung"].shape.max_length == 400
    assert LEAD["quellen"].shape.min_items == 1
    assert LEAD["quellen"].shape.innermost.kind == "quellen"
    event = {field.name: field for field in fields_of(KINDS["veranstaltungen"].model)}
    assert event["form"].shape.choices == ("vor Ort", "online", "hybrid")
    assert {field.name for field in fields_of(event["programm"].shape.innermost.block)} == {
        "zeit",
        "titel",
        "datensatz",
    }


@pytest.mark.parametrize("kind", PAGES.values(), ids=lambda kind: kind.name)
def test_every_field_of_a_page_is_understood(kind):
    plain = {field.name for field in fields_of(kind.model) if field.shape.innermost.form is Form.TEXT}
    assert not plain & {"stand", "beginn", "ags", "sdg", "websites", "lizenz", "phase", "quellen", "kontakt"}


@settings(deadline=None, max_examples=60)
@given(DATA)
def test_what_is_written_reads_back_as_it_was(data):
    source = parse_yaml(to_yaml(data).encode(), "x.yml")
    assert source.findings == ()
    assert source.data == data


@pytest.mark.parametrize(
    "text",
    [
        "null",
        "~",
        "Null",
        "NEIN",
        "05974040",
        "8:30",
        "a: b",
        "# x",
        "- x",
        "'",
        '"',
        "*a",
        "&a",
        "!x",
        "@",
        "`",
        "%",
        "{a",
        "[a",
        "ja",
        "2022-09",
        "|",
        ">",
        "=",
        "<<",
    ],
)
def test_awkward_words_keep_their_value(text):
    data = {"feld": text, "liste": [text, "x"], "block": [{"a": text}]}
    assert parse_yaml(to_yaml(data).encode(), "x.yml").data == data


def test_dates_and_numbers_stand_unquoted():
    assert (
        to_yaml({"stand": "2022-09-16", "ags": "05974040", "jahr": "2022"})
        == "stand: 2022-09-16\nags: 05974040\njahr: 2022\n"
    )
