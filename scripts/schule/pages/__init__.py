"""Catalog -> Markdown pages with SVG diagrams, by the templates of ``overrides/records``.

Takes the records of a school and the operator's settings; returns pages as values and writes nothing. How a page
looks is decided by the templates and style sheets of the project alone: nothing here knows a region.
"""

from schule.pages.compile import CompiledPage, Recipe, compile_pages, page_recipes, page_uri, record_uri
from schule.pages.settings import PageSettings

__all__ = ["CompiledPage", "PageSettings", "Recipe", "compile_pages", "page_recipes", "page_uri", "record_uri"]
