"""Scores: editions, figures, sheets compared and ranked, gaps, official forms."""
