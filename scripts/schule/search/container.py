"""The envelope of every file of the index: magic, kind, version, then a zlib stream; and the names of the files.

Takes a payload, returns the bytes of a file, and back. Does not know what a payload means. zlib and not raw deflate,
because its checksum tells a damaged file from a good one, and browsers open it with DecompressionStream("deflate").
"""

import errno
import hashlib
import json
import os
import zlib
from pathlib import Path
from typing import Any, Literal

Kind = Literal["E", "W", "R", "P", "S", "F", "O", "Y"]
MAGIC = b"SIX"
VERSION = 2
HEAD = len(MAGIC) + 2
ENTRY = "eintrag.six"
DIGITS = 10  # of a content hash in a name
SHARED = 16  # postings shards that share one, since they would be a third of the entry otherwise
_SMALLEST_WINDOW = 12
_TABLES = {"words": "w", "endings": "r"}


class DamagedFileError(ValueError):
    """A file of the index that cannot be read; the message is one German sentence for the reader."""


def pack(kind: Kind, payload: bytes, level: int = 6) -> bytes:
    """Return the bytes of a file; the same payload always gives the same bytes.

    A window that holds the payload and no more: to clear a larger one costs more than to compress a page.
    """
    window = max(_SMALLEST_WINDOW, min(len(payload).bit_length(), zlib.MAX_WBITS))
    stream = zlib.compressobj(level, zlib.DEFLATED, window, 7 if window < zlib.MAX_WBITS else zlib.DEF_MEM_LEVEL)
    return b"".join((MAGIC, kind.encode(), bytes([VERSION]), stream.compress(payload), stream.flush()))


def unpack(kind: Kind, data: bytes, name: str) -> bytes:
    """Return the payload of a file, or raise `DamagedFileError`."""
    if data[:3] != MAGIC or data[3:4] != kind.encode() or len(data) < HEAD:
        raise DamagedFileError(
            f"„{name}“ ist keine Datei dieses Suchindexes oder beschädigt; bitte den Suchindex neu bauen."
        )
    if data[4] != VERSION:
        raise DamagedFileError(
            f"„{name}“ hat Version {data[4]} des Suchindexes; dieses Programm liest Version {VERSION}, "
            "bitte den Suchindex neu bauen."
        )
    try:
        return zlib.decompress(data[HEAD:])
    except zlib.error as error:
        raise DamagedFileError(f"„{name}“ ist beschädigt; bitte den Suchindex neu bauen.") from error


def digest(payload: bytes) -> str:
    """Return the part of a file name that stands for its content and version: 40 bits in hexadecimal."""
    return hashlib.blake2b(payload, digest_size=DIGITS // 2, person=b"suchindex %d" % VERSION).hexdigest()


def fragment_name(block: int, content: str, place: int, part: int) -> str:
    """Return the file name of one part of one page."""
    return f"s{block}-{content}-{place}.six" if not part else f"s{block}-{content}-{place}.{part}.six"


def add_shard(index: Path, kind: Kind, stem: str, payload: bytes) -> str:
    """Write a file that is named after its content; return its hash."""
    name = digest(payload)
    add_whole(index / f"{stem}-{name}.six", kind, payload)
    return name


def add_again(old: Path, new: Path, data: bytes) -> None:
    """Give a file that holds `data` another name, in addition; a copy where a disk knows no second names.

    Most shards stay as they are when a page changes, and a name is far cheaper than to compress and to write them again.
    """
    try:
        os.link(old, new)
    except OSError:
        _put(new, data)


def add_whole(path: Path, kind: Kind, payload: bytes, level: int = 6) -> bytes:
    """Write a file, unless it is there and whole; return its bytes. To open one is far cheaper than to compress it again."""
    try:
        data = path.read_bytes()
        if unpack(kind, data, path.name) == payload:
            return data
    except (OSError, DamagedFileError):
        pass
    data = pack(kind, payload, level)
    _put(path, data)
    return data


def _put(path: Path, data: bytes) -> None:
    """Write a file in the place of another of this name, if there is one, whatever its size."""
    if path.exists():
        _replace(str(path), data)
    else:
        add_file(str(path), data)


def postings_name(shard: int, shared: str) -> str:
    """Return the file name of a postings shard."""
    return f"p{shard}-{shared}.six"


def add_file(path: str, data: bytes) -> None:
    """Write a file of a name that stands for its content, unless it is there whole.

    A new file is written in place, as that is twice as fast as to rename it: a process killed meanwhile leaves one that is
    too short, which no entry names yet and the next build replaces.
    """
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o644)
    except FileExistsError:
        if os.stat(path).st_size == len(data):  # noqa: PTH116 - called for every page
            return
        _replace(path, data)
        return
    try:
        if os.write(file, data) != len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)
    finally:
        os.close(file)


def _replace(path: str, data: bytes) -> None:
    half_done = f"{path}.{os.getpid()}.neu"
    Path(half_done).write_bytes(data)
    os.replace(half_done, path)  # noqa: PTH105


def replace_entry(index: Path, entry: dict[str, Any]) -> None:
    """Put a new entry in the place of the old one, in one step."""
    half_done = index / f"{ENTRY}.neu"
    half_done.write_bytes(pack("E", json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode()))
    half_done.replace(index / ENTRY)


def names(entry: dict[str, Any]) -> frozenset[str]:
    """Return the names of all files of an index, those of pages up to the hash of their block."""
    found = {ENTRY}
    for table, stem in _TABLES.items():
        found.update(f"{stem}{i}-{name}.six" for i, name in enumerate(hashes(entry[table]["hash"])))
    shared = hashes(entry["postings"]["hash"])
    shards = range(len(entry["postings"]["first"]))
    found.update(postings_name(shard, shared[shard // SHARED]) for shard in shards)
    found.update(f"s{i}-{name}" for i, name in enumerate(hashes(entry["fragments"])))
    found.update(f"f{i}-{name}.six" for i, name in enumerate(entry["filters"].values()))
    found.update(f"o{i}-{name}.six" for i, name in enumerate(entry["sorts"].values()))
    if "synonyms" in entry:
        found.add(f"y-{entry['synonyms']}.six")
    return frozenset(found)


def is_named(file: str, named: frozenset[str]) -> bool:
    """Say whether a file is one of `names`."""
    return file in named or (is_fragment(file) and file.rpartition("-")[0] in named)


def is_fragment(file: str) -> bool:
    """Say whether a file of the index has the text of a page."""
    return file.startswith("s") and file.endswith(".six")


def hashes(table: str) -> list[str]:
    """Cut a table of hashes into hashes."""
    return [table[at : at + DIGITS] for at in range(0, len(table), DIGITS)]
