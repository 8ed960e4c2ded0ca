"""Matching as commands do it: dossiers in, a workbook and papers for the door out, answers back."""
