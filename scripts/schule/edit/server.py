"""Serve the forms on the loopback address, to this computer's own browser alone.

A page of a foreign site must not be able to read or write records through the visitor's browser. So a request is refused
unless its Host is this computer and this port; one that changes something must also come from our own page (Origin) and
carry the token that only our pages know. Nothing is loaded from elsewhere, which the answers also tell the browser.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler
from importlib import resources
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from schule.edit.desk import Desk, NotThereError, fields_for
from schule.edit.document import DocumentError
from schule.edit.forms import Sent, by_field, values_of
from schule.edit.showcase import Showcase
from schule.findings import RULES
from schule.links.server import QuietServer, content_type
from schule.preview.server import is_local
from schule.records.kinds import KINDS, LISTS, PAGES
from schule.records.yaml_text import to_yaml

_MOST_BYTES = 5_000_000
_MOST_PASSED_OVER = 200_000_000
_MOST_FIELDS = 20_000
_OWN_POLICY = "default-src 'self'; img-src 'self' data:; frame-ancestors 'self'; form-action 'self'; base-uri 'none'"
_PAGE_POLICY = "default-src 'self' data: 'unsafe-inline'; frame-ancestors 'self'; form-action 'none'"
_HTML = "text/html; charset=utf-8"


class EditServer(QuietServer):
    """A server of one desk."""

    def __init__(self, desk: Desk, port: int) -> None:
        self.desk, self.showcase = desk, Showcase(desk.project)
        self.token = secrets.token_urlsafe(32)
        self.templates = Environment(
            loader=PackageLoader("schule.edit"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
            lstrip_blocks=True,
        )  # fmt: skip
        self.templates.globals.update(token=self.token, kinds=KINDS, pages=PAGES, lists=LISTS, rules=RULES)
        super().__init__(("127.0.0.1", port), _Handler)


class _RefusedError(Exception):
    """A request that is not answered: status and reason."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class _Handler(BaseHTTPRequestHandler):
    server: EditServer
    protocol_version = "HTTP/1.1"
    timeout = 60

    def do_GET(self) -> None:
        self._answer(self._get)

    def do_HEAD(self) -> None:
        self._answer(self._get)

    def do_POST(self) -> None:
        self._answer(self._post)

    def _answer(self, handle: Any) -> None:
        self._entered = ""
        try:
            self._refuse_other_hosts()
            handle()
        except _RefusedError as error:
            self.close_connection = True
            self._message(error.status, "Abgelehnt", str(error))
        except (NotThereError, DocumentError) as error:
            self._message(404 if isinstance(error, NotThereError) else 409, "So geht es nicht", str(error))

    def _message(self, status: int, title: str, text: str) -> None:
        """Say what is the matter, and give back what somebody has typed: the browser would forget it."""
        self._page(status, "meldung.html.j2", titel=title, text=text, eingaben=self._entered)

    def _refuse_other_hosts(self) -> None:
        if not is_local(self.headers.get("Host", ""), self.server.server_port):
            raise _RefusedError(403, "Nur auf diesem Rechner.")

    def _get(self) -> None:
        parts = [unquote(part) for part in urlsplit(self.path).path.strip("/").split("/")]
        desk = self.server.desk
        match parts:
            case [""]:
                self._page(200, "uebersicht.html.j2", arten=list(desk.overview()))
            case ["datensatz", kind, slug]:
                saved = parse_qs(urlsplit(self.path).query).get("gespeichert", [""])[0]
                message = {"ja": "Gespeichert.", "neu": "Angelegt."}.get(saved, "")
                self._page(200, "formular.html.j2", blatt=desk.open(kind, slug, message=message, saved=bool(saved)))
            case ["neu", kind]:
                self._page(200, "formular.html.j2", blatt=desk.blank(kind))
            case ["handouts"]:
                self._handout_page()
            case ["client", name]:
                self._client(name)
            case ["website", *_]:
                self._website()
            case _:
                raise NotThereError("Diese Seite gibt es nicht.")

    def _post(self) -> None:
        sent = self._sent()
        desk = self.server.desk
        action = next(iter(sent.get("aktion", ())), "speichern")
        match [unquote(part) for part in urlsplit(self.path).path.strip("/").split("/")]:
            case ["datensatz", kind, slug]:
                sheet = desk.submit(kind, slug, sent, save_it=action != "pruefen", force=action == "trotzdem")
                self._after(sheet, "ja", sheet.kind.name, sheet.slug)
            case ["neu", kind]:
                sheet = desk.create(kind, sent, force=action == "trotzdem")
                self._after(sheet, "neu", sheet.kind.name, sheet.slug)
            case ["entwurf", kind, slug]:
                verdict = desk.draft(kind, slug, sent)
                address = self.server.showcase.show(verdict, desk.loaded)
                self._draft(verdict.findings, verdict.entry, address)
            case ["entwurf", kind]:
                verdict = desk.draft_new(kind, sent)
                self._draft(verdict.findings, verdict.entry, self.server.showcase.show(verdict, desk.loaded))
            case ["handouts"]:
                self._handouts(sent)
            case _:
                raise NotThereError("Diese Seite gibt es nicht.")

    def _after(self, sheet: Any, how: str, kind: str, slug: str) -> None:
        """Lead on after a save, so that loading the page again saves nothing twice; show the form again otherwise."""
        if sheet.saved:
            self.send_response(303)
            self.send_header("Location", f"/datensatz/{quote(kind)}/{quote(slug)}?gespeichert={how}")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self._page(409 if sheet.conflicts else 422 if sheet.refused else 200, "formular.html.j2", blatt=sheet)

    def _draft(self, findings: Any, entry: int | None, address: str | None) -> None:
        table = {
            name: [{"art": one.severity, "meldung": one.message, "hilfe": one.hint} for one in found]
            for name, found in by_field(findings, entry).items()
        }
        data = json.dumps({"befunde": table, "seite": f"/website{address}" if address else None}, ensure_ascii=False)
        self._send(200, data.encode(), "application/json; charset=utf-8")

    def _sent(self) -> Sent:
        """Read a form, after making sure that it is ours."""
        own = {f"http://{self.headers['Host']}"}
        if self.headers.get("Origin") not in own:
            raise _RefusedError(403, "Die Anfrage kommt nicht von dieser Seite.")
        if not self.headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded"):
            raise _RefusedError(415, "Erwartet wird ein Formular.")
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > _MOST_BYTES:
            self._pass_over(int(length) if length.isdigit() else 0)
            raise _RefusedError(413, "Das Formular ist zu groß.")
        text = self.rfile.read(int(length)).decode("utf-8", "replace")
        try:
            sent = parse_qs(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
        except ValueError as error:
            raise _RefusedError(413, "Das Formular hat zu viele Felder.") from error
        self._entered = self._in_words(sent)
        token = next(iter(sent.get("__zeichen", ())), "")
        if not secrets.compare_digest(token.encode(), self.server.token.encode()):
            raise _RefusedError(
                403, "Das Programm wurde inzwischen neu gestartet. Öffnen Sie das Formular noch einmal."
            )
        return sent

    def _pass_over(self, length: int) -> None:
        """Read what is not wanted: a browser shows no answer before it has sent everything."""
        left = min(length, _MOST_PASSED_OVER)
        while left > 0 and (piece := self.rfile.read(min(left, _MOST_BYTES))):
            left -= len(piece)

    def _in_words(self, sent: Sent) -> str:
        """Return what was entered as it would stand in a file, empty for what is no form of a record."""
        parts = [unquote(part) for part in urlsplit(self.path).path.strip("/").split("/")]
        kind = KINDS.get(parts[1]) if len(parts) > 1 else None
        values = values_of(fields_for(kind), sent) if kind else {}
        present = {name: value for name, value in values.items() if value is not None}
        return to_yaml(present) if present else ""

    def _handout_page(self, message: str = "", status: int = 200, sent: Mapping[str, Any] | None = None) -> None:
        from schule.edit.handout_desk import formats, site_is_old  # noqa: PLC0415 - pandoc and Typst load slowly

        desk = self.server.desk
        kinds = [(kind, records) for kind, records in desk.overview() if kind.name in PAGES]
        self._page(
            status, "handouts.html.j2", arten=kinds, formate=formats(), veraltet=site_is_old(desk.project),
            meldung=message, gesendet=sent or {},
        )  # fmt: skip

    def _handouts(self, sent: Sent) -> None:
        from schule.edit.handout_desk import HandoutError, pack  # noqa: PLC0415

        desk = self.server.desk
        event = next(iter(sent.get("veranstaltung", ())), "")
        try:
            parcel = pack(desk.project, desk.loaded, sent.get("datensatz", ()), event, sent.get("format", ()))
        except HandoutError as error:
            self._handout_page(str(error), 422, sent)
            return
        self._send(200, parcel.data, parcel.kind, {"Content-Disposition": f'attachment; filename="{parcel.name}"'})

    def _client(self, name: str) -> None:
        file = resources.files("schule.edit") / "client" / name
        if name not in ("formular.js", "formular.css") or not file.is_file():
            raise NotThereError("Diese Datei gibt es nicht.")
        self._send(200, file.read_bytes(), content_type(name))

    def _website(self) -> None:
        address = unquote(urlsplit(self.path).path).removeprefix("/website")
        data = self.server.showcase.page(address or "/")
        if data is None:
            raise NotThereError("Diese Seite zeigt die Vorschau nicht. Mit „schule serve“ sehen Sie die ganze Website.")
        kind = _HTML if address.endswith("/") else content_type(address)
        self._send(200, data, kind, {"Content-Security-Policy": _PAGE_POLICY})

    def _page(self, status: int, template: str, **values: Any) -> None:
        html = self.server.templates.get_template(template).render(**values)
        self._send(status, html.encode(), _HTML)

    def _send(self, status: int, data: bytes, kind: str, more: Mapping[str, str] | None = None) -> None:
        headers = {
            "Content-Type": kind,
            "Content-Length": str(len(data)),
            "Content-Security-Policy": _OWN_POLICY,
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "SAMEORIGIN",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Referrer-Policy": "same-origin",
            "Cache-Control": "no-store",
            **(more or {}),
        }
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log_message(self, *_arguments: Any) -> None:
        """Say nothing."""
