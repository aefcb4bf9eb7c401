"""What must be unique or fit together: titles, official keys, the folder of a municipality."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from schule.findings import Finding
from schule.records.catalog import Item
from schule.records.checks.report import finding_at
from schule.records.kinds import PAGES
from schule.records.load import Loaded
from schule.records.places import Municipality


def check_identity(loaded: Loaded) -> Iterator[Finding]:
    """Yield doubled titles and doubled or misplaced official keys."""
    for kind in PAGES:
        yield from _titles(loaded, kind)
    keys: dict[str, Item] = {}
    for item in loaded.catalog.of("kommunen").values():
        record = item.record
        if isinstance(record, Municipality):
            yield from _municipality(loaded, item, record, keys)


def _titles(loaded: Loaded, kind: str) -> Iterator[Finding]:
    seen: dict[str, Item] = {}
    for item in loaded.catalog.of(kind).values():
        title = " ".join(item.title.casefold().split())
        if title in seen:
            yield finding_at(
                loaded,
                item,
                ("titel",),
                "titel-doppelt",
                f"„{item.title}“ heißt schon {seen[title].path}.",
                "Fassen Sie einen der Titel genauer, zum Beispiel mit dem Ort in Klammern.",
            )
        seen.setdefault(title, item)


def _municipality(loaded: Loaded, item: Item, record: Municipality, keys: dict[str, Item]) -> Iterator[Finding]:
    if record.ags in keys:
        yield finding_at(
            loaded,
            item,
            ("ags",),
            "ags-doppelt",
            f"Den Schlüssel {record.ags} hat schon {keys[record.ags].title}.",
            "Berichtigen Sie einen der beiden Schlüssel.",
        )
    keys.setdefault(record.ags, item)
    district = loaded.catalog.get("kreise", record.kreis)
    key = cast(Any, district.record).schluessel if district else None
    if district and key and not record.ags.startswith(key):
        other = next(
            (
                one.title
                for one in loaded.catalog.of("kreise").values()
                if record.ags.startswith(cast(Any, one.record).schluessel or "-")
            ),
            None,
        )
        hint = f"Der Schlüssel gehört zu {other}." if other else f"Schlüssel aus {district.title} beginnen mit {key}."
        yield finding_at(
            loaded, item, ("ags",), "ags-kreis", f"{record.ags} liegt nicht in {district.title} ({key}).", hint
        )
    folder = item.path.split("/")[-2]
    if district and folder != record.kreis:
        yield finding_at(
            loaded,
            item,
            ("kreis",),
            "kreis-ordner",
            f"Die Datei liegt im Ordner „{folder}“, im Feld steht „{record.kreis}“.",
            f"Verschieben Sie die Datei nach „municipalities/{record.kreis}/“ oder berichtigen Sie das Feld.",
        )
