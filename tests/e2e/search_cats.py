"""A handful of pages with all that a page can declare, for tests that know every hit; ``conftest`` serves them."""

PAGES = {
    "": "<p>Nichts</p>",
    "cheeka": """<h1>Katze</h1><p>Cheeka schläft.</p><span data-pagefind-filter="farbe">Schwarz</span>
        <span data-pagefind-filter="farbe">Weiß</span><i data-pagefind-filter="laune:Faul"></i>
        <b data-pagefind-sort="gewicht:-0.4"></b>""",
    "theodor": """<h1 data-pagefind-filter="farbe:Weiß">Katze</h1><span data-pagefind-filter="laune">Ruhig</span>
        <span data-pagefind-filter="farbe">Orange</span><b data-pagefind-sort="gewicht:9.9"></b>""",
    "ali": """<h1 data-pagefind-filter="farbe:Getigert">Ali, eine Katze</h1><span data-pagefind-filter="laune">Böse</span>
        <b data-pagefind-sort="gewicht:1234.5"></b>""",
    "rathaus": """<h1>Bürgerhaus &amp; Rathaus</h1><p>Vor dem <b>ersten</b> Abschnitt: &lt;img src=x onerror=alert(1)&gt; bleibt Text.</p>
        <h2 id="wlan">WLAN im Bürgerhaus</h2><p>Freies Netz für die Bürgerbeteiligung in Soest.</p>
        <h2 id="zeiten">Öffnungszeiten</h2><p>Montags bis freitags. Die Straße ist gesperrt.</p>
        <span data-pagefind-meta="bild:/a.png"></span>""",
    "mitreden": """<h1>Beteiligung</h1><p>Beteiligung heißt, dass Bürger mitreden.</p>
        <h2 id="ort">Beteiligung vor Ort</h2><p>Bürger und Bürgerin kommen.</p>""",
    "a/tief": "<h1>Glasfaser</h1><p>Breitband und Glasfaser für alle.</p>",
}
# The body of a function that has the hits in `found`: where they lead, in order.
DATA = "const all = await Promise.all(found.results.map((hit) => hit.data())); return all.map((one) => one.url).sort();"
