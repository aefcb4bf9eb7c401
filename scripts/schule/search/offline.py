"""Make a built and indexed site work from a disk, with the same search, and pack it.

Takes a folder whose pages have addresses with file names and that holds `suchindex/`; changes it in place. Every file of the
index becomes a classic script with the same bytes, engine and interface become one classic script, and pages load that
instead of the modules (why so: `client/offline.js`). Nothing of the search itself is written twice: the code is the code of
the modules with three places exchanged, and `_exchange` raises if one of them is not there.
"""

import base64
import json
import re
import zipfile
from pathlib import Path

from schule.search.build import FOLDER
from schule.search.client_files import bundle, client_files

SCRIPT = "offline.js"
PAGES = ("suchdialog.js", "suchseite.js")

_TAG = re.compile(
    rf'[ \t]*<script\b[^>]*?\ssrc="([^"]*{FOLDER}/)(?:{"|".join(map(re.escape, PAGES))})"[^>]*></script>\n?'
)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const|let) )", re.MULTILINE)
_EXPORTED = re.compile(r"^export (?:async )?(?:function|class|const|let) (\w+)", re.MULTILINE)
_FALLBACK = re.compile(r'import\(String\(new URL\("suche-worker\.js",\s*HERE\)\)\)')
_DATE = (1980, 1, 1, 0, 0, 0)


def make_offline(site: Path) -> int:
    """Let the pages of ``site`` search without a server; return how many files the index has."""
    index = site / FOLDER
    files = sorted(index.glob("*.six"))
    for file in files:
        text = base64.b64encode(file.read_bytes()).decode()
        script = f"sucheTeil({json.dumps(file.name)},{json.dumps(text)});\n"
        file.with_suffix(".js").write_text(script, encoding="utf-8", newline="\n")
        file.unlink()
    (index / SCRIPT).write_text(offline_script(), encoding="utf-8", newline="\n")
    for name in client_files():
        if name.endswith(".js"):
            (index / name).unlink(missing_ok=True)
    for page in sorted(site.rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        changed = with_offline_script(text)
        if changed != text:
            page.write_text(changed, encoding="utf-8", newline="\n")
    return len(files)


def pack(site: Path, archive: Path) -> Path:
    """Write the folder as a ZIP with one folder of its name inside; the same folder gives the same bytes."""
    archive.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in sorted(path for path in site.rglob("*") if path.is_file()):
            info = zipfile.ZipInfo(f"{site.name}/{file.relative_to(site).as_posix()}", _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            packed.writestr(info, file.read_bytes())
    return archive


def with_offline_script(page: str) -> str:
    """Return a page that loads the one classic script where it loaded modules."""
    seen = False

    def replace(match: re.Match[str]) -> str:
        nonlocal seen
        first, seen = not seen, True
        return f'<script defer src="{match[1]}{SCRIPT}"></script>\n' if first else ""

    return _TAG.sub(replace, page)


def offline_script() -> str:
    """Return engine, module and interface as one classic script."""
    around = bundle("offline.js")
    engine = _EXPORT.sub("", bundle("suche-worker.js"))
    module = bundle("suche.js")
    names = ", ".join(_EXPORTED.findall(module))
    module = _exchange(_FALLBACK, "Promise.resolve(openEngine(fetchPart))", _without_url(_EXPORT.sub("", module)))
    parts = [
        around,
        f"function openEngine(fetch) {{\n{engine}\nreturn {{ serve }};\n}}",
        f"globalThis.sucheOhneServer = ((fetch, Worker) => {{\n{module}\nreturn {{ {names} }};\n}})(fetchPart, workerOf(openEngine));",
        *(f"(() => {{\n{_without_url(_EXPORT.sub('', bundle(name)))}\n}})();" for name in PAGES),
    ]
    return '"use strict";\n(() => {\n' + "\n".join(parts) + "\n})();\n"


def _without_url(text: str) -> str:
    """Return a module's code without `import.meta`, which a classic script may not have."""
    return _exchange(re.compile(r"import\.meta\.url"), "HERE_URL", text)


def _exchange(pattern: re.Pattern[str], by: str, text: str) -> str:
    changed, count = pattern.subn(lambda _match: by, text)
    if count != 1:
        raise ValueError(f"{pattern.pattern} stands {count} times in the module, not once")
    return changed
