"""The command ``schule handout``: choose records, lay them out, write files, list them."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import cast, get_args

import click

from schule.findings import Finding, Severity, sort_findings
from schule.handouts.bundles import event_job, selection_job
from schule.handouts.document import FORMATS, Format, Job, Layout, PageMissingError
from schule.handouts.onsite import readable_size
from schule.handouts.render import Workshop, prepare, render
from schule.handouts.selection import NothingFoundError, by_facets, by_names, read_list
from schule.handouts.settings import read_settings
from schule.handouts.templates import TemplateError, fill, find_template, load_templates
from schule.project import Project, find_project

LAYOUTS = tuple(name for name in get_args(Layout) if name != "blatt")


@dataclass(frozen=True)
class _Wanted:
    """What was asked for on the command line."""

    records: tuple[str, ...]
    event: str | None
    where: tuple[str, ...]
    saved: Path | None
    template: str | None
    values: tuple[str, ...]
    title: str | None
    layout: Layout | None

    def check(self) -> None:
        """Refuse what does not go together. Raises click.UsageError."""
        chosen = [bool(part) for part in (self.records, self.event, self.where, self.saved, self.template)]
        if sum(chosen) == 0:
            raise click.UsageError("Nennen Sie Datensätze, --event, --where, --list oder --template.")
        if sum(chosen) > 1:
            raise click.UsageError("Datensätze, --event, --where, --list und --template schließen einander aus.")
        if self.values and not self.template:
            raise click.UsageError("--set gehört zu --template.")
        if self.template and self.layout:
            raise click.UsageError("Eine Vorlage hat kein Layout.")


@click.command("handout")
@click.argument("datensaetze", nargs=-1, metavar="[DATENSATZ]...")
@click.option("--event", metavar="SLUG", help="Mappe einer Veranstaltung: Umschlag, Programm, Datensätze.")
@click.option("--where", multiple=True, metavar="FELD=WERT", help="Auswahl, zum Beispiel handlungsfeld=mobilitaet.")
@click.option(
    "--list",
    "saved",
    metavar="DATEI",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Gespeicherte Liste (mappe.yml).",
)
@click.option("--template", metavar="NAME", help="Vorlage zum Ausfüllen; „--template liste“ zeigt alle.")
@click.option("--set", "values", multiple=True, metavar="FELD=WERT", help="Feld einer Vorlage.")
@click.option(
    "--format",
    "formats",
    default="pdf",
    metavar="FORMATE",
    show_default=True,
    help="pdf, docx, odt, html; mehrere mit Komma.",
)
@click.option("--layout", type=click.Choice(LAYOUTS), help="Sonst: ein Datensatz als Blatt, mehrere als Mappe.")
@click.option("--titel", help="Titel einer Mappe.")
@click.option(
    "--site-dir",
    metavar="ORDNER",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Fertige Website (sonst site/; sie wird neu gebaut, wenn sie älter ist als die Datensätze).",
)
@click.option(
    "-o",
    "--output",
    metavar="ORDNER",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("handouts"),
    show_default=True,
    help="Wohin die Dateien kommen.",
)
@click.pass_context
def handout_command(
    context: click.Context,
    datensaetze: tuple[str, ...],
    event: str | None,
    where: tuple[str, ...],
    saved: Path | None,
    template: str | None,
    values: tuple[str, ...],
    formats: str,
    layout: str | None,
    titel: str | None,
    site_dir: Path | None,
    output: Path,
) -> None:
    """Macht aus Datensätzen, Veranstaltungen oder Vorlagen PDF, DOCX, ODT oder HTML."""
    wanted = _Wanted(datensaetze, event, where, saved, template, values, titel, cast("Layout | None", layout))
    wanted.check()
    chosen = _formats(formats, wanted.layout)
    folder, today = context.obj
    project = find_project(folder, today=today)
    try:
        if template:
            name, job, shop = _from_template(wanted, project)
        else:
            shop = _workshop(project, _site(context, project, site_dir))
            name, job = _from_records(wanted, project, shop)
    except (NothingFoundError, TemplateError, PageMissingError) as error:
        click.echo(f"schule: {error}", err=True)
        sys.exit(2)
    findings = _write(name, job, chosen, shop, output)
    if findings:
        _print(findings, project)
    sys.exit(int(any(finding.severity is Severity.ERROR for finding in findings)))


def _formats(text: str, layout: Layout | None) -> tuple[Format, ...]:
    names = [part.strip().lower() for part in text.split(",") if part.strip()]
    unknown = [name for name in names if name not in FORMATS]
    if unknown or not names:
        raise click.BadParameter(
            f"„{', '.join(unknown) or text}“ gibt es nicht; erlaubt: {', '.join(FORMATS)}", param_hint="--format"
        )
    if layout == "poster" and names != ["pdf"]:
        raise click.BadParameter("Ein Poster gibt es nur als PDF", param_hint="--format")
    return cast("tuple[Format, ...]", tuple(dict.fromkeys(names)))


def _workshop(project: Project, site: Path) -> Workshop:
    return Workshop(project.overrides / "handouts", site, project.cache / "handouts", read_settings(project))


def _from_template(wanted: _Wanted, project: Project) -> tuple[str, Job, Workshop]:
    templates = load_templates(project.overrides / "handouts" / "vorlagen", project.root)
    if wanted.template == "liste":
        for form in templates.values():
            click.echo(f"{form.name}: {form.title}\n    Felder: {', '.join(form.fields)}")
        sys.exit(0)
    form = find_template(wanted.template or "", templates)
    values = {}
    for pair in wanted.values:
        name, separator, value = pair.partition("=")
        if not separator:
            raise TemplateError(f"„{pair}“: schreiben Sie --set FELD=WERT.")
        values[name.strip()] = value
    return form.name, fill(form, values), _workshop(project, project.site)


def _from_records(wanted: _Wanted, project: Project, shop: Workshop) -> tuple[str, Job]:
    from schule.records.load import load_project  # noqa: PLC0415 - templates do without the records

    catalog = load_project(project).catalog
    if wanted.event:
        slug = wanted.event.strip("/").rpartition("/")[2]
        return slug, event_job(slug, catalog, shop.settings, shop.site, wanted.layout or "mappe")
    title = wanted.title or ""
    if wanted.saved:
        saved = read_list(wanted.saved)
        items, title = by_names(saved.records, catalog), title or saved.title
    else:
        items = by_facets(wanted.where, catalog) if wanted.where else by_names(wanted.records, catalog)
    name = items[0].slug if len(items) == 1 else _file_name(title or "-".join(wanted.where) or "mappe")
    return name, selection_job(items, title, catalog, shop.settings, shop.site, wanted.layout)


def _file_name(text: str) -> str:
    plain = text.lower().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "mappe"


def _site(context: click.Context, project: Project, given: Path | None) -> Path:
    """Return a site that shows the records as they are now; build it first when it is missing or older than they are."""
    if given:
        return given.resolve()
    index = project.site / "index.html"
    if index.is_file() and index.stat().st_mtime >= _newest(project):
        return project.site
    group = context.parent.command if context.parent else None
    build = group.get_command(context.parent, "build") if isinstance(group, click.Group) and context.parent else None
    if build is None:
        raise PageMissingError(
            "Die Website fehlt oder ist älter als die Datensätze. Bauen Sie sie zuerst: schule build."
        )
    click.echo("Die Website fehlt oder ist älter als die Datensätze; sie wird zuerst gebaut.", err=True)
    context.invoke(build)
    return project.site


def _newest(project: Project) -> float:
    folders = ("content", "guides", "municipalities", "overrides")
    files = (path for name in folders for path in (project.root / name).rglob("*") if path.is_file())
    times = [path.stat().st_mtime for path in (*files, project.config_file)]
    return max(times)


def _write(name: str, job: Job, formats: Sequence[Format], shop: Workshop, output: Path) -> tuple[Finding, ...]:
    """Make the files, with a bar on a terminal, and list them at the end."""
    from schule.progress import progress_bar  # noqa: PLC0415

    ending = "" if job.layout in ("blatt", "mappe") else f"-{job.layout}"
    output.mkdir(parents=True, exist_ok=True)
    written: dict[Format, Path] = {}
    with progress_bar() as progress:
        progress("Lesen", 0, len(formats))
        prepared = prepare(job, shop)
        findings = list(prepared.findings)
        _ = shop.press
        with ThreadPoolExecutor(len(formats)) as pool:
            futures = {pool.submit(render, prepared, to, shop): to for to in formats}
            for number, future in enumerate(as_completed(futures), 1):
                rendered, to = future.result(), futures[future]
                findings += rendered.findings
                if rendered.data:
                    written[to] = output / f"{name}{ending}.{to}"
                    written[to].write_bytes(rendered.data)
                progress("Setzen", number, len(formats))
    for to in formats:
        if to in written:
            click.echo(f"{written[to]} ({readable_size(written[to].stat().st_size)})")
    return sort_findings(findings)


def _print(findings: Sequence[Finding], project: Project) -> None:
    from schule.findings.reports import report_concise  # noqa: PLC0415

    report: Callable[[Sequence[Finding], Path], str] = report_concise
    click.echo(report(findings, project.root))
