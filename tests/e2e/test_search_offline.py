"""The site from a folder on a disk (`file:`): the same search in Chromium and in Firefox, and the ZIP of it."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from schule.pipeline import build
from schule.project import Project
from schule.search.offline import make_offline, offline_script, pack, with_offline_script
from tests.e2e.conftest import ROOT
from tests.e2e.firefox import Firefox, firefox
from tests.e2e.search_host import asking, index, served, write_pages
from tests.install_browser import FIREFOX_REMEDY, find_firefox

QUERIES = ("bürgerbeteiligung", "Datenplatform", "wie finde ich fördermittel", "sensoren im wald", "Mängelmelder")
# The hits of a query, in a page that has the module: addresses below the site's root without file names, scores, reasons.
HITS = """
const answers = [];
for (const query of queries) {
    const found = await suche.search(query);
    const shown = await Promise.all(found.results.slice(0, 10).map((hit) => hit.data()));
    answers.push([query, found.total, found.results.slice(0, 10).map((hit, i) => [shown[i].meta.title, hit.score, hit.why])]);
}
return answers;
"""
WAIT = """
for (let i = 0; i < 300 && !document.querySelector(selector); i++) await new Promise((done) => setTimeout(done, 100));
if (!document.querySelector(selector)) throw new Error(`${selector} kommt nicht`);
"""


@pytest.fixture(scope="module")
def stick(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site as `schule build --offline` makes it, below a folder with a blank, an umlaut and a number sign.

    It is built after the one to be served: both builds use the same cache.
    """
    folder = tmp_path_factory.mktemp("Stick") / "Größe & Maß #1" / "schule"
    folder.parent.mkdir()
    result = build(Project(ROOT), folder, offline=True)
    assert result.published
    if not (folder / "suchindex" / "offline.js").exists():
        make_offline(folder)
    return folder


@pytest.fixture(scope="module")
def fox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """A Firefox; a missing one fails the tests and says how to get it."""
    path = find_firefox()
    assert path, FIREFOX_REMEDY
    with firefox(path, tmp_path_factory.mktemp("firefox")) as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A Chromium page that must not complain."""
    context = browser.new_context(locale="de-DE")
    opened = context.new_page()
    errors: list[str] = []
    opened.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert errors == []


def served_hits(browser: Browser, base_url: str) -> Any:
    context = browser.new_context()
    served_page = context.new_page()
    served_page.goto(base_url)
    script = f"async (queries) => {{ const suche = await import(document.baseURI + 'suchindex/suche.js'); {HITS} }}"
    found = served_page.evaluate(script, list(QUERIES))
    context.close()
    return found


def test_hits_from_a_disk_are_those_of_the_served_site_in_chromium(
    page: Page, stick: Path, browser: Browser, base_url: str
) -> None:
    page.goto((stick / "index.html").as_uri())
    found = page.evaluate(f"async (queries) => {{ const suche = sucheOhneServer; {HITS} }}", list(QUERIES))
    assert found == served_hits(browser, base_url)
    assert all(total > 0 for _, total, _ in found)


def test_hits_from_a_disk_are_those_of_the_served_site_in_firefox(
    fox: Firefox, stick: Path, browser: Browser, base_url: str
) -> None:
    fox.goto((stick / "index.html").as_uri())
    found = fox.do(f"const [queries] = values; const suche = sucheOhneServer; {HITS}", list(QUERIES))
    assert json.loads(json.dumps(found)) == served_hits(browser, base_url)


def settled_titles(page: Page) -> list[str]:
    """Return the titles of the hits once the answer is complete; the first ones are shown before."""
    page.wait_for_function("document.querySelector('.ss-treffer') && !document.querySelector('[aria-busy]')")
    return page.locator(".ss-treffer h3").all_inner_texts()


def test_dialog_and_page_work_from_a_disk_in_chromium(page: Page, stick: Path) -> None:
    page.goto((stick / "kommunen" / "soest.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("bürgerbeteiligung")
    page.wait_for_selector("dialog [role=option] mark")
    addresses = page.evaluate("[...document.querySelectorAll('dialog [role=option]')].map((row) => row.href)")
    page.keyboard.press("Enter")
    page.wait_for_selector(".ss-treffer")
    addresses += page.evaluate("[...document.querySelectorAll('.ss-treffer a')].map((link) => link.href)")
    assert_files(addresses, stick)
    page.locator(".ss-facette input").first.check()
    page.wait_for_selector(".ss-marke")
    titles = settled_titles(page)
    page.reload()
    assert settled_titles(page) == titles


def test_dialog_and_page_work_from_a_disk_in_firefox(fox: Firefox, stick: Path) -> None:
    fox.goto((stick / "kommunen" / "soest.html").as_uri())
    fox.press("/")
    fox.press("bürgerbeteiligung")
    script = (
        "const [selector, links] = values;"
        + WAIT
        + "return [...document.querySelectorAll(links)].map((row) => row.href);"
    )
    addresses = fox.do(script, "dialog [role=option] mark", "dialog [role=option]")
    fox.press("\ue007")
    fox.wait_for("/suche/index.html?q=")
    addresses += fox.do(script, ".ss-treffer", ".ss-treffer a")
    assert_files(addresses, stick)
    fox.do("const [selector] = values;" + WAIT, ".ss-facette input")
    fox.do("document.querySelector('.ss-facette input').click();")
    fox.do("const [selector] = values;" + WAIT, ".ss-marke")
    assert "Art=" in fox.do("return location.search;")


def test_list_is_searched_from_a_disk(page: Page, stick: Path) -> None:
    page.goto((stick / "kommunen" / "index.html").as_uri())
    page.fill("schule-suchseite input[type=search]", "soest")
    page.wait_for_selector(".ss-treffer")
    assert set(page.locator(".ss-treffer__art").all_inner_texts()) == {"Kommune"}


def assert_files(addresses: list[str], stick: Path) -> None:
    assert addresses
    root = stick.as_uri() + "/"
    for address in addresses:
        assert address.startswith(root), address
        path = address.removeprefix(root).partition("#")[0].partition("?")[0]
        assert (stick / path).is_file(), address


def test_damaged_and_missing_parts_are_told_from_a_disk(browser: Browser, tmp_path: Path) -> None:
    site = small_site(tmp_path)
    for part in (site / "suchindex").glob("w*.js"):
        part.unlink()
    context = browser.new_context()
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    message = page.evaluate("sucheOhneServer.search('Mühle').then(() => '', (error) => error.message)")
    assert "fehlt" in message
    context.close()


def test_index_of_an_offline_folder_answers_on_a_server_too(browser: Browser, tmp_path: Path) -> None:
    with served(small_site(tmp_path)) as address, asking(browser, address, "index.html") as asked:
        # The policy of this server forbids workers made of text; the engine then works in the page itself.
        total = asked.page.evaluate("sucheOhneServer.search('mühle').then((found) => found.total)")
        assert total == 1


def small_site(folder: Path) -> Path:
    tag = '<script type="module" src="{}suchindex/suchdialog.js"></script>'
    write_pages(folder, {"": f"<p>Start</p>{tag.format('')}", "m": f"<h1>Mühle</h1><p>Am Bach.</p>{tag.format('../')}"})
    make_offline(index(folder))
    return folder


def test_pages_load_the_one_script_and_no_module_of_the_search(stick: Path) -> None:
    pages = [path.read_text(encoding="utf-8") for path in stick.rglob("*.html") if path.name != "404.html"]
    assert len(pages) > 400
    assert all(text.count("suchindex/offline.js") <= 1 for text in pages)
    assert sum(text.count("suchindex/offline.js") for text in pages) > 400
    assert not [text for text in pages if "suchindex/suchdialog.js" in text or "suchindex/suchseite.js" in text]
    assert not list((stick / "suchindex").glob("*.six"))


def test_script_tag_is_exchanged_once_and_nothing_else() -> None:
    page = (
        '<p>suchindex/suchdialog.js</p>\n<script src="../suchindex/suchdialog.js" type="module"></script>\n'
        '<script type="module" src="../suchindex/suchseite.js"></script>\n<script src="a.js"></script>'
    )
    expected = '<p>suchindex/suchdialog.js</p>\n<script defer src="../suchindex/offline.js"></script>\n<script src="a.js"></script>'
    assert with_offline_script(page) == expected


def test_offline_script_needs_no_module(tmp_path: Path) -> None:
    text = offline_script()
    assert "import.meta" not in text
    assert not [line for line in text.splitlines() if line.startswith(("import ", "export "))]


def test_zip_holds_the_folder_and_has_the_same_bytes_each_time(tmp_path: Path) -> None:
    site = tmp_path / "schule"
    write_pages(site, {"": "<p>Start</p>", "b": "<p>B</p>"})
    first = pack(site, tmp_path / "eins.zip")
    copy = tmp_path / "kopie" / "schule"
    shutil.copytree(site, copy)
    assert pack(copy, tmp_path / "zwei.zip").read_bytes() == first.read_bytes()
    with zipfile.ZipFile(first) as archive:
        assert archive.namelist() == ["schule/b/index.html", "schule/index.html"]
