"""The builder: the same bytes whatever ran it, a working index at any moment, every fault a finding."""

import json
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner

from schule.search import batches, executor, posting
from schule.search.build import FOLDER, build
from schule.search.claim import claimed
from schule.search.client_files import client_files
from schule.search.commands import index_command, search_command
from schule.search.reader import Reader
from tests.unit.search.conftest import files, index, page, urls, write_site

WORDS = (
    "Bürger Beteiligung Bürgerbeteiligung Haus Häuser Stadt Planung Stadtplanung Daten offene Plattform Schule Straße Müller "
    "E-Government LoRaWAN Kommune Leitfaden Förderung Energie Klima Sensor Verwaltung digital Zwilling Region Sauerland"
).split()


def many(count: int, seed: int = 1) -> dict[str, str]:
    chance = random.Random(seed)
    pages = {}
    for number in range(count):
        text = " ".join(chance.choices(WORDS, k=60))
        body = f'<p data-pagefind-filter="Art:{number % 3}">{text}<h2 id="a">{chance.choice(WORDS)}</h2><p>{text[::-1]}'
        pages[f"{number % 7}/seite-{number}.html"] = page(f"Seite {number}", body)
    return pages


class Backwards(Executor):
    """Runs tasks one by one, the last one first, as soon as a result is asked for."""

    def map(self, function, *rows, **_):
        arguments = list(zip(*rows, strict=True))
        results = [function(*row) for row in reversed(arguments)]
        return iter(results[::-1])

    def submit(self, function, /, *arguments, **named):
        future: Future = Future()
        future.set_result(function(*arguments, **named))
        return future


def test_cache_in_which_another_build_works_is_left_alone(tmp_path: Path) -> None:
    first, second = write_site(tmp_path / "a", many(40)), write_site(tmp_path / "b", many(40))
    cache = tmp_path / "cache"
    with executor.local(1) as runner:
        build(first, runner, cache)
        kept = {path.name: path.stat().st_mtime_ns for path in cache.iterdir()}
        with claimed(cache) as ours:
            assert ours
            build(second, runner, cache)
        assert {path.name: path.stat().st_mtime_ns for path in cache.iterdir()} == kept
        assert files(second) == files(first)
        assert not (second / f"{FOLDER}.arbeit").exists()
    with claimed(cache) as ours:
        assert ours


def test_same_bytes_from_threads_processes_and_in_any_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "PAGES", 16)
    found = []
    for number, runner in enumerate((None, 2, Backwards())):
        site = write_site(tmp_path / str(number), many(100))
        if isinstance(runner, Executor):
            build(site, runner)
        elif runner:
            with executor.local(runner) as processes:
                build(site, processes)
        else:
            index(site)
        found.append(files(site))
    assert found[0] == found[1] == found[2]


def test_an_added_page_costs_its_batch_and_seldom_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "PAGES", 16)
    site, cache = write_site(tmp_path / "a", many(400)), tmp_path / "cache"
    index(site, cache)
    before = {path.name: path.stat().st_mtime_ns for path in cache.glob("karte-*")}
    write_site(site, {"1/neu.html": page("Neu")})
    index(site, cache)
    after = {path.name: path.stat().st_mtime_ns for path in cache.glob("karte-*")}
    assert len(after) > 20
    assert len(after.items() - before.items()) <= 3


CHANGES = {
    "other words": page("Seite 40", "<p>Ganz anderer Text über Bienenstöcke und Bürgerhäuser."),
    "another section": page("Seite 40", "<p>Text <h2 id=b>Mehr</h2> <p>Abschnitt <h2 id=c>Noch</h2> <p>einer"),
    "same text in another frame": page("Seite 40", attributes='class="neu"'),
    "nothing left": "",
    "other facets": page("Seite 40", '<p data-pagefind-filter="Neu:x" data-pagefind-sort="stand:2">Haus'),
}


@pytest.mark.parametrize("change", CHANGES)
def test_changed_page_gives_the_bytes_of_a_full_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    monkeypatch.setattr(batches, "PAGES", 16)
    pages, cache = many(100), tmp_path / "cache"
    site = write_site(tmp_path / "a", pages)
    index(site, cache)
    pages["5/seite-40.html"] = CHANGES[change]
    index(write_site(site, pages), cache)
    full = write_site(tmp_path / "b", pages)
    index(full)
    assert files(site) == files(full)


def test_added_and_removed_pages_give_the_bytes_of_a_full_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "PAGES", 16)
    site, cache = write_site(tmp_path / "a", many(100)), tmp_path / "cache"
    index(site, cache)
    (site / "1/seite-8.html").unlink()
    write_site(site, {"4/neu.html": page("Neu")})
    index(site, cache)
    full = tmp_path / "b"
    shutil.copytree(site, full, ignore=shutil.ignore_patterns(FOLDER))
    index(full)
    assert files(site) == files(full)


@pytest.mark.parametrize("names", [True, False])
def test_postings_that_stay_get_a_second_name_or_are_copied(
    tmp_path: Path, names: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = []
    link = os.link

    def note(old: Path, new: Path) -> None:
        given.append(new)
        if not names:
            raise OSError
        link(old, new)

    monkeypatch.setattr(posting, "SHARD", 300)
    monkeypatch.setattr(os, "link", note)
    site, cache, full = write_site(tmp_path / "a", many(50)), tmp_path / "cache", tmp_path / "b"
    with executor.local(1) as runner:
        build(site, runner, cache)
        assert not given
        write_site(site, {"0/seite-0.html": many(1)["0/seite-0.html"] + '<h2 id="neu">Stadtbienenhaltung</h2>'})
        build(site, runner, cache)
        shutil.copytree(site, full, ignore=shutil.ignore_patterns(FOLDER))
        build(full, runner)
    assert given
    assert files(site) == files(full)


def test_says_how_much_it_wrote(tmp_path: Path) -> None:
    site, cache = write_site(tmp_path / "a", many(50)), tmp_path / "cache"
    with executor.local(1) as runner:
        for _ in range(2):
            built = build(site, runner, cache)
            there = [path.stat().st_size for path in (site / FOLDER).iterdir()]
            assert (built.files, built.size) == (len(there), sum(there))


def test_unchanged_site_is_not_written_again(tmp_path: Path) -> None:
    site, cache = write_site(tmp_path / "a", many(50)), tmp_path / "cache"
    index(site, cache)
    before = {path: path.stat().st_mtime_ns for path in (site / FOLDER).glob("[wrps]*.six")}
    write_site(site, many(50))
    index(site, cache)
    assert {path: path.stat().st_mtime_ns for path in (site / FOLDER).glob("[wrps]*.six")} == before


@pytest.mark.parametrize("damage", ["cut", "flip", "empty", "text"])
def test_damaged_cache_is_rebuilt(tmp_path: Path, damage: str) -> None:
    site, cache = write_site(tmp_path / "a", many(50)), tmp_path / "cache"
    index(site, cache)
    before = files(site)
    for path in cache.glob("*.dat"):
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        kinds = {"cut": data[: len(data) // 2], "flip": data, "empty": b"", "text": b"{}" * 100}
        path.write_bytes(kinds[damage])
    index(site, cache)
    assert files(site) == before


def test_lost_fragments_are_written_again(tmp_path: Path) -> None:
    site, cache = write_site(tmp_path / "a", many(50)), tmp_path / "cache"
    index(site, cache)
    before = files(site)
    next((site / FOLDER).glob("s0-*")).unlink()
    next((site / FOLDER).glob("s1-*")).write_bytes(b"SIX")
    next((site / FOLDER).glob("w0-*")).write_bytes(b"SIX")
    index(site, cache)
    assert files(site) == before


def test_old_files_are_removed_and_foreign_ones_are_left(tmp_path: Path) -> None:
    site = write_site(tmp_path, many(20))
    index(site)
    (site / FOLDER / "suche.js").write_text("// client")
    write_site(site, many(20, seed=2))
    index(site)
    left = set(files(site))
    shutil.rmtree(site / FOLDER)
    index(site)
    assert left == set(files(site)) | {"suche.js"}


def test_pages_without_a_marked_body_are_left_out_once_one_is_marked(tmp_path: Path) -> None:
    site = write_site(tmp_path, many(40) | {"9/marke.html": page("Stadt", attributes="data-pagefind-body")})
    cache = tmp_path / "cache"
    for _ in range(2):
        assert index(site, cache).pages == 1
        assert urls(Reader(site / FOLDER), "Stadt") == ["/9/marke.html"]
    (site / "9/marke.html").write_text(page("Stadt"))
    assert index(site, cache).pages == 41


def _build_slowly(site: str, after: float) -> None:
    timer = multiprocessing.get_context("fork").Process(target=_kill, args=(os.getpid(), after))
    timer.start()
    index(Path(site))


def _kill(process: int, after: float) -> None:
    time.sleep(after)
    os.kill(process, signal.SIGKILL)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Diese Prüfung braucht ein System mit fork.")
def test_killed_build_leaves_a_working_index(tmp_path: Path) -> None:
    site = write_site(tmp_path, many(150))
    index(site)
    context = multiprocessing.get_context("fork")
    for step in range(12):
        write_site(site, many(150, seed=step + 2))
        process = context.Process(target=_build_slowly, args=(str(site), 0.02 * step))
        process.start()
        process.join()
        reader = Reader(site / FOLDER)
        answer = reader.search("Stadtplanung Daten Müller")
        assert answer.hits
        for hit in answer.hits:
            reader.shown(hit)
    index(site)
    after = files(site)
    shutil.rmtree(site / FOLDER)
    index(site)
    assert files(site) == after


def test_every_fault_is_a_finding_and_the_rest_is_indexed(tmp_path: Path) -> None:
    site = write_site(
        tmp_path,
        {
            "gut.html": page("Stadt"),
            "leer.html": "",
            "null.html": b"<h1>St\0adt</h1>",
            "kaputt.html": "<h1>Stadt<p <div </h1",
            "lang.html": page("Stadt", "<p>" + "Wort " * 200_000),
            "alt.HTM": "<h1>Größe der Stadt".encode("cp1252"),
        },
    )
    (site / "weg.html").symlink_to("nirgends.html")
    (site / "unter").mkdir()
    (site / "unter" / "kreis").symlink_to(site, target_is_directory=True)
    built = index(site)
    assert [(finding.path, finding.rule) for finding in built.findings] == [
        ("leer.html", "seite-leer"),
        ("null.html", "seite-nullbyte"),
        ("unter/kreis", "verweis-schleife"),
        ("weg.html", "seite-unlesbar"),
    ]
    assert built.pages == 5
    assert {"/gut.html", "/null.html", "/alt.HTM", "/lang.html"} <= set(urls(Reader(site / FOLDER), "Stadt"))


def test_empty_folder_is_a_finding_and_gives_an_index_without_pages(tmp_path: Path) -> None:
    assert [finding.rule for finding in index(tmp_path).findings] == ["ordner-ohne-seiten"]
    reader = Reader(tmp_path / FOLDER)
    assert reader.search("Stadt").hits == []
    assert reader.search(None).hits == []


def test_damaged_synonyms_are_a_finding(tmp_path: Path) -> None:
    site = write_site(tmp_path, {"a.html": page("Stadt"), "synonyme.json": '{"a": 1}'})
    assert [finding.rule for finding in index(site).findings] == ["synonyme-unlesbar"]


def test_long_pages_are_cut_into_parts(tmp_path: Path) -> None:
    body = "".join(f'<h2 id="p{i}">Teil {i}</h2><p>{"Wort " * 400}' for i in range(60))
    site = write_site(tmp_path, {"a.html": page("Lang", body + '<h2 id="ende">Schluss</h2><p>Bienenstock')})
    index(site)
    assert len(list((site / FOLDER).glob("s0-*"))) > 4
    assert urls(Reader(site / FOLDER), "Bienenstock") == ["/a.html#ende"]


def test_command_prints_statistics_and_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    site = write_site(tmp_path / "site", many(30))
    run = CliRunner()
    numbers = json.loads(run.invoke(index_command, [str(site), "--json", "--jobs", "1"]).stdout)
    assert numbers["pages"] == 30
    assert numbers["words"] > 1000
    assert numbers["bytes"] == sum(map(len, files(site).values()))
    assert numbers["seconds"].keys() and numbers["peak_memory"] >= 0
    (tmp_path / "fragen.txt").write_text("Stadtplanung\nMüller Daten\n")
    result = run.invoke(search_command, ["--queries", str(tmp_path / "fragen.txt"), "--site-dir", str(site), "--json"])
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["query"] for line in lines] == ["Stadtplanung", "Müller Daten"]
    assert lines[0].keys() == {"query", "total", "hits"}
    assert lines[0]["hits"][0].keys() == {"url", "title", "score", "why"}


def test_a_build_does_not_load_the_reader() -> None:
    program = "import sys, schule.search.commands; sys.exit('schule.search.reader' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run([sys.executable, "-c", program], check=False, env=environment).returncode == 0


def test_search_without_an_index_says_so(tmp_path: Path) -> None:
    result = CliRunner().invoke(search_command, ["Stadt", "--site-dir", str(tmp_path)])
    assert result.exit_code == 1
    assert "eintrag.six" in result.output


def test_processes_are_used(tmp_path: Path) -> None:
    with executor.local(2) as runner:
        assert isinstance(runner, ProcessPoolExecutor)
        assert build(write_site(tmp_path, many(20)), runner).pages == 20


def test_the_search_of_the_browser_lies_beside_the_index_of_any_folder(tmp_path: Path) -> None:
    site = write_site(tmp_path, {"a.html": page("Eins")})
    (site / FOLDER).mkdir()
    (site / FOLDER / "suche.js").write_text("alt")
    index(site)
    for name, data in client_files().items():
        assert (site / FOLDER / name).read_bytes() == data
