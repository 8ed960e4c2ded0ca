"""A broken edition: each fault is told with its code, its line, and words that name what is wrong."""

from __future__ import annotations

import pytest

from hqe_docs.library import Library
from hqe_docs.office.scores.editioncheck import check_edition

SOUND = """名称: 试行办法
年度: 2023
满分: 10
依据: {文号: 试字〔2023〕1号}
口径: {无争议: {默认: 待核, 可选: [待核, 满分], 说明: 没有争议时}}
方面: [数量]
条件: {就业: {列: 就业状态, 不等于: 失业}}
事实: {公示: {形式: 是否}}
数据:
  就业率: {形式: 比率, 台账: 劳动力资源台账, 分子: [就业], 方面: 数量, 提高: "再帮扶 {数} 人"}
  场次: {形式: 计数, 台账: 招聘与政策宣传活动台账, 方面: 数量, 单位: 场}
指标:
  - 序号: 1
    类别: 甲
    指标: 就业
    内容: 就业率
    满分: 6
    标准: 按档得分
    条款: 第 1 项
    规则: {形式: 分档, 数据: 就业率, 档: [{下限: 90%, 得分: 6}, {下限: 80%, 得分: 3}]}
    案例:
      - {数据: {就业率: 90/100}, 得分: 6}
      - {数据: {就业率: 89/100}, 得分: 3}
  - 序号: 2
    类别: 乙
    指标: 公示
    内容: 公示和活动
    满分: 4
    标准: 公示且办 2 场
    条款: 第 2 项
    规则: {形式: 达标, 须有: [{事实: 公示, 说明: 公示}, {数据: 场次, 不小于: 2, 说明: 活动}]}
    案例:
      - {事实: {公示: 是}, 数据: {场次: 2}, 得分: 4}
"""
CASES = [
    # the code, what is changed, into what, a word of the line it is told at, words of the message
    ("I101", "分子: [就业]", "分子: [就业了]", "就业率: {形式", ["就业了", "就业"]),
    ("I101", "分子: [就业]", "分子: [{列: 就业状态, 大约: 就业}]", "就业率: {形式", ["大约"]),
    ("I101", "台账: 劳动力资源台账", "台账: 劳动力台账", "就业率: {形式", ["劳动力台账"]),
    ("I101", "方面: 数量, 单位", "方面: 质量, 单位", "场次: {形式", ["质量"]),
    ("I101", "再帮扶 {数} 人", "再帮扶几人", "就业率: {形式", ["{数}"]),
    ("I101", "形式: 计数", "形式: 均值", "场次: {形式", ["列"]),
    ("I101", "形式: 计数", "形式: 组数", "场次: {形式", ["每组不少于"]),
    ("I101", "形式: 计数", "形式: 占比, 人口分母: 总人口", "场次: {形式", ["户籍总人口"]),
    ("I102", "数据: 就业率, 档", "数据: 就业律, 档", "形式: 分档", ["就业律"]),
    ("I102", "数据: 场次, 不小于", "数据: 场数, 不小于", "形式: 达标", ["场数"]),
    ("I103", "满分: 10", "满分: 11", "满分: 11", ["10", "11"]),
    ("I104", "{下限: 80%, 得分: 3}", "{下限: 95%, 得分: 3}", "形式: 分档", ["从高到低"]),
    ("I104", "{下限: 80%, 得分: 3}", "{下限: 90%, 得分: 3}", "形式: 分档", ["从高到低"]),
    ("I104", "得分: 6}, {下限: 80%, 得分: 3}", "得分: 3}, {下限: 80%, 得分: 6}", "形式: 分档", ["从高到低"]),
    ("I104", "{下限: 90%, 得分: 6}", "{下限: 90%, 得分: 7}", "形式: 分档", ["满分 6"]),
    ("I104", "下限: 90%", "下限: 九成", "形式: 分档", ["九成"]),
    ("I104", "数据: 场次, 不小于: 2, ", "数据: 场次, ", "形式: 达标", ["不小于"]),
    ("I104", "{事实: 公示, 说明", "{事实: 公开, 说明", "形式: 达标", ["公开"]),
    ("I104", "形式: 达标, ", "形式: 达标, 分母为零按口径: 无纠纷, ", "形式: 达标", ["无纠纷"]),
    ("I104", "形式: 达标, ", "形式: 达标, 否决: {数据: 场次, 低于外部数据: 省平均}, ", "形式: 达标", ["省平均"]),
    ("I104", "形式: 分档, ", "形式: 比例, ", "形式: 比例", ["比例"]),
    ("I104", "序号: 2", "序号: 1", "序号: 1\n    类别: 乙", ["重复"]),
    ("I105", "{就业率: 89/100}, 得分: 3", "{就业率: 89/100}, 得分: 6", "89/100", ["应得 6", "算出 3", "89.00%"]),
    ("I105", "{下限: 80%", "{下限: 89.5%", "89/100", ["应得 3", "算出 0"]),
    ("I106", "\n    案例:\n      - {事实: {公示: 是}, 数据: {场次: 2}, 得分: 4}", "", "序号: 2", ["第 2 项"]),
    ("I107", "{就业率: 90/100}", "{就业: 90/100}", "- {数据", ["就业"]),
    ("I107", "{就业率: 90/100}", "{就业率: 九成}", "- {数据", ["九成"]),
    ("I107", "90/100}, 得分: 6", "90/100}, 得分: 满分", "- {数据", ["满分"]),
    ("I107", "{公示: 是}", "{公开: 是}", "- {事实", ["公开"]),
    ("I107", "{公示: 是}", "{公示: 大概}", "- {事实", ["公示"]),
    ("I107", "得分: 4}", "口径: {无纠纷: 满分}, 得分: 4}", "- {事实", ["无纠纷"]),
    ("I107", "得分: 4}", "口径: {无争议: 半分}, 得分: 4}", "- {事实", ["半分"]),
    ("I107", "得分: 4}", "外部数据: {省平均: 90%}, 得分: 4}", "- {事实", ["省平均"]),
]  # fmt: skip


def check(tmp_path, text):
    path = tmp_path / "indicators" / "试行.yaml"
    path.parent.mkdir()
    path.write_text(text, "utf-8")
    return check_edition(path, Library.over_shipped([]))[0]


def test_the_edition_the_faults_are_made_in_is_sound(tmp_path):
    assert check(tmp_path, SOUND) == []


@pytest.mark.parametrize(("code", "old", "new", "at", "words"), CASES)
def test_each_fault_of_an_edition_is_told_with_its_line(tmp_path, code, old, new, at, words):
    assert old in SOUND
    text = SOUND.replace(old, new, 1)
    found = [problem for problem in check(tmp_path, text) if problem.code == code]
    assert found
    problem = found[0]
    said = problem.message + problem.hint
    assert [word for word in words if word not in said] == []
    assert problem.where.line == text[: text.index(at)].count("\n") + 1


def test_a_setting_whose_default_is_none_of_its_options_is_told(tmp_path):
    (problem,) = check(tmp_path, SOUND.replace("默认: 待核", "默认: 再议", 1))
    assert (problem.code, problem.where.line) == ("D110", 5)


def test_an_unknown_key_is_told_with_what_was_meant(tmp_path):
    (problem,) = check(tmp_path, SOUND.replace("档: [", "档次: [", 1))
    assert (problem.code, problem.where.line) == ("D104", 20)
    assert "档" in problem.hint


def test_all_faults_are_told_in_one_run(tmp_path):
    text = (
        SOUND.replace("满分: 10", "满分: 11")
        .replace("下限: 80%", "下限: 95%")
        .replace("分子: [就业]", "分子: [甲]")
    )
    assert {problem.code for problem in check(tmp_path, text)} == {"I101", "I103", "I104"}
