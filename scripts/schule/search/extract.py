"""Turn the bytes of an HTML file into a `Document`.

Takes bytes, returns title, sections, weighted runs of words and what the page declares; does not analyse words. What is
invisible or furniture (script, navigation, forms, ignored parts) stays out.

Walking the nodes of a page from Python costs more than parsing it, so the text of the page is taken in one call of the
parser, after marks have been put where a section or a weight begins or ends. The call sets a separator between text nodes.
It is dropped afterwards, except on pages where that would glue two words together (minified HTML, <br>): these get blanks
around their block elements first. What ends with a paragraph, a list item or a cell ends a sentence, as in Pagefind.
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from schule.search.document import HEADING, META, TEXT, TITLE, Document, Run, Section
from schule.search.encoding import to_utf8
from schule.search.markup import IGNORE, SEPARATOR, declared, query, read_markup, text_of, tidy
from schule.search.tags import BLOCKS, FURNITURE, HEADINGS, SENTENCES

_WEIGHT, _INDEX_ATTRIBUTES = "data-pagefind-weight", "data-pagefind-index-attrs"
# What themes hide, the permalinks of headings, the head of a page.
_HIDDEN = "body > header,[hidden],a.headerlink"
_FURNITURE, _HEADING, _SENTENCE = 1, 2, 3
# A number is compared faster than a name, and one walk is faster than a query for twenty tags.
_KINDS = {
    LexborHTMLParser("").create_node(tag).tag_id: kind
    for kind, tags in ((_FURNITURE, FURNITURE), (_HEADING, HEADINGS), (_SENTENCE, SENTENCES))
    for tag in tags
}
_OUTSIDE = "\x03"  # opens the text before the first mark
_CONTROL = bytes(c for c in range(32) if c not in b"\t\n\f\r")
_RESERVED = (b"\0", b"\x02", b"\x03", b"\x04", b"\x1f")  # the marks below; NUL ends words in other programs
_CONTROL_REFERENCE = re.compile(rb"&#(?:0*(?:2|3|4|31)|[xX]0*(?:2|3|4|1[fF]))(?:;|(?![0-9a-fA-F]))")
# Two words, or a sentence and a word, that only the separator keeps apart.
_GLUED = re.compile("\x1f(?=[\\w„«(])(?<=[\\w.!?:;)»“]\x1f)")
_SENTENCE_END = "\x04"
_OPEN_END = re.compile(r"""[\w')$*]\Z""")
# In the text from its end: the search for a pattern that begins with a letter of its own is fast.
_UNENDED = re.compile(r"""\x04[ \t-\r\x1f\x04]*+(?=[\w')$*])""")
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
    at = source.find(b"&")
    while at >= 0 and source[at + 1 : at + 2] != b"#":
        at = source.find(b"&", at + 1)
    return at >= 0


class _Mark(NamedTuple):
    """What happens at one place of the text: a section begins, a weight begins (`None`: the last one ends)."""

    weight: int | None
    heading: str | None = None
    anchor: str = ""


_END = _Mark(None)
_TITLE = _Mark(0, "")


@dataclass(slots=True)
class _Open:
    """A section still being read."""

    anchor: str
    heading: str
    pieces: list[str] = field(default_factory=list)

    def closed(self) -> Section:
        return Section(self.anchor, self.heading, " ".join(self.pieces))


@dataclass(slots=True)
class _Page:
    """One page on its way to a document."""

    tree: LexborHTMLParser
    names: frozenset[str]  # of the attributes worth asking for
    marks: list[_Mark] = field(default_factory=list)
    title_id: int = 0
    title_at: int = -1
    title_anchor: str = ""

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
        declared_values = found.meta, found.filters, found.sorts
        return Document(
            found.title,
            lang,
            bool(found.bodies),
            sections,
            runs,
            *declared_values,
            self.title_at,
            self.title_anchor,
        )

    def _text(self, root: LexborNode) -> str:
        self._prepare(root)
        text = root.text(separator=SEPARATOR)
        if _GLUED.search(text):
            # A query for forty tags costs several times as much as a walk over all elements.
            for node in [node for node in root.traverse() if node.tag in BLOCKS and node.mem_id != root.mem_id]:
                node.insert_before(" ")
                node.insert_after(" ")
            text = root.text(separator=SEPARATOR)
        if root.tag in SENTENCES:
            text += _SENTENCE_END
        backwards = _UNENDED.sub(" .", text[::-1])
        return backwards[::-1].replace(_SENTENCE_END, " ").replace(SEPARATOR, "")

    def _prepare(self, root: LexborNode) -> None:
        """Take out what is not to be read, and put marks around headings and weights and at the ends of sentences."""
        weighed = []
        for node in root.css(query(_HIDDEN, (_WEIGHT, _INDEX_ATTRIBUTES, IGNORE), self.names)):
            attributes = node.attributes
            if node.mem_id == root.mem_id:
                continue
            if _is_hidden(attributes):
                node.decompose(recursive=False)
            elif node.tag not in HEADINGS:
                weighed.append((node, attributes))
        furniture, headings, ends = _by_kind(root)
        for node in furniture:
            node.decompose(recursive=False)
        for node in headings:
            self._weigh(node, node.attributes, is_heading=True)
        for node, attributes in weighed:
            self._weigh(node, attributes)
        for node in ends:
            node.insert_after(_SENTENCE_END)

    def _weigh(self, node: LexborNode, attributes: dict[str, str | None], is_heading: bool = False) -> None:
        if _INDEX_ATTRIBUTES in attributes:
            for name in (attributes[_INDEX_ATTRIBUTES] or "").split(","):
                if value := tidy(attributes.get(name.strip().lower()) or ""):
                    node.insert_before(f" {_sentence(value)} ")
        weight = _weight(attributes.get(_WEIGHT))
        if is_heading:
            self._mark_heading(node, attributes, weight)
        elif weight is not None:
            self._mark(node, _Mark(weight))

    def _mark_heading(self, node: LexborNode, attributes: dict[str, str | None], weight: int | None) -> None:
        heading = node.text(separator=SEPARATOR)
        heading = text_of(node) if _GLUED.search(heading) else tidy(heading.replace(SEPARATOR, ""))
        if not heading:
            return
        if node.mem_id == self.title_id:
            self.title_anchor = attributes.get("id") or ""
            self._mark(node, _TITLE)
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
        heading_depth = 0  # of the weights around a heading that is being read; its words are no text of a section
        for piece in f"{_OUTSIDE}{text}".split("\x02"):
            number, _, inner = piece.partition("\x03")
            if number:
                mark = self.marks[int(number)]
                if mark.weight is None:
                    weights.pop()
                    if len(weights) == heading_depth:
                        heading_depth = 0
                else:
                    if mark.heading is not None:
                        heading_depth = heading_depth or len(weights)
                        self._open_heading(mark, sections)
                    weights.append(mark.weight)
            if words := inner.split():
                if not heading_depth:
                    sections[-1].pieces.append(" ".join(words))
                if weights[-1]:
                    runs.append(Run(len(sections) - 1, weights[-1], words))
        return tuple(part.closed() for part in sections), tuple(runs)

    def _open_heading(self, mark: _Mark, sections: list[_Open]) -> None:
        if mark is _TITLE:
            self.title_at = sum(len(part) + 1 for part in sections[0].pieces) if len(sections) == 1 else 0
        elif mark.anchor:
            sections.append(_Open(mark.anchor, mark.heading or ""))
        else:
            sections[-1].pieces.append(_sentence(mark.heading or ""))


def _sentence(text: str) -> str:
    """Return `text` with a full stop, unless it ends with a sign."""
    return f"{text}." if _OPEN_END.search(text) else text


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


def _by_kind(root: LexborNode) -> tuple[list[LexborNode], list[LexborNode], list[LexborNode]]:
    """Return the furniture, the headings and the ends of sentences below `root`."""
    nodes: tuple[list[LexborNode], list[LexborNode], list[LexborNode]] = ([], [], [])
    for node in root.traverse():
        if kind := _KINDS.get(node.tag_id):
            nodes[kind - 1].append(node)
    return nodes


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    """Say whether an element is left out, and not only weighed."""
    if IGNORE in attributes or "hidden" in attributes:
        return True
    return _WEIGHT not in attributes and _INDEX_ATTRIBUTES not in attributes


def _weight(declaration: str | None) -> int | None:
    """Return the weight in quarters of a word; Pagefind's scale from 0 to 10 is quadratic. Only 0 itself is none."""
    if not declaration:
        return None
    try:
        factor = min(max(float(declaration), 0.0), 10.0)
    except ValueError:
        return None
    if factor != factor:  # noqa: PLR0124 - not a number
        return None
    return max(round(TEXT * factor * factor), 1) if factor else 0


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
