"""Addresses inside the site: relative ones in the pages, and pages at old addresses that lead on.

Takes HTML and the addresses that MkDocs gives its files; knows neither MkDocs nor templates.
"""

from __future__ import annotations

import html
import posixpath
import re
from pathlib import Path

from schule.records.base import Record
from schule.records.catalog import Catalog

_AFTER_PATH = re.compile(r"[?#]")
_LOCAL_LINK = re.compile(r'(?P<before>\s(?:href|src)=")/(?!/)(?P<rest>[^"]*)"')
_REDIRECT = """<!doctype html>
<html lang="de">
<head>
<meta charset="utf-8">
<title>{title}</title>
<link rel="canonical" href="{target}">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={target}">
</head>
<body data-pagefind-ignore="all"><p>Diese Seite ist umgezogen: <a href="{target}">{title}</a></p></body>
</html>
"""
_GONE = """<!doctype html>
<html lang="de">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Diese Seite gibt es nicht mehr</title>
<meta name="robots" content="noindex">
<style>body {{ font: 1.1rem/1.6 system-ui, sans-serif; margin: 2rem auto; max-width: 40rem; padding: 0 1rem }}
:root {{ color-scheme: light dark }}</style>
</head>
<body data-pagefind-ignore="all"><main><h1>Diese Seite gibt es nicht mehr</h1>
<p>Der Eintrag, der hier stand, wurde entfernt. Hier geht es weiter:</p>
<p><a href="{target}">{title}</a> ({kind})</p>
<p><a href="{start}">Zur Startseite</a></p></main></body>
</html>
"""


def relative_links(text: str, page_url: str, urls: dict[str, str]) -> str:
    """Replace addresses that start with a slash by addresses relative to the page; ``urls`` maps page addresses to files."""
    here = posixpath.dirname("/" + page_url) or "/"

    def replace(match: re.Match[str]) -> str:
        target = html.unescape(match["rest"])
        path = _AFTER_PATH.split(target, maxsplit=1)[0]
        rest = target.removeprefix(path)
        url = urls.get("/" + path)
        if url is None:
            url = path
        relative = posixpath.relpath("/" + url, here) if url.strip("/") else posixpath.relpath("/", here)
        if url.endswith("/") or not url:
            relative += "/"
        if url in ("", "./") and relative == "./":
            relative = "./"
        return f'{match["before"]}{html.escape(relative + rest, quote=True)}"'

    return _LOCAL_LINK.sub(replace, text)


def write_redirects(catalog: Catalog, site: Path, urls: dict[str, str]) -> None:
    """Write a small page at every old address of a record.

    A record that has moved is led to at once. An old address of another kind belonged to a record that was removed: there
    the reader is told so, and where to go.
    """
    directory = any(url.endswith("/") for url in urls.values())
    for item in catalog:
        if not isinstance(item.record, Record):
            continue
        for old in item.record.weiterleitungen:
            file = site / old.strip("/") / "index.html" if directory else site / f"{old.strip('/')}.html"
            if not file.resolve().is_relative_to(site.resolve()) or file.exists():
                continue
            folder = posixpath.dirname("/" + file.relative_to(site).as_posix())
            target = posixpath.relpath("/" + urls[item.address], folder)
            target += "/" if urls[item.address].endswith("/") else ""
            start = posixpath.relpath("/", folder) + ("/" if directory else "/index.html")
            page = _REDIRECT if old.strip("/").partition("/")[0] == item.kind.name else _GONE
            file.parent.mkdir(parents=True, exist_ok=True)
            words = {"title": item.title, "target": target, "kind": item.kind.singular, "start": start}
            escaped = {name: html.escape(word, quote=True) for name, word in words.items()}
            file.write_text(page.format(**escaped), encoding="utf-8")


def page_address(uri: str) -> str:
    """Return the address of a Markdown file: ``kommunen/soest.md`` is ``/kommunen/soest/``."""
    stem = uri.removesuffix(".md")
    stem = stem.removesuffix("index") if stem == "index" or stem.endswith("/index") else stem + "/"
    return "/" + stem
