"""No bytes whatever raise, take long, or give a position outside of the file."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schule.findings import Finding
from schule.findings.reports import REPORTS
from schule.project import Project
from schule.records import markdown_faults
from schule.records.checks import check_project
from schule.records.frontmatter import parse_guide
from schule.records.kinds import KINDS
from schule.records.load import load_project, validate_source
from schule.records.markdown_faults import find_faults, find_page_faults
from schule.records.markdown_text import count_tasks, find_links, mask_code
from schule.records.yaml_source import parse_yaml
from tests.cases.faelle import BASE, lay_out

RECORDS = sorted(BASE.glob("content/*/*.yml")) + sorted(BASE.glob("municipalities/*/*.yml"))
GUIDE = next(BASE.glob("guides/*.md"))
# Signs and words that mean something to YAML or to the models.
PIECES = st.sampled_from(
    [
        *"{}[]:,-?&*!|>'\"%@`#~<\\ \n\t",
        *("\r\n", "---", "...", "- ", ": ", "? ", "<<: ", "&a ", "*a", "!!python/object:x ", "null", "\x00", "\u2028"),
        *(
            "ä",
            "\U0001f600",
            "\ufeff",
            "titel",
            "quellen",
            "slug",
            "stand",
            "belege",
            "2026-13-01",
            "2022 bis 2021",
            "ja",
        ),
        *("unbekannt", "  ", "    ", "['", '"\\u', "|\n  ", ">-\n   ", "[*a, *a]", "9" * 30, "'" * 3, "0x1F", "1e3"),
    ]
)
MARKS = st.sampled_from(
    [
        *"*_`~[]()!<>|#-=+:{}$^\\\n ",
        *(
            "\n\n",
            "    ",
            "```",
            "~~~",
            "![",
            "](",
            "[^x]",
            "!!! note\n",
            "<b>",
            "</b>",
            "<!--",
            "-->",
            "| a |",
            "|---|",
        ),
        *("# ", "- ", "1. ", "  - ", ":   ", "https://x.example/{a}", "{: .a}", "$$", "--8<--", "[[a]]", "Wort", "ß"),
    ]
)
YAMLISH = st.lists(PIECES, max_size=60).map("".join)
MARKDOWNISH = st.lists(MARKS, max_size=80).map("".join)
NORMAL = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


def lines_of(raw: bytes) -> list[str]:
    text = raw.decode("utf-8", "replace").removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def assert_inside(findings: tuple[Finding, ...], raw: bytes) -> None:
    lines = lines_of(raw)
    for finding in findings:
        assert 1 <= finding.span.line <= len(lines), finding
        assert 1 <= finding.span.column <= len(lines[finding.span.line - 1]) + 1, finding
        assert finding.span.length >= 1
        assert finding.message
        assert "\n" not in finding.message + finding.hint
        assert finding.message.isprintable(), finding


def validate_everywhere(raw: bytes) -> None:
    for kind in KINDS.values():
        source = (parse_guide if kind.markdown else parse_yaml)(raw, "x.yml")
        results, findings = validate_source(source, kind)
        assert_inside((*source.findings, *findings, *(one for result in results for one in result.findings)), raw)


@NORMAL
@given(st.binary(max_size=300))
def test_random_bytes(raw: bytes) -> None:
    validate_everywhere(raw)


@NORMAL
@given(YAMLISH)
def test_text_like_yaml(text: str) -> None:
    validate_everywhere(text.encode("utf-8", "replace"))
    validate_everywhere(f"---\n{text}\n---\n{text}".encode())


@NORMAL
@given(st.sampled_from([*RECORDS, GUIDE]), st.data())
def test_mutated_records(path: Path, data: st.DataObject) -> None:
    raw = path.read_bytes()
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(raw)))
        end = min(len(raw), start + data.draw(st.integers(0, 30)))
        raw = raw[:start] + data.draw(YAMLISH).encode("utf-8", "replace") + raw[end:]
    validate_everywhere(raw)


@NORMAL
@given(MARKDOWNISH)
def test_text_like_markdown(text: str) -> None:
    lines = text.split("\n")
    for fault in (*find_faults(text), *find_faults(text, top_level=3), *find_page_faults(text)):
        assert 0 <= fault.line < len(lines)
        assert 1 <= fault.column <= len(lines[fault.line]) + 1
        assert fault.length >= 1
    for link in find_links(text):
        assert 0 <= link.line < len(lines)
    assert [len(line) for line in mask_code(text)] == [len(line) for line in lines]
    assert count_tasks(text) >= 0


@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_whole_project_with_mutated_files(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    root = lay_out(tmp_path_factory.mktemp("projekt"))
    files = sorted(path for path in root.rglob("*") if path.is_file() and path.suffix in (".yml", ".md"))
    for path in data.draw(st.lists(st.sampled_from(files), min_size=1, max_size=4, unique=True)):
        raw = path.read_bytes()
        start = data.draw(st.integers(0, len(raw)))
        noise = data.draw(st.one_of(YAMLISH.map(lambda text: text.encode("utf-8", "replace")), st.binary(max_size=40)))
        path.write_bytes(raw[:start] + noise + raw[start + data.draw(st.integers(0, 20)) :])
    project = Project(root, dt.date(2026, 11, 20))
    findings = check_project(project, load_project(project))
    for finding in findings:
        file = root / finding.path
        assert_inside((finding,), file.read_bytes() if file.is_file() else b"")
    for report in REPORTS.values():
        report(findings, root).encode("utf-8")  # can be printed


@pytest.mark.parametrize(
    "text",
    [
        "`" * 100_000,
        "`a``" * 40_000,
        "[" * 100_000,
        "![" * 60_000,
        "[a](" * 40_000,
        "[a][" * 40_000,
        "[^" * 60_000,
        "<a " * 50_000,
        "<https://" * 20_000,
        "<a@" * 50_000,
        "{" * 100_000,
        "*" * 100_000,
        "_ " * 50_000,
        "~~a" * 50_000,
        "==a" * 50_000,
        "|-" * 60_000,
        "|" * 100_000,
        "\\" * 100_000,
        "(" * 100_000,
        "- " * 60_000,
        "> " * 60_000,
        "# " * 60_000,
        ":material-" * 20_000,
        "<!--" * 40_000,
        "https://" * 20_000,
        "\n| a |\n|---|" * 10_000,
        "- a\n" * 30_000,
        "\n".join("    " * depth + "- a" for depth in range(300)),
    ],
    ids=lambda text: repr(text[:12]),
)
def test_no_text_takes_more_than_linear_time(text: str) -> None:
    # Quadratic patterns would need minutes here; the test run would be stopped.
    list(find_faults(text))
    list(find_page_faults(text))
    list(find_links(text))


@NORMAL
@given(MARKDOWNISH)
def test_the_first_look_at_a_line_spares_no_fault(text: str) -> None:
    quick = list(find_faults(text))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markdown_faults, "_SIGNS", re.compile(""))
        assert quick == list(find_faults(text))
