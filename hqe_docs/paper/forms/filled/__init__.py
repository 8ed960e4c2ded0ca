"""Values written into the places of a form: matched by label, made edits of texts, put into a Word document or workbook."""
