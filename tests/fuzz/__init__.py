"""Mutated inputs: no crash without a problem, no hang, no memory beyond the bound."""
