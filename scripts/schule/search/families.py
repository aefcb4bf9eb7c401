"""Join the forms of one word that the stemmer leaves apart: lösen and gelöst, beginnt and begann, Thema and Themen.

Takes the German words of a site as they are written, with the stems of their keys; returns the stems with those of one word
made one. Knows no dictionary: a form is looked for by the rules of German grammar and counts if it stands in the corpus,
so „geheizt“ is of „heizen“ where both occur, and „Gebiet“, which has a genitive, of no verb. Closed classes alone are lists.
Runs once per distinct word, when the dictionary is built; readers see nothing of it but the groups.

Works on spellings and not on keys, since ä, ö and ü tell one word from another: a weak verb never changes them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from schule.search.stopwords import FUNCTION
from schule.search.verbs import AMBIGUOUS, AMBIGUOUS_ALONE, APART, NOT_APART, STRONG, WITH_GE

_LONGEST_APART = max(map(len, APART))
_LENGTHS = sorted({len(verb) for verb in STRONG})
_NO_PARTICIPLE = frozenset(["gesamt"])
_VOWEL = re.compile("[aeiouyäöü]")
_OPEN = frozenset("aioyäöüáéíóú")
_WITHOUT_UMLAUT = str.maketrans("äöü", "aou")
_PLURALS = (
    (re.compile(r".{3,}(?<![th])um\Z|.*(?:dat|fakt|vot)um\Z"), 2, ("en", "a")),
    (re.compile(r".{2,}(?:mus|radius|virus|zyklus)\Z"), 2, ("en",)),
    (re.compile(r".{2,}(?:ma|ula|ala|illa)\Z"), 1, ("en",)),
    (re.compile(r".*(?:konto|risiko|saldo)\Z"), 1, ("en",)),
    (re.compile(r".+(?:asis|axis|esis|osis)\Z"), 2, ("en",)),
    (re.compile(r".{2,}[ei]x\Z"), 2, ("izes", "ices", "izen")),
)
_FOREIGN: dict[str, str | tuple[str, ...]] = {
    "m": "um",
    "s": ("us", "sis", "xis"),
    "a": ("ma", "la"),
    "o": ("konto", "risiko", "saldo"),
    "x": ("ex", "ix"),
}
_ALONE = "\t"  # at the end of the stem of a word that has no other forms: war is not Ware, seit is not Seite
Pairs = Iterator[tuple[str, str]]


def settled(stems: Sequence[str], keys: Sequence[str], words: Mapping[str, int]) -> list[str]:
    """Return the stems of `keys` with those mended that are another word's; `words` has the place of each German word's key."""
    found = list(stems)
    for place in set(words.values()):
        if keys[place] in FUNCTION:
            found[place] = keys[place] + _ALONE
    for infinitive, form in _of_forms(words):
        found[words[infinitive]] = found[words[form]]
    return found


def joined(stems: Sequence[str], words: Mapping[str, int]) -> list[str]:
    """Return `stems`, one for all forms of a word."""
    above: dict[str, str] = {}
    for one, other in related(words):
        a, b = _top(above, stems[words[one]]), _top(above, stems[words[other]])
        if a != b and not a.endswith(_ALONE) and not b.endswith(_ALONE):
            above[max(a, b)] = min(a, b)
    return [_top(above, stem) for stem in stems]


def related(words: Mapping[str, int]) -> Pairs:
    """Return pairs of words that are forms of one word."""
    for word in words:
        last = word[-1]
        if last == "n":
            if word.endswith("en"):
                yield from _weak(word, word[:-2], words)
                yield from _strong(word, words)
                if word.endswith("innen"):
                    yield from _women(word, words)
            elif word.endswith(("eln", "ern")):
                yield from _weak(word, word[:-1], words)
        elif last == "s" and word[:-1] in words:
            one = word[:-1]
            if (one[-1] in _OPEN and len(one) > 3 and not one.endswith("ei")) or not _VOWEL.search(one):
                yield word, one
        elif last in _FOREIGN and word.endswith(_FOREIGN[last]):
            yield from _from_abroad(word, words)


def _top(above: Mapping[str, str], stem: str) -> str:
    while stem in above:
        stem = above[stem]
    return stem


def _of_forms(words: Mapping[str, int]) -> Pairs:
    """Return infinitives in -ern from which the stemmer takes it all, with a form that it takes less from.

    So liefern is of liefert and not of liefen. Where a noun or an adjective is in the verb (speichern), they stay together.
    """
    for word in words:
        if word.endswith("ern") and word[:-1] not in words:
            form = _first((f"{word[:-1]}t", f"{word[:-1]}te", f"{word[:-1]}ten"), words)
            if form:
                yield word, form


def _first(forms: Iterable[str], words: Mapping[str, int]) -> str:
    return next((form for form in forms if form in words), "")


def _weak(infinitive: str, root: str, words: Mapping[str, int]) -> Pairs:
    """Return the forms of a weak verb, if a participle shows that it is a verb."""
    if len(root) < 3:
        return
    third = root + ("et" if root[-1] in "dt" or (root[-1] in "mn" and not _VOWEL.match(root[-2])) else "t")
    if f"{third}s" in words:
        return
    found = [
        form for form in _with_ge(third) if form in words and f"{form}s" not in words and form not in _NO_PARTICIPLE
    ]
    rest = [form for form in (third, f"{third}e", f"{third}en") if form in words]
    if found or (rest and (root.startswith(NOT_APART) or root.endswith("ier") or root in WITH_GE)):
        noun = f"{root[:-2]}l" if root.endswith("el") else root
        nouns = (f"{noun}ung", f"{noun}ungen") if root.endswith(("el", "er")) and len(noun) > 4 else ()
        yield from ((infinitive, form) for form in (*found, *rest, *nouns) if form in words)


def _with_ge(third: str) -> Iterator[str]:
    """Return the participles that a weak verb may have: gebaut, ausgebaut."""
    yield f"ge{third}"
    for size in range(2, min(_LONGEST_APART, len(third) - 3) + 1):
        if third[:size] in APART:
            yield f"{third[:size]}ge{third[size:]}"


def _strong(infinitive: str, words: Mapping[str, int]) -> Pairs:
    for size in _LENGTHS:
        forms = STRONG.get(infinitive[-size:])
        before = infinitive[:-size]
        if forms and (not before or before in APART or before in NOT_APART):
            preterite, participle, *present = forms
            root = infinitive[:-2]
            found = [root + ("et" if root[-1] in "dt" else "t"), *(before + form for form in present)]
            if preterite not in (AMBIGUOUS if before else AMBIGUOUS_ALONE):
                found += [before + preterite, f"{before}{preterite}n", f"{before}{preterite}en"]
            if before in APART or not before:
                found.append(before + participle)
            if before in NOT_APART:
                found.append(before + participle.removeprefix("ge"))
            for form in found:
                if form in words and f"{form.removesuffix('en')}s" not in words:
                    yield infinitive, form


def _women(plural: str, words: Mapping[str, int]) -> Pairs:
    """Return Ärztinnen with Ärztin and Arzt, Kundinnen with Kunde."""
    man = plural[:-5]
    plain = man.translate(_WITHOUT_UMLAUT)
    for form in {f"{man}in": 0, man: 0, f"{man}e": 0, plain: 0, f"{plain}e": 0}:
        if form in words and len(form) > 3:
            yield plural, form


def _from_abroad(word: str, words: Mapping[str, int]) -> Pairs:
    """Return nouns of Greek, Latin and Italian with their plurals."""
    for singular, cut, plurals in _PLURALS:
        if singular.match(word):
            root = word[:-cut]
            if root not in words and f"{root}t" not in words:
                yield from ((word, root + plural) for plural in plurals if root + plural in words)
