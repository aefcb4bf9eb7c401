"""The form that writes a record, in a real browser: whatever is typed, its YAML passes the real check."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from markdown import markdown
from playwright.sync_api import Browser, Page, Route, expect
from selectolax.lexbor import LexborHTMLParser

from schule.findings import Finding, Severity
from schule.new import proposed_slug, slug_of
from schule.project import Project
from schule.records.checks import check_project
from schule.records.kinds import PAGES
from schule.records.load import load_project
from schule.records.markdown_faults import find_faults
from schule.records.yaml_source import parse_text
from tests.e2e.accessibility import violations
from tests.e2e.conftest import ROOT, Watched

CASE = "beitragen/praxisbeispiele/"
KINDS = ("praxisbeispiele", "leitprojekte", "veranstaltungen")
HOSTILE = (
    "NEIN", "null", "~", "05958004", "8:30", "a: b # c", '"q" \\ \'s', "- Punkt", "[1, {x: y}]", "&anker *verweis", "!!python/x",
    "| Strich", "> mehr", "%TAG", "@at `tick`", "? Frage", "Größe: ½ m² – „Ähre“ …", "\u200bunsichtbar\u0007", "2026-11-20", "ja",
    "eins\n\n   zwei: drei\n- vier\t\u2028fünf", "Emoji 🚲 und العربية", "endet mit:", "# Raute", "---", "...", "<b>fett</b> {{ x }}",
)  # fmt: skip
MARKDOWN = (
    "# Titel\n\nText <script>x</script> & &amp; **fett** _kursiv_ [Link](x) ![Bild](y) `Code` ~~weg~~ ==da==\n\n    eingerückt\n- a\n* b\n"
    "+ c\n1. d\n2) e\n\n---\n***\n===\n!!! note\n??? x\n: Def\n| a | b |\n|---|---|\n| 1 | 2 | 3 |\n\n[^1]: Fußnote ^[x] $$x$$ :material-x: {: .y }\n"
    "*[AB]: x\n[TOC]\n[a]: http://x\n```\n~~~\n> Zitat\n///Footnotes Go Here///\n;--8<-- x\n{% x %} <!-- x --> https://example.org/a_b_c"
)


@pytest.fixture
def form(watched: Watched, base_url: str) -> Watched:
    """The form for a practice case, freshly opened."""
    watched.page.goto(base_url + CASE)
    return watched


@pytest.fixture(scope="module")
def writer(browser: Browser, base_url: str) -> Iterator[Page]:
    """A page that has the functions with which the form writes; they keep nothing."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(base_url + CASE)
        yield page


def unfold(page: Page) -> None:
    page.locator("details").evaluate_all("all => all.forEach((fold) => (fold.open = true))")


def yaml_of(page: Page) -> str:
    return page.locator("#ergebnis-yaml").input_value()


def fill_required(page: Page, title: str = "Bänke tauschen") -> None:
    page.locator("#f-titel").fill(title)
    page.locator("#f-kurzbeschreibung").fill("Ein Satz.")
    page.locator("#f-traeger").fill("Stadt am See")
    page.locator("#f-phase").select_option("laufend")
    page.locator("#f-phase_stand").fill("September 2025")
    page.get_by_label("Quellen 1").locator("input").fill("broschuere-2020")


def fill_everything(page: Page) -> None:
    """Type hostile text into every field that takes any text, and something fitting into the others."""
    unfold(page)
    for adding in page.locator("[data-hinzufuegen]").all():
        adding.click()
    fields = page.locator("[data-feld]:not(fieldset)")
    kinds = fields.evaluate_all("all => all.map((field) => field.dataset.form)")
    for number, (field, kind) in enumerate(zip(fields.all(), kinds, strict=True)):
        control = field.locator("input:not([data-unbekannt]), select, textarea").first
        if kind == "wahl":
            control.select_option(index=1 + number % (control.locator("option").count() - 1))
        elif kind == "verweis":
            control.fill(
                control.evaluate(
                    "(box, n) => { const all = document.getElementById(box.getAttribute('list')).options; return all[n % all.length].value }",
                    number,
                )
            )
        else:
            control.fill(TYPED.get(kind or "", HOSTILE[number % len(HOSTILE)]))
    for box in page.locator("[data-form=haken] input").all()[::3]:
        box.check()


TYPED = {
    "datum": "16.09.2022", "zeitpunkt": "9.11.2022, 8.30 Uhr", "zahl": "1.374,5", "ganzzahl": "7", "adresse": "https://example.org/a?b=c#d",
    "email": "stelle@example.org", "adressen": "https://example.org/\nhttp://ä.example.org:8080/x_(y)", "absaetze": MARKDOWN,
    "zeilen": "\n".join(HOSTILE),
}  # fmt: skip


def findings_with(tmp_path: Path, kind: str, name: str, text: str, sources: str) -> tuple[tuple[Finding, ...], Any]:
    """Save what the form made in a copy of the content; return the findings of the real check and the record."""
    for folder in ("content", "guides", "municipalities", "overrides/handouts"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copyfile(ROOT / "mkdocs.yml", tmp_path / "mkdocs.yml")
    target = tmp_path / PAGES[kind].place / name
    assert not target.exists()
    target.write_text(text, encoding="utf-8", newline="\n")
    with (tmp_path / "content/register/quellen.yml").open("a", encoding="utf-8", newline="\n") as register:
        register.write("\n" + sources)
    project = Project(tmp_path, dt.date(2099, 1, 1))  # the form dates a record by the browser's clock
    loaded = load_project(project)
    item = loaded.catalog.get(kind, target.stem)
    return check_project(project, loaded), item.record if item else None


def errors(found: tuple[Finding, ...]) -> list[str]:
    return [f"{one.path}:{one.span.line} {one.rule} {one.message}" for one in found if one.severity is Severity.ERROR]


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_typed_the_file_passes_the_check(
    watched: Watched, base_url: str, tmp_path: Path, kind: str
) -> None:
    page = watched.page
    page.goto(f"{base_url}beitragen/{kind}/")
    fill_everything(page)
    page.locator("#f-titel").fill('NEIN: „Ähre“ \\ "x" #1 – 05958004')
    page.locator("#f-kurzbeschreibung").fill("8:30\n\n   ja: - nein\n# Raute 🚲\n")
    with page.expect_download() as download:
        page.get_by_role("button", name="Als Datei speichern", exact=True).click()
    with page.expect_download() as sources:
        page.get_by_role("button", name="Quellen als Datei speichern").click()
    text, more = (one.value.path().read_text(encoding="utf-8") for one in (download, sources))
    assert text == yaml_of(page)
    found, record = findings_with(tmp_path, kind, download.value.suggested_filename, text, more)
    assert errors(found) == []
    assert record.titel == 'NEIN: „Ähre“ \\ "x" #1 – 05958004'
    assert record.kurzbeschreibung == "8:30\n\n   ja: - nein\n# Raute 🚲"
    assert len(record.quellen) == 3  # two of the register, one new
    left_out = {"belege", "weiterleitungen", "pruefen_bis", "lizenz", "hinweise"}
    assert set(type(record).model_fields) - record.model_fields_set - left_out == set()
    assert watched.errors == []


@pytest.mark.parametrize("typed", HOSTILE)
def test_text_comes_back_as_it_was_typed(writer: Page, typed: str) -> None:
    made = writer.evaluate("typed => schuleYaml.toYaml({a: [typed], b: typed, c: [{d: typed, e: typed}]})", typed)
    shown = writer.evaluate("typed => schuleYaml.clean(typed)", typed)
    source = parse_text(made, "x.yml")
    assert source.findings == ()
    assert source.data == {"a": [shown], "b": shown, "c": [{"d": shown, "e": shown}]}


def test_a_description_is_shown_as_typed_and_never_as_markup(writer: Page) -> None:
    made = writer.evaluate("text => schuleYaml.asMarkdown(text)", MARKDOWN)
    assert list(find_faults(made, top_level=3)) == []
    extensions = [
        "tables",
        "footnotes",
        "def_list",
        "admonition",
        "attr_list",
        "md_in_html",
        "pymdownx.tasklist",
        "toc",
    ]
    html = LexborHTMLParser(markdown(made, extensions=extensions))
    assert {node.tag for node in html.body.traverse()} <= {"body", "p"}
    assert html.body.text().split() == MARKDOWN.split()


@pytest.mark.parametrize(
    "title",
    ["Straßen & Ähren: „Test“", "ñandú ½ ẞ İ Ærø", "a" * 70, "wort " * 20, "İstanbul – 北京 2030", "!!!", "x--y  z"],
)
def test_file_names_are_those_of_the_command_line(writer: Page, title: str) -> None:
    assert writer.evaluate("title => schuleYaml.slugOf(title)", title) == slug_of(title)


def test_an_event_carries_its_year_and_a_taken_name_a_number(watched: Watched, base_url: str) -> None:
    page = watched.page
    page.goto(base_url + "beitragen/veranstaltungen/")
    page.locator("#f-titel").fill("Smart Cities: Konferenz!")
    page.locator("#f-beginn").fill("2021-09-16")
    taken = proposed_slug(PAGES["veranstaltungen"], {"titel": "Smart Cities: Konferenz!", "beginn": "2021-09-16"})
    assert (ROOT / f"content/veranstaltungen/{taken}.yml").is_file()
    assert f"{taken}-2.yml" in yaml_of(page)


def test_missing_fields_are_listed_and_each_leads_to_its_field(form: Watched) -> None:
    page = form.page
    page.get_by_role("button", name="Als Datei speichern", exact=True).click()
    summary = page.locator(".s-beitrag__liste")
    expect(summary).to_be_focused()
    assert summary.get_by_role("link").count() == 6
    expect(page.locator("#f-titel")).to_have_attribute("aria-invalid", "true")
    described = page.locator("#f-titel").get_attribute("aria-describedby") or ""
    assert "Bitte ausfüllen." in [page.locator(f"[id='{one}']").inner_text() for one in described.split()]
    assert violations(form) == []
    summary.get_by_role("link", name="Titel").press("Enter")
    expect(page.locator("#f-titel")).to_be_focused()
    page.keyboard.type("Bänke")
    assert page.locator("#f-titel").get_attribute("aria-invalid") is None
    assert summary.get_by_role("link").count() == 5


def test_a_fault_in_a_folded_part_is_unfolded(form: Watched) -> None:
    page = form.page
    fill_required(page)
    fold = page.locator("details").filter(has_text="Open Source")
    fold.locator("summary").click()
    page.locator("#f-open_source-repository").fill("git.example.org/x")
    fold.locator("summary").click()
    page.get_by_role("button", name="Kopieren", exact=True).click()
    link = page.locator(".s-beitrag__liste").get_by_role("link")
    expect(link).to_contain_text("Meinten Sie „https://git.example.org/x“?")
    link.click()
    expect(page.locator("#f-open_source-repository")).to_be_focused()


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("f-phase_stand", "30.02.2022", "ist kein Datum"),
        ("f-phase_stand", "2026 bis 2019", "endet vor seinem Anfang"),
        ("f-titel", "x" * 201, "höchstens 200"),
        ("f-titel", "Beteiligungsplattform CONSUL  in Jena", "gibt es schon"),
        ("f-titel", "!!!", "Buchstaben oder eine Ziffer"),
        ("f-stand", "2100-01-01", "in der Zukunft"),
        ("f-kommune", "Nirgendwo", "steht nicht in der Liste"),
        ("f-kontakt-email", "niemand@", "keine E-Mail-Adresse"),
    ],
)  # fmt: skip
def test_faults_are_named_in_german_when_the_field_is_left(form: Watched, field: str, typed: str, message: str) -> None:
    page = form.page
    unfold(page)
    if "gibt es schon" in message:
        typed = (
            load_project(Project(ROOT)).catalog.of("praxisbeispiele")["beteiligungsplattform-consul-jena"].title.upper()
        )
    page.locator(f"#{field}").fill(typed)
    page.locator(f"#{field}").blur()
    expect(page.locator(f"[id='{field}-fehler']")).to_contain_text(message)


def test_unknown_is_an_answer(form: Watched) -> None:
    page = form.page
    page.locator("[data-feld=traeger] [data-unbekannt]").check()
    expect(page.locator("#f-traeger")).to_be_disabled()
    assert "traeger: unbekannt\n" in yaml_of(page)


def test_what_was_typed_survives_a_reload_and_deleting_can_be_taken_back(form: Watched) -> None:
    page = form.page
    page.wait_for_load_state("networkidle")
    sent: list[str] = []
    icon = page.locator("link[rel=icon]").evaluate("one => one.href")  # which a busy browser fetches late
    page.on("request", lambda request: sent.append(request.url) if request.url != icon else None)
    fill_required(page)
    page.get_by_role("button", name="Neue Quelle hinzufügen").click()
    page.get_by_label("Neue Quelle 1", exact=True).get_by_label("Zitat").fill("Bericht, 2025.")
    page.locator("[data-feld=traeger] [data-unbekannt]").check()
    page.get_by_label("Mobilität").check()
    assert sent == []
    before = yaml_of(page)
    page.reload()
    assert yaml_of(page) == before
    page.get_by_role("button", name="Alles löschen").click()
    assert page.evaluate("localStorage.getItem('schule:beitrag:praxisbeispiele')") is None
    assert "titel" not in yaml_of(page)
    restore = page.get_by_role("button", name="Wiederherstellen")
    expect(restore).to_be_focused()
    restore.click()
    assert yaml_of(page) == before
    assert page.evaluate("localStorage.getItem('schule:beitrag:praxisbeispiele')")


@pytest.mark.parametrize(
    "stored",
    ["{kaputt", "[1]", '{"titel": 7, "quellen": "x", "sdg": {}, "kontakt": [], "neue_quellen": [3, null]}', "7"],
)
def test_broken_memory_is_no_obstacle(watched: Watched, base_url: str, stored: str) -> None:
    watched.page.add_init_script(f"localStorage.setItem('schule:beitrag:praxisbeispiele', {stored!r})")
    watched.page.goto(base_url + CASE)
    fill_required(watched.page)
    assert "titel: Bänke tauschen\n" in yaml_of(watched.page)
    assert watched.errors == []


def test_a_browser_that_keeps_nothing_is_told_and_works(watched: Watched, base_url: str) -> None:
    watched.page.add_init_script("Storage.prototype.setItem = () => { throw new Error('voll') }")
    watched.page.goto(base_url + CASE)
    fill_required(watched.page)
    expect(watched.page.get_by_text("Dieser Browser speichert nichts")).to_be_visible()
    assert watched.errors == []


def test_result_can_be_copied(form: Watched) -> None:
    page = form.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    fill_required(page)
    page.get_by_role("button", name="Kopieren", exact=True).click()
    expect(page.get_by_text("Kopiert.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").replace("\r\n", "\n") == yaml_of(page)


def set_addresses(page: Page) -> None:
    """Serve the form as an operator has it who set an address and a place for tickets."""

    def serve(route: Route) -> None:
        host = 'data-kontakt="redaktion@example.org" data-ticket="https://github.com/ort/schule/issues/new" data-ticket-titel="title" data-ticket-text="body"'
        response = route.fetch()
        route.fulfill(response=response, body=response.text().replace('data-kontakt=""', host))

    page.route("**/beitragen/praxisbeispiele/", serve)


def test_mail_and_ticket_carry_the_record_and_long_ones_ask_for_the_file(watched: Watched, base_url: str) -> None:
    page = watched.page
    set_addresses(page)
    page.goto(base_url + CASE)
    fill_required(page, "Wärme & Wasser #1")
    mail = page.get_by_role("link", name="E-Mail öffnen").get_attribute("href") or ""
    ticket = page.get_by_role("link", name="Ticket vorbereiten").get_attribute("href") or ""
    assert mail.startswith("mailto:redaktion@example.org?subject=Neuer%20Eintrag")
    assert unquote(mail.partition("&body=")[2]).replace("\r\n", "\n") == yaml_of(page)
    assert parse_qs(urlsplit(ticket).query)["body"] == [f"```yaml\n{yaml_of(page)}```\n"]
    assert parse_qs(urlsplit(ticket).query)["title"] == ["Neuer Eintrag: Praxisbeispiel „Wärme & Wasser #1“"]
    page.locator("#f-beschreibung").fill("Ein langer Satz. " * 500)
    for name in ("E-Mail öffnen", "Ticket vorbereiten"):
        href = page.get_by_role("link", name=name).get_attribute("href") or ""
        assert "hängt an" in unquote(href)
        assert len(href) < 1000
    expect(page.get_by_text("zu lang für die E-Mail und das Ticket")).to_be_visible()


def test_an_incomplete_record_opens_no_mail(form: Watched) -> None:
    form.page.get_by_role("link", name="E-Mail öffnen").click()
    expect(form.page.locator(".s-beitrag__liste")).to_be_focused()


def test_rows_can_be_added_and_removed_by_keyboard(watched: Watched, base_url: str) -> None:
    page = watched.page
    page.goto(base_url + "beitragen/veranstaltungen/")
    fold = page.locator("details").filter(has_text="Programm")
    fold.locator("summary").press("Enter")
    fold.get_by_role("button", name="Eintrag hinzufügen").press("Enter")
    page.keyboard.type("13:30")
    page.keyboard.press("Tab")
    page.keyboard.type("Ankommen")
    assert 'programm:\n  - zeit: "13:30"\n    titel: Ankommen\n' in yaml_of(page)
    fold.get_by_role("button", name="Programm 1 entfernen").press("Enter")
    assert "programm" not in yaml_of(page)
    expect(fold.get_by_role("button", name="Eintrag hinzufügen")).to_be_focused()


def test_without_javascript_there_are_other_ways(browser: Browser, base_url: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(base_url + CASE)
        assert "Dieses Formular braucht JavaScript." in page.locator("article").inner_text()
        expect(page.locator(".s-beitrag")).to_be_hidden()
        empty = page.get_by_role("link", name="leere Datei").get_attribute("href") or ""
        assert "titel:" in page.request.get(page.url + empty).text()
        assert page.request.get(page.url + (page.get_by_role("link", name="Steckbrief").get_attribute("href") or "")).ok


@pytest.mark.parametrize("kind", KINDS)
def test_unfolded_form_fits_a_small_phone_and_is_accessible(watched: Watched, base_url: str, kind: str) -> None:
    page = watched.page
    page.set_viewport_size({"width": 320, "height": 640})
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.goto(f"{base_url}beitragen/{kind}/")
    unfold(page)
    for adding in page.locator("[data-hinzufuegen]").all():
        adding.click()
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320
    assert violations(watched) == []
    unnamed = page.locator(".s-beitrag :is(input, select, textarea)").evaluate_all(
        "all => all.filter(box => !box.labels.length).map(box => box.id)"
    )
    assert unnamed == []
    ids = page.locator("[id]").evaluate_all("all => all.map(one => one.id)")
    assert len(ids) == len(set(ids))
