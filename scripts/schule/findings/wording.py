"""Words that messages share: quoting what stands in a file, so that no message breaks a line or a terminal."""

from __future__ import annotations

import re

_LONGEST = 60


def quote(value: object) -> str:
    """Return a value in German quotation marks: on one line, printable, at most 60 characters."""
    text = re.sub(r"\s+", " ", str(value)).strip()
    text = "".join(character if character.isprintable() else "�" for character in text)
    if len(text) > _LONGEST:
        text = text[: _LONGEST - 1].rstrip() + "…"
    return f"„{text}“"


def thousands(number: int) -> str:
    """Write a whole number with German thousands points: ``2.000.000``."""
    return f"{number:,}".replace(",", ".")
