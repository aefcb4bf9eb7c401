"""A school of an invented region, compiled once with the real templates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pytest

from schule.pages import CompiledPage, PageSettings, compile_pages
from schule.project import Project
from schule.records.catalog import Catalog
from schule.records.load import load_project

HERE = Path(__file__).parent
ROOT = HERE.parents[2]


class SchoolOfUhrental(Project):
    """The invented records with the templates of this checkout."""

    @property
    def overrides(self) -> Path:
        return ROOT / "overrides"


@pytest.fixture(scope="session")
def project() -> Project:
    return SchoolOfUhrental(HERE / "uhrental", dt.date(2025, 1, 2))


@pytest.fixture(scope="session")
def catalog(project: Project) -> Catalog:
    loaded = load_project(project)
    assert loaded.findings == ()
    return loaded.catalog


@pytest.fixture(scope="session")
def settings() -> PageSettings:
    return PageSettings(region={"name": "Uhrental", "kontakt": "uhr@example.org", "kartennachweis": "© Vermessungsamt"})


@pytest.fixture(scope="session")
def pages(project: Project, catalog: Catalog, settings: PageSettings) -> Mapping[str, CompiledPage]:
    compiled = compile_pages(project, catalog, settings)
    assert len({page.uri for page in compiled}) == len(compiled)
    return {page.uri: page for page in compiled}
