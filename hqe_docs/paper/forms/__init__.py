"""Official forms without tags: the grid of places that Word and Excel forms share, found by their labels."""
