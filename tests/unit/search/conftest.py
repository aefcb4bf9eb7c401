"""A small site as files, and its index."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from schule.search.build import FOLDER, Built, build
from schule.search.reader import Reader

Pages = Mapping[str, str | bytes]


def page(title: str, body: str = "", lang: str = "de", attributes: str = "") -> str:
    return f'<!doctype html><html lang="{lang}"><body {attributes}><h1>{title}</h1>{body}</body></html>'


def write_site(folder: Path, pages: Pages) -> Path:
    for path, content in pages.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def index(site: Path, cache: Path | None = None) -> Built:
    with ThreadPoolExecutor(1) as executor:
        return build(site, executor, cache)


def urls(reader: Reader, query: str, strong: bool = True) -> list[str]:
    answer = reader.search(query)
    return [reader.shown(hit).url for hit in answer.hits if hit.strong or not strong]


def files(site: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((site / FOLDER).iterdir())}


@pytest.fixture
def reader_of(tmp_path: Path) -> Callable[[Pages], Reader]:
    def make(pages: Pages) -> Reader:
        site = write_site(tmp_path / "site", pages)
        index(site)
        return Reader(site / FOLDER)

    return make
