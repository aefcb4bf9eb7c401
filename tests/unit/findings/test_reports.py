"""The reports: the layout that people read and the formats that programs read."""

from __future__ import annotations

import json
from pathlib import Path

from schule.findings import RULES, Finding, Severity, Span, severity_of, sort_findings
from schule.findings.reports import (
    REPORTS,
    count,
    report_concise,
    report_github,
    report_gitlab,
    report_json,
    report_sarif,
    report_text,
    summary,
)

TOWN = "municipalities/kreis-soest/soest.yml"


HERE = Span(8, 5, 5)


def finding(rule: str = "feld-unbekannt", span: Span = HERE, **changes: str) -> Finding:
    values = {
        "path": TOWN,
        "key": "quellen[1].title",
        "message": "Das Feld „title“ gibt es hier nicht.",
        "hint": "Meinten Sie „titel“?",
        **changes,
    }
    return Finding(values["path"], span, rule, severity_of(rule), values["key"], values["message"], values["hint"])


def write(root: Path, text: str, path: str = TOWN) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(text.encode("utf-8"))


def test_text_shows_place_line_marks_and_remedy(tmp_path: Path) -> None:
    write(tmp_path, "\n" * 7 + "    title: Haushaltsplan\n")
    assert report_text([finding()], tmp_path) == (
        "fehler[feld-unbekannt]: Das Feld „title“ gibt es hier nicht.\n"
        " --> municipalities/kreis-soest/soest.yml:8:5  (quellen[1].title)\n"
        "  |\n"
        "8 |     title: Haushaltsplan\n"
        "  |     ^^^^^\n"
        "  = Hilfe: Meinten Sie „titel“?\n"
        "\n"
        "1 Fehler in 1 Datei."
    )


def test_text_widens_the_gutter_with_the_line_number(tmp_path: Path) -> None:
    write(tmp_path, "\n" * 119 + "a: b\n")
    shown = report_text([finding(span=Span(120, 1, 1), hint="", key="")], tmp_path).split("\n")
    assert shown[1:5] == [f"   --> {TOWN}:120:1", "    |", "120 | a: b", "    | ^"]


def test_text_without_a_source_line_says_the_rest(tmp_path: Path) -> None:
    shown = report_text([finding(path="gibt/es/nicht.yml")], tmp_path)
    assert "gibt/es/nicht.yml:8:5" in shown
    assert " | " not in shown


def test_text_marks_behind_tabs_and_wide_signs(tmp_path: Path) -> None:
    write(tmp_path, "\ta: 漢字 x\n")
    lines = report_text([finding(span=Span(1, 8, 1))], tmp_path).split("\n")
    assert lines[3] == "1 |     a: 漢字 x"
    assert lines[4] == "  |            " + " " * 1 + "^"


def test_text_marks_an_accent_written_as_two_signs_in_one_column(tmp_path: Path) -> None:
    write(tmp_path, "a: u\u0308ber x\n")
    assert report_text([finding(span=Span(1, 10, 1))], tmp_path).split("\n")[4] == "  |         ^"


def test_text_shows_a_long_line_around_the_fault(tmp_path: Path) -> None:
    write(tmp_path, "a: " + "x" * 500 + "HIER" + "y" * 500 + "\n")
    lines = report_text([finding(span=Span(1, 504, 4))], tmp_path).split("\n")
    assert lines[3].startswith("1 | … ")
    assert lines[3].endswith(" …")
    start = lines[4].index("^")
    assert lines[3][start : start + 4] == "HIER"
    assert len(lines[3]) < 120


def test_text_shows_no_control_characters(tmp_path: Path) -> None:
    write(tmp_path, "a: \x1b[31mrot\x00\n")
    assert "\x1b" not in report_text([finding(span=Span(1, 4, 1))], tmp_path)


def test_text_reads_files_with_bom_and_crlf(tmp_path: Path) -> None:
    write(tmp_path, "\ufefftitel: a\r\nort: b\r\n")
    lines = report_text([finding(span=Span(2, 1, 3))], tmp_path).split("\n")
    assert lines[3:5] == ["2 | ort: b", "  | ^^^"]


def test_marks_end_with_the_line(tmp_path: Path) -> None:
    write(tmp_path, "abc\n")
    assert report_text([finding(span=Span(1, 2, 99))], tmp_path).split("\n")[4] == "  |  ^^"
    assert report_text([finding(span=Span(1, 4, 1))], tmp_path).split("\n")[4] == "  |    ^"


def test_concise_is_one_line_a_finding(tmp_path: Path) -> None:
    assert report_concise([finding(), finding(hint="")], tmp_path).split("\n") == [
        f"{TOWN}:8:5: fehler[feld-unbekannt] Das Feld „title“ gibt es hier nicht. Hilfe: Meinten Sie „titel“?",
        f"{TOWN}:8:5: fehler[feld-unbekannt] Das Feld „title“ gibt es hier nicht.",
        "2 Fehler in 1 Datei.",
    ]


def test_summary_counts_in_german() -> None:
    assert summary([]) == "Alles in Ordnung: keine Befunde."
    one = [finding(), finding("zeilenende"), finding("pruefung-faellig", path="b.yml")]
    assert summary(one) == "1 Fehler, 1 Warnung, 1 Hinweis in 2 Dateien."
    assert summary(one * 2) == "2 Fehler, 2 Warnungen, 2 Hinweise in 2 Dateien."
    assert count(one) == {"fehler": 1, "warnung": 1, "hinweis": 1}


def test_json_has_every_part_of_a_finding(tmp_path: Path) -> None:
    data = json.loads(report_json([finding()], tmp_path))
    assert data["anzahl"] == {"fehler": 1, "warnung": 0, "hinweis": 0}
    assert data["befunde"] == [
        {
            "datei": TOWN,
            "zeile": 8,
            "spalte": 5,
            "laenge": 5,
            "regel": "feld-unbekannt",
            "schwere": "fehler",
            "feld": "quellen[1].title",
            "meldung": "Das Feld „title“ gibt es hier nicht.",
            "hilfe": "Meinten Sie „titel“?",
        }
    ]


def test_github_writes_workflow_commands(tmp_path: Path) -> None:
    lines = report_github(
        [
            finding(message="100 % falsch, ja: sehr", path="a,b:c.yml"),
            finding("zeilenende", hint=""),
            finding("pruefung-faellig", hint=""),
        ],
        tmp_path,
    ).split("\n")
    assert lines[0] == (
        "::error file=a%2Cb%3Ac.yml,line=8,endLine=8,col=5,endColumn=10,title=Unbekanntes Feld [feld-unbekannt]"
        "::100 %25 falsch, ja: sehr%0AHilfe: Meinten Sie „titel“?"
    )
    assert lines[1].startswith("::warning ")
    assert lines[2].startswith("::notice ")
    assert report_github([], tmp_path) == ""


def test_gitlab_has_the_required_properties(tmp_path: Path) -> None:
    rows = json.loads(report_gitlab([finding(), finding("zeilenende"), finding("pruefung-faellig")], tmp_path))
    assert [row["severity"] for row in rows] == ["major", "minor", "info"]
    assert rows[0]["check_name"] == "feld-unbekannt"
    assert rows[0]["description"].startswith("Das Feld „title“")
    assert rows[0]["location"] == {"path": TOWN, "lines": {"begin": 8}}
    assert len({row["fingerprint"] for row in rows}) == 3
    assert json.loads(report_gitlab([], tmp_path)) == []


def test_gitlab_fingerprint_stays_when_lines_move(tmp_path: Path) -> None:
    def prints(*findings: Finding) -> list[str]:
        return [row["fingerprint"] for row in json.loads(report_gitlab(findings, tmp_path))]

    here, moved = finding(), finding(span=Span(80, 5, 5), key="quellen[7].title")
    assert prints(here) == prints(moved)
    first, second = prints(here, moved)
    assert first != second
    assert first == prints(here)[0]
    assert prints(here) != prints(finding(path="b.yml"))


def test_sarif_has_the_required_properties(tmp_path: Path) -> None:
    findings = [finding(path="content/ä b.yml"), finding("zeilenende", key=""), finding("pruefung-faellig")]
    log = json.loads(report_sarif(findings, tmp_path))
    assert log["version"] == "2.1.0"
    assert "sarif-2.1.0" in log["$schema"]
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "schule"
    assert [rule["id"] for rule in driver["rules"]] == list(RULES)
    assert all(rule["shortDescription"]["text"] and rule["help"]["text"] for rule in driver["rules"])
    assert run["columnKind"] == "unicodeCodePoints"
    for result, source in zip(run["results"], findings, strict=True):
        assert result["message"]["text"].startswith(source.message)
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == source.rule
        assert result["level"] in ("error", "warning", "note")
        (location,) = result["locations"]
        region = location["physicalLocation"]["region"]
        assert region == {"startLine": 8, "startColumn": 5, "endColumn": 10}
        assert location["physicalLocation"]["artifactLocation"]["uriBaseId"] in run["originalUriBaseIds"]
    uri = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "content/%C3%A4%20b.yml"
    assert [result["level"] for result in run["results"]] == ["error", "warning", "note"]


def test_every_report_prints_nothing_at_all_without_findings(tmp_path: Path) -> None:
    assert {name: bool(report([], tmp_path)) for name, report in REPORTS.items()} == {
        "text": True,
        "concise": True,
        "github": False,
        "gitlab": True,
        "sarif": True,
        "json": True,
    }


def test_findings_are_sorted_by_place_and_each_is_told_once() -> None:
    a, b, c = finding(span=Span(9, 1, 1)), finding(span=Span(10, 1, 1)), finding(path="a.yml", span=Span(99, 1, 1))
    assert sort_findings([b, a, c, a]) == (c, a, b)


def test_every_rule_has_all_its_texts() -> None:
    for name, rule in RULES.items():
        assert name == rule.name == name.lower()
        assert isinstance(rule.severity, Severity)
        for text in (rule.what, rule.why, rule.remedy):
            assert text.endswith((".", ")", "?")), name
            assert "  " not in text
        assert not rule.title.endswith(".")
        assert len(rule.title) <= 50
