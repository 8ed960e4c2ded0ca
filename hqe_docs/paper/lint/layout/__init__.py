"""The layout of an official paper: page, text, page numbers, tables, fonts, package (GB/T 9704 5, 6, 7.5)."""
