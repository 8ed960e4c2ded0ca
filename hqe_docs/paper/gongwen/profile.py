"""The layout profile: all numbers of one way to lay out official papers, as one value."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

CHARACTER = 320  # twips of one 三号 character, the unit 字 of GB/T 9704 clause 3
ASCENT, EM_UP = 0.8, 0.88  # share of an exact line above the baseline, of the em box above it


@dataclass(frozen=True)
class Profile:
    """The numbers of one way to lay out official papers, under their Chinese keys."""

    data: Mapping[str, Any]

    def number(self, group: str, name: str, key: str = "值") -> int:
        return int(self.data[group][name][key])

    def font(self, name: str) -> str:
        return str(self.data["字体"][name]["名称"])

    def colour(self, name: str) -> str:
        return str(self.data["颜色"][name]["值"])

    @property
    def fonts(self) -> Mapping[str, Mapping[str, Any]]:
        fonts: Mapping[str, Mapping[str, Any]] = self.data["字体"]
        return fonts

    @property
    def styles(self) -> Mapping[str, Mapping[str, Any]]:
        styles: Mapping[str, Mapping[str, Any]] = self.data["样式"]
        return styles

    @property
    def line(self) -> int:
        """Return the exact line pitch of the body in twips."""
        return self.number("页面", "行距")

    def style_id(self, name: str) -> str:
        """Return the identifier of a named style; ASCII, because old WPS builds rewrite others."""
        return f"gw{list(self.styles).index(name) + 1}"

    def space_before(self, entry: Mapping[str, Any]) -> int:
        """Return the twips before a paragraph of the style.

        字顶 is where its em box begins on the paper, 占行 how many lines of the page stand above it: so what the
        standard measures from the paper's edge stays there whatever margins and pitch the profile has.
        """
        if "字顶" not in entry:
            return int(entry.get("段前", 0))
        above = self.number("页面", "天头") + int(entry.get("占行", 0)) * self.line
        return int(entry["字顶"]) - above - self.space_above(entry)

    def space_above(self, entry: Mapping[str, Any]) -> int:
        """Return the twips between the upper edge of an exact line and the em box in it."""
        line, size = int(entry.get("行距", self.line)), int(entry["字号"]) * 10
        return round(ASCENT * line - EM_UP * size)

    def line_of(self, entry: Mapping[str, Any]) -> int:
        """Return the exact line of a style in twips, 0 for single; 补足 fills the page up to where the mark begins."""
        if "补足" not in entry:
            return int(entry.get("行距", self.line))
        return int(entry["补足"]) - self.number("页面", "天头") - int(entry.get("占行", 0)) * self.line

    @cached_property
    def digest(self) -> str:
        """Return what tells this profile from others, whatever they are called."""
        return sha256(json.dumps(self.data, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
