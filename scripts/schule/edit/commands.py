"""The command ``schule edit``: start the forms, say where they are."""

from __future__ import annotations

import errno
import threading
import webbrowser

import click

from schule.project import ProjectError, find_project


@click.command("edit")
@click.option("--port", type=click.IntRange(0, 65535), default=8010, show_default=True, help="0 nimmt einen freien.")
@click.option("--oeffnen/--nicht-oeffnen", default=True, show_default=True, help="Die Seite gleich im Browser öffnen.")
@click.pass_context
def edit_command(context: click.Context, port: int, oeffnen: bool) -> None:
    """Öffnet Formulare im Browser, mit denen sich alle Datensätze bearbeiten lassen."""
    from schule.edit.desk import Desk  # noqa: PLC0415 - a command loads only what it needs
    from schule.edit.server import EditServer  # noqa: PLC0415
    from schule.preview.watch import watching  # noqa: PLC0415

    folder, today = context.obj
    project = find_project(folder, today=today)
    desk = Desk(project)
    try:
        server = EditServer(desk, port)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise ProjectError(f"Port {port} ist belegt. Nehmen Sie einen anderen: schule edit --port 8011") from error
        raise
    address = f"http://127.0.0.1:{server.server_port}/"
    with server, watching(project, desk.forget):
        click.echo(f"Formulare auf {address} (Ende mit Strg+C)", err=True)
        if oeffnen:
            webbrowser.open(address)
        threading.Thread(target=lambda: server.showcase.prepare(desk.loaded), daemon=True).start()
        server.serve_forever(poll_interval=0.2)
