"""Gaps: what lost points, the smallest number that wins them, in which order, and with whom to work."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import openpyxl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hqe_docs.data.dossier import read_dossier
from hqe_docs.data.schema import SelfScore
from hqe_docs.data.scores.bench import Bench
from hqe_docs.data.scores.cases import figure_said
from hqe_docs.data.scores.editionfile import load_file
from hqe_docs.data.scores.gaps import gaps_of
from hqe_docs.data.scores.rules import score_one
from hqe_docs.data.scores.scoring import score_bench
from hqe_docs.library import Library
from hqe_docs.office.mapping.context import context_of
from hqe_docs.office.workspace import open_dossiers
from hqe_docs.problems import Problems
from tests.examples import a_few, examples
from tests.program import hqe
from tests.villages import UNEMPLOYED, id_number, person, village

EXAMPLE = Path(__file__).resolve().parent.parent / "ledgers" / "hongjiang-2023" / "梅州村"
COUNTY = "外部数据: {县平均就业率: {数值: 91.2%, 来源: 统计公报}}\n"
EDITION = """名称: 试
年度: 2023
满分: 10
依据: {{文号: 试〔2023〕1号}}
数据:
  率: {{形式: 比率, 台账: 劳动力资源台账, 提高: "再帮扶 {{数}} 人"}}
  数: {{形式: 计数, 台账: 劳动力资源台账, 单位: 次}}
  均: {{形式: 均值, 台账: 劳动力资源台账, 列: 月收入}}
外部数据: [界限]
指标:
  - 序号: 1
    类别: 甲
    指标: 乙
    内容: 丙
    满分: 10
    标准: 丁
    条款: 戊
    规则: {rule}
"""


@cache
def edition(rule):
    """Return an edition of one indicator, its rule as YAML."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "试.yaml"
        path.write_text(EDITION.format(rule=rule), "utf-8")
        _, loaded, faults = load_file(path, Library.over_shipped())
    assert faults == (), faults
    return loaded


@cache
def dossier():
    return read_dossier(EXAMPLE, "", Problems())


def bench(rule, facts=None, given=None, outside="0%", **said):
    """Return what lies there: figures as an official says them (`949/1000`, `3`)."""
    rules = edition(rule).figures
    figures = {name: figure_said(name, rules[name], said.get(name)) for name in rules}
    points = {1: SelfScore(**{"得分": given})} if given else {}
    limit = {"界限": Fraction(outside.strip("%")) / 100} if outside else {}
    return Bench("市级", "村", figures, {}, facts or {}, limit, points)


def steps(rule, **said):
    sheet = score_bench(dossier(), edition(rule), bench(rule, **said))
    return [step for gap in gaps_of(sheet) for step in gap.steps]


def texts(rule, **said):
    return [step.text for step in steps(rule, **said)]


BANDS = "{形式: 分档, 数据: 率, 档: [{下限: 90%, 得分: 10}, {下限: 85%, 得分: 8}]}"
SHARE = "{形式: 比例, 数据: 率, 目标: 95%}"
GATED = "{形式: 比例, 数据: 率, 目标: 95%, 否决: {数据: 率, 低于外部数据: 界限}}"
OTHER_GATE = "{形式: 分档, 数据: 数, 档: [{下限: 5, 得分: 10}], 否决: {数据: 率, 低于外部数据: 界限}}"
TESTS = "{形式: 达标, 须有: [{数据: 率, 不小于: 98%, 说明: 率}, {数据: 数, 不小于: 2, 说明: 数}]}"
AT_MOST = "{形式: 达标, 须有: [{数据: 数, 不大于: 3, 说明: 数}]}"
UNDER = "{形式: 扣分, 数据: 率, 低于: 90%, 每: 1%, 每单位扣: 0.5, 零头: 按一个计}"
BEYOND = "{形式: 扣分, 数据: 数, 超过: 4, 每单位扣: 2}"
UNITS = "{形式: 计分, 数据: 数, 每: 2, 每单位得: 0.5}"
MEAN = "{形式: 分档, 数据: 均, 档: [{下限: 3, 得分: 10}, {下限: 2, 得分: 4}]}"
MISSING = "{形式: 扣分, 事实: 机制, 应有: [走访, 帮扶, 回访], 每缺扣: 4}"
TIERS = "{形式: 等级, 事实: 推广, 各级得分: {无: 0, 市级: 5, 省级: 10}}"
JUDGED = "{形式: 评判, 对照: [{数据: 数, 不小于: 2, 说明: 活动}, {数据: 率, 不小于: 70%, 说明: 率}]}"


# ---------------------------------------------------------------- sentences
@pytest.mark.parametrize(
    ("rule", "said", "expected"),
    a_few(
        [
            (SHARE, {"率": "90/100"}, ["再帮扶 5 人，率达到 95%，增 0.53 分（每 1 人约增 0.106 分）"]),
            (
                BANDS,
                {"率": "84/100"},
                ["再帮扶 1 人，率达到 85%，增 8 分", "再帮扶 6 人，率达到 90%，增 10 分"],
            ),
            (BANDS, {"率": "850/1000"}, ["再帮扶 50 人，率达到 90%，增 2 分"]),
            (
                UNITS,
                {"数": "7"},
                ["“数”再增加 1 次，数达到 8，增 0.5 分", "“数”再增加 33 次，数达到 40，增 8.5 分"],
            ),
            (
                BEYOND,
                {"数": "6"},
                ["“数”再减少 1 次，数降到 5，增 2 分", "“数”再减少 2 次，数降到 4，增 4 分"],
            ),
            (AT_MOST, {"数": "5"}, ["“数”再减少 2 次，数降到 3，增 10 分"]),
            (
                MEAN,
                {"均": "19/10"},
                ["“均”的分子再增加 1 人，均达到 2，增 4 分", "“均”的分子再增加 11 人，均达到 3，增 10 分"],
            ),
            (TESTS, {"率": "97/100", "数": "2"}, ["再帮扶 1 人，率达到 98%，增 10 分"]),
            (
                TESTS,
                {"率": "97/100", "数": "0"},
                ["再帮扶 1 人，率达到 98%；“数”再增加 2 次，数达到 2；都做到，增 10 分"],
            ),
            (TESTS, {"率": "97/100"}, ["补齐后核定：缺《劳动力资源台账》", "再帮扶 1 人，率达到 98%"]),
            (
                MISSING,
                {"facts": {"机制": ["走访"]}},
                ["补齐机制（帮扶），增 4 分", "补齐机制（帮扶、回访），增 8 分"],
            ),
            (TIERS, {"facts": {"推广": "市级"}}, ["争取“推广”达到“省级”，增 5 分"]),
            (SHARE, {}, ["补齐后核定：缺《劳动力资源台账》"]),
        ],
        rows=True,
    ),
)
def test_a_gap_says_exactly_what_wins_how_much(rule, said, expected):
    assert texts(rule, **said) == expected


def test_a_closed_gate_is_opened_first_then_the_target_is_reached_by_the_whole_number():
    assert texts(GATED, 率="80/100", outside="91%") == [
        "再帮扶 11 人，率达到界限 91.00%，增 9.58 分",
        "再帮扶 15 人，率达到 95%，增 10 分（每 1 人约增 0.105 分）",
    ]


def test_a_gate_on_another_figure_is_a_need_beside_the_rest():
    assert texts(OTHER_GATE, 率="80/100", 数="3", outside="85%") == [
        "再帮扶 5 人，率达到界限 85.00%",
        "再帮扶 5 人，率达到界限 85.00%；“数”再增加 2 次，数达到 5；都做到，增 10 分",
    ]


def test_the_target_itself_is_reached_even_where_rounded_points_are_full_just_below_it():
    (step,) = steps(SHARE, 率="799/855")  # 812/855 is 94.97 %: 9.997 points, rounded 10.00
    said = "每 1 人约增 0.011 分，得分取两位小数，13 人即得满分"
    assert step.text == f"再帮扶 14 人，率达到 95%，增 0.16 分（{said}）"


def test_what_all_that_there_are_would_not_win_is_said_to_be_impossible():
    rule = "{形式: 分档, 数据: 率, 档: [{下限: 110%, 得分: 10}]}"
    (step,) = steps(rule, 率="9/10")
    assert (step.text, step.count, step.gain) == (
        "“率”现为 90.00%，最多到 100.00%，仍达不到 110%",
        None,
        None,
    )


def test_judged_points_are_never_promised_only_what_the_conditions_lack():
    found = steps(JUDGED, 率="60/100", 数="1", given="6")
    assert [step.text for step in found] == ["“数”再增加 1 次，数达到 2", "再帮扶 10 人，率达到 70%"]
    assert [step.gain for step in found] == [None, None]


def test_a_judged_indicator_without_points_waits_for_a_person():
    assert texts(JUDGED, 率="60/100")[0] == "由人评分：酌情评分项，尚无自评得分"


def test_full_marks_leave_no_gap():
    assert steps(SHARE, 率="95/100") == []


# ---------------------------------------------------------------- exactness
SHAPES = {
    "率": (BANDS, SHARE, GATED, UNDER, TESTS.replace(", {数据: 数, 不小于: 2, 说明: 数}", "")),
    "数": (BEYOND, UNITS, AT_MOST),
    "均": (MEAN,),
}


@st.composite
def situations(draw, belows=(*range(1, 60), 400, 1_000, 9_999)):
    """Draw a rule of any shape by figure, and a figure: (rule, name, text)."""
    name = draw(st.sampled_from(list(SHAPES)))
    rule = draw(st.sampled_from(SHAPES[name]))
    if name == "数":
        return rule, name, str(draw(st.integers(0, 60)))
    below = draw(st.sampled_from(belows))
    return rule, name, f"{draw(st.integers(0, below * (4 if name == '均' else 1)))}/{below}"


@examples(200)
@given(situations(), st.integers(0, 100))
def test_one_less_does_not_win_it_and_the_number_does(situation, limit):
    rule, name, text = situation
    lies = bench(rule, outside=f"{limit}%", **{name: text})
    (indicator,) = edition(rule).indicators
    now = score_one(indicator, lies).points
    assume(now is not None)
    for step in steps(rule, outside=f"{limit}%", **{name: text}):
        (need,) = step.needs
        if step.gain:
            assert points_with(lies, indicator, name, need.sign * need.count) == now + step.gain
            before = points_with(lies, indicator, name, need.sign * (need.count - 1))
            assert before < now + step.gain or is_below_target(rule, lies, name, need.count - 1)
        else:
            assert need.count is None


def is_below_target(rule, lies, name, by):
    """Say whether so many more stay below the target of 95 %, whatever rounded points say there."""
    figure = lies.figures[name]
    return rule in (SHARE, GATED) and Fraction(figure.numerator + by, figure.denominator) < Fraction(95, 100)


@examples(100)
@given(situations(belows=range(1, 40)))
def test_the_last_step_wins_all_that_can_be_won(situation):
    rule, name, text = situation
    lies = bench(rule, **{name: text})
    (indicator,) = edition(rule).indicators
    now, found = score_one(indicator, lies).points, steps(rule, **{name: text})
    figure = lies.figures[name]
    most = figure.denominator - figure.numerator if name == "率" else 150
    best = max(points_with(lies, indicator, name, by) for by in range(-figure.numerator, most + 1))
    assert max((step.gain for step in found if step.gain), default=0) == best - now


def points_with(lies, indicator, name, by):
    """Return the points with so many more in the numerator, counted here by hand."""
    figure = lies.figures[name]
    above = figure.numerator + by
    value = Fraction(above, figure.denominator or 1)
    figures = {**lies.figures, name: replace(figure, numerator=above, value=value)}
    return score_one(indicator, replace(lies, figures=figures)).points


# ---------------------------------------------------------------- villages
def people(employed, unemployed):
    rows = [person(i) for i in range(employed)]
    return rows + [person(employed + i, **UNEMPLOYED) for i in range(unemployed)]


def gaps_json(*arguments):
    answer = json.loads(hqe("gaps", *arguments, "--json").stdout)
    (dossier_,) = answer["dossiers"]
    return dossier_, {item["no"]: item for item in dossier_["items"]}


@pytest.fixture
def hundred(tmp_path):
    """Return a village of a hundred in the labour force, 93 of them employed; three are not insured."""
    rows = people(93, 7)
    for row in rows[:3]:
        row |= {"养老保险": "否", "医疗保险": "否"}
    tasks = (
        "任务:\n"
        "  - {编号: 1, 任务: 送岗, 责任单位: 村委会, 责任人: 易喆, 完成时限: 2023-09-30, 对应指标: [9], 状态: 已完成}\n"
        "  - {编号: 2, 任务: 送岗, 责任单位: 妇联, 责任人: 晏小满, 完成时限: 2023-10-31, 对应指标: [9, 15]}\n"
    )
    return village(tmp_path / "甲", rows, more=COUNTY + tasks + "条件: {机制: [入户走访, 分类帮扶]}\n")


def test_two_more_of_the_hundred_reach_95_percent(hundred):
    item = gaps_json(hundred)[1][9]
    assert (item["points"], item["lost"]) == ("9.79", "0.21")
    (step,) = item["steps"]
    assert (step["count"], step["gain"], step["reaches"]) == (2, "0.21", "95.00%")
    assert (len(item["people"]), item["more"]) == (7, 0)


def test_one_more_insured_wins_five_points(hundred):
    item = gaps_json(hundred)[1][15]
    assert [(step["count"], step["gain"]) for step in item["steps"]] == [(1, "5")]
    assert [row["row"] for row in item["people"]] == [2, 3, 4]  # the first of the three heads the household


def test_most_points_for_least_effort_come_first(hundred):
    dossier_, _ = gaps_json(hundred)
    computed = [item["no"] for item in dossier_["items"] if item["state"] == "computed"]
    assert computed == [15, 21, 9]  # 5 points a person, 1 point an item, 0.105 points a person
    states = [item["state"] for item in dossier_["items"]]
    assert states == sorted(states, key=["computed", "pending", "judged"].index)


def test_pending_indicators_lack_their_full_marks_until_they_are_told(hundred):
    dossier_, items = gaps_json(hundred)
    assert (items[8]["points"], items[8]["lost"]) == (None, "10")
    assert Fraction(dossier_["lost"]) == sum(Fraction(item["lost"]) for item in items.values())
    assert Fraction(dossier_["lost"]) == Fraction(dossier_["full"]) - Fraction(dossier_["total"])
    assert Fraction(dossier_["winnable"]) == Fraction(dossier_["lost"]) - Fraction(dossier_["pending"])


def test_names_and_numbers_are_masked_unless_asked_otherwise(hundred):
    number = id_number(93)
    masked = gaps_json(hundred)[1][9]["people"][0]
    assert (masked["name"], masked["number"]) == ("村**", "360999********" + number[14:])
    assert masked["note"] == "失业日期 2023-01-05；就业意愿 有；意向工种 保洁员"
    whole_ = gaps_json(hundred, "--unmask")[1][9]["people"][0]
    assert (whole_["name"], whole_["number"], whole_["row"]) == ("村民丁", number, 95)
    assert "村民" not in hqe("gaps", hundred).output


def test_only_so_many_are_listed_and_how_many_more_is_said(hundred):
    item = gaps_json(hundred, "-n", "3")[1][9]
    assert (len(item["people"]), item["more"]) == (3, 4)
    assert "另有 4 行未列出" in hqe("gaps", hundred, "-n", "3").stdout


def test_the_mapping_names_who_answers_by_the_open_tasks(hundred):
    (loaded,) = open_dossiers([hundred])
    gaps = context_of(loaded)["差距"]
    item = next(item for item in gaps["项"] if item["序号"] == 9)
    assert (item["责任单位"], item["责任人"], str(item["完成时限"])) == ("妇联", "晏小满", "2023-10-31")
    assert item["措施"] == [
        {
            "做法": "再帮扶 2 人就业，就业率达到 95%（每 1 人约增 0.105 分）",
            "要点": "再帮扶2人就业，就业率达到95%",
            "数量": "2 人",
            "增分": "0.21",
            "每增一分需": "9.52 人",
        }
    ]
    assert (item["对象数"], item["对象"][0]["姓名"]) == (7, "村**")
    assert context_of(loaded, unmask=True)["差距"]["项"][2]["对象"][0]["姓名"] == "村民丁"


def test_figures_tell_their_rows_as_ranges(hundred):
    (loaded,) = open_dossiers([hundred])
    context = context_of(loaded)
    rows = {line["名称"]: (line["台账"], line["行"], line["行数"]) for line in context["取数明细"]}
    assert rows["失业人数"] == ("劳动力资源台账", "第95-101行", 7)
    assert rows["参保率"] == ("劳动力资源台账", "第5-101行", 97)
    rate = next(it for group in context["数据汇总"] for it in group["数据"] if it["名称"] == "就业率")
    assert (rate["分子"], rate["分母"], rate["显示"], rate["对应指标"]) == ("93", "100", "93.00%", [9])
    assert rate["行"] == "第2-94行"


def test_whom_to_win_for_a_share_is_said_by_the_edition(tmp_path):
    text = (EXAMPLE.parents[2] / "indicators" / "yichun-2023.yaml").read_text("utf-8")
    mark = "    对象: [统计人口, {列: 创业意愿, 等于: 有}]\n"
    assert mark in text
    own = text.replace(mark, "    对象: [统计人口, {列: 失业原因, 等于: 合同到期}]\n")
    library = tmp_path / "库"
    (library / "indicators").mkdir(parents=True)
    (library / "indicators" / "yichun-2023.yaml").write_text(own, "utf-8")
    rows = [*people(8, 2), person(10, 是否创业="是", 失业原因="合同到期")]
    folder = village(tmp_path / "甲", rows, more="人口: {户籍总人口: 100}\n")
    item = gaps_json(folder, "--library", library)[1][17]
    assert [step["count"] for step in item["steps"]] == [4, 7, 9]
    assert [row["row"] for row in item["people"]] == [10, 11]  # who founded already is not asked again


# ---------------------------------------------------------------- papers
CATALOGUE = """文书:
  名单:
    题名: [名单]
    模板: [名单.xlsx]
"""


@pytest.fixture
def with_papers(hundred):
    """Return the village with a further paper of its own, a list of names."""
    (hundred / "templates").mkdir()
    (hundred / "templates" / "文书目录.yaml").write_text(CATALOGUE, "utf-8")
    book = openpyxl.Workbook()
    book.active["A1"] = "{%tr for 人 in 差距.项[2].对象 %}"
    book.active["A2"], book.active["B2"] = "{{ 人.姓名 }}", "{{ 人.号码 }}"
    book.active["A3"] = "{%tr endfor %}"
    book.save(hundred / "templates" / "名单.xlsx")
    return hundred


def test_papers_mask_whom_to_work_with_unless_asked_otherwise(with_papers):
    def names(*options):
        result = hqe("build", with_papers, "-d", "名单", *options)
        assert result.exit_code == 0, result.output
        book = openpyxl.load_workbook(with_papers / "输出" / "甲-名单.xlsx")
        return [tuple(cell.value for cell in row) for row in book.active.iter_rows()]

    masked, whole_ = names(), names("--unmask")
    assert (len(masked), masked[0][0], masked[0][1][:14]) == (7, "村**", "360999********")
    assert (len(whole_), whole_[0]) == (7, ("村民丁", id_number(93)))


def test_the_word_paper_says_what_to_do_and_who_answers(with_papers):
    assert hqe("build", with_papers, "-d", "差距分析与整改清单").exit_code == 0
    paper = docx.Document(with_papers / "输出" / "甲-差距分析与整改清单.docx")
    text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert (
        "共失6.21分，其中由数据和申报条件计算的3项、由人评定的0项；计算项按所列措施做到，可增6.21分" in text
    )
    assert "没有失分的评判项。" in text
    lost = next(table for table in paper.tables if table.cell(0, 6).text == "整改措施")
    rows = {row.cells[0].text: [cell.text for cell in row.cells] for row in lost.rows}
    assert list(rows) == ["序号", "15", "21", "9"]
    assert rows["9"][6].splitlines()[0].startswith("再帮扶 2 人就业，就业率达到 95%")
    assert rows["9"][7:] == ["0.21", "妇联", "晏小满", "10月31日"]
    assert "村民" not in "".join(map("".join, rows.values()))
    whole_ = text + "".join(cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    assert not re.search(r"\{[{%]|[}%]\}|None|undefined|Fraction", whole_)
