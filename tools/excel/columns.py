"""The columns of a ledger kind as a workbook shows them: codes, hints, when they must be filled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hqe_docs.problems import Problems
from hqe_docs.yamlfile import read_yaml

ROOT = Path(__file__).resolve().parents[2]
YES_NO = ("是", "否")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `codes` are the only values, `several` of them at once, or mere `proposals`."""

    name: str
    type: str
    format: str
    codes: tuple[str, ...]
    proposals: tuple[str, ...]
    several: bool
    need: str
    hint: str
    example: str
    optional: bool

    @property
    def choices(self) -> tuple[str, ...]:
        """Everything its drop-down offers."""
        return self.codes or self.proposals

    @property
    def is_closed(self) -> bool:
        """Say whether nothing but one of the codes may be typed."""
        return bool(self.codes) and not self.several


def columns_of(kind: str) -> list[Column]:
    """Return the columns of ledgers/kinds/<kind>.yaml."""
    path, found = ROOT / "ledgers" / "kinds" / f"{kind}.yaml", Problems()
    file = read_yaml(path, path.name, found)
    if file is None or found.has_errors:
        raise ValueError([item.message for item in found])
    return [_column(raw) for raw in file.value["fields"]]


def _column(raw: Mapping[str, Any]) -> Column:
    limits = raw.get("constraints") or {}
    codes = limits.get("enum") or (YES_NO if raw["type"] == "boolean" else ())
    return Column(
        name=raw["name"],
        type=raw["type"],
        format=raw.get("format") or "",
        codes=tuple(codes),
        proposals=tuple(raw.get("推荐值") or ()),
        several=raw["type"] == "list",
        need=_need(raw, limits),
        hint=raw.get("说明") or "",
        example=raw.get("示例") or "",
        optional=raw.get("可选") == "是",
    )


def _need(raw: Mapping[str, Any], limits: Mapping[str, Any]) -> str:
    if raw.get("推算"):
        return "自动"
    if limits.get("required"):
        return "必填"
    case = raw.get("必填条件")
    if not case:
        return "选填"
    return f"{case['列']}{_test(case)}时必填"


def _test(case: Mapping[str, Any]) -> str:
    if "等于" in case:
        return f"为“{case['等于']}”"
    negated = "不属于" in case
    values = [value for value in case["不属于" if negated else "属于"] if value]
    return f"{'不是' if negated else '为'}{'、'.join(values)}"
