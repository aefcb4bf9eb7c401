"""Arrays and values that one step leaves for the next, in one file.

Takes a mapping of names to numpy arrays and one small value, writes them, and reads them back. Written under another name
first and then renamed, so a step that was killed leaves nothing half done, and one that runs twice does no harm.
"""

import json
import os
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_ALIGN = 64
Arrays = dict[str, NDArray[Any]]


def write(path: Path, arrays: Mapping[str, NDArray[Any]], value: Any) -> None:
    """Write `arrays` and `value` (anything JSON can say) to `path`."""
    layout, at = {}, 0
    for name, array in arrays.items():
        layout[name] = [array.dtype.str, len(array), at]
        at += -(-array.nbytes // _ALIGN) * _ALIGN
    head = json.dumps([layout, value], ensure_ascii=False).encode("utf-8", "surrogatepass")
    start = -(-(len(head) + 16) // _ALIGN) * _ALIGN
    half_done = path.with_name(f"{path.name}.{uuid.uuid4().hex}.neu")
    with half_done.open("wb") as file:
        file.write(len(head).to_bytes(8, "little") + start.to_bytes(8, "little") + head)
        for name, array in arrays.items():
            file.seek(start + layout[name][2])
            file.write(array.tobytes())
        file.truncate(max(file.tell(), start + at))
    os.replace(half_done, path)


def read(path: Path) -> tuple[Arrays, Any]:
    """Return what was written to `path`; the arrays stay on disk until they are touched."""
    with path.open("rb") as file:
        size, start = (int.from_bytes(file.read(8), "little") for _ in range(2))
        layout, value = json.loads(file.read(size).decode("utf-8", "surrogatepass"))
    data = np.memmap(path, dtype=np.uint8, mode="r") if path.stat().st_size > start else np.empty(0, np.uint8)
    arrays: Arrays = {}
    for name, (kind, length, at) in layout.items():
        dtype = np.dtype(kind)
        begin = start + at if length else 0
        arrays[name] = np.asarray(data[begin : begin + length * dtype.itemsize]).view(dtype)
    return arrays, value
