"""A prepared handout in, the bytes of a file out, with what could not be set.

PDF goes through pandoc and Typst, the other formats through pandoc alone. The same job with the same template and tools
gives the same bytes. What fails is a finding of the first record, never an exception.
"""

from __future__ import annotations

from collections.abc import Sequence

from schule.handouts.convert import ConvertError
from schule.handouts.document import Format
from schule.handouts.faults import fault
from schule.handouts.office import make_text_file
from schule.handouts.pdf import convert_articles, make_pdf
from schule.handouts.typeset import TypesetError
from schule.handouts.workshop import Prepared, Rendered, Workshop, prepare

__all__ = ["Prepared", "Rendered", "Workshop", "prepare", "render", "render_batch"]


def render(prepared: Prepared, to: Format, shop: Workshop, bodies: Sequence[str] | None = None) -> Rendered:
    """Return the finished file."""
    try:
        if to == "pdf":
            return make_pdf(prepared, shop, bodies)
        return Rendered(make_text_file(prepared, to, shop), ())
    except (ConvertError, TypesetError) as error:
        path = prepared.job.sheets[0].path if prepared.job.sheets else ""
        return Rendered(b"", (fault(path, "handout-satz", f"„{prepared.job.title}“ als {to.upper()}: {error}"),))


def render_batch(batch: Sequence[tuple[Prepared, Sequence[Format]]], shop: Workshop) -> list[dict[Format, Rendered]]:
    """Return the files of several sheets or folders; one pandoc serves all their PDFs, since its start is what costs."""
    printed = [number for number, (_, formats) in enumerate(batch) if "pdf" in formats]
    try:
        bodies = (
            dict(zip(printed, convert_articles([batch[n][0] for n in printed], shop), strict=True)) if printed else {}
        )
    except ConvertError:
        bodies = {}  # each one again by itself, so that the finding names the right record
    return [
        {to: render(prepared, to, shop, bodies.get(number)) for to in formats}
        for number, (prepared, formats) in enumerate(batch)
    ]
