"""Pages of many files bound as one PDF: pictures on A4, numbers in the upper corner, an outline."""
