"""A DCAT-AP.de catalogue (version 2) of the open data, as Turtle and RDF/XML, written by rdflib.

Takes the catalog, the settings and the data files; returns the two files. The conventions of DCAT-AP.de that bind a
catalogue of files are kept: licence and text of attribution at each file (32, 35), its status (22), the same address
for access and download (39), a contact (1), districts both as political geocoding and as ``dct:spatial`` (8, 11). The
identifier of the provider (12) is given out by GovData alone; without the operator's setting it is left out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, XSD

from schule.exports.settings import ExportSettings
from schule.records.base import Record
from schule.records.catalog import Catalog, Item
from schule.records.kinds import KINDS, Kind
from schule.records.places import Municipality

SPDX = Namespace("http://spdx.org/rdf/terms#")
DCATDE = Namespace("http://dcat-ap.de/def/dcatde/")
ADMS = Namespace("http://www.w3.org/ns/adms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
_PREFIXES = {"dcat": DCAT, "dct": DCTERMS, "foaf": FOAF, "spdx": SPDX, "dcatde": DCATDE, "adms": ADMS, "vcard": VCARD}
_LICENSES = {
    "CC-BY-4.0": "http://dcat-ap.de/def/licenses/cc-by/4.0",
    "CC0-1.0": "http://dcat-ap.de/def/licenses/cc-zero",
    "DL-DE-BY-2.0": "http://dcat-ap.de/def/licenses/dl-by-de/2.0",
}
_EU = "http://publications.europa.eu/resource/authority/"
_GEO = "http://dcat-ap.de/def/politicalGeocoding/"
_GERMAN = URIRef(f"{_EU}language/DEU")
_OF_PLACES = ("kommunen", "kreise")
# Suffix of the file: media type, name in the EU's list of file types, title.
_FORMATS = {
    "json": ("application/json", "JSON", "JSON-Datei"),
    "csv": ("text/csv", "CSV", "CSV-Datei"),
    "ics": ("text/calendar", "ICS", "Kalenderdatei: die Termine mit bekanntem Tag"),
    "zip": ("application/zip", "ZIP", "Alle Dateien in einem Archiv"),
}
_MORE = {"veranstaltungen": "veranstaltungen/kalender.ics"}
ARCHIVE = "daten/alles.zip"


def catalogue_files(catalog: Catalog, settings: ExportSettings, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return ``daten/katalog.ttl`` and ``daten/katalog.rdf``; ``files`` are the data files that it describes."""
    graph = Graph()
    for prefix, space in _PREFIXES.items():
        graph.bind(prefix, space)
    root = URIRef(settings.absolute("daten/"))
    _parties(graph, settings)
    _about(graph, root, settings.title, settings.description or f"Offene Daten: {settings.title}", settings)
    graph.add((root, RDF.type, DCAT.Catalog))
    graph.add((root, FOAF.homepage, URIRef(settings.absolute("/"))))
    graph.add((root, DCAT.themeTaxonomy, URIRef(f"{_EU}data-theme")))
    _modified(graph, root, catalog)
    _places(graph, root, catalog)
    for kind in KINDS.values():
        if f"daten/{kind.name}.json" in files:
            _dataset(graph, kind, catalog, settings, files)
    _everything(graph, catalog, settings, files)
    turtle = graph.serialize(format="turtle").encode()
    return {"daten/katalog.ttl": turtle, "daten/katalog.rdf": graph.serialize(format="pretty-xml").encode()}


def _parties(graph: Graph, settings: ExportSettings) -> None:
    publisher, contact = _publisher(settings), _contact(settings)
    graph.add((publisher, RDF.type, FOAF.Agent))
    graph.add((publisher, RDF.type, FOAF.Organization))
    graph.add((publisher, FOAF.name, Literal(_publisher_name(settings))))
    graph.add((contact, RDF.type, VCARD.Organization))
    graph.add((contact, VCARD.fn, Literal(_publisher_name(settings))))
    if settings.contact:
        graph.add((contact, VCARD.hasEmail, URIRef(f"mailto:{settings.contact}")))
    graph.add((contact, VCARD.hasURL, URIRef(settings.absolute("/"))))


def _about(graph: Graph, node: URIRef, title: str, description: str, settings: ExportSettings) -> None:
    graph.add((node, DCTERMS.title, Literal(title, lang="de")))
    graph.add((node, DCTERMS.description, Literal(description, lang="de")))
    graph.add((node, DCTERMS.publisher, _publisher(settings)))
    graph.add((node, DCTERMS.language, _GERMAN))


def _dataset(graph: Graph, kind: Kind, catalog: Catalog, settings: ExportSettings, files: Mapping[str, bytes]) -> None:
    count = len(catalog.of(kind.name))
    description = f"{count} Datensätze der Art „{kind.singular}“ mit ihren Quellen."
    node = _described(graph, kind.name, f"{kind.plural} ({settings.title})", description, settings)
    graph.add((node, DCAT.landingPage, URIRef(settings.absolute(kind.index))))
    for word in dict.fromkeys((kind.plural, kind.singular, settings.title)):
        graph.add((node, DCAT.keyword, Literal(word, lang="de")))
    _modified(graph, node, catalog.of(kind.name).values())
    if kind.name in _OF_PLACES:
        graph.add((node, DCAT.theme, URIRef(f"{_EU}data-theme/REGI")))
        _places(graph, node, catalog)
    for name in (f"daten/{kind.name}.json", f"daten/{kind.name}.csv", _MORE.get(kind.name, "")):
        if name in files:
            file = _distribution(graph, node, name, settings, files)
            if name.endswith(".json"):
                graph.add((file, DCTERMS.conformsTo, URIRef(settings.absolute(f"daten/{kind.name}.schema.json"))))


def _everything(graph: Graph, catalog: Catalog, settings: ExportSettings, files: Mapping[str, bytes]) -> None:
    if ARCHIVE not in files:
        return
    description = "Alle Arten von Datensätzen als JSON und CSV, mit der Beschreibung ihrer Felder."
    node = _described(graph, "alles", f"Alle Datensätze ({settings.title})", description, settings)
    graph.add((node, DCAT.landingPage, URIRef(settings.absolute("daten/"))))
    graph.add((node, DCAT.keyword, Literal(settings.title, lang="de")))
    _modified(graph, node, catalog)
    _places(graph, node, catalog)
    file = _distribution(graph, node, ARCHIVE, settings, files)
    graph.add((file, DCAT.packageFormat, URIRef(_media_type("application/zip"))))


def _described(graph: Graph, name: str, title: str, description: str, settings: ExportSettings) -> URIRef:
    """Add a dataset with what all of them have in common; its address is a place on the page of the data."""
    node = URIRef(settings.absolute(f"daten/#{name}"))
    graph.add((URIRef(settings.absolute("daten/")), DCAT.dataset, node))
    graph.add((node, RDF.type, DCAT.Dataset))
    _about(graph, node, title, description, settings)
    graph.add((node, DCTERMS.identifier, Literal(str(node))))
    graph.add((node, DCAT.contactPoint, _contact(settings)))
    graph.add((node, DCAT.theme, URIRef(f"{_EU}data-theme/GOVE")))
    graph.add((node, DCTERMS.accessRights, URIRef(f"{_EU}access-right/PUBLIC")))
    graph.add((node, DCTERMS.accrualPeriodicity, URIRef(f"{_EU}frequency/IRREG")))
    if settings.contributor:
        graph.add((node, DCATDE.contributorID, URIRef(settings.contributor)))
    return node


def _distribution(
    graph: Graph, dataset: URIRef, path: str, settings: ExportSettings, files: Mapping[str, bytes]
) -> URIRef:
    media, name, title = _FORMATS[path.rsplit(".", 1)[-1]]
    address = URIRef(settings.absolute(path))
    node = URIRef(f"{settings.absolute('daten/')}#{path.rsplit('/', 1)[-1]}")
    graph.add((dataset, DCAT.distribution, node))
    graph.add((node, RDF.type, DCAT.Distribution))
    graph.add((node, DCTERMS.title, Literal(title, lang="de")))
    graph.add((node, DCAT.accessURL, address))
    graph.add((node, DCAT.downloadURL, address))
    graph.add((node, DCAT.mediaType, URIRef(_media_type(media))))
    graph.add((node, DCTERMS["format"], URIRef(f"{_EU}file-type/{name}")))
    graph.add((node, DCAT.byteSize, Literal(len(files[path]), datatype=XSD.nonNegativeInteger)))
    graph.add((node, ADMS.status, URIRef("http://purl.org/adms/status/Completed")))
    if settings.license in _LICENSES:
        graph.add((node, DCTERMS.license, URIRef(_LICENSES[settings.license])))
        graph.add((node, DCATDE.licenseAttributionByText, Literal(_publisher_name(settings), lang="de")))
    checksum = URIRef(f"{node}-sha256")
    graph.add((node, SPDX.checksum, checksum))
    graph.add((checksum, RDF.type, SPDX.Checksum))
    graph.add((checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256))
    graph.add((checksum, SPDX.checksumValue, Literal(hashlib.sha256(files[path]).hexdigest(), datatype=XSD.hexBinary)))
    return node


def _modified(graph: Graph, node: URIRef, items: Iterable[Item]) -> None:
    days = [item.record.stand.last for item in items if isinstance(item.record, Record)]
    if days:
        graph.add((node, DCTERMS.modified, Literal(max(days).isoformat(), datatype=XSD.date)))


def _places(graph: Graph, node: URIRef, catalog: Catalog) -> None:
    """Say which districts the municipalities belong to: the first five digits of their official keys."""
    keys = {record.ags[:5] for record in catalog.records("kommunen") if isinstance(record, Municipality)}
    for key in sorted(keys):
        district = URIRef(f"{_GEO}districtKey/{key}")
        graph.add((node, DCTERMS.spatial, district))
        graph.add((district, RDF.type, DCTERMS.Location))
        graph.add((node, DCATDE.politicalGeocodingURI, district))
    if keys:
        graph.add((node, DCATDE.politicalGeocodingLevelURI, URIRef(f"{_GEO}Level/administrativeDistrict")))


def _media_type(name: str) -> str:
    return f"https://www.iana.org/assignments/media-types/{name}"


def _publisher(settings: ExportSettings) -> URIRef:
    return URIRef(settings.absolute("daten/#herausgeber"))


def _contact(settings: ExportSettings) -> URIRef:
    return URIRef(settings.absolute("daten/#kontakt"))


def _publisher_name(settings: ExportSettings) -> str:
    return settings.publisher or settings.title
