"""The editors' workbench: from a save to the changed page, with the real content and with ten thousand records.

Run as ``python -m tests.bench werkbank -- --zahl 10000``. A preview runs in this process as ``schule serve`` runs it; a
client listens as the browser does, and asks for the page when it is told to. The check of one changed file is the whole
command, from the start of the interpreter on.
"""

from __future__ import annotations

import argparse
import http.client
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from rich.console import Console
from rich.table import Table

from schule.collector import collect_seldom, collecting_when_idle
from schule.preview.server import PreviewServer
from schule.preview.state import FOLLOWING, Preview
from schule.preview.watch import watching
from schule.project import Project
from tests.bench.records import generate

ROOT = Path(__file__).parents[2]
SAVES = 5
COMMAND = [sys.executable, "-c", "from schule.cli import start; start()"]
RECORD, ADDRESS = "content/leitprojekte/soestapp.yml", "/leitprojekte/soestapp/"
REGISTER, LIST = "content/vokabular/vokabelheft.yml", "/vokabelheft/"


@dataclass(frozen=True)
class Saves:
    """Seconds from a save to the changed page, of each save; and from the start to the first page."""

    start: float
    record: list[float]
    register: list[float]
    check: list[float]


def main(arguments: list[str]) -> None:
    """Measure both sizes and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--zahl", type=int, default=10_000)
    count = parser.parse_args(arguments).zahl
    collect_seldom()
    with tempfile.TemporaryDirectory() as folder:
        real = _copy(Path(folder) / "echt")
        rows = {"echte Inhalte": measure_saves(real)}
        if count:
            (Path(folder) / "viele").mkdir()
            rows[f"{count} Datensätze"] = measure_saves(generate(Path(folder) / "viele", count))
    _print(rows)


def measure_saves(root: Path) -> Saves:
    """Save a record and a register several times and wait for their pages."""
    with _running(root) as (port, start):
        record = [_save(root, port, RECORD, ADDRESS, "titel: ", number) for number in range(SAVES)]
        register = [_save(root, port, REGISTER, LIST, "  definition: ", number) for number in range(SAVES)]
    return Saves(start, record, register, _check(root))


def _check(root: Path) -> list[float]:
    """Change a record and check it, several times, as an editor does: each file newer than all that is remembered."""
    file = root / RECORD
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}  # as installed: the program is compiled once
    environment["PYTHONPYCACHEPREFIX"] = str(root / ".cache" / "bytecode")
    seconds = []
    for number in range(SAVES + 1):
        file.write_text(file.read_text(encoding="utf-8") + f"# {number}\n", encoding="utf-8")
        start = time.perf_counter()
        done = subprocess.run([*COMMAND, "check", RECORD], cwd=root, env=environment, capture_output=True, check=False)
        seconds.append(time.perf_counter() - start)
        assert done.returncode == 0, done.stdout
    return seconds[1:]


@contextmanager
def _running(root: Path) -> Iterator[tuple[int, float]]:
    start = time.perf_counter()
    project = Project(root)
    preview = Preview(project, lambda _findings: None)
    server = PreviewServer(project, preview, 0)
    with server, watching(project, preview.apply), collecting_when_idle():
        threading.Thread(target=server.serve_forever, daemon=True).start()
        _page(server.server_port, ADDRESS)
        yield server.server_port, time.perf_counter() - start
        server.shutdown()


def _save(root: Path, port: int, path: str, address: str, before: str, number: int) -> float:
    """Save a file with a new word and return the seconds until the page shows it; then let everything else follow."""
    file = root / path
    word = f"Messwort{number}{len(path)}"
    old = file.read_text(encoding="utf-8")
    new = old.replace(before, f"{before}{word} ", 1)
    stand = _stand(_page(port, address))
    listening = _listen(port, address, stand)
    start = time.perf_counter()
    file.write_text(new, encoding="utf-8")
    while True:
        listening.wait()
        if word in _page(port, address):
            break
        listening = _listen(port, address, _stand(_page(port, address)))
    seconds = time.perf_counter() - start
    file.write_text(old, encoding="utf-8")
    while word in _page(port, address):
        time.sleep(0.2)
    _rest()
    return seconds


def _rest() -> None:
    """Let what runs behind a save come to its end, as it does while an editor writes the next sentence."""
    time.sleep(0.5)
    for thread in threading.enumerate():
        if thread.name == FOLLOWING:
            thread.join()


def _page(port: int, address: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", address)
    text = connection.getresponse().read().decode()
    connection.close()
    return text


def _stand(page: str) -> str:
    return page.split('data-stand="', 1)[1].split('"', 1)[0]


def _listen(port: int, address: str, stand: str) -> threading.Event:
    """Listen as the browser does; the event is set when the page is to be loaded again."""
    told = threading.Event()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", f"/__vorschau/ereignisse?stand={stand}&seite={quote(address)}")
    response = connection.getresponse()

    def read() -> None:
        for line in response:
            if line.startswith(b"event: neu"):
                told.set()
                return

    threading.Thread(target=read, daemon=True).start()
    return told


def _copy(root: Path) -> Path:
    for name in ("content", "guides", "municipalities", "overrides"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "mkdocs.yml", root)
    return root


def _print(rows: dict[str, Saves]) -> None:
    table = Table(
        "",
        "Start bis zur ersten Seite",
        "Datensatz gespeichert → sichtbar",
        "Register → sichtbar",
        "schule check DATEI",
    )
    for name, one in rows.items():
        table.add_row(name, f"{one.start:.1f} s", _range(one.record), _range(one.register), _range(one.check))
    Console(width=120).print(table)
    Console().print(
        "Ziel: sichtbar unter 1 s mit den echten Inhalten, unter 3 s mit 10.000; Prüfen einer Datei unter 0,5 s."
    )


def _range(seconds: list[float]) -> str:
    return f"{statistics.median(seconds):.2f} s (höchstens {max(seconds):.2f})"
