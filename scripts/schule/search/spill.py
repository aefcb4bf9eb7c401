"""Arrays and values that one step leaves for the next, in one file.

Takes a mapping of names to numpy arrays and one small value, writes them, and reads them back. Written under another name
first and then renamed, so a step that was killed leaves nothing half done, and one that runs twice does no harm.
"""

import json
import mmap
import os
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_ALIGN = 64
_MAGIC = b"SPILL001"
_HEAD = len(_MAGIC) + 20  # size of the description, where the arrays begin, checksum of all that follows
Arrays = dict[str, NDArray[Any]]


class DamagedSpillError(ValueError):
    """A file that is not what was written."""


def write(path: Path, arrays: Mapping[str, NDArray[Any]], value: Any) -> None:
    """Write `arrays` and `value` (anything JSON can say) to `path`."""
    layout: dict[str, tuple[str, int, int]] = {}
    at = 0
    for name, array in arrays.items():
        layout[name] = (array.dtype.str, len(array), at)
        at += _aligned(array.nbytes)
    description = json.dumps([layout, value], ensure_ascii=False).encode("utf-8", "surrogatepass")
    start = _aligned(_HEAD + len(description))
    body = bytearray(start - _HEAD + at)
    body[: len(description)] = description
    for name, array in arrays.items():
        begin = start - _HEAD + layout[name][2]
        body[begin : begin + array.nbytes] = array.tobytes()
    head = _MAGIC + len(description).to_bytes(8, "little") + start.to_bytes(8, "little")
    half_done = path.with_name(f"{path.name}.{os.urandom(16).hex()}.neu")
    with half_done.open("wb", buffering=0) as file:
        file.write(head + zlib.crc32(body).to_bytes(4, "little"))
        file.write(body)
    half_done.replace(path)


def read(path: Path, verify: bool = False) -> tuple[Arrays, Any]:
    """Return what was written to `path`; the arrays stay on disk until they are touched.

    With `verify` the checksum is compared: for files of an earlier build, which are not to be trusted.
    """
    try:
        with path.open("rb", buffering=0) as file:
            data = np.frombuffer(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), np.uint8)
        head = data[:_HEAD].tobytes()
        size, start = int.from_bytes(head[8:16], "little"), int.from_bytes(head[16:24], "little")
        if head[:8] != _MAGIC or (verify and zlib.crc32(data[_HEAD:].data) != int.from_bytes(head[24:28], "little")):
            raise DamagedSpillError(path)
        layout, value = json.loads(data[_HEAD : _HEAD + size].tobytes().decode("utf-8", "surrogatepass"))
    except (ValueError, UnicodeDecodeError) as error:
        raise DamagedSpillError(path) from error
    arrays: Arrays = {}
    for name, (kind, length, at) in layout.items():
        dtype = np.dtype(kind)
        arrays[name] = data[start + at : start + at + length * dtype.itemsize].view(dtype)
    return arrays, value


def _aligned(size: int) -> int:
    return -(-size // _ALIGN) * _ALIGN
