"""What the operator decides about the pages: addresses, and words that differ from region to region.

Everything comes from ``mkdocs.yml``; what is empty is left out of the pages, never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class PageSettings:
    """The operator's settings as the templates see them; ``region`` is ``extra.schule`` of ``mkdocs.yml``."""

    site_url: str = ""
    repo_url: str = ""
    contact: str = ""
    region: Mapping[str, Any] = field(default_factory=dict)
