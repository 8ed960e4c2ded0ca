"""A console that never raises: any encoding, no colour where none is wanted, one line for a crash."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TextIO


def make_safe(*streams: TextIO) -> None:
    """Let `streams` replace what their encoding can't show instead of raising.

    On UTF-8 only undecodable file names are left; they are shown as escapes.
    """
    for stream in streams:
        reconfigure = getattr(stream, "reconfigure", None)  # absent where a program replaced sys.stdout
        if reconfigure is not None:
            reconfigure(errors="backslashreplace" if speaks_utf8(stream) else "replace")


def speaks_utf8(stream: TextIO) -> bool:
    """Say whether `stream` is UTF-8, which shows every character and is what JSON is read as."""
    name = getattr(stream, "encoding", None) or "ascii"
    return name.lower().replace("-", "").replace("_", "") == "utf8"


def colour_wanted(environment: Mapping[str, str] = os.environ) -> bool | None:
    """Return False where colours are refused, else None: click then colours a terminal only."""
    refused = environment.get("NO_COLOR") or environment.get("TERM") == "dumb"
    return False if refused else None


def help_width(environment: Mapping[str, str] = os.environ) -> int:
    """Return the columns of a help page: the terminal's less two, from 50 to 98.

    shutil.get_terminal_size would say the same and import every archive format for it.
    """
    text = environment.get("COLUMNS", "")
    try:
        columns = int(text) if text.isdecimal() else os.get_terminal_size(1).columns
    except (OSError, ValueError):  # no terminal
        columns = 80
    return max(min(columns, 100) - 2, 50)


def wants_traceback() -> bool:
    """Say whether HQE_DEBUG asks for the whole traceback of a crash."""
    return os.environ.get("HQE_DEBUG", "") not in ("", "0")


def hush_warnings() -> None:
    """Keep libraries' English warnings from a user who didn't ask for them."""
    if not (sys.warnoptions or wants_traceback()):
        import warnings

        warnings.simplefilter("ignore")
