"""Text for Markdown: escape what is plain, and prepare what editors wrote.

A guide's footnotes name sources by slug; their definitions are appended here from the register. Task lists become
labelled checkboxes, because the bare ones that Markdown makes have no name for a screen reader.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from markupsafe import Markup

_SPECIAL = re.compile(r"([\\`*_{}\[\]#|])")
_LEADING = re.compile(r"^(\s*)([-+>:=!~]|\d+[.)])", re.MULTILINE)
_TASK = re.compile(r"^(\s*[-*+]) \[([ xX])\] (.+)$", re.MULTILINE)
_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\](?!:)")
_NO_ESCAPE = ":=~"  # Markdown keeps a backslash before these: at the beginning of a line they become entities
_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def escape_markdown(text: object) -> Markup:
    """Return plain text so that Markdown and HTML show it as it is."""
    plain = re.sub(r"\s+", " ", str(text)).strip()
    plain = "".join(_HTML.get(character, character) for character in plain)
    return Markup(_LEADING.sub(_escape_leading, _SPECIAL.sub(r"\\\1", plain)))  # noqa: S704 - escaped above


def _escape_leading(match: re.Match[str]) -> str:
    indent, sign = match.groups()
    if sign in _NO_ESCAPE:
        return f"{indent}&#{ord(sign)};"
    return f"{indent}{sign[:-1]}\\{sign[-1]}"


def prepare_text(text: str) -> Markup:
    """Return an editor's Markdown with task lists as labelled checkboxes."""
    return Markup(_TASK.sub(_labelled, text))  # noqa: S704 - the check has refused HTML in it


def _labelled(match: re.Match[str]) -> str:
    bullet, mark, text = match.groups()
    checked = " checked" if mark in "xX" else ""
    return f'{bullet} <label class="s-aufgabe"><input type="checkbox"{checked}> <span>{text.strip()}</span></label>'


def footnote_labels(text: str) -> list[str]:
    """Return the labels of all footnotes in the order in which they first appear."""
    return list(dict.fromkeys(_FOOTNOTE.findall(text)))


def footnote_definitions(text: str, cite: Callable[[str], str]) -> Markup:
    """Return a definition for every footnote of a text; ``cite`` gives the Markdown for a label."""
    lines = [f"[^{label}]: {cite(label)}" for label in footnote_labels(text)]
    return Markup("\n\n".join(lines))  # noqa: S704 - citations are escaped by the caller
