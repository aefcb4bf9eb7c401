"""Hints: an invented school shows each with its state, on the page of hints and at the record that it is about."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from schule.exports import ExportSettings, export_files
from schule.pages import PageSettings, compile_pages
from schule.pages.remarks import days_to_answer, remark_groups
from schule.pages.reply import remark_links
from schule.project import Project
from schule.records.catalog import Catalog
from schule.records.load import load_project
from tests.unit.invented_school import build_school

ROOT = Path(__file__).parents[3]
HINTS = """\
- slug: pegel-falsch
  titel: Pegelstand *falsch*
  eingang: 2026-10-01
  datensatz: leitprojekte/pegel-app
  anliegen: Der Pegel steht um <b>einen</b> Meter daneben.
  status: offen
- slug: name
  titel: Name der App
  eingang: 2026-09-01
  datensatz: leitprojekte/pegel-app
  anliegen: Die App heißt anders.
  status: nicht umgesetzt
  antwort: Im Bericht steht der Name so.
  beantwortet: 2026-09-11
- slug: neuer
  titel: Später gekommen
  eingang: 2026-10-05
  seite: /ueber/
  anliegen: Ein Satz fehlt.
  status: offen
"""


class SchoolOfSeenland(Project):
    """The invented records with the templates of this checkout."""

    @property
    def overrides(self) -> Path:
        return ROOT / "overrides"


def school(root: Path, hints: str = HINTS) -> tuple[Project, Catalog]:
    build_school(root)
    (root / "content/register/hinweise.yml").write_text(hints, encoding="utf-8")
    project = SchoolOfSeenland(root, dt.date(2026, 11, 20))
    loaded = load_project(project)
    assert loaded.findings == ()
    return project, loaded.catalog


def pages(root: Path, hints: str = HINTS, **region: str) -> dict[str, str]:
    project, catalog = school(root, hints)
    return {page.uri: page.text for page in compile_pages(project, catalog, PageSettings(region=region))}


def test_hints_stand_on_their_page_by_state_the_newest_first(tmp_path: Path) -> None:
    text = pages(tmp_path)["hinweise/index.md"]
    order = [
        text.index(mark) for mark in ("## Offen", 'id="neuer"', 'id="pegel-falsch"', "## Nicht umgesetzt", 'id="name"')
    ]
    assert order == sorted(order)
    assert "Im Bericht steht der Name so." in text
    assert '<a href="/leitprojekte/pegel-app/">Pegel-App</a>' in text
    assert '<a href="/ueber/">/ueber/</a>' in text
    assert "um &lt;b&gt;einen&lt;/b&gt; Meter" in text


def test_hints_stand_at_their_record_with_reason_and_nowhere_else(tmp_path: Path) -> None:
    made = pages(tmp_path)
    own = made["leitprojekte/pegel-app.md"]
    assert own.index("/hinweise/#pegel-falsch") < own.index("/hinweise/#name")
    assert '<span class="s-zustand s-zustand--nicht-umgesetzt">nicht umgesetzt</span>' in own
    assert "<b>Antwort vom" in own
    assert "Im Bericht steht der Name so." in own
    assert "/hinweise/#" not in made["leitprojekte/ufer-app.md"]


def test_a_register_of_comments_is_empty_and_its_page_says_what_to_do(tmp_path: Path) -> None:
    text = pages(tmp_path, "# noch keine\n")["hinweise/index.md"]
    assert "Noch ist kein Hinweis eingetragen" in text
    assert "Was dann geschieht" in text
    assert "Noch steht hier keine Frist" in text


def test_the_operators_deadline_and_address_are_shown(tmp_path: Path) -> None:
    text = pages(tmp_path, kontakt="hallo@example.org", antwortfrist="innerhalb von zwei Wochen")["hinweise/index.md"]
    assert "Sie bekommen innerhalb von zwei Wochen eine Antwort." in text
    assert "Ganz unten steht" in text
    assert "mailto:hallo@example.org" in text
    assert "ein Hinweis mit Tag beantwortet, nach 10 Tagen." in text


@pytest.mark.parametrize(("days", "expected"), [((), (0, 0)), ((3,), (1, 3)), ((2, 5), (2, 4)), ((0, 9, 1), (3, 1))])
def test_half_of_the_answers_took_no_longer_than_said(
    tmp_path: Path, days: tuple[int, ...], expected: tuple[int, int]
) -> None:
    hints = "".join(
        f"- {{slug: h{n}, titel: T, eingang: 2026-09-01, seite: /, anliegen: A, status: umgesetzt, antwort: B, "
        f"beantwortet: 2026-09-{1 + day:02}}}\n"
        for n, day in enumerate(days)
    )
    _, catalog = school(tmp_path, hints)
    assert days_to_answer(catalog) == expected
    assert [len(group.items) for group in remark_groups(catalog)] == ([len(days)] if days else [])


def test_hints_are_open_data(tmp_path: Path) -> None:
    _, catalog = school(tmp_path)
    files = export_files(catalog, ExportSettings(title="Seenland")).files
    rows = json.loads(files["daten/hinweise.json"])["datensaetze"]
    assert [row["status"] for row in rows] == ["offen", "nicht umgesetzt", "offen"]
    assert b"anliegen" in files["daten/hinweise.csv"]
    assert "antwort" in json.loads(files["daten/hinweise.schema.json"])["$defs"]["Datensatz"]["properties"]


def test_ticket_and_mail_carry_the_same_text() -> None:
    title = "Wärme & Wasser #1"
    github = remark_links("https://github.com/ort/schule/", "a@b.de", title, "/x/", "content/x.yml")
    assert github.ticket.startswith(
        "https://github.com/ort/schule/issues/new?title=Hinweis%20zu%3A%20W%C3%A4rme%20%26%20Wasser%20%231&body="
    )
    assert github.mail == "mailto:a@b.de?subject=" + github.ticket.partition("?title=")[2]
    gitlab = remark_links("https://git.example.org/schule", "", title, "/x/", None)
    assert gitlab.ticket.startswith("https://git.example.org/schule/-/issues/new?issue[title]=Hinweis")
    assert "Datei" not in gitlab.ticket
    assert gitlab.mail == ""
    assert remark_links("", "", title, "/x/", None).ticket == ""
