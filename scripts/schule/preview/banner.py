"""What the preview adds to a page: the script that reloads it, and the findings of its record at the top.

Takes the HTML of a page and findings, returns HTML; everything that comes from a file is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape

from jinja2 import TemplateSyntaxError

from schule.findings import Finding, Severity
from schule.pages.editorial import EditorialError
from schule.preview.renderer import RendererError

_BODY = re.compile(rb"<body\b[^>]*>")
_WORDS = {Severity.ERROR: "Fehler", Severity.WARNING: "Warnung", Severity.NOTICE: "Hinweis"}
_MOST = 12


def add_to_page(page: bytes, banner: str, stand: int, run: str) -> bytes:
    """Put the banner after the beginning of the body, and the script before its end."""
    script = (
        f'<script src="/__vorschau/vorschau.js" data-stand="{stand}" data-lauf="{escape(run)}"></script>'
        '<link rel="stylesheet" href="/__vorschau/vorschau.css">'
    )
    opening = _BODY.search(page)
    if opening is None:
        return page
    start, rest = page[: opening.end()], page[opening.end() :]
    before, found, after = rest.rpartition(b"</body>")
    body = before + script.encode() + found + after if found else rest + script.encode()
    return start + banner.encode() + body


def banner_of(
    own: Sequence[Finding], others: Mapping[str, str], path: str | None, *, kept: bool, trouble: str = ""
) -> str:
    """Return the banner of a page, empty where all is well.

    ``others`` are other files with errors and their addresses; ``kept`` says that the page is an older, good one.
    """
    parts = []
    if trouble:
        parts.append(f"<p><strong>Die Vorschau steht still:</strong> {escape(trouble)}</p>")
    if own:
        still = " Zu sehen ist der letzte fehlerfreie Stand." if kept else ""
        parts.append(f"<p><strong>Befunde in <code>{escape(path or '')}</code>.</strong>{still}</p>")
        parts.append("<ul>" + "".join(_row(finding) for finding in own[:_MOST]) + "</ul>")
    if others:
        links = ", ".join(f'<a href="{escape(address)}">{escape(name)}</a>' for name, address in others.items())
        parts.append(f"<p>Fehler in anderen Dateien: {links}</p>")
    return (
        f'<aside class="vorschau-befunde" role="alert" id="vorschau-befunde">{"".join(parts)}</aside>' if parts else ""
    )


def what_failed(error: Exception) -> str:
    """Say what keeps a page from being made: the sentence of an editorial page, or place and reason in a template."""
    if isinstance(error, EditorialError | RendererError):
        return str(error)
    if isinstance(error, TemplateSyntaxError):
        return f"{error.name or 'Vorlage'}, Zeile {error.lineno}: {error.message}"
    return f"{type(error).__name__}: {error}"


def bare_page(title: str, text: str) -> bytes:
    """Return a page for what has no good page yet."""
    return (
        f'<!doctype html>\n<html lang="de">\n<head><meta charset="utf-8"><title>{escape(title)}</title></head>\n'
        f'<body><main style="font: 1rem/1.5 system-ui, sans-serif; padding: 1.25rem"><h1>{escape(title)}</h1>'
        f"<p>{escape(text)}</p></main></body>\n</html>\n"
    ).encode()


def _row(finding: Finding) -> str:
    hint = f" <em>{escape(finding.hint)}</em>" if finding.hint else ""
    field = f" (<code>{escape(finding.key)}</code>)" if finding.key else ""
    return f"<li>{_WORDS[finding.severity]} in Zeile {finding.span.line}{field}: {escape(finding.message)}{hint}</li>"
