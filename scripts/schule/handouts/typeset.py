"""Typst: a source text in, an accessible PDF out (PDF/UA-1 and PDF/A-2a at once).

Typst's root is the folder of the template, so that a document can read nothing else; system fonts are not used. What
no font can show would stop the whole PDF: such characters are replaced and named in the result.
"""

from __future__ import annotations

import os
import re
import shutil
import threading
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typst

# The stub wants one type for input and root.
_COMPILE: Any = typst.compile
_STANDARDS = ["ua-1", "a-2a"]
_MISSING = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
_ROUNDS = 20
SUBSTITUTE = "□"
FACES = ("Regular", "It", "Semibold", "Bold", "BoldIt")


class TypesetError(Exception):
    """Typst refused a document; the message says why."""


@dataclass(frozen=True)
class Typeset:
    """A PDF and the characters that no font had."""

    pdf: bytes
    replaced: tuple[str, ...]


@dataclass(frozen=True)
class Press:
    """Where Typst finds the template (its root) and the fonts."""

    root: Path
    fonts: Path

    def typeset(self, source: str, data: str, epoch: int) -> Typeset:
        """Set a document; ``data`` reaches the template as JSON, ``epoch`` is the date in the file. Raises TypesetError."""
        replaced: dict[str, None] = {}
        for _ in range(_ROUNDS):
            try:
                pdf = self._compile(source, data, epoch)
            except typst.TypstError as error:
                missing = _missing(str(getattr(error, "diagnostic", "")) + str(error))
                if not missing:
                    raise TypesetError(_reason(error)) from error
                replaced.update(dict.fromkeys(missing))
                for cluster in missing:
                    source, data = source.replace(cluster, SUBSTITUTE), data.replace(cluster, SUBSTITUTE)
            else:
                return Typeset(pdf, tuple(replaced))
        raise TypesetError("Zu viele Zeichen, für die es keine Schrift gibt.")

    def _compile(self, source: str, data: str, epoch: int) -> bytes:
        result = _COMPILE(
            source.encode(),
            root=str(self.root),
            font_paths=_fonts(self.fonts),
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"daten": data},
            pdf_standards=_STANDARDS,
            timestamp=epoch,
            package_path=str(self.root / "pakete"),
            package_cache_path=str(self.root / "pakete"),
        )
        assert isinstance(result, bytes)
        return result

    def png(self, svg: str, width: float) -> bytes:
        """Draw an SVG as PNG for word processors, ``width`` in millimetres, 200 dots an inch. Raises TypesetError."""
        source = (
            '#set page(width: auto, height: auto, margin: 0pt)\n#set text(font: "Source Sans Pro")\n'
            f'#image(bytes(sys.inputs.svg), format: "svg", width: {width:.2f}mm)'
        )
        try:
            result = _COMPILE(
                source.encode(),
                root=str(self.root),
                font_paths=_fonts(self.fonts),
                ignore_system_fonts=True,
                format="png",
                ppi=200,
                sys_inputs={"svg": svg},
            )
        except typst.TypstError as error:
            raise TypesetError(_reason(error)) from error
        assert isinstance(result, bytes)
        return result


def font_folder(cache_folder: Path) -> Path:
    """Return a folder with the faces that the handouts use, copied from the font package (which holds each one twice).

    Without the package Typst's own fonts are used, which it always carries.
    """
    folder = cache_folder / "schriften"
    spec = find_spec("font_source_sans_pro")
    folder.mkdir(parents=True, exist_ok=True)
    if spec and spec.origin:
        for face in FACES:
            source = Path(spec.origin).parent / "files" / f"SourceSansPro-{face}.ttf"
            target = folder / source.name
            if not target.is_file() or target.stat().st_size != source.stat().st_size:
                part = target.with_name(f"{target.name}.{os.getpid()}.{threading.get_ident()}.teil")
                shutil.copyfile(source, part)
                part.replace(target)
    return folder


@cache
def _fonts(folder: Path) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[str(folder)])


def _missing(message: str) -> list[str]:
    """Return the texts that Typst could not show, the longest first."""
    found = {_ESCAPE.sub(lambda m: chr(int(m[1], 16)), text) for text in _MISSING.findall(message)}
    found.discard(SUBSTITUTE)
    return sorted((text for text in found if text.strip() and not text.isascii()), key=len, reverse=True)


def _reason(error: typst.TypstError) -> str:
    hints = " ".join(getattr(error, "hints", None) or [])
    return f"{getattr(error, 'message', error)} {hints}".strip()[:600]
