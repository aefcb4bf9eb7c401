"""The generated handbook says everything the rule table and the models say, and its links lead somewhere."""

from __future__ import annotations

import html
import re
from pathlib import Path

import markdown
import pytest
import yaml
from click import Context

from schule.cli import main
from schule.findings import RULES
from schule.pages.handbook import compile_handbook
from schule.records.fields import Form, blocks_of, fields_of
from schule.records.kinds import KINDS, PAGES, REGISTERS, VOCABULARIES

ROOT = Path(__file__).parents[3]
PAGES_OF_HANDBOOK = dict(compile_handbook())
WRITTEN = sorted((ROOT / "content/seiten/handbuch").glob("*.md"))


def _links(text: str) -> list[str]:
    return re.findall(r"\]\((/handbuch/[^)#]*)", text)


def _written_addresses() -> set[str]:
    names = {path.stem for path in WRITTEN}
    return {"/handbuch/"} | {f"/handbuch/{name}/" for name in names - {"index"}}


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
def test_every_rule_has_a_page_with_its_three_texts(rule):
    text = PAGES_OF_HANDBOOK[f"handbuch/regeln/{rule.name}.md"]
    shown = html.unescape(re.sub(r"<[^>]+>", "", markdown.markdown(text.split("---\n", 2)[2])))
    for part in (rule.what, rule.why, rule.remedy):
        assert part in shown
    assert f"/handbuch/regeln/{rule.name}/" in PAGES_OF_HANDBOOK["handbuch/regeln/index.md"]


@pytest.mark.parametrize("name", [*PAGES, *REGISTERS, "begriffe"])
def test_every_kind_has_a_page_with_every_field_and_block(name):
    text = PAGES_OF_HANDBOOK[f"handbuch/felder/{name}.md"]
    for model in (KINDS[name].model, *blocks_of(KINDS[name].model)):
        for field in fields_of(model):
            assert re.search(rf"^\| `{field.name}` \|", text, re.MULTILINE), field.name
            assert field.description, f"{model.__name__}.{field.name} hat keine Beschreibung"


def test_vocabularies_share_one_page_that_names_their_files():
    text = PAGES_OF_HANDBOOK["handbuch/felder/vokabular.md"]
    assert all(kind.place.rsplit("/", 1)[-1] in text for kind in VOCABULARIES.values())


def test_required_and_optional_fields_stand_in_their_own_tables():
    text = PAGES_OF_HANDBOOK["handbuch/felder/veranstaltungen.md"]
    required, optional = text.split("## Was stehen muss")[1].split("## Das Mindeste")[0].split("## Was stehen kann")
    assert "`beginn`" in required
    assert "`ende`" not in required
    assert "`ende`" in optional


def test_unknown_is_offered_only_where_the_model_allows_it():
    text = PAGES_OF_HANDBOOK["handbuch/felder/leitprojekte.md"]
    lines = {line.split("`")[1]: line for line in text.splitlines() if line.startswith("| `")}
    assert "„unbekannt“ erlaubt" in lines["federfuehrung"]
    assert "„unbekannt“ erlaubt" not in lines["titel"]


def test_every_form_that_a_field_has_is_explained_once():
    text = PAGES_OF_HANDBOOK["handbuch/felder/index.md"].split("## Formen")[1]
    models = {model for kind in KINDS.values() for model in (kind.model, *blocks_of(kind.model))}
    forms = {
        shape.form for model in models for field in fields_of(model) for shape in (field.shape, field.shape.innermost)
    }
    for form in forms - {Form.MAPPING}:
        assert f"| {form.value} |" in text


def test_block_links_lead_to_headings_of_the_page():
    for uri, text in PAGES_OF_HANDBOOK.items():
        page = markdown.markdown(text.split("---\n", 2)[2], extensions=["toc", "tables", "fenced_code"])
        anchors = set(re.findall(r'id="([^"]+)"', page))
        wanted = set(re.findall(r'href="#([^"]+)"', page))
        assert wanted <= anchors, (uri, wanted - anchors)


def test_tables_keep_their_columns():
    for uri, text in PAGES_OF_HANDBOOK.items():
        page = markdown.markdown(text.split("---\n", 2)[2], extensions=["tables", "fenced_code"])
        for table in re.findall(r"<table>.*?</table>", page, re.DOTALL):
            cells = {len(re.findall(r"<t[hd][ >]", row)) for row in re.findall(r"<tr>.*?</tr>", table, re.DOTALL)}
            assert len(cells) == 1, uri
            assert "<td></td>" not in table, uri


def test_front_matter_has_title_and_bread_crumbs():
    for uri, text in PAGES_OF_HANDBOOK.items():
        head = yaml.safe_load(text.split("---\n", 2)[1])
        assert head["title"], uri
        assert head["brotkrumen"][0] == {"titel": "Redaktionshandbuch", "adresse": "/handbuch/"}


def test_links_inside_the_handbook_lead_to_pages_that_exist():
    made = (uri.removesuffix("index.md").removesuffix(".md").strip("/") for uri in PAGES_OF_HANDBOOK)
    known = _written_addresses() | {f"/{page}/" for page in made}
    for name, text in [*PAGES_OF_HANDBOOK.items(), *((path.name, path.read_text("utf-8")) for path in WRITTEN)]:
        for address in _links(text):
            assert address in known, (name, address)


def test_every_written_chapter_is_linked_from_the_overview():
    overview = (ROOT / "content/seiten/handbuch/index.md").read_text("utf-8")
    for path in WRITTEN:
        assert path.stem == "index" or f"/handbuch/{path.stem}/" in overview, path.name


def test_pages_are_the_same_on_every_call():
    assert compile_handbook() == compile_handbook()


def test_every_command_that_the_handbook_names_exists():
    commands = set(main.list_commands(Context(main)))
    for path in WRITTEN:
        for word in re.findall(r"`schule ([a-z]+)|^schule ([a-z]+)", path.read_text("utf-8"), re.MULTILINE):
            assert word[0] + word[1] in commands, (path.name, word)
