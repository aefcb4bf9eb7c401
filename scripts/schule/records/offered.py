"""Which kinds of record a reader may write in the site's own form, and where that form stands.

A form is offered only where the school has the lists from which its required fields choose; sources may be new.
"""

from __future__ import annotations

from schule.records.catalog import Catalog
from schule.records.fields import Form, fields_of
from schule.records.kinds import PAGES, Kind

FORMS = "/beitragen/"
KINDS_WITH_FORM = ("praxisbeispiele", "leitprojekte", "veranstaltungen")


def offered_kinds(catalog: Catalog) -> tuple[Kind, ...]:
    """Return the kinds with a form, in the order of the offer."""
    return tuple(kind for kind in (PAGES[name] for name in KINDS_WITH_FORM) if _can_be_filled(kind, catalog))


def form_address(kind: Kind) -> str:
    """Return the address of the form of a kind."""
    return f"{FORMS}{kind.name}/"


def template_address(kind: Kind) -> str:
    """Return the address of the empty record, which serves readers without JavaScript."""
    return f"{FORMS}{kind.name}.yml"


def _can_be_filled(kind: Kind, catalog: Catalog) -> bool:
    needed = (field.shape for field in fields_of(kind.model) if field.required)
    return all(
        catalog.of(shape.kind) for shape in needed if shape.form is Form.REFERENCE and not shape.unknown
    )  # fmt: skip
