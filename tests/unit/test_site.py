"""Addresses inside the site, and what stands beside its pages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from schule.addresses import relative_links, write_redirects
from schule.outputs import write_synonyms
from schule.records.catalog import Catalog, Item
from schule.records.kinds import KINDS

URLS = {"/": "", "/kommunen/": "kommunen/", "/kommunen/soest/": "kommunen/soest/", "/ueber/": "ueber/"}
FILES = {
    "/": "index.html",
    "/kommunen/": "kommunen/index.html",
    "/kommunen/soest/": "kommunen/soest.html",
    "/ueber/": "ueber.html",
}


@pytest.mark.parametrize(
    ("page", "link", "expected"),
    [
        ("", "/kommunen/soest/", "kommunen/soest/"),
        ("kommunen/soest/", "/kommunen/", "../"),
        ("kommunen/soest/", "/", "../../"),
        ("kommunen/soest/", "/ueber/#ziel", "../../ueber/#ziel"),
        ("kommunen/", "/daten/alles.zip", "../daten/alles.zip"),
        ("kommunen/soest/", "/ueber/?q=a%20b#c", "../../ueber/?q=a%20b#c"),
        ("", "/", "./"),
    ],
)
def test_links_become_relative(page: str, link: str, expected: str) -> None:
    assert relative_links(f'<a class="x" href="{link}">', page, URLS) == f'<a class="x" href="{expected}">'


@pytest.mark.parametrize(
    ("page", "link", "expected"),
    [
        ("kommunen/soest.html", "/kommunen/", "index.html"),
        ("kommunen/soest.html", "/ueber/#ziel", "../ueber.html#ziel"),
        ("kommunen/soest.html", "/ueber/?q=a", "../ueber.html?q=a"),
        ("index.html", "/kommunen/soest/", "kommunen/soest.html"),
        ("ueber.html", "/", "index.html"),
    ],
)
def test_links_name_files_for_a_disk(page: str, link: str, expected: str) -> None:
    assert relative_links(f'<img src="{link}">', page, FILES) == f'<img src="{expected}">'


@pytest.mark.parametrize("link", ["https://example.org/", "//example.org/x", "#oben", "andere/", "mailto:a@b.de"])
def test_other_links_stay(link: str) -> None:
    assert relative_links(f'<a href="{link}">', "kommunen/", URLS) == f'<a href="{link}">'


def test_a_quote_in_an_address_cannot_leave_the_attribute() -> None:
    assert '"><script' not in relative_links('<a href="/x&quot;&gt;<script/">', "", URLS)


def town(**fields: object) -> Item:
    record = KINDS["formate"].model.model_validate(
        {
            "titel": "Runder <Tisch>",
            "kurzbeschreibung": "x",
            "quellen": ["a"],
            "stand": "2026",
            "turnus": "unbekannt",
            "zielgruppe": "unbekannt",
            **fields,
        }
    )
    return Item(KINDS["formate"], "tisch", record, "content/formate/tisch.yml")


def test_redirect_escapes_and_never_leaves_the_site(tmp_path: Path) -> None:
    catalog = Catalog([town(weiterleitungen=["/formate/alt/", "/../../weg/"])])
    write_redirects(catalog, tmp_path, {"/formate/tisch/": "formate/tisch/"})
    text = (tmp_path / "formate/alt/index.html").read_text(encoding="utf-8")
    assert 'url=../tisch/"' in text
    assert "<Tisch>" not in text
    assert not (tmp_path.parent / "weg").exists()


def test_synonyms_of_the_glossary_reach_the_search(tmp_path: Path) -> None:
    term = {
        "slug": "oepnv",
        "titel": "Öffentlicher Personennahverkehr",
        "definition": "x",
        "synonyme": ["ÖPNV", "Bus und Bahn"],
    }
    catalog = Catalog([Item(KINDS["begriffe"], "oepnv", KINDS["begriffe"].model.model_validate(term), "x.yml")])
    write_synonyms(catalog, tmp_path)
    assert json.loads((tmp_path / "suchindex-synonyme.json").read_text(encoding="utf-8")) == [
        ["Öffentlicher Personennahverkehr", "ÖPNV", "Bus und Bahn"]
    ]
