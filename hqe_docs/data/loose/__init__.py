"""Workbooks that belong to no dossier: read by what their sheets show, and checked."""
