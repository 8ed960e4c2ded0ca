"""Task table, notice, mechanisms, weekly and mid-term report, list to mend, summary, self-assessment: from dossiers."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from hqe_docs.data.schema import Point
from hqe_docs.data.troubles import is_closed
from hqe_docs.office.building.build import build
from hqe_docs.office.mapping.context import context_of
from hqe_docs.office.mapping.superiors import superior
from hqe_docs.office.workspace import open_dossiers
from tests.report_cases import district
from tests.villages import person, village

REPORTS = ("任务分解表", "三项机制", "印发通知", "周报", "中期评估报告", "整改清单", "工作总结", "自评报告")
BLANK_DAY = "　　　　年　　月　　日"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return 单位-文书 → file, for the invented district and all below it."""
    folder = district(tmp_path_factory.mktemp("区") / "云岭区")
    found, results = build([folder], documents=REPORTS, out=folder.parent / "出")
    assert list(found) == []
    return {f"{result.dossier}-{result.document}": result.path for result in results}


def built(folder: Path, *documents: str):
    found, results = build([folder], documents=documents, out=folder.parent / "出")
    return list(found), {result.document: result.path for result in results}


def paragraphs(path: Path, style: str | None = None) -> list[str]:
    """Return the body's paragraphs outside tables."""
    lines = docx.Document(str(path)).paragraphs
    return [line.text for line in lines if style in (None, line.style.name)]


def rows(path: Path, number: int = 0) -> list[list[str]]:
    """Return the cells of a table; one that spans columns counts once."""
    table = docx.Document(str(path)).tables[number]
    cells = [[docx.table._Cell(cell, table) for cell in row._tr.tc_lst] for row in table.rows]
    return [[cell.text for cell in row] for row in cells]


def everything(path: Path) -> str:
    body = docx.Document(str(path)).element.body
    lines = ("".join(node.text or "" for node in line.iter(qn("w:t"))) for line in body.iter(qn("w:p")))
    return "\n".join(lines)


def one(path: Path, beginning: str) -> str:
    return next(line for line in paragraphs(path) if line.startswith(beginning))


# ---------------------------------------------------------------- all of them
@pytest.mark.slow
def test_each_office_gets_the_papers_whose_matter_it_has(made):
    papers = {
        name: {key.split("-")[1] for key in made if key.startswith(name)} for name in ("云岭区", "石桥乡")
    }
    assert papers["云岭区"] == set(REPORTS)
    assert papers["石桥乡"] == {"三项机制", "整改清单", "自评报告"}  # neither tasks nor ledgers


def test_no_paper_holds_a_tag_a_key_or_a_hole(made):
    for name, path in made.items():
        text = everything(path)
        hole = re.search(
            r"\{[{%]|None|undefined|无法计算|（）|《》|“”|[，。；：、][，。；、]|[（、：]。|条件\.|人口\.",
            text,
        )
        assert not hole, (name, text[max(0, hole.start() - 20) : hole.end() + 20])


@pytest.mark.parametrize(
    ("place", "strange"), [("和平社区", "农户|村民小组|村“两委”"), ("石桥乡", "社区|居民|网格")]
)
def test_an_office_is_not_told_of_what_it_has_not(made, place, strange):
    for paper in ("三项机制", "印发通知"):
        if path := made.get(f"{place}-{paper}"):
            text = everything(path).replace("网格员", "").replace("乡镇（街道）、村（社区）", "")
            assert not re.search(strange, text.replace("村（社区）", "")), paper


def test_header_rows_repeat_and_rows_stay_whole(made):
    for name in ("云岭区-任务分解表", "云岭区-整改清单", "云岭区-中期评估报告"):
        for table in docx.Document(str(made[name])).tables:
            assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None, name
            assert table.rows[-1]._tr.trPr.find(qn("w:cantSplit")) is not None, name


# ---------------------------------------------------------------- upward papers
@pytest.mark.parametrize(
    ("above", "role", "organ"),
    [
        (["云岭区", "清泉镇"], "创建点", "清泉镇人民政府"),
        (["云岭区", "石桥乡"], "创建点", "石桥乡人民政府"),
        (["云岭区", "清泉街道"], "创建点", "清泉街道办事处"),
        (["云岭区", "清泉街道办事处"], "创建点", "清泉街道办事处"),
        (["云岭区"], "实施单位", "云岭区创建工作领导小组办公室"),
        ([], "创建点", "上级创建工作领导小组办公室"),
        (["宜春市"], "主管部门", "宜春市就业和社会保障工作领导小组办公室"),
        ([], "主管部门", "市就业和社会保障工作领导小组办公室"),
    ],
)
def test_every_office_reports_to_the_one_organ_above(above, role, organ):
    assert superior(Point.model_construct(parents=above, role=role)) == organ


def test_reports_go_up_whatever_the_addressees_of_other_papers(made):
    addressees = {
        name: paragraphs(made[f"{name}-自评报告"], "主送机关") for name in ("云岭区", "清泉街道", "和平社区")
    }
    assert addressees == {
        "云岭区": ["宜春市就业和社会保障工作领导小组办公室："],
        "清泉街道": ["云岭区创建工作领导小组办公室："],
        "和平社区": ["清泉街道办事处："],
    }
    assert paragraphs(made["云岭区-印发通知"], "主送机关") == ["各乡镇人民政府，各街道办事处："]


def test_the_organ_addressed_gets_no_copy_besides(made):
    assert "抄送：区财政局。" in everything(made["清泉街道-中期评估报告"])
    assert "抄送：云岭区创建工作领导小组办公室，区财政局。" in everything(made["清泉街道-印发通知"])


def test_a_dossier_may_name_the_addressee_of_a_report_itself(tmp_path):
    more = "发文: {机关: 甲村村委会, 主送: [各组]}\n文书: {自评报告: {主送: [县就业办]}}\n"
    _, papers = built(village(tmp_path / "甲", [person(0)], more=more), "自评报告")
    assert paragraphs(papers["自评报告"], "主送机关") == ["县就业办："]


def test_number_and_day_not_given_leave_room_to_write(made):
    path = made["云岭区-印发通知"]
    assert paragraphs(path, "发文字号") == ["云人社字〔2023〕　　号"]
    assert paragraphs(path, "成文日期") == [BLANK_DAY]
    assert "〔" not in "".join(paragraphs(made["和平社区-印发通知"])[:3])  # no 代字, no number


# ---------------------------------------------------------------- tasks
def test_the_task_table_goes_by_parts_of_the_work(made):
    cells = rows(made["云岭区-任务分解表"])
    assert cells[1] == ["一、健全机制、总结推广（1项）"]
    assert cells[3] == ["二、督促检查（1项）"]  # as the task says itself
    assert cells[2][:4] == ["1", "部署创建", "（1）召开会议", "区人社局"]
    assert [row[0] for row in cells if len(row) == 9] == ["编号", "1", "2"]


def test_tasks_are_told_late_and_stopped_on_the_reference_day(made):
    late = one(made["清泉街道-中期评估报告"], "（二）滞后任务。")
    assert (
        "共2项：第1项完成入户调查，时限7月31日，进度70%，责任人丁一鸣；第2项建好服务窗口，场地未落实。"
        in late
    )
    states = {row[0]: row[5] for row in rows(made["清泉街道-中期评估报告"]) if len(row) == 8}
    assert states == {"编号": "状态", "1": "进行中\n（逾期）", "2": "受阻"}


def test_a_bureau_issues_the_mechanisms_without_a_task_book(made):
    assert "任务书" not in everything(made["云岭区-印发通知"])
    assert "《清泉街道2023年县级高质量就业社区创建工作任务书》" in everything(made["清泉街道-印发通知"])


# ---------------------------------------------------------------- weekly report
def test_a_weekly_report_names_its_period_and_its_thursday(made):
    assert [line.split("\t")[1] for line in paragraphs(made["清泉街道-周报"], "约定项")] == [
        "2023年第9期",
        "2023年8月28日至2023年9月3日",
        "云岭区清泉街道办事处",
        "云岭区创建工作领导小组办公室",
        "2023年8月31日（星期四）16:00前",
    ]


def test_a_period_not_given_is_that_of_the_reference_day(made):
    number, period, *_, due = paragraphs(made["云岭区-周报"], "约定项")
    assert number.endswith("2023年第9期")
    assert period.endswith("\t2023年8月25日至2023年8月31日")
    assert due.endswith("2023年8月31日（星期四）16:00前")


def test_a_period_that_nothing_tells_is_left_to_write(tmp_path):
    folder = village(tmp_path / "甲", [], more="任务: [{编号: 1, 任务: 调查}]\n")
    text = (folder / "dossier.yaml").read_text("utf-8")
    (folder / "dossier.yaml").write_text(text.replace(", 基准日: 2023-10-31", ""), "utf-8")
    _, papers = built(folder, "周报")
    number, period, *_, due = paragraphs(papers["周报"], "约定项")
    assert number.endswith("2023年第　　期")
    assert period.endswith("\t　　　年　　月　　日至　　月　　日")
    assert "每周四16:00前" in due


@pytest.mark.parametrize(
    ("last", "due"), [("2023-08-31", 31), ("2023-09-03", 31), ("2023-08-30", 31), ("2023-08-25", 24)]
)
def test_the_report_of_a_period_is_due_on_the_thursday_of_its_last_week(tmp_path, last, due):
    folder = village(
        tmp_path / "甲", [], more=f"文书: {{周报: {{止: {last}}}}}\n任务: [{{编号: 1, 任务: 调查}}]\n"
    )
    _, papers = built(folder, "周报")
    assert f"2023年8月{due}日（星期四）16:00前" in everything(papers["周报"])


def test_a_weekly_report_tells_open_problems_with_what_is_proposed(made):
    text = "\n".join(paragraphs(made["清泉街道-周报"]))
    assert "1.窗口场地面积不足（8月10日提出，办理中）。建议：请区里调剂场地（需区级协调）。" in text
    assert "以前提出的问题已办结1个。" in text
    assert (
        "和平社区：截至2023年10月31日，按台账统计，劳动力人数20人，就业人数18人，失业人数2人，就业率90.00%"
        in text
    )
    assert "入户走访台账1条，劳动力资源台账20条。" in text


# ---------------------------------------------------------------- what is to be mended
def test_the_list_to_mend_holds_indicators_tasks_and_problems(made):
    first, second, third, fourth = rows(made["清泉街道-整改清单"])[1:5]
    assert first[1:5] == [
        "清泉街道\n任务",
        "第1项任务：完成入户调查",
        "已过完成时限，进度70%",
        "重新排定进度，抓紧完成",
    ]
    assert second[3] == "受阻：场地未落实"
    assert third[1:6] == ["清泉街道\n问题", "窗口场地面积不足", "尚无答复", "请区里调剂场地", "区级协调"]
    assert (fourth[1], fourth[2], fourth[8]) == ("和平社区\n指标", "第6项人员配备（3分）", "待整改")


def test_a_settled_problem_and_a_finished_task_need_no_mending(made):
    assert "调查员不足" not in everything(made["清泉街道-整改清单"])
    assert "部署创建" not in everything(made["云岭区-整改清单"])


@pytest.mark.parametrize(
    ("state", "closed"), [("已办结", True), (" 已解决", True), ("办理中", False), (None, False)]
)
def test_a_problem_is_settled_by_the_state_written(state, closed):
    assert is_closed(state) is closed


@pytest.mark.slow
def test_those_above_see_all_that_is_to_be_mended_below(tmp_path):
    (loaded,) = open_dossiers([district(tmp_path / "云岭区")])
    whole = context_of(loaded)["整改"]
    assert {row["创建点"] for row in whole} == {"清泉街道", "和平社区", "石桥乡"}
    community = loaded.below[0].below[0]
    own = [row for row in context_of(community)["整改"] if row["来源"] == "指标"]
    assert [row for row in whole if row["创建点"] == "和平社区"] == own


# ---------------------------------------------------------------- figures and points
def test_figures_stand_against_their_targets(made):
    cells = rows(made["清泉街道-中期评估报告"], 1)
    assert ["和平社区", "就业率", "90%", "90.00%", "18÷20", "达到", "劳动力资源台账"] in cells
    known = {row[1]: row[-2:] for row in cells}
    assert known["持证占比"] == ["尚无数据", "尚未填报常住总人口"]


@pytest.mark.slow
def test_points_of_the_report_are_those_of_the_sheet(example, tmp_path):
    _, results = build([example.folder / "洪江村"], documents=["自评报告"], out=tmp_path)
    path, sheet = results[0].path, example.below[1].sheet
    printed = {row[0]: row[-3] for row in rows(path) if row[0].isdecimal()}
    points = {str(item.indicator.no): item.points for item in sheet.scores}
    assert {no: None if said == "待核" else float(said) for no, said in printed.items()} == {
        no: None if said is None else float(said) for no, said in points.items()
    }
    assert f"自评得{float(sheet.total):g}分；待核指标满分10分，全部得满分时总分为79.34分" in everything(path)


def test_what_waits_is_named_and_not_counted(made):
    text = everything(made["石桥乡-自评报告"])
    assert "满分110分，各项指标待核，还没有评分。" in text
    assert "待核：第6项人员配备（满分3分）、第7项人员培训（满分2分）。" in text
    assert rows(made["石桥乡-自评报告"])[-1][-1] == "待核22项，满分共110分，不计入总分"


def test_the_report_of_a_unit_sets_its_points_side_by_side(made):
    cells = rows(made["云岭区-自评报告"])
    assert [[row[0], row[1], *row[3:]] for row in cells[1:]] == [
        ["和平社区", "县级社区", "15", "92", "107"],
        ["石桥乡", "市级乡镇", "0", "110", "110"],
    ]


def test_a_summary_tells_what_spread_to_the_province(made):
    assert "和平社区的做法在全省范围内推广，发挥了示范带动作用。" in paragraphs(made["清泉街道-工作总结"])


# ---------------------------------------------------------------- mechanisms
def test_each_mechanism_has_its_six_matters(made):
    for name in ("云岭区", "和平社区", "石桥乡"):
        path = made[f"{name}-三项机制"]
        assert paragraphs(path, "附件标题") == ["入户走访机制", "分类帮扶机制", "跟踪回访机制"]
        headings = paragraphs(path, "一级标题")
        for matter in ("对象", "频次", "内容|措施", "分工", "记录", "考核"):
            assert sum(bool(re.search(matter, heading)) for heading in headings) >= 3, matter


@pytest.mark.parametrize(("number", "kind"), [(0, "入户走访台账"), (2, "跟踪回访台账")])
def test_record_forms_ask_what_the_ledger_of_the_same_name_holds(made, example, number, kind):
    titles = {field.name for field in example.kinds[kind].fields}
    asked = re.split("、|\n", "、".join(rows(made["和平社区-三项机制"], number)[0]))
    known = sum(any(title in word or word in title for title in titles) for word in asked)
    assert known >= len(asked) - 2


def test_the_mechanisms_count_as_evidence_that_can_be_made(tmp_path):
    (loaded,) = open_dossiers([village(tmp_path / "甲", [person(0)])])
    entry = next(item for item in context_of(loaded)["佐证目录"] if item["序号"] == 21)
    assert ("三项机制文件", "可生成") in {(item["名称"], item["状态"]) for item in entry["材料"]}
