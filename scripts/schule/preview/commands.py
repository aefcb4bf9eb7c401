"""The command ``schule serve``: start the preview, say where it is, print findings as they come and go."""

from __future__ import annotations

import errno
import webbrowser

import click

from schule.project import ProjectError, find_project


@click.command("serve")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 nimmt einen freien.")
@click.option("--oeffnen", is_flag=True, help="Die Startseite gleich im Browser öffnen.")
@click.option("--abfragen", is_flag=True, help="Für Netzlaufwerke, die Änderungen nicht melden: regelmäßig nachsehen.")
@click.pass_context
def serve_command(context: click.Context, port: int, oeffnen: bool, abfragen: bool) -> None:
    """Zeigt die Website im Browser; was Sie speichern, erscheint dort sofort."""
    from jinja2 import TemplateError  # noqa: PLC0415 - a command loads only what it needs

    from schule.collector import collecting_when_idle  # noqa: PLC0415
    from schule.findings import Finding  # noqa: PLC0415
    from schule.findings.reports import report_text  # noqa: PLC0415
    from schule.pages.editorial import EditorialError  # noqa: PLC0415
    from schule.preview.banner import what_failed  # noqa: PLC0415
    from schule.preview.renderer import RendererError  # noqa: PLC0415
    from schule.preview.server import PreviewServer  # noqa: PLC0415
    from schule.preview.state import Preview  # noqa: PLC0415 - MkDocs takes a while to load
    from schule.preview.watch import watching  # noqa: PLC0415

    folder, today = context.obj
    project = find_project(folder, today=today)

    def report(findings: tuple[Finding, ...]) -> None:
        click.echo(report_text(findings, project.root))

    click.echo("Die Datensätze werden gelesen …", err=True)
    try:
        preview = Preview(project, report)
    except (EditorialError, TemplateError, RendererError) as error:
        raise ProjectError(f"Die Seiten lassen sich nicht herstellen: {what_failed(error)}") from error
    try:
        server = PreviewServer(project, preview, port)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise ProjectError(f"Port {port} ist belegt. Nehmen Sie einen anderen: schule serve --port 8001") from error
        raise
    address = f"http://127.0.0.1:{server.server_port}/"
    with server, watching(project, preview.apply, poll=abfragen), collecting_when_idle():
        click.echo(f"Vorschau auf {address} (Ende mit Strg+C)", err=True)
        if oeffnen:
            webbrowser.open(address)
        server.serve_forever(poll_interval=0.2)
