"""A handout on its way: the workshop with the tools, and a job whose articles are cleaned and whose content has a key."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from schule.findings import Finding
from schule.handouts.article import Article, read_article
from schule.handouts.convert import pandoc_version
from schule.handouts.document import Job
from schule.handouts.pictures import Picture
from schule.handouts.settings import HandoutSettings
from schule.handouts.surroundings import Surroundings
from schule.handouts.typeset import Press, font_folder


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
