"""Lead projects, practice cases and funded model projects."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from schule.records.base import Milestone, Part, Record, Strategy, Transferability
from schule.records.values import Date, Number, OrUnknown, Ref, Spdx, Text, Truth, Url, Whole


class SelectionCriteria(Part):
    """Why it was chosen as lead project: the three test questions and the answers."""

    relevanz: Annotated[OrUnknown[Text], Field(description="Betrifft das Thema alle und folgt es aus der Vision?")] = (
        "unbekannt"
    )
    ressourcen: Annotated[OrUnknown[Text], Field(description="Spart das gemeinsame Vorgehen Ressourcen?")] = "unbekannt"
    durchschlagskraft: Annotated[OrUnknown[Text], Field(description="Verstärkt die gemeinsame Arbeit die Wirkung?")] = (
        "unbekannt"
    )


class Dna(Part):
    """What makes it digital, sustainable and authentic."""

    digital: Annotated[OrUnknown[Text], Field(description="Wo Technik hilft.")] = "unbekannt"
    nachhaltig: Annotated[OrUnknown[Text], Field(description="Beitrag zur nachhaltigen Entwicklung.")] = "unbekannt"
    authentisch: Annotated[OrUnknown[Text], Field(description="Warum es zum Ort passt.")] = "unbekannt"


class OpenSource(Part):
    """Source code, licence, and what was examined instead."""

    repository: Annotated[OrUnknown[Url], Field(description="Adresse des Quelltextes.")] = "unbekannt"
    lizenz: Annotated[OrUnknown[Spdx], Field(description="Lizenz der Software als SPDX-Kürzel.")] = "unbekannt"
    angabe: Annotated[Text | None, Field(description="Was die Quelle zur Offenheit sagt, wenn die Lizenz fehlt.")] = (
        None
    )
    publiccode: Annotated[OrUnknown[Url], Field(description="Adresse der Datei publiccode.yml.")] = "unbekannt"
    alternativen: Annotated[OrUnknown[Text], Field(description="Welche freien Alternativen geprüft wurden.")] = (
        "unbekannt"
    )


class Reuse(Part):
    """Who took it over, since when, and how; one of the first three says who."""

    kommune: Annotated[str | None, Ref("kommunen"), Field(description="Kommune dieser Website, die nachnutzt.")] = None
    modellprojekt: Annotated[str | None, Ref("modellprojekte"), Field(description="Modellprojekt, das nachnutzt.")] = (
        None
    )
    wer: Annotated[Text | None, Field(description="Wer nachnutzt, wenn es hier keinen Datensatz hat.")] = None
    seit: Annotated[OrUnknown[Date], Field(description="Seit wann.")] = "unbekannt"
    wie: Annotated[OrUnknown[Text], Field(description="Auf welche Weise.")] = "unbekannt"
    absicht: Annotated[Truth | None, Field(description="ja, wenn die Nachnutzung bisher nur angekündigt ist.")] = None


class Origin(Part):
    """From whom it was taken over or learnt."""

    von: Annotated[Text, Field(description="Von wem: Kommune, Partnerschaft oder Unternehmen.")]
    kommune: Annotated[str | None, Ref("kommunen"), Field(description="Kommune dieser Website, falls sie es ist.")] = (
        None
    )
    modellprojekt: Annotated[
        str | None, Ref("modellprojekte"), Field(description="Modellprojekt, falls die Herkunft eines ist.")
    ] = None
    datensatz: Annotated[
        str | None, Ref("*"), Field(description="Seite der Vorlage, zum Beispiel „leitprojekte/beispiel“.")
    ] = None
    seit: Annotated[OrUnknown[Date], Field(description="Seit wann.")] = "unbekannt"
    wie: Annotated[OrUnknown[Text], Field(description="Was übernommen wurde und wie.")] = "unbekannt"


class LeadProject(Record):
    """A lead project or local project of the region (Leitprojekt)."""

    kind: ClassVar[str] = "leitprojekte"

    art: Annotated[str, Ref("projektarten"), Field(description="Kennung der Projektart.")]
    nummer: Annotated[Text | None, Field(description="Nummer der Maßnahme in der Gesamtstrategie.")] = None
    federfuehrung: Annotated[OrUnknown[str], Ref("kommunen"), Field(description="Kommune, die das Projekt führt.")]
    beteiligte: Annotated[list[Annotated[str, Ref("kommunen")]], Field(description="Beteiligte Kommunen.")] = []
    partner: Annotated[list[Text], Field(description="Weitere Partner.")] = []
    phase: Annotated[OrUnknown[str], Ref("phasen"), Field(description="Kennung der Phase.")]
    phase_stand: Annotated[OrUnknown[Date], Field(description="Zeitpunkt, zu dem die Quelle diese Phase nennt.")]
    zeitraum: Annotated[OrUnknown[Date], Field(description="Von wann bis wann das Projekt läuft.")] = "unbekannt"
    foerderung: Annotated[OrUnknown[Text], Field(description="Woher das Geld kommt.")] = "unbekannt"
    kosten_euro: Annotated[OrUnknown[Number], Field(description="Gesamtkosten in Euro.")] = "unbekannt"
    auswahlkriterien: Annotated[
        OrUnknown[SelectionCriteria], Field(description="Antworten auf die drei Prüffragen.")
    ] = "unbekannt"
    dna: Annotated[OrUnknown[Dna], Field(description="Was daran digital, nachhaltig und authentisch ist.")] = (
        "unbekannt"
    )
    kennzahlen: Annotated[
        list[Annotated[str, Ref("kennzahlen")]], Field(description="Kennzahlen aus dem Register.")
    ] = []
    meilensteine: Annotated[list[Milestone], Field(description="Datierte Schritte mit Ort.")] = []
    ergebnisse: Annotated[list[Text], Field(description="Was erreicht wurde.")] = []
    open_source: Annotated[OrUnknown[OpenSource], Field(description="Quelltext, Lizenz, geprüfte Alternativen.")] = (
        "unbekannt"
    )
    uebertragbarkeit: Annotated[
        OrUnknown[Transferability], Field(description="Wie gut andere es übernehmen können.")
    ] = "unbekannt"
    nachnutzung: Annotated[list[Reuse], Field(description="Wer es übernommen hat oder übernehmen will.")] = []
    uebernommen_aus: Annotated[list[Origin], Field(description="Von wem es übernommen oder gelernt wurde.")] = []
    was_nicht_funktionierte: Annotated[OrUnknown[list[Text]], Field(description="Hürden und Fehlschläge.")] = (
        "unbekannt"
    )
    nach_foerderende: Annotated[OrUnknown[Text], Field(description="Wer es nach der Förderung trägt.")] = "unbekannt"
    biografie: Annotated[str | None, Ref("biografien"), Field(description="Zugehörige Innovationsbiografie.")] = None
    leitfaeden: Annotated[list[Annotated[str, Ref("leitfaeden")]], Field(description="Passende Leitfäden.")] = []
    praxisbeispiele: Annotated[
        list[Annotated[str, Ref("praxisbeispiele")]], Field(description="Passende Praxisbeispiele.")
    ] = []
    websites: Annotated[list[Url], Field(description="Seiten zum Projekt.")] = []


class PracticeCase(Record):
    """A measure or case elsewhere (Praxisbeispiel)."""

    kind: ClassVar[str] = "praxisbeispiele"

    traeger: Annotated[
        OrUnknown[Text], Field(description="Kommune oder Modellprojekt, dem die Quelle den Fall zuordnet.")
    ]
    modellprojekt: Annotated[str | None, Ref("modellprojekte"), Field(description="Zugehöriges Modellprojekt.")] = None
    kommune: Annotated[
        str | None, Ref("kommunen"), Field(description="Kommune der Region, falls es ein Fall von hier ist.")
    ] = None
    phase: Annotated[str, Ref("phasen"), Field(description="Kennung der Phase; „bewerbung“ ist nur eine Absicht.")]
    phase_stand: Annotated[OrUnknown[Date], Field(description="Zeitpunkt, zu dem die Quelle diese Phase nennt.")]
    seit: Annotated[OrUnknown[Date], Field(description="Seit wann es den Fall gibt.")] = "unbekannt"
    art: Annotated[Text | None, Field(description="Art des Falles, zum Beispiel feste Anlaufstelle.")] = None
    ort: Annotated[OrUnknown[Text], Field(description="Wo es stattfindet.")] = "unbekannt"
    themen: Annotated[list[Text], Field(description="Themen in Stichworten.")] = []
    formate: Annotated[list[Text], Field(description="Formate und Veranstaltungen.")] = []
    ausstattung: Annotated[list[Text], Field(description="Ausstattung.")] = []
    standorte: Annotated[list[Text], Field(description="Standorte.")] = []
    kanaele: Annotated[list[Text], Field(description="Wege der Beteiligung.")] = []
    szenarien: Annotated[list[Text], Field(description="Anwendungsfälle.")] = []
    massnahmenpakete: Annotated[list[Text], Field(description="Arbeitspakete.")] = []
    ausbaustufen: Annotated[list[Text], Field(description="Stufen des Ausbaus.")] = []
    lehre: Annotated[list[Text], Field(description="Was man daraus lernen kann.")] = []
    uebertragbarkeit: Annotated[
        OrUnknown[Transferability], Field(description="Wie gut andere es übernehmen können.")
    ] = "unbekannt"
    was_nicht_funktionierte: Annotated[OrUnknown[list[Text]], Field(description="Hürden und Fehlschläge.")] = (
        "unbekannt"
    )
    open_source: Annotated[OrUnknown[OpenSource], Field(description="Quelltext und Lizenz.")] = "unbekannt"
    nachnutzung: Annotated[list[Reuse], Field(description="Wer es übernommen hat oder übernehmen will.")] = []
    uebernommen_aus: Annotated[list[Origin], Field(description="Von wem es übernommen oder gelernt wurde.")] = []
    leitprojekte: Annotated[list[Annotated[str, Ref("leitprojekte")]], Field(description="Passende Leitprojekte.")] = []


class ModelProject(Record):
    """One of the funded model projects of the programme (Modellprojekt)."""

    kind: ClassVar[str] = "modellprojekte"

    staffel: Annotated[Whole, Field(ge=1, le=9, description="Förderrunde, 1 bis 3.")]
    auswahljahr: Annotated[OrUnknown[Date], Field(description="Jahr der Auswahl.")]
    land: Annotated[
        list[Annotated[str, Ref("laender")]], Field(min_length=1, description="Bundesland oder Bundesländer.")
    ]
    kategorie: Annotated[OrUnknown[str], Ref("projektkategorien"), Field(description="Kategorie der Bewerbung.")]
    groessenklasse: Annotated[OrUnknown[Text], Field(description="Größenklasse laut Bewerbung.")] = "unbekannt"
    projekttitel: Annotated[OrUnknown[Text], Field(description="Titel des Projekts, wörtlich.")] = "unbekannt"
    motto: Annotated[OrUnknown[Text], Field(description="Motto, wörtlich.")] = "unbekannt"
    kooperation: Annotated[list[Text], Field(description="Partner der Kooperation.")] = []
    kommunen: Annotated[
        list[Annotated[str, Ref("kommunen")]], Field(description="Beteiligte Kommunen dieser Website.")
    ] = []
    themen: Annotated[list[Text], Field(description="Themen in Stichworten.")] = []
    strategiephase: Annotated[OrUnknown[Truth], Field(description="Ob es eine geförderte Strategiephase gab.")]
    strategie: Annotated[Strategy | None, Field(description="Strategie mit Titel und Datum.")] = None
    websites: Annotated[list[Url], Field(description="Seiten zum Projekt.")] = []
