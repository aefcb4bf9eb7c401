"""Split German compounds with the words of the corpus itself.

Takes the keys of a vocabulary with their stems and frequencies, returns the two parts of a key that is a compound
(Bürgerbeteiligung: Bürger, Beteiligung). Knows no dictionary: a part is a word that stands in the corpus by itself, or that
does so with an ending (Schul-, Abbiege-) or without a linking element (Abendmahls-).

What may be a part is settled beforehand, in one table of coarse weights, and a split depends on this table alone. So a
changed page changes few entries, and only keys that contain one of those have to be split again.
"""

from collections.abc import Mapping, Sequence

from schule.search.stopwords import STOP

LINKS = ("s", "es", "n", "en", "er", "e", "ens", "ns")
ENDINGS = ("e", "n", "en")
SHORTEST_KEY, SHORTEST_PART = 7, 3
# Sections in the corpus for each section that a short part must stand in; the shorter, the likelier chance is.
_SHARE = {3: 500, 4: 2500, 5: 5000}
_LEAST = {3: 2}
# Prefixes, suffixes and inflected endings that also occur as words.
_AFFIXES = frozenset(
    [
        "ab",
        "an",
        "auf",
        "aus",
        "bei",
        "ein",
        "ent",
        "er",
        "ge",
        "her",
        "hin",
        "los",
        "miss",
        "mit",
        "nach",
        "um",
        "un",
        "unter",
        "ur",
        "ver",
        "vor",
        "weg",
        "wider",
        "wieder",
        "zer",
        "zu",
        "ung",
        "heit",
        "keit",
        "lich",
        "isch",
        "chen",
        "lein",
        "schaft",
        "tum",
        "bar",
        "sam",
        "haft",
        "ig",
        "ern",
        "enden",
        "ender",
        "endes",
        "erin",
        "innen",
        "iger",
        "ige",
        "igen",
        "iges",
        "ische",
        "ischen",
        "ischer",
        "isches",
        "liche",
        "lichen",
        "licher",
        "liches",
        "ieren",
        "iert",
        "ierte",
        "ierung",
        "ion",
        "ionen",
        "tion",
        "tionen",
        "isten",
        "iker",
        "ismus",
        "ling",
        "linge",
        "nis",
        "nisse",
        "sal",
        "er",
        "en",
        "es",
        "em",
        "ren",
        "sche",
        "schen",
        "scher",
        "sches",
        "ten",
        "ter",
        "tes",
        "tem",
        "sten",
        "ste",
        "ler",
        "ner",
        "lte",
    ]
)
_LINKED, _ENDED, _THREE_LETTERS = 2, 8, 12  # what a worse match costs, in quarters of a doubling of frequency


def weigh_parts(keys: Sequence[str], stems: Sequence[str], counts: Sequence[int], sections: int) -> dict[str, int]:
    """Return the keys that may be parts, each with how common its stem is, in quarters of a doubling."""
    totals: dict[str, int] = {}
    for stem, count in zip(stems, counts, strict=True):
        totals[stem] = totals.get(stem, 0) + count
    needed = [0] * SHORTEST_PART + [max(_LEAST.get(size, 1), sections // share) for size, share in _SHARE.items()]
    weights = {}
    for key, stem in zip(keys, stems, strict=True):
        size, total = len(key), totals[stem]
        if size < SHORTEST_PART or (size < len(needed) and total < needed[size]) or not total:
            continue
        if key.isalpha() and key not in STOP and key not in _AFFIXES:
            weights[key] = 4 * total.bit_length() - (_THREE_LETTERS if size == SHORTEST_PART else 0)
    return weights


def split(key: str, weights: Mapping[str, int]) -> tuple[str, ...]:
    """Return the two parts of `key`, as they stand in the corpus, or nothing."""
    size = len(key)
    best: tuple[str, ...] = ()
    highest = -1000
    if size < SHORTEST_KEY or key in STOP:
        return best
    for cut in range(SHORTEST_PART, size - SHORTEST_PART + 1):
        tail = key[cut:]
        weight = weights.get(tail)
        if weight is None:
            continue
        head, gain = _head(key[:cut], weights)
        if head and gain + weight > highest:
            best, highest = (head, tail), gain + weight
    return best


def _head(form: str, weights: Mapping[str, int]) -> tuple[str, int]:
    """Return the word that the front of a compound stands for, and its weight."""
    best = form if form in weights else ""
    highest = weights[form] if best else -1000
    for link in LINKS:
        if form.endswith(link):
            weight = weights.get(form[: -len(link)], -1000) - _LINKED
            if weight > highest:
                best, highest = form[: -len(link)], weight
    if form not in weights:
        for ending in ENDINGS:
            weight = weights.get(form + ending, -1000) - _ENDED
            if weight > highest:
                best, highest = form + ending, weight
    return best, highest
