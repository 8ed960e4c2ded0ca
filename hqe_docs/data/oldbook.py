"""The child process that reads one .xls: prints its sheets, or why they can't be read, as JSON."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from hqe_docs.data.workbook import read_sheets

MOST_BYTES = 4 * 1024 * 1024 * 1024


def main() -> None:
    """Read the file named by the first argument within a bound of memory, without Rust's own messages."""
    _bound()
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 2)
    with Path(sys.argv[1]).open("rb") as stream:
        answer = read_sheets(stream)
    sys.stdout.write(json.dumps(answer))


def _bound() -> None:
    try:
        import resource
    except ImportError:  # Windows, where a failed allocation fails at once
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))


if __name__ == "__main__":
    main()
