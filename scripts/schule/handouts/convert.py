"""pandoc, in its sandbox: cleaned HTML in, Typst source, DOCX, ODT or HTML out.

One process a document (a start costs 20 ms). The sandbox lets readers and writers open nothing but the files named on
the command line; the HTML reader is told to make no raw parts. The filter and the reference documents are the project's.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pypandoc

_READER = "html-auto_identifiers-raw_html-raw_tex-native_divs+native_divs-tex_math_dollars"
_SECONDS = 120


class ConvertError(Exception):
    """pandoc refused a document; the message is for the user."""


@dataclass(frozen=True)
class Conversion:
    """What to make of a document: ``to`` is pandoc's writer, ``meta`` its metadata, ``epoch`` the date inside the file."""

    to: str
    filter: Path
    meta: Mapping[str, str]
    epoch: int
    reference: Path | None = None
    template: Path | None = None
    options: Sequence[str] = ()


@cache
def pandoc_path() -> str:
    """Return the pandoc that came with the install."""
    return str(pypandoc.get_pandoc_path())


@cache
def _pandoc() -> tuple[str, ...]:
    """Return the command; a larger nursery spares a short run a quarter of its time, where the build allows the option."""
    roomy = (pandoc_path(), "+RTS", "-A32m", "-n2m", "-RTS")
    done = subprocess.run([*roomy, "--version"], capture_output=True, check=False)
    return roomy if done.returncode == 0 else (pandoc_path(),)


@cache
def pandoc_version() -> str:
    """Return pandoc's version, a part of every cache key."""
    return str(pypandoc.get_pandoc_version())


def convert(html: str, wanted: Conversion) -> bytes:
    """Return the converted document. Raises ConvertError."""
    command = [*_pandoc(), "--sandbox", "--from", _READER, "--to", wanted.to, "--wrap", "none", "--output", "-"]
    command += ["--lua-filter", str(wanted.filter), *wanted.options]
    for name, value in wanted.meta.items():
        command += ["--metadata", f"{name}={value}"]
    if wanted.reference:
        command += ["--reference-doc", str(wanted.reference)]
    if wanted.template:
        command += ["--template", str(wanted.template)]
    return run(command, html.encode(), wanted.epoch)


def markdown_to_html(text: str) -> str:
    """Return our own Markdown (a template's source) as HTML, without raw HTML or TeX in it."""
    reader = (
        "markdown-raw_html-raw_tex-raw_attribute-native_divs-native_spans+task_lists-auto_identifiers-tex_math_dollars"
    )
    command = [*_pandoc(), "--sandbox", "--from", reader, "--to", "html5", "--wrap", "none"]
    return run(command, text.encode(), 0).decode()


def run(command: Sequence[str], data: bytes, epoch: int) -> bytes:
    """Run pandoc with a fixed date and no network settings. Raises ConvertError."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch), "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(command, input=data, capture_output=True, env=environment, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise ConvertError(f"pandoc brauchte länger als {_SECONDS} Sekunden.") from error
    if done.returncode:
        raise ConvertError(done.stderr.decode("utf-8", "replace").strip()[:600] or "pandoc ist gescheitert.")
    return done.stdout
