"""Files of any kind as grids of texts: nothing here knows what a ledger is."""
