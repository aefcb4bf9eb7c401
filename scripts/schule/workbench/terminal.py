"""Ask on a terminal: a line of text, a choice with the arrow keys, yes or no.

Where there is no terminal (a pipe, a test, ``TERM=dumb``, a screen reader's console) the same questions come as plain
numbered lists and are answered by a line each. Everything is written to standard error, so that standard output holds
results alone. Strg+C is passed on as KeyboardInterrupt, an ended input as EOFError.
"""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import click
from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

_ROWS = 10
_LISTED = 40
_KEYS = {
    "\x1b[A": "up", "\x1bOA": "up", "\xe0H": "up", "\x00H": "up",
    "\x1b[B": "down", "\x1bOB": "down", "\xe0P": "down", "\x00P": "down",
    "\x1b[5~": "page up", "\x1b[6~": "page down",
    "\r": "enter", "\n": "enter", "\x7f": "back", "\x08": "back",
}  # fmt: skip
_FOLD = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "-": " "})


@dataclass(frozen=True)
class Option:
    """One thing to choose: what is written into the record, and what people call it."""

    value: str
    title: str = ""

    def matches(self, words: Sequence[str]) -> bool:
        """Say whether all words occur; case, umlauts and hyphens do not count."""
        text = fold(f"{self.value} {self.title}")
        return all(fold(word) in text for word in words)


def fold(text: str) -> str:
    """Return a text in which only letters count."""
    return text.casefold().translate(_FOLD)


class Terminal:
    """The place where questions are asked; ``arrows`` says whether keys can be read one by one."""

    def __init__(self, *, arrows: bool) -> None:
        self._arrows = arrows
        self._console = Console(stderr=True, highlight=False)

    @classmethod
    def detect(cls) -> Terminal:
        """Use the arrow keys on a real terminal, numbered lists elsewhere."""
        real = sys.stdin.isatty() and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        return cls(arrows=real)

    def explain(self, label: str, description: str) -> None:
        """Print the heading of a question."""
        click.echo(f"\n{click.style(label, bold=True)}  {description}", err=True)

    def text(self, prompt: str, default: str, fault: Callable[[str], str | None]) -> str:
        """Ask for a line until ``fault`` has nothing to say against it."""
        while True:
            shown = f" [{default}]" if default else ""
            answer = _line(f"{prompt}{shown}: ") or default
            wrong = fault(answer) if answer else "Hier wird eine Angabe gebraucht."
            if wrong is None:
                return answer
            click.echo(f"  {wrong}", err=True)

    def confirm(self, prompt: str) -> bool:
        """Ask a question of yes or no; an empty line means no."""
        while True:
            answer = _line(f"{prompt} (j/N): ").casefold()
            if answer in ("", "n", "nein"):
                return False
            if answer in ("j", "ja"):
                return True
            click.echo("  Bitte „j“ oder „n“.", err=True)

    def choose(self, options: Sequence[Option], *, many: bool = False, least: int = 1) -> list[str]:
        """Let one option be chosen, or several (at least ``least``), and return their values."""
        chosen = (_ArrowList if self._arrows else _NumberedList)(options, many, least, self._console).run()
        click.echo(f"  {', '.join(chosen) or '(nichts)'}", err=True)
        return chosen


def _line(prompt: str) -> str:
    try:
        answer: str = click.prompt(prompt, default="", show_default=False, prompt_suffix="", err=True)
    except click.Abort as abort:
        raise (EOFError if isinstance(abort.__context__, EOFError) else KeyboardInterrupt) from abort
    return answer.strip()


class _ArrowList:
    """A list that typing narrows and the arrow keys walk through."""

    def __init__(self, options: Sequence[Option], many: bool, least: int, console: Console) -> None:
        self._options, self._many, self._least, self._console = options, many, least, console
        self._typed, self._at, self._marked = "", 0, dict[str, None]()

    def run(self) -> list[str]:
        with _keyboard() as read, Live(console=self._console, auto_refresh=False, transient=True) as live:
            while True:
                live.update(self._show(), refresh=True)
                for key in _keys(read()):
                    done = self._press(key)
                    if done is not None:
                        return done

    @property
    def _found(self) -> list[Option]:
        return [option for option in self._options if option.matches(self._typed.split())]

    def _press(self, key: str) -> list[str] | None:
        found = self._found
        if key in ("up", "down", "page up", "page down"):
            step = {"up": -1, "down": 1, "page up": -_ROWS, "page down": _ROWS}[key]
            self._at = max(0, min(len(found) - 1, self._at + step))
        elif key == "enter":
            return self._finish(found)
        elif key == " " and self._many and found:
            value = found[self._at].value
            if value in self._marked:
                del self._marked[value]
            else:
                self._marked[value] = None
        elif key == "back":
            self._typed, self._at = self._typed[:-1], 0
        elif key.isprintable() and len(key) == 1:
            self._typed, self._at = self._typed + key, 0
        return None

    def _finish(self, found: list[Option]) -> list[str] | None:
        if self._many and (self._marked or not self._least):
            return list(self._marked)
        return [found[self._at].value] if found else None

    def _show(self) -> Group:
        found = self._found
        first = max(0, min(self._at - _ROWS // 2, len(found) - _ROWS))
        marks = "Leertaste markiert, " if self._many else ""
        lines = [Text(f"  Tippen sucht, Pfeiltasten wählen, {marks}Eingabetaste bestätigt. {self._typed}", style="dim")]
        for number, option in enumerate(found[first : first + _ROWS], first):
            box = ("[x] " if option.value in self._marked else "[ ] ") if self._many else ""
            title = f"  {option.title}" if option.title and option.title != option.value else ""
            row = Text(
                f"{'>' if number == self._at else ' '} {box}{option.value}{title}", overflow="ellipsis", no_wrap=True
            )
            row.stylize("bold cyan" if number == self._at else "")
            lines.append(row)
        rest = len(found) - _ROWS
        lines.append(Text(f"  {len(found)} von {len(self._options)}" if rest > 0 or not found else "", style="dim"))
        return Group(*lines)


class _NumberedList:
    """The same list on paper: numbers, names, or words to search for, by the line."""

    def __init__(self, options: Sequence[Option], many: bool, least: int, _console: Console) -> None:
        self._options, self._many, self._least = options, many, least

    def run(self) -> list[str]:
        self._print(self._options)
        question = "  Nummern oder Namen, mit Komma getrennt: " if self._many else "  Nummer oder Name: "
        while True:
            answer = _line(question)
            parts = [part.strip() for part in (answer.split(",") if self._many else [answer]) if part.strip()]
            chosen = [value for part in parts if (value := self._find(part))]
            if len(chosen) == len(parts) and len(chosen) >= (self._least if self._many else 1):
                return list(dict.fromkeys(chosen))
            if not parts:
                click.echo("  Bitte mindestens eine Angabe.", err=True)

    def _find(self, part: str) -> str | None:
        # A name goes before a number: the goals for sustainable development are named by their numbers.
        if any(option.value == part for option in self._options):
            return part
        if part.isdigit() and 1 <= int(part) <= len(self._options):
            return self._options[int(part) - 1].value
        found = [option for option in self._options if option.matches(part.split())]
        if len(found) == 1:
            return found[0].value
        click.echo(f"  „{part}“ passt zu {len(found)} Einträgen." if found else f"  „{part}“ gibt es nicht.", err=True)
        self._print(found)
        return None

    def _print(self, options: Sequence[Option]) -> None:
        for option in options[:_LISTED]:
            number = self._options.index(option) + 1
            title = f"  {option.title}" if option.title and option.title != option.value else ""
            click.echo(f"  {number:>3}  {option.value}{title}", err=True)
        if len(options) > _LISTED:
            click.echo(f"  … und {len(options) - _LISTED} weitere; tippen Sie ein Wort, um zu suchen.", err=True)


@contextmanager
def _keyboard() -> Iterator[Callable[[], str]]:
    """Give a function that waits for keys; the terminal stays ready for them in between, so that none is lost."""
    try:
        import termios  # noqa: PLC0415 - there is none on Windows
        import tty  # noqa: PLC0415
    except ImportError:
        yield click.getchar
        return
    terminal = sys.stdin.fileno()
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    before = termios.tcgetattr(terminal)

    def read() -> str:
        data = os.read(terminal, 1024)
        if not data:
            raise EOFError
        return decoder.decode(data)

    tty.setcbreak(terminal, termios.TCSADRAIN)
    try:
        yield read
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def _keys(raw: str) -> Iterator[str]:
    """Split what was typed into keys; several may arrive at once."""
    while raw:
        known = next((code for code in _KEYS if raw.startswith(code)), None)
        if raw[0] == "\x03":
            raise KeyboardInterrupt
        if raw[0] == "\x04":
            raise EOFError
        yield _KEYS[known] if known else raw[0]
        raw = raw[len(known) if known else 1 :]
