"""Texts that an office wrote itself, turned into official papers."""
