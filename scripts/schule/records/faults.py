"""Faults of a single value, as pydantic carries them: the rule's name is the error's type."""

from __future__ import annotations

from typing import Any

from pydantic_core import PydanticCustomError


def fault(rule: str, message: str, hint: str) -> PydanticCustomError:
    """Return the error for a rule; ``validate`` turns it into a finding with line and column."""
    # The message is passed as a value, since braces in it would be read as placeholders.
    return PydanticCustomError(rule, "{meldung}", {"meldung": message, "hilfe": hint})


def text_of(value: Any, what: str) -> str:
    """Return a value that must be text, without spaces at its ends; ``what`` names what is expected instead."""
    if not isinstance(value, str):
        there = "eine Liste" if isinstance(value, list) else "ein Block mit Feldern"
        raise fault(
            "typ-falsch",
            f"Hier steht {there}, erwartet wird {what}.",
            "Vergleichen Sie das Feld mit dem Beispiel im Handbuch.",
        )
    return value.strip()
