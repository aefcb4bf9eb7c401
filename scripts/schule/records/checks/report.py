"""Make a finding at a location of a record."""

from __future__ import annotations

from schule.findings import Finding, severity_of
from schule.records.load import Candidate, Loaded
from schule.records.yaml_source import Location, format_key


def finding_at(
    loaded: Loaded,
    candidate: Candidate,
    location: Location,
    rule: str,
    message: str,
    hint: str,
    *,
    at_key: bool = False,
) -> Finding:
    """Return a finding whose span is the value (or the key) at ``location`` of the record."""
    source, place = loaded.place(candidate, location)
    return Finding(
        source.path, source.span(place, key=at_key), rule, severity_of(rule), format_key(place), message, hint
    )
