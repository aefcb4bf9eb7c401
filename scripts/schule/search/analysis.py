"""Turn text into words, and words into the keys under which they are indexed.

Takes text, returns surfaces (lower case, composed) and keys (folded: ü, ue and u are one letter). Does not know documents,
stems (`grouping`) or the corpus. Surfaces are made for every word of every page, so they cost one regular expression; keys
are made once per distinct word, for a whole vocabulary at a time. The readers need this module's rules and no others: the
dictionary of the index holds the group of each key, so no stemmer has to run in a browser.
"""

import re
import unicodedata

# A paragraph sign with its number, or runs of word characters joined by single marks: E-Government, 1.000, Bürger*innen.
TOKEN = re.compile(r"§+\s?\d\w*|\w+(?:[^\w\s]\w+)*")
LONGEST = 60  # characters; what is longer is data, no word
MOST_RUNS = 6  # runs in one token; what has more is an address or a list

_RUN = re.compile(r"[^\W_]+")
_MARKS = re.compile(r"[^\w\n§]|_")
# ae, oe and ue are ä, ö and ü, but not in Quelle, Bauer, neue, aktueller Dauer.
_UMLAUT_E = re.compile(r"([ao]|(?<![qae])u)e")
_LETTERS = (("ß", "ss"), ("æ", "ae"), ("œ", "oe"), ("ø", "o"), ("ł", "l"), ("đ", "d"), ("ı", "i"), ("ſ", "s"))


def surfaces(text: str) -> list[str]:
    """Return the words of `text` in order, in lower case and composed."""
    return TOKEN.findall(normal(text))


def words_as_written(text: str) -> list[str]:
    """Return the words of `text` in order, composed and with their capitals."""
    return TOKEN.findall(unicodedata.normalize("NFC", text))


def normal(text: str) -> str:
    """Return `text` composed (NFC) and in lower case."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return text.lower()


def fold(surface: str) -> str:
    """Return the key of a surface: the same for Müller, Mueller and Muller, for Straße and Strasse, E-Mail and Email."""
    return fold_lines(surface)


def fold_lines(lines: str) -> str:
    """Return the keys of the surfaces in `lines`, one a line."""
    if not lines.isascii():
        lines = unicodedata.normalize("NFKD", _spelled_out(lines)).lower()
        accents = "".join(char for char in set(lines) if unicodedata.category(char)[0] == "M")
        if accents:
            lines = re.sub(f"[{accents}]+", "", lines)
        lines = _spelled_out(lines)
    return _UMLAUT_E.sub(r"\1", _MARKS.sub("", lines))


def runs(surface: str) -> list[str]:
    """Return the words inside a joined surface (e-government: e, government), none if it is one word only."""
    found = _RUN.findall(surface)
    return [] if found == [surface] else found


def is_word(surface: str) -> bool:
    """Say whether a surface as a whole is worth an entry, and not an address, a list or a blob of data."""
    return len(surface) <= LONGEST and (surface.isalnum() or len(_RUN.findall(surface)) <= MOST_RUNS)


def _spelled_out(text: str) -> str:
    for letter, letters in _LETTERS:
        text = text.replace(letter, letters)
    return text
