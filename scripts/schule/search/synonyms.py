"""Words and phrases that mean the same, from a file beside the site.

Takes `SITE_DIR/suchindex-synonyme.json` or `SITE_DIR/synonyme.json` (a list of groups, each a list of strings), returns the
payload of the synonyms file. A damaged file is a finding, never a failure.
"""

import json
from pathlib import Path

from schule.search.analysis import fold, surfaces
from schule.search.findings import SearchFinding

PLACES = ("suchindex-synonyme.json", "synonyme.json")


def read(site: Path) -> tuple[bytes, list[SearchFinding]]:
    """Return the synonyms as JSON (empty if there are none) and what is wrong with them."""
    for name in PLACES:
        path = site / name
        if not path.is_file():
            continue
        groups = _groups(path)
        if groups is None:
            message = "Erwartet wird eine Liste von Gruppen, jede eine Liste von Wörtern; die Datei wurde übergangen."
            return b"", [SearchFinding(name, "synonyme-unlesbar", message)]
        return _payload(groups), []
    return b"", []


def _groups(path: Path) -> list[list[str]] | None:
    try:
        groups = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    valid = isinstance(groups, list) and all(
        isinstance(group, list) and all(isinstance(entry, str) for entry in group) for group in groups
    )
    return groups if valid else None


def _payload(groups: list[list[str]]) -> bytes:
    """Return groups of folded phrases, each phrase with its words joined by one blank."""
    folded = []
    for group in groups:
        phrases = dict.fromkeys(" ".join(filter(None, map(fold, surfaces(entry)))) for entry in group)
        phrases.pop("", None)
        if len(phrases) > 1:
            folded.append(list(phrases))
    return json.dumps(folded, ensure_ascii=False, separators=(",", ":")).encode() if folded else b""
