"""The command line in German: help headings, and click's complaints as one sentence each.

Click has no German catalogue of its own; this module says what its few sentences mean, and nothing else.
"""

from __future__ import annotations

import re
from typing import Any

import click

_HEADINGS = {"Options": "Optionen", "Commands": "Befehle", "Arguments": "Angaben"}
_SENTENCES = (
    (r"(?:Directory|File|Path) '(.+)' does not exist\.?", r"„\1“ gibt es nicht"),
    (
        r"(?:Directory|File|Path) '(.+)' is (?:a file|a directory)\.?",
        r"„\1“ ist von der falschen Art (Datei oder Ordner)",
    ),
    (r"(?:Directory|File|Path) '(.+)' is not (?:readable|writable)\.?", r"auf „\1“ darf nicht zugegriffen werden"),
    (r"'(.+)' is not a valid (?:int|integer)(?: range)?\.?", r"„\1“ ist keine ganze Zahl"),
    (r"(.+) is not in the range (.+)\.", r"\1 liegt nicht im Bereich \2"),
    (r"'(.+)' is not one of (.+)\.", r"„\1“ ist nicht vorgesehen; erlaubt sind \2"),
    (r"Got unexpected extra arguments? \((.+)\)", r"„\1“ ist zu viel"),
    (r"Option '(.+)' requires an argument\.", r"Hinter \1 fehlt eine Angabe"),
    (r"Option '(.+)' does not take a value\.", r"Hinter \1 steht keine Angabe"),
)


class GermanHelp(click.HelpFormatter):
    """Help with German headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line that shows how a command is called."""
        super().write_usage(prog, args.replace("[OPTIONS]", "[OPTIONEN]").replace("[ARGS]", ""), prefix or "Aufruf: ")

    def write_heading(self, heading: str) -> None:
        """Write the heading of a section."""
        super().write_heading(_HEADINGS.get(heading, heading))


def speak_german(command: click.Command, context: click.Context) -> click.Command:
    """Give a command's own help option a German text."""
    option = command.get_help_option(context)
    if option is not None:
        option.help = "Zeigt diese Hilfe."
    return command


def explain(error: click.ClickException) -> str:
    """Return what click complains about as one German sentence."""
    possibilities = [str(word) for word in getattr(error, "possibilities", None) or ()]
    near = f" Meinten Sie „{possibilities[0]}“?" if possibilities else ""
    if isinstance(error, click.NoSuchOption):
        return f"Die Option „{error.option_name}“ gibt es nicht.{near}"
    if isinstance(error, click.MissingParameter):
        name = error.param.make_metavar(error.ctx) if error.param and error.ctx else error.param_hint
        return f"Es fehlt die Angabe {name}."
    message = error.message
    command = re.match(r"No such command '([^']+)'\.(?: Did you mean '([^']+)')?", message)
    if command:
        return f"Den Befehl „{command[1]}“ gibt es nicht." + (f" Meinten Sie „{command[2]}“?" if command[2] else near)
    for english, german in _SENTENCES:
        message = re.sub(f"^{english}$", german, message)
    parameter: Any = getattr(error, "param", None)
    hint: Any = getattr(error, "param_hint", None) or (parameter.opts[0] if parameter else None)
    return f"{hint}: {message}." if hint else f"{message.rstrip('.')}."
