"""Pictures that a template may print: drawn when a tag asks for one, once in a process."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from hqe_docs.problems import Problem

KEPT = 64  # pictures; one has some 40 KiB


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture not drawn yet: `draw` makes a PNG of `data`; its size in millimetres, and what it shows in words.

    `draw` is a function of a module, so that a picture may go to another process.
    """

    draw: Callable[[Any, float, float], bytes | Problem]
    data: Hashable
    width: float
    height: float
    shown: str

    def png(self) -> bytes | Problem:
        """Return the file, or why it can't be drawn."""
        return _drawn(self)


@lru_cache(maxsize=KEPT)
def _drawn(picture: Picture) -> bytes | Problem:
    return picture.draw(picture.data, picture.width, picture.height)
