"""The body of a new guide: every section that a guide must have, each with a sentence on what belongs there.

Takes the guide's sources, returns Markdown within the named subset; every source has its footnote already, so that
the check of a new guide shows nothing but what the editor still has to write.
"""

from __future__ import annotations

from collections.abc import Sequence

_SECTIONS = """\
## Worum es geht

*Zwei bis drei Sätze: Wem hilft dieser Leitfaden, und was haben die Leserinnen und Leser am Ende in der Hand?*

## So gehen Sie vor

### 1. Ziel und Spielraum klären

*Was ist zu tun, wer tut es, und woran merkt man, dass der Schritt fertig ist?*

### 2. Beteiligte einladen

*Beginnen Sie jeden Schritt mit einem Verb. Fünf bis acht Schritte sind genug.*

### 3. Umsetzen und auswerten

*Am Ende steht ein Ergebnis, das man zeigen kann.*

## Checkliste

{tasks}

## Wer macht was

| Aufgabe | Wer | Wann |
|---|---|---|
| Entwurf schreiben | Projektleitung | in der ersten Woche |

## Wie lange es dauert

*Spannen statt genauer Zahlen, und was die Dauer verlängert.*

## Was schiefgehen kann

- **Eine typische Hürde.** *Woran man sie früh erkennt und was dann hilft.*

## Was die Praxis zeigt

{facts}
"""
_TASKS = 8


def guide_body(sources: Sequence[str]) -> str:
    """Return the sections of a new guide; ``sources`` are the slugs that its head names."""
    tasks = "\n".join(f"- [ ] *Punkt {number}: etwas, das man tun und abhaken kann*" for number in range(1, _TASKS + 1))
    facts = "\n".join(f"- *Eine Tatsache aus dieser Quelle, mit Zahl oder Datum.*[^{slug}]" for slug in sources)
    return _SECTIONS.format(tasks=tasks, facts=facts or "*Fünf belegte Tatsachen, jede mit Fußnote.*")
