"""The reference documents for DOCX and ODT, made from pandoc's own and the project's styles.

Takes ``docx-stile.xml`` and ``odt-stile.xml`` of the template folder; gives a file in the cache with these styles, the
language German, A4 with room for a hole punch, a running head and page numbers. It is generated because nobody can
review a binary file.
"""

from __future__ import annotations

import hashlib
import html
import io
import os
import re
import threading
import zipfile
from collections.abc import Mapping
from pathlib import Path

from schule.handouts.convert import pandoc_path, pandoc_version, run
from schule.handouts.settings import HandoutSettings

_EPOCH = (1980, 1, 1, 0, 0, 0)
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SECTION = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rIdKopf"/><w:footerReference w:type="default" r:id="rIdFuss"/>'
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1474" w:right="1247" w:bottom="1361" w:left="1531" w:header="680" w:footer="624" w:gutter="0"/>'
    "</w:sectPr>"
)


def reference_document(template: Path, cache: Path, settings: HandoutSettings, to: str, folder: bool) -> Path:
    """Return the reference document; in a folder of several records each first-level heading starts a page."""
    styles = (template / f"{to}-stile.xml").read_text(encoding="utf-8")
    own = Path(__file__).read_bytes()
    digest = hashlib.sha256(f"{styles}{settings.site_name}{folder}{pandoc_version()}".encode() + own).hexdigest()[:16]
    target = cache / "vorlagen" / f"{digest}.{to}"
    if not target.is_file():
        base = run([pandoc_path(), "--print-default-data-file", f"reference.{to}"], b"", 0)
        change = _docx if to == "docx" else _odt
        with zipfile.ZipFile(io.BytesIO(base)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        data = _packed(change(parts, styles, settings.site_name, folder))
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{target.name}.{os.getpid()}.{threading.get_ident()}.teil")
        part.write_bytes(data)
        part.replace(target)
    return target


def _packed(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        # An ODT begins with its type, uncompressed.
        for name in sorted(parts, key=lambda name: (name != "mimetype", name)):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, parts[name])
    return out.getvalue()


def _docx(parts: dict[str, bytes], styles: str, site: str, folder: bool) -> dict[str, bytes]:
    if folder:
        styles = styles.replace('<w:name w:val="heading 1"/>', '<w:name w:val="heading 1"/><!--Seite-->').replace(
            '<w:outlineLvl w:val="0"/>', '<w:pageBreakBefore/><w:outlineLvl w:val="0"/>'
        )
        styles = _in_schema_order(styles)
    parts["word/styles.xml"] = _merged(parts["word/styles.xml"].decode(), styles, r"w:style\b", "w:styleId").encode()
    parts["word/header1.xml"] = _header(site).encode()
    parts["word/footer1.xml"] = _footer().encode()
    relations = parts["word/_rels/document.xml.rels"].decode()
    parts["word/_rels/document.xml.rels"] = relations.replace(
        "</Relationships>",
        f'<Relationship Id="rIdKopf" Type="{_R}/header" Target="header1.xml"/>'
        f'<Relationship Id="rIdFuss" Type="{_R}/footer" Target="footer1.xml"/></Relationships>',
    ).encode()
    types = parts["[Content_Types].xml"].decode()
    parts["[Content_Types].xml"] = types.replace(
        "</Types>",
        f'<Override PartName="/word/header1.xml" ContentType="{_TYPE}.header+xml"/>'
        f'<Override PartName="/word/footer1.xml" ContentType="{_TYPE}.footer+xml"/></Types>',
    ).encode()
    document = re.sub(
        r"<w:sectPr\b[^>]*/>|<w:sectPr\b.*?</w:sectPr>", "", parts["word/document.xml"].decode(), flags=re.DOTALL
    )
    parts["word/document.xml"] = document.replace("</w:body>", f"{_SECTION}</w:body>").encode()
    settings = parts["word/settings.xml"].decode().replace('w:val="en-US"', 'w:val="de-DE"')
    settings = settings.replace("<w:defaultTabStop", "<w:autoHyphenation/><w:defaultTabStop")
    parts["word/settings.xml"] = settings.encode()
    return parts


def _in_schema_order(styles: str) -> str:
    """Put ``pageBreakBefore`` where the schema wants it: right after ``keepLines``."""
    styles = styles.replace("<!--Seite-->", "").replace("<w:pageBreakBefore/><w:outlineLvl", "<w:outlineLvl")
    head, name, rest = styles.partition('<w:name w:val="heading 1"/>')
    return head + name + rest.replace("<w:keepLines/>", "<w:keepLines/><w:pageBreakBefore/>", 1)


def _header(site: str) -> str:
    # STYLEREF 1 is the nearest heading of the first level, whatever the program calls that style.
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><w:hdr xmlns:w="{_W}"><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>'
        f"<w:r><w:t>{html.escape(site)}</w:t></w:r></w:p></w:hdr>"
    )


def _footer() -> str:
    def field(code: str) -> str:
        return f'<w:fldSimple w:instr=" {code} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'

    return (
        f'<?xml version="1.0" encoding="UTF-8"?><w:ftr xmlns:w="{_W}"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>'
        f'<w:r><w:tab/></w:r><w:r><w:t xml:space="preserve">Seite </w:t></w:r>{field("PAGE")}'
        f'<w:r><w:t xml:space="preserve"> von </w:t></w:r>{field("NUMPAGES")}</w:p></w:ftr>'
    )


def _odt(parts: dict[str, bytes], styles: str, site: str, folder: bool) -> dict[str, bytes]:
    if folder:
        head, name, rest = styles.partition('style:name="Heading_20_1"')
        styles = (
            head
            + name
            + rest.replace("<style:paragraph-properties", '<style:paragraph-properties fo:break-before="page"', 1)
        )
    text = _merged(parts["styles.xml"].decode(), styles, r"style:style\b", "style:name")
    text = re.sub(r'fo:language="[a-z]*"', 'fo:language="de"', text)
    text = re.sub(r'fo:country="[A-Z]*"', 'fo:country="DE"', text)
    for side, width in (("top", "1.3cm"), ("bottom", "1.2cm"), ("left", "2.7cm"), ("right", "2.2cm")):
        text = re.sub(rf'(<style:page-layout-properties\b[^>]*fo:margin-{side}=")[^"]*"', rf'\g<1>{width}"', text)
    text = re.sub(r'fo:page-width="[^"]*"', 'fo:page-width="21cm"', text)
    text = re.sub(r'fo:page-height="[^"]*"', 'fo:page-height="29.7cm"', text)
    space = '<style:header-footer-properties fo:min-height="0.9cm" fo:margin-bottom="0.4cm"/>'
    text = text.replace("<style:header-style />", f"<style:header-style>{space}</style:header-style>")
    head = f'<style:header><text:p text:style-name="Angaben">{html.escape(site)}</text:p></style:header>'
    foot = (
        '<style:footer><text:p text:style-name="Angaben">Seite <text:page-number text:select-page="current">1'
        "</text:page-number> von <text:page-count>1</text:page-count></text:p></style:footer>"
    )
    text = re.sub(r"<style:footer>.*?</style:footer>", lambda _: head + foot, text, flags=re.DOTALL)
    parts["styles.xml"] = text.encode()
    return parts


def _merged(base: str, own: str, element: str, key: str) -> str:
    """Return the style sheet ``base`` with the styles of ``own`` in place of those with the same key."""
    pattern = re.compile(rf"<{element}.*?</{element[:-2]}>|<{element}[^>]*/>", re.DOTALL)
    name = re.compile(rf'\b{key}="([^"]*)"')
    ours = {match[1]: block for block in pattern.findall(own) if (match := name.search(block))}

    def replaced(found: re.Match[str]) -> str:
        match = name.search(found.group())
        return ours.pop(match[1], found.group()) if match else found.group()

    merged = pattern.sub(replaced, base)
    defaults = re.search(r"<w:docDefaults>.*?</w:docDefaults>", own, re.DOTALL)
    if defaults:
        merged = re.sub(r"<w:docDefaults>.*?</w:docDefaults>", lambda _: defaults.group(), merged, flags=re.DOTALL)
    closing = "</w:styles>" if "</w:styles>" in merged else "</office:styles>"
    return merged.replace(closing, "".join(ours.values()) + closing, 1)


def described(odt: bytes, body: str) -> bytes:
    """Return an ODT whose pictures carry the alternative texts of the HTML ``body``, which pandoc does not write there."""
    texts = iter(html.unescape(text) for text in re.findall(r'<img\b[^>]*?\balt="([^"]*)"', body))

    def put(found: re.Match[str]) -> str:
        text = html.escape(next(texts, ""))
        return f"{found[1]}<svg:title>{text}</svg:title><svg:desc>{text}</svg:desc></draw:frame>" if text else found[0]

    with zipfile.ZipFile(io.BytesIO(odt)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    content = parts["content.xml"].decode()
    parts["content.xml"] = re.sub(r"(<draw:frame\b[^>]*><draw:image\b[^>]*/>)</draw:frame>", put, content).encode()
    return _packed(parts)
