"""Makes the Excel templates in templates/ from the ledger kinds: python -m tools.excel.make."""
