"""Sparklines of a sheet: one for each row that its cell became (MS-XLSX §2.6.216)."""

from __future__ import annotations

import copy

from lxml import etree

from hqe_docs.paper.excel.book import Book, area_of, ends_of
from hqe_docs.paper.excel.linemap import NOWHERE_SPECIAL
from hqe_docs.paper.excel.sheetrules import close_group


def move_sparklines(root: etree._Element, name: str, book: Book) -> None:
    """Move the sparklines of sheet `name` and what they draw; those without a cell go."""
    for group in list(root.iterfind("{*}extLst//{*}sparklines")):
        for sparkline in list(group):
            _repeat(sparkline, name, book)
            group.remove(sparkline)
        whole = group.getparent()
        if whole is None:
            continue
        _move_data(whole, name, book)
        everything = whole.getparent()
        if not len(group) and everything is not None:
            everything.remove(whole)
            close_group(everything)


def _repeat(sparkline: etree._Element, name: str, book: Book) -> None:
    cell, data = sparkline.find("{*}sqref"), sparkline.find("{*}f")
    ends = ends_of((cell.text or "").strip()) if cell is not None else None
    if ends is None:
        sparkline.addprevious(copy.deepcopy(sparkline))
        return
    lines = book.maps[name]
    for span, spot in lines.turned_areas(*(lines.axis.number(end[lines.axis.half]) for end in ends)):
        again = copy.deepcopy(sparkline)
        again.find("{*}sqref").text = area_of(ends, span, lines.axis)  # type: ignore[union-attr]
        if data is not None:
            again.find("{*}f").text = book.formula(data.text or "", name, spot)  # type: ignore[union-attr]
        sparkline.addprevious(again)


def _move_data(whole: etree._Element, name: str, book: Book) -> None:
    """Move the dates that a whole group has for its axis."""
    for dates in whole.iterfind("{*}f"):
        dates.text = book.formula(dates.text or "", name, NOWHERE_SPECIAL)
