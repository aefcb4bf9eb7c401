"""Open data, calendar, feed, catalogue: other programs can read them, and they say what the records say."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import icalendar
import jsonschema
import pytest
import rdflib
import yaml

from schule.exports import ExportSettings, export_files
from schule.exports.page import data_page
from schule.project import Project
from schule.records.catalog import Catalog, Item
from schule.records.kinds import KINDS
from schule.records.load import load_project

ROOT = Path(__file__).parents[3]
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
DCATDE = rdflib.Namespace("http://dcat-ap.de/def/dcatde/")
ADMS = rdflib.Namespace("http://www.w3.org/ns/adms#")
VCARD = rdflib.Namespace("http://www.w3.org/2006/vcard/ns#")

BASE: dict[str, Any] = {
    "titel": "Prüfstand", "kurzbeschreibung": "Ein Satz.", "quellen": ["bericht"], "stand": "2026-01-02",
}  # fmt: skip
SETTINGS = ExportSettings("Schule", "Agentur", "https://schule.example.org/")


def item(kind: str, slug: str, **fields: Any) -> Item:
    base = {} if kind in ("kennzahlen", "quellen") else BASE
    return Item(KINDS[kind], slug, KINDS[kind].model.model_validate({**base, **fields}), f"content/{kind}/{slug}.yml")


def event(slug: str, begin: str, end: str | None = None) -> Item:
    return item(
        "veranstaltungen",
        slug,
        titel=f"Treffen {slug}",
        art="treffen",
        beginn=begin,
        ort="Rathaus",
        **({"ende": end} if end else {}),
    )


def project(slug: str, **fields: Any) -> Item:
    return item(
        "leitprojekte", slug, art="lokal", federfuehrung="unbekannt", phase="laufend", phase_stand="2025", **fields
    )


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog(
        [
            event("tag", "2022-11-09"), event("tage", "2022-10-18", "2022-10-20"), event("zeit", "2022-11-09 13:30", "2022-11-09 16:00"),
            event("monat", "2022-11"),
            project("app", titel="=CMD|'/c calc'!A0", ergebnisse=["eins; zwei", "drei"], open_source={"repository": "https://code.example.org/app", "lizenz": "MIT"}),
            project("ohne-lizenz", titel="Ohne", open_source={"repository": "https://code.example.org/x"}),
        ]
    )  # fmt: skip


@pytest.fixture(scope="module")
def files(catalog: Catalog) -> Mapping[str, bytes]:
    return export_files(catalog, SETTINGS).files


def test_every_kind_with_records_is_there_as_json_csv_and_schema(files: Mapping[str, bytes]) -> None:
    names = {
        name for name in files if name.endswith(("leitprojekte.json", "leitprojekte.csv", "leitprojekte.schema.json"))
    }
    assert len(names) == 3
    assert "daten/kommunen.json" not in files


def test_every_file_keeps_to_its_own_schema(files: Mapping[str, bytes]) -> None:
    real = export_files(load_project(Project(ROOT)).catalog, SETTINGS).files
    for found in (files, real):
        schemas = [name for name in found if name.endswith(".schema.json")]
        assert schemas
        for name in schemas:
            schema = json.loads(found[name])
            jsonschema.Draft202012Validator.check_schema(schema)
            data = json.loads(found[name.replace(".schema.json", ".json")])
            checker = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
            assert [(name, list(e.absolute_path), e.message) for e in checker.iter_errors(data)] == []


def test_schema_knows_a_field_that_does_not_exist(files: Mapping[str, bytes]) -> None:
    data = json.loads(files["daten/leitprojekte.json"])
    data["datensaetze"][0]["gibt_es_nicht"] = "x"
    checker = jsonschema.Draft202012Validator(json.loads(files["daten/leitprojekte.schema.json"]))
    assert [list(error.absolute_path) for error in checker.iter_errors(data)] == [["datensaetze", 0]]


def test_all_fields_of_the_schema_are_described(files: Mapping[str, bytes]) -> None:
    schema = json.loads(files["daten/leitprojekte.schema.json"])
    fields = schema["$defs"]["Datensatz"]["properties"]
    assert [name for name, field in fields.items() if not field.get("description")] == []


def test_what_is_unknown_in_a_block_says_so(files: Mapping[str, bytes]) -> None:
    rows = {row["slug"]: row for row in json.loads(files["daten/leitprojekte.json"])["datensaetze"]}
    assert rows["ohne-lizenz"]["open_source"]["lizenz"] == "unbekannt"
    assert rows["app"]["uebertragbarkeit"] == "unbekannt"


def test_table_can_be_read_and_runs_no_formula(files: Mapping[str, bytes]) -> None:
    rows = {
        row["slug"]: row for row in csv.DictReader(io.StringIO(files["daten/leitprojekte.csv"].decode("utf-8-sig")))
    }
    assert rows["app"]["titel"] == "'=CMD|'/c calc'!A0"
    assert rows["app"]["ergebnisse"] == "eins; zwei | drei"
    assert rows["app"]["open_source.lizenz"] == "MIT"
    assert rows["app"]["phase_stand"] == "2025"


def test_the_form_for_excel_holds_the_same_with_semicolons_and_decimal_commas() -> None:
    place = {"wert": "85.81", "stand": "2021", "quelle": "a"}
    unknown = dict.fromkeys(("einwohner", "groessenklasse", "lage", "rollen", "beitritt"), "unbekannt")
    given = item("kommunen", "a", titel="Ort; mit Strich", ags="05958004", kreis="k", art="Stadt", flaeche_km2=place, **unknown)  # fmt: skip
    found = export_files(Catalog([given]), SETTINGS).files
    plain, excel = (
        next(csv.DictReader(io.StringIO(found[f"daten/kommunen{end}.csv"].decode("utf-8-sig")), delimiter=mark))
        for end, mark in (("", ","), ("-excel", ";"))
    )
    assert (plain["flaeche_km2.wert"], excel["flaeche_km2.wert"]) == ("85.81", "85,81")
    assert excel["titel"] == "Ort; mit Strich"
    assert excel["ags"] == "05958004"
    assert {key: value for key, value in plain.items() if "wert" not in key} == {key: value for key, value in excel.items() if "wert" not in key}  # fmt: skip


def test_archive_holds_every_table(files: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(files["daten/alles.zip"])) as archive:
        assert archive.testzip() is None
        assert archive.read("leitprojekte.csv") == files["daten/leitprojekte.csv"]


def test_archive_says_whom_to_name(files: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(files["daten/alles.zip"])) as archive:
        text = archive.read("LIESMICH.txt").decode("utf-8-sig")
    assert "Lizenz: CC-BY-4.0. Bitte nennen Sie: Agentur, https://schule.example.org/" in text


def one(files: Mapping[str, bytes], slug: str) -> Any:
    calendar = icalendar.Calendar.from_ical(files[f"veranstaltungen/{slug}.ics"])
    return calendar.walk("VEVENT")[0]


def test_a_day_ends_on_the_next_as_the_standard_wants(files: Mapping[str, bytes]) -> None:
    assert one(files, "tag")["DTSTART"].dt == dt.date(2022, 11, 9)
    assert one(files, "tag")["DTEND"].dt == dt.date(2022, 11, 10)
    assert one(files, "tage")["DTEND"].dt == dt.date(2022, 10, 21)


def test_a_time_stays_the_local_time_of_the_place(files: Mapping[str, bytes]) -> None:
    assert one(files, "zeit")["DTSTART"].dt == dt.datetime(2022, 11, 9, 13, 30)
    assert one(files, "zeit")["DTEND"].dt == dt.datetime(2022, 11, 9, 16, 0)


def test_an_event_without_a_day_has_no_calendar_entry(files: Mapping[str, bytes]) -> None:
    assert "veranstaltungen/monat.ics" not in files
    calendar = icalendar.Calendar.from_ical(files["veranstaltungen/kalender.ics"])
    assert len(calendar.walk("VEVENT")) == 3


def test_catalogue_names_each_file_with_size_and_licence(files: Mapping[str, bytes]) -> None:
    graph = rdflib.Graph().parse(data=files["daten/katalog.ttl"], format="turtle")
    dcat = rdflib.Namespace("http://www.w3.org/ns/dcat#")
    sizes = {
        str(graph.value(node, dcat.downloadURL)): int(graph.value(node, dcat.byteSize))
        for node in graph.subjects(rdflib.RDF.type, dcat.Distribution)
    }
    assert sizes["https://schule.example.org/daten/leitprojekte.csv"] == len(files["daten/leitprojekte.csv"])
    licences = set(graph.objects(None, rdflib.DCTERMS.license))
    assert licences == {rdflib.URIRef("http://dcat-ap.de/def/licenses/cc-by/4.0")}


def graph_of(catalog: Catalog, settings: ExportSettings = SETTINGS) -> rdflib.Graph:
    return rdflib.Graph().parse(data=export_files(catalog, settings).files["daten/katalog.ttl"], format="turtle")


def town(slug: str, key: str) -> Item:
    unknown = dict.fromkeys(("einwohner", "groessenklasse", "flaeche_km2", "lage", "rollen", "beitritt"), "unbekannt")
    return item("kommunen", slug, ags=key, kreis="kreis", art="Stadt", **unknown)


def test_catalogue_keeps_the_conventions_of_dcat_ap_de(catalog: Catalog) -> None:
    graph = graph_of(catalog)
    title, status = rdflib.DCTERMS.title, ADMS.status
    needed = {
        DCAT.Catalog: [title, rdflib.DCTERMS.description, rdflib.DCTERMS.publisher, DCAT.dataset, DCAT.themeTaxonomy],
        DCAT.Dataset: [title, rdflib.DCTERMS.description, rdflib.DCTERMS.publisher, DCAT.contactPoint, DCAT.theme, DCAT.keyword, DCAT.distribution, rdflib.DCTERMS.identifier],
        DCAT.Distribution: [DCAT.accessURL, DCAT.downloadURL, rdflib.DCTERMS.license, DCATDE.licenseAttributionByText, status, rdflib.DCTERMS["format"]],
    }  # fmt: skip
    for kind, properties in needed.items():
        nodes = list(graph.subjects(rdflib.RDF.type, kind))
        assert nodes
        assert [(node, name) for node in nodes for name in properties if graph.value(node, name) is None] == []
    publisher = next(graph.objects(None, rdflib.DCTERMS.publisher))
    assert (publisher, rdflib.RDF.type, rdflib.FOAF.Agent) in graph


def test_contact_has_an_address_of_the_web_and_the_editors_mail(catalog: Catalog) -> None:
    contact = next(graph_of(catalog, replace(SETTINGS, contact="red@example.org")).objects(None, DCAT.contactPoint))
    graph = graph_of(catalog, replace(SETTINGS, contact="red@example.org"))
    assert str(graph.value(contact, VCARD.hasEmail)) == "mailto:red@example.org"
    assert graph_of(catalog).value(contact, VCARD.hasEmail) is None
    assert str(graph.value(contact, VCARD.hasURL)) == "https://schule.example.org/"


def test_provider_is_named_only_where_govdata_gave_out_a_name(catalog: Catalog) -> None:
    name = "http://dcat-ap.de/def/contributors/beispiel"
    graph = graph_of(catalog, replace(SETTINGS, contributor=name))
    sets = set(graph.subjects(rdflib.RDF.type, DCAT.Dataset))
    assert set(graph.subjects(DCATDE.contributorID, rdflib.URIRef(name))) == sets
    assert list(graph_of(catalog).objects(None, DCATDE.contributorID)) == []


def test_districts_stand_as_political_geocoding_and_as_place() -> None:
    graph = graph_of(Catalog([town("a", "05958004"), town("b", "05958040"), town("c", "05974040")]))
    towns = rdflib.URIRef("https://schule.example.org/daten/#kommunen")
    keys = {f"http://dcat-ap.de/def/politicalGeocoding/districtKey/{key}" for key in ("05958", "05974")}
    assert {str(node) for node in graph.objects(towns, DCATDE.politicalGeocodingURI)} == keys
    assert {str(node) for node in graph.objects(towns, rdflib.DCTERMS.spatial)} == keys


def test_page_has_a_place_for_every_data_set_and_names_every_file(catalog: Catalog) -> None:
    exported = export_files(catalog, SETTINGS)
    _, text = data_page(catalog, exported, SETTINGS)
    for dataset in graph_of(catalog).subjects(rdflib.RDF.type, DCAT.Dataset):
        assert f'id="{str(dataset).rpartition("#")[2]}"' in text
    named = [name for name in exported.files if name.startswith("daten/") and name != "daten/index.json"]
    assert [name for name in named if f"/{name}" not in text] == []
    structured = yaml.safe_load(text.split("---")[1])["jsonld"]
    assert structured["@type"] == "DataCatalog"
    assert len(structured["dataset"]) == 2


def test_page_says_that_no_source_code_is_known() -> None:
    catalog = Catalog([event("tag", "2022-11-09")])
    _, text = data_page(catalog, export_files(catalog, SETTINGS), SETTINGS)
    assert "Bisher nennt keine\nQuelle beides" in text


def test_feed_is_atom_with_absolute_addresses(files: Mapping[str, bytes]) -> None:
    root = ET.fromstring(files["feed.xml"])
    space = {"a": "http://www.w3.org/2005/Atom"}
    assert root.find("a:updated", space).text == "2026-01-02T00:00:00Z"  # type: ignore[union-attr]
    links = [entry.find("a:link", space).get("href") for entry in root.findall("a:entry", space)]  # type: ignore[union-attr]
    assert len(links) == 6
    assert all(link.startswith("https://schule.example.org/") for link in links)


def test_only_a_solution_with_code_and_licence_has_a_publiccode(files: Mapping[str, bytes]) -> None:
    named = [name for name in files if "publiccode" in name]
    assert named == ["daten/publiccode/app.yml"]
    data = yaml.safe_load(files[named[0]])
    assert (data["url"], data["legal"]["license"], data["publiccodeYmlVersion"]) == (
        "https://code.example.org/app",
        "MIT",
        "0.5.0",
    )
    assert data["legal"]["license"] == "MIT"


def test_publiccode_has_what_the_standard_demands_and_says_what_is_not_known(files: Mapping[str, bytes]) -> None:
    text = files["daten/publiccode/app.yml"].decode()
    data = yaml.safe_load(text)
    assert {"name", "url", "platforms", "developmentStatus", "softwareType", "description", "legal", "maintenance", "localisation"} <= set(data)  # fmt: skip
    german = data["description"]["de"]
    assert len(german["shortDescription"]) <= 150 <= len(german["longDescription"]) <= 10_000
    assert german["features"] == ["eins; zwei", "drei"]
    assert {"localisationReady", "availableLanguages"} == set(data["localisation"])
    assert data["platforms"] == ["unbekannt"]
    assert "kennt sie aber nicht" in text.splitlines()[1]


def test_without_an_address_nothing_is_guessed(catalog: Catalog) -> None:
    exported = export_files(catalog, ExportSettings("Schule"))
    assert "feed.xml" not in exported.files
    assert "daten/katalog.ttl" not in exported.files
    assert len(exported.left_out) == 1
    assert b"http" not in exported.files["veranstaltungen/tag.ics"]


def test_the_same_input_gives_the_same_bytes(catalog: Catalog, files: Mapping[str, bytes]) -> None:
    assert export_files(catalog, SETTINGS).files == files
