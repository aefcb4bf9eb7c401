"""Whole numbers in few bytes: seven bits a byte, least significant first, the high bit set on all but the last (LEB128).

Takes arrays of non-negative numbers below 2**35, returns bytes, and back. Works on whole arrays with numpy, because the
postings of a large site are tens of millions of numbers.
"""

import numpy as np
from numpy.typing import NDArray


def encode(values: NDArray[np.integer]) -> bytes:
    """Return the numbers one after another."""
    numbers = np.asarray(values, dtype=np.int64)
    if not len(numbers) or numbers.max() < 0x80:
        return numbers.astype(np.uint8).tobytes()
    sizes = np.ones(len(numbers), dtype=np.int64)
    for bits in (7, 14, 21, 28):
        sizes += numbers >= 1 << bits
    starts = np.cumsum(sizes) - sizes
    out = np.empty(int(starts[-1] + sizes[-1]), dtype=np.uint8)
    out[starts] = numbers & 0x7F
    for place in range(1, int(sizes.max())):
        longer = sizes > place
        at = starts[longer] + place
        out[at - 1] |= 0x80
        out[at] = (numbers[longer] >> (7 * place)) & 0x7F
    return out.tobytes()


def encode_one(*values: int) -> bytes:
    """Return a few numbers one after another, without the cost of an array."""
    out = bytearray()
    for number in values:
        rest = number
        while rest > 0x7F:
            out.append(rest & 0x7F | 0x80)
            rest >>= 7
        out.append(rest)
    return bytes(out)


class Cursor:
    """Reads a payload from front to back."""

    def __init__(self, payload: bytes) -> None:
        self.payload = payload
        self.at = 0

    def number(self) -> int:
        """Read one number."""
        shift = value = 0
        while True:
            byte = self.payload[self.at]
            self.at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    def signed(self) -> int:
        """Read one zigzag number."""
        value = self.number()
        return -(value >> 1) - 1 if value & 1 else value >> 1

    def bytes(self, size: int) -> bytes:
        """Read `size` bytes."""
        self.at += size
        return self.payload[self.at - size : self.at]

    def string(self) -> str:
        """Read a length and so many bytes of UTF-8."""
        return self.bytes(self.number()).decode()
