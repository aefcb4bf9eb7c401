"""What the operator decides about handouts, read from ``mkdocs.yml``: name and address of the site, the licence line.

The file may hold tags that only MkDocs understands; they are read as nothing, so that no code of the file runs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from schule.project import Project


@dataclass(frozen=True)
class HandoutSettings:
    """``site_url`` is empty while the operator has none: then there is no QR code and no printed address.

    ``licence`` is the line for records without a licence of their own: ``extra.schule.lizenz`` of the settings, or else
    the first sentence of their ``copyright``.
    """

    site_name: str = ""
    site_url: str = ""
    licence: str = ""

    def address(self, path: str) -> str:
        """Return the full address of a page (``/kommunen/x/``), or nothing while there is no site_url."""
        return f"{self.site_url.rstrip('/')}/{path.lstrip('/')}" if self.site_url else ""


def read_settings(project: Project) -> HandoutSettings:
    """Read the settings; a missing file gives the defaults."""
    if not project.config_file.is_file():
        return HandoutSettings()
    data = yaml.load(project.config_file.read_text(encoding="utf-8"), Loader=_Tolerant)  # noqa: S506 - a safe loader
    data = data if isinstance(data, dict) else {}
    extra = data.get("extra")
    region: Any = extra.get("schule") if isinstance(extra, dict) else None
    own = region.get("lizenz") if isinstance(region, dict) else None
    licence = f"Lizenz: {own}" if own else re.split(r"(?<=[a-zäöüß])\. ", str(data.get("copyright") or ""))[0]
    return HandoutSettings(str(data.get("site_name") or ""), str(data.get("site_url") or ""), licence)


class _Tolerant(yaml.SafeLoader):
    """Reads unknown tags (``!ENV``, ``!!python/name``) as null."""


_Tolerant.add_multi_constructor("", lambda _loader, _suffix, _node: None)
