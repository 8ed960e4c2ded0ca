"""The elements of an official paper: which paragraph is which, and the checks of each (GB/T 9704 7, 10)."""
