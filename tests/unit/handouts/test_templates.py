"""The templates to fill in: every field has its words, values are never markup."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from schule.handouts.render import Workshop, prepare, render
from schule.handouts.templates import FormTemplate, TemplateError, fill, find_template, load_templates
from tests.unit.handouts.conftest import ROOT, open_docx, open_pdf

FOLDER = ROOT / "overrides/handouts/vorlagen"
NAMES = sorted(path.stem for path in FOLDER.glob("*.md"))


@pytest.fixture(scope="module")
def templates() -> Mapping[str, FormTemplate]:
    return load_templates(FOLDER, ROOT)


def test_there_are_the_templates_that_are_promised() -> None:
    assert {"massnahmensteckbrief", "mustergeschaeftsordnung", "uebergabeblatt"} < set(NAMES)
    assert sum(name.startswith("musterbeschluss-") for name in NAMES) == 3


@pytest.mark.parametrize("name", NAMES)
def test_every_field_is_used_and_shown_open(templates: Mapping[str, FormTemplate], shop: Workshop, name: str) -> None:
    template = templates[name]
    assert set(re.findall(r"\{\{(\w+)\}\}", template.text)) == set(template.fields)
    prepared = prepare(fill(template, {}), shop)
    rendered = render(prepared, "docx", shop)
    assert (prepared.findings, rendered.findings) == ((), ())
    document = open_docx(rendered.data)
    texts = [p.text for p in document.paragraphs] + [c.text for t in document.tables for r in t.rows for c in r.cells]
    for words in template.fields.values():
        assert any(f"[{words}]" in text for text in texts)


@pytest.mark.parametrize("name", NAMES)
def test_every_template_is_an_accessible_pdf(templates: Mapping[str, FormTemplate], shop: Workshop, name: str) -> None:
    rendered = render(prepare(fill(templates[name], {}), shop), "pdf", shop)
    assert rendered.findings == ()
    assert open_pdf(rendered.data).open_metadata()["dc:title"] == templates[name].title


def test_open_fields_carry_their_style(templates: Mapping[str, FormTemplate], shop: Workshop) -> None:
    document = open_docx(render(prepare(fill(templates["uebergabeblatt"], {}), shop), "docx", shop).data)
    runs = [
        run for t in document.tables for row in t.rows for cell in row.cells for p in cell.paragraphs for run in p.runs
    ]
    assert any(run.style.name == "Feld" and run.text == "[Dienststelle]" for run in runs)


def test_a_value_is_text_whatever_it_contains(templates: Mapping[str, FormTemplate], shop: Workshop) -> None:
    value = '<script>x()</script> **fett** #read("/etc/passwd") {{name}} \\1'
    prepared = prepare(fill(templates["musterbeschluss-absichtserklaerung"], {"kommune": value}), shop)
    document = open_docx(render(prepared, "docx", shop).data)
    assert prepared.findings == ()
    assert any(value in paragraph.text for paragraph in document.paragraphs)


def test_unknown_names_lead_to_near_ones(templates: Mapping[str, FormTemplate]) -> None:
    with pytest.raises(TemplateError, match="uebergabeblatt"):
        find_template("uebergabe", templates)
    with pytest.raises(TemplateError, match="dienststelle"):
        fill(templates["uebergabeblatt"], {"dienstelle": "x"})
