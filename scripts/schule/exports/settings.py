"""What the operator decides about the exports."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ExportSettings:
    """Name, publisher and address of the school; an empty address leaves out what needs one. ``license`` is SPDX.

    ``contact`` is the editors' e-mail address; ``contributor`` the address under which GovData knows who delivers.
    """

    title: str
    publisher: str = ""
    site_url: str = ""
    license: str = "CC-BY-4.0"
    description: str = ""
    contact: str = ""
    contributor: str = ""

    def absolute(self, address: str) -> str:
        """Return the full address of a page or file (empty while the site has none)."""
        return self.site_url.rstrip("/") + "/" + address.lstrip("/") if self.site_url else ""
