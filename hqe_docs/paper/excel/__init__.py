"""Excel templates: rows streamed into the template's own sheets, all that points at them moved along."""
