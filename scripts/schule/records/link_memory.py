"""The memory of outside addresses: what each answered when it was last asked, and since when it does not answer.

A JSON file below the cache, written by ``schule links --external``, read by the check, which itself never asks the
network. Whoever deletes it loses nothing but time.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from schule.project import Project


@dataclass(frozen=True)
class Known:
    """The last answer of an address: asked when, with which status (0: no connection), dead since when (or None)."""

    asked: str
    good: bool
    status: int
    dead_since: str | None = None


def memory_of(project: Project) -> Path:
    """Return the file in which the answers of outside addresses are kept."""
    return project.cache / "links" / "antworten.json"


def read_memory(memory: Path) -> dict[str, Known]:
    """Return the remembered answers; a missing or damaged memory is an empty one."""
    try:
        table = json.loads(memory.read_text(encoding="utf-8"))
        return {url: Known(**values) for url, values in table.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def write_memory(memory: Path, known: Mapping[str, Known]) -> None:
    """Write the answers in one step, so that a broken-off run leaves the old ones."""
    memory.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({url: asdict(known[url]) for url in sorted(known)}, ensure_ascii=False, indent=1)
    part = memory.with_name(f"{memory.name}.{os.getpid()}.teil")
    part.write_text(text + "\n", encoding="utf-8")
    part.replace(memory)
