"""The files of an index, opened when they are needed.

Takes the folder of an index, returns decoded shards and fragments, each read once. Does not search. The browser's reader
does the same over HTTP; everything below the reading of a file is written so that it can be put into JavaScript line by line.
"""

import itertools
import json
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schule.search import container, varint
from schule.search.analysis import fold_lines

_HASH = 10  # hexadecimal digits of a content hash


@dataclass(frozen=True, slots=True)
class Word:
    """One key of the dictionary."""

    key: str
    group: int
    common: int
    spellings: tuple[tuple[str, int], ...]  # surfaces and their variant numbers
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Postings:
    """Where a group stands: parallel columns by page and section."""

    idf: int
    pages: list[int]
    sections: list[int]
    impacts: bytes
    variants: bytes  # empty if the group has one surface only
    titles: list[tuple[int, int]]  # of the postings in titles: their places, the words of the title with the flag


@dataclass(frozen=True, slots=True)
class Ending:
    """One key of the list that is sorted from the last letter."""

    key: str
    group: int
    common: int


class Store:
    """An opened index."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.entry: dict[str, Any] = json.loads(self._payload("E", "eintrag.six"))
        self._first_groups = list(itertools.accumulate(self.entry["postings"]["first"]))
        self._opened: dict[str, Any] = {}

    def word_shards(self) -> list[str]:
        """Return the first key of each dictionary shard."""
        return self.entry["words"]["first"]  # type: ignore[no-any-return]

    def words(self, shard: int) -> dict[str, Word]:
        """Return a dictionary shard, its keys in order."""
        return self._once("W", "w", "words", shard, _words)  # type: ignore[no-any-return]

    def word(self, key: str) -> Word | None:
        """Return the entry of `key`."""
        shard = bisect_right(self.word_shards(), key) - 1
        return self.words(shard).get(key) if shard >= 0 else None

    def endings(self, shard: int) -> list[Ending]:
        """Return a shard of keys sorted from their last letter."""
        return self._once("R", "r", "endings", shard, _endings)  # type: ignore[no-any-return]

    def postings(self, group: int) -> Postings:
        """Return where a group stands."""
        shard = bisect_right(self._first_groups, group) - 1
        lists = self._once("P", "p", "postings", shard, _postings)
        return lists[group - self._first_groups[shard]]  # type: ignore[no-any-return]

    def page(self, page: int) -> dict[str, Any]:
        """Return the head of a page with its first sections."""
        return self._fragment(page, 0)

    def section(self, page: int, section: int) -> tuple[str, str, str]:
        """Return anchor, heading and text of a section."""
        starts = self.page(page)["starts"]
        part = bisect_right(starts, section) - 1
        anchor, heading, text = self._fragment(page, part)["sections"][section - starts[part]]
        return anchor, heading, text

    def part(self, page: int, part: int) -> list[tuple[str, str, str]]:
        """Return the sections of one part of a page."""
        return [(anchor, heading, text) for anchor, heading, text in self._fragment(page, part)["sections"]]

    def filter(self, name: str) -> dict[str, list[int]]:
        """Return the pages of each value of a filter."""
        number = list(self.entry["filters"]).index(name)
        return _filter(self._payload("F", f"f{number}-{self.entry['filters'][name]}.six"))

    def sort(self, name: str) -> list[int]:
        """Return the pages that have a sort key, in ascending order."""
        number = list(self.entry["sorts"]).index(name)
        return _numbers(self._payload("O", f"o{number}-{self.entry['sorts'][name]}.six"))

    def all_pages(self) -> list[int]:
        """Return the numbers of all pages in their order."""
        missing = {page for first, count in self.entry["gaps"] for page in range(first, first + count)}
        return [page for page in range(self.entry["pages"] + len(missing)) if page not in missing]

    def synonyms(self) -> list[list[str]]:
        """Return groups of folded phrases that mean the same."""
        name = self.entry.get("synonyms")
        if name and "Y" not in self._opened:
            self._opened["Y"] = json.loads(self._payload("Y", f"y-{name}.six"))
        return self._opened.get("Y", [])  # type: ignore[no-any-return]

    def _fragment(self, page: int, part: int) -> dict[str, Any]:
        block, place = divmod(page, self.entry["block"])
        name = container.fragment_name(block, _hash(self.entry["fragments"], block), place, part)
        if name not in self._opened:
            self._opened[name] = json.loads(self._payload("S", name))
        return self._opened[name]  # type: ignore[no-any-return]

    def _once(self, kind: container.Kind, stem: str, table: str, shard: int, decode: Any) -> Any:
        shared = container.SHARED if kind == "P" else 1
        name = f"{stem}{shard}-{_hash(self.entry[table]['hash'], shard // shared)}.six"
        if name not in self._opened:
            self._opened[name] = decode(self._payload(kind, name))
        return self._opened[name]

    def _payload(self, kind: container.Kind, name: str) -> bytes:
        try:
            data = (self.folder / name).read_bytes()
        except OSError as error:
            raise container.DamagedFileError(f"Dem Suchindex fehlt „{name}“; bitte den Suchindex neu bauen.") from error
        return container.unpack(kind, data, name)


def _hash(table: str, number: int) -> str:
    return table[number * _HASH : number * _HASH + _HASH]


def _numbers(column: bytes) -> list[int]:
    numbers, value, shift = [], 0, 0
    for byte in column:
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            numbers.append(value)
            value = shift = 0
    return numbers


def _columns(payload: bytes) -> list[bytes]:
    cursor = varint.Cursor(payload)
    columns = []
    while cursor.at < len(payload):
        columns.append(cursor.bytes(cursor.number()))
    return columns


def _sums(column: bytes) -> list[int]:
    """Return running sums of zigzag numbers."""
    total, sums = 0, []
    for number in _numbers(column):
        total += -(number >> 1) - 1 if number & 1 else number >> 1
        sums.append(total)
    return sums


def _lines(column: bytes) -> list[str]:
    return column.decode().split("\n") if column else []


def _words(payload: bytes) -> dict[str, Word]:
    lines, groups, info, variants, part_counts, parts = _columns(payload)
    spelled = [line.split("\t") for line in _lines(lines)]
    keys = fold_lines("\n".join(names[0] for names in spelled)).split("\n")
    numbers, counts, members = iter(_numbers(variants)), iter(_numbers(part_counts)), iter(_numbers(parts))
    words = {}
    for key, names, group, flags in zip(keys, spelled, _sums(groups), info, strict=True):
        spellings = tuple((name, next(numbers)) for name in names)
        inside = tuple(next(members) for _ in range(next(counts))) if flags & 0x10 else ()
        words[key] = Word(key, group, flags & 0x0F, spellings, inside)
    return words


def _endings(payload: bytes) -> list[Ending]:
    keys, groups, common = _columns(payload)
    return [Ending(key[::-1], *entry) for key, *entry in zip(_lines(keys), _sums(groups), common, strict=True)]


def _postings(payload: bytes) -> list[Postings]:
    idf, _, sizes, flags, gaps, sections, impacts, variants, titles = _columns(payload)
    places = (place for place, impact in enumerate(impacts) if impact & 0x80)
    titled = list(zip(places, titles, strict=True))
    impacts = bytes(impact & 0x7F for impact in impacts)
    all_gaps, all_sections = _numbers(gaps), _numbers(sections)
    lists, begin, variant = [], 0, 0
    for weight, size, flag in zip(_numbers(idf), _numbers(sizes), flags, strict=True):
        page, pages = 0, []
        for gap in all_gaps[begin : begin + size]:
            page += gap
            pages.append(page)
        end = begin + size
        some = slice(bisect_left(titled, (begin, 0)), bisect_left(titled, (end, 0)))
        here = [(place - begin, title) for place, title in titled[some]]
        masks = variants[variant : variant + size] if flag & 1 else b""
        lists.append(Postings(weight, pages, all_sections[begin:end], impacts[begin:end], masks, here))
        begin, variant = end, variant + len(masks)
    return lists


def _filter(payload: bytes) -> dict[str, list[int]]:
    names, sizes, pages = _columns(payload)
    gaps = iter(_numbers(pages))
    values = {}
    for name, size in zip(_lines(names), _numbers(sizes), strict=True):
        page, found = 0, []
        for _ in range(size):
            page += next(gaps)
            found.append(page)
        values[name] = found
    return values
