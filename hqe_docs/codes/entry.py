"""The shape of one entry of the table of problem codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Code:
    """A code's message and hint (with {fields}), and a longer explanation for `hqe explain`.

    Of what a standard asks for: its clause, and how strongly (规定, 一般, 推荐; 实务 is practice, no clause).
    """

    title: str
    message: str
    hint: str
    explanation: str
    severity: Literal["error", "warning", "info"] = "error"
    clause: str = ""
    strength: str = ""

    @property
    def basis(self) -> str:
        """Return how strongly it is asked for and where, as “规定，GB/T 9704 5.2.1”; empty for other codes."""
        return "，".join(part for part in (self.strength, self.clause) if part)
