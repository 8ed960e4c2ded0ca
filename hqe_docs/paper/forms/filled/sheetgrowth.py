"""Rows added to a list of a sheet: what stands below moves down, with all that points at it."""

from __future__ import annotations

from hqe_docs.paper.package import Parts
from hqe_docs.problems import Location


def more_sheet_rows(parts: Parts, address: Location, more: int) -> bool:
    """Put `more` rows like that of a cell behind it; say whether that was possible."""
    return False
