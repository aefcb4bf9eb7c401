"""A DCAT-AP.de catalogue (version 2) of the open data, as Turtle and RDF/XML, written by rdflib."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, XSD

from schule.exports.settings import ExportSettings
from schule.records.base import Record
from schule.records.catalog import Catalog
from schule.records.kinds import KINDS, Kind

SPDX = Namespace("http://spdx.org/rdf/terms#")
_LICENSES = {
    "CC-BY-4.0": "http://dcat-ap.de/def/licenses/cc-by/4.0",
    "CC0-1.0": "http://dcat-ap.de/def/licenses/cc-zero",
    "DL-DE-BY-2.0": "http://dcat-ap.de/def/licenses/dl-by-de/2.0",
}
_THEME = URIRef("http://publications.europa.eu/resource/authority/data-theme/GOVE")
_GERMAN = URIRef("http://publications.europa.eu/resource/authority/language/DEU")
_FORMATS = {"json": ("application/json", "JSON"), "csv": ("text/csv", "CSV")}


def catalogue_files(catalog: Catalog, settings: ExportSettings, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return ``daten/katalog.ttl`` and ``daten/katalog.rdf``; ``files`` are the data files that it describes."""
    graph = Graph()
    for prefix, space in (("dcat", DCAT), ("dct", DCTERMS), ("foaf", FOAF), ("spdx", SPDX)):
        graph.bind(prefix, space)
    root = URIRef(settings.absolute("daten/"))
    publisher = URIRef(settings.absolute("daten/#herausgeber"))
    graph.add((publisher, RDF.type, FOAF.Organization))
    graph.add((publisher, FOAF.name, Literal(settings.publisher or settings.title)))
    graph.add((root, RDF.type, DCAT.Catalog))
    graph.add((root, DCTERMS.title, Literal(settings.title, lang="de")))
    graph.add(
        (root, DCTERMS.description, Literal(settings.description or f"Offene Daten: {settings.title}", lang="de"))
    )
    graph.add((root, DCTERMS.publisher, publisher))
    graph.add((root, DCTERMS.language, _GERMAN))
    graph.add((root, FOAF.homepage, URIRef(settings.absolute("/"))))
    for kind in KINDS.values():
        if f"daten/{kind.name}.json" in files:
            _dataset(graph, kind, catalog, settings, files)
    turtle = graph.serialize(format="turtle").encode()
    return {"daten/katalog.ttl": turtle, "daten/katalog.rdf": graph.serialize(format="pretty-xml").encode()}


def _dataset(graph: Graph, kind: Kind, catalog: Catalog, settings: ExportSettings, files: Mapping[str, bytes]) -> None:
    dataset = URIRef(settings.absolute(f"daten/#{kind.name}"))
    graph.add((URIRef(settings.absolute("daten/")), DCAT.dataset, dataset))
    graph.add((dataset, RDF.type, DCAT.Dataset))
    graph.add((dataset, DCTERMS.title, Literal(f"{kind.plural} ({settings.title})", lang="de")))
    count = len(catalog.of(kind.name))
    graph.add(
        (
            dataset,
            DCTERMS.description,
            Literal(f"{count} Datensätze der Art „{kind.singular}“ mit ihren Quellen.", lang="de"),
        )
    )
    graph.add((dataset, DCTERMS.identifier, Literal(str(dataset))))
    graph.add((dataset, DCTERMS.publisher, URIRef(settings.absolute("daten/#herausgeber"))))
    graph.add((dataset, DCAT.theme, _THEME))
    graph.add((dataset, DCTERMS.language, _GERMAN))
    graph.add((dataset, DCAT.landingPage, URIRef(settings.absolute(kind.index))))
    days = [item.record.stand.last for item in catalog.of(kind.name).values() if isinstance(item.record, Record)]
    if days:
        graph.add((dataset, DCTERMS.modified, Literal(max(days).isoformat(), datatype=XSD.date)))
    for suffix, (media, name) in _FORMATS.items():
        _distribution(graph, dataset, f"daten/{kind.name}.{suffix}", media, name, settings, files)


def _distribution(
    graph: Graph,
    dataset: URIRef,
    path: str,
    media: str,
    name: str,
    settings: ExportSettings,
    files: Mapping[str, bytes],
) -> None:
    address = URIRef(settings.absolute(path))
    node = URIRef(f"{settings.absolute('daten/')}#{path.removeprefix('daten/')}")
    graph.add((dataset, DCAT.distribution, node))
    graph.add((node, RDF.type, DCAT.Distribution))
    graph.add((node, DCTERMS.title, Literal(f"{name}-Datei", lang="de")))
    graph.add((node, DCAT.accessURL, address))
    graph.add((node, DCAT.downloadURL, address))
    graph.add((node, DCAT.mediaType, URIRef(f"https://www.iana.org/assignments/media-types/{media}")))
    graph.add((node, DCTERMS["format"], URIRef(f"http://publications.europa.eu/resource/authority/file-type/{name}")))
    graph.add((node, DCAT.byteSize, Literal(len(files[path]), datatype=XSD.nonNegativeInteger)))
    license_address = _LICENSES.get(settings.license)
    if license_address:
        graph.add((node, DCTERMS.license, URIRef(license_address)))
    checksum = URIRef(f"{node}-sha256")
    graph.add((node, SPDX.checksum, checksum))
    graph.add((checksum, RDF.type, SPDX.Checksum))
    graph.add((checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256))
    graph.add((checksum, SPDX.checksumValue, Literal(hashlib.sha256(files[path]).hexdigest(), datatype=XSD.hexBinary)))
