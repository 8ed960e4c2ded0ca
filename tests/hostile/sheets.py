"""Hostile ledgers: workbooks that stretch, lie or are full of weird things, old workbooks, pages, CSV."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from tests.hostile import packages as p
from tests.hostile.cases import Case, case

Large = str | Callable[[], str]
_ROWS = p.text_rows(("姓名", "性别", "公民身份号码"), ("村民甲", "男", ""))


def _parts(more: Mapping[str, Large] | None = None, **of_sheet: Large) -> Callable[[Path], list[object]]:
    def make(folder: Path) -> list[object]:
        given = {name: text if isinstance(text, str) else text() for name, text in of_sheet.items()}
        rows = given.pop("rows", _ROWS)
        parts = {name: text() if callable(text) else text for name, text in (more or {}).items()}
        return ["check", p.save(folder / "表.xlsx", p.book_parts(p.sheet(rows, **given)) | parts)]

    return make


def _file(
    name: str, content: bytes | Callable[[], bytes], *command: object
) -> Callable[[Path], list[object]]:
    def make(folder: Path) -> list[object]:
        (folder / name).write_bytes(content if isinstance(content, bytes) else content())
        return [*(command or ["check"]), folder / name]

    return make


def _old(change: Callable[[bytearray], None]) -> Callable[[Path], list[object]]:
    def make(folder: Path) -> list[object]:
        import xlwt

        book = xlwt.Workbook()
        tab = book.add_sheet("表")
        for number, text in enumerate(["姓名", "村民甲", "村民乙"]):
            tab.write(number, 0, text)
        path = folder / "表.xls"
        book.save(str(path))
        data = bytearray(path.read_bytes())
        change(data)
        path.write_bytes(bytes(data))
        return ["check", path]

    return make


def _circle(data: bytearray) -> None:
    """Let the allocation table (MS-CFB §2.3) lead back to the first sector."""
    for at in range(512, len(data) - 4, 4):
        if data[at : at + 4] == b"\xfe\xff\xff\xff":
            data[at : at + 4] = b"\0\0\0\0"


def _cut(data: bytearray) -> None:
    del data[len(data) // 2 :]


def _lengths(data: bytearray) -> None:
    """Make every record of a label claim 65,535 bytes (MS-XLS §2.4)."""
    at = data.find(b"\xfd\x00\x0a\x00")
    while at >= 0:
        data[at + 2 : at + 4] = b"\xff\xff"
        at = data.find(b"\xfd\x00\x0a\x00", at + 4)


_WIDE = (
    '<row r="1">'
    + "".join(f'<c r="A{i}"><v>1</v></c>' for i in range(1, 2))
    + '<c r="XFD1"><v>1</v></c></row>'
)
_FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
_BEYOND = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="ZZZZ2"><v>1</v></c></row>'


def _million() -> str:
    return '<row r="1">' + "<c><v>1</v></c>" * 1_000_000 + "</row>"


_STRINGS = f'{p.HEAD}<sst xmlns="{p.S}"><si><t>姓名</t></si></sst>'
_SHARED = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>99999999</v></c><c r="C1" t="s"><v>-1</v></c></row>'


def _merges() -> str:
    return f"<mergeCells>{''.join(f'<mergeCell ref={chr(34)}E{i}:F{i}{chr(34)}/>' for i in range(1, 1_000_000))}</mergeCells>"


_ONE_MERGE = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'


def _styles() -> str:
    return f'{p.HEAD}<styleSheet xmlns="{p.S}"><cellXfs>{"<xf numFmtId={q}14{q}/>".format(q=chr(34)) * 500_000}</cellXfs></styleSheet>'


_NUMBERS = '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c></row><row r="2"><c r="A2"><v>1e400</v></c><c r="B2"><v>-1e-400</v></c><c r="C2" t="d"><v>9999999-99-99</v></c><c r="D2" t="e"><v>#X</v></c><c r="E2" t="b"><v>7</v></c><c r="F2" t="zz"><v>7</v></c></row>'
_CYCLE = '<row r="1"><c r="A1"><f>A1</f><v>1</v></c></row>'
_WITH_STRINGS = {
    "xl/sharedStrings.xml": _STRINGS,
    p.BOOK_LINKS: p.rels("rId1 worksheet worksheets/sheet1.xml", "rId2 sharedStrings sharedStrings.xml"),
}
_WITH_STYLES = {
    "xl/styles.xml": _styles,
    p.BOOK_LINKS: p.rels("rId1 worksheet worksheets/sheet1.xml", "rId2 styles styles.xml"),
}
_SELF = p.rels("rId1 worksheet ../xl/workbook.xml")
_THOUSAND = "".join(f'<sheet name="表{i}" sheetId="{i}" r:id="rId1"/>' for i in range(1, 3000))
_BOOK_OF_MANY = f'{p.HEAD}<workbook xmlns="{p.S}" xmlns:r="{p.R}"><sheets>{_THOUSAND}</sheets></workbook>'

SHEETS: tuple[Case, ...] = (
    case("sheet-of-16384-columns", _parts(rows=_WIDE)),
    case("sheet-cell-in-last-corner", _parts(rows=_FAR), "L107"),
    case("sheet-cell-beyond-any-sheet", _parts(rows=_BEYOND), "L107"),
    case("sheet-of-million-columns", _parts(rows=_million), "L101 L107 L319", heavy=True),
    case("sheet-lying-dimension", _parts(before='<dimension ref="A1:XFD1048576"/>')),
    case("sheet-negative-dimension", _parts(before='<dimension ref="B9:A1"/>')),
    case("sheet-string-index-out-of-range", _parts(_WITH_STRINGS, rows=_SHARED), "L101"),
    case("sheet-million-merges", _parts(after=_merges), "L101", heavy=True),
    case("sheet-merged-whole", _parts(after=_ONE_MERGE), heavy=True),
    case("sheet-style-flood", _parts(_WITH_STYLES), heavy=True),
    case("sheet-odd-numbers", _parts(rows=_NUMBERS)),
    case("sheet-formula-of-itself", _parts(rows=_CYCLE)),
    case("sheet-is-the-workbook", _parts({p.BOOK_LINKS: _SELF})),
    case("sheet-three-thousand-names-of-one", _parts({p.BOOK: _BOOK_OF_MANY}), heavy=True),
    case("sheet-row-numbers-repeat", _parts(rows='<row r="1"><c r="A1"><v>1</v></c></row>' * 1000)),
    case("xls-circle", _old(_circle), "L101"),
    case("xls-cut", _old(_cut), "L101"),
    case("xls-record-lengths", _old(_lengths), "L101"),
    case("xls-header-alone", _file("表.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 4096), "L101"),
    case("html-nested-tables", _file("表.xls", b"<html>" + b"<table><tr><td>" * 20_000), heavy=True),
    case(
        "html-colspan-of-a-billion",
        _file(
            "表.xls",
            b'<html><table><tr><td colspan="1000000000" rowspan="1000000000">x</td></tr><tr><td>y</table>',
        ),
        "L101 L117",
        heavy=True,
    ),
    case(
        "html-script-and-remote",
        _file(
            "表.xls",
            '<html><meta charset="utf-8"><script>1</script><img src="http://127.0.0.1:9/x"><table><tr><td>姓名</td></tr><tr><td>村民甲</td></tr></table>'.encode(),
        ),
    ),
    case(
        "spreadsheetml-entity",
        _file(
            "表.xls",
            b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table><Row><Cell><Data>&x;</Data></Cell></Row></Table></Worksheet></Workbook>',
        ),
        "L101 L117",
        holds=lambda _folder, said: "root:" not in said,
    ),
    case(
        "spreadsheetml-index",
        _file(
            "表.xls",
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table><Row ss:Index="2000000000"><Cell ss:Index="2000000000" ss:MergeAcross="2000000000"><Data ss:Type="String">x</Data></Cell></Row></Table></Worksheet></Workbook>',
        ),
        "L101",
    ),
    case("csv-quotes", _file("表.csv", lambda: b'"' * 20_000_001), "L101", heavy=True),
    case("csv-one-line", _file("表.csv", lambda: b"a," * 5_000_000), "L101 L107 L319", heavy=True),
    case("csv-nul", _file("表.csv", "姓名,性别\n村民甲\0,男\n".encode()), ""),
    case("csv-carriage-returns", _file("表.csv", lambda: b"\r" * 3_000_000), "L101", heavy=True),
    case("empty-file", _file("表.xlsx", b""), "L101"),
)
