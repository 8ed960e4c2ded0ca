"""Word templates: prepared once, filled, looked at."""
