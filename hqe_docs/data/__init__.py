"""The data wing: ledger, dossier, figures, scores. Knows nothing of Word or Excel output."""
