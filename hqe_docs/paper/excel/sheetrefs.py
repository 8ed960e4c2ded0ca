"""Which sheets and tables a formula speaks of: called by new names, or errors when they are gone (§18.17)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from hqe_docs.paper.excel.refs import quoted, unquoted

_STRING = r"\"(?:[^\"]|\"\")*\""
_SHEET = r"(?<![\w.\]'$!])(?P<sheet>'(?:[^']|'')+'|[\w.]+)!"
_CELL = r"\$?[A-Za-z]{1,3}\$?\d+"
_REFERENCE = (
    rf"(?:{_CELL}:{_CELL}|{_CELL}(?![\w.(])|\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}(?!\w)|\$?\d+:\$?\d+|[\w.]+)"
)
_TABLE = r"(?<![\w.'!])(?P<table>[^\W\d][\w.]*)(?P<items>\[(?:[^\[\]]|\[[^\[\]]*\])*\])"
_SPOKEN = re.compile(rf"{_STRING}|{_SHEET}(?P<cells>{_REFERENCE})?|{_TABLE}")
_THREE_D = re.compile(rf"{_STRING}|'((?:[^':]|'')+):((?:[^':]|'')+)'!|(?<![\w.$!'])([\w.]+):([\w.]+)!")
Names = Mapping[str, str | None]  # old → new, None for what is gone


def renamed(formula: str, sheets: Names, tables: Names) -> str:
    """Return `formula` with its sheets and tables called by their new names; what is gone becomes #REF!."""

    def one(match: re.Match[str]) -> str:
        if match["sheet"] and (name := unquoted(match["sheet"])) in sheets:
            new = sheets[name]
            return "#REF!" if new is None else f"{quoted(new)}!{match['cells'] or ''}"
        if match["table"] and match["table"] in tables:
            new = tables[match["table"]]
            return "#REF!" if new is None else new + match["items"]
        return match[0]

    return _SPOKEN.sub(one, formula) if "!" in formula or "[" in formula else formula


def spans_sheets(formula: str, names: Mapping[str, object]) -> bool:
    """Say whether `formula` has an area over several sheets (表1:表3!A1) that begins or ends with one of `names`."""
    return any(name in names for match in _THREE_D.finditer(formula) for name in match.groups() if name)
