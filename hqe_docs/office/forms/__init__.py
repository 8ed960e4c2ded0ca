"""Official forms without tags and the data of the house: ledgers, dossiers, scores."""
