"""What a hostile file is: how it is made, which command meets it, what must be told, and the bounds of all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

MOST_SECONDS = 10.0  # of processor time, SECURITY.md
MOST_MEMORY = 400  # MiB, SECURITY.md


@dataclass(frozen=True, slots=True)
class Case:
    """A hostile file: `make` writes it into a folder and returns the command's arguments.

    One of `codes` must be told; without codes the command may find it harmless, and `holds` says what must be true.
    """

    name: str
    make: Callable[[Path], Sequence[object]]
    codes: frozenset[str] = frozenset()
    holds: Callable[[Path, str], bool] | None = None
    heavy: bool = False


def case(
    name: str,
    make: Callable[[Path], Sequence[object]],
    codes: str = "",
    *,
    holds: Callable[[Path, str], bool] | None = None,
    heavy: bool = False,
) -> Case:
    """Return a case; `codes` are words."""
    return Case(name, make, frozenset(codes.split()), holds, heavy)
