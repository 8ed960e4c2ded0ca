"""Maps: what they count, what they hide, what they are drawn on, the files they give."""
