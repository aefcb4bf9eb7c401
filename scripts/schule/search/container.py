"""The envelope of every file of the index: magic, kind, version, then a zlib stream.

Takes a payload, returns the bytes of a file, and back. Does not know what a payload means. zlib and not raw deflate,
because its checksum tells a damaged file from a good one, and browsers open it with DecompressionStream("deflate").
"""

import hashlib
import os
import zlib
from pathlib import Path
from typing import Literal

Kind = Literal["E", "W", "R", "P", "S", "F", "O", "Y"]
MAGIC = b"SIX"
VERSION = 1
HEAD = len(MAGIC) + 2


class DamagedFileError(ValueError):
    """A file of the index that cannot be read; the message is one German sentence for the reader."""


def pack(kind: Kind, payload: bytes, level: int = 6) -> bytes:
    """Return the bytes of a file; the same payload always gives the same bytes."""
    return MAGIC + kind.encode() + bytes([VERSION]) + zlib.compress(payload, level)


def unpack(kind: Kind, data: bytes, name: str) -> bytes:
    """Return the payload of a file, or raise `DamagedFileError`."""
    if data[:3] != MAGIC or data[3:4] != kind.encode():
        raise DamagedFileError(f"„{name}“ ist keine Datei dieses Suchindexes.")
    if data[4] != VERSION:
        raise DamagedFileError(f"„{name}“ hat Version {data[4]} des Suchindexes; dieses Programm liest Version {VERSION}.")
    try:
        return zlib.decompress(data[HEAD:])
    except zlib.error as error:
        raise DamagedFileError(f"„{name}“ ist beschädigt; bitte den Suchindex neu bauen.") from error


def digest(payload: bytes) -> str:
    """Return the part of a file name that stands for its content: 40 bits in hexadecimal."""
    return hashlib.blake2b(payload, digest_size=5).hexdigest()


def fragment_name(block: int, content: str, place: int, part: int) -> str:
    """Return the file name of one part of one page."""
    return f"s{block}-{content}-{place}.six" if not part else f"s{block}-{content}-{place}.{part}.six"


def add_file(path: Path, kind: Kind, payload: bytes) -> None:
    """Write a file that is named after its content, unless it is there; a killed process leaves nothing under the name."""
    if path.exists():
        return
    half_done = path.with_name(f"{path.name}.{os.getpid()}.neu")
    half_done.write_bytes(pack(kind, payload))
    os.replace(half_done, path)
