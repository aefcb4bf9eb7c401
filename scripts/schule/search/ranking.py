"""Rank pages: whole numbers in, whole numbers out.

Takes the terms of a query and where they stand, returns pages with score, best section and why they matched. All arithmetic
is on whole numbers below 2**53, so this module and its twin in JavaScript give the same order, bit by bit.

A word's contribution to a section is its weight (idf) times how much of it stands there (impact) times the factor of the
alternative. A section's score is the sum over the words; a page has the score of its best section twice, and once the sum of
each word's best section. Equal scores stand in the order of the pages.
"""

from dataclasses import dataclass, field

from schule.search.lookup import Alternative, Term, Why
from schule.search.store import Postings, Store

EXACT = 16  # sixteenths for the spelling that was asked for
OTHER_SPELLING = 13  # and for another one of its group
PART_ONLY, IMPACT = 0x40, 0x3F
INSIDE_FACTOR = 8  # sixteenths for a word that stands only inside a compound
NOUN, SMALL = 16, 10  # sixteenths of its idf that a word weighs where half of the weight is asked for
SECTIONS = 65536  # a section's number in its page is below this


@dataclass(slots=True)
class Hit:
    """One page that answers."""

    page: int
    section: int = 0
    score: int = 0
    carried: int = 0
    strong: bool = False
    why: dict[str, Why] = field(default_factory=dict)  # of each word that was found, as it was typed


@dataclass(slots=True)
class _Found:
    """What one term gives to one page."""

    best: int = 0
    why: Why = "word"
    whole: bool = False
    share: int = 0  # of the word's weight, by the fullest bundle of parts


def rank(store: Store, terms: list[Term]) -> list[Hit]:
    """Return all pages with any of the terms, best first; those with half of the query's weight before the others."""
    sections: dict[int, int] = {}
    hits: dict[int, Hit] = {}
    weights: list[int] = []
    for term in terms:
        found, gains = _gains(store, term)
        weight = _weight(store, term)
        share = SMALL if term.asked.small else NOUN
        weights.append(weight * share)
        for place, gain in gains.items():
            sections[place] = sections.get(place, 0) + gain
        for page, given in found.items():
            hit = hits.get(page)
            if hit is None:
                hit = hits[page] = Hit(page)
            hit.score += given.best
            hit.why[term.asked.surface] = given.why
            hit.carried += share * (weight if given.whole else given.share)
    best: dict[int, int] = {}
    for place in sorted(sections):
        page = place // SECTIONS
        if sections[place] > best.get(page, 0):
            best[page] = sections[place]
            hits[page].section = place % SECTIONS
    needed = sum(weights)
    for page, hit in hits.items():
        hit.score += 2 * best[page]
        hit.strong = 2 * hit.carried >= needed
    return sorted(hits.values(), key=lambda hit: (not hit.strong, -hit.score, hit.page))


def _weight(store: Store, term: Term) -> int:
    if term.alternatives:
        return store.postings(term.alternatives[0].group).idf
    return sum(store.postings(part.group).idf for part in term.bundles[0]) if term.bundles else 0


def _gains(store: Store, term: Term) -> tuple[dict[int, _Found], dict[int, int]]:
    """Return what a term gives to each page and to each section."""
    gains: dict[int, int] = {}
    found: dict[int, _Found] = {}
    weight = _weight(store, term)
    for alternative in term.alternatives:
        postings = store.postings(alternative.group)
        idf = postings.idf if alternative.why in {"word", "typo"} else min(postings.idf, weight)
        for i, gain in enumerate(_each(postings, alternative, idf)):
            place = postings.pages[i] * SECTIONS + postings.sections[i]
            if gain > gains.get(place, 0):
                gains[place] = gain
            page = found.setdefault(postings.pages[i], _Found())
            if not page.whole or gain > page.best:
                page.why = "part" if alternative.why == "word" and postings.impacts[i] & PART_ONLY else alternative.why
            page.whole = True
            page.best = max(page.best, gain)
    for bundle in term.bundles:
        _add_bundle(store, bundle, weight, gains, found)
    for place, gain in gains.items():
        page = found[place // SECTIONS]
        page.best = max(page.best, gain)
    return found, gains


def _add_bundle(
    store: Store, bundle: tuple[Alternative, ...], weight: int, gains: dict[int, int], found: dict[int, _Found]
) -> None:
    parts: dict[int, int] = {}
    for number, part in enumerate(bundle):
        postings = store.postings(part.group)
        for i, gain in enumerate(_each(postings, part, postings.idf)):
            number_of_page = postings.pages[i]
            place = number_of_page * SECTIONS + postings.sections[i]
            gains[place] = gains.get(place, 0) + gain
            parts[number_of_page] = parts.get(number_of_page, 0) | 1 << number
            found.setdefault(number_of_page, _Found(why=part.why))
    for page, bits in parts.items():
        found[page].share = max(found[page].share, weight * bits.bit_count() // len(bundle))


def _each(postings: Postings, alternative: Alternative, idf: int) -> list[int]:
    """Return the contribution of each posting, in 256ths."""
    gains = []
    exact = 1 << alternative.variant if alternative.variant >= 0 else 0
    for i, impact in enumerate(postings.impacts):
        gain = idf * (impact & IMPACT) * alternative.factor
        if impact & PART_ONLY:
            gain = gain * INSIDE_FACTOR
        elif not postings.variants or postings.variants[i] & exact:
            gain = gain * EXACT
        else:
            gain = gain * OTHER_SPELLING
        gains.append(gain)
    return gains
