"""Ledgers as they came in: put in order, merged, compared, sampled."""
