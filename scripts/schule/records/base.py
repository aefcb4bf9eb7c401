"""What every record has in common, and the small parts that several kinds share.

The models are the one schema: the check, the pages, the forms, the JSON Schema and the field reference of the
handbook are made from them. A field is named as its YAML key; its description is the handbook's sentence about it.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from schule.records.values import Date, Email, Markdown, OrUnknown, Ref, Sdg, Slug, Spdx, Text, Url

Level = Literal["belegt", "erschlossen", "unklar", "redaktion"]
SourceRef = Annotated[str, Ref("quellen")]
SourceRefs = Annotated[list[SourceRef], Field(min_length=1, description="Quellen aus dem Register, mindestens eine.")]
FieldRef = Annotated[str, Ref("handlungsfelder")]


class Part(BaseModel):
    """A block inside a record."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True)


class Evidence(Part):
    """How well one field of a record is known, and from which source."""

    stufe: Annotated[
        Level,
        Field(description="belegt, erschlossen, unklar oder redaktion (von der Redaktion selbst zugeordnet)."),
    ]
    quellen: Annotated[list[SourceRef], Field(description="Quellen, auf denen die Angabe beruht.")] = []
    hinweis: Annotated[Text | None, Field(description="Vorbehalt, den Leserinnen und Leser sehen sollen.")] = None


class Contact(Part):
    """Whom to ask: an organisation and a role, never a private person."""

    organisation: Annotated[
        str, Ref("organisationen"), Field(description="Kennung aus dem Register der Organisationen.")
    ]
    rolle: Annotated[Text | None, Field(description="Funktion oder Stelle, keine Privatperson.")] = None
    email: Annotated[Email | None, Field(description="Adresse der Stelle.")] = None


class Strategy(Part):
    """A strategy paper: its title, when it was decided and by whom."""

    titel: Annotated[OrUnknown[Text], Field(description="Titel wie auf dem Dokument.")]
    datum: Annotated[OrUnknown[Date], Field(description="Beschluss oder Veröffentlichung, so genau wie bekannt.")]
    gremium: Annotated[Text | None, Field(description="Wer beschlossen hat.")] = None
    fallstudie: Annotated[Literal["ja", "nein"] | None, Field(description="Ob eine Fallstudie vorliegt.")] = None
    stufe: Annotated[Level | None, Field(description="Wie sicher die Angaben sind.")] = None
    hinweis: Annotated[Text | None, Field(description="Vorbehalt zu Titel oder Datum.")] = None
    etappen: Annotated[list[Stage], Field(description="Schritte auf dem Weg zur Strategie.")] = []


class Stage(Part):
    """One dated step on a way."""

    datum: Annotated[Date, Field(description="Wann, so genau wie bekannt.")]
    titel: Annotated[Text, Field(description="Was geschah.")]


class Milestone(Part):
    """A dated event with its place: a point of the Raum-Zeit-Pfad."""

    datum: Annotated[Date, Field(description="Wann, so genau wie bekannt.")]
    titel: Annotated[Text, Field(description="Was geschah.")]
    ort: Annotated[OrUnknown[Text], Field(description="Wo es geschah.")]
    kommune: Annotated[str | None, Ref("kommunen"), Field(description="Kommune, falls der Ort eine ist.")] = None
    phase: Annotated[Text | None, Field(description="Abschnitt des Weges, zum Beispiel Strategie.")] = None
    quellen: Annotated[list[SourceRef], Field(description="Quellen des Eintrags.")] = []


class Effort(Part):
    """What it takes: cost range, person-months, duration."""

    kosten: Annotated[OrUnknown[Text], Field(description="Spanne der Kosten mit Einheit.")] = "unbekannt"
    personal: Annotated[OrUnknown[Text], Field(description="Personenmonate oder Stellenanteile.")] = "unbekannt"
    dauer: Annotated[OrUnknown[Text], Field(description="Dauer, zum Beispiel „3 bis 6 Monate“.")] = "unbekannt"


class Transferability(Part):
    """How well something can be taken over elsewhere."""

    stufe: Annotated[
        OrUnknown[Literal["leicht", "mittel", "schwer"]], Field(description="leicht, mittel oder schwer.")
    ] = "unbekannt"
    begruendung: Annotated[Text | None, Field(description="Warum diese Stufe.")] = None
    voraussetzungen: Annotated[OrUnknown[list[Text]], Field(description="Was vorhanden sein muss.")] = "unbekannt"
    aufwand: Annotated[OrUnknown[Effort], Field(description="Kosten, Personal, Dauer.")] = "unbekannt"
    vergabe: Annotated[OrUnknown[Text], Field(description="Was bei der Vergabe zu beachten ist.")] = "unbekannt"
    datenschutz: Annotated[OrUnknown[Text], Field(description="Was beim Datenschutz zu beachten ist.")] = "unbekannt"


class Link(Part):
    """A web address with its name."""

    titel: Annotated[Text, Field(description="Name, unter dem der Verweis erscheint.")]
    url: Annotated[Url, Field(description="Vollständige Internetadresse.")]


class Record(BaseModel):
    """A record with a page of its own; its identity is the file name (slug)."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True)
    kind: ClassVar[str] = ""
    outside: ClassVar[tuple[str, ...]] = ()  # fields that do not stand in the YAML, such as the text of a guide

    titel: Annotated[Text, Field(max_length=200, description="Name, wie er in Listen und Überschriften steht.")]
    kurzbeschreibung: Annotated[
        Text,
        Field(max_length=400, description="Ein bis zwei Sätze für Listen und Suchergebnisse, höchstens 400 Zeichen."),
    ]
    beschreibung: Annotated[Markdown | None, Field(description="Ausführlicher Text in Markdown.")] = None
    handlungsfelder: Annotated[
        list[FieldRef], Field(description="Handlungsfelder, zu denen der Datensatz gehört.")
    ] = []
    sdg: Annotated[list[Sdg], Field(description="Nummern der Nachhaltigkeitsziele, 1 bis 17.")] = []
    hinweise: Annotated[list[Text], Field(description="Vorbehalte und Anmerkungen, die auf der Seite erscheinen.")] = []
    belege: Annotated[
        dict[str, Evidence], Field(description="Je Feld: wie sicher die Angabe ist und woher sie stammt.")
    ] = {}
    quellen: SourceRefs
    stand: Annotated[Date, Field(description="Tag, an dem der Datensatz zuletzt mit seinen Quellen verglichen wurde.")]
    pruefen_bis: Annotated[Date | None, Field(description="Bis wann der Datensatz erneut geprüft werden soll.")] = None
    kontakt: Annotated[Contact | None, Field(description="Ansprechstelle: Organisation und Rolle.")] = None
    lizenz: Annotated[
        Spdx | None, Field(description="Lizenz des Textes, falls sie von der Lizenz der Website abweicht.")
    ] = None
    weiterleitungen: Annotated[
        list[Text], Field(description="Frühere Adressen der Seite, zum Beispiel „/leitprojekte/alter-name/“.")
    ] = []


class Entry(BaseModel):
    """A short record of a register or vocabulary: several in one file, identified by ``slug``."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True)
    kind: ClassVar[str] = ""

    slug: Annotated[Slug, Field(description="Kennung, unter der andere Datensätze den Eintrag nennen.")]
    titel: Annotated[Text, Field(max_length=300, description="Name des Eintrags.")]
    hinweis: Annotated[Text | None, Field(description="Vorbehalt oder Anmerkung, die beim Eintrag erscheint.")] = None


Strategy.model_rebuild()
