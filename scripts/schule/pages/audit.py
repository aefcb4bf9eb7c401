"""The committed result of the accessibility tests, for the statement on accessibility.

The browser tests write it (``--update``) and go red when it no longer says what they find; the page compiler reads it. Takes
the content folder, returns the result or None where nothing has been tested. It judges nothing: what a finding means for
conformity is said by the page. A file of its own and not a register, because no editor writes it.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from schule.records.values import Date

FILE = Path("seiten") / "barrierefreiheit" / "pruefung.json"
IMPACTS = {"critical": "schwer", "serious": "ernst", "moderate": "mittel", "minor": "gering"}  # axe-core's words


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Fault(_Frozen):
    """One kind of finding of one check: what it is, how bad for readers, on which pages."""

    befund: str
    wirkung: str
    seiten: tuple[str, ...]


class Check(_Frozen):
    """One check of all page types: how it was done, and what it found."""

    name: str
    vorgehen: str
    befunde: tuple[Fault, ...] = ()


class Audit(_Frozen):
    """What was tested when, with which tools, on which pages (one of every type), and what was found."""

    datum: Date
    werkzeuge: dict[str, str]
    seiten: tuple[str, ...]
    pruefungen: tuple[Check, ...]

    @property
    def befunde(self) -> tuple[Fault, ...]:
        """All findings of all checks."""
        return tuple(fault for check in self.pruefungen for fault in check.befunde)


def read_audit(content: Path) -> Audit | None:
    """Return the result that lies in the content folder, or None; raises pydantic's ValidationError."""
    file = content / FILE
    return Audit.model_validate_json(file.read_bytes()) if file.is_file() else None
