"""The browser's files are the modules, joined."""

from __future__ import annotations

import re

import pytest

from schule.search import client_files


def test_each_file_stands_alone_without_comments() -> None:
    found = client_files.client_files()
    assert {"suche.js", "suche-worker.js", "suchfeld.js", "suchfeld.css"} <= set(found)
    for name, data in found.items():
        text = data.decode()
        assert not re.search(r"^import |/\*\*|^\s*//", text, flags=re.MULTILINE), name


def test_texts_and_patterns_keep_their_blanks() -> None:
    worker = client_files.bundle("suche-worker.js")
    assert '"Die Suche ist gestört; bitte die Seite neu laden."' in worker
    assert "(?<!und )(?<!oder )" in worker
    assert r"matchAll(/\S+/g)" in worker
    assert "/([ao]|(?<![qae])u)e/g" in worker


def test_the_module_exports_pagefinds_functions() -> None:
    names = re.findall(r"^export (?:async )?function (\w+)", client_files.bundle("suche.js"), flags=re.MULTILINE)
    pagefinds = "createInstance debouncedSearch destroy filters init mergeIndex options preload search"
    assert set(names) == set(pagefinds.split())


@pytest.mark.parametrize(
    "source",
    ["const a = `eine\nzweite`;\n", 'import sechs from "./text.js";\n', "export { eins };\n"],
)
def test_what_cannot_be_joined_is_refused(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_files, "_source", lambda _name: source)
    with pytest.raises(ValueError, match=r"several lines|cannot be joined"):
        client_files.bundle("suche.js")


def test_one_name_in_two_modules_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    sources = {
        "suche.js": 'import { eins } from "./b.js";\n\nconst doppelt = eins;\n',
        "b.js": "export const eins = 1;\nconst doppelt = 2;\n",
    }
    monkeypatch.setattr(client_files, "_source", sources.__getitem__)
    with pytest.raises(ValueError, match="doppelt"):
        client_files.bundle("suche.js")
