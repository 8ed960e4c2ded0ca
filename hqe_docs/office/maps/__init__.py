"""Maps of dossiers: figures by village and group laid onto boundaries or a scheme, as posters and as a page."""
