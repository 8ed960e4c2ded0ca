"""A Word document as it looks: every paragraph, run, table and section with its settings resolved."""
