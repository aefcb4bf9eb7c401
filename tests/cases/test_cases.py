"""Every rule has its valid and its invalid case, and every case gives exactly the findings that it lists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from schule.findings import RULES
from schule.findings.reports import REPORTS
from tests.cases.faelle import BASE, check, collect, expected, lay_out, written
from tests.cases.hergestellt import MADE, Made

CASES = collect()
# The faults that the check must find, and a case for each.
FAULTS = {
    "unknown field, with the close one": "feld-unbekannt/ungueltig",
    "missing field": "feld-fehlt/ungueltig",
    "missing field of a block": "feld-fehlt/ungueltig-im-block",
    "wrong type": "typ-falsch/ungueltig-liste",
    "value outside a vocabulary": "wert-ausserhalb/ungueltig-vokabular",
    "duplicate key": "schluessel-doppelt/ungueltig",
    "reference to nothing": "verweis-leer/ungueltig",
    "link to nothing": "verweis-leer/ungueltig-im-text",
    "AGS of wrong form": "ags-form/ungueltig",
    "AGS of a wrong Kreis": "ags-kreis/ungueltig",
    "AGS used twice": "ags-doppelt/ungueltig",
    "SDG out of range": "sdg-bereich/ungueltig",
    "dates reversed": "datum-verkehrt/ungueltig",
    "stand or joining in the future": "datum-zukunft/ungueltig",
    "review date passed": "pruefung-faellig/ungueltig",
    "licence that is no SPDX identifier": "lizenz-unbekannt/ungueltig",
    "malformed URL": "adresse-ungueltig/ungueltig",
    "malformed e-mail": "email-ungueltig/ungueltig",
    "empty value": "wert-leer/ungueltig",
    "image without alternative text": "bild-ohne-alternativtext/ungueltig",
    "two records with one title": "titel-doppelt/ungueltig",
    "file name that is no slug": "dateiname/ungueltig",
    "old address used twice": "weiterleitung-doppelt/ungueltig",
    "tab indentation": "tabulator/ungueltig",
    "YAML: colon": "yaml-fehler/ungueltig-doppelpunkt",
    "YAML: quotation mark": "yaml-fehler/ungueltig-anfuehrungszeichen",
    "YAML: bracket": "yaml-fehler/ungueltig-klammer",
    "YAML: indentation": "yaml-fehler/ungueltig-einrueckung",
    "YAML: complex key": "yaml-fehler/ungueltig-fragezeichen",
    "YAML: alias of itself": "yaml-fehler/ungueltig-selbstverweis",
    "YAML: merge key": "feld-unbekannt/ungueltig-zusammenfuehren",
    "several documents in one file": "mehrere-dokumente/ungueltig",
    "BOM": "byte-reihenfolge-marke/ungueltig",
    "CRLF": "zeilenende/ungueltig",
    "Windows-1252": "kodierung/ungueltig-windows-1252",
    "UTF-16": "kodierung/ungueltig-utf-16",
    "NUL byte": "steuerzeichen/ungueltig-null",
    "alias bomb": "zu-viele-werte/ungueltig",
    "nesting": "verschachtelung/ungueltig",
    "Python tag": "yaml-typangabe/ungueltig-python",
    "file that is a folder": "datei-unlesbar/ungueltig-ordner",
    "skipped heading level": "ueberschrift-sprung/ungueltig",
    "Markdown outside the subset": "markdown-nicht-erlaubt/ungueltig-html",
}
MADE_CASES = [(rule, make) for rule, makers in MADE.items() for make in makers]


def name_of(case: Path) -> str:
    return f"{case.parent.name}/{case.name}"


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_case_gives_the_findings_that_it_lists(case: Path, tmp_path: Path) -> None:
    assert [written(finding) for finding in check(lay_out(tmp_path, case))] == expected(case)


@pytest.mark.parametrize(("rule", "make"), MADE_CASES, ids=[f"{rule}-{make.__name__}" for rule, make in MADE_CASES])
def test_made_case_gives_the_findings_that_it_lists(rule: str, make: Made, tmp_path: Path) -> None:
    wanted = make(lay_out(tmp_path))
    found = check(tmp_path)
    assert [written(finding) for finding in found] == wanted
    assert rule in {finding.rule for finding in found}
    for report in REPORTS.values():
        assert report(found, tmp_path).encode("utf-8")


def test_the_common_project_is_clean(tmp_path: Path) -> None:
    assert check(lay_out(tmp_path)) == ()
    assert (BASE / "mkdocs.yml").is_file()


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_rule_has_a_valid_and_an_invalid_case(rule: str) -> None:
    names = [case.name for case in CASES if case.parent.name == rule]
    assert any(name.startswith("gueltig") for name in names)
    invalid = [case for case in CASES if case.parent.name == rule and case.name.startswith("ungueltig")]
    found = {match[1] for case in invalid for line in expected(case) if (match := re.search(r":\d+:\d+ (\S+)", line))}
    assert rule in found or rule in MADE


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_valid_cases_list_nothing_and_invalid_ones_something(case: Path) -> None:
    assert bool(expected(case)) == case.name.startswith("ungueltig")


@pytest.mark.parametrize("name", FAULTS.values(), ids=FAULTS)
def test_every_fault_that_must_be_found_has_a_case(name: str) -> None:
    assert name in {name_of(case) for case in CASES}


def test_all_cases_belong_to_a_rule() -> None:
    assert {case.parent.name for case in CASES} - {"zusammenspiel"} <= set(RULES)


def test_close_words_are_suggested(tmp_path: Path) -> None:
    hints = {}
    for name in ("feld-unbekannt/ungueltig", "wert-ausserhalb/ungueltig-vokabular", "verweis-leer/ungueltig"):
        root = tmp_path / name.replace("/", "-")
        case = next(case for case in CASES if name_of(case) == name)
        hints |= {finding.key: finding.hint for finding in check(lay_out(root, case))}
    assert "„titel“" in hints["titl"]
    assert "„mobilitaet“" in hints["handlungsfelder[0]"]
    assert "„auenstadt“" in hints["federfuehrung"]
    assert "„leitprojekte/lastenrad“" in hints["programm[0].datensatz"]
