"""What must be unique or fit together: titles, official keys, the folder of a municipality."""

from __future__ import annotations

from collections.abc import Iterator

from schule.findings import Finding
from schule.findings.wording import quote
from schule.records.catalog import Item
from schule.records.checks.report import finding_at
from schule.records.kinds import PAGES
from schule.records.load import Candidate, Loaded


def check_identity(loaded: Loaded) -> Iterator[Finding]:
    """Yield doubled titles and doubled or misplaced official keys."""
    yield from _titles(loaded)
    towns = [one for one in loaded.candidates if one.item.kind.name == "kommunen"]
    by_key: dict[str, list[Candidate]] = {}
    for candidate in towns:
        by_key.setdefault(candidate.item.facts.ags, []).append(candidate)
    copied: set[str] = set()
    for key, same in by_key.items():
        right = next((one for one in same if _fits(loaded, one)), same[0])
        for candidate in same if key else ():
            if candidate is not right:
                copied.add(candidate.item.path)
                yield _doubled_key(loaded, candidate, right)
    for candidate in towns:
        yield from _district(loaded, candidate, key_is_copied=candidate.item.path in copied)


def _titles(loaded: Loaded) -> Iterator[Finding]:
    seen: dict[tuple[str, str], Candidate] = {}
    for candidate in loaded.candidates:
        item = candidate.item
        if item.kind.name not in PAGES or not item.title:
            continue
        identity = (item.kind.name, " ".join(item.title.casefold().split()))
        if identity in seen and seen[identity].item.slug != item.slug:
            yield finding_at(
                loaded,
                candidate,
                ("titel",),
                "titel-doppelt",
                f"{quote(item.title)} heißt schon „{seen[identity].item.path}“.",
                "Fassen Sie einen der Titel genauer, zum Beispiel mit dem Ort in Klammern.",
            )
        seen.setdefault(identity, candidate)


def _doubled_key(loaded: Loaded, candidate: Candidate, right: Candidate) -> Finding:
    """Return the finding at the municipality whose Kreis the key does not fit, else at the later one."""
    return finding_at(
        loaded,
        candidate,
        ("ags",),
        "ags-doppelt",
        f"Den Schlüssel {candidate.item.facts.ags} hat schon {quote(right.item.title)}.",
        "Berichtigen Sie einen der beiden Schlüssel.",
    )


def _fits(loaded: Loaded, candidate: Candidate) -> bool:
    facts = candidate.item.facts
    key = _key_of(loaded, facts.kreis) if facts.kreis else ""
    return bool(key and facts.ags) and facts.ags.startswith(key)


def _key_of(loaded: Loaded, district: str) -> str:
    item = loaded.catalog.get("kreise", district)
    return item.facts.schluessel if item else ""


def _district(loaded: Loaded, candidate: Candidate, *, key_is_copied: bool) -> Iterator[Finding]:
    """Yield a key that belongs to another Kreis, or a folder that does: one of the two, as one cause moves both."""
    facts = candidate.item.facts
    district = loaded.catalog.get("kreise", facts.kreis) if facts.kreis else None
    if district is None:
        return
    folder = candidate.item.path.split("/")[-2]
    key = _key_of(loaded, facts.kreis)
    wrong_key = bool(facts.ags and key and not facts.ags.startswith(key))
    owner = _owner(loaded, facts.ags) if wrong_key else None
    if folder != facts.kreis:
        near = f"„kreis: {folder}“" if owner and owner.slug == folder else f"„municipalities/{facts.kreis}/“"
        what = "Schreiben Sie" if owner and owner.slug == folder else "Verschieben Sie die Datei nach"
        yield finding_at(
            loaded,
            candidate,
            ("kreis",),
            "kreis-ordner",
            f"Die Datei liegt im Ordner „{folder}“, im Feld steht „{facts.kreis}“.",
            f"{what} {near}.",
        )
    elif wrong_key and not key_is_copied:
        where = f"gehört zu {quote(owner.title)}" if owner else f"liegt nicht in {quote(district.title)}"
        yield finding_at(
            loaded,
            candidate,
            ("ags",),
            "ags-kreis",
            f"Der Schlüssel {facts.ags} {where}.",
            f"Schlüssel aus {quote(district.title)} beginnen mit {key}.",
        )


def _owner(loaded: Loaded, ags: str) -> Item | None:
    """Return the Kreis to which a key belongs."""
    for item in loaded.catalog.of("kreise").values():
        key = _key_of(loaded, item.slug)
        if key and ags.startswith(key):
            return item
    return None
