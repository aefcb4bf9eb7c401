"""The JSON Schemas accept every committed record as an editor reads it, and refuse what the check refuses."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from schule.new import modeline
from schule.project import Project
from schule.records.examples import minimal_example
from schule.records.kinds import KINDS, kind_of_path
from schule.records.load import load_project
from schule.records.schema import bindings, json_schemas, schema_file
from schule.workbench.commands import schema_command

ROOT = Path(__file__).parents[3]


class EditorLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """Reads scalars by the core schema of YAML 1.2, as yaml-language-server does."""


EditorLoader.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+0123456789.")),
):
    EditorLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"^(?:{pattern})$"), first)
EditorLoader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value, 10))


def as_editor_reads(text: str) -> object:
    if text.startswith("---\n"):
        text = text[4:].split("\n---\n", 1)[0]
    return yaml.load(text, EditorLoader)


@pytest.fixture(scope="module")
def loaded():
    return load_project(Project(ROOT))


@pytest.fixture(scope="module")
def schemas(loaded):
    return json_schemas(loaded.catalog)


def faults(schema: dict, data: object) -> list[str]:
    return [f"{error.json_path}: {error.message[:120]}" for error in Draft202012Validator(schema).iter_errors(data)]


def test_every_schema_is_a_valid_schema(schemas):
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)


def test_every_committed_record_is_valid_as_the_editor_reads_it(loaded, schemas):
    good = {item.path: item.kind for item in loaded.catalog}
    assert good
    found = {}
    for path, kind in good.items():
        data = as_editor_reads((ROOT / path).read_text(encoding="utf-8"))
        if wrong := faults(schemas[schema_file(kind)], data):
            found[path] = wrong[:3]
    assert not found


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_the_shortest_example_needs_nothing_but_existing_references(kind, schemas):
    data = as_editor_reads(minimal_example(kind))
    wrong = [fault for fault in faults(schemas[schema_file(kind)], data) if "kennung-aus-" not in fault]
    assert not wrong


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"title": "SoestApp"}, "$"),
        ({"phase": "lauft"}, "$.phase"),
        ({"sdg": [18]}, "$.sdg[0]"),
        ({"stand": "8.2.2023"}, "$.stand"),
        ({"quellen": []}, "$.quellen"),
        ({"titel": None}, "$.titel"),
        ({"titel": "x" * 201}, "$.titel"),
        ({"websites": ["www.example.org"]}, "$.websites[0]"),
        ({"lizenz": "CC-BY"}, "$.lizenz"),
        ({"belege": {"sgd": {"stufe": "redaktion"}}}, "$.belege"),
        ({"meilensteine": [{"datum": "2022", "titel": "Beginn"}]}, "$.meilensteine[0]"),
    ],
)
def test_a_planted_fault_is_found_at_its_place(schemas, change, place):
    data = {**as_editor_reads((ROOT / "content/leitprojekte/soestapp.yml").read_text("utf-8")), **change}
    paths = [fault.split(": ")[0] for fault in faults(schemas["leitprojekte.json"], data)]
    assert place in paths


def test_a_missing_field_is_found(schemas):
    data = as_editor_reads((ROOT / "content/leitprojekte/soestapp.yml").read_text("utf-8"))
    del data["titel"]
    assert faults(schemas["leitprojekte.json"], data)


def test_vocabularies_are_choices_with_their_titles(schemas, loaded):
    item = schemas["leitprojekte.json"]["properties"]["handlungsfelder"]["items"]
    assert item["enum"] == list(loaded.catalog.of("handlungsfelder"))
    assert item["markdownEnumDescriptions"] == [one.title for one in loaded.catalog.of("handlungsfelder").values()]


def test_every_field_has_a_german_title_and_a_description(schemas):
    def properties(schema):
        if isinstance(schema, dict):
            for name, value in schema.items():
                if name == "properties":
                    yield from value.items()
                yield from properties(value)

    for file, schema in schemas.items():
        for name, value in properties(schema):
            assert value["title"], (file, name)
            assert value["description"], (file, name)
            assert not re.search("_|ae|oe|(?<![aeq])ue", value["title"], re.IGNORECASE), value["title"]


def test_editor_settings_bind_every_schema_to_its_files():
    settings = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))
    bound = {
        name.removeprefix("./.cache/schema/"): [globs] if isinstance(globs, str) else globs
        for name, globs in settings["yaml.schemas"].items()
    }
    assert bound == bindings()
    assert settings["yaml.schemaStore.enable"] is False


def test_command_writes_the_schemas_to_the_folder_it_is_given(tmp_path):
    result = CliRunner().invoke(schema_command, ["-o", str(tmp_path)], obj=(ROOT, None))
    assert result.exit_code == 0, result.output
    written = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()}
    assert set(written) == {schema_file(kind) for kind in KINDS.values()}
    assert written["leitprojekte.json"]["title"] == "Leitprojekt"


def test_every_committed_record_names_its_schema_in_its_first_line(loaded):
    for path in loaded.sources:
        kind = kind_of_path(path)
        if kind is not None and not kind.markdown:
            assert (ROOT / path).read_text(encoding="utf-8").startswith(modeline(kind, path) + "\n"), path
