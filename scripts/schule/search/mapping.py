"""The map: a batch of pages to fragments and raw postings.

Takes the files of a batch, leaves fragments and postings in spill files, returns what the build has to know of it. A pure function of the files' bytes: it can run anywhere, in any order, and again after a crash.

No word is handled twice: the text of a whole batch is cut into words by one regular expression, the words become numbers in
a dictionary that works in C, and counting them is sorting numbers. Stems and compounds come later, once per distinct word.
"""

import codecs
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from schule.search import cache, container, fragments, publishing, spill
from schule.search.analysis import TOKEN, fold_lines, normal
from schule.search.batches import Batch, spill_path
from schule.search.document import Document
from schule.search.extract import extract
from schule.search.findings import SearchFinding
from schule.search.stopwords import STOP
from schule.search.table import Ints, Table

LANGUAGES = ("de", "en", "other")  # stemmed as German (also where none is declared), as English, not at all
OTHER_LANGUAGE = 2
_LANGUAGE_CODES = {"de": 0, "": 0, "en": 1}
_RUN_MARK = "\x02"  # in no text, since extraction drops control characters
_WORDS = re.compile(TOKEN.pattern.replace(r"\s?", "") + "|\n")  # a paragraph sign must not reach into the next piece
_WEIGHT_BITS = 10
_HEAVIEST = (1 << _WEIGHT_BITS) - 1


@dataclass(frozen=True, slots=True)
class Mapped:
    """What one batch gave; postings, filters and sort keys stay in the spill file."""

    number: int
    key: str  # stands for the bytes of its files
    body_only: bool  # pages without a marked body were left out
    blocks: tuple[tuple[int, str], ...]
    with_body: int
    without_body: int
    findings: tuple[SearchFinding, ...]


def map_batch(batch: Batch) -> Mapped:
    """Extract and count the pages of `batch`, or return what an earlier build found in the same bytes."""
    findings: list[SearchFinding] = []
    files = [(number, path, _read(batch.site, path, findings)) for number, path in enumerate(batch.paths, batch.first)]
    key = cache.key_of_files(batch, files)
    earlier = cache.load(batch)
    if earlier is not None and earlier.key == key and batch.body_only in {None, earlier.value["body_only"]}:
        return _mapped(batch, earlier.value)
    documents, bodies = [], [0, 0]
    for number, path, raw in files:
        if raw is not None:
            document = _document(path, raw, findings)
            bodies[document.has_body] += 1
            if document.has_body or not batch.body_only:
                documents.append((number, path, document))
    payloads = [(number, fragments.payloads(path, document)) for number, path, document in documents]
    columns = _columns(documents)
    facets = [[number, document.filters, document.sorts] for number, _, document in documents]
    shown = (payload for _, parts in payloads for payload in parts)
    content = cache.key_of_content(batch, shown, columns, facets)
    value: dict[str, Any] = {"key": key, "content": content, "body_only": bool(batch.body_only), "bodies": bodies}
    value["findings"] = [astuple(one) for one in findings]
    if earlier is not None and earlier.value["content"] == content:
        value = {**earlier.value, **value}
        arrays = earlier.arrays
    else:
        value["blocks"] = _leave_fragments(batch, content, payloads)
        arrays, surfaces = _postings(columns)
        value["surfaces"], value["pages"] = "\n".join(surfaces), facets
    spill.write(spill_path(batch.work, batch.number), arrays, value)
    return _mapped(batch, value)


def _mapped(batch: Batch, value: Mapping[str, Any]) -> Mapped:
    return Mapped(
        batch.number,
        value["key"],
        value["body_only"],
        tuple((block, name) for block, name in value["blocks"]),
        value["bodies"][1],
        value["bodies"][0],
        tuple(SearchFinding(*one) for one in value["findings"]),
    )


def _read(site: Path, path: str, findings: list[SearchFinding]) -> bytes | None:
    try:
        with open(f"{site}/{path}", "rb", buffering=0) as file:  # noqa: PTH123 - called for every page
            raw = file.readall()
    except OSError as error:
        findings.append(SearchFinding(path, "seite-unlesbar", f"Die Datei lässt sich nicht lesen ({error.strerror})."))
        return None
    if raw and not raw.isspace():
        return raw
    findings.append(SearchFinding(path, "seite-leer", "Die Datei ist leer."))
    return None


def _document(path: str, raw: bytes, findings: list[SearchFinding]) -> Document:
    if b"\0" in raw and not raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        findings.append(SearchFinding(path, "seite-nullbyte", "Die Datei enthält NUL-Zeichen; sie wurden übergangen."))
    return extract(raw)


def _leave_fragments(batch: Batch, content: str, pages: Iterable[tuple[int, list[bytes]]]) -> list[tuple[int, str]]:
    """Leave the fragments of the batch to `publishing`, each with its file name; return the hash of each block."""
    blocks, files = [], []
    for block, grouped in itertools.groupby(pages, key=lambda entry: entry[0] // batch.block):
        members = list(grouped)
        name = container.digest(b"\n".join(payload for _, payloads in members for payload in payloads))
        blocks.append((block, name))
        for number, payloads in members:
            for part, payload in enumerate(payloads):
                files.append((container.fragment_name(block, name, number % batch.block, part), payload))
    publishing.leave(batch.work, batch.number, content, files)
    return blocks


class Columns(NamedTuple):
    """The sections of a batch, and the runs of words in them: tables by columns."""

    pages: Ints  # by section
    numbers: Ints
    languages: Ints
    weights: Ints  # by run
    sections: Ints
    heads: Ints  # the first section of each page, by title
    pieces: list[str]  # what white space parts, each once; the first is _RUN_MARK
    stream: Ints  # the text of all runs as places in `pieces`, each run after a _RUN_MARK, then each title


def _columns(documents: Iterable[tuple[int, str, Document]]) -> Columns:
    pages: list[int] = []
    numbers: list[int] = []
    languages: list[int] = []
    weights: list[int] = []
    sections: list[int] = []
    words: list[str] = []
    heads: list[int] = []
    titles: list[str] = []
    for number, _, document in documents:
        first, size = len(pages), len(document.sections)
        pages += [number] * size
        numbers += range(size)
        languages += [_LANGUAGE_CODES.get(document.lang, OTHER_LANGUAGE)] * size
        for section, weight, run in document.runs:
            words.append(_RUN_MARK)
            words += run
            weights.append(min(weight, _HEAVIEST))
            sections.append(first + section)
        heads.append(first)
        titles += (_RUN_MARK, *document.meta["title"].split())
    pieces, stream = _told_apart(words + titles)
    by_section = (_ints(pages), _ints(numbers), _ints(languages))
    return Columns(*by_section, _ints(weights), _ints(sections), _ints(heads), pieces, stream)


def _ints(numbers: list[int]) -> Ints:
    return np.array(numbers, dtype=np.int64)


def _told_apart(words: list[str]) -> tuple[list[str], Ints]:
    """Return the distinct `words`, _RUN_MARK first, and for each word its place among them."""
    numbers: defaultdict[str, int] = defaultdict(itertools.count().__next__)
    numbers[_RUN_MARK]  # looked at first, so it has number 0
    stream = np.fromiter(map(numbers.__getitem__, words), np.int64, len(words))
    signs = np.array([place for word, place in numbers.items() if word.endswith("§")], dtype=np.int64)
    if len(signs):
        _join_paragraphs(words, stream, numbers, np.flatnonzero(np.isin(stream[:-1], signs)))
    return list(numbers), stream


def _join_paragraphs(words: list[str], stream: Ints, numbers: defaultdict[str, int], places: Ints) -> None:
    """Make one word of a paragraph sign and the number behind it: § 24a."""
    for place in places.tolist():
        if words[place + 1][:1].isdecimal():
            words[place + 1] = words[place] + words[place + 1]
            stream[place : place + 2] = numbers[""], numbers[words[place + 1]]


def _postings(columns: Columns) -> tuple[spill.Arrays, list[str]]:
    """Return the raw postings of the batch, and the surfaces that their terms stand for."""
    surfaces, terms, runs = _words(columns.pieces, columns.stream)
    begin = int(np.searchsorted(runs, len(columns.sections)))
    title_terms, titles = _telling(surfaces, terms[begin:], runs[begin:] - len(columns.sections))
    terms, runs = terms[:begin], runs[:begin]
    sections = columns.sections[runs]
    size = len(columns.pages)
    arrays = {
        **_count(terms, sections, columns.weights[runs], max(size, 1)),
        "section_page": columns.pages.astype(np.uint32),
        "section_number": columns.numbers.astype(np.uint32),
        "section_language": columns.languages.astype(np.uint8),
        "section_words": np.bincount(sections, minlength=size).astype(np.uint32),
        "title_term": title_terms.astype(np.uint32),
        "title_section": columns.heads[titles].astype(np.uint32),
    }
    return arrays, surfaces


def _telling(surfaces: list[str], terms: Ints, titles: Ints) -> tuple[Ints, Ints]:
    """Return the words of titles without stop words, but those of titles that have no others."""
    keys = fold_lines("\n".join(surfaces[term] for term in terms.tolist())).split("\n") if len(terms) else []
    kept = np.array([key not in STOP for key in keys], dtype=np.bool_)
    kept |= (np.bincount(titles[kept], minlength=int(titles.max(initial=-1)) + 1) == 0)[titles]
    return terms[kept], titles[kept]


def _words(pieces: Iterable[str], stream: Ints) -> tuple[list[str], Ints, Ints]:
    """Return the distinct surfaces of a text in `pieces`, and for each word its surface and its run.

    Words have been told apart by white space alone, which is cheap; the expression sees each distinct piece once.
    """
    surfaces: defaultdict[str, int] = defaultdict(itertools.count().__next__)
    surfaces["\n"]  # number 0 parts the pieces
    words = _WORDS.findall(normal("\n".join(pieces)) + "\n")
    flat = np.fromiter(map(surfaces.__getitem__, words), np.int64, len(words))
    breaks = np.flatnonzero(flat == 0)
    sizes = np.diff(breaks, prepend=-1) - 1
    table = Table(np.concatenate([[0], np.cumsum(sizes)]), flat[flat != 0] - 1)
    run = np.cumsum(stream == 0) - 1
    terms, place = table.rows(stream)
    return list(surfaces)[1:], terms, run[place]


def _count(terms: Ints, sections: Ints, weights: Ints, size: int) -> dict[str, Any]:
    """Return the distinct pairs of term and section with the sum of their weights."""
    packed = np.sort(((terms * size + sections) << _WEIGHT_BITS) | weights)
    keys = packed >> _WEIGHT_BITS
    starts = np.flatnonzero(np.diff(keys, prepend=-1))
    totals = np.add.reduceat(packed & _HEAVIEST, starts) if len(starts) else starts
    keys = keys[starts]
    return {
        "term": (keys // size).astype(np.uint32),
        "section": (keys % size).astype(np.uint32),
        "weight": np.minimum(totals, 0xFFFF).astype(np.uint16),
    }
