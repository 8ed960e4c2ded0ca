"""Papers of an office's own: written from a text, checked, laid out anew."""
