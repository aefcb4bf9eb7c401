"""Questions for a collection that nobody wrote questions for: the texts of its links, which people wrote to name other pages.

Takes a folder of HTML, returns link texts of several words with the pages they lead to. A text that leads to more than two
pages, links in navigation and words like "zurück" tell nothing and are left out. Such questions are harder than real ones, as
many name a page by one of its sections; they serve to see that what was tuned on one collection holds on another.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

LONGEST = 90  # characters
_WORD = re.compile(r"\w{3,}")
_NUMBER = re.compile(r"^[\d.A-Z]+\.\s*")
_SIGNS = ' „“"»«:.'


def link_texts(site: Path, count: int) -> list[tuple[str, frozenset[str]]]:
    """Return `count` texts, always the same ones, each with the paths of the pages that it leads to."""
    pages = {path.relative_to(site).as_posix(): path for path in sorted(site.rglob("*.htm*"))}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for page, path in pages.items():
        for link in LexborHTMLParser(path.read_bytes()).css("a[href]"):
            target = unquote(urldefrag(urljoin(f"/{page}", link.attributes["href"] or ""))[0]).removeprefix("/")
            text = _NUMBER.sub("", " ".join(link.text(separator=" ").split())).strip(_SIGNS).lower()
            if target in pages and target != page and _tells(text) and not _in_navigation(link):
                found[text].add(target)
    rows = [(text, frozenset(targets)) for text, targets in sorted(found.items()) if len(targets) <= 2]
    random.Random(count).shuffle(rows)
    return rows[:count]


def _tells(text: str) -> bool:
    return len(text) <= LONGEST and len(_WORD.findall(text)) >= 2


def _in_navigation(node: LexborNode) -> bool:
    above = node.parent
    while above is not None:
        name = f"{above.attributes.get('class') or ''} {above.attributes.get('summary') or ''}".lower()
        if above.tag in {"nav", "header", "footer"} or "nav" in name:
            return True
        above = above.parent
    return False
