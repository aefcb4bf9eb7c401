"""Turn the bytes of an HTML file into a `Document`.

Takes bytes, returns title, sections, weighted runs of words and what the page declares; does not analyse words. What is
invisible or furniture (script, navigation, forms, ignored parts) stays out.

Walking the nodes of a page from Python costs more than parsing it, so the text of the page is taken in one call of the
parser, after marks have been put where a section or a weight begins or ends. The call sets a separator between text nodes.
It is dropped afterwards, except on pages where that would glue two words together (minified HTML, table cells, <br>): these
get line breaks around their block elements first.
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from selectolax.lexbor import LexborHTMLParser, LexborNode

from schule.search.document import HEADING, META, TEXT, TITLE, Document, Run, Section
from schule.search.encoding import to_utf8
from schule.search.markup import IGNORE, declared, query, read_markup, tidy

# Left out of the text as Pagefind does.
_FURNITURE = frozenset(
    [
        "style",
        "script",
        "noscript",
        "template",
        "iframe",
        "svg",
        "nav",
        "footer",
        "form",
        "label",
        "select",
        "textarea",
        "dialog",
    ]
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_WEIGHT, _INDEX_ATTRIBUTES = "data-pagefind-weight", "data-pagefind-index-attrs"
# And what themes hide, the permalinks of headings, the head of a page.
_TAGS = ",".join([*sorted(_FURNITURE | _HEADINGS), "body > header,[hidden],a.headerlink"])
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "audio",
        "blockquote",
        "br",
        "button",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "img",
        "legend",
        "li",
        "main",
        "menu",
        "ol",
        "option",
        "p",
        "pre",
        "search",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "video",
    ]
)
_SEPARATOR = "\x1f"
_OUTSIDE = "\x03"  # opens the text before the first mark
_CONTROL = bytes(c for c in range(32) if c not in b"\t\n\f\r")
_RESERVED = (b"\0", b"\x02", b"\x03", b"\x1f")  # the marks below; NUL ends words in other programs
_CONTROL_REFERENCE = re.compile(rb"&#(?:0*(?:2|3|31)|[xX]0*(?:2|3|1[fF]))(?:;|(?![0-9a-fA-F]))")
# Two words, or a sentence and a word, that only the separator keeps apart.
_GLUED = re.compile("\x1f(?=[\\w„«(])(?<=[\\w.!?:;)»“]\x1f)")
_UNSHOWN_META = frozenset({"title", "image", "image_alt"})


def extract(raw: bytes) -> Document:
    """Return the page in `raw`; any bytes give a document, if an empty one."""
    source = to_utf8(raw)
    if any(sign in source for sign in _RESERVED):
        source = source.translate(None, _CONTROL)
    if _has_references(source):
        source = _CONTROL_REFERENCE.sub(b" ", source)
    return _Page(LexborHTMLParser(source), declared(source)).document()


def _has_references(source: bytes) -> bool:
    """Say whether `&#` stands in `source`; there are few ampersands, and to look for two bytes is slow."""
    signs = np.frombuffer(source, np.uint8)
    places = np.flatnonzero(signs[:-1] == ord("&"))
    return bool((signs[places + 1] == ord("#")).any())


class _Mark(NamedTuple):
    """What happens at one place of the text: a section begins, a weight begins (`None`: the last one ends)."""

    weight: int | None
    heading: str | None = None
    anchor: str = ""


_END = _Mark(None)


@dataclass(slots=True)
class _Page:
    """One page on its way to a document."""

    tree: LexborHTMLParser
    names: frozenset[str]  # of the attributes worth asking for
    marks: list[_Mark] = field(default_factory=list)
    title_id: int = 0

    def document(self) -> Document:
        """Return the document; the order matters, as each step changes the tree for the next."""
        found = read_markup(self.tree, self.names)
        self.title_id = found.title_id
        roots = found.bodies
        if not roots and self.tree.body is not None:
            roots = [self.tree.body]
        texts = [self._text(root) for root in roots if not _inside(root, roots)]
        sections, runs = self._read("\n".join(texts), found.meta)
        html = self.tree.root
        lang = ((html.attributes.get("lang") if html is not None else "") or "").lower()[:2]
        return Document(found.title, lang, bool(found.bodies), sections, runs, found.meta, found.filters, found.sorts)

    def _text(self, root: LexborNode) -> str:
        self._prepare(root)
        text = root.text(separator=_SEPARATOR)
        if _GLUED.search(text):
            # A query for forty tags costs several times as much as a walk over all elements.
            for node in [node for node in root.traverse() if node.tag in _BLOCKS and node.mem_id != root.mem_id]:
                node.insert_before("\n")
                node.insert_after("\n")
            text = root.text(separator=_SEPARATOR)
        return text.replace(_SEPARATOR, "")

    def _prepare(self, root: LexborNode) -> None:
        """Take out what is not to be read, and put marks around headings and weights: one query for both."""
        weighed = []
        for node in root.css(query(_TAGS, (_WEIGHT, _INDEX_ATTRIBUTES, IGNORE), self.names)):
            tag = node.tag
            if tag in _FURNITURE or node.mem_id == root.mem_id:
                if tag in _FURNITURE:
                    node.decompose(recursive=False)
                continue
            attributes = node.attributes
            if _is_hidden(tag, attributes):
                node.decompose(recursive=False)
            else:
                weighed.append((node, tag, attributes))
        for node, tag, attributes in weighed:
            self._weigh(node, tag, attributes)

    def _weigh(self, node: LexborNode, tag: str | None, attributes: dict[str, str | None]) -> None:
        if _INDEX_ATTRIBUTES in attributes:
            for name in (attributes[_INDEX_ATTRIBUTES] or "").split(","):
                if value := tidy(attributes.get(name.strip().lower()) or ""):
                    node.insert_before(f" {value}. ")
        weight = _weight(attributes.get(_WEIGHT))
        if tag in _HEADINGS:
            self._mark_heading(node, attributes, weight)
        elif weight is not None:
            self._mark(node, _Mark(weight))

    def _mark_heading(self, node: LexborNode, attributes: dict[str, str | None], weight: int | None) -> None:
        heading = tidy(node.text())
        if not heading:
            return
        if node.mem_id == self.title_id:
            self._mark(node, _Mark(0))
        else:
            self._mark(node, _Mark(HEADING if weight is None else weight, heading, _anchor(node, attributes)))

    def _mark(self, node: LexborNode, mark: _Mark) -> None:
        node.insert_before(f"\n\x02{len(self.marks)}\x03")
        node.insert_after(f"\x02{len(self.marks) + 1}\x03\n")
        self.marks += (mark, _END)

    def _read(self, text: str, meta: dict[str, str]) -> tuple[tuple[Section, ...], tuple[Run, ...]]:
        """Cut the text at its marks into sections and weighted runs."""
        sections = [_Open("", "")]
        weights = [TEXT]
        runs = [Run(0, TITLE, meta["title"].split())]
        more = " ".join(value for key, value in meta.items() if key not in _UNSHOWN_META)
        if more:
            runs.append(Run(0, META, more.split()))
        in_heading = False
        for piece in f"{_OUTSIDE}{text}".split("\x02"):
            number, _, inner = piece.partition("\x03")
            if number:
                mark = self.marks[int(number)]
                in_heading = mark.weight == 0 or bool(mark.heading and mark.anchor)
                if mark.weight is None:
                    weights.pop()
                else:
                    weights.append(mark.weight)
                if mark.heading is not None and mark.anchor:
                    sections.append(_Open(mark.anchor, mark.heading))
            if words := inner.split():
                if not in_heading:
                    sections[-1].pieces.append(" ".join(words))
                if weights[-1]:
                    runs.append(Run(len(sections) - 1, weights[-1], words))
        closed = tuple(Section(part.anchor, part.heading, " ".join(part.pieces)) for part in sections)
        return closed, tuple(runs)


@dataclass(slots=True)
class _Open:
    """A section still being read."""

    anchor: str
    heading: str
    pieces: list[str] = field(default_factory=list)


def _inside(root: LexborNode, roots: list[LexborNode]) -> bool:
    if len(roots) == 1:
        return False
    others = {node.mem_id for node in roots}
    above = root.parent
    while above is not None:
        if above.mem_id in others:
            return True
        above = above.parent
    return False


def _is_hidden(tag: str | None, attributes: dict[str, str | None]) -> bool:
    if IGNORE in attributes or "hidden" in attributes:
        return True
    return not (tag in _HEADINGS or _WEIGHT in attributes or _INDEX_ATTRIBUTES in attributes)


def _weight(declaration: str | None) -> int | None:
    """Return the weight in quarters of a word; Pagefind's scale from 0 to 10 is quadratic."""
    if not declaration:
        return None
    try:
        factor = min(max(float(declaration), 0.0), 10.0)
    except ValueError:
        return None
    return round(TEXT * factor * factor) if factor == factor else None  # noqa: PLR0124 - not a number


def _anchor(node: LexborNode, attributes: dict[str, str | None]) -> str:
    """Return the id by which a heading can be reached: its own, that of a mark inside it, or of the part it opens."""
    own = attributes.get("id")
    if own:
        return own
    inner = node.css_first("[id],a[name]")
    if inner is not None:
        return inner.attributes.get("id") or inner.attributes.get("name") or ""
    parent = node.parent
    if parent is not None and parent.tag in {"section", "article", "div"}:
        before = node.prev
        while before is not None and not before.is_element_node:
            before = before.prev
        if before is None:
            return parent.attributes.get("id") or ""
    return ""
