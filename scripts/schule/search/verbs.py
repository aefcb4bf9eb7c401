"""Verbs: the closed classes of German that no rule gives, strong verbs and the particles that stand before verbs.

A list and not a rule, as nobody makes new ones. Weak verbs, which people make every day, are told by their forms (`families`).
"""

_NOT_APART = "be durch emp ent er hinter miss über um unter ver voll wider wieder zer"
_APART = """
ab an auf aus auseinander bei bereit dar daran davon dazu durch ein empor entgegen entlang fehl fern fest fort frei
gegenüber gleich groß gut haus heim her herab heran heraus herbei herein herunter herum hervor hin hinaus hinein hinunter
hinweg hinzu hoch inne irre kennen klar klein kund los mit nach nieder offen preis statt still tot teil über überein um umher
unter vor voran voraus vorbei vorüber wahr weg weiter wieder zu zurecht zurück zusammen
"""
# Weak verbs with ge- in all their forms, without it.
_WITH_GE = "gebrauch gefährd gehör genehmig genüg gestalt gestatt gewähr gewöhn"
# Infinitive, preterite, participle, and the present where it is changed; mixed verbs too.
_STRONG = """
befehlen befahl befohlen befiehlt, beginnen begann begonnen, beißen biss gebissen, bergen barg geborgen birgt,
biegen bog gebogen, bieten bot geboten, binden band gebunden, bitten bat gebeten, blasen blies geblasen bläst,
bleiben blieb geblieben, brechen brach gebrochen bricht, brennen brannte gebrannt, bringen brachte gebracht,
denken dachte gedacht, dringen drang gedrungen, empfehlen empfahl empfohlen empfiehlt, empfinden empfand empfunden,
erlöschen erlosch erloschen, essen aß gegessen isst, fahren fuhr gefahren fährt, fallen fiel gefallen fällt,
fangen fing gefangen fängt, finden fand gefunden, fliegen flog geflogen, fliehen floh geflohen, fließen floss geflossen,
fressen fraß gefressen frisst, frieren fror gefroren, geben gab gegeben gibt, gehen ging gegangen, gelingen gelang gelungen,
gelten galt gegolten gilt, genießen genoss genossen, geschehen geschah geschehen geschieht, gewinnen gewann gewonnen,
gießen goss gegossen, gleichen glich geglichen, gleiten glitt geglitten, graben grub gegraben gräbt, greifen griff gegriffen,
halten hielt gehalten hält, hängen hing gehangen, heben hob gehoben, heißen hieß geheißen, helfen half geholfen hilft,
kennen kannte gekannt, klingen klang geklungen, kommen kam gekommen, kriechen kroch gekrochen, laden lud geladen lädt,
lassen ließ gelassen lässt, laufen lief gelaufen läuft, leiden litt gelitten, leihen lieh geliehen, lesen las gelesen liest,
liegen lag gelegen, meiden mied gemieden, messen maß gemessen misst, nehmen nahm genommen nimmt, nennen nannte genannt,
raten riet geraten rät, reiben rieb gerieben, reißen riss gerissen, reiten ritt geritten, rennen rannte gerannt,
ringen rang gerungen, rufen rief gerufen, schaffen schuf geschaffen, scheiden schied geschieden, scheinen schien geschienen,
schieben schob geschoben, schießen schoss geschossen, schlafen schlief geschlafen schläft, schlagen schlug geschlagen schlägt,
schleifen schliff geschliffen, schließen schloss geschlossen, schmelzen schmolz geschmolzen schmilzt,
schneiden schnitt geschnitten, schreiben schrieb geschrieben, schreien schrie geschrien, schreiten schritt geschritten,
schweigen schwieg geschwiegen, schwimmen schwamm geschwommen, schwinden schwand geschwunden, schwingen schwang geschwungen,
schwören schwor geschworen, sehen sah gesehen sieht, senden sandte gesandt, singen sang gesungen, sinken sank gesunken,
sitzen saß gesessen, sprechen sprach gesprochen spricht, springen sprang gesprungen, stechen stach gestochen sticht,
stehen stand gestanden, stehlen stahl gestohlen stiehlt, steigen stieg gestiegen, sterben starb gestorben stirbt,
stoßen stieß gestoßen stößt, streichen strich gestrichen, streiten stritt gestritten, tragen trug getragen trägt,
treffen traf getroffen trifft, treiben trieb getrieben, treten trat getreten tritt, trinken trank getrunken,
verderben verdarb verdorben verdirbt, verlieren verlor verloren, vergessen vergaß vergessen vergisst,
verzeihen verzieh verziehen, wachsen wuchs gewachsen, waschen wusch gewaschen, weichen wich gewichen, weisen wies gewiesen,
wenden wandte gewandt, werben warb geworben wirbt, werfen warf geworfen wirft, wiegen wog gewogen, wissen wusste gewusst,
ziehen zog gezogen, zwingen zwang gezwungen
"""
# Preterites that are other words as well, or are so once ä, ö and ü are folded or the stemmer has been at them: those that are
# nouns with particles too (Verband, Einfuhr, Aufgabe), and those that are so by themselves.
_NOUNS = "band fuhr gab lag stand"
_NOUNS_ALONE = "barg bot grub lief log lud maß rang schloss schwamm wies"

NOT_APART = tuple(_NOT_APART.split())  # particles that never leave their verb and take no ge-: verkauft
APART = frozenset(_APART.split())  # particles that do: ausgebaut
WITH_GE = frozenset(_WITH_GE.split())
AMBIGUOUS = frozenset(_NOUNS.split())
AMBIGUOUS_ALONE = AMBIGUOUS | frozenset(_NOUNS_ALONE.split())
STRONG = {forms[0]: tuple(forms[1:]) for forms in map(str.split, _STRONG.split(","))}
