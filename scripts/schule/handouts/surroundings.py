"""Where an article stands: what its links and pictures mean on paper.

A link leads outside, to another record of the same handout, to the site once that has an address, or nowhere. A picture
is read from the site's folder or from a data URI; nothing is fetched, and nothing outside that folder is opened.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

from schule.handouts.pictures import Picture, PictureError, from_bytes, from_data_uri


class ForeignPictureError(Exception):
    """A picture lies on another website or outside the site's folder."""


@dataclass(frozen=True)
class Surroundings:
    """The page of an article, the folder of the site, the addresses that the same handout holds.

    ``page`` is the folder address against which links are resolved, ``path`` the record's file (for findings),
    ``inside`` maps addresses to anchors. An excerpt has no footnotes, no list of sources and no jumps within itself.
    """

    page: str
    site: Path
    path: str
    site_url: str = ""
    inside: Mapping[str, str] = field(default_factory=dict)
    prefix: str = ""
    picture_style: str = ""
    excerpt: bool = False

    def anchor(self, name: str) -> str:
        """Return the name of a place, unique in the whole handout."""
        return self.prefix + re.sub(r"[^a-z0-9]+", "-", name.lower())

    def target(self, href: str) -> str:
        """Return where a link leads from paper, or nothing."""
        if href.startswith("#"):
            return "" if self.excerpt else f"#{self.anchor(unquote(href[1:]))}"
        try:
            parts = urlsplit(href)
        except ValueError:
            return ""
        if parts.scheme in ("http", "https") and parts.netloc:
            return href
        if parts.scheme in ("mailto", "tel") and parts.path:
            return href
        if parts.scheme or parts.netloc:
            return ""
        address = site_address(self.page, href)
        if address in self.inside:
            return f"#{self.inside[address]}"
        place = f"#{parts.fragment}" if parts.fragment else ""
        return f"{self.site_url.rstrip('/')}{address}{place}" if self.site_url else ""

    def picture(self, source: str, alt: str) -> Picture:
        """Return the picture that an address names. Raises ForeignPictureError, PictureError."""
        if source.startswith("data:image/"):
            return from_data_uri(source, alt, self.picture_style)
        try:
            parts = urlsplit(source)
            place = posixpath.normpath(posixpath.join(self.page, unquote(parts.path))).lstrip("/")
            file = (self.site / place).resolve()
        except (ValueError, OSError) as error:
            raise PictureError("Die Adresse ist unbrauchbar.") from error
        if parts.scheme or parts.netloc or not parts.path or not file.is_relative_to(self.site.resolve()):
            raise ForeignPictureError
        if not file.is_file():
            raise PictureError("Die Datei gibt es nicht.")
        return from_bytes(file.read_bytes(), alt, self.picture_style)


def site_address(page: str, href: str) -> str:
    """Return the address on the site (``/kommunen/x/``) to which a link on ``page`` leads; file names are dropped."""
    path = unquote(urldefrag(urlsplit(href)._replace(query="").geturl())[0])
    target = posixpath.normpath(posixpath.join(page, path)) if path else page
    target = "/" + target.lstrip("/").removesuffix("index.html").removesuffix(".html")
    has_extension = "." in posixpath.basename(target.rstrip("/"))
    return target if target.endswith("/") or has_extension else target + "/"
