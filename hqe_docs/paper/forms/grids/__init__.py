"""Word documents and workbooks read as grids of cells and lines."""
