"""Options of all tests, and in which order they run.

Tests run in as many processes as the machine has cores (``make test``), those of a file in one process, so that what a file
prepares is prepared once. The tests with a browser come first, for they take longest: one file that needs the built site, in
whose process it is built; then those files that need no site, for the other processes meanwhile; then the rest. The many short
files at the end keep all processes busy until the last.
"""

from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write the golden pages anew instead of comparing")


@pytest.hookimpl(tryfirst=True)  # before the files are handed out
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    files: dict[Path, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    browser = sorted((path for path in files if path.parent.name == "e2e"), key=lambda path: -len(files[path]))
    waiting = [path for path in browser if any("site" in getattr(item, "fixturenames", ()) for item in files[path])]
    ready = [path for path in browser if path not in waiting]
    others = [path for path in files if path not in browser]
    items[:] = [item for path in (*waiting[:1], *ready, *waiting[1:], *others) for item in files[path]]
