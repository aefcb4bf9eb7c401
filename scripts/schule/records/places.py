"""Municipalities and what surrounds them."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from schule.records.base import Level, Part, Record, SourceRef, Strategy
from schule.records.values import Ags, Ars, Date, Degrees, Number, OrUnknown, Ref, Text, Truth, Url, Whole


class Population(Part):
    """Inhabitants with date and source."""

    wert: Annotated[Whole, Field(ge=1, description="Zahl der Menschen mit Wohnsitz in der Kommune.")]
    stand: Annotated[OrUnknown[Date], Field(description="Stichtag der Zählung.")]
    quelle: Annotated[SourceRef, Field(description="Quelle der Zahl.")]


class Area(Part):
    """Area in square kilometres with date and source."""

    wert: Annotated[Number, Field(gt=0, description="Fläche in Quadratkilometern.")]
    stand: Annotated[OrUnknown[Date], Field(description="Stand der Angabe.")]
    quelle: Annotated[SourceRef, Field(description="Quelle der Zahl.")]


class Position(Part):
    """A point in WGS 84 with its source."""

    breite: Annotated[Degrees, Field(ge=-90, le=90, description="Geografische Breite in Grad (WGS 84).")]
    laenge: Annotated[Degrees, Field(ge=-180, le=180, description="Geografische Länge in Grad (WGS 84).")]
    quelle: Annotated[SourceRef, Field(description="Quelle der Koordinaten.")]


class Role(Part):
    """One role that a municipality has in the network."""

    rolle: Annotated[str, Ref("rollen"), Field(description="Kennung aus dem Vokabular der Rollen.")]
    seit: Annotated[OrUnknown[Date], Field(description="Seit wann, so genau wie bekannt.")] = "unbekannt"
    stufe: Annotated[Level, Field(description="Wie sicher die Angabe ist.")] = "belegt"
    hinweis: Annotated[Text | None, Field(description="Vorbehalt zur Rolle.")] = None
    quellen: Annotated[list[SourceRef], Field(description="Quellen der Angabe.")] = []


class Joining(Part):
    """When and how a municipality joined, with evidence."""

    datum: Annotated[OrUnknown[Date], Field(description="Tag oder Monat des Beitritts; nicht in der Zukunft.")]
    spaetestens: Annotated[Date | None, Field(description="Bis wann der Beitritt sicher erfolgt war.")] = None
    form: Annotated[OrUnknown[str], Ref("beitrittsformen"), Field(description="Kennung aus den Beitrittsformen.")]
    stufe: Annotated[Level, Field(description="Wie sicher die Angabe ist.")] = "belegt"
    hinweis: Annotated[Text | None, Field(description="Vorbehalt zum Beitritt.")] = None
    quellen: Annotated[list[SourceRef], Field(description="Nachweise des Beitritts.")] = []


class CityLab(Part):
    """A Stadtlabor: where it is and since when."""

    name: Annotated[OrUnknown[Text], Field(description="Name des Stadtlabors.")]
    ort: Annotated[OrUnknown[Text], Field(description="Anschrift oder Lage.")] = "unbekannt"
    eroeffnung: Annotated[OrUnknown[Date], Field(description="Eröffnung.")] = "unbekannt"
    traeger: Annotated[OrUnknown[Text], Field(description="Wer es betreibt.")] = "unbekannt"
    stufe: Annotated[Level, Field(description="Wie sicher die Angabe ist.")] = "belegt"
    hinweis: Annotated[Text | None, Field(description="Vorbehalt.")] = None
    quellen: Annotated[list[SourceRef], Field(description="Quellen der Angabe.")] = []


class Commitment(Part):
    """How far one of the commitments of the declaration is met."""

    ziel: Annotated[str, Ref("selbstverpflichtungen"), Field(description="Kennung der Selbstverpflichtung.")]
    stand: Annotated[OrUnknown[Text], Field(description="Was dafür geschehen ist, mit Datum.")]
    quellen: Annotated[list[SourceRef], Field(description="Nachweise.")] = []


class Municipality(Record):
    """A town or municipality (Kommune)."""

    kind: ClassVar[str] = "kommunen"

    kreis: Annotated[str, Ref("kreise"), Field(description="Kennung des Kreises; so heißt auch der Ordner.")]
    ags: Annotated[Ags, Field(description="Amtlicher Gemeindeschlüssel, acht Ziffern mit führender Null.")]
    ars: Annotated[OrUnknown[Ars], Field(description="Amtlicher Regionalschlüssel, zwölf Ziffern.")] = "unbekannt"
    kurzname: Annotated[Text | None, Field(description="Kurzer Name ohne Zusatz, für Karten und enge Listen.")] = None
    art: Annotated[Text, Field(description="Stadt oder Gemeinde.")]
    namenszusatz: Annotated[Text | None, Field(description="Zusatz zum Namen, zum Beispiel Hansestadt.")] = None
    einwohner: Annotated[OrUnknown[Population], Field(description="Einwohnerzahl mit Stand und Quelle.")]
    groessenklasse: Annotated[OrUnknown[str], Ref("groessenklassen"), Field(description="Kennung der Größenklasse.")]
    flaeche_km2: Annotated[OrUnknown[Area], Field(description="Fläche mit Stand und Quelle.")]
    besiedlung: Annotated[OrUnknown[Text], Field(description="Besiedlungsdichte laut Gemeindeverzeichnis.")] = (
        "unbekannt"
    )
    plz: Annotated[OrUnknown[Text], Field(description="Postleitzahl des Verwaltungssitzes.")] = "unbekannt"
    lage: Annotated[OrUnknown[Position], Field(description="Mittelpunkt in WGS 84 mit Quelle.")]
    geonames: Annotated[Text | None, Field(pattern=r"^\d+$", description="Kennung des Ortes bei GeoNames.")] = None
    rollen: Annotated[OrUnknown[list[Role]], Field(description="Rollen im Netzwerk; mehrere sind möglich.")]
    beitritt: Annotated[OrUnknown[Joining], Field(description="Datum, Form und Nachweis des Beitritts.")]
    modellprojekt: Annotated[
        str | None, Ref("modellprojekte"), Field(description="Eigenes gefördertes Modellprojekt.")
    ] = None
    motto: Annotated[OrUnknown[Text], Field(description="Motto oder Leitsatz, wörtlich.")] = "unbekannt"
    vision: Annotated[Text | None, Field(description="Zukunftsbild in eigenen Worten.")] = None
    strategie: Annotated[OrUnknown[Strategy], Field(description="Kommunale Smart-City-Strategie.")] = "unbekannt"
    schwerpunkte: Annotated[list[Text], Field(description="Schwerpunkte der Kommune.")] = []
    organisation: Annotated[Text | None, Field(description="Wo das Thema in der Verwaltung verankert ist.")] = None
    stadtlabor: Annotated[OrUnknown[CityLab], Field(description="Stadtlabor mit Ort und Eröffnung.")] = "unbekannt"
    selbstverpflichtungen: Annotated[list[Commitment], Field(description="Stand der Selbstverpflichtungen.")] = []
    fakten: Annotated[list[Text], Field(description="Weitere belegte Tatsachen.")] = []
    ortsteile: Annotated[Whole | None, Field(description="Zahl der Ortsteile.")] = None
    websites: Annotated[list[Url], Field(description="Seiten der Kommune zum Thema.")] = []
    foerderkommune: Annotated[Truth | None, Field(description="Ob die Kommune selbst gefördert wird.")] = None
