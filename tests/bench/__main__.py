"""``make bench``: measure against named peers in one run and print tables. Names as arguments choose a part."""

from __future__ import annotations

import importlib
import os
import platform
import sys

PARTS = {
    "datensaetze": "tests.bench.records",
    "suche-bau": "tests.bench.search_build",
    "suche-guete": "tests.bench.search_quality",
    "suche-browser": "tests.bench.search_browser",
    "suche-dialog": "tests.bench.search_ui",
    "handouts": "tests.bench.handouts",
    "werkbank": "tests.bench.workbench",
    "seiten": "tests.bench.pages",
}


def main(arguments: list[str]) -> int:
    """Run the named parts, or all that exist; options after ``--`` go to each part."""
    options = arguments[arguments.index("--") + 1 :] if "--" in arguments else []
    names = arguments[: arguments.index("--")] if "--" in arguments else arguments
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        print(f"Unbekannt: {', '.join(unknown)}. Es gibt: {', '.join(PARTS)}.", file=sys.stderr)
        return 2
    print(f"Python {platform.python_version()}, {os.cpu_count()} Kerne, {platform.machine()}\n")
    for name in names or PARTS:
        try:
            part = importlib.import_module(PARTS[name])
        except ModuleNotFoundError as error:
            if error.name != PARTS[name]:
                raise
            continue
        print(f"== {name}", flush=True)
        part.main(options)
        print(flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
