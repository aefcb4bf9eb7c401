"""How the bench of the pages counts: blocking time, layout shift, the heaviest page of a kind, bytes as sent."""

from __future__ import annotations

import gzip
import random
import urllib.request
from pathlib import Path

from tests.bench.pages import Visit, blocking_time, chosen_pages, layout_shift, verdicts
from tests.bench.web_host import web_host


def test_blocking_time_counts_what_exceeds_50_ms_after_the_first_paint() -> None:
    tasks = [(0.0, 90.0), (80.0, 140.0), (300.0, 40.0), (400.0, 130.0)]
    assert blocking_time(tasks, 100.0) == (220 - 100 - 50) + (130 - 50)


def test_layout_shift_is_the_worst_burst_not_the_sum() -> None:
    assert layout_shift([]) == 0
    assert layout_shift([(0, 0.1), (900, 0.1), (5000, 0.05)]) == 0.2
    steady = [(900.0 * number, 0.01) for number in range(12)]
    assert round(layout_shift(steady), 3) == 0.06  # five seconds at most


def write(site: Path, page: str, text: str) -> None:
    (site / page).mkdir(parents=True)
    (site / page / "index.html").write_text(text, encoding="utf-8")


def test_heaviest_page_of_a_kind_is_chosen_by_its_packed_size(tmp_path: Path) -> None:
    write(tmp_path, "kommunen", "Liste")
    write(tmp_path, "kommunen/lang", "a" * 5000)
    write(tmp_path, "kommunen/dicht", "".join(random.Random(1).choices("abcdefgh", k=3000)))
    write(
        tmp_path, "kommunen/alt", '<meta http-equiv="refresh">' + "".join(random.Random(2).choices("abcdefgh", k=9000))
    )
    assert chosen_pages(tmp_path) == ["", "kommunen", "kommunen/dicht"]


def test_host_packs_text_and_counts_what_it_sent(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("p { color: red }" * 50, encoding="utf-8")
    (tmp_path / "b.png").write_bytes(bytes(700))
    with web_host(tmp_path) as (address, sent):
        with urllib.request.urlopen(address + "a.css") as answer:
            body = answer.read()
        assert gzip.decompress(body).startswith(b"p { color")
        urllib.request.urlopen(address + "b.png").close()
    assert (sent.bytes, sent.requests) == (len(body) + 700, 2)


def test_verdict_names_the_worst_page_and_the_start_page_has_a_limit_of_its_own() -> None:
    visits = {
        page: {name: [Visit(900, 0, 10, sent, 9)] for name in ("Telefon", "Rechner")}
        for page, sent in (("", 120_000), ("kommunen/a", 99_000), ("formate/b", 110_000), ("suche", 130_000))
    }
    lines = verdicts(visits)
    assert lines[0] == "Startseite unter 150 kB: 1 von 1; am meisten 120 (Startseite)"
    assert lines[1] == "Seiten der Datensätze unter 100 kB: 1 von 2; am meisten 110 (formate/b)"
    assert lines[2].endswith("0 von 1; am meisten 130 (suche)")
