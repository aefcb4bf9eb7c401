"""A small school of an invented region in a folder of its own, for tests that write."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from schule.project import Project

TODAY = dt.date(2026, 11, 20)

FILES = {
    "mkdocs.yml": "site_name: Seenland\n",
    "content/register/quellen.yml": (
        "- slug: seenbericht\n  titel: Seenbericht\n  zitat: Seenbericht der Region Seenland, 2025.\n"
        "- slug: uferplan\n  titel: Uferplan\n  zitat: Uferplan der Stadt Nordufer, 2024.\n"
    ),
    "content/register/organisationen.yml": (
        "- slug: seenverband\n  titel: Seenverband\n  art: Verein\n  quellen: [seenbericht]\n"
    ),
    "content/vokabular/phasen.yml": (
        "- slug: laufend\n  titel: Laufend\n  gilt_fuer: [leitprojekte, praxisbeispiele]\n"
        "- slug: planen\n  titel: Planen\n  gilt_fuer: [leitfaeden]\n"
    ),
    "content/vokabular/handlungsfelder.yml": "- slug: wasser\n  titel: Wasser & Ufer\n",
    "content/vokabular/projektarten.yml": "- slug: lokal\n  titel: Lokales Projekt\n",
    "content/vokabular/veranstaltungsarten.yml": (
        "- slug: messe\n  titel: Messe\n- slug: uebung\n  titel: Übung\n- slug: treffen\n  titel: Treffen\n"
    ),
    "content/vokabular/kreise.yml": "- slug: seenkreis\n  titel: Seenkreis\n  schluessel: '99001'\n",
    "content/leitprojekte/pegel-app.yml": (
        "# Notiz der Redaktion\n"
        "titel: Pegel-App\n"
        "kurzbeschreibung: Zeigt den Wasserstand.  # zwei Leerzeichen davor\n"
        "art: lokal\n"
        "federfuehrung: unbekannt\n"
        "phase: laufend\n"
        "phase_stand: unbekannt\n"
        "quellen: [seenbericht]\n"
        "stand: 2026-01-31\n"
    ),
    "content/leitprojekte/ufer-app.yml": (
        "titel: Ufer-App\n"
        "kurzbeschreibung: Zeigt das Ufer.\n"
        "beschreibung: |\n"
        "  Baut auf der [Pegel-App](/leitprojekte/pegel-app/) auf, siehe auch die\n"
        "  [Karte](/leitprojekte/pegel-app/#karte) und die [andere](/leitprojekte/pegel-app-2/).\n"
        "  Fremd: [dort](https://example.org/leitprojekte/pegel-app/).\n"
        "art: lokal\n"
        "federfuehrung: unbekannt\n"
        "phase: laufend\n"
        "phase_stand: unbekannt\n"
        "quellen: [seenbericht]\n"
        "stand: 2026-01-31\n"
    ),
    "content/leitprojekte/pegel-app-2.yml": (
        "titel: Pegel-App 2\n"
        "kurzbeschreibung: Die nächste Fassung.\n"
        "art: lokal\n"
        "federfuehrung: unbekannt\n"
        "phase: laufend\n"
        "phase_stand: unbekannt\n"
        "quellen: [seenbericht]\n"
        "stand: 2026-01-31\n"
        "weiterleitungen:\n"
        "  - /leitprojekte/pegel-zwei/\n"
    ),
    "content/veranstaltungen/seenmesse-2025.yml": (
        "titel: Seenmesse\n"
        "kurzbeschreibung: Messe am See.\n"
        "art: messe\n"
        "beginn: 2025-05-01\n"
        "ort: Nordufer\n"
        "leitprojekte: [ufer-app, pegel-app]   # Reihenfolge wie im Programm\n"
        "programm:\n"
        "  - titel: Vorführung\n"
        '    datensatz: "leitprojekte/pegel-app"\n'
        "  - titel: Noch eine\n"
        "    datensatz: leitprojekte/pegel-app-2\n"
        "quellen: [seenbericht]\n"
        "stand: 2026-01-31\n"
    ),
    "guides/pegel-messen.md": (
        "---\n"
        "titel: Pegel messen\n"
        "kurzbeschreibung: Wie man Pegel misst.\n"
        "zielgruppe: [Bauhof]\n"
        "phase: planen\n"
        "aufwand: {dauer: ein Tag}\n"
        'version: "1.0"\n'
        "leitprojekte:\n"
        "  - pegel-app\n"
        "quellen: [seenbericht]\n"
        "stand: 2026-01-31\n"
        "---\n"
        "\n"
        "## Messen\n"
        "\n"
        "Mit der [Pegel-\n"
        "App](/leitprojekte/pegel-app/) messen.[^seenbericht] Das Wort pegel-app bleibt.\n"
        "\n"
        "- [ ] Stab setzen\n"
    ),
    "content/seiten/ueber.md": "Siehe {{ titel leitprojekte/pegel-app }} und `leitprojekte/pegel-app`.\n",
}


def build_school(root: Path) -> Project:
    """Write the school below ``root`` and return it."""
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return Project(root, TODAY)


def contents(root: Path) -> dict[str, str]:
    """Return every file of a school by its path, the cache left out."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes().decode("utf-8")
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".cache" not in path.parts
    }
