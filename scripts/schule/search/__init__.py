"""Search over a folder of HTML: build an index of static files, and answer queries from it.

Takes HTML files, returns files under ``suchindex/`` (see FORMAT.md) and hits. Knows nothing of records, themes or MkDocs,
so that any site can be indexed. `build` writes, `reader` answers; the browser's reader lives in ``client/``.
"""
