"""Open data, calendar, feed, catalogue: other programs can read them, and they say what the records say."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Mapping
from typing import Any

import icalendar
import pytest
import rdflib
import yaml

from schule.exports import ExportSettings, export_files
from schule.records.catalog import Catalog, Item
from schule.records.kinds import KINDS

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
    for kind in ("leitprojekte", "veranstaltungen"):
        data = json.loads(files[f"daten/{kind}.json"])
        schema = json.loads(files[f"daten/{kind}.schema.json"])
        for record in data["datensaetze"]:
            assert set(record) <= set(schema["properties"])
            assert set(schema["required"]) <= set(record)
    assert "daten/kommunen.json" not in files


def test_all_fields_of_the_schema_are_described(files: Mapping[str, bytes]) -> None:
    schema = json.loads(files["daten/leitprojekte.schema.json"])
    assert [name for name, field in schema["properties"].items() if not field.get("description")] == []


def test_table_can_be_read_and_runs_no_formula(files: Mapping[str, bytes]) -> None:
    rows = {
        row["slug"]: row for row in csv.DictReader(io.StringIO(files["daten/leitprojekte.csv"].decode("utf-8-sig")))
    }
    assert rows["app"]["titel"] == "'=CMD|'/c calc'!A0"
    assert rows["app"]["ergebnisse"] == "eins; zwei | drei"
    assert rows["app"]["open_source.lizenz"] == "MIT"
    assert rows["app"]["phase_stand"] == "2025"


def test_archive_holds_every_table(files: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(files["daten/alles.zip"])) as archive:
        assert archive.testzip() is None
        assert archive.read("leitprojekte.csv") == files["daten/leitprojekte.csv"]


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


def test_without_an_address_nothing_is_guessed(catalog: Catalog) -> None:
    exported = export_files(catalog, ExportSettings("Schule"))
    assert "feed.xml" not in exported.files
    assert "daten/katalog.ttl" not in exported.files
    assert len(exported.left_out) == 1
    assert b"http" not in exported.files["veranstaltungen/tag.ics"]


def test_the_same_input_gives_the_same_bytes(catalog: Catalog, files: Mapping[str, bytes]) -> None:
    assert export_files(catalog, SETTINGS).files == files
