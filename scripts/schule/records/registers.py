"""Short records: registers (a list a file) and vocabularies (controlled lists, the glossary)."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from schule.records.base import Entry, Level, SourceRef, SourceRefs
from schule.records.values import Date, Number, OrUnknown, Ref, Text, Truth, Url, Whole


class Source(Entry):
    """A source: ``zitat`` is what readers see."""

    kind: ClassVar[str] = "quellen"

    zitat: Annotated[Text, Field(description="Vollständige Quellenangabe, wie sie auf den Seiten erscheint.")]
    herausgeber: Annotated[OrUnknown[Text], Field(description="Herausgeber, soweit bekannt.")] = "unbekannt"
    jahr: Annotated[OrUnknown[Date], Field(description="Erscheinungsjahr oder Datum.")] = "unbekannt"
    url: Annotated[Url | None, Field(description="Internetadresse.")] = None
    abruf: Annotated[Date | None, Field(description="Tag, an dem die Seite gelesen wurde.")] = None
    namensnennung: Annotated[Text | None, Field(description="Namensnennung, die eine Datenquelle verlangt.")] = None
    lizenzangabe: Annotated[Text | None, Field(description="Lizenz einer Datenquelle in Worten.")] = None
    liefert: Annotated[list[Text], Field(description="Welche Angaben aus der Datenquelle stammen.")] = []


class Figure(Entry):
    """A number with precision, unit, what it counts, and its date (Kennzahl)."""

    kind: ClassVar[str] = "kennzahlen"

    gruppe: Annotated[Text, Field(description="Gruppe, unter der die Zahl steht.")]
    wert: Annotated[OrUnknown[Number], Field(description="Der Wert oder die untere Grenze einer Spanne.")]
    wert_bis: Annotated[Number | None, Field(description="Obere Grenze einer Spanne.")] = None
    genauigkeit: Annotated[Text | None, Field(description="Zusatz: rund, mehr als, etwa …")] = None
    einheit: Annotated[Text | None, Field(description="Einheit.")] = None
    von: Annotated[Number | None, Field(description="Grundgesamtheit, zum Beispiel 22 von 61.")] = None
    prozent: Annotated[Number | None, Field(description="Anteil in Prozent, falls die Quelle ihn nennt.")] = None
    zaehlt: Annotated[Text, Field(description="Was die Zahl zählt.")]
    bezug: Annotated[Text | None, Field(description="Worauf sie sich bezieht, zum Beispiel die Region.")] = None
    kommunen: Annotated[list[Annotated[str, Ref("kommunen")]], Field(description="Kommunen, die sie betrifft.")] = []
    stand: Annotated[OrUnknown[Date], Field(description="Stichtag oder Zeitraum.")]
    berechnet: Annotated[Truth | None, Field(description="Ob die Redaktion sie berechnet hat.")] = None
    stufe: Annotated[Level, Field(description="Wie sicher die Zahl ist.")] = "belegt"
    quellen: SourceRefs


class Recommendation(Entry):
    """A recommendation: whom it addresses, which challenge it answers, what it links to (Empfehlung)."""

    kind: ClassVar[str] = "empfehlungen"

    adressat: Annotated[
        Literal["Kommunen", "Fördermittelgeber", "Forschung"], Field(description="An wen sie sich richtet.")
    ]
    gruppe: Annotated[Text, Field(description="Thema, unter dem sie steht.")]
    herausforderung: Annotated[Text | None, Field(description="Worauf sie antwortet.")] = None
    leitfaeden: Annotated[
        list[Annotated[str, Ref("leitfaeden")]], Field(description="Leitfäden, die weiterhelfen.")
    ] = []
    praxisbeispiele: Annotated[
        list[Annotated[str, Ref("praxisbeispiele")]], Field(description="Passende Praxisbeispiele.")
    ] = []
    quellen: SourceRefs


class Criterion(Entry):
    """A criterion: its catalogue and test question (Kriterium)."""

    kind: ClassVar[str] = "kriterien"

    katalog: Annotated[str, Ref("kriterienkataloge"), Field(description="Kennung des Katalogs.")]
    nummer: Annotated[Text, Field(description="Nummer im Katalog, zum Beispiel K1.")]
    gruppe: Annotated[Text | None, Field(description="Gruppe innerhalb des Katalogs.")] = None
    frage: Annotated[Text, Field(description="Prüffrage, die man mit ja oder nein beantworten kann.")]
    quellen: SourceRefs


class Organisation(Entry):
    """An organisation or body and its task."""

    kind: ClassVar[str] = "organisationen"

    art: Annotated[Text, Field(description="Gremium, Unternehmen, Verein, Kreis …")]
    ebene: Annotated[Text | None, Field(description="strategisch, operativ, beratend …")] = None
    mitglieder: Annotated[list[Text], Field(description="Mitglieder.")] = []
    sitz: Annotated[Text | None, Field(description="Sitz.")] = None
    aufgabe: Annotated[OrUnknown[Text], Field(description="Aufgabe in einem Satz.")] = "unbekannt"
    gruendung: Annotated[OrUnknown[Date], Field(description="Gründung.")] = "unbekannt"
    stand: Annotated[OrUnknown[Date], Field(description="Stand der Angabe.")] = "unbekannt"
    unterstuetzer: Annotated[Truth | None, Field(description="Ob sie sich als Unterstützer erklärt hat.")] = None
    website: Annotated[Url | None, Field(description="Internetadresse.")] = None
    stufe: Annotated[Level, Field(description="Wie sicher die Angaben sind.")] = "belegt"
    quellen: SourceRefs


class TimelineEntry(Entry):
    """One event of the time line (Ereignis)."""

    kind: ClassVar[str] = "zeitleiste"

    datum: Annotated[Date, Field(description="Wann, so genau wie bekannt.")]
    ebene: Annotated[Text | None, Field(description="Region, Konsortium, Kommune …")] = None
    kommunen: Annotated[list[Annotated[str, Ref("kommunen")]], Field(description="Kommunen, die es betrifft.")] = []
    stufe: Annotated[Level, Field(description="Wie sicher die Angabe ist.")] = "belegt"
    quellen: SourceRefs


class Goal(Entry):
    """A goal with its deadline and evidence (Ziel)."""

    kind: ClassVar[str] = "ziele"

    gruppe: Annotated[Text, Field(description="Teilziel, Programmziel, Zukunftsbild …")]
    nummer: Annotated[Text | None, Field(description="Nummer des Ziels.")] = None
    frist: Annotated[OrUnknown[Date], Field(description="Bis wann es erreicht sein soll.")] = "unbekannt"
    inhalt: Annotated[Text | None, Field(description="Worum es geht.")] = None
    nachweise: Annotated[list[Text], Field(description="Woran man es prüfen kann.")] = []
    erreicht: Annotated[OrUnknown[Text], Field(description="Was davon belegt erreicht ist.")] = "unbekannt"
    handlungsfelder: Annotated[list[Annotated[str, Ref("handlungsfelder")]], Field(description="Handlungsfelder.")] = []
    stufe: Annotated[Level, Field(description="Wie sicher die Angabe ist.")] = "belegt"
    quellen: SourceRefs


class Publication(Entry):
    """A guide that somebody else published: title and link, no text of ours (Veröffentlichung)."""

    kind: ClassVar[str] = "veroeffentlichungen"

    nummer: Annotated[Text | None, Field(description="Nummer in der Reihe.")] = None
    art: Annotated[Text, Field(description="Leitfaden, Checkliste, Spickzettel …")]
    datum: Annotated[OrUnknown[Date], Field(description="Veröffentlichung.")]
    themen: Annotated[list[Text], Field(description="Themen.")] = []
    kommune: Annotated[str | None, Ref("kommunen"), Field(description="Kommune, von der sie handelt.")] = None
    url: Annotated[Url, Field(description="Wo sie zu lesen ist.")]
    stufe: Annotated[Level, Field(description="Wie sicher der Titel ist.")] = "belegt"
    quellen: Annotated[list[SourceRef], Field(description="Quellen.")] = []


class Contradiction(Entry):
    """Where sources disagree, and how this site deals with it (Widerspruch)."""

    kind: ClassVar[str] = "widersprueche"

    befund: Annotated[Text, Field(description="Was die Quellen verschieden sagen.")]
    umgang: Annotated[Text | None, Field(description="Wie diese Website damit umgeht.")] = None
    quellen: SourceRefs


class Remark(Entry):
    """What a reader noticed, and what became of it (Hinweis); names of persons stand nowhere."""

    kind: ClassVar[str] = "hinweise"

    eingang: Annotated[Date, Field(description="Tag, an dem der Hinweis kam.")]
    datensatz: Annotated[
        str | None,
        Ref("*"),
        Field(description="Datensatz, um den es geht, zum Beispiel „leitprojekte/pegel-app“."),
    ] = None
    seite: Annotated[
        Text | None, Field(description="Adresse einer anderen Seite, um die es geht, zum Beispiel „/mitmachen/“.")
    ] = None
    anliegen: Annotated[Text, Field(description="Was aufgefallen ist, in Worten der Redaktion und ohne Namen.")]
    status: Annotated[
        Literal["offen", "in Arbeit", "umgesetzt", "nicht umgesetzt"],
        Field(description="Was daraus geworden ist."),
    ]
    antwort: Annotated[
        Text | None,
        Field(description="Was geändert wurde; bei „nicht umgesetzt“ der Grund. Nötig, sobald entschieden ist."),
    ] = None
    beantwortet: Annotated[Date | None, Field(description="Tag der Antwort.")] = None


class Vocabulary(Entry):
    """One entry of a controlled list (Handlungsfeld, Phase, SDG, Kreis, Rolle …)."""

    kind: ClassVar[str] = "vokabular"

    nummer: Annotated[Whole | None, Field(description="Nummer oder Platz in der Liste.")] = None
    kurzbeschreibung: Annotated[Text | None, Field(description="Was gemeint ist, in ein bis zwei Sätzen.")] = None
    gilt_fuer: Annotated[list[Text], Field(description="Arten von Datensätzen, für die der Wert gedacht ist.")] = []
    schluessel: Annotated[Text | None, Field(description="Amtlicher Schlüssel, zum Beispiel eines Kreises.")] = None
    farbe: Annotated[Text | None, Field(pattern="^#[0-9a-f]{6}$", description="Kennfarbe, zum Beispiel „#1d6b4f“.")] = (
        None
    )
    von: Annotated[Whole | None, Field(description="Untere Grenze, zum Beispiel der Einwohnerzahl.")] = None
    bis: Annotated[Whole | None, Field(description="Obere Grenze (nicht mehr eingeschlossen).")] = None
    absicht: Annotated[Truth | None, Field(description="Ob der Wert nur eine Absicht bezeichnet.")] = None
    quellen: Annotated[list[SourceRef], Field(description="Quellen.")] = []


class Term(Entry):
    """A term or abbreviation of the glossary, with the words that mean the same (Begriff)."""

    kind: ClassVar[str] = "begriffe"

    definition: Annotated[Text, Field(description="Erklärung in ein bis drei Sätzen.")]
    synonyme: Annotated[
        list[Text], Field(description="Wörter und Abkürzungen mit derselben Bedeutung; die Suche nutzt sie.")
    ] = []
    siehe: Annotated[list[Annotated[str, Ref("begriffe")]], Field(description="Verwandte Begriffe.")] = []
    leitfaeden: Annotated[list[Annotated[str, Ref("leitfaeden")]], Field(description="Leitfäden dazu.")] = []
    quellen: Annotated[list[SourceRef], Field(description="Quellen.")] = []
