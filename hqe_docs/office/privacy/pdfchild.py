"""The child process that looks through PDFs, one after another, each within a bound of time and memory.

On its input: the name of a file, how deep it lies, its length, then its bytes. On its output: a line of JSON for each.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from typing import Any

from hqe_docs.office.privacy.packages import Unsafe
from hqe_docs.office.privacy.pdfs import Finding, in_pdf
from hqe_docs.office.privacy.scanning import LOCKED, MOST_SHOWN, inside, is_pdf

MIB = 1024 * 1024
MOST_BYTES, TIMES = 320 * MIB, 8  # of memory, and a multiple of the file's size beside it
SECONDS, SECONDS_A_MIB = 6, 2  # of processor time


def main() -> None:
    """Answer until there is no more input."""
    source, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    while head := source.readline():
        file, depth, size = json.loads(head)
        _bound(size)
        answers.write(json.dumps(_answer(source.read(size), file, depth)) + "\n")
        answers.flush()


def _answer(content: bytes, file: str, depth: int) -> dict[str, Any]:
    try:
        every = in_pdf(content, file, _inside, depth)
        found: dict[Finding, None] = {}
        while len(found) <= MOST_SHOWN and (one := next(every, None)) is not None:
            found[one] = None
    except LOCKED:
        return {"locked": True}
    except Unsafe as error:
        return {"unsafe": str(error)}
    except MemoryError:
        os._exit(1)  # what is left may not be enough to say so
    except Exception:  # whatever a damaged file makes its reader stumble over
        return {"unsafe": "已损坏，读不出"}
    return {"found": [[where.as_json(), number.kind, number.text] for where, number in found]}


def _inside(name: str, content: bytes, file: str, depth: int) -> Iterator[Finding]:
    """Yield the numbers in what is attached; a PDF is read here, since it is bounded already."""
    return in_pdf(content, file, _inside, depth) if is_pdf(content) else inside(name, content, file, depth)


def _bound(size: int) -> None:
    try:
        import resource
    except ImportError:  # Windows, where only the time that passes is bounded
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + SECONDS + SECONDS_A_MIB * size // MIB
    for kind, most in ((resource.RLIMIT_AS, MOST_BYTES + TIMES * size), (resource.RLIMIT_CPU, seconds)):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


if __name__ == "__main__":
    main()
