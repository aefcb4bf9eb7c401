"""Read what was typed: words, phrases in quotes, words to leave out.

Takes the text of a query, returns it taken apart. Does not know the index; the only thing to agree on with the index are the
rules of `analysis`.
"""

import re
from dataclasses import dataclass

from schule.search.analysis import fold, is_word, normal, runs, surfaces, words_as_written

_QUOTED = re.compile('(?<![^\\s(])(-?)["„“”»«]([^"„“”»«]+)["„“”»«]')
# Not the hanging hyphen of "Bürgerbeteiligung und -information".
_EXCLUDED = re.compile(r"(?<!\S)(?<!und )(?<!oder )(?<!sowie )(?<!bzw\. )-(?=\w)(\S+)")
_TYPING = re.compile(r"\w\Z")
SHORTEST_PREFIX = 3  # letters of a beginning beside other words


@dataclass(frozen=True, slots=True)
class Asked:
    """One word of a query."""

    surface: str
    key: str
    pieces: tuple[str, ...]  # keys of the words inside a joined one
    prefix: bool  # the reader may still be typing it
    small: bool  # begins with a small letter in a query that writes its nouns with capitals
    light: bool = False  # only frames the question; settled by the words of the index


@dataclass(frozen=True, slots=True)
class Query:
    """A query taken apart; each key stands once in `words`, in the order of the text."""

    words: tuple[Asked, ...]
    sequence: tuple[str, ...]  # all keys in the order of the text, to find synonyms of several words
    phrases: tuple[tuple[str, ...], ...]  # keys that must follow one another
    excluded: tuple[str, ...]  # keys that must not be there


def parse(text: str) -> Query:
    """Take a query apart; anything is a query."""
    phrases: list[tuple[str, ...]] = []
    excluded: list[str] = []

    def take_quoted(found: re.Match[str]) -> str:
        keys = tuple(filter(None, map(fold, surfaces(found[2]))))
        if found[1]:
            excluded.extend(keys)
            return " "
        if len(keys) > 1:
            phrases.append(keys)
        return f" {found[2]} "

    def take_excluded(found: re.Match[str]) -> str:
        excluded.extend(filter(None, map(fold, surfaces(found[1]))))
        return " "

    rest = _QUOTED.sub(take_quoted, _EXCLUDED.sub(take_excluded, text))
    words: dict[str, Asked] = {}
    small = _small(rest)
    found = [surface for surface in surfaces(rest) if is_word(surface)]
    for place, surface in enumerate(found):
        key = fold(surface)
        if key:
            enough = len(key) >= SHORTEST_PREFIX or len(found) == 1
            typing = place == len(found) - 1 and enough and bool(_TYPING.search(rest))
            pieces = tuple(filter(None, map(fold, runs(surface))))
            words.setdefault(key, Asked(surface, key, pieces, typing, surface in small))
    sequence = tuple(filter(None, map(fold, found)))
    return Query(tuple(words.values()), sequence, tuple(phrases), tuple(dict.fromkeys(excluded)))


def _small(text: str) -> frozenset[str]:
    """Return the words that begin with a small letter, if any but the first begins with a capital: verbs and adjectives."""
    words = words_as_written(text)
    if not any(word[0].isupper() for word in words[1:]):
        return frozenset()
    return frozenset(normal(word) for word in words if word[0].islower())
