"""Find the files that hold records, and say what lies where nobody will read it."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from schule.findings import Finding, Span, severity_of
from schule.findings.wording import quote
from schule.records.decode import MAX_BYTES, too_large
from schule.records.explain import slug_of
from schule.records.kinds import LISTS, PAGES, VOCABULARY_FOLDER, Kind, kind_of_path
from schule.records.suggest import closest

REGISTER_FOLDER = "content/register"
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_IGNORED = re.compile(r"^\.|~$|^README\.md$|^Thumbs\.db$|^desktop\.ini$")
# Folders below content/ that hold no records.
_OTHERS = ("content/seiten", "content/geo", "content/link-ausnahmen.yml")


def record_files(root: Path, findings: list[Finding]) -> Iterator[tuple[str, Kind]]:
    """Yield the files that hold records, in a fixed order; add a finding for what lies in a wrong place."""
    for kind in PAGES.values():
        for path in _walk(root, kind.place, findings):
            found = kind_of_path(path)
            if found is None:
                findings.append(_misplaced(path, kind))
                continue
            if not _SLUG.fullmatch(stem_of(path)):
                findings.append(_bad_name(path))
            yield path, found
    for kind in LISTS.values():
        if os.path.lexists(root / kind.place):
            yield kind.place, kind
    for folder in (VOCABULARY_FOLDER, REGISTER_FOLDER):
        for path in _walk(root, folder, findings):
            if kind_of_path(path) is None:
                findings.append(_misplaced(path, None))
    _check_folders(root, findings)


def stem_of(path: str) -> str:
    """Return the name of a file without its folder and ending: the slug of a record."""
    name = path.rpartition("/")[2]
    return name.rpartition(".")[0] or name


def read_bytes(root: Path, path: str) -> bytes | Finding:
    """Return the bytes of an ordinary file, or the finding that says why there are none."""
    place = f"{root}/{path}"  # Path objects for ten thousand files cost more than reading them
    try:
        status = os.stat(place)  # noqa: PTH116
        if stat.S_ISDIR(status.st_mode):
            return _unreadable(path, "Das ist ein Ordner, keine Datei.", "Geben Sie dem Ordner einen anderen Namen.")
        if not stat.S_ISREG(status.st_mode):
            return _unreadable(path, "Das ist keine gewöhnliche Datei.", "Ersetzen Sie sie durch eine Textdatei.")
        if status.st_size > MAX_BYTES:
            return too_large(path, status.st_size)
        with open(place, "rb") as file:  # noqa: PTH123
            return file.read()
    except FileNotFoundError:
        message, hint = "Die Verknüpfung zeigt auf nichts.", "Ersetzen Sie sie durch die Datei selbst."
        return _unreadable(path, message, hint)
    except PermissionError:
        message, hint = "Das Recht zum Lesen der Datei fehlt.", "Ändern Sie die Rechte der Datei."
        return _unreadable(path, message, hint)
    except OSError:
        message, hint = "Die Datei lässt sich nicht öffnen.", "Ersetzen Sie Verknüpfungen durch die Datei selbst."
        return _unreadable(path, message, hint)


def _walk(root: Path, folder: str, findings: list[Finding]) -> Iterator[str]:
    def refused(error: OSError) -> None:
        if os.path.lexists(error.filename) and Path(error.filename) != root / folder:
            path = _shown(Path(error.filename).relative_to(root))
            findings.append(_unreadable(path, "Der Ordner lässt sich nicht öffnen.", "Ändern Sie die Rechte."))

    start = len(f"{root}/")
    for current, folders, files in os.walk(f"{root}/{folder}", onerror=refused):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in tuple(folders):
            place = Path(current, name)
            if place.is_symlink():
                message, hint = "Verknüpfte Ordner werden nicht gelesen.", "Legen Sie die Dateien selbst hierher."
                findings.append(_unreadable(_shown(place.relative_to(root)), message, hint))
            elif place.suffix in (".yml", ".yaml", ".md"):
                message, hint = "Das ist ein Ordner, keine Datei.", "Geben Sie dem Ordner einen anderen Namen."
                findings.append(_unreadable(_shown(place.relative_to(root)), message, hint))
                folders.remove(name)
        for name in sorted(files):
            if _IGNORED.search(name):
                continue
            path = f"{current}/{name}"[start:].replace(os.sep, "/")
            if (path.isascii() and path.isprintable()) or _shown(Path(path)) == path:
                yield path
            else:
                findings.append(_bad_name(_shown(Path(path))))


def _shown(path: Path) -> str:
    """Return a path that can be printed: names may hold bytes that are no text, or control characters."""
    text = path.as_posix().encode("utf-8", "replace").decode("utf-8")
    return "".join(character if character.isprintable() else "?" for character in text)


def _check_folders(root: Path, findings: list[Finding]) -> None:
    """Add a finding for each folder below content/ whose records nobody reads."""
    known = {kind.place for kind in PAGES.values() if kind.place.startswith("content/")}
    known |= {VOCABULARY_FOLDER, REGISTER_FOLDER, *_OTHERS}
    content = root / "content"
    for place in sorted(content.iterdir()) if content.is_dir() else ():
        path = _shown(place.relative_to(root))
        if path in known or place.name.startswith("."):
            continue
        if place.is_dir() and not any(place.rglob("*.y*ml")):
            continue
        if not place.is_dir() and place.suffix not in (".yml", ".yaml"):
            continue
        near = closest(path, known)
        hint = f"Meinten Sie den Ordner „{near}“?" if near else "Legen Sie Datensätze in den Ordner ihrer Art."
        findings.append(_finding(path, "datei-am-falschen-ort", "Was hier liegt, wird nicht gelesen.", hint))


def _misplaced(path: str, kind: Kind | None) -> Finding:
    if kind is None:
        near = closest(path, [one.place for one in LISTS.values()])
        hint = f"Meinten Sie „{near}“?" if near else "Dieses Register kennt das Programm nicht."
    else:
        suffix = ".md" if kind.markdown else ".yml"
        other = Path(path).suffix in (".yml", ".yaml", ".md")
        new_name = quote(Path(path).with_suffix(suffix).name)
        hint = f"Benennen Sie die Datei um in {new_name}." if other else f"Hier liegen nur Dateien mit „{suffix}“."
    return _finding(path, "datei-am-falschen-ort", "Diese Datei wird nicht gelesen.", hint)


def _bad_name(path: str) -> Finding:
    name = Path(path)
    good = slug_of(name.stem) or "name"
    return _finding(
        path,
        "dateiname",
        f"{quote(name.name)} taugt nicht als Adresse.",
        f"Benennen Sie die Datei um in „{good}{name.suffix}“.",
    )


def _unreadable(path: str, message: str, hint: str) -> Finding:
    return _finding(path, "datei-unlesbar", message, hint)


def _finding(path: str, rule: str, message: str, hint: str) -> Finding:
    return Finding(path, Span(), rule, severity_of(rule), "", message, hint)
