"""A small .xlsx whose bytes depend on its content alone: no clock, no program version (ECMA-376 part 1)."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

Cell = str | int
HEADER_ROW = 3
A3, A4 = 8, 9  # paper sizes, ECMA-376 §18.3.1.63
FIXED_TIME = (2023, 10, 31, 0, 0, 0)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TITLE, LINE, HEADER, TEXT, LEFT, NUMBER = range(1, 7)  # cell formats, in the order of STYLES


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: title, the line under it, columns with their widths, rows; frozen left of `frozen`."""

    name: str
    title: str
    line: Sequence[str]
    widths: Mapping[str, float]
    rows: Sequence[Mapping[str, Cell]]
    left: frozenset[str] = frozenset()
    frozen: int = 0
    paper: int = A3


class Strings:
    """The shared strings: each text once, in order of first use."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        """Return the place of `text`."""
        return self.numbers.setdefault(text, len(self.numbers))

    def xml(self) -> str:
        """Return xl/sharedStrings.xml."""
        items = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in self.numbers)
        return f'{HEAD}<sst xmlns="{MAIN}" uniqueCount="{len(self.numbers)}">{items}</sst>'


def write(path: Path, sheet: Sheet) -> None:
    """Write `sheet` as a workbook of its own."""
    strings = Strings()
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations({"officeDocument": "xl/workbook.xml", "core": "docProps/core.xml"}),
        "docProps/core.xml": _core(sheet.title),
        "xl/workbook.xml": _workbook(sheet),
        "xl/_rels/workbook.xml.rels": _relations(
            {
                "worksheet": "worksheets/sheet1.xml",
                "styles": "styles.xml",
                "sharedStrings": "sharedStrings.xml",
            }
        ),
        "xl/worksheets/sheet1.xml": _sheet(sheet, strings),
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": strings.xml(),
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, FIXED_TIME)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            archive.writestr(entry, text.encode(), compresslevel=9)


def column_letters(index: int) -> str:
    """Return A for 0, Z for 25, AA for 26."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


# ---------------------------------------------------------------- parts
def _sheet(sheet: Sheet, strings: Strings) -> str:
    last = column_letters(len(sheet.widths) - 1)
    area = f"A{HEADER_ROW + 1}:{last}{HEADER_ROW + len(sheet.rows)}"
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{width}" style="{TEXT}" customWidth="1"/>'
        for place, width in enumerate(sheet.widths.values(), start=1)
    )
    return (
        f'{HEAD}<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:{last}{HEADER_ROW + len(sheet.rows)}"/>{_view(sheet)}'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols>'
        f"<sheetData>{_head_rows(sheet, strings)}{_data_rows(sheet, strings)}</sheetData>"
        f'<mergeCells count="1"><mergeCell ref="A1:{last}1"/></mergeCells>'
        # one rule draws the lines: empty cells need not be written, which halves the file
        f'<conditionalFormatting sqref="{area}"><cfRule type="expression" dxfId="0" priority="1">'
        "<formula>TRUE</formula></cfRule></conditionalFormatting>"
        '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        f'<pageSetup paperSize="{sheet.paper}" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter></worksheet>"
    )


def _view(sheet: Sheet) -> str:
    corner = f"{column_letters(sheet.frozen)}{HEADER_ROW + 1}"
    side, split = ("bottomRight", f'xSplit="{sheet.frozen}" ') if sheet.frozen else ("bottomLeft", "")
    pane = f'<pane {split}ySplit="{HEADER_ROW}" topLeftCell="{corner}" activePane="{side}" state="frozen"/>'
    return f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'


def _head_rows(sheet: Sheet, strings: Strings) -> str:
    spread = [(place * max(1, len(sheet.widths) // 4), text) for place, text in enumerate(sheet.line)]
    title = _text_cell(0, 1, sheet.title, TITLE, strings)
    line = "".join(_text_cell(column, 2, text, LINE, strings) for column, text in spread)
    header = "".join(_text_cell(c, HEADER_ROW, text, HEADER, strings) for c, text in enumerate(sheet.widths))
    return (
        f'<row r="1" ht="30" customHeight="1">{title}</row><row r="2" ht="20" customHeight="1">{line}</row>'
        f'<row r="{HEADER_ROW}" ht="32" customHeight="1">{header}</row>'
    )


def _data_rows(sheet: Sheet, strings: Strings) -> str:
    return "".join(
        f'<row r="{number}">{_row_cells(sheet, number, row, strings)}</row>'
        for number, row in enumerate(sheet.rows, start=HEADER_ROW + 1)
    )


def _row_cells(sheet: Sheet, number: int, row: Mapping[str, Cell], strings: Strings) -> str:
    cells = []
    for column, title in enumerate(sheet.widths):
        value = row.get(title, "")
        style = LEFT if title in sheet.left else TEXT
        if isinstance(value, int):
            cells.append(f'<c r="{column_letters(column)}{number}" s="{NUMBER}"><v>{value}</v></c>')
        elif value:
            cells.append(_text_cell(column, number, value, style, strings))
    return "".join(cells)


def _text_cell(column: int, row: int, text: str, style: int, strings: Strings) -> str:
    return f'<c r="{column_letters(column)}{row}" s="{style}" t="s"><v>{strings.number(text)}</v></c>'


def _workbook(sheet: Sheet) -> str:
    titles = f"'{sheet.name}'!${HEADER_ROW}:${HEADER_ROW}"
    return (
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>'
        f'<sheet name="{sheet.name}" sheetId="1" r:id="rId1"/></sheets><definedNames>'
        f'<definedName name="_xlnm.Print_Titles" localSheetId="0">{titles}</definedName>'
        "</definedNames></workbook>"
    )


def _relations(targets: Mapping[str, str]) -> str:
    kinds = {kind: f"{REL}/{kind}" for kind in targets}
    kinds |= {"core": f"{PACKAGE}/relationships/metadata/core-properties"}
    items = "".join(
        f'<Relationship Id="rId{number}" Type="{kinds[kind]}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), start=1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{items}</Relationships>'


def _content_types() -> str:
    kinds = {
        "/xl/workbook.xml": f"{TYPES}.sheet.main+xml",
        "/xl/worksheets/sheet1.xml": f"{TYPES}.worksheet+xml",
        "/xl/styles.xml": f"{TYPES}.styles+xml",
        "/xl/sharedStrings.xml": f"{TYPES}.sharedStrings+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    parts = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in kinds.items())
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="{rels}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{parts}</Types>'
    )


def _core(title: str) -> str:
    when = "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z".format(*FIXED_TIME)
    names = ("dcterms:created", "dcterms:modified")
    stamps = "".join(f'<{name} xsi:type="dcterms:W3CDTF">{when}</{name}>' for name in names)
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title>{stamps}</cp:coreProperties>"
    )


def _format(font: int, fill: int, border: int, align: str, number: int = 49) -> str:
    # 49 is "@": Excel turns identity numbers into 3.6E+17 in any other format
    return (
        f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" '
        'applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
        f"<alignment {align}/></xf>"
    )


_MIDDLE = 'horizontal="center" vertical="center"'
_SIDES = ("left", "right", "top", "bottom")
_EDGES = "".join(f'<{side} style="thin"><color auto="1"/></{side}>' for side in _SIDES)
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><fonts count="4">'
    '<font><sz val="10"/><name val="宋体"/></font><font><b/><sz val="18"/><name val="黑体"/></font>'
    '<font><sz val="10"/><name val="仿宋"/></font><font><b/><sz val="10"/><name val="宋体"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFDDEBF7"/></patternFill></fill></fills>'
    f'<borders count="2"><border><left/><right/><top/><bottom/></border><border>{_EDGES}</border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="7"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    + _format(1, 0, 0, _MIDDLE)
    + _format(2, 0, 0, 'horizontal="left" vertical="center"')
    + _format(3, 2, 1, _MIDDLE + ' wrapText="1"')
    + _format(0, 0, 0, _MIDDLE)
    + _format(0, 0, 0, 'horizontal="left" vertical="center"')
    + _format(0, 0, 0, _MIDDLE, number=0)
    + '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    f'<dxfs count="1"><dxf><border>{_EDGES}</border></dxf></dxfs>'
    "</styleSheet>"
)
