"""`hqe lint` as a person meets it."""

from __future__ import annotations

import json

import openpyxl
import pytest
from click.testing import CliRunner

from hqe_docs.cli.main import root
from hqe_docs.codes import CODES
from tests.lint.making import changed, p, right, save
from tools.blankword import new_document


def run(*arguments):
    return CliRunner().invoke(root, ["lint", *map(str, arguments)])


def test_a_right_paper_ends_with_0(tmp_path):
    answer = run(save(tmp_path / "通知.docx", right()))
    assert (answer.exit_code, "没有发现问题" in answer.output) == (0, True)


def test_a_warning_ends_with_0_and_an_error_with_1(tmp_path):
    unusual = changed(right(), '<w:spacing w:val="-6"/>', "")
    answer = run(save(tmp_path / "一般.docx", unusual))
    assert (answer.exit_code, "共 1 个警告" in answer.output) == (0, True)
    wrong = changed(right(), 'w:top="2098"', 'w:top="1440"')
    assert run(save(tmp_path / "规定.docx", wrong)).exit_code == 1


def test_each_finding_has_subject_place_clause_strength_and_hint(tmp_path):
    wrong = changed(
        right(),
        'w:right="1474" w:bottom="1984" w:left="1588"',
        'w:right="1588" w:bottom="1984" w:left="1474"',
    )
    lines = run(save(tmp_path / "通知.docx", wrong)).output.splitlines()
    assert lines[:4] == [
        "通知.docx",
        "【页面】",
        "  错误 G104 第1节：订口（左白边）应为 28±1 毫米，这里是 26 毫米（规定，GB/T 9704 5.2.1）",
        "      提示: 把左边距设为 28 毫米、装订线设为 0；双面打印用“对称页边距”时，内侧 28 毫米",
    ]


def test_a_finding_met_often_is_shown_once_with_its_places(tmp_path):
    dates = "".join(
        p(f"{day}，会议于2023.6.25召开，与会人员听取了汇报并讨论了下一步工作安排。", "b")
        for day in "甲乙丙丁戊"
    )
    output = run(save(tmp_path / "通知.docx", changed(right(), "<w:body>", f"<w:body>{dates}"))).output
    assert output.count("G310") == 1
    assert "段落1、段落2、段落3、段落4等 5 处：" in output


def test_json_has_the_problems_and_the_files(tmp_path):
    wrong = changed(
        right(), 'w:top="2098" w:right="1474" w:bottom="1984"', 'w:top="1984" w:right="1474" w:bottom="2098"'
    )
    answer = json.loads(run(save(tmp_path / "通知.docx", wrong), "--json").output)
    assert [item["code"] for item in answer["problems"]] == ["G103"]
    assert answer["problems"][0]["where"] == {"file": "通知.docx", "section": 0}
    assert answer["files"] == [
        {"file": "通知.docx", "form": False, "counts": {"error": 1, "warning": 0, "info": 0}}
    ]


def test_a_folder_stands_for_its_word_documents(tmp_path):
    (tmp_path / "下").mkdir()
    for name in ("甲.docx", "下/乙.docx", "下/~$乙.docx"):
        save(tmp_path / name, right())
    answer = json.loads(run(tmp_path, "--json").output)
    assert [one["file"] for one in answer["files"]] == ["下/乙.docx", "甲.docx"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("旧.doc", "旧格式 .doc"),
        ("表.xlsx", "工作簿"),
        ("改名.docx", "里面没有 Word 文档"),
        ("坏.docx", "不是完好的"),
    ],
)
def test_what_is_no_document_is_told_and_the_others_are_looked_at(tmp_path, name, said):
    book = tmp_path / name
    if name in ("表.xlsx", "改名.docx"):
        openpyxl.Workbook().save(tmp_path / "表.xlsx")
        (tmp_path / "表.xlsx").rename(book)
    else:
        book.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    answer = run(book, save(tmp_path / "好.docx", right()))
    assert answer.exit_code == 1
    assert "G101" in answer.output and said in answer.output and "好.docx" in answer.output


def test_a_form_is_said_to_be_one(tmp_path):
    made = new_document()
    made.add_table(6, 3)
    made.save(tmp_path / "表.docx")
    assert "只检查了文字和文件内部结构" in run(tmp_path / "表.docx").output


def test_explain_says_clause_and_strength():
    answer = CliRunner().invoke(root, ["explain", "G112"])
    assert "依据: 一般，GB/T 9704 5.2.3" in answer.output


def test_what_is_demanded_is_an_error_and_all_else_a_warning():
    layout = [code for name, code in CODES.items() if name.startswith("G1") and code.strength]
    assert layout
    assert all((code.severity == "error") == (code.strength == "规定") for code in layout)
