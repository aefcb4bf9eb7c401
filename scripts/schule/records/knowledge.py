"""Guides, innovation biographies, formats and events."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from schule.records.base import Effort, Level, Link, Milestone, Part, Record, SourceRef
from schule.records.values import Date, Markdown, Moment, Number, OrUnknown, Ref, Slug, Text, Url


class Guide(Record):
    """A guide (Leitfaden): front matter and Markdown; ``text`` is what follows the front matter."""

    kind: ClassVar[str] = "leitfaeden"
    outside: ClassVar[tuple[str, ...]] = ("text",)

    zielgruppe: Annotated[list[Text], Field(min_length=1, description="Für wen der Leitfaden geschrieben ist.")]
    phase: Annotated[str, Ref("phasen"), Field(description="Wann man ihn braucht.")]
    aufwand: Annotated[Effort, Field(description="Dauer, Personal, Kosten.")]
    version: Annotated[Text, Field(description='Fassung, zum Beispiel "1.0".')]
    praxisbeispiele: Annotated[
        list[Annotated[str, Ref("praxisbeispiele")]], Field(description="Passende Praxisbeispiele.")
    ] = []
    leitprojekte: Annotated[list[Annotated[str, Ref("leitprojekte")]], Field(description="Passende Leitprojekte.")] = []
    leitfaeden: Annotated[list[Annotated[str, Ref("leitfaeden")]], Field(description="Verwandte Leitfäden.")] = []
    selbstchecks: Annotated[
        list[Annotated[str, Ref("kriterienkataloge")]],
        Field(description="Selbstchecks, mit denen man das Vorhaben prüft."),
    ] = []
    text: Annotated[Markdown, Field(description="Der Text unter dem Kopf.")]


class Actor(Part):
    """One node of the actor map."""

    slug: Annotated[Slug, Field(description="Kennung innerhalb der Biografie.")]
    name: Annotated[Text, Field(description="Organisation oder Funktion, keine Privatperson.")]
    art: Annotated[
        Text, Field(description="Verwaltung, Politik, Wirtschaft, Wissenschaft, Zivilgesellschaft, IT-Dienstleister …")
    ]
    ebene: Annotated[
        OrUnknown[Literal["lokal", "regional", "Land", "Bund"]], Field(description="lokal, regional, Land oder Bund.")
    ]
    rolle: Annotated[
        OrUnknown[Text], Field(description="Initiative, Umsetzung, Beratung, Finanzierung, Wissensmakler …")
    ]
    kommune: Annotated[str | None, Ref("kommunen"), Field(description="Kommune, falls es eine ist.")] = None
    organisation: Annotated[str | None, Ref("organisationen"), Field(description="Organisation aus dem Register.")] = (
        None
    )
    quellen: Annotated[list[SourceRef], Field(description="Quellen.")] = []


class Relation(Part):
    """One edge of the actor map."""

    von: Annotated[Slug, Field(description="Kennung des einen Akteurs.")]
    zu: Annotated[Slug, Field(description="Kennung des anderen Akteurs.")]
    art: Annotated[Text, Field(description="Was sie verbindet, zum Beispiel fördert, berät, arbeitet mit.")]
    stufe: Annotated[Level, Field(description="Wie sicher die Beziehung ist.")] = "belegt"
    quellen: Annotated[list[SourceRef], Field(description="Quellen.")] = []


class Statement(Part):
    """A driver, an obstacle or a finding, with its level of evidence."""

    text: Annotated[Text, Field(description="Die Aussage in einem Satz.")]
    dimension: Annotated[Text | None, Field(description="Dimension, zu der sie gehört.")] = None
    stufe: Annotated[Level, Field(description="Wie sicher die Aussage ist.")] = "belegt"
    quellen: Annotated[list[SourceRef], Field(description="Quellen.")] = []


class Biography(Record):
    """An innovation biography: milestones, actors, drivers and obstacles (Innovationsbiografie)."""

    kind: ClassVar[str] = "biografien"

    gegenstand: Annotated[Text, Field(description="Wovon die Biografie erzählt.")]
    zeitraum: Annotated[OrUnknown[Date], Field(description="Zeitraum, den sie umfasst.")]
    kommunen: Annotated[list[Annotated[str, Ref("kommunen")]], Field(description="Beteiligte Kommunen.")] = []
    narrativ: Annotated[OrUnknown[Text], Field(description="Leitsatz, wörtlich.")] = "unbekannt"
    meilensteine: Annotated[list[Milestone], Field(description="Der Raum-Zeit-Pfad.")] = []
    akteure: Annotated[list[Actor], Field(description="Die Akteure der Akteurskarte.")] = []
    beziehungen: Annotated[list[Relation], Field(description="Die Beziehungen der Akteurskarte.")] = []
    treiber: Annotated[list[Statement], Field(description="Was geholfen hat.")] = []
    hemmnisse: Annotated[list[Statement], Field(description="Was gebremst hat.")] = []
    typologie: Annotated[list[Statement], Field(description="Einordnung nach Dimensionen der Smart City.")] = []
    befunde: Annotated[list[Statement], Field(description="Befunde der Untersuchung.")] = []
    lernprozesse: Annotated[list[Statement], Field(description="Wer was von wem lernte.")] = []


class Format(Record):
    """A series: conference, exchange, meeting (Format)."""

    kind: ClassVar[str] = "formate"

    turnus: Annotated[OrUnknown[Text], Field(description="Wie oft es stattfindet.")]
    form: Annotated[OrUnknown[Text], Field(description="vor Ort, online, Gespräch …")] = "unbekannt"
    zielgruppe: Annotated[OrUnknown[Text], Field(description="An wen es sich richtet.")]
    zweck: Annotated[OrUnknown[Text], Field(description="Wozu es dient.")] = "unbekannt"
    veranstalter: Annotated[OrUnknown[Text], Field(description="Wer einlädt.")] = "unbekannt"
    seit: Annotated[OrUnknown[Date], Field(description="Seit wann es das Format gibt.")] = "unbekannt"


class Attendance(Part):
    """How many people took part."""

    wert: Annotated[Number, Field(ge=0, description="Zahl der Teilnehmenden.")]
    genauigkeit: Annotated[Text | None, Field(description="Zusatz zur Zahl, zum Beispiel „rund“ oder „über“.")] = None


class ProgrammeItem(Part):
    """One item of an event's programme."""

    zeit: Annotated[Text | None, Field(description="Uhrzeit, zum Beispiel „13:30“.")] = None
    titel: Annotated[Text, Field(description="Was stattfindet.")]
    datensatz: Annotated[
        str | None, Ref("*"), Field(description="Seite dazu, zum Beispiel „leitprojekte/soestapp“.")
    ] = None


class Event(Record):
    """One dated event (Veranstaltung)."""

    kind: ClassVar[str] = "veranstaltungen"

    format: Annotated[str | None, Ref("formate"), Field(description="Format, zu dem sie gehört.")] = None
    art: Annotated[str, Ref("veranstaltungsarten"), Field(description="Kennung der Veranstaltungsart.")]
    beginn: Annotated[Moment, Field(description="Beginn: Tag, Tag mit Uhrzeit oder so genau wie bekannt.")]
    ende: Annotated[Moment | None, Field(description="Ende, falls später als der Beginn.")] = None
    ort: Annotated[OrUnknown[Text], Field(description="Wo sie stattfand oder stattfindet.")]
    form: Annotated[
        OrUnknown[Literal["vor Ort", "online", "hybrid"]], Field(description="vor Ort, online oder hybrid.")
    ] = "unbekannt"
    veranstalter: Annotated[list[Text], Field(description="Wer eingeladen hat.")] = []
    themen: Annotated[list[Text], Field(description="Themen in Stichworten.")] = []
    teilnehmende: Annotated[OrUnknown[Attendance], Field(description="Zahl der Teilnehmenden.")] = "unbekannt"
    kommunen: Annotated[
        list[Annotated[str, Ref("kommunen")]], Field(description="Kommunen, die gastgeben oder teilnehmen.")
    ] = []
    leitprojekte: Annotated[
        list[Annotated[str, Ref("leitprojekte")]], Field(description="Leitprojekte, um die es geht.")
    ] = []
    programm: Annotated[list[ProgrammeItem], Field(description="Programm mit Zeit, Titel, Datensatz.")] = []
    material: Annotated[list[Link], Field(description="Unterlagen und Berichte.")] = []
    ergebnisse: Annotated[list[Text], Field(description="Was herauskam.")] = []
    websites: Annotated[list[Url], Field(description="Seiten zur Veranstaltung.")] = []
