"""A prepared handout in, a PDF out: pandoc writes the articles as Typst source, Typst sets them with the template."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from schule.findings import Finding
from schule.handouts.convert import Conversion, convert
from schule.handouts.document import Job, Sheet
from schule.handouts.faults import fault
from schule.handouts.qr import qr_svg
from schule.handouts.settings import HandoutSettings
from schule.handouts.workshop import Prepared, Rendered, Workshop


def make_pdf(prepared: Prepared, shop: Workshop, bodies: Sequence[str] | None = None) -> Rendered:
    """Return the PDF; ``bodies`` are the articles as Typst source, when they have been converted already."""
    job = prepared.job
    pieces = job.layout in ("steckbrief", "poster")
    source = _typst_source(job, bodies or convert_articles([prepared], shop, pieces=pieces)[0], prepared.key)
    done = shop.press.typeset(source, json.dumps(_typst_data(prepared, shop), ensure_ascii=False), job.epoch)
    return Rendered(done.pdf, tuple(_replaced(prepared, done.replaced)))


def convert_articles(batch: Sequence[Prepared], shop: Workshop, *, pieces: bool = False) -> list[list[str]]:
    """Return the Typst source of the articles of several handouts, made by one pandoc. Raises ConvertError.

    The articles are kept apart by a mark that no text can hold, since it is a hash over all of them.
    """
    articles = [article.html for prepared in batch for article in prepared.articles]
    mark = hashlib.sha256("".join(articles).encode()).hexdigest()[:24]
    joined = f'<div class="trennung" data-marke="{mark}"></div>'.join(f"<div>{article}</div>" for article in articles)
    meta = {"stuecke": batch[0].key} if pieces else {}
    source = convert(joined, Conversion("typst", shop.template / "handout.lua", meta, 0)).decode()
    parts = iter(source.split(f"//-- {mark}\n"))
    return [[next(parts) for _ in prepared.articles] for prepared in batch]


def _typst_source(job: Job, bodies: Sequence[str], key: str) -> str:
    head = '#import "/vorlage.typ": *\n#show: grundlage\n'
    if job.layout == "blatt":
        return f"{head}#blatt[\n{bodies[0]}\n]\n"
    if job.layout == "mappe":
        sheets = "".join(f"[\n#kopf({number})\n{body}\n],\n" for number, body in enumerate(bodies))
        return f"{head}#mappe(\n{sheets})\n"
    pages = "".join(f"({_pieces(body, key)}),\n" for body in bodies)
    return f"{head}#{'poster' if job.layout == 'poster' else 'steckbriefe'}(\n{pages})\n"


def _pieces(body: str, key: str) -> str:
    # What follows the last mark is a heading without text.
    return "".join(f"[\n{piece.strip()}\n],\n" for piece in body.split(f"//-- {key}")[:-1] if piece.strip())


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
