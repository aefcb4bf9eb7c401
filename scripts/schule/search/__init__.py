"""Search over a folder of HTML: build an index of static files, and answer queries from it.

Takes HTML files, returns files under ``suchindex/`` (see FORMAT.md) and hits. Knows nothing of records, themes or MkDocs,
so that any site can be indexed. `build` writes, `reader` answers; the browser's reader lives in ``client/``.
"""

import os

# Said before numpy is loaded: the build counts and sorts, and threads for linear algebra would spin beside it for nothing.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
