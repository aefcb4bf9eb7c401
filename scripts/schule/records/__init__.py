"""The records: their models, reading them with positions, the catalog, and the checks over all of them."""
