"""Make a finding at a location of a loaded record."""

from __future__ import annotations

from schule.findings import Finding, severity_of
from schule.records.catalog import Item
from schule.records.load import Loaded
from schule.records.yaml_source import Location, format_key


def finding_at(
    loaded: Loaded, item: Item, location: Location, rule: str, message: str, hint: str, *, at_key: bool = False
) -> Finding:
    """Return a finding whose span is the value (or the key) at ``location`` of the record."""
    source, place = loaded.place(item, location)
    return Finding(
        source.path, source.span(place, key=at_key), rule, severity_of(rule), format_key(place), message, hint
    )
