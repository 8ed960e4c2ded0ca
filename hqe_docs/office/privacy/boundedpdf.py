"""PDFs looked through by a child process: what would take all memory or all time takes only the child's."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from hqe_docs.library import PACKAGE
from hqe_docs.office.privacy.numbers import Number
from hqe_docs.office.privacy.packages import Unsafe
from hqe_docs.office.privacy.pdfs import Finding, Locked
from hqe_docs.problems import Location

LATE, LATE_A_MIB = 60, 4  # seconds that pass, on a busy machine more than the child's own
TOO_MUCH = "太大或太复杂，看它要的时间或内存超过界限"


def in_bounded_pdf(content: bytes, file: str, depth: int) -> Iterator[Finding]:
    """Yield the numbers of a PDF; Unsafe or Locked where it can't be looked through."""
    is_fresh = _Child.running is None
    answer = _Child.started().answer(content, file, depth)
    if answer is None and not is_fresh:  # what it read before may have left too little
        answer = _Child.started().answer(content, file, depth)
    if answer is None:
        raise Unsafe(TOO_MUCH)
    if "unsafe" in answer:
        raise Unsafe(answer["unsafe"])
    if "found" not in answer:
        raise Locked
    for where, kind, text in answer["found"]:
        yield Location(**where), Number(kind, text)


class _Child:
    """The process, which is kept for the next PDF: starting it takes longer than most PDFs."""

    running: _Child | None = None

    def __init__(self) -> None:
        inside = os.pathsep.join([str(PACKAGE.parent), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "hqe_docs.office.privacy.pdfchild"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": inside, "PYTHONUTF8": "1"},
        )

    @classmethod
    def started(cls) -> _Child:
        if cls.running is None:
            cls.running = cls()
        return cls.running

    def answer(self, content: bytes, file: str, depth: int) -> dict[str, Any] | None:
        """Return what the child says of a PDF, None when it ended over it."""
        timer = threading.Timer(LATE + LATE_A_MIB * (len(content) >> 20), self._process.kill)
        timer.start()
        try:
            assert self._process.stdin is not None and self._process.stdout is not None  # noqa: S101
            self._process.stdin.write(json.dumps([file, depth, len(content)]).encode() + b"\n" + content)
            self._process.stdin.flush()
            said: dict[str, Any] = json.loads(self._process.stdout.readline())
        except (OSError, ValueError):
            self.stop()
            return None
        finally:
            timer.cancel()
        return said

    def stop(self) -> None:
        """End the child; the next PDF starts another one."""
        _Child.running = None
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # what it did not read any more
                stream.close() if stream is not None else None
        self._process.wait()


@atexit.register
def _stop() -> None:
    if _Child.running is not None:
        _Child.running.stop()
