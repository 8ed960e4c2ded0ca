"""Ledgers worked on: taken in, made, merged, compared, sampled, derived, counted."""
