"""Texts with the fonts that a document names for them."""

from __future__ import annotations

from dataclasses import dataclass

from hqe_docs.problems import NOWHERE, Location


@dataclass(frozen=True, slots=True)
class Piece:
    """A text that is drawn in one go, the font named for its Chinese characters, and where it stands."""

    text: str
    font: str
    where: Location = NOWHERE


def is_han(char: str) -> bool:
    """Say whether a character is a Chinese one (the unified ideographs and their extensions)."""
    return "㐀" <= char <= "鿿" or "豈" <= char <= "﫿" or char >= "\U00020000"
