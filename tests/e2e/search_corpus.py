"""Pages and queries to try the search with, made of the repository's own texts with a fixed seed.

`write_site` leaves a folder of some 400 German pages with headings, filters and sort keys; `queries` returns as many
queries as asked for: words, their beginnings and misspellings, compounds, phrases, excluded words, questions, filters.
"""

from __future__ import annotations

import html
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
PAGES = 400
_WORD = re.compile(r"[^\W\d_]{3,}")
_QUESTIONS = (
    "Wie funktioniert {}?",
    "Was ist {} und wozu dient {}?",
    "Wer hilft bei {} in der Kommune",
    "Welche {} gibt es?",
)
_ODD = ("😀", "<b>", "(?:", "ﬁ", "§ 24a", "5G", "a\u0308", "1.000", "\u202e", "𝔘nicode", "e.V.", "&amp;", "C++")
_PAGE = """<!doctype html>
<html lang="de"><head><meta charset="utf-8"><title>{title}</title></head>
<body><main data-pagefind-body>
<h1>{title}</h1>
<p hidden><span data-pagefind-filter="Art">{kind}</span> {fields}<span data-pagefind-sort="stand">{stamp}</span>
<span data-pagefind-sort="titel">{title}</span>{size}</p>
{body}
</main></body></html>
"""


@dataclass(frozen=True)
class Query:
    """One search as both readers take it."""

    text: str | None
    filters: dict[str, Any] = field(default_factory=dict)
    sort: tuple[str, bool] | None = None


def write_site(folder: Path, seed: int = 7) -> list[str]:
    """Write the pages below `folder` and return their texts."""
    chance = random.Random(seed)
    sources = list(_sources())
    texts = []
    for number in range(PAGES):
        kind, title, sections = sources[number % len(sources)]
        if number >= len(sources):
            # A second page of the same kind, mixed from others, so that words repeat as they do on a real site.
            title = f"{title} – Fassung {number // len(sources) + 1}"
            sections = [section for _, _, others in chance.sample(sources, 3) for section in others[:2]]
        texts.append(" ".join([title, *(text for _, text in sections)]))
        page = folder / "seiten" / str(number) / "index.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(_page(chance, kind, title, sections), encoding="utf-8")
    return texts


def queries(texts: list[str], count: int = 1000, seed: int = 11) -> list[Query]:
    """Return queries on the words of `texts`."""
    chance = random.Random(seed)
    found = []
    while len(found) < count:
        text = _query(chance, chance.choice(texts))
        if text and chance.random() < 0.03:
            found.append(Query(None, _filters(chance), _sort(chance)))
        elif text:
            filters = _filters(chance) if chance.random() < 0.2 else {}
            found.append(Query(text, filters, _sort(chance) if chance.random() < 0.1 else None))
    return found


def sentences() -> list[str]:
    """Return the sentences of all sources that are of some length."""
    texts = (text for _, _, sections in _sources() for _, text in sections)
    found = (" ".join(part.split()) for text in texts for part in re.split(r"(?<=[.!?])\s", text))
    return [sentence for sentence in found if len(sentence) > 40 and "<" not in sentence]


def _sources() -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    for path in sorted((ROOT / "guides").glob("*.md")):
        _, front, text = path.read_text("utf-8").split("---", 2)
        title = str(yaml.safe_load(front)["titel"])
        parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
        yield "Leitfaden", title, [("", parts[0]), *zip(parts[1::2], parts[2::2], strict=True)]
        for heading, part in zip(parts[1::2], parts[2::2], strict=True):
            yield "Abschnitt", heading, [("", part)]
    for kind in ("leitprojekte", "praxisbeispiele", "modellprojekte", "formate", "veranstaltungen"):
        for path in sorted((ROOT / "content" / kind).glob("*.yml")):
            record = yaml.safe_load(path.read_text("utf-8"))
            texts = [
                (key.replace("_", " "), text) for key, value in record.items() if (text := " ".join(_texts(value)))
            ]
            yield kind.capitalize(), str(record["titel"]), [("", str(record["kurzbeschreibung"])), *texts]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, str):
        yield value


def _page(chance: random.Random, kind: str, title: str, sections: list[tuple[str, str]]) -> str:
    fields = " ".join(
        f'<span data-pagefind-filter="Feld">{name}</span>'
        for name in chance.sample(["Bildung", "Klima & Umwelt", "Mobilität", "Verwaltung"], chance.randint(0, 2))
    )
    body = []
    for number, (heading, text) in enumerate(sections):
        if heading:
            body.append(f'<h2 id="abschnitt-{number}">{html.escape(heading)}</h2>')
        body += [f"<p>{html.escape(line)}</p>" for line in text.split("\n\n") if line.strip()]
    return _PAGE.format(
        title=html.escape(title),
        kind=kind,
        fields=fields,
        stamp=f"20{chance.randint(18, 26)}-{chance.randint(1, 12):02}",
        size=f'<span data-pagefind-sort="einwohner">{chance.randint(900, 90000)}</span>'
        if chance.random() < 0.5
        else "",
        body="\n".join(body),
    )


def _query(chance: random.Random, text: str) -> str:
    words = _WORD.findall(text)
    if len(words) < 8:
        return ""
    long = [word for word in words if len(word) > 5] or words
    pick, other = chance.choice(long), chance.choice(long)
    place = chance.randrange(len(words) - 3)
    return chance.choice(
        [
            lambda: pick,
            lambda: f"{pick} {other}",
            lambda: " ".join(chance.sample(words, min(len(words), 5))),
            lambda: pick.lower()[: chance.randint(2, len(pick))],
            lambda: f"{other} {pick[: max(3, len(pick) // 2)]}",
            lambda: f"{pick[: max(5, 2 * len(pick) // 3)]} {other} ",
            lambda: f"{pick[len(pick) // 3 :]} {other} ",
            lambda: _misspelt(chance, pick),
            lambda: f"{_misspelt(chance, pick)} {other} ",
            lambda: pick.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss"),
            lambda: pick.replace("ä", "a").replace("ö", "o").replace("ü", "u"),
            lambda: pick + other.lower(),
            lambda: f"{pick}-{other}",
            lambda: f"„{' '.join(words[place : place + chance.randint(2, 3)])}“",
            lambda: f'"{" ".join(words[place : place + 2])}" {pick}',
            lambda: f"{pick} -{other}",
            lambda: chance.choice(_QUESTIONS).format(pick, other),
            lambda: f"{pick}\u00a0{chance.choice(_ODD)} {other}",
        ]
    )()


def _misspelt(chance: random.Random, word: str) -> str:
    place = chance.randrange(len(word) - 1)
    first, second = word[place], word[place + 1]
    return (
        word[:place] + chance.choice([second + first, second, first + first + second, "x" + second]) + word[place + 2 :]
    )


def _filters(chance: random.Random) -> dict[str, Any]:
    return chance.choice(
        [
            {"Art": "Leitfaden"},
            {"Feld": ["Bildung", "Mobilität"]},
            {"Feld": {"any": ["Bildung", "Klima & Umwelt"]}, "Art": {"not": "Formate"}},
            {"any": [{"Art": "Praxisbeispiele"}, {"Feld": "Verwaltung"}]},
            {"none": [{"Art": "Abschnitt"}, {"Feld": {"any": ["Bildung"]}}]},
            {"not": {"Art": "Modellprojekte"}, "Feld": {"none": ["Mobilität"]}},
            {"any": [{"Art": "Leitprojekte"}, {"Feld": {"all": ["Bildung", "Verwaltung"]}}]},
        ]
    )


def _sort(chance: random.Random) -> tuple[str, bool]:
    return chance.choice(["stand", "titel", "einwohner"]), chance.random() < 0.5
