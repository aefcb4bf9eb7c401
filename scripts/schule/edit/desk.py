"""The editors' desk: the records as they are now, and what happens when a form comes back.

Takes a project; answers with values that the server puts into templates. A save writes only the fields that this editor
changed since opening the form. What somebody else changed on disk meanwhile stays; where both changed the same field,
nothing is written and the editor sees both.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from schule.edit.document import Document, DocumentError, append_entry, fingerprint, read_document, same, write_fields
from schule.edit.forms import Choices, Sent, Widget, by_field, form_of, values_of
from schule.edit.saving import ChangedMeanwhileError, save, stays
from schule.edit.verdict import Verdict, judge
from schule.findings import Finding
from schule.new import (
    NewRecordError,
    default_values,
    ordered_fields,
    proposed_slug,
    render_record,
    target_path,
    write_new,
)
from schule.project import Project
from schule.records.fields import Field, fields_of
from schule.records.kinds import KINDS, LISTS, PAGES, Kind
from schule.records.load import Loaded, load_project, reread
from schule.workbench.guide_text import guide_body
from schule.workbench.schemas import refresh_schemas

STATE_FIELD = "__fassung"
SLUG_FIELD = "__dateiname"
_KEPT_STATES = 200
_UNNAMED = "neuer-eintrag"
_TRIES = 5
_FEW = 5  # so many files are read again one by one
_EVERYTHING = ""
_NO_RECORDS = ("content/seiten/", "overrides/")


class NotThereError(Exception):
    """There is no such record; the message is for the editor, in German."""


@dataclass(frozen=True)
class Sheet:
    """A form as the template sees it."""

    kind: Kind
    slug: str
    title: str
    path: str
    state: str
    widgets: tuple[Widget, ...]
    lists: Mapping[str, tuple[tuple[str, str], ...]]
    findings: tuple[Finding, ...] = ()
    message: str = ""
    saved: bool = False
    refused: bool = False
    conflicts: tuple[tuple[str, str], ...] = ()
    new: bool = False


@dataclass
class Desk:
    """All records of a project, read anew when a file has changed."""

    project: Project
    _loaded: Loaded | None = None
    _stale: set[str] = field(default_factory=set)
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _states: OrderedDict[str, Document] = field(default_factory=OrderedDict)

    def forget(self, paths: Iterable[str] = ()) -> None:
        """Read these files again before the next answer; all of them where none is named."""
        with self._lock:
            named = set(paths) or {_EVERYTHING}
            self._stale |= {path for path in named if not path.startswith(_NO_RECORDS)}

    @property
    def loaded(self) -> Loaded:
        """The records as they are now."""
        with self._lock:
            if self._loaded is None or self._stale:
                self._loaded = self._read_again() or load_project(self.project)
                self._stale.clear()
                refresh_schemas(self.project, self._loaded.catalog)
            return self._loaded

    def _read_again(self) -> Loaded | None:
        """Return the records with what is stale read again; None where everything must be."""
        loaded = self._loaded if len(self._stale) <= _FEW else None
        for path in self._stale:
            loaded = reread(self.project, loaded, path) if loaded else None
        return loaded

    def find(self, kind: str, slug: str) -> tuple[Kind, str]:
        """Return kind and path of a record, one with faults too. Raises NotThereError."""
        if kind in KINDS:
            for candidate in self.loaded.candidates:
                item = candidate.item
                if item.kind.name == kind and item.slug == slug:
                    return item.kind, item.path
            if kind in PAGES:
                for path in self.loaded.sources:
                    if path.startswith(PAGES[kind].place + "/") and path.rsplit("/", 1)[-1].rpartition(".")[0] == slug:
                        return PAGES[kind], path
        raise NotThereError(f"Den Datensatz „{kind}/{slug}“ gibt es nicht.")

    def overview(self) -> Iterator[tuple[Kind, list[tuple[str, str]]]]:
        """Yield every kind with slug and title of its records, by title."""
        table: dict[str, dict[str, str]] = {name: {} for name in KINDS}
        for candidate in self.loaded.candidates:
            item = candidate.item
            if item.slug:
                table[item.kind.name].setdefault(item.slug, item.record.titel or item.slug)
        for name, kind in KINDS.items():
            yield kind, sorted(table[name].items(), key=lambda pair: pair[1].casefold())

    def open(self, kind_name: str, slug: str, *, message: str = "", saved: bool = False) -> Sheet:
        """Return the form of a record as it stands in its file. Raises NotThereError, DocumentError."""
        kind, path = self.find(kind_name, slug)
        document = read_document(self.project, kind, path, slug)
        verdict = judge(self.project, self.loaded, kind, slug, document.path, document.text)
        data = {**document.data, "text": document.body} if kind.markdown else document.data
        return self._sheet(document, slug, data, verdict, message=message, saved=saved)

    def submit(
        self, kind_name: str, slug: str, sent: Sent, *, save_it: bool, force: bool = False, tries: int = _TRIES
    ) -> Sheet:
        """Check what came back and save it; errors are saved only by ``force``. Raises as ``open`` does.

        What somebody else writes in the same instant is taken in, and everything is done once more (``tries`` times).
        """
        kind, path = self.find(kind_name, slug)
        with self._lock:
            document = read_document(self.project, kind, path, slug)
            values = values_of(fields_for(kind), sent)
            mine, conflicts = self._merge(document, values, _first(sent, STATE_FIELD))
            text = self._text(document, mine)
            verdict = judge(self.project, self.loaded, kind, slug, path, text)
            shown = {**document.data, **({"text": document.body} if kind.markdown else {}), **values}
            if conflicts:
                return self._sheet(document, slug, shown, verdict, conflicts=conflicts, refused=True)
            if not save_it or (verdict.errors and not force):
                return self._sheet(document, slug, shown, verdict, refused=save_it)
            if text != document.text and not self._written(path, text, document.fingerprint, tries):
                self.forget((path,))
                return self.submit(kind_name, slug, sent, save_it=save_it, force=force, tries=tries - 1)
            self.forget((path,))
        new_slug = str(values.get("slug") or slug)
        saved = text != document.text or tries < _TRIES
        what = "Gespeichert." if saved else "Nichts geändert; die Datei bleibt, wie sie war."
        return self.open(kind_name, new_slug, message=what, saved=True)

    def _written(self, path: str, text: str, before: str, tries: int) -> bool:
        """Save a file; False where somebody else wrote it in the same instant. Raises DocumentError."""
        try:
            return stays(self.project, path, save(self.project, path, text, before))
        except ChangedMeanwhileError:
            if tries:
                return False
            raise DocumentError(
                f"„{path}“ ändert sich immerzu; ein anderes Programm schreibt hinein. Es wurde nichts gespeichert."
            ) from None

    def draft(self, kind_name: str, slug: str, sent: Sent) -> Verdict:
        """Return what the check says of a form that has not been saved. Raises as ``open`` does."""
        kind, path = self.find(kind_name, slug)
        document = read_document(self.project, kind, path, slug)
        return judge(
            self.project, self.loaded, kind, slug, path, self._text(document, values_of(fields_for(kind), sent))
        )

    def blank(self, kind_name: str, sent: Sent | None = None) -> Sheet:
        """Return the form of a record that does not exist yet."""
        kind = _kind(kind_name)
        values = values_of(fields_for(kind), sent) if sent else default_values(kind, self.project.today)
        return self._new_sheet(kind, values, (), slug=_first(sent or {}, SLUG_FIELD))

    def draft_new(self, kind_name: str, sent: Sent) -> Verdict:
        """Return what the check says of a record that does not exist yet, before it has a name. Raises NotThereError."""
        kind = _kind(kind_name)
        values = {name: value for name, value in values_of(fields_for(kind), sent).items() if value is not None}
        slug = str(values.get("slug") or _UNNAMED)
        try:
            path, text, _ = self._new_text(kind, slug, values)
        except NewRecordError:  # a name that is none stops the making, not the looking
            return Verdict(())
        return judge(self.project, self.loaded, kind, slug, path, text)

    def create(self, kind_name: str, sent: Sent, *, force: bool = False, tries: int = _TRIES) -> Sheet:
        """Make a record from a form; errors are saved only by ``force``. Raises NotThereError."""
        kind = _kind(kind_name)
        values = {name: value for name, value in values_of(fields_for(kind), sent).items() if value is not None}
        slug = str(values.get("slug") or _first(sent, SLUG_FIELD) or proposed_slug(kind, values))
        if not slug:
            return self._new_sheet(kind, values, (), message="Ein Titel wird gebraucht: aus ihm wird der Dateiname.")
        with self._lock:
            try:
                path, text, before = self._new_text(kind, slug, values)
            except NewRecordError as error:
                return self._new_sheet(kind, values, (), slug=slug, message=str(error))
            verdict = judge(self.project, self.loaded, kind, slug, path, text)
            if verdict.errors and not force:
                return self._new_sheet(kind, values, verdict.findings, slug=slug, entry=verdict.entry)
            try:
                if kind.name not in LISTS:
                    write_new(self.project, path, text)
                elif not self._written(path, text, before, tries):
                    self.forget((path,))
                    return self.create(kind_name, sent, force=force, tries=tries - 1)
            except NewRecordError as error:
                return self._new_sheet(kind, values, verdict.findings, slug=slug, message=str(error))
            self.forget((path,))
        return self.open(kind.name, slug, message=f"Angelegt: {path}", saved=True)

    def _new_text(self, kind: Kind, slug: str, values: dict[str, Any]) -> tuple[str, str, str]:
        """Return path and text of the file with the new record, and the fingerprint of the list that it joins."""
        if kind.name in LISTS:
            raw = (self.project.root / kind.place).read_bytes() if (self.project.root / kind.place).is_file() else b""
            return kind.place, append_entry(raw.decode("utf-8-sig"), values), fingerprint(raw)
        path = target_path(kind, slug, values)
        body = str(values.get("text") or guide_body(values.get("quellen") or ())) if kind.markdown else ""
        head = {name: value for name, value in values.items() if name != "text"} if kind.markdown else values
        return path, render_record(kind, path, head, body), ""

    def _new_sheet(
        self, kind: Kind, values: Mapping[str, Any], findings: tuple[Finding, ...], *, slug: str = "",
        message: str = "", entry: int | None = None,
    ) -> Sheet:  # fmt: skip
        choices = Choices(self.loaded.catalog)
        table = by_field(findings, entry)
        widgets = form_of(fields_for(kind), values, choices, table)
        lists = choices.lists()
        return Sheet(
            kind, slug, f"{kind.singular} anlegen", "", "", widgets, lists, findings, message,
            new=True, refused=bool(findings),
        )  # fmt: skip

    def _text(self, document: Document, values: Mapping[str, Any]) -> str:
        fields = {name: value for name, value in values.items() if not (document.kind.markdown and name == "text")}
        body = values.get("text") if document.kind.markdown and "text" in values else None
        order = [one.name for one in fields_for(document.kind)]
        return write_fields(document, fields, order, None if body is None else str(body))

    def _merge(
        self, document: Document, values: dict[str, Any], state: str
    ) -> tuple[dict[str, Any], tuple[tuple[str, str], ...]]:
        """Return what this editor changed, and the fields that somebody else changed otherwise meanwhile."""
        if state == document.fingerprint:
            return values, ()
        base = self._states.get(state)
        now, then = _with_body(document), _with_body(base) if base else {}
        mine = {name: value for name, value in values.items() if base is None or not same(then.get(name), value)}
        conflicts = [
            (name, _shown(now.get(name)))
            for name, value in mine.items()
            if not same(now.get(name), value) and (base is None or not same(now.get(name), then.get(name)))
        ]
        return mine, tuple(conflicts)

    def _sheet(self, document: Document, slug: str, data: Mapping[str, Any], verdict: Verdict, **more: Any) -> Sheet:
        self._states[document.fingerprint] = document
        while len(self._states) > _KEPT_STATES:
            self._states.popitem(last=False)
        choices = Choices(self.loaded.catalog)
        table = by_field(verdict.findings, verdict.entry)
        present = {name: value for name, value in data.items() if value is not None}
        widgets = form_of(fields_for(document.kind), present, choices, table)
        title = str(document.data.get("titel") or slug)
        return Sheet(
            document.kind, slug, title, document.path, document.fingerprint, widgets, choices.lists(),
            verdict.findings, **more,
        )  # fmt: skip


def fields_for(kind: Kind) -> tuple[Field, ...]:
    """Return the fields of a form in their order; the text of a guide stands last."""
    if kind.name not in PAGES:
        return fields_of(kind.model)
    text = tuple(one for one in fields_of(kind.model) if kind.markdown and one.name == "text")
    return (*ordered_fields(kind), *text)


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise NotThereError(f"Die Art „{name}“ gibt es nicht.")
    return KINDS[name]


def _with_body(document: Document) -> dict[str, Any]:
    return {**document.data, "text": document.body} if document.kind.markdown else document.data


def _shown(value: Any) -> str:
    if value is None:
        return "(gelöscht)"
    return value if isinstance(value, str) else repr(value)


def _first(sent: Sent, name: str) -> str:
    return next(iter(sent.get(name, ())), "").strip()
