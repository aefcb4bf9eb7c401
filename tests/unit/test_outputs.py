"""The index of the last site serves the next one, and stays as it was."""

from __future__ import annotations

from pathlib import Path

from schule.outputs import index_site, keep_index
from schule.search.build import FOLDER


def write_page(site: Path, name: str, text: str) -> None:
    page = site / name / "index.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(f"<html lang=de><title>{name}</title><body><h1>{name}</h1><p>{text}</p></body></html>", "utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_index_made_from_the_last_one_leaves_that_as_it_was(tmp_path: Path) -> None:
    last, fresh, whole = tmp_path / "last", tmp_path / "fresh", tmp_path / "whole"
    for name in ("pegel", "ufer"):
        write_page(last, name, f"Die {name}-App zeigt den Wasserstand.")
    index_site(last)
    before = contents(last)
    for site in (fresh, whole):
        write_page(site, "pegel", "Die Pegel-App zeigt den Wasserstand.")
        write_page(site, "ufer", "Hier steht etwas ganz anderes.")
        write_page(site, "steg", "Ein neuer Steg am Nordufer.")
    keep_index(last, fresh)
    index_site(fresh)
    index_site(whole)
    assert contents(last) == before
    assert contents(whole / FOLDER).items() <= contents(fresh / FOLDER).items()
