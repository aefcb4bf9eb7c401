"""Options of all tests, and which of them run in one process.

Tests run in as many processes as the machine has cores. Those that need a real browser share one of them, since they share
the built site; so do the others that a slow neighbour could mislead.
"""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write the golden pages anew instead of comparing")


@pytest.hookimpl(tryfirst=True)  # before the groups are read
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent.name == "e2e":
            item.add_marker(pytest.mark.xdist_group("browser"))
