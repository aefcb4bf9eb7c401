"""From a page of the finished site back to the line of the project that an editor can mend.

Takes the records as loaded; answers two questions: which file a page was made from, and on which lines of which files an
address stands. LinkChecker knows only the generated page, where nobody can mend anything.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote, unquote

from schule.findings import Span
from schule.project import Project
from schule.records.kinds import LISTS
from schule.records.load import Loaded

_TEMPLATES = (".md.j2", ".html", ".md", ".yml")
_WHOLE = r"(?<![\w/.-]){}(?![\w/-]|\.\w)"  # an address inside a longer one is another address


@dataclass(frozen=True, order=True)
class Place:
    """A stretch of a line of a file of the project."""

    path: str
    span: Span


class Places:
    """The texts of the project, searched for addresses."""

    def __init__(self, project: Project, loaded: Loaded) -> None:
        self._root = project.root
        self._project = project
        self._loaded = loaded

    def source_of(self, page: str) -> str | None:
        """Return the file from which a page was made; ``page`` is its address on the site, from the first slash."""
        return self._sources.get(page) or self._sources.get(page.removesuffix("index.html"))

    def outside(self, url: str) -> list[Place]:
        """Return every place where an outside address is written."""
        return [*self._search(_spellings(url), self._contents)] or [*self._search(_spellings(url), self._templates)]

    def inside(self, target: str, pages: Iterable[str]) -> list[Place]:
        """Return the places that lead to an address of the site.

        Addresses may be written out anywhere; a record's bare name counts only in the sources of the pages on which the
        link was seen, and where nothing is found the first of those sources is named as a whole.
        """
        wide, narrow = _inside_spellings(target)
        found = [*self._search(wide, self._contents)]
        sources = [path for page in pages if (path := self.source_of(page))]
        if not found:
            own = {path: self._contents[path] for path in dict.fromkeys(sources) if path in self._contents}
            found = [*self._search(narrow, own)]
        if not found:
            found = [*self._search(wide, self._templates)]
        if not found:
            found = [Place(sources[0] if sources else self._project.config_file.name, Span())]
        return found

    @cached_property
    def _sources(self) -> Mapping[str, str]:
        table = {kind.index: kind.place for kind in LISTS.values()}
        table |= {item.address: item.path for item in self._loaded.catalog if "#" not in item.address}
        folder = self._project.pages_folder
        for path in _files(folder, (".md",)):
            name = path.relative_to(folder).with_suffix("").as_posix()
            address = f"/{name.removesuffix('index').strip('/')}/".replace("//", "/")
            table[address] = path.relative_to(self._root).as_posix()
        return table

    @cached_property
    def _contents(self) -> Mapping[str, list[str]]:
        paths = [*self._loaded.sources, *self._editorial, self._project.config_file.name]
        return {path: _lines(self._root / path) for path in dict.fromkeys(paths)}

    @property
    def _editorial(self) -> list[str]:
        return [path.relative_to(self._root).as_posix() for path in _files(self._project.pages_folder, (".md",))]

    @cached_property
    def _templates(self) -> Mapping[str, list[str]]:
        files = _files(self._project.overrides, _TEMPLATES)
        return {path.relative_to(self._root).as_posix(): _lines(path) for path in files}

    @staticmethod
    def _search(spellings: Iterable[str], files: Mapping[str, list[str]]) -> Iterator[Place]:
        """Yield the places of the first spelling that occurs at all."""
        for spelling in spellings:
            pattern = re.compile(_WHOLE.format(re.escape(spelling)))
            found = [
                Place(path, Span(number, match.start() + 1, len(spelling)))
                for path, lines in files.items()
                for number, line in enumerate(lines, 1)
                if spelling in line
                for match in pattern.finditer(line)
            ]
            if found:
                yield from found
                return


def _inside_spellings(target: str) -> tuple[list[str], list[str]]:
    """Return how an address of the site may be written: in full, and as a mere name of a record or file."""
    path, _, anchor = target.partition("#")
    plain = unquote(path)
    bare = plain.strip("/")
    wide = [f"{form}#{anchor}" for form in (plain, bare) if anchor] if anchor else [plain, bare]
    name = anchor or bare.rsplit("/", 1)[-1]
    return [form for form in wide if form.strip("/#")], [
        form for form in (f"#{anchor}" if anchor else "", name) if form
    ]


def _spellings(url: str) -> list[str]:
    forms = (url, unquote(url), quote(url, safe=":/?#[]@!$&'()*+,;=%~"), url.rstrip("/"), url.replace("&", "&amp;"))
    return list(dict.fromkeys(forms))


def _files(folder: Path, suffixes: tuple[str, ...]) -> Iterator[Path]:
    for current, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            if name.endswith(suffixes):
                yield Path(current, name)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        return []
