"""The map: a batch of pages to fragments and raw postings.

Takes the files of a batch, writes a fragment file for each page and one spill file for the batch, returns what the build has
to know of it. A pure function of the files' bytes: it can run anywhere, in any order, and again after a crash.

No word is handled twice: the text of a whole batch is cut into words by one regular expression, the words become numbers in
a dictionary that works in C, and counting them is sorting numbers. Stems and compounds come later, once per distinct word.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from schule.search import container, fragments, spill
from schule.search.analysis import TOKEN, normal
from schule.search.document import Document
from schule.search.extract import extract
from schule.search.findings import SearchFinding

LANGUAGES = ("de", "en", "other")  # stemmed as German (also where none is declared), as English, not at all
_NEXT_RUN = "\x1e"  # white space to the expression, so it never joins two words
_WORDS = re.compile(f"{TOKEN.pattern}|{_NEXT_RUN}")
_WEIGHT_BITS = 10


@dataclass(frozen=True, slots=True)
class Batch:
    """The files of one task: whole blocks of fragments."""

    number: int
    site: Path
    index: Path  # where fragments go
    work: Path  # where the spill file goes
    block: int  # pages in a block of fragments
    first: int  # number of the first page
    paths: tuple[str, ...]
    body_only: bool  # leave out pages that mark no body, as one on this site does


@dataclass(frozen=True, slots=True)
class Mapped:
    """What one batch gave; `pages`, `filters` and the rest travel in the spill file."""

    number: int
    blocks: tuple[tuple[int, str], ...]
    with_body: int
    without_body: int
    words: int
    findings: tuple[SearchFinding, ...] = field(default=())


def map_batch(batch: Batch) -> Mapped:
    """Extract and count the pages of `batch`."""
    documents: list[tuple[int, str, Document]] = []
    findings: list[SearchFinding] = []
    bodies = [0, 0]
    for number, path in enumerate(batch.paths, batch.first):
        document = _document(batch.site, path, findings)
        if document is None:
            continue
        bodies[document.has_body] += 1
        if document.has_body or not batch.body_only:
            documents.append((number, path, document))
    blocks = _write_fragments(batch, documents)
    words = _write_postings(batch, documents)
    return Mapped(batch.number, blocks, bodies[1], bodies[0], words, tuple(findings))


def spill_path(work: Path, number: int) -> Path:
    """Return where the batch of this number leaves its postings."""
    return work / f"karte-{number}.dat"


def _document(site: Path, path: str, findings: list[SearchFinding]) -> Document | None:
    try:
        raw = (site / path).read_bytes()
    except OSError as error:
        findings.append(SearchFinding(path, "seite-unlesbar", f"Die Datei lässt sich nicht lesen ({error.strerror})."))
        return None
    if not raw.strip():
        findings.append(SearchFinding(path, "seite-leer", "Die Datei ist leer."))
        return None
    document = extract(raw)
    if b"\0" in raw and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        findings.append(SearchFinding(path, "seite-nullbyte", "Die Datei enthält NUL-Zeichen; sie wurden übergangen."))
    return document


def _write_fragments(batch: Batch, documents: Iterable[tuple[int, str, Document]]) -> tuple[tuple[int, str], ...]:
    """Write the fragments of each block of pages under the hash of the block."""
    blocks = []
    for block, members in itertools.groupby(documents, key=lambda entry: entry[0] // batch.block):
        pages = [(number, fragments.payloads(path, document)) for number, path, document in members]
        name = container.digest(b"\n".join(payload for _, payloads in pages for payload in payloads))
        for number, payloads in pages:
            for part, payload in enumerate(payloads):
                target = batch.index / container.fragment_name(block, name, number % batch.block, part)
                container.add_file(target, "S", payload)
        blocks.append((block, name))
    return tuple(blocks)


def _write_postings(batch: Batch, documents: list[tuple[int, str, Document]]) -> int:
    """Write the spill file of the batch; return the number of its words."""
    texts, weights, run_sections = [], [], []
    section_pages, section_numbers, section_languages = [], [], []
    for number, _, document in documents:
        first = len(section_pages)
        language = {"de": 0, "": 0, "en": 1}.get(document.lang, 2)
        section_pages += [number] * len(document.sections)
        section_numbers += range(len(document.sections))
        section_languages += [language] * len(document.sections)
        for run in document.runs:
            texts.append(run.text)
            weights.append(min(run.weight, (1 << _WEIGHT_BITS) - 1))
            run_sections.append(first + run.section)
    ids: defaultdict[str, int] = defaultdict(itertools.count().__next__)
    ids[_NEXT_RUN]  # looked at first, so it has number 0
    words = _WORDS.findall(normal(_NEXT_RUN.join(texts)))
    numbers = np.fromiter(map(ids.__getitem__, words), dtype=np.int64, count=len(words))
    of_run = np.cumsum(numbers == 0)
    is_word = numbers != 0
    numbers, of_run = numbers[is_word] - 1, of_run[is_word]
    surfaces = list(ids)[1:]
    order = sorted(range(len(surfaces)), key=surfaces.__getitem__)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    sections = np.array(run_sections, dtype=np.int64)[of_run] if len(words) else numbers
    weight = np.array(weights, dtype=np.int64)[of_run] if len(words) else numbers
    count = max(len(section_pages), 1)
    packed = np.sort(((rank[numbers] * count + sections) << _WEIGHT_BITS) | weight)
    keys = packed >> _WEIGHT_BITS
    starts = np.flatnonzero(np.diff(keys, prepend=-1))
    totals = np.add.reduceat(packed & ((1 << _WEIGHT_BITS) - 1), starts) if len(starts) else keys
    arrays: dict[str, Any] = {
        "term": (keys[starts] // count).astype(np.uint32),
        "section": (keys[starts] % count).astype(np.uint32),
        "weight": np.minimum(totals, 0xFFFF).astype(np.uint16),
        "section_page": np.array(section_pages, dtype=np.uint32),
        "section_number": np.array(section_numbers, dtype=np.uint32),
        "section_language": np.array(section_languages, dtype=np.uint8),
        "section_words": np.bincount(sections, minlength=len(section_pages)).astype(np.uint32),
    }
    pages = [[number, document.filters, document.sorts] for number, _, document in documents]
    spill.write(spill_path(batch.work, batch.number), arrays, {"surfaces": "\n".join(surfaces[i] for i in order), "pages": pages})
    return len(numbers)
