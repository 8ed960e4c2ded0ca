"""The layout profile: templates/layout/*.yaml read into one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

CHARACTER = 320  # twips of one 三号 character, the unit 字 of GB/T 9704 clause 3


@dataclass(frozen=True, slots=True)
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


def read_profile(path: Path) -> Profile:
    """Return the profile in a YAML file."""
    return Profile(yaml.safe_load(path.read_text(encoding="utf-8")))
