"""The paths and settings of one checkout, passed on explicitly; nothing in the program remembers them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path


class ProjectError(Exception):
    """The folder is no checkout of a school; the message is for the user, in German."""


@dataclass(frozen=True)
class Project:
    """One checkout: ``root`` holds mkdocs.yml, content/, guides/, municipalities/ and overrides/.

    ``today`` is the day against which dates are judged (setting ``--heute``).
    """

    root: Path
    today: dt.date = field(default_factory=dt.date.today)

    @property
    def config_file(self) -> Path:
        """The settings of MkDocs, which also hold the operator's settings."""
        return self.root / "mkdocs.yml"

    @property
    def pages_folder(self) -> Path:
        """The free editorial pages (MkDocs' docs_dir)."""
        return self.root / "content" / "seiten"

    @property
    def overrides(self) -> Path:
        """All that decides how things look."""
        return self.root / "overrides"

    @property
    def cache(self) -> Path:
        """What may be deleted at any time; never committed."""
        return self.root / ".cache"

    @property
    def site(self) -> Path:
        """Where the finished site is published, unless told otherwise."""
        return self.root / "site"


def find_project(start: Path, *, today: dt.date | None = None) -> Project:
    """Return the project that holds ``start``: the nearest folder upwards with a mkdocs.yml and a content/ folder."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / "mkdocs.yml").is_file() and (folder / "content").is_dir():
            return Project(folder, today or dt.date.today())
    raise ProjectError(
        f"In „{start}“ und darüber liegt kein Projekt. Wechseln Sie in den Ordner mit „mkdocs.yml“ und „content“."
    )
