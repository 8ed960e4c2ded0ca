"""hqe ledger blank and hqe ledger survey at the command line, with kinds of one's own too."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from hqe_docs.data.kinds import load_kinds
from hqe_docs.data.ledger import read_ledger
from hqe_docs.library import Library
from hqe_docs.problems import Problems
from tests.blanks import lists_of
from tests.program import hqe

LONG = "很长的填写要求，" * 60
OWN = f"""
name: 古树名木台账
title: 古树名木台账
primaryKey: 树牌号
fields:
  - {{name: 树牌号, type: string, 说明: 牌上的号, 示例: A-001, constraints: {{required: true}}}}
  - {{name: 树种, type: string, 说明: 从列表选, 示例: "樟, 香", constraints: {{enum: ["樟, 香", 银杏{"".join(f", 树种{i:03}" for i in range(300))}]}}}}
  - {{name: 胸径（厘米）及其测量方法的补充说明和测量人姓名以及测量日期的登记栏目, type: number, 示例: 85, 说明: "{LONG}"}}
  - {{name: 状态, type: string, 示例: 好, constraints: {{enum: [好, 差]}}, 说明: 好或差}}
  - {{name: 措施, type: string, 示例: 支撑, 说明: 做了什么, 必填条件: {{列: 状态, 等于: 差}}}}
  - {{name: "='=1+1", type: string, 示例: 甲, 说明: 名称像公式}}
核对:
  - {{当: {{全部: [{{列: 状态, 等于: 好}}, {{列: 措施, 为空: 否}}]}}, 则: {{列: 树种, 不属于: [银杏]}}, 说明: 矛盾}}
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Return a library with a kind that nobody foresaw."""
    folder = tmp_path / "库" / "ledgers" / "kinds"
    folder.mkdir(parents=True)
    (folder / "古树名木台账.yaml").write_text(OWN, "utf-8")
    return tmp_path / "库"


# ---------------------------------------------------------------- blank
def test_a_kind_of_one_s_own_has_a_blank_without_any_python(library: Path, tmp_path: Path):
    out = tmp_path / "空白.xlsx"
    run = hqe("ledger", "blank", "古树名木台账", "--library", library, "-o", out)
    assert run.exit_code == 0, run.output
    book = openpyxl.load_workbook(out)
    sheet = book.worksheets[0]
    kind = load_kinds(Library.over_shipped([library]), Problems())["古树名木台账"]
    assert [cell.value for cell in sheet[4]] == [item.name for item in kind.fields]
    assert [cell.value for cell in sheet[5]] == ["例：A-001", "樟, 香", 85, "好", None, "甲"]
    offered = lists_of(book, sheet)
    assert (len(offered[2][0]), offered[2][0][0], offered[4][0]) == (302, "樟, 香", ("好", "差"))
    found = Problems()
    assert read_ledger(out, out.name, kind, found).frame.height == 0
    assert {item.code for item in found} == {"L114", "L106"}


def test_names_may_be_aliases_and_stand_for_one_file_each(tmp_path: Path):
    run = hqe("ledger", "blank", "失业台账", "零就业家庭", "-o", tmp_path / "空白")
    assert run.exit_code == 0, run.output
    names = {path.name for path in (tmp_path / "空白").iterdir()}
    assert names == {"失业人员台账.xlsx", "零就业家庭台账.xlsx"}


def test_the_same_kind_gives_the_same_bytes(tmp_path: Path):
    for name in ("甲.xlsx", "乙.xlsx"):
        assert hqe("ledger", "blank", "资金台账", "-o", tmp_path / name).exit_code == 0
    assert (tmp_path / "甲.xlsx").read_bytes() == (tmp_path / "乙.xlsx").read_bytes()
    assert openpyxl.load_workbook(tmp_path / "甲.xlsx").properties.created.year == 1980, "no clock"


def test_an_unknown_kind_is_named_with_the_nearest_one_and_others_are_made(tmp_path: Path):
    run = hqe("ledger", "blank", "失业人员台帐表", "资金台账", "-o", tmp_path, "--json")
    answer = json.loads(run.stdout)
    assert run.exit_code == 2
    assert [item["code"] for item in answer["problems"]] == ["L327"]
    assert "失业人员台账" in answer["problems"][0]["hint"]
    assert [Path(name).name for name in answer["files"]] == ["资金台账.xlsx"]


def test_a_workbook_that_is_there_is_not_overwritten(tmp_path: Path):
    path = tmp_path / "资金台账.xlsx"
    path.write_bytes("填过的".encode())
    run = hqe("ledger", "blank", "资金台账", "-o", tmp_path)
    assert (run.exit_code, path.read_bytes()) == (1, "填过的".encode())
    assert "R103" in run.output


@pytest.mark.parametrize(
    "arguments",
    [
        ["blank"],
        ["blank", "资金台账", "--all"],
        ["blank", "资金台账", "失业人员台账", "-o", "一份.xlsx"],
        ["survey", "--group", "第1组"],
        ["survey", "没有.xlsx"],
    ],
)
def test_wrong_usage_is_said(arguments: list[str]):
    assert hqe("ledger", *arguments).exit_code == 2


# ---------------------------------------------------------------- survey
@pytest.mark.slow
def test_a_survey_is_made_from_the_example(tmp_path: Path):
    path = Path(__file__).parent.parent / "ledgers/hongjiang-2023/梅州村/劳动力资源台账.xlsx"
    run = hqe("ledger", "survey", path, "--household", "MZ0002", "-o", tmp_path, "--json")
    assert run.exit_code == 0, run.output
    assert json.loads(run.stdout) == {"problems": [], "files": [str(tmp_path / "入户调查表.docx")]}


@pytest.mark.parametrize("name", ["blank", "survey"])
def test_help_is_chinese_and_has_an_example(name: str):
    page = hqe("ledger", name, "-h").output
    assert page.startswith(f"用法: hqe ledger {name}")
    assert f"示例:\n  hqe ledger {name} " in page
