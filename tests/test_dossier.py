"""dossier.yaml: what it accepts, and everything wrong with it in one run."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

from hqe_docs.data.dossier import read_dossier
from hqe_docs.data.modelled import _nodes, known_keys
from hqe_docs.data.schema import DossierData, plain
from hqe_docs.problems import Problems

LEAST = "创建点: {名称: 甲村, 类型: 村, 级别: 市级, 年度: 2023}\n"


def read(folder, text):
    (folder / "dossier.yaml").write_text(text, "utf-8")
    found = Problems()
    return read_dossier(folder, "", found), list(found)


def places(found):
    return {(item.code, item.where.line) for item in found}


def test_four_keys_are_enough_to_load(tmp_path):
    dossier, found = read(tmp_path, LEAST)
    assert found == []
    assert dossier.data.point.role == "创建点"
    assert dossier.data.point.indicator_set == "yichun-2023"
    assert dossier.data.facts.mechanisms is None


def test_values_are_read_in_the_forms_people_write(tmp_path):
    text = LEAST + (
        "外部数据: {县平均就业率: {数值: 91.2%, 来源: 统计公报, 日期: 2023年6月1日}}\n"
        "资金: [{层级: 市级, 标准: 5万元, 已拨付: '20,000'}]\n"
        "任务: [{编号: 1, 任务: 调查, 进度: 0.6, 完成时限: 2023/8/31}]\n"
        "领导小组: {组长: 张三, 办公室: {主任: {姓名: 李四, 职务: 所长}, 成员: [王五]}}\n"
    )
    dossier, found = read(tmp_path, text)
    assert found == []
    data = dossier.data
    assert data.external.county_rate.value == Fraction(912, 1000)
    assert data.external.county_rate.dated == date(2023, 6, 1)
    assert (data.funds[0].standard, data.funds[0].paid) == (Decimal(50000), Decimal(20000))
    assert (data.tasks[0].progress, data.tasks[0].due) == (Fraction(3, 5), date(2023, 8, 31))
    assert data.group.leader.name == "张三"
    assert (data.group.bureau.director, data.group.bureau.members) == ("李四", ["王五"])


def test_what_stands_in_a_head_is_read_in_the_forms_people_write(tmp_path):
    text = LEAST + "发文: {份号: 12, 密级: '秘密 * 1年', 签发人: [高健], 签名人: 袁知远, 主送移版记: 是}\n"
    dossier, found = read(tmp_path, text)
    assert found == []
    issue = plain(dossier.data.issue)
    assert (issue["份号"], issue["密级"], issue["签发人"]) == ("000012", "秘密★1年", ["高健"])
    assert issue["签名人"] == {"姓名": "袁知远", "职务": None}
    assert issue["主送移版记"] is True and issue["附件另订"] is None


def test_a_head_that_can_t_be_is_reported_with_its_line(tmp_path):
    text = (
        LEAST + "发文:\n  份号: 1234567\n  密级: 保密\n  紧急程度: 火急\n  签名方式: 手签\n  签发者: [高健]\n"
    )
    _, found = read(tmp_path, text)
    assert places(found) == {("D105", 3), ("D105", 4), ("D110", 5), ("D110", 6), ("D104", 7)}


def test_a_fact_may_carry_a_remark_and_its_evidence(tmp_path):
    plainly = "条件: {信息发布终端: 是, 机制: [入户走访], 推广: 市级}\n"
    fully = "条件: {信息发布终端: {值: 是, 说明: 大厅一台, 佐证: [照片.jpg]}, 机制: {值: [入户走访]}, 推广: {值: 市级}}\n"
    for text in (plainly, fully):
        facts = read(tmp_path, LEAST + text)[0].data.facts
        assert (facts.terminal.value, facts.mechanisms.value, facts.promotion.value) == (
            True,
            ["入户走访"],
            "市级",
        )


def test_a_blank_form_is_no_fault(tmp_path):
    text = (
        LEAST
        + "人口: {户籍总人口: , 常住总人口: }\n领导小组: {组长: {姓名: , 职务: }, 副组长: []}\n任务: []\n"
    )
    dossier, found = read(tmp_path, text.replace("{姓名: , 职务: }", ""))
    assert found == []
    assert dossier.data.population.registered is None


def test_every_fault_is_reported_with_its_line(tmp_path):
    text = """创建点:
  名称: [甲村]
  类型: 乡
  级别: 市级
  年度: 二〇二三
  基准日: 2023-02-30
  名字: 甲
人口: {户籍总人口: 2316人, 常住总人口: -5}
发文: 洪江镇
文书: {工作方案: {成文日期: 23-6-5}}
领导小组: {组长: {职务: 书记}}
任务:
  - {编号: 1, 任务: 调查, 状态: 完成}
  - {编号: 2}
外部数据: {县平均就业率: {数值: 91.2}}
资金: {层级: 市级}
条件: {推广: 全国, 信息发布终端: 也许, 服务场所: 培训教室}
自评: {一: {得分: 3}, 2: {得分: 三分}}
"""
    dossier, found = read(tmp_path, text)
    assert not dossier.fits
    assert places(found) == {
        ("D105", 2),
        ("D110", 3),
        ("D105", 5),
        ("D107", 6),
        ("D104", 7),
        ("D105", 8),
        ("D112", 8),
        ("D105", 9),
        ("D111", 10),
        ("D106", 11),
        ("D110", 13),
        ("D106", 14),
        ("D111", 15),
        ("D105", 16),
        ("D110", 17),
        ("D105", 17),
        ("D105", 18),
    }
    assert len([item for item in found if item.where.line == 17]) == 3
    assert len([item for item in found if item.where.line == 18]) == 2


def test_an_unknown_key_gets_a_suggestion(tmp_path):
    _, found = read(tmp_path, LEAST + "任务: [{编号: 1, 任务: 调查, 责任仁: 张三}]\n")
    (item,) = found
    assert item.code == "D104"
    assert item.hint == "您是不是想写“责任人”？"
    assert item.where.path == "任务[1].责任仁"


def test_what_follows_a_line_that_is_no_yaml_is_still_checked(tmp_path):
    text = "创建点:\n  名称：甲村\n  类型: 村\n  级别: 省级\n  年度: 2023\n人口: {户籍总人口: 多}\n"
    _, found = read(tmp_path, text)
    assert places(found) == {("D101", 2), ("D110", 4), ("D105", 6)}


def test_dates_that_run_backwards_and_numbers_used_twice_are_found(tmp_path):
    text = LEAST + (
        "阶段: [{名称: 启动, 起: 2023-06-30, 止: 2023-05-01}]\n"
        "任务: [{编号: 1, 任务: 甲}, {编号: 1, 任务: 乙}]\n"
        "文书: {工作方案: {成文日期: 2023-06-25, 印发日期: 2023-06-24}}\n"
        "资金: [{层级: 市级, 标准: 100, 已拨付: 200}]\n"
    )
    dossier, found = read(tmp_path, text)
    assert dossier is not None
    assert places(found) == {("D119", 2), ("D122", 3), ("D119", 4), ("D112", 5)}


def test_a_dossier_in_gbk_is_read(tmp_path):
    (tmp_path / "dossier.yaml").write_bytes(LEAST.encode("gb18030"))
    found = Problems()
    assert read_dossier(tmp_path, "", found).name == "甲村"


def test_binary_rubbish_is_a_problem_not_a_crash(tmp_path):
    (tmp_path / "dossier.yaml").write_bytes(b"\xff\x00\x81" * 50)
    found = Problems()
    assert read_dossier(tmp_path, "", found) is None
    assert len(found) == 1


def test_known_keys_follow_the_model_at_any_depth():
    assert "户籍总人口" in known_keys(DossierData, ("人口",))
    assert "责任人" in known_keys(DossierData, ("任务", 3))
    assert "主职" in known_keys(DossierData, ("条件", "专职人员", 0))


def test_the_plain_mapping_has_every_key_of_the_model(tmp_path):
    shown = plain(read(tmp_path, LEAST)[0].data)
    assert set(shown) == set(known_keys(DossierData, ()))
    assert shown["条件"]["推广"] is None


def required(model, path=()):
    """Yield the path of every required key of the schema."""
    for node in _nodes(model, path):
        for key, below in node.get("properties", {}).items():
            if key in node.get("required", ()):
                yield (*path, key)
            yield from required(model, (*path, key))
            if below.get("items") or "anyOf" in below or below.get("type") == "array":
                yield from required(model, (*path, key, 0))


def test_whatever_required_key_is_wrong_the_rest_is_still_checked(tmp_path):
    text = (
        "创建点: {名称: 甲, 类型: 村, 级别: 市级, 年度: 2023}\n"
        "领导小组: {组长: {姓名: 甲}}\n阶段: [{名称: 甲}]\n任务: [{编号: 1, 任务: 甲}]\n"
        "资金: [{层级: 市级, 标准: 5}]\n问题: [{内容: 甲}]\n条件: {专职人员: [{姓名: 甲}]}\n口径: [错]\n"
    )
    paths = {path[-1] for path in required(DossierData) if path[-1] != "创建点"}
    assert {"名称", "年度", "标准", "编号", "姓名", "内容"} <= paths
    for key in paths:
        dossier, found = read(tmp_path, _spoil(text, key))
        assert dossier is not None, key
        assert not dossier.fits
        assert any(item.where.line == 8 for item in found), key


def _spoil(text, key):
    """Return `text` with the value of every `key` made a list."""
    return re.sub(rf"({key}): ([^,}}\]\n]+)", r"\1: [不对]", text)


def test_a_control_character_is_found_in_the_dossier_not_on_paper(tmp_path):
    _, found = read(tmp_path, LEAST + '发文: {机关: "甲\\x01乙"}\n')
    assert [(item.code, item.where.line) for item in found] == [("D126", 2)]


def test_a_name_of_spaces_is_no_name(tmp_path):
    _, found = read(tmp_path, "创建点: {名称: '  ', 类型: 村, 级别: 市级, 年度: 2023}\n")
    assert [item.code for item in found] == ["D106"]


def test_english_names_of_the_model_are_no_keys(tmp_path):
    _, found = read(tmp_path, LEAST + "funds: []\n人口: {registered: 5}\n")
    assert [item.code for item in found] == ["D104", "D104"]


def test_a_county_is_no_creation_point(tmp_path):
    _, found = read(tmp_path, "创建点: {名称: 甲, 类型: 县区, 级别: 市级, 年度: 2023}\n")
    assert [item.code for item in found] == ["D127"]


def test_an_indicator_number_written_twice_in_two_ways_is_repeated(tmp_path):
    _, found = read(tmp_path, LEAST + "自评: {1: {得分: 1}, 01: {得分: 2}}\n")
    assert [item.code for item in found] == ["D103"]
