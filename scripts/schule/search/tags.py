"""What elements of HTML are to a reader: furniture that is no text, headings, blocks that part words.

Holds names of elements and nothing else.
"""

# Left out of the text as Pagefind does.
FURNITURE = frozenset(
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
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# Their ends are ends of sentences, if no sign is there; a list ends with an item.
SENTENCES = frozenset({"p", "li", "td", "div", "article", "section"})
BLOCKS = frozenset(
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
