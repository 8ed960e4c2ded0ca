"""Templates looked at and mended without filling them for anybody."""
