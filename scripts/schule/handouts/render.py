"""A job in, the bytes of a PDF, DOCX, ODT or HTML file out, with what could not be set.

The articles are cleaned once; PDF goes through pandoc and Typst, the other formats through pandoc alone. The same job
with the same template and tools gives the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from schule.findings import Finding
from schule.handouts.article import Article, Surroundings, read_article
from schule.handouts.convert import Conversion, ConvertError, convert, pandoc_version
from schule.handouts.document import Format, Job, Sheet
from schule.handouts.faults import fault
from schule.handouts.pictures import Picture
from schule.handouts.qr import qr_png_uri, qr_svg
from schule.handouts.reference import described, reference_document
from schule.handouts.settings import HandoutSettings
from schule.handouts.typeset import Press, TypesetError, font_folder

_PIECE = "//-- Stück"
_PICTURE = re.compile(r'<img src="bild:(\d+)"')
_TEXT_WIDTH_PX = 605
_ONE_PAGE_CHARACTERS = 2200


@dataclass(frozen=True)
class Rendered:
    """A finished file and its findings; ``data`` is empty when it could not be made."""

    data: bytes
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Workshop:
    """Where everything is: the template folder, the site that holds the pages, the folder for what may be deleted."""

    template: Path
    site: Path
    cache: Path
    settings: HandoutSettings

    @cached_property
    def press(self) -> Press:
        """Typst with this template and the fonts."""
        return Press(self.template, font_folder(self.cache))

    @cached_property
    def picture_style(self) -> str:
        """CSS for drawings that the site's style sheet would colour."""
        return (self.template / "bilder.css").read_text(encoding="utf-8")

    @cached_property
    def fingerprint(self) -> str:
        """A hash over what decides about the bytes beside the job: template, program, tools."""
        digest = hashlib.sha256(f"{pandoc_version()} {version('typst')} {self.settings}".encode())
        own = Path(__file__).parent
        for path in sorted([*own.glob("*.py"), *(p for p in self.template.iterdir() if p.is_file())]):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
        return digest.hexdigest()


@dataclass(frozen=True)
class Prepared:
    """A job with its articles cleaned; ``key`` names its content."""

    job: Job
    articles: tuple[Article, ...]
    key: str

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the articles could not take along."""
        return tuple(finding for article in self.articles for finding in article.findings)

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures of all articles by number."""
        return tuple(picture for article in self.articles for picture in article.pictures)


def prepare(job: Job, shop: Workshop) -> Prepared:
    """Clean the articles of a job."""
    inside = (
        {sheet.address: f"blatt-{number}" for number, sheet in enumerate(job.sheets)} if len(job.sheets) > 1 else {}
    )
    articles: list[Article] = []
    pictures = 0
    for number, sheet in enumerate(job.sheets):
        around = Surroundings(
            page=sheet.base,
            site=shop.site,
            path=sheet.path,
            site_url=shop.settings.site_url,
            inside=inside,
            prefix=f"b{number}-",
            picture_style=shop.picture_style,
            excerpt=job.layout in ("steckbrief", "poster"),
        )
        article = read_article(sheet.page_html, around, pictures)
        pictures += len(article.pictures)
        articles.append(article)
    return Prepared(job, tuple(articles), _key(job, articles, shop))


def _key(job: Job, articles: list[Article], shop: Workshop) -> str:
    digest = hashlib.sha256(shop.fingerprint.encode())
    for sheet, article in zip(job.sheets, articles, strict=True):
        head = (
            sheet.title,
            sheet.kind,
            sheet.lead,
            sheet.stand,
            sheet.day,
            sheet.licence,
            sheet.address,
            sheet.citations,
        )
        digest.update(repr((head, article.html, article.pictures)).encode())
    digest.update(repr((job.layout, job.cover)).encode())
    return digest.hexdigest()


def render(prepared: Prepared, to: Format, shop: Workshop) -> Rendered:
    """Return the finished file; what fails is a finding of the first record, never an exception."""
    try:
        if to == "pdf":
            return _pdf(prepared, shop)
        return Rendered(_text_file(prepared, to, shop), ())
    except (ConvertError, TypesetError) as error:
        path = prepared.job.sheets[0].path if prepared.job.sheets else ""
        return Rendered(b"", (fault(path, "handout-satz", f"„{prepared.job.title}“ als {to.upper()}: {error}"),))


# ---- PDF ----


def _pdf(prepared: Prepared, shop: Workshop) -> Rendered:
    job = prepared.job
    in_pieces = job.layout in ("steckbrief", "poster")
    meta = {"stuecke": "ja"} if in_pieces else {}
    wanted = Conversion("typst", shop.template / "handout.lua", meta, job.epoch)
    bodies = [convert(article.html, wanted).decode() for article in prepared.articles]
    source = _typst_source(job, bodies)
    done = shop.press.typeset(source, json.dumps(_typst_data(prepared, shop), ensure_ascii=False), job.epoch)
    return Rendered(done.pdf, tuple(_replaced(prepared, done.replaced)))


def _typst_source(job: Job, bodies: list[str]) -> str:
    head = '#import "/vorlage.typ": *\n#show: grundlage\n'
    if job.layout == "blatt":
        return f"{head}#blatt[\n{bodies[0]}\n]\n"
    if job.layout == "mappe":
        sheets = "".join(f"[\n#kopf({number})\n{body}\n],\n" for number, body in enumerate(bodies))
        return f"{head}#mappe(\n{sheets})\n"
    pages = "".join(f"({_pieces(body)}),\n" for body in bodies)
    return f"{head}#{'poster' if job.layout == 'poster' else 'steckbriefe'}(\n{pages})\n"


def _pieces(body: str) -> str:
    # What follows the last mark is a heading without text.
    return "".join(f"[\n{piece.strip()}\n],\n" for piece in body.split(_PIECE)[:-1] if piece.strip())


def _typst_data(prepared: Prepared, shop: Workshop) -> dict[str, Any]:
    job, settings = prepared.job, shop.settings
    cover = job.cover
    licences = {sheet.licence for sheet in job.sheets}
    data: dict[str, Any] = {
        "titel": job.title,
        "art": cover.kind if cover else "",
        "kurz": cover.lead if cover else job.sheets[0].lead,
        "website": settings.site_name,
        "stand": job.stand,
        "lizenz": licences.pop() if len(licences) == 1 else "",
        "datum": [job.day.year, job.day.month, job.day.day],
        "angaben": [list(row) for row in cover.facts] if cover else [],
        "blaetter": [_typst_sheet(sheet, settings) for sheet in job.sheets],
        "bilder": [{"svg": p.svg, "breite": p.width, "hoehe": p.height} for p in prepared.pictures],
    }
    return data | _typst_address(settings.address(cover.address) if cover and cover.address else "")


def _typst_sheet(sheet: Sheet, settings: HandoutSettings) -> dict[str, Any]:
    values = {
        "titel": sheet.title,
        "art": sheet.kind,
        "kurz": sheet.lead,
        "stand": sheet.stand,
        "lizenz": sheet.licence,
        "quellen": list(sheet.citations),
    }
    return values | _typst_address(settings.address(sheet.address) if sheet.address else "")


def _typst_address(address: str) -> dict[str, str]:
    shown = re.sub(r"^https?://", "", address).rstrip("/")
    return {
        "adresse": address,
        "adresse_gedruckt": re.sub(r"([/._-])", "\\1\u200b", shown),
        "qr": qr_svg(address) if address else "",
    }


def _replaced(prepared: Prepared, clusters: tuple[str, ...]) -> Iterator[Finding]:
    for cluster in sorted(clusters):
        codes = " ".join(f"U+{ord(character):04X}" for character in cluster)
        for sheet, article in zip(prepared.job.sheets, prepared.articles, strict=True):
            texts = (
                sheet.title,
                sheet.lead,
                article.html,
                *sheet.citations,
                *(p.svg + p.alt for p in article.pictures),
            )
            if any(cluster in text for text in texts):
                message = f"Für das Zeichen „{cluster}“ ({codes}) gibt es keine Schrift; im PDF steht „□“."
                yield fault(sheet.path, "handout-zeichen", message)


# ---- DOCX, ODT, HTML ----


def _text_file(prepared: Prepared, to: Format, shop: Workshop) -> bytes:
    job = prepared.job
    folder = job.layout != "blatt"
    meta = {"title": job.title, "lang": "de-DE", "subtitle": job.cover.kind if job.cover else job.sheets[0].kind}
    if not folder:
        meta["date"] = f"Stand: {job.stand}"
    options = ["--standalone"]
    if job.layout == "mappe" and len(job.sheets) > 1:
        options += ["--toc", "--toc-depth=1"]
        meta["toc-title"] = "Inhalt"
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
