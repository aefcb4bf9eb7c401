"""Rename a record: its file, its old address, and everything that names it.

``plan_move`` takes what was loaded and returns every change as a value, so that it can be shown before it is done;
``apply_move`` writes them all or none. Each change replaces one stretch of one line at a position that the readers of
YAML and Markdown gave: comments, order and the rest of the line stay as they are. Nothing is guessed: a reference
that does not stand there word for word (an alias, a folded text) stops the move before anything was written.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from schule.findings import Severity
from schule.project import Project
from schule.records.base import Record
from schule.records.kinds import PAGES
from schule.records.load import Candidate, Loaded
from schule.records.references import references_of
from schule.records.suggest import closest
from schule.records.yaml_source import Source
from schule.writing import part_of, remove_left_over, writing

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_FOLDERS = ("content", "guides", "municipalities")
_ELSEWHERE = ("mkdocs.yml", "overrides")


class MoveError(Exception):
    """The record cannot be moved; the message is for the editor, in German."""


@dataclass(frozen=True, order=True)
class Edit:
    """One replacement in one line (from 1) at a column (from 1); with ``whole`` the line comes or goes as a whole."""

    path: str
    line: int
    column: int
    before: str
    after: str
    whole: bool = False


@dataclass(frozen=True)
class Move:
    """All that a move changes: the file's name and the edits; ``notes`` names files that a human must look at."""

    old_path: str
    new_path: str
    old: str
    new: str
    edits: tuple[Edit, ...]
    notes: tuple[str, ...] = ()


def plan_move(project: Project, loaded: Loaded, old: str, new: str, *, redirect: bool = True) -> Move:
    """Return the changes that turn ``kind/old`` into ``kind/new``. Raises MoveError."""
    candidate, slug = _check_names(loaded, old, new)
    item = candidate.item
    target = str(Path(item.path).with_name(slug + Path(item.path).suffix).as_posix())
    if (project.root / target).exists():
        raise MoveError(f"„{target}“ gibt es schon.")
    addresses = item.address, item.kind.address(slug)
    edits = {
        *_reference_edits(loaded, item.kind.name, item.slug, slug),
        *_link_edits(project, f"{item.kind.name}/{item.slug}", f"{item.kind.name}/{slug}"),
        *_redirect_edits(loaded, candidate, *addresses, add=redirect),
    }
    old_name = f"{item.kind.name}/{item.slug}"
    return Move(
        item.path, target, old_name, f"{item.kind.name}/{slug}", tuple(sorted(edits)), _notes(project, old_name)
    )


def apply_move(project: Project, move: Move) -> None:
    """Write all changes and rename the file; on a failure everything is put back. Raises MoveError.

    The new texts are written beside the old ones first, so that whoever pulls the plug meanwhile finds whole files.
    """
    try:
        with writing(project):
            _apply(project, move)
    except OSError as error:
        raise MoveError(f"Es wurde nichts geändert: {error.strerror or error}.") from error


def _apply(project: Project, move: Move) -> None:
    originals = {(project.root / path).resolve(): data for path, data in read_texts(project, move).items()}
    parts: dict[Path, Path] = {}
    replaced: list[Path] = []
    try:
        for path in dict.fromkeys(edit.path for edit in move.edits):
            target = (project.root / path).resolve()
            data = edited(originals[target], [edit for edit in move.edits if edit.path == path])
            parts[target] = _write_beside(target, data)
        for target, part in parts.items():
            _unchanged(target, originals[target])
            replaced.append(target)
            part.replace(target)
        _rename(project.root / move.old_path, project.root / move.new_path)
    except BaseException:
        for target in replaced:
            target.write_bytes(originals[target])
        raise
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)


def _unchanged(target: Path, data: bytes) -> None:
    if target.read_bytes() != data:
        raise MoveError(f"„{target.name}“ hat sich gerade geändert. Versuchen Sie es noch einmal.")


def _rename(old: Path, new: Path) -> None:
    if new.exists():  # some systems would replace it
        raise MoveError(f"„{new.name}“ gibt es schon.")
    old.rename(new)


def _write_beside(target: Path, data: bytes) -> Path:
    mode = target.stat().st_mode
    if not mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):  # root could write it all the same
        raise MoveError(f"„{target.name}“ ist schreibgeschützt. Es wurde nichts geändert.")
    remove_left_over(target)
    part = part_of(target)
    part.write_bytes(data)
    part.chmod(mode)
    return part


def edited(raw: bytes, edits: Sequence[Edit]) -> bytes:
    """Return the bytes of a file with the edits done, from the last to the first. Raises MoveError."""
    lines = raw.decode("utf-8").split("\n")
    for edit in sorted(edits, reverse=True):
        index = edit.line - 1
        if edit.whole:
            lines[index : index + (1 if edit.before else 0)] = [edit.after] if edit.after else []
            continue
        start = edit.column - 1
        line = lines[index]
        if line[start : start + len(edit.before)] != edit.before:
            raise MoveError(f"{edit.path}:{edit.line}: Die Datei hat unsichtbare Zeichen. Prüfen Sie sie: schule check")
        lines[index] = line[:start] + edit.after + line[start + len(edit.before) :]
    return "\n".join(lines).encode()


def _check_names(loaded: Loaded, old: str, new: str) -> tuple[Candidate, str]:
    kind, _, slug = old.strip("/").partition("/")
    new_kind, _, new_slug = new.strip("/").rpartition("/")
    if kind not in PAGES or not slug:
        raise MoveError(f"„{old}“ hat nicht die Form art/name, zum Beispiel „leitfaeden/mein-leitfaden“.")
    if new_kind not in ("", kind):
        raise MoveError(f"Ein Datensatz kann nicht von „{kind}“ nach „{new_kind}“ umziehen; die Felder sind andere.")
    if not _SLUG.fullmatch(new_slug):
        raise MoveError(f"„{new_slug}“ ist kein Dateiname: nur Kleinbuchstaben, Ziffern und Bindestriche.")
    errors = sum(finding.severity is Severity.ERROR for finding in loaded.findings)
    if errors:
        raise MoveError(
            f"Der Bestand hat {errors} Fehler, deshalb ließen sich Verweise übersehen. Beheben Sie sie zuerst: schule check"
        )
    found = next((one for one in loaded.candidates if (one.item.kind.name, one.item.slug) == (kind, slug)), None)
    if found is None:
        near = closest(slug, loaded.named[kind])
        raise MoveError(f"„{kind}/{slug}“ gibt es nicht." + (f" Meinten Sie „{kind}/{near}“?" if near else ""))
    if loaded.catalog.get(kind, new_slug):
        raise MoveError(f"„{kind}/{new_slug}“ gibt es schon.")
    return found, new_slug


# -- references in fields ---------------------------------------------------------------------------------------------


def _reference_edits(loaded: Loaded, kind: str, old: str, new: str) -> Iterator[Edit]:
    for candidate in loaded.candidates:
        for reference in references_of(candidate.item.record):
            if reference.kind == kind and reference.slug == old:
                words = old, new
            elif reference.kind == "*" and reference.slug.strip("/") == f"{kind}/{old}":
                words = f"{kind}/{old}", f"{kind}/{new}"
            else:
                continue
            source, place = loaded.place(candidate, reference.location)
            span = source.span(place)
            yield _edit_at(source, span.line, span.column, span.length, *words)


def _edit_at(source: Source, line: int, column: int, length: int, old: str, new: str) -> Edit:
    token = source.lines[line - 1][column - 1 : column - 1 + length]
    if token.strip("\"'").strip("/") != old:
        raise MoveError(
            f"{source.path}:{line}:{column}: Der Verweis auf „{old}“ steht hier nicht ausgeschrieben. "
            "Schreiben Sie ihn aus und versuchen Sie es noch einmal."
        )
    return Edit(source.path, line, column + token.index(old), old, new)


# -- links in texts ---------------------------------------------------------------------------------------------------


def _link_edits(project: Project, old: str, new: str) -> Iterator[Edit]:
    """Yield the links ``](/kind/slug/)`` and the quotations ``{{ titel kind/slug }}`` of all texts."""
    link = re.compile(rf"\]\(\s*<?/(?P<name>{re.escape(old)})(?=/?[#\s)>])")
    quotation = re.compile(rf"\{{\{{\s*titel\s+(?P<name>{re.escape(old)})\s*\}}\}}")
    for path, text in _texts(project):
        if old not in text:
            continue
        for number, line in enumerate(text.split("\n"), 1):
            for pattern in (link, quotation):
                for match in pattern.finditer(line):
                    yield Edit(path, number, match.start("name") + 1, old, new)


def _texts(project: Project) -> Iterator[tuple[str, str]]:
    for folder in _FOLDERS:
        for path in sorted((project.root / folder).rglob("*")):
            if path.suffix in (".md", ".yml") and path.is_file():
                yield path.relative_to(project.root).as_posix(), path.read_text(encoding="utf-8", errors="replace")


def _notes(project: Project, old: str) -> tuple[str, ...]:
    """Name the places outside the content that mention the record; they are the operator's, not ours to change."""
    mention = re.compile(rf"(?<![\w-]){re.escape(old)}(?![\w-])")
    notes = []
    for name in _ELSEWHERE:
        root = project.root / name
        for path in [root] if root.is_file() else sorted(root.rglob("*.*")):
            if path.is_file() and mention.search(path.read_text(encoding="utf-8", errors="ignore")):
                notes.append(path.relative_to(project.root).as_posix())
    return tuple(notes)


# -- the old address --------------------------------------------------------------------------------------------------


def _redirect_edits(loaded: Loaded, candidate: Candidate, old: str, new: str, *, add: bool) -> Iterator[Edit]:
    """Yield what changes in ``weiterleitungen``: the old address comes, the new one goes if it was an old one."""
    record = candidate.item.record
    assert isinstance(record, Record)
    _refuse_taken(loaded, candidate, new)
    present = list(record.weiterleitungen)
    wanted = [address for address in present if address != new] + ([old] if add and old not in present else [])
    if wanted == present:
        return
    source, place = loaded.place(candidate, ("weiterleitungen",))
    path = source.path
    if not present:
        line = _end_of_head(source)
        yield Edit(path, line, 1, "", f"weiterleitungen:\n  - {old}", whole=True)
        return
    first = source.span(place, key=True).line
    spans = [source.span((*place, index)) for index in range(len(present))]
    if any(span.line == first for span in spans):
        text = source.lines[first - 1]
        yield Edit(path, first, 1, text, f"weiterleitungen: [{', '.join(wanted)}]" if wanted else "", whole=True)
        return
    if not wanted:
        yield Edit(path, first, 1, source.lines[first - 1], "", whole=True)
    for address, span in zip(present, spans, strict=True):
        if address not in wanted:
            yield Edit(path, span.line, 1, source.lines[span.line - 1], "", whole=True)
    if add and old not in present:
        last = spans[-1]
        yield Edit(path, last.line + 1, 1, "", source.lines[last.line - 1][: last.column - 1] + old, whole=True)


def _refuse_taken(loaded: Loaded, candidate: Candidate, address: str) -> None:
    for other in loaded.candidates:
        record = other.item.record
        if other is not candidate and isinstance(record, Record) and address in record.weiterleitungen:
            raise MoveError(f"„{address}“ ist schon eine alte Adresse von „{other.item.title}“ ({other.item.path}).")


def _end_of_head(source: Source) -> int:
    """Return the line before which a new field goes: the end of the front matter, or of the file."""
    lines = source.lines
    if source.body_line:
        return next(number for number, line in enumerate(lines[1:], 2) if line.rstrip() in ("---", "..."))
    return len(lines) if lines and not lines[-1].strip() else len(lines) + 1


def describe(move: Move, texts: Mapping[str, bytes]) -> Iterator[str]:
    """Yield a line for every change, as the editor sees it; ``texts`` are the files before the move."""
    yield f"{move.old_path} → {move.new_path}"
    for path in sorted({edit.path for edit in move.edits}):
        lines = texts[path].decode("utf-8").split("\n")
        for edit in move.edits:
            if edit.path != path:
                continue
            if edit.whole:
                shown = edit.after.replace("\n", " ").strip() or f"entfällt: {edit.before.strip()}"
                yield f"  {path}:{edit.line}: {shown}"
                continue
            line = lines[edit.line - 1]
            start = edit.column - 1
            after = line[:start] + edit.after + line[start + len(edit.before) :]
            yield f"  {path}:{edit.line}: {_window(after.strip(), edit.after)}"


def _window(line: str, word: str, width: int = 90) -> str:
    if len(line) <= width:
        return line
    at = max(0, line.find(word) - width // 3)
    return ("… " if at else "") + line[at : at + width] + (" …" if at + width < len(line) else "")


def read_texts(project: Project, move: Move) -> dict[str, bytes]:
    """Return the files that a move changes, as they are now."""
    return {path: (project.root / path).read_bytes() for path in {edit.path for edit in move.edits}}
