"""The handouts of the whole site: written beside the pages, offered on them, made in parallel, kept by content.

``write_handouts`` takes a rendered site and changes it: it writes ``handouts/`` and puts the offer with size and date
into each page. A file whose content key is known comes from ``.cache/handouts``; a second build makes only what changed.
Threads suffice: pandoc is a process of its own, and Typst works outside the interpreter's lock.
"""

from __future__ import annotations

import html
import json
import os
import posixpath
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from schule.findings import Finding, Severity, Span, sort_findings
from schule.handouts.bundles import event_job
from schule.handouts.document import Format, Job, PageMissingError, sheet_of
from schule.handouts.render import Prepared, Rendered, Workshop, prepare, render_batch
from schule.handouts.settings import read_settings
from schule.handouts.templates import fill, load_templates
from schule.project import Project
from schule.records.catalog import Catalog

FOLDER = "handouts"
OFFERED = ("leitfaeden", "leitprojekte", "praxisbeispiele", "kommunen")
SITE_FORMATS: tuple[Format, ...] = ("pdf", "docx")
_LABELS = {"pdf": "PDF", "docx": "Word-Datei (DOCX)"}
_TYPES = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}
_BATCH = 8
_MARK = "<div data-handouts></div>"

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class HandoutReport:
    """What was done: files in all, how many of them were made anew, and what could not be set."""

    files: int
    made: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class _Order:
    """One handout of the site: ``name`` is its path below the folder without ending, ``page`` the page that offers it."""

    name: str
    job: Job
    page: str


def write_handouts(
    project: Project, catalog: Catalog, site: Path, *, jobs: int | None = None, progress: Progress | None = None
) -> HandoutReport:
    """Write all handouts of a rendered site below ``site/handouts`` and offer them on its pages.

    A school without a template folder has none.
    """
    if not (project.overrides / "handouts" / "vorlage.typ").is_file():
        return HandoutReport(0, 0, ())
    tell = progress or (lambda _step, _done, _all: None)
    cache = project.cache / FOLDER
    template = project.overrides / "handouts"
    shop = Workshop(template, site, cache, read_settings(project))
    _ = shop.press, shop.picture_style, shop.fingerprint
    target = site / FOLDER
    shutil.rmtree(target, ignore_errors=True)
    orders = list(_orders(project, catalog, shop))
    store = _Store(cache / "dateien")
    findings: list[Finding] = []
    done = made = 0
    with ThreadPoolExecutor(jobs or os.cpu_count() or 1) as pool:
        batches = [orders[start : start + _BATCH] for start in range(0, len(orders), _BATCH)]
        futures = {pool.submit(_make, batch, shop, store, target): len(batch) for batch in batches}
        for future in as_completed(futures):
            found, number = future.result()
            findings += found
            made += number
            done += futures[future]
            tell("Handouts", done, len(orders))
    for order in orders:
        _offer(order, site)
    store.prune()
    return HandoutReport(len(orders) * len(SITE_FORMATS), made, sort_findings(findings))


def _orders(project: Project, catalog: Catalog, shop: Workshop) -> Iterator[_Order]:
    for kind in OFFERED:
        for slug, item in catalog.of(kind).items():
            try:
                sheet = sheet_of(item, catalog, shop.settings, shop.site)
            except PageMissingError:
                continue
            yield _Order(f"{kind}/{slug}", Job("blatt", (sheet,)), item.address)
    for slug, item in catalog.of("veranstaltungen").items():
        try:
            job = event_job(slug, catalog, shop.settings, shop.site)
        except PageMissingError:
            continue
        yield _Order(f"veranstaltungen/{slug}", job, item.address)
    for name, form in load_templates(project.overrides / "handouts" / "vorlagen", project.root).items():
        yield _Order(f"vorlagen/{name}", fill(form, {}), "")


def _make(batch: Sequence[_Order], shop: Workshop, store: _Store, target: Path) -> tuple[tuple[Finding, ...], int]:
    """Make what the store lacks of a batch; return the findings and how many files were made."""
    findings: list[Finding] = []
    wanted: list[tuple[_Order, Prepared, list[Format]]] = []
    for order in batch:
        prepared = prepare(order.job, shop)
        findings += prepared.findings
        missing: list[Format] = []
        for to in SITE_FORMATS:
            known = store.get(prepared, to)
            if known is None:
                missing.append(to)
            else:
                findings += _put(order, to, known, target)
        wanted.append((order, prepared, missing))
    made = render_batch([(prepared, missing) for _, prepared, missing in wanted], shop)
    for (order, prepared, _), files in zip(wanted, made, strict=True):
        for to, rendered in files.items():
            store.keep(prepared, to, rendered)
            findings += _put(order, to, rendered, target)
    return tuple(findings), sum(len(files) for files in made)


def _put(order: _Order, to: Format, rendered: Rendered, target: Path) -> tuple[Finding, ...]:
    if rendered.data:
        file = target / f"{order.name}.{to}"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(rendered.data)
    return rendered.findings


class _Store:
    """Finished files by content key; what a build did not ask for is removed at its end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._used: set[str] = set()
        folder.mkdir(parents=True, exist_ok=True)

    def get(self, prepared: Prepared, to: Format) -> Rendered | None:
        """Return the finished file with its findings, or None."""
        file, notes = self._paths(prepared, to)
        if not (file.is_file() and notes.is_file()):
            return None
        return Rendered(file.read_bytes(), tuple(_finding(row) for row in json.loads(notes.read_text("utf-8"))))

    def keep(self, prepared: Prepared, to: Format, rendered: Rendered) -> None:
        """Keep a file that was made; a failure is not kept."""
        if not rendered.data:
            return
        rows = [[f.path, f.rule, f.severity, f.message, f.hint] for f in rendered.findings]
        for path, data in zip(self._paths(prepared, to), (rendered.data, json.dumps(rows).encode()), strict=True):
            part = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}.teil")
            part.write_bytes(data)
            part.replace(path)

    def _paths(self, prepared: Prepared, to: Format) -> tuple[Path, Path]:
        name = f"{prepared.key}.{to}"
        self._used |= {name, f"{name}.json"}
        return self.folder / name, self.folder / f"{name}.json"

    def prune(self) -> None:
        for path in self.folder.iterdir():
            if path.name not in self._used:
                path.unlink(missing_ok=True)


def _finding(row: list[str]) -> Finding:
    path, rule, severity, message, hint = row
    return Finding(path, Span(), rule, Severity(severity), "", message, hint)


def _offer(order: _Order, site: Path) -> None:
    """Put the offer into the page: at its mark, else below the fact box, else at the end of the article."""
    page = order.page.strip("/")
    for name in (f"{page}/index.html", f"{page}.html"):
        file = site / name
        if not page or not file.is_file():
            continue
        text = file.read_text(encoding="utf-8")
        offer = _offer_html(order, site, posixpath.dirname(name))
        for mark, changed in (
            (_MARK, offer),
            ("</aside>", f"</aside>{offer}"),
            ("</article>", f"{offer}</article>"),
        ):
            if offer and mark in text:
                file.write_text(text.replace(mark, changed, 1), encoding="utf-8")
                return


def _offer_html(order: _Order, site: Path, here: str) -> str:
    rows = ""
    for to in SITE_FORMATS:
        file = site / FOLDER / f"{order.name}.{to}"
        if not file.is_file():
            continue
        link = posixpath.relpath(f"/{FOLDER}/{order.name}.{to}", f"/{here}")
        label = f"Mappe als {_LABELS[to]}" if order.job.cover else _LABELS[to]
        rows += (
            f'<li><a href="{html.escape(link)}" type="{_TYPES[to]}" download>{label}</a> '
            f"<small>{readable_size(file.stat().st_size)}, Stand {html.escape(order.job.stand)}</small></li>"
        )
    if not rows:
        return ""
    return (
        '<aside class="s-handouts" aria-label="Zum Mitnehmen" data-pagefind-ignore="all">'
        f'<p class="s-handouts__titel">Zum Mitnehmen</p><ul>{rows}</ul></aside>'
    )


def readable_size(size: int) -> str:
    """Return a file's size as readers know it: ``84 kB``, ``1,3 MB``."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")
