"""What formulas come to: tokens, tree, value, for readers that don't calculate (ECMA-376 §18.17)."""
