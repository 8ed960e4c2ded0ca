"""Tables from YAML: columns with widths, and rows of cells between {%tr … %} control rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from hqe_docs.paper.gongwen.ooxml import Element, control, paragraph, runs, x
from hqe_docs.paper.gongwen.profile import Profile
from hqe_docs.paper.gongwen.sections import body_width
from hqe_docs.paper.gongwen.styles import TABLE_ID

Cell = str | Sequence[str] | Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Slot:
    """One cell as it is to be made: `merged` over the innermost loop, `kept` with what comes next, or not.

    `down`: restart or continue, in a cell that goes over several rows (ECMA-376 §17.4.84).
    """

    paragraphs: Sequence[str]
    style: str
    width: int
    span: int = 1
    merged: bool = False
    kept: bool = False
    down: str = ""


@dataclass(frozen=True, slots=True)
class Tables:
    """Tables to be made, by title."""

    profile: Profile
    specs: Mapping[str, Mapping[str, Any]]

    def stays_with_text(self, name: str) -> bool:
        """Say whether the table must stand on the page of the text before it."""
        return bool(self.specs[name].get("随文"))

    def table(self, name: str, kind: str) -> Element:
        """Return table `name`; its columns must fill the type area of the section exactly."""
        spec = self.specs[name]
        widths = [int(column["宽"]) for column in spec["列"]]
        if sum(widths) != body_width(self.profile, kind):
            raise ValueError(f"{name}: columns are {sum(widths)} wide, not {body_width(self.profile, kind)}")
        grid = x("tblGrid", *(x("gridCol", w=width) for width in widths))
        rows = (made for row in spec["行"] for made in self._rows(spec, row))
        header = () if spec.get("无表头") else (self._header(spec),)
        return x("tbl", _properties(spec, sum(widths)), grid, *header, *rows)

    def _header(self, spec: Mapping[str, Any]) -> Element:
        style = spec.get("表头样式", "表头")
        # rows that may break from each other: kept together, a long table takes a page of its own
        kept = bool(spec.get("随文") and spec["行"])
        cells = [
            self._cell(spec, Slot([column["题"]], style, int(column["宽"]), kept=kept))
            for column in spec["列"]
        ]
        return x("tr", x("trPr", x("cantSplit"), self._height(spec), x("tblHeader")), *cells)

    def _height(self, spec: Mapping[str, Any]) -> Element:
        rule = "exact" if spec.get("定高") else "atLeast"
        return x("trHeight", val=spec.get("行高", 454), hRule=rule)

    def _rows(
        self, spec: Mapping[str, Any], row: str | Sequence[Cell] | Mapping[str, Any]
    ) -> Iterator[Element]:
        """Yield a row; one with 可拆 twice, that as a long one it may go on overleaf and as a short one stays whole."""
        made = self._row(spec, row)
        if isinstance(row, Mapping) and (condition := row.get("可拆")):
            yield self._row(spec, f"{{%tr if {condition} %}}")
            loose = self._row(spec, row)
            loose[0].remove(loose[0][0])
            yield loose
            yield self._row(spec, "{%tr else %}")
            yield made
            yield self._row(spec, "{%tr endif %}")
        else:
            yield made

    def _row(self, spec: Mapping[str, Any], row: str | Sequence[Cell] | Mapping[str, Any]) -> Element:
        if isinstance(row, str):
            whole = {"文": row, "跨": len(spec["列"])}
            return x("tr", *(self._cell(spec, slot) for slot in _slots(spec, [whole])))
        if isinstance(row, Mapping):  # a row with a height of its own
            return self._row({**spec, **row}, row["格"])
        cells = [self._cell(spec, slot) for slot in _slots(spec, row)]
        return x("tr", x("trPr", x("cantSplit"), self._height(spec)), *cells)

    def _cell(self, spec: Mapping[str, Any], slot: Slot) -> Element:
        properties = x(
            "tcPr",
            x("tcW", w=slot.width, type="dxa"),
            x("gridSpan", val=slot.span) if slot.span > 1 else None,
            x("vMerge", val=slot.down) if slot.down else None,
            x("vAlign", val="center"),
        )
        ident = self.profile.style_id(slot.style)
        opening = runs("{% vm %}") if slot.merged else []
        keep = (x("keepNext"),) if slot.kept else ()
        return x(
            "tc",
            properties,
            *(
                control(ident, text)
                if text.startswith("{%p")
                else paragraph(ident, *opening, *runs(text), properties=keep)
                for text in slot.paragraphs
            ),
        )


def _properties(spec: Mapping[str, Any], width: int) -> Element:
    rims = spec.get("边距")
    sides = zip(("top", "left", "bottom", "right"), (rims or [0, 0]) * 2, strict=True)
    return x(
        "tblPr",
        x("tblStyle", val=TABLE_ID),
        x("tblW", w=width, type="dxa"),
        x("jc", val="center"),
        x("tblLayout", type="fixed"),
        x("tblCellMar", *(x(side, w=rim, type="dxa") for side, rim in sides)) if rims else None,
    )


def _slots(spec: Mapping[str, Any], row: Sequence[Cell]) -> list[Slot]:
    """Return the cells of a row; they must fill the columns exactly."""
    slots, at = [], 0
    for cell in row:
        entry: Mapping[str, Any] = cell if isinstance(cell, Mapping) else {"文": cell}
        columns = spec["列"][at : at + int(entry.get("跨", 1))]
        content = [entry["文"]] if isinstance(entry["文"], str) else list(entry["文"])
        width = sum(int(column["宽"]) for column in columns)
        style = entry.get("样式", columns[0]["样式"])
        merged, kept = bool(entry.get("并")), bool(entry.get("连"))
        slots.append(Slot(content, style, width, len(columns), merged, kept, entry.get("跨行", "")))
        at += len(columns)
    if at != len(spec["列"]):
        raise ValueError(f"a row fills {at} of {len(spec['列'])} columns")
    return slots


def read_tables(paths: Iterable[Path], profile: Profile) -> Tables:
    """Return the tables of YAML files; no two have the same name."""
    specs: dict[str, Mapping[str, Any]] = {}
    for path in paths:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
        if again := specs.keys() & found.keys():
            raise ValueError(f"{path.name}: {again} again")
        specs |= found
    return Tables(profile, specs)
