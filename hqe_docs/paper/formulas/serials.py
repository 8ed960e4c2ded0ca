"""Days as the numbers that spreadsheets count them with (ECMA-376 §18.17.4.1)."""

from __future__ import annotations

from datetime import date

_EPOCH = date(1899, 12, 30).toordinal()
_FIRST = 61.0  # 1900-03-01; before it stands the 29 February that 1900 never had
_LAST = 2_958_465.0  # 9999-12-31


def serial_of(day: date) -> float | None:
    """Return the number of `day`, None where the two systems of 1900 differ."""
    serial = float(day.toordinal() - _EPOCH)
    return serial if serial >= _FIRST else None


def day_of(serial: float) -> date | None:
    """Return the day of a number, None where it is none or not the same everywhere."""
    return date.fromordinal(int(serial) + _EPOCH) if _FIRST <= serial < _LAST + 1 else None
