"""Rules over the rows of a ledger and between ledgers; each is a function that yields problems."""
