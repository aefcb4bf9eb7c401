"""Read one YAML document with positions: bytes in, a ``Source`` out.

A ``Source`` is plain data (dicts, lists, text), the span of every value and key, and findings. What is wrong with the
file never raises; where nothing can be read, ``data`` is None and a finding says why.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from schule.findings import Finding, Span
from schule.records.decode import decode_file
from schule.records.locations import Location, Place, format_key
from schule.records.yaml_faults import explain_fault
from schule.records.yaml_reader import StopReadingError, YamlReader

__all__ = ["Location", "Source", "format_key", "parse_text", "parse_yaml"]


@dataclass(frozen=True)
class Source:
    """One parsed file.

    ``data`` is None where nothing could be read; ``values`` and ``keys`` map a location (``("quellen", 1, "titel")``)
    to line, column and length of the value and of its key; ``broken`` holds the locations that already have a finding,
    so that later steps say nothing more about them; ``origins`` leads from an alias (``*name``) to what it repeats.
    """

    path: str
    lines: tuple[str, ...]
    data: Any
    values: dict[Location, Place]
    keys: dict[Location, Place]
    broken: frozenset[Location]
    findings: tuple[Finding, ...]
    origins: dict[Location, Location] = field(default_factory=dict)
    body: str = ""
    body_line: int = 0

    def span(self, location: Location, *, key: bool = False) -> Span:
        """Return the span of a value (or of its key), or that of the nearest parent which has one."""
        location = self.origin(location)
        tables = (self.keys, self.values) if key else (self.values, self.keys)
        while location:
            for table in tables:
                if location in table:
                    return Span(*table[location])
            location = location[:-1]
        return Span(*self.values.get((), (1, 1, 1)))

    def origin(self, location: Location) -> Location:
        """Return where the content of a location stands: for what lies below an alias, the place that it repeats."""
        if not self.origins:
            return location
        for end in range(len(location) - 1, -1, -1):
            target = self.origins.get(location[:end])
            if target is not None:
                return self.origin((*target, *location[end:]))
        return location


def parse_yaml(raw: bytes, path: str) -> Source:
    """Read the bytes of a file that is one YAML document."""
    text, findings = decode_file(raw, path)
    if text is None:
        return Source(path, (), None, {}, {}, frozenset(), findings)
    return parse_text(text, path, findings=findings)


def parse_text(text: str, path: str, *, first_line: int = 1, findings: tuple[Finding, ...] = ()) -> Source:
    """Read a text that is one YAML document.

    ``first_line`` is the number of the file's line on which it starts (front matter starts at 2), ``findings`` what is
    known about the file already.
    """
    reader = YamlReader(path, first_line, tuple(text.split("\n")))
    reader.findings.extend(findings)
    try:
        reader.read(text)
    except StopReadingError:
        reader.root = None
    except yaml.YAMLError as error:
        rule, line, column, message, hint = explain_fault(error, reader.lines)
        reader.add(rule, (line + first_line, column + 1, 1), (), message, hint)
        reader.root = None
    return Source(
        path,
        reader.lines,
        reader.root,
        reader.values,
        reader.keys,
        frozenset(reader.broken),
        tuple(reader.findings),
        reader.origins,
    )
