"""Returned forms of a folder as one ledger, read back with openpyxl."""

from __future__ import annotations

import json

import openpyxl
import pytest
from click.testing import CliRunner

from hqe_docs.cli.main import root
from hqe_docs.office.forms.collecting import collect_forms
from hqe_docs.paper.package import write_package
from tests.forms.drawn import book_parts, word_file, word_parts, word_table

BLANK = "姓名||性别|□男 □女\n身份证号>1|>1|电话|\n失业日期|    年  月  日|原因|\n家庭成员|姓名|关系|年龄\n^|||\n^|||"
FIRST = (
    "姓名|黄国庆|性别|☑男 □女\n身份证号>1|360999198810010892>1|电话|19900001234\n失业日期|2023年6月30日|原因|合同期满\n"
    "家庭成员|姓名|关系|年龄\n^|黄小明|儿子|12\n^|||"
)


@pytest.fixture
def folder(tmp_path):
    inside = tmp_path / "收到" / "梅州村"
    inside.mkdir(parents=True)
    word_file(tmp_path / "空表.docx", word_table(BLANK))
    word_file(inside / "甲.docx", word_table(FIRST))
    return tmp_path


def collected(folder, **said):
    out = folder / "台账.xlsx"
    made = collect_forms(folder / "收到", out, blank=folder / "空表.docx", **said)
    return made, [problem.code for problem in made.problems]


def rows(path, sheet="汇总"):
    """Return the rows of a sheet from its header on, as title → text."""
    header, *below = list(openpyxl.load_workbook(path)[sheet].iter_rows(min_row=3, values_only=True))
    return [{k: str(v) for k, v in zip(header, row, strict=True) if v is not None} for row in below]


def test_a_form_is_a_row_with_its_file_and_the_titles_of_the_ledgers(folder):
    made, codes = collected(folder)
    assert codes == []
    assert rows(made.path) == [
        {
            "序号": "1",
            "姓名": "黄国庆",
            "公民身份号码": "360999198810010892",
            "联系电话": "19900001234",
            "性别": "男",
            "失业日期": "2023-06-30 00:00:00",
            "原因": "合同期满",
            "来源文件": "梅州村/甲.docx",
        }
    ]


def test_the_lists_of_the_forms_have_a_sheet_of_their_own(folder):
    made, _ = collected(folder)
    record = {
        "序号": "1",
        "填表人": "黄国庆",
        "姓名": "黄小明",
        "关系": "儿子",
        "年龄": "12",
        "来源文件": "梅州村/甲.docx",
    }
    assert rows(made.path, "家庭成员") == [record]


def test_the_same_person_twice_is_marked_in_the_later_row(folder):
    again = FIRST.replace("合同期满", "单位解除")
    word_file(folder / "收到" / "梅州村" / "乙.docx", word_table(again))
    made, codes = collected(folder)
    first, second = rows(made.path)
    assert codes == ["F314"]
    assert "重复" in second
    assert "重复" not in first
    assert second["重复"] == first["来源文件"]


def test_name_and_phone_are_a_person_too(folder):
    word_file(folder / "收到" / "乙.docx", word_table(FIRST.replace("360999198810010892", "")))
    assert collected(folder)[1] == ["F314"]


def test_a_wrong_number_is_told_at_its_place_and_beside_the_row(folder):
    word_file(
        folder / "收到" / "甲.docx", word_table(FIRST.replace("0892", "0893").replace("黄国庆", "张三"))
    )
    made, codes = collected(folder)
    assert codes == ["L204"]
    where = made.problems[0].where
    assert (where.file, where.table, where.row) == ("甲.docx", 0, 1)
    assert "问题" in next(row for row in rows(made.path) if row["姓名"] == "张三")


def test_bad_files_are_listed_and_the_rest_is_done(folder):
    (folder / "收到" / "坏.xlsx").write_bytes(b"PK\x03\x04 damaged")
    word_file(folder / "收到" / "空.docx", word_table(BLANK))
    word_file(folder / "收到" / "别的表.docx", word_table("会议记录|\n时间|地点\n|"))
    word_file(folder / "收到" / "~$甲.docx", word_table(FIRST))
    made, codes = collected(folder)
    assert sorted(codes) == ["F304", "F306", "F312"]
    assert [row["来源文件"] for row in rows(made.path, "未读出")] == ["别的表.docx", "坏.xlsx", "空.docx"]
    assert len(rows(made.path)) == 1


def test_a_folder_without_forms_writes_nothing(tmp_path):
    made = collect_forms(tmp_path, tmp_path / "台账.xlsx")
    assert [problem.code for problem in made.problems] == ["F311"]
    assert made.path is None


def test_progress_names_each_file(folder):
    steps = []
    collected(folder, progress=steps.append)
    assert steps == ["梅州村/甲.docx"]


def test_workbooks_are_collected_without_the_blank_form(tmp_path):
    inside = tmp_path / "收到"
    inside.mkdir()
    write_package(inside / "甲.xlsx", book_parts("姓名|张三|性别|男\n联系电话|19900001234|民族|汉族"))
    made = collect_forms(inside, tmp_path / "台账.xlsx")
    assert rows(made.path) == [
        {
            "序号": "1",
            "姓名": "张三",
            "联系电话": "19900001234",
            "性别": "男",
            "民族": "汉族",
            "来源文件": "甲.xlsx",
        }
    ]


def test_a_date_typed_into_a_cell_is_read_as_a_day(tmp_path):
    from datetime import date

    book = openpyxl.Workbook()
    book.active.append(["姓名", "张三", "出生日期", date(1988, 10, 1)])
    book.save(tmp_path / "甲.xlsx")
    made = collect_forms(tmp_path, tmp_path / "台账.xlsx")
    assert made.rows[0].values["出生日期"] == "1988-10-01"


# ---------------------------------------------------------------- command line
def test_the_commands_print_json(folder):
    blank = ["--blank", str(folder / "空表.docx")]
    form = str(folder / "收到" / "梅州村" / "甲.docx")
    read = json.loads(CliRunner().invoke(root, ["form", "read", form, *blank, "--json"]).stdout)
    assert read["problems"] == []
    assert read["values"]["性别"] == "男"
    assert read["values"]["家庭成员"] == [{"姓名": "黄小明", "关系": "儿子", "年龄": "12"}]
    said = ["form", "collect", str(folder / "收到"), *blank, "-o", str(folder / "台账.xlsx"), "--json"]
    answer = json.loads(CliRunner().invoke(root, said).stdout)
    assert answer["path"] == str(folder / "台账.xlsx")
    assert [row["file"] for row in answer["rows"]] == ["梅州村/甲.docx"]


def test_values_are_read_under_the_names_of_a_binding(folder):
    blank, binding = folder / "空表.docx", folder / "空表.yaml"
    bound = CliRunner().invoke(
        root, ["form", "bind", str(blank), "--kind", "劳动力资源台账", "-o", str(binding)]
    )
    assert bound.exit_code == 0, bound.output
    form = str(folder / "收到" / "梅州村" / "甲.docx")
    read = json.loads(
        CliRunner().invoke(root, ["form", "read", form, "--map", str(binding), "--json"]).stdout
    )
    assert read["values"]["公民身份号码"] == "360999198810010892"
    assert read["values"]["联系电话"] == "19900001234"


def test_a_binding_without_its_form_is_told(folder, tmp_path):
    binding = tmp_path / "别处" / "空表.yaml"
    binding.parent.mkdir()
    CliRunner().invoke(
        root, ["form", "bind", str(folder / "空表.docx"), "--kind", "劳动力资源台账", "-o", str(binding)]
    )
    form = str(folder / "收到" / "梅州村" / "甲.docx")
    read = json.loads(
        CliRunner().invoke(root, ["form", "read", form, "--map", str(binding), "--json"]).stdout
    )
    assert [problem["code"] for problem in read["problems"]] == ["F305"]


# ---------------------------------------------------------------- old formats without LibreOffice
def test_an_old_word_document_without_libreoffice_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("HQE_OFFICE", str(tmp_path / "没有的程序"))
    (tmp_path / "甲.doc").write_bytes(
        b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "WordDocument".encode("utf-16-le") + b"\0" * 600
    )
    said = json.loads(CliRunner().invoke(root, ["form", "read", str(tmp_path / "甲.doc"), "--json"]).stdout)
    assert [problem["code"] for problem in said["problems"]] == ["F101"]
    assert "LibreOffice" in said["problems"][0]["message"]


def test_a_document_with_a_password_is_told(tmp_path):
    (tmp_path / "甲.docx").write_bytes(
        b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
    )
    said = json.loads(CliRunner().invoke(root, ["form", "read", str(tmp_path / "甲.docx"), "--json"]).stdout)
    assert "密码" in said["problems"][0]["message"]


def test_word_parts_are_no_old_format():
    from hqe_docs.paper.forms.oldforms import old_suffix
    from hqe_docs.paper.package import zipped

    assert old_suffix(zipped(word_parts(word_table(FIRST)))) is None


def in_folder(folder, blank, *filled):
    word_file(folder / "空表.docx", word_table(blank))
    for number, drawing in enumerate(filled):
        word_file(folder / "收到" / "梅州村" / f"{number}.docx", word_table(drawing))
    (folder / "收到" / "梅州村" / "甲.docx").unlink()
    return collected(folder)[0].path


def test_records_with_a_number_of_their_own_get_no_second_one(folder):
    blank = "单位||电话|\n序号|项目|分值|得分\n1|组织领导|10|\n2|服务窗口|20|"
    path = in_folder(
        folder, blank, "单位|甲村|电话|1\n序号|项目|分值|得分\n1|组织领导|10|9\n2|服务窗口|20|18"
    )
    assert rows(path, "名单") == [
        {"序号": "1", "项目": "组织领导", "得分": "9", "来源文件": "梅州村/0.docx"},
        {"序号": "2", "项目": "服务窗口", "得分": "18", "来源文件": "梅州村/0.docx"},
    ]


def test_a_list_says_whose_it_is_where_the_form_does(folder):
    blank = "户主||电话|\n姓名|关系|年龄\n||\n||"
    path = in_folder(folder, blank, "户主|赵建国|电话|1\n姓名|关系|年龄\n赵磊|儿子|25\n||")
    assert rows(path, "名单") == [
        {
            "序号": "1",
            "户主": "赵建国",
            "姓名": "赵磊",
            "关系": "儿子",
            "年龄": "25",
            "来源文件": "梅州村/0.docx",
        }
    ]


def test_a_list_of_forms_that_name_nobody_has_no_column_for_it(folder):
    blank = "村名||年度|\n姓名|关系|年龄\n||\n||"
    path = in_folder(folder, blank, "村名|梅州村|年度|2023\n姓名|关系|年龄\n赵磊|儿子|25\n||")
    assert rows(path, "名单") == [
        {"序号": "1", "姓名": "赵磊", "关系": "儿子", "年龄": "25", "来源文件": "梅州村/0.docx"}
    ]
