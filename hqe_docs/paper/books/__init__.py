"""New workbooks, written from plain columns and rows."""
