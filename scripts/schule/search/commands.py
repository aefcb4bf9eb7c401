"""`schule index` and `schule search`: parse arguments, call one step, print.

Takes the command line, prints findings and answers to standard output and a progress bar to standard error on a terminal.
No logic: what is built is in `build`, what is answered in `reader`.
"""

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from schule.search import executor
from schule.search.build import FOLDER, Built, Progress, build, silent
from schule.search.container import DamagedFileError
from schule.search.memory import peak_of_tree

if TYPE_CHECKING:
    from schule.search.reader import Answer, Reader

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command("index", short_help="Den Suchindex eines Ordners mit HTML-Dateien bauen.")
@click.argument("site_dir", type=_FOLDER)
@click.option("--jobs", type=click.IntRange(min=1), help="Zahl der Prozesse (sonst so viele, wie Kerne frei sind).")
@click.option("--scheduler", metavar="ADRESSE", help="Statt auf diesem Rechner auf einem Dask-Cluster rechnen.")
@click.option("--cache", type=click.Path(file_okay=False, path_type=Path), help="Ordner des Zwischenspeichers.")
@click.option("--no-cache", is_flag=True, help="Alles neu rechnen und nichts aufheben.")
@click.option(
    "--json", "as_json", is_flag=True, help="Zahlen als JSON ausgeben: Seiten, Wörter, Bytes, Sekunden, Speicher."
)
def index_command(
    site_dir: Path, jobs: int | None, scheduler: str | None, cache: Path | None, no_cache: bool, as_json: bool
) -> None:
    """Den Suchindex für SITE_DIR bauen und nach SITE_DIR/suchindex schreiben."""
    place = None if no_cache else cache or default_cache(site_dir)
    try:
        with _executor(jobs, scheduler) as runner, peak_of_tree() as memory, _progress() as progress:
            built = build(site_dir, runner, place, progress)
    except executor.MissingClusterError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        click.echo(
            f"Der Suchindex ließ sich nicht schreiben: {error.filename or site_dir}: {error.strerror}.", err=True
        )
        sys.exit(1)
    if as_json:
        click.echo(json.dumps(_statistics(built, memory.peak), ensure_ascii=False))
        return
    for finding in built.findings:
        click.echo(str(finding))
    click.echo(
        f"Suchindex: {built.pages} Seiten, {built.keys} Wörter, {built.size / 1e6:.1f} MB in {built.files} Dateien."
    )


@click.command("search", short_help="Den Suchindex fragen, wie es die Website tut.")
@click.argument("query", required=False)
@click.option("--queries", type=click.File(encoding="utf-8"), help="Eine Datei mit Anfragen, eine je Zeile.")
@click.option("--site-dir", type=_FOLDER, default=Path("site"), show_default=True, help="Der Ordner der Website.")
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True, help="Zahl der Treffer.")
@click.option("--json", "as_json", is_flag=True, help="Je Anfrage ein JSON-Objekt ausgeben.")
def search_command(query: str | None, queries: Iterator[str] | None, site_dir: Path, limit: int, as_json: bool) -> None:
    """QUERY oder die Anfragen einer Datei beantworten, in derselben Reihenfolge wie die Website."""
    if (query is None) == (queries is None):
        raise click.UsageError("Bitte entweder QUERY oder --queries angeben.")
    from schule.search.reader import Reader  # noqa: PLC0415 - a build does not read

    try:
        reader = Reader(site_dir / FOLDER)
        for text in [query] if query is not None else queries or ():
            line = text.rstrip("\r\n")
            answer = reader.search(line)
            click.echo(_as_json(reader, line, answer, limit) if as_json else _as_text(reader, answer, limit))
    except DamagedFileError as error:
        raise click.ClickException(str(error)) from error


def default_cache(site: Path) -> Path | None:
    """Return where the build of a folder keeps what it can use again, or nothing where no such place can be written."""
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    place = caches / "schule" / "suchindex" / hashlib.blake2b(os.fsencode(site.resolve()), digest_size=5).hexdigest()
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return place if os.access(place, os.W_OK) else None


def _executor(jobs: int | None, scheduler: str | None) -> AbstractContextManager[Executor]:
    return executor.cluster(scheduler) if scheduler else executor.local(jobs)


@contextmanager
def _progress() -> Iterator[Progress]:
    """Yield what shows progress: a bar on a terminal, nothing otherwise."""
    if not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console  # noqa: PLC0415 - not needed, and slow to import, where nobody looks
    from rich.progress import Progress as Bar  # noqa: PLC0415

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Suchindex", total=1.0)
        yield lambda stage, share: bar.update(task, description=stage, completed=share)


def _statistics(built: Built, peak: int) -> dict[str, object]:
    return {
        "pages": built.pages,
        "words": built.words,
        "keys": built.keys,
        "files": built.files,
        "bytes": built.size,
        "seconds": built.seconds,
        "peak_memory": peak,
        "findings": [asdict(finding) for finding in built.findings],
    }


def _as_json(reader: "Reader", query: str, answer: "Answer", limit: int) -> str:
    hits = []
    for hit in answer.hits[:limit]:
        shown = reader.shown(hit)
        hits.append({"url": shown.url, "title": shown.title, "score": hit.score, "why": hit.why})
    return json.dumps({"query": query, "total": answer.total, "hits": hits}, ensure_ascii=False)


def _as_text(reader: "Reader", answer: "Answer", limit: int) -> str:
    lines = [
        f"{answer.total} Treffer" + (f", {len(answer.hits) - answer.total} weniger passende" if answer.hits else "")
    ]
    for place, hit in enumerate(answer.hits[:limit], 1):
        shown = reader.shown(hit)
        why = ", ".join(f"{key} ({_WHY[reason]})" for key, reason in hit.why.items())
        lines.append(
            f"{place:3}. {shown.title}{f' – {shown.heading}' if shown.heading else ''}\n     {shown.url}\n     {why}"
        )
    return "\n".join(lines)


_WHY = {
    "word": "Wort",
    "part": "Teil eines Wortes",
    "synonym": "gleichbedeutend",
    "prefix": "Wortanfang",
    "typo": "ähnlich geschrieben",
}
