"""The language of the templates: Jinja made strict, bounded and Chinese."""
