"""What is shown of a page: its address, title, meta values, filters and the text of its sections, one small file a page.

Takes a document, returns the payloads of its files. A page with much text gets several files, so that a reader fetches the
part with the section it shows and not a book.
"""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from schule.search.document import Document, Section

_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))
CHUNK = 24_000  # characters of text in one file, about


def payloads(path: str, document: Document) -> list[bytes]:
    """Return the JSON of each file of a page; the first says at which section each of them begins."""
    chunks = list(_chunks(document.sections))
    starts = list(_starts(chunks))
    head: dict[str, Any] = {"url": address(path), "title": document.title or path, "meta": document.meta}
    if document.filters:
        head["filters"] = document.filters
    head["starts"] = starts
    head.update(_about_text(document, len(chunks)))
    return [_json({**head, "sections": chunks[0]}), *(_json({"sections": chunk}) for chunk in chunks[1:])]


def _about_text(document: Document, parts: int) -> Iterator[tuple[str, Any]]:
    """Return what a reader needs to tell the text as the page has it, where it is not as in most pages."""
    if document.title_at:
        yield "at", document.title_at
    if document.title_anchor:
        yield "id", document.title_anchor
    if parts > 1:
        title = document.title if document.title_at >= 0 else ""
        yield (
            "words",
            sum(len(f"{part.heading} {part.text}".split()) for part in document.sections) + len(title.split()),
        )


def address(path: str) -> str:
    """Return the address of a file from the root of the site, as a browser writes it."""
    if path == "index.html" or path.endswith("/index.html"):
        path = path.removesuffix("index.html")
    return "/" + quote(path, safe="/-_.~!$&'()*+,;=:@", errors="surrogateescape")


def _chunks(sections: tuple[Section, ...]) -> Iterator[list[list[str]]]:
    chunk: list[list[str]] = []
    size = 0
    for section in sections:
        length = len(section.text)
        if chunk and size + length > CHUNK:
            yield chunk
            chunk, size = [], 0
        chunk.append([section.anchor, section.heading, section.text])
        size += length
    yield chunk


def _starts(chunks: list[list[list[str]]]) -> Iterator[int]:
    start = 0
    for chunk in chunks:
        yield start
        start += len(chunk)


def _json(value: dict[str, Any]) -> bytes:
    return _ENCODER.encode(value).encode("utf-8", "replace")
