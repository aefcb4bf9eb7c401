"""What one page of HTML gives to the index, as values.

Does not know how it was extracted (`extract`) or what becomes of it (`mapping`).
"""

from dataclasses import dataclass, field
from typing import NamedTuple

# Weights of words by where they stand, in quarters of an ordinary word.
TEXT, HEADING, TITLE, META = 4, 8, 8, 4


class Section(NamedTuple):
    """A part of a page from one heading with an anchor to the next; the first may have neither."""

    anchor: str
    heading: str
    text: str


class Run(NamedTuple):
    """A stretch of words that weigh alike; `weight` in quarters of an ordinary word."""

    section: int
    weight: int
    words: list[str]  # as white space parts them


@dataclass(frozen=True, slots=True)
class Document:
    """One page: what is shown of it (title, sections, meta), found by (runs), narrowed by (filters), ordered by (sorts)."""

    title: str
    lang: str
    has_body: bool
    sections: tuple[Section, ...]
    runs: tuple[Run, ...]
    meta: dict[str, str] = field(default_factory=dict)
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sorts: dict[str, str] = field(default_factory=dict)
    title_at: int = 0  # characters of the first section before the heading that is the title; below 0: it stands nowhere in the text
    title_anchor: str = ""
