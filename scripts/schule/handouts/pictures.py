"""Pictures for paper: every picture becomes one SVG text, so that Typst reads no file and pandoc gets a data URI.

Takes the bytes of a picture (SVG, PNG, JPEG, GIF) or an inline ``<svg>``; returns an SVG without scripts and without
anything that leads outside. Raster pictures are wrapped, not drawn anew. Word processors get a PNG made by Typst.
"""

from __future__ import annotations

import base64
import html
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from selectolax.lexbor import LexborHTMLParser, LexborNode

_MAX_BYTES = 10_000_000
_MAX_DEPTH = 40
_SVG_DROPPED = {"script", "foreignObject", "foreignobject", "iframe", "animate", "set", "animateTransform", "handler"}
_NAME = re.compile(r"[A-Za-z][\w.-]*")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LEADING_OUT = re.compile(r"url\s*\(\s*(?!['\"]?#)|@import|expression\s*\(", re.IGNORECASE)


@dataclass(frozen=True)
class Picture:
    """A picture as SVG text with its natural size in CSS pixels; ``alt`` is empty for decoration."""

    svg: str
    width: float
    height: float
    alt: str


class PictureError(Exception):
    """The picture cannot be used; the message says why, in German."""


def from_bytes(data: bytes, alt: str, style: str = "") -> Picture:
    """Return the picture that a file holds. Raises PictureError."""
    if len(data) > _MAX_BYTES:
        raise PictureError("Es ist größer als 10 MB.")
    for kind, measure in (("png", _png_size), ("jpeg", _jpeg_size), ("gif", _gif_size)):
        size = measure(data)
        if size:
            width, height = size
            uri = f"data:image/{kind};base64,{base64.b64encode(data).decode()}"
            return Picture(_wrapped(uri, width, height), width, height, alt)
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<svg", b"<?xml", b"<!--", b"<!doctype svg")) and b"<svg" in data[:20_000].lower():
        return from_svg(data.decode("utf-8", "replace"), alt, style)
    raise PictureError("Das Format ist nicht SVG, PNG, JPEG oder GIF.")


def from_data_uri(uri: str, alt: str, style: str = "") -> Picture:
    """Return the picture in a data URI. Raises PictureError."""
    head, separator, body = uri.partition(",")
    if not separator:
        raise PictureError("Die eingebetteten Daten sind unvollständig.")
    try:
        data = base64.b64decode(body) if head.endswith(";base64") else unquote_to_bytes(body)
    except ValueError as error:
        raise PictureError("Die eingebetteten Daten sind beschädigt.") from error
    return from_bytes(data, alt, style)


def from_svg(text: str, alt: str, style: str = "") -> Picture:
    """Return an SVG, cleaned; ``style`` is CSS for drawings that a page's style sheet would colour. Raises PictureError."""
    start = text.lower().find("<svg")
    root = LexborHTMLParser(text[start:]).css_first("svg") if start >= 0 else None
    if root is None:
        raise PictureError("Die Zeichnung enthält kein <svg>.")
    width, height = _svg_size(root.attributes)
    parts: list[str] = []
    for child in root.iter(include_text=True):
        _write(child, parts, 0)
    box = root.attributes.get("viewBox") or f"0 0 {width:g} {height:g}"
    return Picture(
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width:g}" height="{height:g}" viewBox="{_escape(box)}">'
        + (f"<style>{_escape(style)}</style>" if style else "")
        + "".join(parts)
        + "</svg>",
        width,
        height,
        alt,
    )


def _write(node: LexborNode, parts: list[str], depth: int) -> None:
    """Append a node of a drawing as XML, without what runs or leads outside."""
    if node.tag == "-text":
        parts.append(_escape(node.text() or ""))
        return
    tag = node.tag or ""
    if depth > _MAX_DEPTH or tag in _SVG_DROPPED or not _NAME.fullmatch(tag):
        return
    if tag == "style" and _LEADING_OUT.search(node.text()):
        return
    attributes = "".join(f' {name}="{_escape(value)}"' for name, value in _attributes(node))
    parts.append(f"<{tag}{attributes}>")
    for child in node.iter(include_text=True):
        _write(child, parts, depth + 1)
    parts.append(f"</{tag}>")


def _attributes(node: LexborNode) -> Iterator[tuple[str, str]]:
    for name, value in node.attributes.items():
        local = name.rsplit(":", 1)[-1].lower()
        target = (value or "").strip()
        inside = target.startswith(("#", "data:image/png;", "data:image/jpeg;", "data:image/gif;"))
        leading = (local in ("href", "src") and not inside) or _LEADING_OUT.search(target)
        if value is None or name.startswith("on") or leading or local in ("base", "xmlns", "xlink"):
            continue
        if _NAME.fullmatch(local):
            yield ("xlink:href" if local == "href" else name if ":" not in name else local), value


def _escape(text: str) -> str:
    return html.escape(_CONTROL.sub("", text), quote=True)


def _svg_size(attributes: dict[str, str | None]) -> tuple[float, float]:
    box = re.findall(r"-?[\d.]+(?:e-?\d+)?", attributes.get("viewBox") or attributes.get("viewbox") or "")
    try:
        found = [float(re.sub(r"px$", "", (attributes.get(name) or ""))) for name in ("width", "height")]
    except ValueError:
        found = [float(value) for value in box[2:4]] if len(box) == 4 else [300.0, 150.0]
    width, height = found
    if not (0 < width < 100_000 and 0 < height < 100_000):
        raise PictureError("Die Zeichnung hat keine brauchbare Größe.")
    return width, height


def _wrapped(uri: str, width: float, height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}"><image width="{width:g}" height="{height:g}" href="{uri}"/></svg>'
    )


def _png_size(data: bytes) -> tuple[int, int] | None:
    if not data.startswith(b"\x89PNG\r\n\x1a\n") or len(data) < 24:
        return None
    width, height = struct.unpack(">II", data[16:24])
    return _plausible(width, height)


def _gif_size(data: bytes) -> tuple[int, int] | None:
    if data[:6] not in (b"GIF87a", b"GIF89a") or len(data) < 10:
        return None
    width, height = struct.unpack("<HH", data[6:10])
    return _plausible(width, height)


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    if not data.startswith(b"\xff\xd8"):
        return None
    place = 2
    while place + 9 < len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[place + 5 : place + 9])
            return _plausible(width, height)
        place += 2 + int(struct.unpack(">H", data[place + 2 : place + 4])[0])
    return None


def _plausible(width: int, height: int) -> tuple[int, int]:
    if not (width > 0 and height > 0 and width * height <= 60_000_000):
        raise PictureError("Seine Abmessungen sind nicht brauchbar.")
    return width, height
