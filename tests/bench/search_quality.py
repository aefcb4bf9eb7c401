"""How well the search answers German questions: MRR@10 and hit@10, through the real index and the reference reader.

Run as ``python -m tests.bench suche-guete``. Every document becomes an HTML page, so extraction, stemming, splitting and ranking
are all in it. The collections lie outside the repository; where they are not there, a line says so. Nothing was tuned on the
third one, the link texts of Debian's German help pages.
"""

from __future__ import annotations

import argparse
import html
import json
import random
import re
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from rich.console import Console
from rich.table import Table

from schule.search import compounds, executor
from schule.search.analysis import fold, normal, runs, surfaces
from schule.search.build import FOLDER, build
from schule.search.reader import Reader
from schule.search.vocabulary import stem_keys
from tests.bench.link_texts import link_texts
from tests.bench.search_build import copy_debian

COLLECTIONS = Path(__file__).parents[3] / "shared" / "search"
PEERS = {
    "lunr, deutscher Stemmer": (0.828, 0.892),
    "MiniSearch, prefix und fuzzy": (0.929, 0.883),
    "BM25, Snowball": (0.977, 0.936),
    "BM25, Snowball, Komposita": (0.977, 0.944),
}
LINK_TEXTS = 1500
TARGETS = {"wiki": 0.980, "xquad": 0.945, "wiki, vertauscht": 0.940}


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    name: str
    questions: int
    mrr: float
    hits: float
    target: float | None


def main(arguments: Sequence[str] = ()) -> None:
    """Print what `run` measures."""
    parser = argparse.ArgumentParser(prog="suche-guete")
    parser.add_argument("--sammlungen", type=Path, default=COLLECTIONS, help="Ordner mit wiki-docs.jsonl und so weiter")
    folder = parser.parse_args(list(arguments)).sammlungen
    there = (folder / "wiki-docs.jsonl").is_file()
    table = Table("Sammlung", "Fragen", "MRR@10", "Treffer@10", "Ziel", title="Güte der Antworten")
    for row in [*(run(folder) if there else ()), *run_link_texts()]:
        target = "–" if row.target is None else f"{row.target:.3f}"
        table.add_row(row.name, str(row.questions), f"{row.mrr:.4f}", f"{row.hits:.4f}", target)
    Console().print(table)
    if not there:
        print("Ausgelassen: Die Sammlungen zum Beurteilen der Suche sind nicht da.")
        return
    table = Table("Vergleich", "wiki", "xquad", title="Andere Suchen, dieselben Sammlungen")
    for name, (wiki, xquad) in PEERS.items():
        table.add_row(name, f"{wiki:.3f}", f"{xquad:.3f}")
    Console().print(table)
    right, of, split, short = compound_quality(folder)
    print(f"Komposita: {right} von {of} richtig zerlegt ({right / of:.1%}, Ziel 85 %); ", end="")
    print(f"kurze Wörter zerlegt: {split} von {short} ({split / short:.1%}, Ziel höchstens 2 %).")


def run(folder: Path) -> list[Row]:
    """Measure all collections."""
    with tempfile.TemporaryDirectory() as place:
        wiki, xquad = Path(place) / "wiki", Path(place) / "xquad"
        for name, site in (("wiki", wiki), ("xquad", xquad)):
            write_pages(folder / f"{name}-docs.jsonl", site, titles=name == "wiki")
            with executor.local() as runner:
                build(site, runner)
        return [
            _measure("wiki", wiki, folder / "wiki-queries.jsonl", str),
            _measure("xquad", xquad, folder / "xquad-queries.jsonl", str),
            _measure("wiki, vertauscht", wiki, folder / "wiki-queries.jsonl", swapped),
        ]


def run_link_texts() -> list[Row]:
    """Measure the link texts of Debian's help pages; nothing where none of the packages is installed."""
    with tempfile.TemporaryDirectory() as place:
        site = Path(place) / "debian"
        copy_debian(site)
        if not site.is_dir():
            return []
        with executor.local() as runner:
            build(site, runner)
        reader = Reader(site / FOLDER)
        ranks = []
        for text, targets in link_texts(site, LINK_TEXTS):
            urls = [
                unquote(reader.shown(hit).url).lstrip("/").partition("#")[0] for hit in reader.search(text).hits[:10]
            ]
            ranks.append(next((place for place, url in enumerate(urls, 1) if url in targets), 0))
        return [_row("Verweistexte aus Debian", ranks, None)]


def write_pages(documents: Path, site: Path, titles: bool) -> None:
    """Write a page for each document."""
    site.mkdir(parents=True)
    for line in documents.read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        head = f"<h1>{html.escape(document['title'])}</h1>" if titles else ""
        text = f'<!doctype html><html lang="de"><meta charset="utf-8"><body>{head}<p>{html.escape(document["text"])}</p></html>'
        (site / f"{document['id']}.html").write_text(text, encoding="utf-8")


def swapped(question: str) -> str:
    """Return the question with two neighbouring letters of its longest word swapped, always the same ones."""
    word = max(re.findall(r"\w+", question), key=len)
    places = [i for i in range(len(word) - 1) if word[i].lower() != word[i + 1].lower()]
    if not places:
        return question
    at = random.Random(word).choice(places)
    return question.replace(word, word[:at] + word[at + 1] + word[at] + word[at + 2 :], 1)


def compound_quality(folder: Path) -> tuple[int, int, int, int]:
    """Return compounds split right, of how many; short parts split at all, of how many."""
    counts: dict[str, int] = {}
    for line in (folder / "wiki-docs.jsonl").read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        words = set(surfaces(f"{document['title']}\n{document['text']}"))
        for key in {fold(word) for joined in words for word in (joined, *runs(joined))} - {""}:
            counts[key] = counts.get(key, 0) + 1
    keys = sorted(counts)
    weights = compounds.weigh_parts(keys, stem_keys(keys, "german"), [counts[key] for key in keys], 5000)
    right = of = 0
    short: set[str] = set()
    for line in (folder / "compounds.tsv").read_text(encoding="utf-8").splitlines():
        compound, _, joined = line.partition("\t")
        parts = [fold(normal(part)) for part in joined.split("+")]
        short.update(part for part in parts if len(part) <= 6)
        if all(part in counts for part in parts):
            of += 1
            found = compounds.split(fold(normal(compound)), weights)
            right += stem_keys(list(found), "german") == stem_keys(parts, "german")
    return right, of, sum(bool(compounds.split(part, weights)) for part in short), len(short)


def _measure(name: str, site: Path, questions: Path, spelled: Callable[[str], str]) -> Row:
    reader = Reader(site / FOLDER)
    ranks = list(_ranks(reader, questions.read_text(encoding="utf-8").splitlines(), spelled))
    return _row(name, ranks, TARGETS[name])


def _row(name: str, ranks: Sequence[int], target: float | None) -> Row:
    reciprocal = sum(1 / rank for rank in ranks if rank) / len(ranks)
    return Row(name, len(ranks), reciprocal, sum(map(bool, ranks)) / len(ranks), target)


def _ranks(reader: Reader, lines: Iterable[str], spelled: Callable[[str], str]) -> Iterable[int]:
    for line in lines:
        question = json.loads(line)
        hits = reader.search(spelled(question["query"])).hits[:10]
        found = [Path(reader.shown(hit).url).stem for hit in hits]
        yield next((place for place, page in enumerate(found, 1) if page in question["relevant"]), 0)
