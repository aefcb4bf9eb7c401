"""The description with which a browser's address bar searches the school."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

from jinja2 import Environment, FileSystemLoader

TEMPLATES = Path(__file__).parents[2] / "overrides"
SPACE = "{http://a9.com/-/spec/opensearch/1.1/}"


def description(site_url: str, name: str = "Seenland") -> str:
    config = SimpleNamespace(
        site_url=site_url,
        site_name="Schule <am> See & Fluss",
        extra={"schule": {"name": name}},
        theme=SimpleNamespace(favicon="bild.svg"),
    )
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=False)
    return environment.get_template("suche/opensearch.xml").render(config=config)


def test_description_names_the_search_page_with_its_whole_address() -> None:
    root = ElementTree.fromstring(description("https://schule.example/sw"))
    url = root.find(f"{SPACE}Url")
    assert url is not None
    assert url.get("template") == "https://schule.example/sw/suche/?q={searchTerms}"
    assert root.findtext(f"{SPACE}LongName") == "Schule <am> See & Fluss"


def test_short_name_keeps_to_sixteen_characters() -> None:
    root = ElementTree.fromstring(description("https://schule.example/", "Region mit einem sehr langen Namen"))
    assert len(root.findtext(f"{SPACE}ShortName") or "") == 16


def test_there_is_no_description_without_an_address() -> None:
    assert description("").strip() == ""
