"""Rank pages: whole numbers in, whole numbers out.

Takes the terms of a query and where they stand, returns pages with score, best section and why they matched. All arithmetic
is on whole numbers below 2**53, so this module and its twin in JavaScript give the same order, bit by bit.

A word's contribution to a section is its weight (idf) times how much of it stands there (impact) times the factor of the
alternative. A section's score is the sum over the words; a page has the score of its best section twice, once the sum of
each word's best section, and that of its title. The title is a field of its own, worth what query and title cover of each
other: one word of a long title is little, and a page is found by its name. A page whose title is what was asked for comes
before all others. Equal scores stand in the order of the pages.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from schule.search.lookup import Alternative, Term, Why
from schule.search.store import Postings, Store

EXACT = 16  # sixteenths for the spelling that was asked for
OTHER_SPELLING = 12  # and for another one of its group
PART_ONLY, IMPACT = 0x40, 0x3F
INSIDE_FACTOR = 8  # sixteenths for a word that stands only inside a compound
TITLE = 126  # impact of a word in a title, where query and title cover each other
NOUN, SMALL, LIGHT = 16, 10, 4  # sixteenths of its idf that a word weighs where half of the weight is asked for
SECTIONS = 65536  # a section's number in its page is below this


@dataclass(slots=True)
class Hit:
    """One page that answers."""

    page: int
    section: int = 0
    score: int = 0
    carried: int = 0
    strong: bool = False
    named: bool = False  # its title is what was asked for
    why: dict[str, Why] = field(default_factory=dict)  # of each word that was found, as it was typed


@dataclass(slots=True)
class _Title:
    """What is asked for of the title of one page."""

    length: int  # words
    gain: int = 0
    covered: int = 0  # halves of its words: one inside a compound is a half
    weight: int = 0  # of the query's words in it
    literal: int = 0  # of those that stand there themselves


@dataclass(slots=True)
class _Found:
    """What one term gives to one page."""

    best: int = 0
    why: Why = "word"
    whole: bool = False
    share: int = 0  # of the word's weight, by the fullest bundle of parts
    length: int = 0  # words of the title, if the term stands in it
    title: int = 0
    covered: int = 0
    literal: bool = False

    def entitle(self, length: int, gain: int, covered: int, literal: bool) -> None:
        """Note that the title has the term; of several ways the best counts."""
        self.length = length
        self.title = max(self.title, gain)
        self.covered = max(self.covered, covered)
        self.literal = self.literal or literal


def rank(store: Store, terms: list[Term]) -> list[Hit]:
    """Return all pages with any of the terms, best first; those with half of the query's weight before the others."""
    sections: dict[int, int] = {}
    hits: dict[int, Hit] = {}
    titles: dict[int, _Title] = {}
    needed = 0
    for term in terms:
        found, gains = _gains(store, term)
        weight = _weight(store, term)
        share = LIGHT if term.asked.light else SMALL if term.asked.small else NOUN
        needed += weight * share
        for place, gain in gains.items():
            sections[place] = sections.get(place, 0) + gain
        for page, given in found.items():
            hit = hits.setdefault(page, Hit(page))
            hit.score += given.best
            hit.why[term.asked.surface] = given.why
            hit.carried += share * (weight if given.whole else given.share)
            if given.length:
                _add_title(titles.setdefault(page, _Title(given.length)), given, weight * share)
    best: dict[int, int] = {}
    for place in sorted(sections):
        page = place // SECTIONS
        if sections[place] > best.get(page, 0):
            best[page] = sections[place]
            hits[page].section = place % SECTIONS
    for page, hit in hits.items():
        hit.score += 2 * best[page]
        hit.strong = 2 * hit.carried >= needed
    for page, title in titles.items():
        hits[page].score += _title_score(title, needed)
        hits[page].named = title.covered >= 2 * title.length and title.literal == needed
    return sorted(hits.values(), key=lambda hit: (not hit.named, not hit.strong, -hit.score, hit.page))


def _add_title(title: _Title, given: _Found, weight: int) -> None:
    title.gain += given.title
    title.covered += given.covered
    title.weight += weight
    title.literal += weight if given.literal else 0


def _title_score(title: _Title, needed: int) -> int:
    """Return what the title gives: squared by how much of it is covered, since most of a title is less than a name."""
    halves = 2 * title.length
    covered = min(title.covered, halves)
    return title.gain * covered * covered // (halves * halves) * title.weight // max(needed, 1)


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
        width = 2 * max(len(term.asked.pieces), 1)
        for page_number, length, inside, gain in _each_title(postings, alternative, idf):
            literal = alternative.why != "synonym" and not inside
            found[page_number].entitle(length, gain, 1 if inside else width, literal)
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
    titles: dict[int, tuple[int, int, int, int]] = {}
    for number, part in enumerate(bundle):
        postings = store.postings(part.group)
        for i, gain in enumerate(_each(postings, part, postings.idf)):
            number_of_page = postings.pages[i]
            place = number_of_page * SECTIONS + postings.sections[i]
            gains[place] = gains.get(place, 0) + gain
            parts[number_of_page] = parts.get(number_of_page, 0) | 1 << number
            found.setdefault(number_of_page, _Found(why=part.why))
        for page, length, inside, gain in _each_title(postings, part, postings.idf):
            _, total, covered, literal = titles.get(page, (0, 0, 0, 0))
            own = part.why == "word" and not inside
            titles[page] = length, total + gain, covered + (1 if inside else 2), literal + own
    for page, bits in parts.items():
        found[page].share = max(found[page].share, weight * bits.bit_count() // len(bundle))
    for page, (length, gain, covered, literal) in titles.items():
        found[page].entitle(length, gain, covered, literal == len(bundle))


def _each(postings: Postings, alternative: Alternative, idf: int) -> list[int]:
    """Return the contribution of each posting, in 256ths."""
    most = idf * alternative.factor
    factors = (_spelling(postings, i, alternative, impact) for i, impact in enumerate(postings.impacts))
    return [most * (impact & IMPACT) * factor for impact, factor in zip(postings.impacts, factors, strict=True)]


def _each_title(postings: Postings, alternative: Alternative, idf: int) -> Iterable[tuple[int, int, bool, int]]:
    """Return for each title with the group its page, its words, whether the group is inside a compound, and what it gives."""
    for i, title in postings.titles:
        factor = _spelling(postings, i, alternative, title)
        gain = idf * TITLE * alternative.factor * factor
        yield postings.pages[i], title & IMPACT, bool(title & PART_ONLY), gain


def _spelling(postings: Postings, i: int, alternative: Alternative, flags: int) -> int:
    """Return the sixteenths for the spelling in which a group stands in the i-th posting."""
    if flags & PART_ONLY:
        return INSIDE_FACTOR
    if not postings.variants or (alternative.variant >= 0 and postings.variants[i] & 1 << alternative.variant):
        return EXACT
    return OTHER_SPELLING
