"""Saves that nobody wishes for: the preview says what is wrong, keeps the last good page and goes on."""

from __future__ import annotations

import http.client
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from schule.preview import serve_command
from schule.preview.server import PreviewServer
from schule.project import ProjectError
from tests.cases.faelle import TODAY, lay_out
from tests.unit.preview.test_state import ROOT, Desk, desk, html, started

__all__ = ["desk", "started"]  # fixtures

RECORD = "content/leitprojekte/lastenrad.yml"
LIST = "content/vokabular/vokabelheft.yml"
PAGES = {RECORD: "/leitprojekte/lastenrad/", LIST: "/vokabelheft/"}
BAD = {
    "konflikt": b"<<<<<<< HEAD\ntitel: A\n=======\ntitel: B\n>>>>>>> zweig\n",
    "tabulator": b"titel:\tMit Tabulator\n\tstand: 2026\n",
    "utf-16": b"\xff\xfet\x00i\x00",
    "leer": b"",
    "null": b"titel: \x00\n",
    "tief": b"[" * 30_000,
    "gross": b"titel: A\nbeschreibung: |\n" + b"  Wort Wort Wort Wort Wort\n" * 200_000,
    "anker": b"a: &a [1]\nb: [*a, *a]\n",
    "zahl": b"42\n",
}


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("name", BAD)
def test_a_broken_file_keeps_its_last_good_page_and_says_why(desk: Desk, path: str, name: str) -> None:
    address = PAGES[path]
    good = desk.preview.page(address).data
    file = desk.root / path
    before = file.read_bytes()
    file.write_bytes(BAD[name])
    desk.preview.apply([path])
    shown = desk.preview.page(address)
    assert shown.data == good
    assert path in shown.banner
    assert "steht still" not in shown.banner
    file.write_bytes(before)
    desk.preview.apply([path])
    assert desk.preview.page(address).banner == ""


@pytest.mark.parametrize("change", [lambda raw: raw.replace(b"\n", b"\r\n"), lambda raw: b"\xef\xbb\xbf" + raw])
def test_what_windows_adds_is_a_finding_and_the_page_stays(desk: Desk, change) -> None:  # type: ignore[no-untyped-def]
    file = desk.root / RECORD
    file.write_bytes(change(file.read_bytes()))
    desk.preview.apply([RECORD])
    shown = desk.preview.page(PAGES[RECORD])
    assert shown.data is not None
    assert RECORD in shown.banner


def test_a_file_that_vanishes_while_it_is_read_does_not_end_the_preview(
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(_path: str) -> list[str]:
        raise PermissionError(13, "Zugriff verweigert")

    with monkeypatch.context() as patch:
        patch.setattr(desk.preview, "_take_over", fail)
        desk.preview.apply([RECORD])
    assert "Zugriff verweigert" in desk.preview.page("/").banner
    desk.save(RECORD, "titel: ", "titel: Wieder ")
    assert "Wieder" in html(desk.preview, PAGES[RECORD])
    assert "Zugriff verweigert" not in desk.preview.page("/").banner


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("overrides/records/leitprojekte.md.j2", "{% if %}", "leitprojekte.md.j2, Zeile 1"),
        ("mkdocs.yml", "site_name: [", "mkdocs.yml"),
        ("mkdocs.yml", "site_name: Schule\ntheme: gibt-es-nicht\n", "mkdocs.yml"),
        ("content/seiten/neu.md", "{{ kennzahl gibt-es-nicht }}", "content/seiten/neu.md"),
    ],
)
def test_what_keeps_the_preview_from_starting_is_one_sentence(tmp_path: Path, path: str, text: str, said: str) -> None:
    root = lay_out(tmp_path / "projekt")
    shutil.copytree(ROOT / "overrides", root / "overrides")
    shutil.copy(ROOT / "mkdocs.yml", root)
    (root / path).write_text(text, encoding="utf-8")
    result = CliRunner().invoke(serve_command, ["--port", "0"], obj=(root, TODAY), standalone_mode=False)
    assert isinstance(result.exception, ProjectError)
    assert said in str(result.exception)


@pytest.fixture
def server(desk: Desk) -> Iterator[PreviewServer]:
    with PreviewServer(desk.preview._project, desk.preview, 0) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def ask(server: PreviewServer, path: str, host: str = "", method: str = "GET") -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=60)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", host or f"127.0.0.1:{server.server_port}")
    connection.endheaders()
    response = connection.getresponse()
    return response.status, response.read()


@pytest.mark.parametrize("host", ["boese.example", "127.0.0.1.boese.example", "127.0.0.1", "localhost:1", "[::1]"])
def test_another_host_gets_nothing(server: PreviewServer, host: str) -> None:
    assert ask(server, "/", host) == (403, b"Nur auf diesem Rechner.")


@pytest.mark.parametrize(
    "path",
    [
        "/../mkdocs.yml",
        "/..%2f..%2fmkdocs.yml",
        "/daten/../../mkdocs.yml",
        "/daten/..%2F..%2Fmkdocs.yml",
        "/daten/%2e%2e/%2e%2e/mkdocs.yml",
        "/__vorschau/../state.py",
        "/__vorschau/..%2Fstate.py",
        "/handouts/../mkdocs.yml",
        "/handouts/vorlagen/..%2F..%2F..%2Fmkdocs.pdf",
        "/mkdocs.yml",
        "/content/register/quellen.yml",
        "/%00",
        "/a%0d%0aSet-Cookie:x=1",
    ],
)
def test_nothing_of_the_project_can_be_asked_for(server: PreviewServer, path: str) -> None:
    status, body = ask(server, path)
    assert status == 404
    assert b"site_name" not in body
    assert b"class Preview" not in body


def test_an_old_address_leads_to_the_record(server: PreviewServer, desk: Desk) -> None:
    file = desk.root / RECORD
    file.write_text(
        file.read_text(encoding="utf-8") + "weiterleitungen:\n  - /leitprojekte/frueher/\n", encoding="utf-8"
    )
    desk.preview.apply([RECORD])
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=60)
    connection.request("GET", "/leitprojekte/frueher/")
    response = connection.getresponse()
    assert (response.status, response.headers["Location"]) == (302, PAGES[RECORD])


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_the_preview_takes_nothing_in(server: PreviewServer, method: str) -> None:
    assert ask(server, "/", method=method)[0] == 501


def test_a_build_beside_the_preview_may_take_its_files_away(desk: Desk) -> None:
    shutil.rmtree(desk.root / ".cache" / "seiten", ignore_errors=True)  # those of a build; the preview has none there
    desk.save(RECORD, "titel: ", "titel: Trotzdem ")
    assert "Trotzdem" in html(desk.preview, PAGES[RECORD])
    assert html(desk.preview, "/kommunen/auenstadt/")
