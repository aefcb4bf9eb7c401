"""Who may talk to the forms: this computer's browser, from our own pages, and nobody else."""

from __future__ import annotations

import http.client
import re
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlencode

import pytest

from schule.edit.desk import Desk
from schule.edit.server import EditServer
from schule.project import Project
from tests.cases.faelle import TODAY, lay_out

FORM = "application/x-www-form-urlencoded"
PLACE = "/datensatz/leitprojekte/lastenrad"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EditServer]:
    with EditServer(Desk(Project(lay_out(tmp_path / "projekt"), TODAY)), 0) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def ask(
    server: EditServer, path: str, values: Mapping[str, str] | None = None, **headers: str
) -> tuple[int, str, http.client.HTTPMessage]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=60)
    own = f"127.0.0.1:{server.server_port}"
    sent = {"Host": own, **({"Origin": f"http://{own}", "Content-Type": FORM} if values is not None else {})}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    sent = {name: value for name, value in sent.items() if value != "-"}
    connection.putrequest("GET" if values is None else "POST", path, skip_host=True)
    body = urlencode(values or {}).encode()
    for name, value in sent.items():
        connection.putheader(name, value)
    if values is not None:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body if values is not None else None)
    response = connection.getresponse()
    return response.status, response.read().decode(), response.headers


def token_of(server: EditServer) -> str:
    match = re.search(r'name="__zeichen" value="([^"]+)"', ask(server, PLACE)[1])
    assert match
    return match[1]


def test_pages_load_nothing_from_elsewhere(server: EditServer) -> None:
    for path in ("/", PLACE, "/neu/kommunen", "/neu/quellen"):
        status, text, headers = ask(server, path)
        assert status == 200
        assert "default-src 'self'" in headers["Content-Security-Policy"]
        assert not re.findall(r'(?:src|href)="(?:https?:)?//', text)


@pytest.mark.parametrize("host", ["boese.example", "127.0.0.1", "localhost:1", ""])
def test_another_host_is_refused(server: EditServer, host: str) -> None:
    assert ask(server, "/", Host=host)[0] == 403


@pytest.mark.parametrize("origin", ["http://boese.example", "null", "http://localhost:1", "-"])
def test_a_form_of_another_origin_is_refused(server: EditServer, origin: str) -> None:
    values = {"__zeichen": token_of(server), "__felder": "titel", "titel": "Fremd"}
    assert ask(server, PLACE, values, Origin=origin)[0] == 403
    assert "Fremd" not in (server.desk.project.root / "content/leitprojekte/lastenrad.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize("token", ["", "falsch", "ä"])
def test_a_form_without_our_token_is_refused(server: EditServer, token: str) -> None:
    assert ask(server, PLACE, {"__zeichen": token, "__felder": "titel", "titel": "Fremd"})[0] == 403


def test_other_contents_and_too_large_ones_are_refused(server: EditServer) -> None:
    values = {"__zeichen": token_of(server)}
    assert ask(server, PLACE, values, Content_Type="text/plain")[0] == 415
    assert ask(server, PLACE, {**values, "titel": "x" * 5_100_000})[0] == 413


def test_files_of_the_project_cannot_be_asked_for(server: EditServer) -> None:
    for path in ("/client/../server.py", "/client/%2e%2e/server.py", "/website/../mkdocs.yml", "/mkdocs.yml"):
        assert ask(server, path)[0] == 404


def test_text_of_a_record_is_text_and_no_html(server: EditServer) -> None:
    values = {
        "__zeichen": token_of(server),
        "__felder": "titel",
        "titel": "<script>alert(1)</script>",
        "aktion": "pruefen",
    }
    status, text, _ = ask(server, PLACE, values)
    assert status == 409  # no state was sent: the form cannot know what the editor has seen
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text


def test_a_record_with_broken_yaml_is_told_in_a_sentence(server: EditServer) -> None:
    file = server.desk.project.root / "content/leitprojekte/lastenrad.yml"
    file.write_text("titel: [\n", encoding="utf-8")
    server.desk.forget()
    status, text, _ = ask(server, PLACE)
    assert status == 409
    assert "lässt sich nicht lesen" in text
