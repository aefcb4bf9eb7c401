"""Words that carry no meaning in a question, or little.

German and English words as folded keys (`analysis.fold`). Stop words find nothing while other words are there; they stay in
the index, for a query of nothing else. Light words count for less, and only where one of the asking words stands: „Ziele“ is
what somebody looks for, in „Welches Ziel hat …?“ it says what kind of answer is wanted.
"""

_GERMAN = """
ab aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes auch auf aus ausser bei beide beiden beider beim bereits bevor bin bis bist da dabei dadurch
daher damit dann daran darauf daraus darin darf das dass davon dazu dein deine dem den denen denn der deren derer des
deshalb dessen desto die dies diese diesem diesen dieser dieses doch dort du durch durfen ein eine einem einen einer eines
einige einigem einigen einiger einiges er es etwa etwas euch euer eure fur ganz gab gegen gewesen gibt habe haben hat hatte
hatten hattest hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im in indem ins inwiefern inwieweit ist ja je jede jedoch jedem jeden
jeder jedes jene jenem jenen jener jenes jetzt kann kannst kein keine keinem keinen keiner keines konnen konnte konnten
man manche manchem manchen mancher mein meine meinem meinen meiner mehr mich mir mit muss mussen musste nach nicht nichts
noch nun nur ob oder ohne schon sehr sein seine seinem seinen seiner seines seit selbst sich sie sind so solche solchem
solchen solcher soll sollen sollte sollten sondern sonst soweit sowie uber um und uns unser unsere unserem unseren unter
vom von vor wahrend war ware waren warst was weil welche welchem welchen welcher welches wem wen wenn wer werde werden
wessen weshalb wie wieder wieso wieviel wieviele wie will wir wird wirst wo wobei wodurch wofur woher wohin womit wonach woran worauf
woraus worden worin woruber worum worunter wovon wovor wozu wollen wollte wurde wurden zu zum zur zwar zwischen warum wann bzw usw
"""
# What questions are framed with: How is it called, where does it lie, how many are there?
_FRAME = """
bedeutet befand befanden befinden befindet bezeichnet bezeichnete brauche brauchen bitte durchgefuhrt durchgefuhrte
durchgefuhrten eigentlich erfolgt erfolgte erfolgten fand fanden finde finden findet gab gaben geht getroffen ging gehoren gehort gehorte
genannt genau gemacht handelt handelte heissen heisst hiess hiessen insgesamt kam kamen kommen kommt lag lagen lange lautet
lautete liegen liegt mache machen macht machte mochte mochten nannte nennen nennt oft stehen steht statt stattfand stattfindet
tun ungefahr versteht verstehen viel viele vielen vieler vorher zuerst
"""
_ENGLISH = """
a an and are as at be been but by can could did do does for from had has have he her his how i if in into is it its may
more most not of on or our she should so such than that the their them then there these they this to was we were what when
where which who whom why will with would you your
"""

# Articles, pronouns, prepositions, conjunctions, auxiliaries, adverbs: no forms of other words, whatever a stemmer says.
FUNCTION = frozenset(_GERMAN.split())
STOP = FUNCTION | frozenset(_FRAME.split()) | frozenset(_ENGLISH.split())

# Words that make a question of a query.
_ASKING = """
inwiefern inwieweit wann warum was welche welchem welchen welcher welches wem wen wer weshalb wessen wie wieso wieviel wieviele wieweit
wo wobei wodurch wofur woher wohin womit wonach woran worauf woraus worin woruber worum worunter wovon wovor wozu
how what when where which who whom whose why
"""
# Nouns that name the kind of answer, and what questions say of anything: to consist of, to obtain, to be used, first and last.
_NOUNS = """
anzahl art arten aufgabe aufgaben bedeutung begriff begriffe beispiel beispiele bereich bereiche besondere besonderheit
besonderheiten bezeichnung bezug eigenschaft eigenschaften ergebnis fall folge form formen funktion funktionen grund grunde
inhalt jahr jahre jahren jahres jahrhundert land laufe leute menge mensch menschen merkmal merkmale moglichkeit moglichkeiten nachteil
nachteile name namen ort person personen rolle sinn stelle teil text textes thema themen titel typ typen unterschied unterschiede
ursache ursachen voraussetzung voraussetzungen vorteil vorteile weise wort worte worter zahl zeit zeitpunkt ziel ziele
zusammenhang zweck
"""
_VERBS = """
aufgefuhrt bekam bekamen bekommen benutzt beschreibt beschrieben bestand bestanden bestehen besteht beteiligt betragt betrug dienen
dient diente eingesetzt enthalt enthalten enthielt erhalten erhielt erhielten erste ersten erster erstes erwahnt genutzt letzte
letzten moglich nutzt nutzte spielt spielte spielten verschiedene verschiedenen verwenden verwendet verwendete vorhanden wichtig wichtige
wichtigsten zustandig
"""
ASKING = frozenset(_ASKING.split())
LIGHT = frozenset(_NOUNS.split()) | frozenset(_VERBS.split())
