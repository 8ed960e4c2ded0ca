"""The places of a form found in its grids and lines."""
