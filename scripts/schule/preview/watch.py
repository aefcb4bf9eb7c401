"""Watch the folders of a project and tell which files were saved, a moment after the last save of a burst.

Uses watchdog, which MkDocs brings along, so that nothing is read while nothing happens. On drives that tell nothing of
changes (network drives, shared folders of virtual machines) it asks again and again instead: ``poll``.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

from schule.project import Project

FOLDERS = ("content", "guides", "municipalities", "overrides")
_PAUSE = 0.05
_TEMPORARY = ("~", ".swp", ".swx", ".tmp", ".teil", ".part", ".bak")
_SAVED = frozenset({"created", "modified", "moved", "deleted", "closed"})


@contextmanager
def watching(project: Project, saved: Callable[[set[str]], None], *, poll: bool = False) -> Iterator[None]:
    """Call ``saved`` with the paths of changed files (relative to the root) until the block ends."""
    collector = _Collector(project.root, saved)
    observer = PollingObserver(timeout=0.5) if poll else Observer()
    for name in FOLDERS:
        if (project.root / name).is_dir():
            observer.schedule(collector, str(project.root / name), recursive=True)
    observer.schedule(collector, str(project.root), recursive=False)
    observer.start()
    worker = threading.Thread(target=collector.work, daemon=True)
    worker.start()
    try:
        yield
    finally:
        observer.stop()
        collector.stop()
        observer.join()
        worker.join()


class _Collector(FileSystemEventHandler):
    """Collects paths from watchdog's thread and hands them on in one of its own."""

    def __init__(self, root: Path, saved: Callable[[set[str]], None]) -> None:
        self._root, self._saved = root, saved
        self._paths: set[str] = set()
        self._wake = threading.Condition()
        self._ended = False

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note the file of an event; reading a file is none."""
        if event.is_directory or event.event_type not in _SAVED:
            return
        names = {str(name) for name in (event.src_path, event.dest_path) if name}
        paths = {path for name in names if (path := self._relative(name))}
        if paths:
            with self._wake:
                self._paths |= paths
                self._wake.notify()

    def work(self) -> None:
        """Hand on what was collected, once for all saves that follow each other closely."""
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._paths or self._ended)
                if self._ended:
                    return
            while self._growing():
                pass
            with self._wake:
                paths, self._paths = self._paths, set()
            self._saved(paths)

    def stop(self) -> None:
        """End ``work``."""
        with self._wake:
            self._ended = True
            self._wake.notify()

    def _growing(self) -> bool:
        with self._wake:
            count = len(self._paths)
            self._wake.wait(_PAUSE)
            return len(self._paths) > count and not self._ended

    def _relative(self, name: str) -> str | None:
        try:
            path = PurePosixPath(Path(name).relative_to(self._root).as_posix())
        except ValueError:
            return None
        hidden = any(part.startswith(".") for part in path.parts)
        elsewhere = len(path.parts) == 1 and path.name != "mkdocs.yml"
        if hidden or elsewhere or path.name.endswith(_TEMPORARY) or path.name.isdigit():
            return None
        return path.as_posix()
