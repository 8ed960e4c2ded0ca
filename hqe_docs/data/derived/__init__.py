"""What follows from a master ledger: other ledgers and statistics."""
