"""工作日程表, read back by python-docx: what is due by stage and month, whose, for whom, by which clause."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from tests.program import hqe
from tests.schedules import TASKS, with_programme
from tests.villages import village

STAGES = (
    "组织启动阶段（5月1日至6月30日）",
    "创建攻坚阶段（7月1日至8月31日）",
    "巩固提升阶段（9月1日至10月31日）",
)


def made(folder: Path, out: Path) -> tuple[list[list[str]], list[str]]:
    """Return the table's rows and the paragraphs of the schedule of a dossier."""
    done = hqe("build", folder, "-d", "工作日程表", "-o", out)
    assert done.exit_code == 0, done.output
    (path,) = out.rglob("*工作日程表.docx")
    paper = docx.Document(str(path))
    return [[cell.text for cell in row.cells] for row in paper.tables[0].rows], [
        it.text for it in paper.paragraphs
    ]


@pytest.fixture(scope="module")
def paper(tmp_path_factory) -> tuple[list[list[str]], list[str]]:
    folder = tmp_path_factory.mktemp("村")
    return made(village(folder / "甲村", [], more=TASKS), folder / "出")


def test_the_duties_stand_by_stage_and_month(paper):
    rows, _ = paper
    assert rows[0] == ["序号", "时间", "事项", "责任", "报送对象", "依据", "备注"]
    heads = [row[0] for row in rows[1:] if len(set(row)) == 1]
    assert heads == [*STAGES, "各阶段以后（11月1日至11月30日）"]
    lines = [row for row in rows[1:] if len(set(row)) > 1]
    assert [row[0] for row in lines] == [str(number) for number in range(1, len(lines) + 1)]
    reports = [row[1:3] for row in lines if row[2].startswith("报送周报")]
    assert reports == [
        ["7月6日、13日、20日、27日16:00前", "报送周报（第1至4期）"],
        ["8月3日、10日、17日、24日、31日16:00前", "报送周报（第5至9期）"],
        ["9月7日、14日、21日、28日16:00前", "报送周报（第10至13期）"],
        ["10月7日、12日、19日、26日16:00前", "报送周报（第14至17期）"],
        ["11月2日、9日、16日、23日、30日16:00前", "报送周报（第18至22期）"],
    ]


def test_a_line_names_who_answers_and_why_a_day_was_moved(paper):
    rows, _ = paper
    (october,) = [row for row in rows if row[2] == "报送周报（第14至17期）"]
    assert october[5] == "第六条第四项"
    assert october[6] == "第14期：10月5日逢中秋节、国庆节，顺延"
    (update,) = [row for row in rows if row[2] == "人力资源数据动态更新（第1次）"]
    assert update[3] == "村委会　易小禾"


def test_rules_that_the_notice_leaves_open_stand_below_the_table(paper):
    _, texts = paper
    (rules,) = [text for text in texts if "逢节假日取“顺延到节后第一个工作日”" in text]
    assert rules.endswith("放假和调休上班的日子见国办发明电〔2022〕16号。")


def test_a_year_without_holidays_is_said_on_the_paper(tmp_path):
    rows, texts = made(with_programme(tmp_path / "村", "岭东-2026", "2026", "2027"), tmp_path / "出")
    assert "2月5日、12日、19日、26日12:00前" in [row[1] for row in rows]
    assert "三、没有 2027 年的放假和调休安排，2027 年只按周六、周日推算工作日，日期须核对。" in texts
