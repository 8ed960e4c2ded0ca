"""The paper wing: filling Word and Excel templates from a plain mapping. Knows nothing of dossiers."""
