"""The article of a page, made ready for paper: HTML of the site in, HTML of a short list of elements out.

The text is written anew from the parsed page and only with elements and attributes named here; whatever else a page
holds cannot reach pandoc or Typst (an attribute such as ``typst:text:fill`` would be run as code). Pictures become
``<img src="bild:N">``, links inside the site become full addresses, places in the same handout, or plain text.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from schule.findings import Finding
from schule.handouts.faults import fault
from schule.handouts.pictures import Picture, PictureError, from_svg
from schule.handouts.surroundings import ForeignPictureError, Surroundings

_BLOCKS = {"p", "ul", "dl", "dt", "dd", "blockquote", "pre", "figure", "figcaption"}
_TABLE = {"table", "caption", "thead", "tbody", "tfoot", "tr"}
_INLINE = {"code", "em", "strong", "sub", "sup"}
_RENAMED = {"b": "strong", "i": "em", "cite": "em", "kbd": "code", "samp": "code", "var": "em", "summary": "p"}
_GROUPS = {"div", "section", "aside", "header", "footer", "main", "article", "address", "details", "fieldset"}
_NOT_PRINTABLE = {"script", "iframe", "object", "embed", "form", "video", "audio", "canvas", "math", "frame", "applet"}
_SILENT = {"style", "template", "nav", "button", "noscript", "select", "textarea", "head", "title", "link", "meta"}
_LEFT_OUT = {
    *("headerlink", "footnote-backref", "md-content__button", "md-source-file", "twemoji"),
    *(
        "s-pfad",
        "s-art",
        "s-kurz",
        "s-verwandt",
        "s-begriffe",
        "s-handouts",
        "s-sprung",
        "s-legende",
        "s-nur-bildschirm",
    ),
}
_NOT_IN_EXCERPT = {"footnote-ref", "footnote", "s-herkunft", "s-stand"}
_KINDS = {
    "s-kasten": "kasten",
    "s-hinweis": "hinweis",
    "admonition": "hinweis",
    "footnote": "quellen",
    "s-stand": "angaben",
}
_BOX_TITLES = {"admonition-title", "s-hinweis__titel"}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_MAX_DEPTH = 60


@dataclass(frozen=True)
class Article:
    """Cleaned HTML without the page's own title, its pictures by number, and what could not be taken along."""

    html: str
    pictures: tuple[Picture, ...]
    findings: tuple[Finding, ...]


def read_article(page_html: str, around: Surroundings, first_picture: int = 0) -> Article:
    """Return the article of a rendered page; a page without one gives its whole body."""
    tree = LexborHTMLParser(page_html)
    root = tree.css_first("[data-pagefind-body]") or tree.css_first("article") or tree.body
    writer = _Writer(around, first_picture)
    if root is not None:
        writer.wanted = _targets(root)
        writer.children(root, 0)
    return Article(writer.finished(), tuple(writer.pictures), tuple(dict.fromkeys(writer.findings)))


def _targets(root: LexborNode) -> set[str]:
    links = [node.attributes.get("href") or "" for node in root.css("a") if not _classes(node) & _LEFT_OUT]
    return {unquote(link[1:]) for link in links if link.startswith("#")}


def _classes(node: LexborNode) -> set[str]:
    return set((node.attributes.get("class") or "").split())


class _Writer:
    """Writes the parts of one article; a link to a place that was left out is taken back at the end."""

    def __init__(self, around: Surroundings, first_picture: int) -> None:
        self.around = around
        self.first = first_picture
        self.parts: list[str] = []
        self.pictures: list[Picture] = []
        self.findings: list[Finding] = []
        self.wanted: set[str] = set()
        self._placed: set[str] = set()
        self._jumps: list[tuple[str, int, int]] = []
        self._level = 1
        self._in_sources = 0
        self._verbatim = 0

    def finished(self) -> str:
        for name, start, end in self._jumps:
            if name not in self._placed:
                self.parts[start] = self.parts[end] = ""
        return "".join(self.parts)

    def children(self, node: LexborNode, depth: int) -> None:
        for child in node.iter(include_text=True):
            self.node(child, depth + 1)

    def node(self, node: LexborNode, depth: int) -> None:
        tag = node.tag or ""
        if tag == "sup" and self.around.excerpt and node.css_first("a.footnote-ref"):
            return
        if tag == "sup" and self.parts and self.parts[-1] == "</sup>":
            self.parts.append("<sup>, </sup>")  # two notes in a row are not one number
        if tag == "-text":
            self.text(node.text() or "")
        elif tag in _NOT_PRINTABLE:
            self.fault("handout-element", f"<{tag}> lässt sich nicht drucken und fehlt im Handout.")
        elif depth > _MAX_DEPTH:
            self.text(node.text(deep=True) or "")
        elif not (tag in _SILENT or tag.startswith(("-", "!")) or self._left_out(node)):
            self.element(node, _RENAMED.get(tag, tag), depth)

    def _left_out(self, node: LexborNode) -> bool:
        attributes = node.attributes
        return bool(
            _classes(node) & (_LEFT_OUT | _NOT_IN_EXCERPT if self.around.excerpt else _LEFT_OUT)
            or "hidden" in attributes
            or attributes.get("data-pagefind-ignore") == "all"
            or attributes.get("data-handout") == "nein"
        )

    def text(self, text: str) -> None:
        text = _CONTROL.sub("", text)
        self.parts.append(html.escape(text if self._verbatim else re.sub(r"[ \t\r\n\f]+", " ", text)))

    def fault(self, rule: str, message: str) -> None:
        self.findings.append(fault(self.around.path, rule, message))

    def wrap(self, opening: str, node: LexborNode, closing: str, depth: int) -> None:
        self.parts.append(opening)
        self.children(node, depth)
        self.parts.append(closing)

    def element(self, node: LexborNode, tag: str, depth: int) -> None:
        special = getattr(self, f"_{tag}", None) if tag in _SPECIAL else None
        if special:
            special(node, depth)
        elif re.fullmatch("h[1-6]", tag):
            self._heading(node, int(tag[1]), depth)
        elif tag in _GROUPS:
            self._group(node, depth)
        elif tag in _BLOCKS | _TABLE | _INLINE:
            self._verbatim += tag == "pre"
            title = tag == "p" and bool(_classes(node) & _BOX_TITLES)
            opening, closing = ("<strong>", "</strong>") if title else ("", "")
            before, inside, after = self._place(node, tag)
            self.wrap(f"{before}<{tag}>{inside}{opening}", node, f"{closing}</{tag}>{after}", depth)
            self._verbatim -= tag == "pre"
        elif "s-stufe" in _classes(node):
            self._grade(node)
        else:
            self._span(node, depth)

    def _span(self, node: LexborNode, depth: int) -> None:
        _, place, _ = self._place(node, "span")
        field = "feld" in _classes(node)
        self.wrap(place + ('<span class="feld">' if field else ""), node, "</span>" if field else "", depth)

    def _grade(self, node: LexborNode) -> None:
        self.parts.append(f" <em>({html.escape((node.text(deep=True) or '').strip())})</em>")

    def _id(self, node: LexborNode) -> str:
        name = node.attributes.get("id")
        if not name or name not in self.wanted or name in self._placed:
            return ""
        self._placed.add(name)
        return f' id="{self.around.anchor(name)}"'

    def _place(self, node: LexborNode, tag: str) -> tuple[str, str, str]:
        """Return what marks a place that a link leads to: a group around a block, an empty span inside anything else.

        pandoc keeps the name of a group, of a heading, a list item or a span, and loses that of a paragraph.
        """
        name = self._id(node)
        if not name:
            return "", "", ""
        if tag in _BLOCKS | {"table", "ol"} - {"dt", "dd", "figcaption"}:
            return f"<div{name}>", "", "</div>"
        return "", f"<span{name}></span>", ""

    def _heading(self, node: LexborNode, level: int, depth: int) -> None:
        if level == 1 and self._level == 1:
            return
        self._level = max(2, min(level, self._level + 1))
        self.wrap(f"<h{self._level}{self._id(node)}>", node, f"</h{self._level}>", depth)

    def _group(self, node: LexborNode, depth: int) -> None:
        classes = _classes(node)
        kind = next((name for css, name in _KINDS.items() if css in classes), "")
        footnotes = "footnote" in classes
        self._in_sources += footnotes
        opening = f'<div class="{kind}"' if kind else "<div"
        self.wrap(f"{opening}{self._id(node)}>", node, "</div>", depth)
        self._in_sources -= footnotes

    def _dl(self, node: LexborNode, depth: int) -> None:
        facts = "s-fakten" in _classes(node)
        self.parts.append('<div class="fakten"><dl>' if facts else "<dl>")
        for child in node.iter():
            for inner in child.iter() if child.tag == "div" else [child]:
                self.node(inner, depth + 1)
        self.parts.append("</dl></div>" if facts else "</dl>")

    def _ul(self, node: LexborNode, depth: int) -> None:
        items = [item for item in node.iter() if item.tag == "li"]
        alone = len(items) == 1 and node.parent is not None and node.parent.tag == "dd"
        if "s-marken" not in _classes(node) and not alone:
            before, _, after = self._place(node, "ul")
            self.wrap(f"{before}<ul>", node, f"</ul>{after}", depth)
            return
        for number, item in enumerate(items):
            self.parts.append(", " if number else "")
            self.children(item, depth + 1)

    def _ol(self, node: LexborNode, depth: int) -> None:
        if "s-zeit" in _classes(node):
            self._timeline(node, depth)
            return
        start = node.attributes.get("start") or ""
        sources = "s-quellen" in _classes(node)
        self._in_sources += sources
        opening = f'<ol start="{int(start)}">' if re.fullmatch(r"\d{1,4}", start) else "<ol>"
        before, after = ('<div class="quellen">', "</div>") if sources else ("", "")
        self.wrap(before + opening, node, "</ol>" + after, depth)
        self._in_sources -= sources

    def _timeline(self, node: LexborNode, depth: int) -> None:
        """Write a list of dated steps as names and values: the date, then what happened."""
        self.parts.append('<div class="fakten"><dl>')
        for item in (item for item in node.iter() if item.tag == "li"):
            first, *rest = list(item.iter()) or [item]
            self.wrap("<dt>", first, "</dt>", depth)
            self.parts.append("<dd>")
            for child in rest:
                self.node(child, depth + 1)
            self.parts.append("</dd>")
        self.parts.append("</dl></div>")

    def _small(self, node: LexborNode, depth: int) -> None:
        """Keep an aside apart from what it follows; on the site its size does that."""
        bare = (node.text(deep=True) or "").strip().startswith("(")
        self.wrap("" if bare else "(", node, "" if bare else ")", depth)

    def _li(self, node: LexborNode, depth: int) -> None:
        self.wrap(f"<li{self._id(node)}>", node, "</li>", depth)

    def _cell(self, node: LexborNode, depth: int) -> None:
        spans = ""
        for name in ("colspan", "rowspan"):
            value = node.attributes.get(name) or ""
            if re.fullmatch(r"[1-9]\d?", value):
                spans += f' {name}="{value}"'
        self.wrap(f"<{node.tag}{spans}>", node, f"</{node.tag}>", depth)

    _td = _th = _cell

    def _br(self, _node: LexborNode, _depth: int) -> None:
        self.parts.append("<br>")

    def _hr(self, _node: LexborNode, _depth: int) -> None:
        if not self._in_sources:
            self.parts.append("<hr>")

    def _input(self, node: LexborNode, _depth: int) -> None:
        if node.attributes.get("type") == "checkbox":
            self.parts.append("☑ " if "checked" in node.attributes else "☐ ")

    def _a(self, node: LexborNode, depth: int) -> None:
        href = node.attributes.get("href")
        if "s-stufe" in _classes(node):
            self._grade(node)
            return
        target = self.around.target(href) if href else ""
        if not target:
            self._span(node, depth)
            return
        self.parts.append(self._place(node, "a")[1])
        start = len(self.parts)
        self.wrap(f'<a href="{html.escape(target)}">', node, "</a>", depth)
        if href and href.startswith("#"):
            self._jumps.append((unquote(href[1:]), start, len(self.parts) - 1))
        elif self._in_sources and target.startswith("http"):
            shown = re.sub(r"^https?://(www\.)?", "", unquote(target)).rstrip("/")
            if "://" not in (node.text(deep=True) or ""):
                self.parts.append(f" ({html.escape(_CONTROL.sub('', shown))})")

    def _svg(self, node: LexborNode, _depth: int) -> None:
        alt = node.attributes.get("aria-label") or ""
        title = next((child for child in node.iter() if child.tag == "title"), None)
        alt = alt or ((title.text(deep=True) or "") if title else "")
        decorative = node.attributes.get("aria-hidden") == "true" or node.attributes.get("role") == "presentation"
        self._picture("Zeichnung", None if decorative else alt, lambda text: self._drawn(node, text))

    def _drawn(self, node: LexborNode, alt: str) -> Picture:
        return from_svg(node.html or "", alt, self.around.picture_style)

    def _img(self, node: LexborNode, _depth: int) -> None:
        source = (node.attributes.get("src") or "").strip()
        alt = node.attributes.get("alt")
        # An attribute without value is an empty one: the picture is decoration.
        decorative = "alt" in node.attributes and not (alt or "").strip()
        self._picture(source[:80], None if decorative else alt or "", lambda text: self.around.picture(source, text))

    def _picture(self, name: str, alt: str | None, load: object) -> None:
        """Take a picture along; ``alt`` None means decoration, an empty one is a fault."""
        assert callable(load)
        if alt is not None and not alt.strip():
            self.fault("handout-bild-ohne-text", f"Das Bild „{name}“ hat keine Beschreibung.")
            alt = "Bild ohne Beschreibung"
        text = " ".join(_CONTROL.sub("", alt or "").split())
        try:
            self.pictures.append(load(text))
        except ForeignPictureError:
            self.fault("handout-bild-fremd", f"Das Bild „{name}“ liegt außerhalb der Website und fehlt im Handout.")
            self.parts.append(html.escape(f"[Bild: {text}]") if text else "")
            return
        except PictureError as error:
            self.fault("handout-bild-unlesbar", f"Das Bild „{name}“ fehlt im Handout. {error}")
            self.parts.append(html.escape(f"[Bild: {text}]") if text else "")
            return
        number = self.first + len(self.pictures) - 1
        self.parts.append(f'<img src="bild:{number}" alt="{html.escape(text)}">')


_SPECIAL = {"a", "br", "dl", "hr", "img", "input", "li", "ol", "small", "svg", "td", "th", "ul"}
