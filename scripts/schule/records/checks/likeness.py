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
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import heapify, heappop
from itertools import chain

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


@dataclass(frozen=True)
class _Document:
    item: Item
    title: tuple[str, ...]
    words: frozenset[str]
    identity: Mapping[str, str]


class _Weights:
    """How rare each word is: its weight and its square, and its rank among all words, the rarest first."""

    def __init__(self, items: Sequence[Item]) -> None:
        frequency = Counter(chain.from_iterable(item.vocabulary() for item in items))
        weights = {word: math.log(1 + len(items) / count) for word, count in frequency.items()}
        self._squares = {word: weight * weight for word, weight in weights.items()}
        by_rarity = sorted(weights, key=lambda word: (-weights[word], word))
        self._rank = {word: rank for rank, word in enumerate(by_rarity)}

    def rarest(self, words: Iterable[str], count: int) -> list[str]:
        """Return the rarest words."""
        return sorted(words, key=self._rank.__getitem__)[:count]

    def of(self, words: Iterable[str]) -> float:
        """Return the sum of the squares; ``fsum``, so that no order of words changes it."""
        return math.fsum(map(self._squares.__getitem__, words))


def near_duplicates(
    items: Sequence[Item], only: Callable[[Item], bool] = lambda _item: True
) -> Iterator[tuple[Item, Item, float]]:
    """Yield for each record that is nearly equal to an earlier one of its kind that one, the closest first.

    Records that are not wanted (``only``) are compared with nothing; they count all the same for how rare a word is.
    """
    wanted = [item for item in items if only(item)]
    if not wanted:
        return
    weights = _Weights(items)
    kinds = {item.kind.name for item in wanted}
    documents = [_document(item) for item in items if item.kind.name in kinds]
    candidates = _Candidates(weights, None if len(wanted) == len(items) else map(_document, wanted))

    @cache
    def norm(number: int) -> float:
        return math.sqrt(weights.of(documents[number].words))

    for number, document in enumerate(documents):
        best: tuple[float, int] | None = None
        for other in candidates.of(document) if only(document.item) else ():
            likeness = _likeness(document, documents[other], weights, norm(number) * norm(other))
            if likeness and (best is None or likeness > best[0]):
                best = (likeness, other)
                if likeness >= _EQUAL:
                    break
        candidates.add(number, document)
        if best is not None:
            yield document.item, documents[best[1]].item, best[0]


def same_title(first: Sequence[str], second: Sequence[str]) -> bool:
    """Say whether two titles (their words) differ only in spelling, endings or order."""
    if len(first) != len(second):
        joined, other = "".join(first), "".join(second)
        return joined == other or (abs(len(joined) - len(other)) <= 1 and _misspelt(joined, other))
    left, rest = list(first), list(second)
    for word in first:
        if word in rest:
            left.remove(word)
            rest.remove(word)
    for word in left:
        near = next((other for other in rest if _misspelt(word, other)), None)
        if near is None:
            return False
        rest.remove(near)
    return True


def _misspelt(word: str, other: str) -> bool:
    if any(character.isdigit() for character in word + other) or min(len(word), len(other)) < 4:
        return False
    return word[0] == other[0] and difflib.SequenceMatcher(None, word, other).ratio() >= 0.8


def _likeness(first: _Document, second: _Document, weights: _Weights, norm: float) -> float:
    """Return how alike two documents are, 0 where not enough; ``norm`` is the product of theirs."""
    enough = norm and min(len(first.words), len(second.words)) >= _FEWEST
    text = weights.of(first.words & second.words) / norm if enough else 0.0
    if text >= SERIES:
        return text
    if any(value != second.identity.get(name, value) for name, value in first.identity.items()):
        return 0.0
    if same_title(first.title, second.title):
        return max(text, SERIES)
    if text < TEXT_WITH_TITLE:
        return 0.0
    title = _title_likeness(first.title, second.title, weights)
    return max(text, title) if text >= TEXT or title >= TITLE else 0.0


def _title_likeness(first: Sequence[str], second: Sequence[str], weights: _Weights) -> float:
    left, right = Counter(first), Counter(second)
    norm = math.sqrt(_product(left, left, weights) * _product(right, right, weights))
    return _product(left, right, weights) / norm if norm else 0.0


def _product(first: Counter[str], second: Counter[str], weights: _Weights) -> float:
    return math.fsum(count * second[word] * weights.of((word,)) for word, count in first.items())


def _document(item: Item) -> _Document:
    words = item.words
    return _Document(item, words.title, words.text, words.identity)


class _Candidates:
    """Earlier documents by kind and rare word; where only some documents ask, under their words alone."""

    def __init__(self, weights: _Weights, asking: Iterable[_Document] | None) -> None:
        self._weights = weights
        self._by_word: dict[str, dict[str, list[int]]] = {}
        self._asked = None
        if asking is not None:
            self._asked = {word for one in asking for word in (*self._rare(one), *_beginnings(one))}

    def of(self, document: _Document) -> Iterator[int]:
        """Yield the earlier documents of the kind that share several rare words of the text, or any of the title; the most alike first."""
        by_word = self._by_word.get(document.item.kind.name, {})
        shared = Counter(chain.from_iterable(by_word.get(word, ()) for word in self._rare(document)))
        least = min(_SHARED, max(1, len(document.words)))
        found = {number for number, count in shared.items() if count >= least}
        for beginning in _beginnings(document):
            found.update(by_word.get(beginning, ()))
        waiting = [(-shared.get(number, 0), number) for number in found]
        heapify(waiting)  # who has found an equal document asks for no more
        while waiting:
            yield heappop(waiting)[1]

    def add(self, number: int, document: _Document) -> None:
        """Note a document under its rare words and the beginnings of the words of its title."""
        by_word = self._by_word.setdefault(document.item.kind.name, {})
        words: Iterable[str] = (*document.words, *_beginnings(document))
        for word in words if self._asked is None else self._asked.intersection(words):
            numbers = by_word.setdefault(word, [])
            if len(numbers) < _COMMON:
                numbers.append(number)

    def _rare(self, document: _Document) -> list[str]:
        return self._weights.rarest(document.words, 2 * _SIGNATURE)


def _beginnings(document: _Document) -> list[str]:
    return ["#" + word[:_START] for word in dict.fromkeys(document.title)]
