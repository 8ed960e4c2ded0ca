"""The data behind a problem: which line of dossier.yaml, which cell of a ledger an item of a loop was read from."""

import pickle
from datetime import date
from pathlib import Path

import pytest

from hqe_docs.office.mapping.context import context_of
from hqe_docs.office.workspace import open_dossiers
from hqe_docs.paper.fill import fill
from hqe_docs.paper.language.origins import Sourced, joined_sources
from hqe_docs.problems import Location, cell_at
from tests.paper.making import excel, word
from tests.program import make_village

PEOPLE = [{"姓名": "彭春山", "生日": date(1990, 1, 1)}, {"姓名": "高健", "生日": "不详"}]
TASKS = [
    "任务:",
    "  - 编号: 1",
    "    任务: 建账",
    "  - 编号: 2",
    "    任务: 走访",
    "    完成时限: 2023-06-30",
]


def roll(people=PEOPLE):
    columns = list(people[0])
    return {
        "行": Sourced(
            people, lambda n, key: cell_at("甲.xlsx", "表", n + 2, columns.index(key) + 1 if key else 1)
        )
    }


@pytest.mark.parametrize("make", ["word", "excel"])
def test_a_value_of_the_wrong_kind_names_the_cell_it_was_read_from(tmp_path, make):
    loop = [["{%tr for 人 in 行 %}", ""], ["{{ 人.姓名 }}", "{{ 人.生日|日期 }}"], ["{%tr endfor %}", ""]]
    made = word(tmp_path / "表.docx", "", table=loop) if make == "word" else excel(tmp_path / "表.xlsx", loop)
    (found,) = fill(made, roll(), tmp_path / f"出{made.suffix}")
    assert found.code == "T205"
    assert found.message.endswith("（数据来自 甲.xlsx#表!B3）")


def test_a_calculation_that_fails_names_the_row_behind_it(tmp_path):
    made = word(tmp_path / "表.docx", "{% for 人 in 行 %}{{ 人.生日 + 1 }}{% endfor %}")
    (found,) = fill(made, roll(PEOPLE[1:]), tmp_path / "出.docx")
    assert (found.code, "（数据来自 甲.xlsx#表!B2）" in found.message) == ("T207", True)


def test_an_unknown_name_is_told_once_with_the_first_item_and_what_was_meant(tmp_path):
    made = word(tmp_path / "表.docx", "{% for 人 in 行 %}{{ 人.姓明 }}{% endfor %}")
    (found,) = fill(made, roll(), tmp_path / "出.docx")
    assert found.message == "未知名称“人.姓明”，是不是“人.姓名”？（数据来自 甲.xlsx#表!A2）"


def test_the_row_of_the_loop_in_the_tag_is_named_not_the_innermost(tmp_path):
    text = "{% for 人 in 行 %}{% for 物 in 东西 %}{{ 人.生日|日期 }}{% endfor %}{% endfor %}"
    things = Sourced([{"名": "桌"}], lambda n, key: Location("乙.xlsx", "表", row=n + 1))
    made = word(tmp_path / "表.docx", text)
    (found,) = fill(made, roll(PEOPLE[1:]) | {"东西": things}, tmp_path / "出.docx")
    assert found.message.endswith("（数据来自 甲.xlsx#表!B2）")


def test_a_plain_list_has_no_data_behind_it(tmp_path):
    made = word(tmp_path / "表.docx", "{% for 人 in 行 %}{{ 人.生日|日期 }}{% endfor %}")
    (found,) = fill(made, {"行": PEOPLE}, tmp_path / "出.docx")
    assert "数据来自" not in found.message


def test_a_sourced_list_is_a_list_that_can_be_pickled():
    rows = roll()["行"]
    assert rows == PEOPLE
    assert pickle.loads(pickle.dumps(rows)) == PEOPLE  # noqa: S301 - made here


def test_lists_joined_remember_where_each_item_came_from():
    first, second = ([1, 2], "甲"), ([3], "乙")
    lists = [
        Sourced(items, lambda n, _key, name=name: Location(name, line=n + 1))
        for items, name in (first, second)
    ]
    source = joined_sources(lists)
    assert [str(source(n, None)) for n in range(3)] == ["甲:1", "甲:2", "乙:1"]


def test_a_task_of_the_dossier_names_its_line_in_dossier_yaml(tmp_path: Path):
    head = "创建点: {名称: 试点村, 类型: 村, 级别: 市级, 年度: 2023}"
    (tmp_path / "dossier.yaml").write_text("\n".join([head, *TASKS]), encoding="utf-8")
    (loaded,) = open_dossiers([tmp_path])
    made = word(tmp_path / "表.docx", "{% for 项 in 任务 %}{{ 项.任务|日期 }}{{ 项.完成时限 }}{% endfor %}")
    found = fill(made, context_of(loaded), tmp_path / "出.docx")
    assert [item.message.rpartition("/")[2] for item in found] == [
        "dossier.yaml:4 任务[1].任务）",
        "dossier.yaml:6 任务[2].任务）",
    ]


def test_a_row_of_a_ledger_names_its_cell_also_in_the_ledger_of_the_dossier_above(tmp_path: Path):
    head = "创建点: {名称: 试点镇, 类型: 乡镇, 级别: 市级, 角色: 实施单位, 年度: 2023}\n下辖: [甲村, 乙村]\n"
    (tmp_path / "dossier.yaml").write_text(head, encoding="utf-8")
    for name in ("甲村", "乙村"):
        make_village(tmp_path / name)
        rows = "序号,姓名,公民身份号码,备注\n1,彭春山,360999198503123010,\n2,高健,360999199001011234,待定\n"
        (tmp_path / name / "劳动力资源台账.csv").write_text(rows, encoding="utf-8")
    (loaded,) = open_dossiers([tmp_path])
    loop = "{% for 人 in 台账['劳动力资源台账'].行 %}{{ 人.备注|日期 }}{% endfor %}"
    (found,) = fill(word(tmp_path / "表.docx", loop), context_of(loaded), tmp_path / "出.docx")
    assert found.message.endswith("甲村/劳动力资源台账.csv#劳动力资源台账!D3）")
