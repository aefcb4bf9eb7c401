"""A prepared handout in, a DOCX, ODT or HTML file out: one HTML with its pictures inside, through pandoc alone."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from schule.handouts.convert import Conversion, convert
from schule.handouts.document import Format, Sheet
from schule.handouts.pictures import Picture
from schule.handouts.qr import qr_png_uri
from schule.handouts.reference import described, reference_document
from schule.handouts.settings import HandoutSettings
from schule.handouts.workshop import Prepared, Workshop

_PICTURE = re.compile(r'<img src="bild:(\d+)"')
_TEXT_WIDTH_PX = 605
_ONE_PAGE_CHARACTERS = 2200


def make_text_file(prepared: Prepared, to: Format, shop: Workshop) -> bytes:
    """Return a DOCX, ODT or HTML file. Raises ConvertError, TypesetError."""
    job = prepared.job
    folder = job.layout != "blatt"
    meta = {"title": job.title, "lang": "de-DE", "subtitle": job.cover.kind if job.cover else job.sheets[0].kind}
    if not folder:
        meta["date"] = f"Stand: {job.stand}"
    options = ["--standalone"]
    if not folder:
        options.append("--shift-heading-level-by=-1")
    if to == "html":
        meta["pagetitle"] = job.title
    wanted = Conversion(
        to if to != "html" else "html5",
        shop.template / "handout.lua",
        meta,
        job.epoch,
        reference=reference_document(shop.template, shop.cache, shop.settings, to, folder) if to != "html" else None,
        template=shop.template / "handout.html" if to == "html" else None,
        options=options,
    )
    body = _text_body(prepared, to, shop)
    data = convert(body, wanted)
    return described(data, body) if to == "odt" else data


def _text_body(prepared: Prepared, to: Format, shop: Workshop) -> str:
    job = prepared.job
    parts = []
    if job.cover:
        parts.append(_paragraph("kurz", job.cover.lead))
        rows = "".join(f"<dt>{html.escape(name)}</dt><dd>{html.escape(value)}</dd>" for name, value in job.cover.facts)
        parts.append(f'<div class="fakten"><dl>{rows}</dl></div>' if rows else "")
        parts.append(_contents(job.sheets))
    for number, (sheet, article) in enumerate(zip(job.sheets, prepared.articles, strict=True)):
        if job.layout != "blatt":
            parts.append(f'<h1 id="blatt-{number}">{html.escape(sheet.title)}</h1>')
            parts.append(_paragraph("angaben", " · ".join(filter(None, (sheet.kind, _imprint(sheet))))))
        parts.append(_paragraph("kurz", sheet.lead))
        excerpt = job.layout == "steckbrief"
        parts.append(_excerpt(article.html) if excerpt else article.html)
        if job.layout == "blatt":
            parts.append(_paragraph("angaben", _imprint(sheet)))
        parts.append(_address(sheet, shop.settings))
    return _with_pictures("".join(parts), prepared.pictures, to, shop)


def _contents(sheets: Sequence[Sheet]) -> str:
    """Return the list of records; the filter adds page numbers where the format has fields for them."""
    rows = "".join(f'<li><a href="#blatt-{n}">{html.escape(sheet.title)}</a></li>' for n, sheet in enumerate(sheets))
    return f'<div class="inhalt"><p>Inhalt</p><ul>{rows}</ul></div>' if len(sheets) > 1 else ""


def _imprint(sheet: Sheet) -> str:
    return " · ".join(filter(None, (f"Stand: {sheet.stand}", sheet.licence)))


def _paragraph(kind: str, text: str) -> str:
    return f'<div class="{kind}"><p>{html.escape(text)}</p></div>' if text else ""


def _address(sheet: Sheet, settings: HandoutSettings) -> str:
    address = settings.address(sheet.address) if sheet.address else ""
    if not address:
        return ""
    shown = html.escape(address)
    return (
        f'<div class="angaben"><p><img src="{qr_png_uri(address)}" width="95" alt="QR-Code, führt zu {shown}"></p>'
        f'<p><a href="{shown}">{shown}</a></p></div>'
    )


def _excerpt(article: str) -> str:
    """Return whole blocks from the beginning, about as much as one page holds."""
    body = LexborHTMLParser(article).body
    taken: list[LexborNode] = []
    size = 0
    for node in body.iter() if body else ():
        size += len(node.text(deep=True) or "")
        if size > _ONE_PAGE_CHARACTERS and taken:
            break
        taken.append(node)
    while taken and re.fullmatch("h[1-6]", taken[-1].tag or ""):
        taken.pop()
    return "".join(node.html or "" for node in taken)


def _with_pictures(text: str, pictures: tuple[Picture, ...], to: Format, shop: Workshop) -> str:
    def embedded(match: re.Match[str]) -> str:
        picture = pictures[int(match[1])]
        shown = min(max(picture.width, 60), _TEXT_WIDTH_PX)
        if to == "html":
            uri = "data:image/svg+xml;base64," + base64.b64encode(picture.svg.encode()).decode()
        else:
            png = shop.press.png(picture.svg, shown / 96 * 25.4)
            uri = "data:image/png;base64," + base64.b64encode(png).decode()
        return f'<img width="{shown:.0f}" src="{uri}"'

    return _PICTURE.sub(embedded, text)
