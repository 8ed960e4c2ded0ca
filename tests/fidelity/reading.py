"""A filled workbook, read by openpyxl, calamine and as plain XML: nothing here knows our own code."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import openpyxl
from lxml import etree
from python_calamine import CalamineWorkbook

from tests.fidelity.book import MAIN


class Reading:
    """What stands in the workbook at `path`, whose loop had `count` rows."""

    def __init__(self, path: Path, count: int) -> None:
        self.path, self.count = path, count
        self.first = 3
        self.total = 3 + count
        with zipfile.ZipFile(path) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}

    @property
    def last(self) -> int:
        return self.total - 1

    def span(self, left: str, right: str = "") -> str:
        """Return the area of the loop's rows in these columns, one cell when it is one row."""
        right = right or left
        one = f"{left}{self.first}"
        return one if self.count == 1 and left == right else f"{one}:{right}{self.last}"

    @cached_property
    def book(self) -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl says that it knows no later extensions
            return openpyxl.load_workbook(self.path, rich_text=True)

    @property
    def sheet(self) -> Any:
        return self.book[MAIN]

    @property
    def data_rows(self) -> range:
        return range(self.first, self.total)

    def values(self, name: str = MAIN) -> list[list[Any]]:
        found = CalamineWorkbook.from_path(str(self.path)).get_sheet_by_name(name)
        return found.to_python(skip_empty_area=False)

    def root(self, name: str) -> etree._Element:
        return etree.fromstring(self.parts[name])

    @cached_property
    def main(self) -> etree._Element:
        return self.root(self.part_of(MAIN))

    def part_of(self, title: str) -> str:
        """Return the part of a sheet."""
        book, relations = self.root("xl/workbook.xml"), self.root("xl/_rels/workbook.xml.rels")
        for sheet in book.iterfind("{*}sheets/{*}sheet"):
            key = next(value for name, value in sheet.attrib.items() if str(name).endswith("}id"))
            if sheet.get("name") == title:
                target = next(item.get("Target") for item in relations if item.get("Id") == key)
                return "xl/" + str(target).removeprefix("/xl/")
        raise KeyError(title)

    def attached(self, part: str, kind: str) -> Iterator[str]:
        """Yield the parts of a kind that a part leads to."""
        folder, _, name = part.rpartition("/")
        xml = self.parts.get(f"{folder}/_rels/{name}.rels")
        for item in etree.fromstring(xml) if xml else ():
            if str(item.get("Type")).endswith("/" + kind):
                target = str(item.get("Target"))
                yield target.lstrip("/") if target.startswith("/") else _joined(folder, target)

    def all(self, path: str) -> list[etree._Element]:
        """Return elements of the main sheet, by local names joined with /."""
        return list(self.main.iterfind("/".join("{*}" + step for step in path.split("/"))))

    def formula(self, cell: str) -> str:
        found = self.sheet[cell].value
        return getattr(found, "text", None) or str(found)

    def extension(self, words: str) -> list[etree._Element]:
        return list(self.main.iterfind(f"{{*}}extLst//{{*}}{words}"))

    def anchors(self, title: str = MAIN) -> list[etree._Element]:
        return [
            anchor for part in self.attached(self.part_of(title), "drawing") for anchor in self.root(part)
        ]

    def charts(self, title: str) -> list[etree._Element]:
        drawings = self.attached(self.part_of(title), "drawing")
        return [self.root(chart) for part in drawings for chart in self.attached(part, "chart")]


def _joined(folder: str, target: str) -> str:
    path = f"{folder}/{target}"
    while "/../" in path:
        path = re.sub(r"[^/]+/\.\./", "", path, count=1)
    return path


def row_of(anchor: etree._Element, end: str = "from") -> int:
    """Return the 1-based row at which a drawing begins or ends."""
    return int(anchor.findtext(f"{{*}}{end}/{{*}}row") or "0") + 1
