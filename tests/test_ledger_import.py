"""hqe ledger import: a received workbook as the standard ledger, every change listed, nothing lost."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from hqe_docs.data.files.grid import Grid
from hqe_docs.data.received.importing import Imported, import_grids
from hqe_docs.problems import Problems
from tests.examples import a_few, examples
from tests.ledgerworks import KINDS, MASTER, codes, sheet, taken_in, told, write_csv
from tests.program import hqe
from tests.villages import id_number, person, table

FULL = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


def changed(made: Imported) -> dict[str, tuple[str, str, str]]:
    return {item.column: (item.old, item.new, item.rule) for item in made.changes if item.where.cell}


def imported(tmp_path: Path, rows: list[dict[str, str]], *options: object) -> Path:
    out = tmp_path / "标准.xlsx"
    told("import", write_csv(tmp_path / "收到.csv", rows), "-o", out, *options)
    return out


# ---------------------------------------------------------------- cells
@pytest.mark.parametrize(
    ("column", "text", "value", "rule"),
    a_few(
        [
            ("毕业日期", "2021年6月30日", "2021-06-30", "日期写法统一"),
            ("毕业日期", "2021.6.30", "2021-06-30", "日期写法统一"),
            ("毕业日期", "44377", "2021-06-30", "日期序号换成日期"),
            ("毕业日期", "2021-06-30 00:00:00", "2021-06-30", "去掉时刻"),
            ("公民身份号码", id_number(0).translate(FULL), id_number(0), "全角转半角"),
            ("公民身份号码", f" {id_number(0)[:6]} {id_number(0)[6:]}", id_number(0), "去空白"),
            ("公民身份号码", f"'{id_number(0)}", id_number(0), "号码写法统一"),
            ("文化程度", "大学专科", "大专", "代码同义词"),
            ("就业状态", "打零工", "灵活就业", "代码同义词"),
            ("是否常住", "√", "是", "是否写法统一"),
            ("人员类别", "脱贫户,残疾", "脱贫人口、残疾人", "多项写法统一"),
            ("月收入", "3,000元", "3000", "数字写法统一"),
            ("姓名", "高　健", "高健", "姓名写法统一"),
            ("联系电话", "199-0000-1234", "19900001234", "电话写法统一"),
            ("备注", "/", "", "空值记号"),
            ("备注", "#N/A", "", "公式错误值不抄"),
        ],
        rows=True,
    ),
)
def test_each_change_is_listed_with_its_rule(column: str, text: str, value: str, rule: str):
    made = taken_in([person(0) | {column: text}])
    assert made.columns[column] == [value]
    assert changed(made)[column] == (text, value, rule)


def test_a_clean_ledger_is_changed_in_nothing():
    made = taken_in([{"序号": "1"} | person(0), {"序号": "2"} | person(1)])
    assert changed(made) == {}
    assert made.left == []
    assert made.problems == []


def test_a_number_of_15_digits_is_not_changed_but_flagged():
    made = taken_in([person(0, 公民身份号码="360999900101001")])
    assert made.columns["公民身份号码"] == ["360999900101001"]
    assert "公民身份号码" not in changed(made)
    assert [item.code for item in made.problems] == ["L208"]


def test_sex_birth_and_age_are_filled_in_where_the_number_is_right(tmp_path: Path):
    rows = [
        person(0, 年龄="20"),
        person(1, 公民身份号码="36099919900101001"),
        person(2, "19800601", man=False),
    ]
    (first, wrong, third) = sheet(imported(tmp_path, rows, "--on", "2023-10-31"), MASTER.name)
    assert (first["性别"], first["出生日期"], first["年龄"]) == ("男", "1990-01-01", "33")
    assert (wrong["性别"], wrong["出生日期"], wrong["年龄"]) == ("", "", "")
    assert (third["性别"], third["出生日期"], third["年龄"]) == ("女", "1980-06-01", "43")
    rules = {
        (item["栏目"], item["原内容"], item["规则"]) for item in sheet(tmp_path / "标准.xlsx", "修改记录")
    }
    assert ("年龄", "20", "年龄按日期重算") in rules
    assert ("性别", "", "由公民身份号码推算") in rules


def test_a_sex_that_contradicts_the_number_is_flagged_and_left():
    made = taken_in([person(0, 性别="女")])
    assert made.columns["性别"] == ["女"]
    assert [item.code for item in made.problems] == ["L210"]


def test_without_a_day_ages_stay_as_they_are():
    made = taken_in([person(0, 年龄="20"), person(1, 年龄="")])
    assert made.columns["年龄"] == ["20", ""]


# ---------------------------------------------------------------- what is to be looked at
def test_a_faulty_cell_stays_and_is_listed_with_its_person(tmp_path: Path):
    rows = [person(0, 毕业日期="2023年2月30日", 月收入="很多")]
    out = imported(tmp_path, rows)
    (line,) = sheet(out, MASTER.name)
    assert (line["毕业日期"], line["月收入"]) == ("2023年2月30日", "很多")
    listed = {item["栏目"]: item for item in sheet(out, "待核")}
    assert listed["毕业日期"]["类别"] == "有误"
    assert listed["毕业日期"]["内容"] == "2023年2月30日"
    assert (listed["月收入"]["姓名"], listed["月收入"]["台账序号"]) == ("村民甲", "1")
    assert listed["月收入"]["公民身份号码"] == id_number(0)
    assert listed["月收入"]["位置"].endswith("2")


def messy() -> list[list[object]]:
    """Return a sheet with all that a ledger has beside people."""
    header, *rows = table(*(person(i) | {"爱好": f"钓鱼{i}"} for i in range(3)))
    header = [{"公民身份号码": "身份证号"}.get(str(title), title) for title in header]
    rows[1][0] = "村民　乙"
    return [
        ["梅州村人员表"],
        ["填报单位：梅州村", None, "2023年10月"],
        header,
        rows[0],
        [None],
        rows[1],
        ["小计", 2],
        header,
        ["例：张三", id_number(9)],
        rows[2],
        ["合计", 3],
        ["填表人：甲", None, "审核：乙"],
    ]


@pytest.mark.slow
def test_every_cell_that_came_in_is_in_the_ledger_in_the_changes_or_in_the_list(tmp_path: Path):
    book = openpyxl.Workbook()
    for title, rows in {
        "台账": messy(),
        "说明": [["填表说明"], ["一人一行"]],
        "备份": table(person(5), person(6)),
        "字典": [["男"], ["女"]],
    }.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    book["字典"].sheet_state = "hidden"
    del book["Sheet"]
    book.save(tmp_path / "收到.xlsx")
    out = tmp_path / "标准.xlsx"
    told("import", tmp_path / "收到.xlsx", "-o", out)
    standing = {text for line in sheet(out, MASTER.name) for text in line.values()} | {
        field.name for field in MASTER.fields
    }
    changes = {(line["工作表"], line["单元格"]): line["原内容"] for line in sheet(out, "修改记录")}
    listed = [(line["工作表"], line["位置"], line["内容"]) for line in sheet(out, "待核")]
    for page in openpyxl.load_workbook(tmp_path / "收到.xlsx"):
        for cell in (cell for row in page.iter_rows() for cell in row if cell.value is not None):
            text, places = str(cell.value), {cell.coordinate, f"第{cell.row}行"}
            is_listed = any(
                tab == page.title and place in places and text in content for tab, place, content in listed
            )
            is_kept = page.title == "台账" and text in standing
            assert is_kept or is_listed or changes.get((page.title, cell.coordinate)) == text, cell


def test_what_was_left_out_says_why(tmp_path: Path):
    cells = [[str(cell or "") for cell in row] for row in messy()]
    made = import_grids([Grid("甲.xlsx", "台账", cells)], "甲.xlsx", MASTER, Problems())
    assert made is not None
    reasons = [(item.where.row, item.reason) for item in made.left]
    assert (1, "表头上方的文字") in reasons
    assert (7, "合计、签字、说明或重复的表头") in reasons
    assert (9, "示例行") in reasons
    assert (6, "多出的栏目") in reasons
    assert len(made.rows) == 3


def test_a_row_that_holds_only_a_number_is_no_person_and_listed():
    made = taken_in([{"序号": "1"} | person(0), {"序号": "2"}])
    assert made.columns["姓名"] == ["村民甲"]
    assert [item.reason for item in made.left] == ["只有序号的行"]
    assert made.problems == []


def test_a_row_without_a_number_stays_and_is_listed(tmp_path: Path):
    out = imported(tmp_path, [person(0), person(1, 公民身份号码="")])
    assert len(sheet(out, MASTER.name)) == 2
    assert [line["代码"] for line in sheet(out, "待核")] == ["L201"]


def test_rows_are_numbered_anew_and_that_is_listed(tmp_path: Path):
    out = imported(tmp_path, [{"序号": "3"} | person(0), {"序号": "3"} | person(1)])
    assert [line["序号"] for line in sheet(out, MASTER.name)] == ["1", "2"]
    assert [
        (line["原内容"], line["现内容"]) for line in sheet(out, "修改记录") if line["栏目"] == "序号"
    ] == [
        ("3", "1"),
        ("3", "2"),
    ]


# ---------------------------------------------------------------- files
@pytest.mark.slow
def test_old_workbooks_and_several_files_become_one_ledger(tmp_path: Path):
    book = xlwt.Workbook()
    page = book.add_sheet("劳动力")
    for row, cells in enumerate(table(person(0), person(1))):
        for column, cell in enumerate(cells):
            page.write(row, column, cell)
    book.save(str(tmp_path / "甲.xls"))
    write_csv(tmp_path / "乙.csv", [person(2)])
    code, answer = told("import", tmp_path / "甲.xls", tmp_path / "乙.csv", "-o", tmp_path / "合.xlsx")
    assert (code, answer["rows"]) == (0, 3)
    assert [line["公民身份号码"] for line in sheet(tmp_path / "合.xlsx", MASTER.name)] == [
        id_number(0),
        id_number(1),
        id_number(2),
    ]


def test_a_person_in_two_files_is_reported_at_the_later_one(tmp_path: Path):
    files = [write_csv(tmp_path / f"{name}.csv", [person(0)]) for name in "甲乙"]
    code, answer = told("import", *files, "-o", tmp_path / "合.xlsx")
    assert (code, codes(answer)) == (1, ["L236"])
    assert answer["problems"][0]["where"]["file"] == "乙.csv"
    assert "甲.csv" in answer["problems"][0]["message"]
    assert id_number(0) not in answer["problems"][0]["message"]


def test_the_files_received_are_never_written(tmp_path: Path):
    path = write_csv(tmp_path / "甲.csv", [person(0)])
    imported(tmp_path, [person(0)])
    source = tmp_path / "标准.xlsx"
    before = source.read_bytes()
    for target in (source, tmp_path / "." / "标准.xlsx"):
        code, answer = told("import", source, "-o", target)
        assert (code, codes(answer), answer["path"]) == (1, ["L521"], None)
    assert source.read_bytes() == before
    code, answer = told("import", path, "-o", tmp_path / "甲.xls")
    assert (code, codes(answer)) == (1, ["L522"])


def test_the_console_masks_what_the_workbook_shows(tmp_path: Path):
    rows = [person(0, 联系电话="199-0000-1234", 公民身份号码=f" {id_number(0)}", 毕业日期="xx")]
    path = write_csv(tmp_path / "甲.csv", rows)
    text = hqe("ledger", "import", path, "-o", tmp_path / "出.xlsx", "--json").stdout
    assert id_number(0) not in text
    assert "19900001234" not in text
    assert "199****1234" in text
    assert sheet(tmp_path / "出.xlsx", "修改记录")


def test_a_file_without_a_ledger_writes_nothing(tmp_path: Path):
    path = tmp_path / "甲.csv"
    path.write_text("一,二\n三,四\n", "utf-8")
    code, answer = told("import", path, "-o", tmp_path / "出.xlsx")
    assert (code, codes(answer), answer["path"]) == (1, ["L102"], None)
    assert not (tmp_path / "出.xlsx").exists()


def test_the_standard_ledger_passes_its_own_check(tmp_path: Path):
    out = imported(tmp_path, [person(0), person(1, 文化程度="大学专科")], "--on", "2023-10-31")
    answer = hqe("check", out, "--kind", MASTER.name, "--on", "2023-10-31")
    assert answer.exit_code == 0
    assert "警告" not in answer.stdout


# ---------------------------------------------------------------- column maps
MAP = """
状态: 就业状态
参保/养老: 养老保险
姓名: 姓名
取值:
  就业状态: {"11": 单位就业, "30": 失业}
  养老保险: {A: 是, B: 否}
"""


def mapped(tmp_path: Path, text: str) -> tuple[int, dict[str, object], Path]:
    rows = [person(0, 就业状态="11", 养老保险="B", 单位名称="某厂", 就业地址="某地", 就业形式="劳动合同")]
    rows = [{{"就业状态": "状态", "养老保险": "参保/养老"}.get(k, k): v for k, v in rows[0].items()}]
    (tmp_path / "对照.yaml").write_text(text, "utf-8")
    source, out = write_csv(tmp_path / "导出.csv", rows), tmp_path / "出.xlsx"
    code, answer = told("import", source, "--columns", tmp_path / "对照.yaml", "-o", out)
    return code, answer, out


def test_a_column_map_tells_titles_and_values_of_another_system(tmp_path: Path):
    code, answer, out = mapped(tmp_path, MAP)
    assert (code, codes(answer)) == (0, [])
    (line,) = sheet(out, MASTER.name)
    assert (line["就业状态"], line["养老保险"]) == ("单位就业", "否")


@pytest.mark.parametrize(
    ("text", "code"),
    a_few(
        [
            ("状态: 就业状太", "L523"),
            ("取值: {就业状太: {甲: 失业}}", "L523"),
            ("取值: {就业状态: {甲: 没工作}}", "L524"),
            ("取值: {备注: {甲: 乙}}", "L524"),
            ("状态: [就业状态]", "L329"),
            ("取值: {就业状态: 失业}", "L329"),
            ("- 状态", "L329"),
        ],
        rows=True,
    ),
)
def test_a_column_map_that_does_not_hold_is_reported_and_nothing_written(
    tmp_path: Path, text: str, code: str
):
    status, answer, out = mapped(tmp_path, text)
    assert (status, codes(answer)) == (1, [code])
    assert not out.exists()


def test_a_mapped_title_that_stands_nowhere_is_reported(tmp_path: Path):
    _, answer, _ = mapped(tmp_path, MAP + "就业单位号: 单位名称\n")
    assert codes(answer) == ["L525"]


# ---------------------------------------------------------------- the fixed point
MESSY_CELLS = {
    "公民身份号码": [
        id_number(0),
        f" {id_number(1)}",
        id_number(2).translate(FULL),
        "",
        "360999900101001",
        "无、无",
    ],
    "姓名": ["高　健", "村民甲", "例：张三", "3", "买买提•艾力"],
    "毕业日期": ["2021.6.30", "44377", "2021-02-30", "2021-06", "1899-05-01", "1900-01-31", "至今"],
    "月收入": ["3,000元", "4500.10", "0.0000001", "很多", "-5", "999999999999999.5"],
    "年龄": ["33", "三十", "200", "33.0"],
    "人员类别": ["脱贫户,残疾", "无、无", "普通", "某类"],
    "就业状态": ["打零工", "失业", "不知道", "死亡", "#REF!"],
    "是否常住": ["√", "否 ", "大概", "1"],
    "联系电话": ["199-0000-1234/19900005678", "无、", "1990000", "1.99E+10"],
}
texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=8)
messy_rows = st.lists(
    st.fixed_dictionaries(
        {name: st.one_of(st.sampled_from(cells), st.just("")) for name, cells in MESSY_CELLS.items()}
        | {"备注": texts, "户编号": texts}
    ),
    min_size=1,
    max_size=5,
)


def written(made: Imported) -> list[dict[str, str]]:
    """Return the rows in the order of columns in which they are written."""
    names = sorted(made.columns, key=lambda name: name != "序号")
    return [{name: made.columns[name][k] for name in names} for k in range(len(made.rows))]


@pytest.mark.slow
@given(messy_rows)
@examples(12)
def test_what_was_imported_is_imported_unchanged(rows: list[dict[str, str]]):
    first = taken_in([{"序号": str(n)} | row for n, row in enumerate(rows, 1)])
    if first.rows:
        again = taken_in(written(first))
        assert written(again) == written(first)
        assert again.changes == []


@pytest.mark.slow
@given(messy_rows)
@examples(6)
def test_import_export_import_is_a_fixed_point(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str]]
):
    folder = tmp_path_factory.mktemp("定点")
    first, again = folder / "一.xlsx", folder / "二.xlsx"
    _, answer = told("import", write_csv(folder / "收.csv", rows), "--on", "2023-10-31", "-o", first)
    if answer["rows"]:
        _, answer = told("import", first, "--on", "2023-10-31", "-o", again)
        assert sheet(again, MASTER.name) == sheet(first, MASTER.name)
        assert sheet(again, "修改记录") == []


@pytest.mark.parametrize("kind", a_few(KINDS.values()), ids=KINDS)
def test_the_example_of_every_kind_is_imported_unchanged(kind):
    made = taken_in([{item.name: item.example for item in kind.fields}], kind)
    assert [item for item in made.changes if item.column != "序号"] == []
    assert made.left == []
