"""Cell formats of a workbook: a day written into a cell without a date format gets one."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass, field

from lxml import etree

from hqe_docs.paper.xmlbytes import xml_bytes

_DATE_FORMAT = "14"  # the system's short date
_BUILT_IN_DATES = {str(n) for n in (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59))}
_LITERALS = re.compile(r"\"[^\"]*\"|\\.|\[[^\]]*\]")


@dataclass(slots=True)
class DateStyles:
    """The part xl/styles.xml, to which date variants of formats are added when they are needed."""

    xml: bytes | None
    from_1904: bool = False
    _root: etree._Element | None = None
    _made: dict[str, str] = field(default_factory=dict)

    def knows(self, style: str) -> bool:
        """Say whether `dated` has been asked about `style` before."""
        return style in self._made

    def dated(self, style: str) -> str:
        """Return the index of the format like `style` that shows a date: itself, or a variant of it."""
        if style not in self._made:
            self._made[style] = self._with_date(style or "0")
        return self._made[style]

    def _with_date(self, style: str) -> str:
        if self.xml is None:
            return style
        if self._root is None:
            self._root = etree.fromstring(self.xml)
        formats = self._root.find("{*}cellXfs")
        if formats is None or int(style) >= len(formats) or self._is_date(formats[int(style)]):
            return style
        variant = copy.deepcopy(formats[int(style)])
        variant.set("numFmtId", _DATE_FORMAT)
        variant.set("applyNumberFormat", "1")
        formats.append(variant)
        formats.set("count", str(len(formats)))
        self.xml = xml_bytes(self._root)
        return str(len(formats) - 1)

    def _is_date(self, cell_format: etree._Element) -> bool:
        number = cell_format.get("numFmtId", "0")
        if self._root is None or number in _BUILT_IN_DATES:
            return number in _BUILT_IN_DATES
        for own in self._root.iterfind("{*}numFmts/{*}numFmt"):
            if own.get("numFmtId") == number:
                code = _LITERALS.sub("", own.get("formatCode", ""))
                return re.search("[ymdh年月日]", code, re.I) is not None
        return False
