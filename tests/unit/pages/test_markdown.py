"""Plain text put into Markdown comes out as it was: no backslash, no list, no link, with the extensions of the site."""

from __future__ import annotations

import html
import re

import pytest
from markdown import markdown

from schule.pages.markdown import escape_markdown

EXTENSIONS = ["tables", "footnotes", "def_list", "admonition", "attr_list", "md_in_html", "pymdownx.tasklist", "toc"]
TEXTS = [
    "~ etwa 5 ~ und ^hoch^", "~~~", "~~weg~~", "x^2^ und H~2~O", ": eins", "=== a", "Setext =", "1) eins", "2021. Ein Jahr", "- a", "+ a", "> a", "!!! note",
    "# a", "a_b_c *x* `y` [z](q) {: #id } | a | b |", "\\~ und \\", "<b>&amp;", "[^1] Fuß", "[ ] Aufgabe", "***", "___", "*[ABC]: x", "[a]: http://x",
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_reader_sees_the_text_as_it_was_written(text: str) -> None:
    shown = markdown(str(escape_markdown(text)), extensions=EXTENSIONS)
    assert html.unescape(re.sub(r"<[^>]+>", "", shown)).strip() == text
    assert re.findall(r"<(\w+)", shown) == ["p"]


@pytest.mark.parametrize("text", TEXTS)
def test_heading_made_of_it_shows_it_too(text: str) -> None:
    shown = markdown(f"## {escape_markdown(text)}", extensions=EXTENSIONS)
    assert html.unescape(re.sub(r"<[^>]+>", "", shown)).strip() == text
