"""Large sheets are cut out of the XML by a quicker way; what it gives is what calamine gives."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hqe_docs.data.files import lifting
from hqe_docs.data.files.lifting import lift
from hqe_docs.data.files.workbook import read_sheets
from hqe_docs.data.kinds import load_kinds
from hqe_docs.data.ledger import read_ledger
from hqe_docs.library import Library
from hqe_docs.problems import Problems
from tests.examples import a_few, examples
from tests.villages import id_number, person, table

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
STRINGS = (
    "<si><t>甲</t></si><si><t> 两边有空格 </t></si><si><t xml:space='preserve'> 留 </t></si><si><t>一&amp;二&#10;三</t></si>"
    "<si><r><t>富</t></r><r><rPr><b/></rPr><t> 文本</t></r></si><si><t>读音</t><phoneticPr fontId='1'/></si>"
    "<si><t>x_x000D_y</t></si><si><t></t></si><si><t>末</t></si>"
)


def book(path: Path, rows: str, *, strings: str = STRINGS, after: str = "", properties: str = "") -> Path:
    """Write an .xlsx whose first sheet has `rows`; style 1 is a date, style 2 a time, style 3 two decimals."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SHEET}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="a" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{OFFICE}"><workbookPr {properties}/><sheets><sheet name="表" sheetId="1" r:id="a"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="a" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="b" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="c" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet {MAIN}><cellXfs count="4"><xf/><xf numFmtId="14"/><xf numFmtId="20"/><xf numFmtId="2"/></cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f"<sst {MAIN}>{strings}</sst>",
        "xl/worksheets/sheet1.xml": f"<worksheet {MAIN}><sheetData>{rows}</sheetData>{after}</worksheet>",
    }  # fmt: skip
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def trimmed(rows) -> list[list[str]]:
    """Return rows without the empty cells and rows at their ends, which nobody sees."""
    found = [list(row) for row in rows]
    for row in found:
        while row and row[-1] == "":
            row.pop()
    while found and not found[-1]:
        found.pop()
    return found


def both_ways(path: Path) -> tuple[list, list, bool]:
    """Return the sheets as calamine reads them, as they are read when lifted, and whether one was lifted."""
    with path.open("rb") as stream:
        usual = read_sheets(stream)
    lifted = lift(path, large=0)
    with lifted.rest as stream:
        quick = read_sheets(stream, lifted=lifted)
    return *([{**s, "rows": trimmed(s["rows"])} for s in sheets] for sheets in (usual, quick)), bool(
        lifted.sheets
    )


def row(number: int, *cells: str) -> str:
    return f'<row r="{number}" spans="1:9">{"".join(cells)}</row>'


S0 = '<c r="A1" t="s"><v>0</v></c>'


@pytest.mark.parametrize(
    "rows",
    a_few([
        row(1, *(f'<c r="{"ABCDEFGHI"[i]}1" t="s"><v>{i}</v></c>' for i in range(9))),
        row(1, S0, '<c r="B1" s="1"><v>45000</v></c>', '<c r="C1" s="1"><v>45000.5</v></c>', '<c r="D1" s="2"><v>0.25</v></c>'),
        row(1, S0, '<c r="B1"><v>0.1</v></c>', '<c r="C1" s="3"><v>1500</v></c>', '<c r="D1"><v>1.5E3</v></c>', '<c r="E1"><v>-0</v></c>'),
        row(1, S0, '<c r="B1"><v>36099919900101123</v></c>', '<c r="C1"><v>007</v></c>', '<c r="D1"><v>-5</v></c>', '<c r="E1"><v>999999999999999</v></c>'),
        row(1, S0, '<c r="B1" t="b"><v>1</v></c>', '<c r="C1" t="d"><v>2023-05-01</v></c>', '<c r="D1" t="n"><v>3</v></c>', '<c r="E1" s="1"/>'),
        row(1, S0, '<c r="B1" t="str"><v> 甲&amp;乙 </v></c>', '<c r="C1" t="str"><v>丙</v></c>', '<c r="D1" t="str"><v></v></c>', '<c r="E1" t="s"><v>8</v></c>'),
        row(1, S0, '<c r="B1"><f>1+1</f><v>2</v></c>', '<c r="C1" t="str"><f>A1</f><v>甲</v></c>', '<c r="D1"><f t="shared" si="0"/><v>5</v></c>', '<c r="E1"><f>1</f></c>', '<c r="F1"><f>2</f><v/></c>'),
        row(1, '<c r="A1" t="inlineStr"><is><t>甲</t></is></c>', '<c r="B1" t="inlineStr"><is><t xml:space="preserve"> 乙 </t></is></c>', '<c r="C1" t="inlineStr"><is><t> 丙 </t></is></c>', '<c r="D1" t="inlineStr"><is><t>丁\n戊</t></is></c>'),
        row(1, S0) + row(2, '<c r="B2"><v>2</v></c>', '<c r="D2" t="s"><v>8</v></c>') + row(5, '<c r="A5"><v>3</v></c>'),
        row(1, S0, '<c r="B1"/>') + row(2, '<c r="A2"/>', '<c r="B2"><v>1</v></c>') + '<row r="3" ht="20"/>' + row(4, '<c r="A4" s="1"/>', '<c r="B4"/>'),
        row(1, S0, '<c r="B1" t="str"><v>甲>乙"丙"</v></c>'),
        row(1, S0, '<c r="C1"><v>1</v></c>') + row(2, '<c r="A2"><v>1</v></c>', '<c r="B2"><v>2</v></c>'),
        row(1, S0) + row(2, '<c r="A2"><v>1</v></c>', '<c r="B2"><v>2</v></c>', '<c r="C2"><v>3</v></c>'),
        row(1, '<c r="AA1"><v>1</v></c>', '<c r="AB1"><v>2</v></c>') + row(2, '<c r="A2"><v>1</v></c>', '<c r="B2"><v>2</v></c>'),
    ]),
)  # fmt: skip
def test_cells_are_what_calamine_says_they_are(tmp_path, rows):
    usual, quick, was_lifted = both_ways(book(tmp_path / "甲.xlsx", rows))
    assert quick == usual
    assert was_lifted


@pytest.mark.parametrize(
    "rows",
    [
        row(1, '<c r="A1" t="str"><v><![CDATA[甲]]></v></c>'),
        row(1, '<c t="s"><v>0</v></c>', '<c t="s"><v>8</v></c>'),
        '<row><c r="A1"><v>1</v></c></row>',
        row(1, '<c r="A1" t="inlineStr"><is><r><t>富</t></r><r><t>文本</t></r></is></c>'),
        "<!-- 注 -->" + row(1, S0),
        row(1, "<c t='s' r='A1'><v>0</v></c>"),
        row(2, '<c r="A2"><v>1</v></c>') + row(1, S0),
        "",
    ],
)
def test_what_is_written_otherwise_is_left_to_calamine(tmp_path, rows):
    usual, quick, was_lifted = both_ways(book(tmp_path / "甲.xlsx", rows))
    assert quick == usual
    assert not was_lifted


@pytest.mark.parametrize(
    "strings",
    ["<si/><si><t>甲</t></si>", "<si><t>甲</t></si>\n<si>\n<t>乙</t>\n</si>", '<si a="1"><t>甲</t></si>'],
)
def test_shared_strings_written_otherwise_are_the_same(tmp_path, strings):
    cells = '<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>0</v></c>'
    usual, quick, _ = both_ways(book(tmp_path / "甲.xlsx", row(1, cells), strings=strings))
    assert quick == usual


def test_merges_days_from_1904_and_a_damaged_reference_are_the_same(tmp_path):
    rows = row(1, '<c r="A1" s="1"><v>45000</v></c>', '<c r="B1" t="s"><v>0</v></c>')
    merges = '<mergeCells count="1"><mergeCell ref="A1:B3"/></mergeCells>'
    usual, quick, was_lifted = both_ways(
        book(tmp_path / "甲.xlsx", rows, after=merges, properties='date1904="1"')
    )
    assert quick == usual
    assert quick[0]["merges"] and quick[0]["rows"][0][0] == "2027-03-16"
    assert was_lifted
    path = book(tmp_path / "乙.xlsx", row(1, '<c r="A1" t="s"><v>99</v></c>'))
    lifted = lift(path, large=0)
    with lifted.rest:
        assert not lifted.sheets


@examples(25)
@given(
    cells=st.lists(
        st.lists(
            st.none()
            | st.booleans()
            | st.integers(-(10**16), 10**16)
            | st.floats(allow_nan=False, allow_infinity=False)
            | st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=5)
            | st.dates()
            | st.datetimes(),
            max_size=5,
        ),
        min_size=1,
        max_size=6,
    )
)
def test_whatever_openpyxl_writes_is_read_the_same(tmp_path_factory, cells):
    written = openpyxl.Workbook()
    for line in cells:
        written.active.append([f" {x}" if isinstance(x, str) and x.startswith("=") else x for x in line])
    written.create_sheet("隐").sheet_state = "hidden"
    stream = io.BytesIO()
    written.save(stream)
    path = tmp_path_factory.mktemp("册") / "甲.xlsx"
    path.write_bytes(stream.getvalue())
    usual, quick, _ = both_ways(path)
    assert quick == usual


@pytest.mark.slow
def test_a_ledger_is_the_same_lifted_and_not(tmp_path, monkeypatch):
    people = [
        person(n % 500, f"19{60 + n // 500}0101", bool(n % 2), 户编号=str(n // 3)) for n in range(2_400)
    ]
    people[7] |= {"公民身份号码": id_number(7)[:-1] + "0", "文化程度": "大学士", "姓名": "高　健"}
    people[1_500] |= {"联系电话": "1990000", "是否常住": "√", "姓名": "示例"}
    sheet = openpyxl.Workbook(write_only=True)
    page = sheet.create_sheet("劳动力")
    for line in [["劳动力资源台账"], *table(*people), [None], ["合计", 2_400]]:
        page.append(line)
    sheet.save(tmp_path / "劳动力资源台账.xlsx")
    kind = load_kinds(Library.over_shipped(), Problems())["劳动力资源台账"]
    answers = []
    for large in (0, 1 << 40):
        monkeypatch.setattr(lifting, "LARGE", large)
        found = Problems()
        ledger = read_ledger(tmp_path / "劳动力资源台账.xlsx", "台账", kind, found)
        assert ledger is not None
        answers.append((ledger.frame.rows(), ledger.faults, ledger.sources, list(found)))
    assert answers[0] == answers[1]
    assert len(answers[0][0]) == 2_399
