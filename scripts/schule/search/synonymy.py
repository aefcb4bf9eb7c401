"""Give the words of a query their synonyms.

Takes the terms of a query, the order of its keys and the groups of phrases that mean the same; returns the terms with more
that answers them. Phrases of several words are found only as they stand in the text, stop words included.
"""

from collections.abc import Sequence
from dataclasses import replace

from schule.search.lookup import SYNONYM_FACTOR, Alternative, Term
from schule.search.store import Store


def with_synonyms(store: Store, terms: Sequence[Term], sequence: Sequence[str], stop: frozenset[str]) -> list[Term]:
    """Return `terms`, each with the synonyms of the phrases it belongs to."""
    line = " " + " ".join(sequence) + " "
    found = list(terms)
    for group in store.synonyms():
        for phrase in group:
            if f" {phrase} " in line:
                others = [other for other in group if other != phrase]
                keys = phrase.split(" ")
                found = [_extended(store, term, others, stop) if term.asked.key in keys else term for term in found]
    return found


def _extended(store: Store, term: Term, phrases: Sequence[str], stop: frozenset[str]) -> Term:
    alternatives, bundles = list(term.alternatives), list(term.bundles)
    for phrase in phrases:
        keys = phrase.split(" ")
        words = [store.word(key) for key in keys if len(keys) == 1 or key not in stop]
        answers = tuple(Alternative(word.group, SYNONYM_FACTOR, "synonym", -1) for word in words if word is not None)
        if len(words) == 1:
            known = {alternative.group for alternative in alternatives}
            alternatives += [answer for answer in answers if answer.group not in known]
        elif answers and len(answers) == len(words):
            bundles.append(answers)
    return replace(term, alternatives=tuple(alternatives), bundles=tuple(bundles))
