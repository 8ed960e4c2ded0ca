"""Writes the Excel templates: python -m tools.excel.make [FOLDER]; the same sources give the same bytes."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree
from openpyxl import Workbook

from tools.excel.bundle import bundle_index
from tools.excel.columns import ROOT
from tools.excel.evidence import evidence_list
from tools.excel.figures import figure_summary
from tools.excel.funds import expense_list, fund_ledger
from tools.excel.gaps import gap_list
from tools.excel.ledgers import ledger, merged_ledger
from tools.excel.problem_list import problem_list
from tools.excel.score_summary import score_summary
from tools.excel.scores import score_sheet
from tools.excel.troubles import trouble_list
from tools.excel.week_summary import week_summary

TEMPLATES: Mapping[str, Callable[[], Workbook]] = {
    "劳动力资源台账.xlsx": ledger,
    "劳动力资源台账（汇总）.xlsx": merged_ledger,
    "自评表.xlsx": score_sheet,
    "自评汇总表.xlsx": score_summary,
    "指标数据汇总表.xlsx": figure_summary,
    "佐证材料目录.xlsx": evidence_list,
    "差距分析与整改清单.xlsx": gap_list,
    "奖补资金台账.xlsx": fund_ledger,
    "支出明细.xlsx": expense_list,
    "问题清单.xlsx": problem_list,
    "资料包目录.xlsx": bundle_index,
    "问题台账.xlsx": trouble_list,
    "周报汇总.xlsx": week_summary,
}
FIXED_TIME = (1980, 1, 1, 0, 0, 0)
CORE, APP = "docProps/core.xml", "docProps/app.xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PROPERTIES = {  # no clock, no version of a program; a filled file gets its title from 文书.题名
    CORE: _HEAD
    + '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    APP: _HEAD
    + '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
}


def parts_of(book: Workbook) -> dict[str, bytes]:
    """Return the parts of `book` in order, without what changes from day to day."""
    stream = io.BytesIO()
    book.save(stream)
    with ZipFile(stream) as archive:
        parts = {name: archive.read(name) for name in sorted(archive.namelist())}
    parts |= {name: text.encode() for name, text in PROPERTIES.items()}
    parts["xl/workbook.xml"] = re.sub(
        rb"<calcPr[^>]*/>", b'<calcPr fullCalcOnLoad="1"/>', parts["xl/workbook.xml"]
    )
    parts["xl/styles.xml"] = _fonts_in_order(parts["xl/styles.xml"])
    first = "[Content_Types].xml"
    return {first: parts.pop(first), **parts}


_FONT = (
    "b",
    "i",
    "strike",
    "outline",
    "shadow",
    "u",
    "vertAlign",
    "sz",
    "color",
    "name",
    "family",
    "charset",
)


def _fonts_in_order(styles: bytes) -> bytes:
    """Return the styles with each font's properties in the order Excel writes (openpyxl puts the name first)."""
    root = etree.fromstring(styles)
    for font in root.iterfind("{*}fonts/{*}font"):
        font[:] = sorted(font, key=_place)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _place(child: etree._Element) -> int:
    name = etree.QName(child).localname
    return _FONT.index(name) if name in _FONT else len(_FONT)


def write(path: Path, book: Workbook) -> None:
    """Write `book` with fixed times."""
    with ZipFile(path, "w") as archive:
        for name, content in parts_of(book).items():
            info = ZipInfo(name, FIXED_TIME)
            info.create_system, info.compress_type = 0, ZIP_DEFLATED
            archive.writestr(info, content, compresslevel=9)


def main() -> None:
    """Write every template into the folder named, or into templates/."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in TEMPLATES.items():
        write(folder / name, make())
        print(f"{name}: {(folder / name).stat().st_size} bytes")


if __name__ == "__main__":
    main()
