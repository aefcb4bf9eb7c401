"""The browser's half of the search as the files that stand beside an index.

Takes nothing but the modules in ``client/``, returns names and bytes. A module and what it imports become one file, so that a
browser needs no chain of requests; comments and indentation stay behind. That is all: no name changes, nothing is transpiled.
The modules keep to what makes this possible, and `bundle` raises where they do not: one import or export a statement from
a neighbour, no name used at the top of two modules, no text over several lines.
"""

import re
from importlib.resources import files

ENTRIES = ("suche.js", "suche-worker.js", "suchfeld.js", "suchdialog.js", "suchseite.js")
PLAIN = ("suchfeld.css", "suche.css", "suchseite.css")

_IMPORT = re.compile(r'^import \{[^}]*\} from "\./([\w-]+\.js)";\n', re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*(?:/\*\*?(?:[^*]|\*(?!/))*\*/|//[^\n]*)\n", re.MULTILINE)
_TYPE = re.compile(r"/\*\* @type [^*]*\*/ ?")
# Texts, and patterns where one may stand: after an opening bracket, an operator or "return".
_LITERAL = re.compile(
    r"""("(?:[^"\\\n]|\\.)*"|`(?:[^`\\\n]|\\.)*`"""
    r"""|(?:(?<=[=(,?:&|!][ ])|(?<=[(!])|(?<=return[ ]))/(?![/*])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*)"""
)
_BLANK = re.compile(r"(?<=[=*<>!&|?:;,(){}\[\]]) | (?=[=*<>!&|?:;,(){}\[\]])")
_TOP_LEVEL = re.compile(r"^(?:async )?(?:function|class|const|let) (?:\{([^}]*)\}|\[([^\]]*)\]|(\w+))", re.MULTILINE)


def client_files() -> dict[str, bytes]:
    """Return the files to put into the folder of an index."""
    bundled = {name: bundle(name).encode() for name in ENTRIES}
    return bundled | {name: _source(name).encode() for name in PLAIN}


def bundle(entry: str) -> str:
    """Return a module and all that it imports as one module without imports."""
    order: list[str] = []
    _collect(entry, order)
    parts, owner = [], dict[str, str]()
    for name in order:
        text = _compact(_source(name))
        if name != entry:
            text = re.sub(r"^export ", "", text, flags=re.MULTILINE)
        for found in _TOP_LEVEL.finditer(re.sub(r"^export ", "", text, flags=re.MULTILINE)):
            for word in re.findall(r"\w+", found[1] or found[2] or found[3]):
                if owner.setdefault(word, name) != name:
                    raise ValueError(f"{word} stands at the top of {owner[word]} and of {name}")
        parts.append(_without_blanks(text))
    return "".join(parts)


def _collect(name: str, order: list[str]) -> None:
    """Put a module after those that it imports."""
    for neighbour in _IMPORT.findall(_source(name)):
        if neighbour not in order:
            _collect(neighbour, order)
    if name not in order:
        order.append(name)


def _compact(source: str) -> str:
    """Return a module without imports, comments and empty lines."""
    text = _TYPE.sub("", _COMMENT.sub("", _IMPORT.sub("", source)))
    if any(line.count("`") % 2 for line in text.splitlines()):
        raise ValueError("a text goes over several lines")
    if re.search(r"^import .*from|^export \{|^export default", text, flags=re.MULTILINE):
        raise ValueError("an import or export that cannot be joined")
    return re.sub(r"\n{2,}", "\n", text).lstrip("\n")


def _without_blanks(text: str) -> str:
    """Return code without indentation and without blanks beside punctuation; texts and patterns stay as they are."""
    pieces = _LITERAL.split(re.sub(r"^[ \t]+", "", text, flags=re.MULTILINE))
    pieces[::2] = [_BLANK.sub("", code) for code in pieces[::2]]
    return "".join(pieces)


def _source(name: str) -> str:
    return files("schule.search").joinpath("client", name).read_text("utf-8")
