"""The fonts that offices name: under which names PDFs show them, and which characters they hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hqe_docs.library import Library, once_a_file

FILE = "templates/layout/字体名录.yaml"


@dataclass(frozen=True, slots=True)
class FontList:
    """Names and repertories by the name used in documents."""

    aliases: Mapping[str, Sequence[str]]
    repertories: Mapping[str, str]

    def is_drawn(self, named: str, drawn: str) -> bool:
        """Say whether the PDF's font `drawn` is the font `named` in the document."""
        names = (named, *self.aliases.get(named, ()))
        return any(_plain(drawn).startswith(_plain(name)) for name in names if name)

    def lacks(self, named: str, char: str) -> bool:
        """Say whether a known font has no glyph for a Chinese character."""
        repertory = self.repertories.get(named)
        if repertory is None:
            return False
        try:
            char.encode(repertory)
        except UnicodeEncodeError:
            return True
        return False


def _plain(name: str) -> str:
    return "".join(char for char in name.lower() if char.isalnum() or char == "_")


def read_font_list(library: Library) -> FontList:
    """Return the list of all library folders together, those in front winning."""
    known: dict[str, Mapping[str, Any]] = {}
    for path in library.each(FILE):
        known |= _read(path)
    aliases = {name: tuple(map(str, entry.get("别名", ()))) for name, entry in known.items()}
    return FontList(aliases, {name: str(entry["字库"]) for name, entry in known.items() if "字库" in entry})


@once_a_file
def _read(path: Path) -> Mapping[str, Mapping[str, Any]]:
    import yaml

    found: Mapping[str, Mapping[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    return found
