"""Where a form cannot be saved, what somebody has typed comes back; a browser would forget it."""

from __future__ import annotations

import http.client
from pathlib import Path

import pytest

from schule.edit.server import EditServer
from tests.unit.edit.test_server import FORM, PLACE, ask, server, token_of

__all__ = ["server"]
RECORD = "content/leitprojekte/lastenrad.yml"
TYPED = "Ein Satz, der nicht verloren gehen darf: <b>&"
SHOWN = "Ein Satz, der nicht verloren gehen darf: &lt;b&gt;&amp;"


def typed(token: str) -> dict[str, str]:
    return {"__zeichen": token, "__felder": "kurzbeschreibung", "kurzbeschreibung": TYPED}


def test_a_record_that_is_gone_gives_the_input_back(server: EditServer) -> None:
    token = token_of(server)
    (server.desk.project.root / RECORD).unlink()
    server.desk.forget()
    status, text, _ = ask(server, PLACE, typed(token))
    assert status == 404
    assert SHOWN in text


@pytest.mark.parametrize("raw", [b"titel: [", b"", b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_gives_the_input_back(server: EditServer, raw: bytes) -> None:
    token = token_of(server)
    (server.desk.project.root / RECORD).write_bytes(raw)
    status, text, _ = ask(server, PLACE, typed(token))
    assert status == 409
    assert SHOWN in text


def test_a_form_of_a_program_that_was_started_anew_gives_the_input_back(server: EditServer) -> None:
    status, text, _ = ask(server, PLACE, typed("von gestern"))
    assert status == 403
    assert SHOWN in text
    assert SHOWN in ask(server, "/neu/leitprojekte", typed("von gestern"))[1]


def test_a_foreign_page_gets_nothing_back(server: EditServer) -> None:
    status, text, _ = ask(server, PLACE, typed(token_of(server)), Origin="http://boese.example")
    assert status == 403
    assert "nicht verloren gehen darf" not in text


def test_what_is_no_form_is_refused_without_input(server: EditServer) -> None:
    for place in ("/quatsch", "/neu", "/neu/quatsch", "/datensatz/quatsch/x"):
        status, text, _ = ask(server, place, typed("von gestern"))
        assert status == 403
        assert "eingegeben" not in text


def test_a_browser_that_sends_far_too_much_gets_an_answer(server: EditServer) -> None:
    own = f"127.0.0.1:{server.server_port}"
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=60)
    headers = {"Host": own, "Origin": f"http://{own}", "Content-Type": FORM}
    connection.request("POST", PLACE, b"x" * 30_000_000, headers)
    assert connection.getresponse().status == 413


def test_files_are_still_what_they_were(server: EditServer) -> None:
    file: Path = server.desk.project.root / RECORD
    before = file.read_bytes()
    ask(server, PLACE, typed("von gestern"))
    assert file.read_bytes() == before
