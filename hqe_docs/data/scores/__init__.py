"""Scores: editions of indicators, their figures and rules, sheets, what is lost and what would win it."""
