"""Colours of official papers."""

from __future__ import annotations


def is_red(colour: str | None) -> bool:
    """Say whether a colour, RRGGBB, is one of the reds in use: FF0000, E60012, C00000 …"""
    if colour is None:
        return False
    red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
    return red >= 0xB0 and green <= 0x40 and blue <= 0x40
