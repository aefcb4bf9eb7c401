"""What every page of the real site says about itself to other programs."""

from __future__ import annotations

import json
import re
from pathlib import Path

_SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def test_every_page_says_once_what_it_is(site: Path) -> None:
    wrong = []
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        if path.name == "404.html" or 'http-equiv="refresh"' in text or "handouts" in path.parts:
            continue
        found = [json.loads(match) for match in _SCRIPT.findall(text)]
        nodes = [node for data in found for node in data.get("@graph", [data])]
        types = {node["@type"] for node in nodes}
        if len(found) != 1 or not types & {"WebPage", "ItemPage", "CollectionPage", "AboutPage", "SearchResultsPage", "WebSite"}:  # fmt: skip
            wrong.append((path.relative_to(site).as_posix(), sorted(types)))
        if any(not node.get("name") for node in nodes):
            wrong.append((path.relative_to(site).as_posix(), ["ohne Namen"]))
    assert not wrong, wrong[:10]
