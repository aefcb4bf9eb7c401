"""Find records of one kind that say nearly the same, in any number of records.

Takes items, yields pairs (the later record, the earlier one, how alike: 0 to 1). Two measures, both over words: the
cosine of the words of the texts, weighted by how rare a word is, and titles that differ only in spelling and order.
Series are no duplicates: two conferences of different years, two cases of different towns may use the same words, so
records that name different places or days must be almost equal. Only records that share several of their rarest words are
compared at all; comparing everything with everything would take minutes for ten thousand records.
"""

from __future__ import annotations

import difflib
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from schule.records.base import Record
from schule.records.catalog import Item

TEXT = 0.5  # real series are as alike as 0.74; therefore ``SERIES``
TEXT_WITH_TITLE = 0.35
TITLE = 0.75
SERIES = 0.9
_EQUAL = 0.97  # nothing more alike needs to be looked for
_SIGNATURE = 14
_SHARED = 3
_COMMON = 60
_START = 3
_FEWEST = 6  # of fewer words nothing can be said about a text
_WORD = re.compile(r"\w+")
_FOLD = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_EMPTY = "am an auf aus bei das dem den der des die ein eine einer eines er es fuer im in ist mit nach oder so und vom von vor wie zu zum zur"
_EMPTY_WORDS = frozenset(_EMPTY.split())
# What tells one record of a series from the next.
_IDENTITY = ("ags", "beginn", "modellprojekt", "kommune", "traeger", "federfuehrung", "land")


@dataclass(frozen=True)
class _Document:
    item: Item
    title: tuple[str, ...]
    words: Counter[str]
    identity: tuple[tuple[str, str], ...]


def near_duplicates(items: Iterable[Item]) -> Iterator[tuple[Item, Item, float]]:
    """Yield for each record that is nearly equal to an earlier one of its kind that one, the closest first."""
    documents = [_document(item) for item in items]
    weights = _weights(documents)
    norms = [_norm(document, weights) for document in documents]
    candidates = _Candidates(weights)
    for number, document in enumerate(documents):
        best: tuple[float, int] | None = None
        for other in candidates.of(document):
            likeness = _likeness(document, documents[other], weights, norms[number], norms[other])
            if likeness and (best is None or likeness > best[0]):
                best = (likeness, other)
                if likeness >= _EQUAL:
                    break
        candidates.add(number, document)
        if best is not None:
            yield document.item, documents[best[1]].item, best[0]


def same_title(first: Sequence[str], second: Sequence[str]) -> bool:
    """Say whether two titles (their words) differ only in spelling, endings or order."""
    left, right = Counter(first) - Counter(second), Counter(second) - Counter(first)
    if not left and not right:
        return True
    if sum(left.values()) != sum(right.values()):
        joined, other = "".join(first), "".join(second)
        return joined == other or (abs(len(joined) - len(other)) <= 1 and _misspelt(joined, other))
    rest = list(right.elements())
    for word in left.elements():
        near = next((other for other in rest if _misspelt(word, other)), None)
        if near is None:
            return False
        rest.remove(near)
    return True


def _misspelt(word: str, other: str) -> bool:
    if any(character.isdigit() for character in word + other) or min(len(word), len(other)) < 4:
        return False
    return word[0] == other[0] and difflib.SequenceMatcher(None, word, other).ratio() >= 0.8


def _likeness(first: _Document, second: _Document, weights: dict[str, float], norm: float, other: float) -> float:
    enough = min(len(first.words), len(second.words)) >= _FEWEST
    text = _cosine(first.words, second.words, weights, norm * other) if enough else 0.0
    title = _title_likeness(first.title, second.title, weights)
    if text >= SERIES:
        return text
    if any(value != dict(second.identity).get(name, value) for name, value in first.identity):
        return 0.0
    if same_title(first.title, second.title):
        return max(text, SERIES)
    return max(text, title) if text >= TEXT or (title >= TITLE and text >= TEXT_WITH_TITLE) else 0.0


def _title_likeness(first: Sequence[str], second: Sequence[str], weights: dict[str, float]) -> float:
    left, right = Counter(first), Counter(second)
    norms = [
        math.sqrt(sum((weights.get(word, 1.0) * count) ** 2 for word, count in one.items())) for one in (left, right)
    ]
    return _cosine(left, right, weights, norms[0] * norms[1])


def _cosine(first: Counter[str], second: Counter[str], weights: dict[str, float], norm: float) -> float:
    if len(first) > len(second):
        first, second = second, first
    shared = sum(count * second[word] * weights.get(word, 1.0) ** 2 for word, count in first.items() if word in second)
    return shared / norm if norm else 0.0


def _document(item: Item) -> _Document:
    record = item.record
    assert isinstance(record, Record)
    text = " ".join(filter(None, (record.kurzbeschreibung, record.beschreibung, getattr(record, "text", None))))
    words = [word for word in _words(text) if word not in _EMPTY_WORDS]
    title = tuple(word for word in _words(record.titel or "") if word not in _EMPTY_WORDS)
    identity = tuple((name, str(getattr(record, name))) for name in _IDENTITY if getattr(record, name, None))
    # Words count as present or not: how often a word is repeated says little about what a text is about.
    return _Document(item, title, Counter(dict.fromkeys(words, 1)), identity)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower().translate(_FOLD))


def _weights(documents: Sequence[_Document]) -> dict[str, float]:
    frequency = Counter(word for document in documents for word in {*document.words, *document.title})
    return {word: math.log(1 + len(documents) / count) for word, count in frequency.items()}


def _norm(document: _Document, weights: dict[str, float]) -> float:
    return math.sqrt(sum((weights[word] * count) ** 2 for word, count in document.words.items()))


class _Candidates:
    """Earlier documents by kind and rare word."""

    def __init__(self, weights: dict[str, float]) -> None:
        self._weights = weights
        self._by_word: dict[tuple[str, str], list[int]] = {}

    def of(self, document: _Document) -> list[int]:
        """Return the earlier documents of the kind that share several rare words of the text, or any of the title; the most alike first."""
        kind = document.item.kind.name
        shared: Counter[int] = Counter()
        for word in self._rare(document):
            shared.update(self._by_word.get((kind, word), ()))
        least = min(_SHARED, max(1, len(document.words)))
        titles = {number for word in document.title for number in self._by_word.get((kind, "#" + word[:_START]), ())}
        found = {number for number, count in shared.items() if count >= least} | titles
        return sorted(found, key=lambda number: (-shared[number], number))

    def add(self, number: int, document: _Document) -> None:
        """Note a document under its rare words and the beginnings of the words of its title."""
        kind = document.item.kind.name
        for word in (*document.words, *("#" + word[:_START] for word in dict.fromkeys(document.title))):
            numbers = self._by_word.setdefault((kind, word), [])
            if len(numbers) < _COMMON:
                numbers.append(number)

    def _rare(self, document: _Document) -> list[str]:
        return sorted(document.words, key=lambda word: (-self._weights[word], word))[: 2 * _SIGNATURE]
