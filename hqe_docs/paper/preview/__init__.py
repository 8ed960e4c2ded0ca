"""Pages as an office program makes them: rendered to PDF and PNG, with what became of the fonts."""
