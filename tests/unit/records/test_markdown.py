"""Markdown: what is code, what is a link, where a fault in a text stands in its file."""

from __future__ import annotations

from pathlib import Path

import markdown
import pytest

from schule.findings import Span
from schule.records.checks.text_place import TextPlace
from schule.records.markdown_faults import find_faults, find_page_faults
from schule.records.markdown_text import count_tasks, find_links, mask_code
from schule.records.yaml_source import parse_yaml

ROOT = Path(__file__).parents[3]


def faults(text: str) -> list[tuple[int, int, str]]:
    return [(fault.line, fault.column, fault.rule) for fault in find_faults(text)]


@pytest.mark.parametrize(
    "text",
    [
        "a < b, c > d und 3 <5",
        "Der Befehl `<b>` und ``a ` <i>``",
        "\\<b\\> und \\{x\\} und \\# und \\[a\\][b]",
        "Er kostet 5 $ oder 10 $.",
        "5 \\* 3 = 15 und 2 == 2 und a ~ b",
        "<https://a.de/?x={y}> und <stelle@ort.de>",
        "Unter https://a.de/{nummer} oder [hier](https://a.de/{nummer})",
        "&nbsp;&copy; AT&T &lt;b&gt;",
        "- [ ] eins\n- [x] zwei",
        "Wort\n:   Bedeutung\n\n    noch ein Absatz",
        "- a\n\n    | x | y |\n    |---|---|\n    | 1 | 2 |",
        "!!! note\n    Text\n\n    Noch ein Absatz\n\nWeiter",
        "1. a\n    - b\n        - c\n\n        Absatz\n2. d",
        "Absatz, der am\n3. Mai weitergeht",
        "> Zitat\n> - mit Liste",
        "Fußnote[^a] und *[x](/y/)*[^b]",
        "Um 8:30 Uhr: es geht los",
        "A – B — C … „D“",
        "| a | b |\n|:--|--:|\n| `x|y` | 1 \\| 2 |",
        "#",
        "[Text](#anker) [Mail](mailto:a@b.de) [Tel](tel:+49-271)",
        "[Text mit [Klammer]](https://a.de/)",
    ],
)
def test_what_the_subset_allows(text: str) -> None:
    assert [fault for fault in find_faults(text) if fault.rule != "ueberschrift-sprung"] == []


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("x <b>y</b>", 3),
        ("<img", 1),
        ("\\`<b>\\`", 3),
        ("`a` <b> `c", 5),
        ("`` `<b>` ", 5),
        ("</script>", 1),
        ("x <!DOCTYPE y", 3),
        ("<?php", 1),
        ("<svg/onload=x>", 1),
        ("**x**{onclick=y}", 6),
        ("`x`{ .y }", 4),
        ("{onclick=y}", 1),
        ("# a {#b}", 5),
        ("[x](/y/){.z}", 9),
    ],
)
def test_nothing_that_becomes_html_slips_through(text: str, column: int) -> None:
    assert (0, column, "markdown-nicht-erlaubt") in faults(text)


def test_a_code_span_over_two_lines_hides_no_html() -> None:
    assert (1, 4, "markdown-nicht-erlaubt") in faults("`a\nb` <b>`c`")
    assert (1, 5, "markdown-nicht-erlaubt") in faults("- a ` b\n- c <b> ` d")


@pytest.mark.parametrize(
    "target", ["javascript:alert", "data:text/html,x", "//fremd.de/", "seite.md", "../x/", "www.a.de", "JavaScript:x"]
)
def test_link_to_what_is_no_address(target: str) -> None:
    assert faults(f"[x]({target})") == [(0, 5, "adresse-ungueltig")]


def test_python_markdown_sees_code_where_the_check_does() -> None:
    for text in ("`<b>`", "a `<b>` c", "``<b> ` <i>``", "`<b>\n<i>`", "`` a ` b", "`a`` <b> ` c", "- `<b>\n- c`"):
        shown = markdown.markdown(text)
        hidden = not any(rule == "markdown-nicht-erlaubt" for _, _, rule in faults(text))
        assert not hidden or ("<b>" not in shown and "<i>" not in shown), text


def test_code_is_masked_and_columns_stay() -> None:
    assert mask_code("a `b` \\* c") == ("a ··· ·· c",)
    assert mask_code("a `b c") == ("a `b c",)


def test_links_images_and_footnotes_have_their_places() -> None:
    found = [
        (link.line, link.column, link.kind, link.target)
        for link in find_links("x [a](/b/)\n![c](/d.png) e[^f] `[g](/h/)`")
    ]
    assert found == [(0, 7, "link", "/b/"), (1, 6, "bild", "/d.png"), (1, 15, "fussnote", "f")]


def test_tasks_are_counted() -> None:
    assert count_tasks("- [ ] a\n- [x] b\n* [X] c\n    - [ ] d\n- [] e\n- f") == 4


def test_heading_levels() -> None:
    assert faults("### a") == [(0, 1, "ueberschrift-sprung")]
    assert faults("## a\n\n### b\n\n#### c\n\n## d") == []
    assert faults("## a\n\n#### b\n\n##### c") == [(2, 1, "ueberschrift-sprung")]
    assert [fault.line for fault in find_page_faults("## a\n\n#### b")] == [2]
    assert [fault.line for fault in find_page_faults("# a\n\n### b")] == [2]
    assert list(find_page_faults("```\n##### a\n```\n\n<img src='x' ALT='y'>")) == []


@pytest.mark.parametrize(
    ("yaml", "line", "column", "wanted"),
    [
        ("beschreibung: |\n  eins\n\n  zwei <b>\n", 2, 6, Span(4, 8, 3)),
        ("beschreibung: |2\n    eins <b>\n", 0, 8, Span(2, 10, 3)),
        ("beschreibung: |-  # Kommentar\n\n\n    zwei <b>\n", 2, 6, Span(4, 10, 3)),
        ("beschreibung: >\n  eins\n  zwei <b>\n", 0, 11, Span(3, 8, 3)),
        ("beschreibung: 'eins <b>'\n", 0, 6, Span(1, 21, 3)),
        ('beschreibung: "eins\n  zwei <b>"\n', 0, 11, Span(2, 8, 3)),
        ("beschreibung: eins <b>\n", 0, 6, Span(1, 20, 3)),
    ],
)
def test_fault_in_a_text_is_led_back_to_its_line(yaml: str, line: int, column: int, wanted: Span) -> None:
    source = parse_yaml(yaml.encode(), "x.yml")
    text = source.data["beschreibung"]
    assert text.split("\n")[line][column - 1 :].startswith("<b>")
    assert TextPlace(source, "beschreibung", text).span(line, column, 3) == wanted


def test_the_guides_are_clean() -> None:
    for path in sorted((ROOT / "guides").glob("*.md")):
        body = path.read_text(encoding="utf-8").split("\n---\n", 1)[1].strip("\n")
        assert list(find_faults(body)) == [], path.name
