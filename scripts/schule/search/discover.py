"""List the HTML files of a folder.

Takes a folder, returns paths relative to it, sorted, and findings. Follows symbolic links to files and folders, but enters
no folder twice, so a loop ends where it closes.
"""

import os
from pathlib import Path

from schule.search.findings import SearchFinding

SUFFIXES = (".html", ".htm", ".xhtml")


def discover(site: Path, without: str) -> tuple[list[str], list[int], list[SearchFinding]]:
    """Return the paths and sizes of all HTML files below `site`, leaving out the folder named `without`."""
    files: list[tuple[str, int]] = []
    findings: list[SearchFinding] = []
    _enter(str(site), "", without, {os.path.realpath(site)}, files, findings)
    files.sort()
    if not files:
        findings.append(SearchFinding("", "ordner-ohne-seiten", "In diesem Ordner liegt keine HTML-Datei."))
    return [path for path, _ in files], [size for _, size in files], findings


def _enter(
    folder: str, inner: str, without: str, seen: set[str], files: list[tuple[str, int]], findings: list[SearchFinding]
) -> None:
    try:
        with os.scandir(folder) as found:
            entries = list(found)
    except OSError as error:
        findings.append(
            SearchFinding(inner, "ordner-unlesbar", f"Der Ordner lässt sich nicht lesen ({error.strerror}).")
        )
        return
    for entry in entries:
        path = f"{inner}/{entry.name}" if inner else entry.name
        try:
            if entry.is_dir():
                if path != without and _is_new(entry, path, seen, findings):
                    _enter(entry.path, path, without, seen, files, findings)
            elif entry.name.lower().endswith(SUFFIXES):
                files.append((path, entry.stat().st_size))
        except OSError as error:
            findings.append(
                SearchFinding(path, "seite-unlesbar", f"Die Datei lässt sich nicht lesen ({error.strerror}).")
            )


def _is_new(entry: os.DirEntry[str], path: str, seen: set[str], findings: list[SearchFinding]) -> bool:
    if not entry.is_symlink():
        return True
    target = os.path.realpath(entry.path)
    if target in seen:
        findings.append(
            SearchFinding(path, "verweis-schleife", "Die Verknüpfung führt in einen Ordner, der schon gelesen ist.")
        )
        return False
    seen.add(target)
    return True
