"""Data for templates that belong to no dossier: YAML, JSON, CSV files and workbooks as a mapping of names."""
