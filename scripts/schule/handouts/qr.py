"""QR codes: an address in, SVG text (for PDF) or a PNG as data URI (for word processors) out."""

from __future__ import annotations

import io

import segno


def qr_svg(address: str) -> str:
    """Return the code as SVG with its quiet zone."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", border=2, xmldecl=False, nl=False, dark="#111", light="#fff", scale=4
    )
    return out.getvalue().decode()


def qr_png_uri(address: str) -> str:
    """Return the code as a data URI."""
    return str(segno.make(address, error="m", micro=False).png_data_uri(scale=6, border=2))
