"""Find out how the bytes of an HTML file are to be read, and return them as UTF-8.

Takes the bytes of a file, returns UTF-8 bytes without a byte order mark. Never fails: what no declaration explains is read
as windows-1252, as browsers do. Declarations are looked for where HTML allows them, in the first kilobytes.
"""

import codecs
import re

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(
    rb"""<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,100}?encoding)\s*=\s*["']?\s*([a-z0-9_.:\-]+)""", re.IGNORECASE
)
_PROLOGUE = 4096
# Browsers read what calls itself Latin-1 or ASCII as windows-1252.
_LATIN = {"iso8859-1", "ascii", "cp1252"}


def to_utf8(raw: bytes) -> bytes:
    """Return `raw` as UTF-8."""
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return _recode(raw[len(mark) :], name)
    if raw.isascii():
        return raw
    declared = _DECLARED.search(raw, 0, _PROLOGUE)
    codec = _codec(declared[1].decode("ascii")) if declared else "utf-8"
    if codec == "utf-8":
        return raw if _is_utf8(raw) else _recode(raw, "cp1252")
    return _recode(raw, codec)


def _codec(label: str) -> str:
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return "utf-8"
    if name in _LATIN:
        return "cp1252"
    return "utf-8" if name.startswith("utf-16") else name  # a readable declaration cannot stand in UTF-16


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def _recode(raw: bytes, codec: str) -> bytes:
    if codec == "utf-8":
        return raw if _is_utf8(raw) else raw.decode("utf-8", "replace").encode()
    try:
        return raw.decode(codec, "replace").encode("utf-8", "replace")
    except (LookupError, UnicodeError):  # a codec that is none for text
        return raw.decode("cp1252", "replace").encode()
