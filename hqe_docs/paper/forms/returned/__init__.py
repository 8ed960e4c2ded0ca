"""Filled forms read back: a form that came in is held against the blank one, or against what it must have been."""
