"""A dossier as a workbook to fill in (填报表): its sheets read off the model, values laid into cells and read back."""
