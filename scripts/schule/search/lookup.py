"""Find the groups that a word of a query stands for.

Takes one word and the dictionary, returns alternatives with their weight: the word itself, its parts, synonyms, what it may
be the beginning or a misspelling of. Downloads are bounded: a known word needs its own shard, an unknown one at most
`MOST_SHARDS` shards of words around it and as many of endings.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from schule.search.query import SHORTEST_PREFIX, Asked
from schule.search.store import Ending, Store, Word
from schule.search.typos import distance

Why = Literal["word", "part", "synonym", "prefix", "typo"]
FULL, FRAMING = 16, 10  # factors are sixteenths
PART_FACTOR, PREFIX_FACTOR, SYNONYM_FACTOR, TYPO_FACTOR, SPLIT_FACTOR = 5, 8, 12, 12, 12
MOST_SHARDS = 3
MOST_PREFIXES = 8
MOST_TYPOS = 3
COMMON = 11  # binary digits of the sections with a compound from which its parts, long lists, are not fetched
SHORTEST_TYPO, TWO_TYPOS = 4, 8  # letters from which one and two mistakes are looked for
SHORTEST_MEMBER, SHORTEST_REST = 5, 3  # letters of a word that stands in compounds alone, and of what is beside it
SHORTEST_ROOT = 4  # letters before an ending
# What nouns and adjectives end in, and what verbs end in with the nouns made of them.
_NOUNS = "e em en ens er ern es innen n nen s se sen ses"
_VERBS = "e en end ende enden ender endes n st t te ten ung ungen"
NOUN_ENDINGS, VERB_ENDINGS = frozenset(["", *_NOUNS.split()]), frozenset(["", *_VERBS.split()])
# A participle and what is left of it without ge-: umgesetzt, umsetzt.
PARTICIPLE = re.compile(
    "\\A(|ab|an|auf|aus|bei|dar|durch|ein|fest|fort|frei|her|hin|los|mit|nach|nieder|statt|teil|uber|um|unter|vor|weg|weiter|wieder"
    "|zu|zuruck|zusammen)ge([a-z]{3,}t)(?:e[mnrs]?)?\\Z"
)
# Endings that German does not know, and what is left of them: libraries and library are librari, planned and planning plan.
ENGLISH = (("ies", "i"), ("ied", "i"), ("ing", ""), ("ed", ""), ("y", "i"))
ENGLISH_MORE = (("es", ""), ("s", ""), ("e", ""))
LINKS = ("", "s", "es", "n", "en", "er", "e")


class Alternative(NamedTuple):
    """A group that answers a word: with what factor, why, and which spelling is the exact one (-1: none)."""

    group: int
    factor: int
    why: Why
    variant: int


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the query with all that answers it: of the alternatives the best counts, parts of a bundle add up."""

    asked: Asked
    alternatives: tuple[Alternative, ...]
    bundles: tuple[tuple[Alternative, ...], ...]


def resolve(store: Store, asked: Asked) -> Term:
    """Return what answers `asked`."""
    found = store.word(asked.key)
    if found is not None:
        own = Alternative(found.group, FULL, "word", _variant(found, asked.surface))
        groups = found.parts if found.common < COMMON or asked.pieces else ()
        parts = [Alternative(group, PART_FACTOR, "part", -1) for group in groups if group != found.group]
        return Term(asked, (own,), _bundles(parts))
    pieces = [word for word in map(store.word, asked.pieces) if word is not None]
    if pieces:
        return Term(asked, (), _bundles([Alternative(word.group, FULL, "word", -1) for word in pieces]))
    inflected = _inflected(store, asked.key)
    if inflected is not None:
        return Term(asked, (Alternative(inflected.group, FULL, "word", -1),), ())
    prefixes = _prefixes(store, asked.key) if asked.prefix else []
    if prefixes:
        return Term(asked, tuple(prefixes), ())
    return _unknown(store, asked)


def lightened(term: Term) -> Term:
    """Return a term that counts for less, as a word does that only frames a question."""
    less = [
        [answer._replace(factor=answer.factor * FRAMING // FULL) for answer in row]
        for row in (term.alternatives, *term.bundles)
    ]
    return Term(term.asked, tuple(less[0]), tuple(map(tuple, less[1:])))


def _unknown(store: Store, asked: Asked) -> Term:
    verb = _verb(store, asked.key)
    if verb is not None:
        inside = [
            Alternative(group, PREFIX_FACTOR, "part", -1) for group in _inside(store, asked.key) if group != verb.group
        ]
        return Term(asked, (Alternative(verb.group, FULL, "word", -1), *inside), ())
    near = _near(store, asked.key, 1)
    if not near:
        compounds = _inside(store, asked.key)
        if compounds:
            return Term(asked, tuple(Alternative(group, PREFIX_FACTOR, "part", -1) for group in compounds), ())
        split = _split(store, asked.key)
        if split:
            return Term(asked, (), _bundles([Alternative(group, SPLIT_FACTOR, "part", -1) for group in split]))
        near = _near(store, asked.key, 2) if len(asked.key) >= TWO_TYPOS else []
    return Term(asked, tuple(Alternative(group, TYPO_FACTOR, "typo", -1) for group in near), ())


def _bundles(parts: list[Alternative]) -> tuple[tuple[Alternative, ...], ...]:
    return (tuple(parts),) if parts else ()


def _variant(word: Word, surface: str) -> int:
    return next((variant for spelling, variant in word.spellings if spelling == surface), -1)


def _around(store: Store, prefix: str, key: str) -> Iterator[Word]:
    """Return the words with `prefix` in the shards nearest to `key`."""
    firsts = store.word_shards()
    low = max(bisect_left(firsts, prefix) - 1, 0)
    high = bisect_right(firsts, prefix + "\U0010ffff")
    home = max(bisect_right(firsts, key) - 1, 0)
    shards = sorted(range(low, high), key=lambda shard: (abs(shard - home), shard))[:MOST_SHARDS]
    for shard in sorted(shards):
        for key_, word in store.words(shard).items():
            if key_.startswith(prefix):
                yield word


def _prefixes(store: Store, key: str) -> list[Alternative]:
    """Return the groups of the most common words that begin with `key`, of a letter or two without stop words."""
    longer = [word for word in _around(store, key, key) if word.key != key]
    if len(key) < SHORTEST_PREFIX:
        stop = frozenset(store.entry["stop"].split(" "))
        longer = [word for word in longer if word.key not in stop]
    longer.sort(key=lambda word: (-word.common, len(word.key), word.key))
    groups = list(dict.fromkeys(word.group for word in longer))[:MOST_PREFIXES]
    return [Alternative(group, PREFIX_FACTOR, "prefix", -1) for group in groups]


def bare_english(key: str) -> str:
    """Return a key without its English ending."""
    for suffix, left in (*ENGLISH, *ENGLISH_MORE):
        if key.endswith(suffix) and len(key) - len(suffix) >= 3:
            root = key[: -len(suffix)]
            if suffix in {"ing", "ed"} and root[-1] == root[-2]:
                return root[:-1]
            return root[:-1] + "i" if not left and root.endswith("y") else root + left
    return key


def _inflected(store: Store, key: str) -> Word | None:
    """Return the word that differs from `key` in its ending alone, that of a noun or an adjective or else an English one."""
    found = _with_ending(store, key, NOUN_ENDINGS)
    if found is None and key.endswith(tuple(suffix for suffix, _ in ENGLISH)):
        return _with_root(store, key, bare_english, bare_english(key).removesuffix("i"))
    return found


def _verb(store: Store, key: str) -> Word | None:
    """Return the word that differs from `key` in the ending of a verb alone, or as from a participle."""
    found = _with_ending(store, key, VERB_ENDINGS)
    plain = PARTICIPLE.sub(r"\1\2", key)
    if found is None and plain != key:
        return store.word(plain) or _with_ending(store, plain, VERB_ENDINGS)
    return found


def _with_ending(store: Store, key: str, endings: frozenset[str]) -> Word | None:
    """Return the word that has the longest root in common with `key` and an ending each; of several the most common."""
    shortest = next((size for size in range(SHORTEST_ROOT, len(key) + 1) if key[size:] in endings), 0)
    if not shortest:
        return None
    best: tuple[int, int, int, str] | None = None
    found = None
    for word in _around(store, key[:shortest], key):
        root = _common_root(key, word.key, endings)
        order = (-root, -word.common, len(word.key), word.key)
        if root and (best is None or order < best):
            best, found = order, word
    return found


def _common_root(one: str, other: str, endings: frozenset[str]) -> int:
    """Return the length of the longest root of two keys that leaves an ending of each, 0 if there is none."""
    common = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    roots = range(common, SHORTEST_ROOT - 1, -1)
    return next((size for size in roots if one[size:] in endings and other[size:] in endings), 0)


def _with_root(store: Store, key: str, rooted: Callable[[str], str], beginning: str) -> Word | None:
    """Return the most common word with the root of `key`; all of them begin with `beginning`."""
    root = rooted(key)
    if len(root) < 4:
        return None
    same = [word for word in _around(store, beginning, key) if rooted(word.key) == root]
    return min(same, key=lambda word: (-word.common, len(word.key), word.key), default=None)


def _near(store: Store, key: str, limit: int) -> list[int]:
    """Return the groups of the words nearest to `key`; one half of a misspelt word is always right."""
    if len(key) < SHORTEST_TYPO:
        return []
    half = (len(key) - 1) // 2
    candidates: list[Word | Ending] = list(_around(store, key[:half], key))
    candidates += _ending_like(store, key[len(key) - half :], key)
    ranked = []
    for word in candidates:
        apart = distance(key, word.key, limit)
        if apart <= limit:
            ranked.append((apart, -word.common, word.key, word.group))
    ranked.sort()
    nearest = [entry for entry in ranked if entry[0] == ranked[0][0]]
    return list(dict.fromkeys(group for *_, group in nearest))[:MOST_TYPOS]


def _ending_like(store: Store, ending: str, key: str) -> Iterator[Ending]:
    firsts = store.entry["endings"]["first"]
    prefix, back = ending[::-1], key[::-1]
    low = max(bisect_left(firsts, prefix) - 1, 0)
    high = bisect_right(firsts, prefix + "\U0010ffff")
    home = max(bisect_right(firsts, back) - 1, 0)
    shards = sorted(range(low, high), key=lambda shard: (abs(shard - home), shard))[:MOST_SHARDS]
    for shard in sorted(shards):
        yield from (word for word in store.endings(shard) if word.key.endswith(ending))


def _inside(store: Store, key: str) -> list[int]:
    """Return the groups of the most common words that begin or end with a word which never stands alone."""
    if len(key) < SHORTEST_MEMBER:
        return []
    longer: list[Word | Ending] = [*_around(store, key, key), *_ending_like(store, key, key)]
    compounds = [word for word in longer if len(word.key) >= len(key) + SHORTEST_REST]
    compounds.sort(key=lambda word: (-word.common, len(word.key), word.key))
    return list(dict.fromkeys(word.group for word in compounds))[:MOST_PREFIXES]


def _split(store: Store, key: str) -> list[int]:
    """Return the groups of two known words that make up `key`, the most even cut first."""
    best: tuple[int, list[int]] = (0, [])
    for cut in range(4, len(key) - 3):
        tail = store.word(key[cut:])
        if tail is None or tail.common < 2:
            continue
        for link in LINKS:
            head = store.word(key[: cut - len(link)]) if key[:cut].endswith(link) and cut - len(link) >= 4 else None
            if head is not None and head.common >= 2 and min(cut, len(key) - cut) > best[0]:
                best = (min(cut, len(key) - cut), [head.group, tail.group])
                break
    return best[1]
