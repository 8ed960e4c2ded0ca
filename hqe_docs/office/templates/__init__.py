"""Templates outside a build: checked, mended, filled from any data."""
