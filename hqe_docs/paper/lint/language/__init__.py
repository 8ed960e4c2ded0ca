"""The language of an official paper: numbers, dates, punctuation, names (GB/T 15834, GB/T 15835)."""
