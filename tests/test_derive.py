"""Ledgers derived from the master ledger: what is written, its reasons, settings, and what can't be judged."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from hqe_docs.data.definitions import DEFAULT, FOLDER
from hqe_docs.library import shipped
from hqe_docs.office.loose import Said, check_all
from hqe_docs.office.scores.numbers import figures_json
from tests.program import hqe
from tests.villages import UNEMPLOYED, id_number, person, village

EMPTY = {
    "毕业院校": "",
    "毕业日期": "",
    "户口性质": "农村",
    "行业": "",
    "就业日期": "",
    "登记失业日期": "",
    "帮扶责任人": "",
}
IDLE = {**EMPTY, **UNEMPLOYED, "帮扶责任人": "付晓梅"}
GRADUATE = {"文化程度": "大专", "毕业院校": "宜春职业技术学院", "毕业日期": "2022-06-30"}


def family(*members: Mapping[str, str]) -> list[dict[str, str]]:
    """Return rows, each of a household of its own unless it says otherwise; the first 户主 of a number is its head."""
    rows = []
    for order, changes in enumerate(members):
        house = {
            "户编号": str(order + 1),
            "与户主关系": "户主",
            "组别": "第1组",
            "联系电话": f"1990000000{order}",
        }
        sex = {"man": changes.get("man") != "否", "born": changes.get("born", "19900101")}
        plain = {name: value for name, value in changes.items() if name not in ("man", "born")}
        rows.append(
            person(
                order,
                sex["born"],
                sex["man"],
                **{**house, **EMPTY, "证书编号": "", "培训意向工种": "", "就业地址": "", **plain},
            )
        )
    return rows


def derive(folder: Path, *options: object) -> dict[str, object]:
    result = hqe("ledger", "derive", folder, *options, "--json")
    return json.loads(result.stdout)


def codes(answer: Mapping[str, object]) -> list[str]:
    return [item["code"] for item in answer["problems"]]


def sheet(folder: Path, kind: str) -> list[dict[str, object]]:
    """Return the rows of the derived workbook, read by openpyxl."""
    page = openpyxl.load_workbook(folder / "输出" / f"{folder.name}-{kind}台账.xlsx").worksheets[0]
    rows = list(page.iter_rows(values_only=True))
    head = next(i for i, row in enumerate(rows) if "列入理由" in row)
    return [dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :]]


ALL_SORTS = family(
    {},
    {**IDLE, "登记失业日期": "2023-02-01"},
    {**IDLE, "man": "否", "born": "19800101", "人员类别": "低保、残疾人"},
    {**IDLE, **GRADUATE},
    {
        "人员类别": "脱贫人口、退役军人",
        "技能证书": "焊工（四级/中级工）；电工（五级/初级工）",
        "证书编号": "A1；B2",
    },
    {"是否创业": "是", "就业状态": "自主创业", "就业地址": "宜春市", "单位名称": "禾苗农场"},
    {**IDLE, "培训意愿": "有", "培训意向工种": "养老护理员"},
)


# ---------------------------------------------------------------- what is written
@pytest.mark.slow
def test_every_kind_that_follows_from_the_master_is_written_and_passes_its_own_check(tmp_path):
    folder = village(tmp_path / "甲", ALL_SORTS)
    answer = derive(folder)
    assert [item for item in answer["problems"] if item["severity"] == "error"] == []
    counts = {item["kind"].removesuffix("台账"): item["count"] for item in answer["dossiers"][0]["ledgers"]}
    assert counts == {
        **{"失业人员": 4, "就业困难人员": 4, "零就业家庭": 4, "离校未就业高校毕业生": 1, "脱贫劳动力": 1, "退役军人": 1},
        **{"残疾人": 1, "转移就业": 3, "持证人员": 2, "技能培训意愿": 1, "创业与市场主体": 1, "登记失业一对一": 1, "社会保险参保": 7},
    }  # fmt: skip
    for item in answer["dossiers"][0]["ledgers"]:
        found = check_all([Path(item["path"])], Said(kind=item["kind"])).problems
        wrong = [problem.code for problem in found if problem.severity != "info"]
        assert wrong == [], item["kind"]


@pytest.mark.slow
def test_a_derived_ledger_laid_into_the_dossier_is_without_errors(tmp_path):
    folder = village(tmp_path / "甲", ALL_SORTS)
    for item in derive(folder)["dossiers"][0]["ledgers"]:
        shutil.copy(item["path"], folder / f"{item['kind']}.xlsx")
    found = check_all([folder], Said()).problems
    assert {problem.code for problem in found if problem.where.sheet} == {
        "L217"
    }  # what is still to be filled in
    assert [problem.code for problem in found if problem.severity == "error" and problem.where.sheet] == []
    assert codes(derive(folder, "--compare")) == []


def test_each_row_says_why_it_is_listed_and_where_it_stands_in_the_master(tmp_path):
    folder = village(tmp_path / "甲", ALL_SORTS)
    (ledger,) = derive(folder, "--kind", "就业困难人员")["dossiers"][0]["ledgers"]
    by_row = {item["row"].rpartition("!")[2]: item["reason"] for item in ledger["rows"]}
    assert by_row["第4行"] == "本户劳动年龄内无人就业；享受低保；残疾人；女，43周岁；公岗第一档（台账第4行）"
    row = next(
        row for row in sheet(folder, "就业困难人员") if row["公民身份号码"] == id_number(2, "19800101", False)
    )
    assert row["困难类别"] == "零就业家庭成员、最低生活保障人员、残疾人、大龄失业人员"
    assert row["列入理由"] == by_row["第4行"]


def test_the_workbook_tells_day_and_settings_with_their_sources(tmp_path):
    folder = village(tmp_path / "甲", ALL_SORTS)
    derive(folder, "--kind", "登记失业一对一", "--set", "一对一登记月数=6")
    book = openpyxl.load_workbook(folder / "输出/甲-登记失业一对一台账.xlsx")
    remark = str(book.worksheets[0]["A2"].value)
    assert (
        remark.startswith("基准日 2023-10-31；由《劳动力资源台账》派生，共 1 行")
        and "一对一登记月数：6" in remark
    )
    rows = {row[0]: row[1:] for row in book["口径说明"].iter_rows(values_only=True)}
    assert rows["一对一登记月数"][0] == "6" and "附件1 第9项" in rows["一对一登记月数"][2]


def test_identity_numbers_are_text_and_dates_are_dates(tmp_path):
    folder = village(tmp_path / "甲", ALL_SORTS)
    derive(folder, "--kind", "失业人员")
    (row, *_) = sheet(folder, "失业人员")
    assert row["公民身份号码"] == id_number(1) and row["年龄"] == 33
    assert row["登记失业日期"].isoformat() == "2023-02-01T00:00:00"
    assert (row["是否登记失业"], row["失业人员类别"]) == ("是", "就业转失业人员")


def test_what_the_master_cannot_know_stays_empty(tmp_path):
    folder = village(tmp_path / "甲", ALL_SORTS)
    derive(folder, "--kind", "退役军人")
    (row,) = sheet(folder, "退役军人")
    assert row["姓名"] and row["退役日期"] is None and row["安置方式"] is None


def test_a_household_is_one_row_with_its_numbers(tmp_path):
    rows = family(
        {**IDLE, "户编号": "7"},
        {**IDLE, "户编号": "7", "与户主关系": "配偶", "man": "否"},
        {"户编号": "7", "与户主关系": "父亲", "born": "19500101", "就业状态": "务农"},
        {"户编号": "7", "与户主关系": "母亲", "born": "19500101", "man": "否", "就业状态": "死亡"},
    )
    folder = village(tmp_path / "甲", rows)
    derive(folder, "--kind", "零就业家庭")
    (row,) = sheet(folder, "零就业家庭")
    assert (row["户编号"], row["家庭人口数"], row["劳动力人数"], row["就业人数"]) == ("7", 3, 2, 0)
    assert row["公民身份号码"] == id_number(0)
    derive(folder, "--kind", "零就业家庭", "--set", "零就业判断范围=全体成员")
    assert sheet(folder, "零就业家庭") == []


def test_several_certificates_are_a_row_each(tmp_path):
    folder = village(tmp_path / "甲", ALL_SORTS)
    derive(folder, "--kind", "持证人员")
    found = [(row["证书名称"], row["技能等级"], row["证书编号"]) for row in sheet(folder, "持证人员")]
    assert found == [
        ("焊工（四级/中级工）", "四级/中级工", "A1"),
        ("电工（五级/初级工）", "五级/初级工", "B2"),
    ]


def test_difficult_persons_stand_in_the_order_of_public_welfare_posts(tmp_path):
    rows = family(
        {},
        {**IDLE, "户编号": "1", "与户主关系": "子", "失业日期": "2021-01-01"},
        {**IDLE, "户编号": "1", "与户主关系": "子", "人员类别": "失地农民"},
        {**IDLE, "户编号": "1", "与户主关系": "子", "人员类别": "残疾人"},
    )
    folder = village(tmp_path / "甲", rows)
    derive(folder, "--kind", "就业困难人员")
    reasons = [str(row["列入理由"]) for row in sheet(folder, "就业困难人员")]
    assert [reason.partition("（台账")[0].split("；")[-1] for reason in reasons] == [
        "公岗第一档",
        "公岗第二档",
        "公岗第五档",
    ]
    assert reasons[2].startswith("长期失业，已33个月")


def test_the_same_village_gives_the_same_bytes(tmp_path):
    folder = village(tmp_path / "甲", ALL_SORTS)
    path = folder / "输出/甲-失业人员台账.xlsx"
    derive(folder, "--kind", "失业人员")
    first = path.read_bytes()
    derive(folder, "--kind", "失业人员")
    assert path.read_bytes() == first


def test_a_ledger_alone_is_derived_with_a_day_from_the_command_line(tmp_path):
    folder = village(tmp_path / "甲", ALL_SORTS)
    path = (folder / "劳动力资源台账.csv").rename(tmp_path / "收来的.csv")
    answer = derive(path, "--on", "2023年10月31日", "--kind", "失业人员", "-o", tmp_path / "出")
    (ledger,) = answer["dossiers"][0]["ledgers"]
    assert (ledger["count"], ledger["path"]) == (4, str(tmp_path / "出/收来的-失业人员台账.xlsx"))


def test_villages_below_are_derived_into_folders_of_their_own(tmp_path):
    top = tmp_path / "镇"
    village(top, [], kind="乡镇", more="下辖: [甲, 乙]\n")
    text = (top / "dossier.yaml").read_text("utf-8").replace("年度: 2023", "年度: 2023, 角色: 实施单位")
    (top / "dossier.yaml").write_text(text, "utf-8")
    for name in ("甲", "乙"):
        village(top / name, ALL_SORTS)
    answer = derive(top, "--kind", "失业人员", "-o", tmp_path / "出")
    assert [item["dossier"] for item in answer["dossiers"]] == ["甲", "乙"]
    assert sorted(path.name for path in (tmp_path / "出").rglob("*.xlsx")) == [
        "乙-失业人员台账.xlsx",
        "甲-失业人员台账.xlsx",
    ]


# ---------------------------------------------------------------- settings
def test_settings_of_the_dossier_and_of_the_command_line_move_the_bounds(tmp_path):
    rows = family({}, {**IDLE, "户编号": "1", "与户主关系": "子", "man": "否", "born": "19820101"})
    folder = village(tmp_path / "甲", rows, more="口径: {大龄女性年龄: 45}\n")

    def count(*options: str) -> int:
        return derive(folder, "--kind", "就业困难人员", *options)["dossiers"][0]["ledgers"][0]["count"]

    assert count() == 0
    assert count("--set", "大龄女性年龄=41") == 1
    assert count("--set", "大龄女性年龄=41", "--on", "2022-12-31") == 0


def test_a_setting_outside_its_bounds_is_refused_in_both_places(tmp_path):
    folder = village(tmp_path / "甲", ALL_SORTS, more="口径: {大龄女性年龄: 四十, 大令男性年龄: 50}\n")
    assert [code for code in codes(derive(folder, "--kind", "失业人员")) if code.startswith("D")] == [
        "D110",
        "D116",
    ]
    good = village(tmp_path / "乙", ALL_SORTS)
    answer = derive(good, "--set", "大龄女性年龄=400", "--set", "大令男性年龄=50", "--set", "人口口径")
    assert codes(answer) == ["L612", "L611", "L612"] and answer["dossiers"] == []


def test_a_day_that_is_none_is_refused(tmp_path):
    assert codes(derive(village(tmp_path / "甲", ALL_SORTS), "--on", "十月底")) == ["L328"]


def test_delayed_retirement_lets_more_people_count(tmp_path):
    rows = family({**IDLE, "born": "19650201"})
    folder = village(tmp_path / "甲", rows)
    for mode, count in (("固定", 0), ("渐进", 1)):
        answer = derive(folder, "--kind", "失业人员", "--on", "2025-02-15", "--set", f"劳动年龄={mode}")
        assert answer["dossiers"][0]["ledgers"][0]["count"] == count


def test_an_edition_puts_its_own_conditions_over_the_definitions(tmp_path):
    folder = village(tmp_path / "甲", ALL_SORTS)
    text = (shipped() / "indicators/yichun-2023.yaml").read_text("utf-8")
    changed = text.replace("\n条件:\n", "\n条件:\n  登记失业: {列: 失业日期, 为空: 否}\n", 1)
    (folder / "indicators").mkdir()
    (folder / "indicators/yichun-2023.yaml").write_text(changed, "utf-8")
    derive(folder, "--kind", "失业人员")
    assert {row["是否登记失业"] for row in sheet(folder, "失业人员")} == {"是"}


def test_an_edition_without_definitions_stands_on_its_own_as_before(tmp_path):
    edition = (
        "名称: 甲\n年度: 2023\n满分: 1\n依据: {文号: 甲}\n口径: {甲: {默认: 是, 可选: [是], 说明: 甲}}\n"
        "条件: {失业: {列: 就业状态, 等于: 失业}}\n"
        "数据: {失业人数: {形式: 计数, 台账: 劳动力资源台账, 范围: [失业]}}\n"
        "指标: [{序号: 1, 类别: 甲, 指标: 甲, 内容: 甲, 满分: 1, 标准: 甲, 条款: 甲, 规则: {形式: 评判}}]\n"
    )
    folder = village(tmp_path / "甲", ALL_SORTS)
    (folder / "indicators").mkdir()
    (folder / "indicators/甲.yaml").write_text(edition, "utf-8")
    text = (folder / "dossier.yaml").read_text("utf-8").replace("年度: 2023", "年度: 2023, 指标体系: 甲")
    (folder / "dossier.yaml").write_text(text, "utf-8")
    assert figures_json([folder])["dossiers"][0]["figures"][0]["numerator"] == 4


# ---------------------------------------------------------------- as data
def test_a_kind_of_ones_own_is_derived_without_python(tmp_path):
    folder = village(tmp_path / "甲", ALL_SORTS)
    (folder / "ledgers/kinds").mkdir(parents=True)
    (folder / "ledgers/kinds/公岗需求台账.yaml").write_text(
        "name: 公岗需求台账\nfields:\n"
        "  - {name: 序号, type: integer, 推算: 序号}\n  - {name: 姓名}\n  - {name: 公民身份号码, format: 公民身份号码}\n"
        "  - {name: 次序}\n  - {name: 列入理由}\n"
        "派生:\n  自: 劳动力资源台账\n  条件: [失业劳动力, 公益性岗位优先次序]\n"
        "  栏目: {次序: {首类: 公益性岗位优先次序}}\n  排序: [{首类: 公益性岗位优先次序}]\n"
        '  理由: ["{_性别}{_年龄}岁"]\n  理由栏: 列入理由\n',
        "utf-8",
    )
    answer = derive(folder, "--kind", "公岗需求")
    assert codes(answer) == []
    assert [row["次序"] for row in sheet(folder, "公岗需求")] == ["公岗第一档"] * 4
    assert sheet(folder, "公岗需求")[0]["列入理由"] == "男33岁（台账第3行）"


def test_another_provinces_list_is_another_file(tmp_path):
    folder = village(tmp_path / "甲", ALL_SORTS)
    text = (shipped() / FOLDER / f"{DEFAULT}.yaml").read_text("utf-8")
    start, end = text.index("    - {名称: 零就业家庭成员"), text.index("  # 第一档另含")
    (folder / "ledgers/definitions").mkdir(parents=True)
    own = text[:start] + "    - {名称: 残疾人, 条件: [残疾], 理由: 持证残疾人}\n" + text[end:]
    (folder / "ledgers/definitions/外省.yaml").write_text(own, "utf-8")
    derive(folder, "--kind", "就业困难人员", "--definitions", "外省")
    (row,) = sheet(folder, "就业困难人员")
    assert row["困难类别"] == "残疾人" and row["列入理由"].startswith("持证残疾人")


WRONG = {
    "错一": ("条件: [没有的条件]", "L602"),
    "错二": ("条件: [失业劳动力]\n  栏目: {姓名: {乱写: 1}}", "L602"),
    "错三": ("条件: [失业劳动力]\n  栏目: {姓名: {类别: 没有的组}}", "L602"),
    "错四": ("条件: [失业劳动力]\n  乱写: 1", "L110"),
    "错五": ("条件: [失业劳动力]\n  形式: 逐村", "L110"),
}


def test_rules_that_are_wrong_are_said_each_and_break_nothing_else(tmp_path):
    folder = village(tmp_path / "甲", ALL_SORTS)
    (folder / "ledgers/kinds").mkdir(parents=True)
    for name, (wrong, _) in WRONG.items():
        text = f"name: {name}台账\nfields:\n  - {{name: 姓名}}\n派生:\n  自: 劳动力资源台账\n  {wrong}\n"
        (folder / f"ledgers/kinds/{name}台账.yaml").write_text(text, "utf-8")
    answer = derive(folder)
    said = {
        name: [p["code"] for p in answer["problems"] if name in json.dumps(p, ensure_ascii=False)]
        for name in WRONG
    }
    assert said == {name: [code] for name, (_, code) in WRONG.items()}
    assert len(answer["problems"]) == len(WRONG)
    assert len([item for item in answer["dossiers"][0]["ledgers"] if item["path"]]) == 13


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("默认: 40", "默认: 4"),
        ("退捕, 大龄]}], 理由: 公岗第二档", "退捕, 大令]}], 理由: 公岗第二档"),
        ("比率: [就业, 劳动力]", "比率: [就业, 劳力]"),
        ("- [组别, 就业区域]", "- [组别, 区域]"),
    ],
)
def test_definitions_that_are_wrong_are_refused(tmp_path, old, new):
    folder = village(tmp_path / "甲", ALL_SORTS)
    (folder / "ledgers/definitions").mkdir(parents=True)
    text = (shipped() / FOLDER / f"{DEFAULT}.yaml").read_text("utf-8")
    assert old in text
    (folder / f"ledgers/definitions/{DEFAULT}.yaml").write_text(text.replace(old, new), "utf-8")
    answer = derive(folder)
    assert any(item["severity"] == "error" for item in answer["problems"]) and answer["dossiers"] == []


def test_definitions_that_are_not_there_are_named(tmp_path):
    folder = village(tmp_path / "甲", ALL_SORTS)
    assert codes(derive(folder, "--definitions", "月球")) == ["L601"]


# ---------------------------------------------------------------- what can't be judged
def without(rows: list[dict[str, str]], *columns: str) -> list[dict[str, str]]:
    return [{name: value for name, value in row.items() if name not in columns} for row in rows]


def test_a_missing_column_is_said_once_and_the_rest_is_derived(tmp_path):
    folder = village(tmp_path / "甲", without(ALL_SORTS, "培训意愿", "登记失业日期"))
    answer = derive(folder)
    missing = [item["message"] for item in answer["problems"] if item["code"] == "L603"]
    assert missing == [
        "《技能培训意愿台账》派生不了：缺少栏目 培训意愿",
        "《登记失业一对一台账》派生不了：缺少栏目 登记失业日期",
    ]
    written = [item["kind"] for item in answer["dossiers"][0]["ledgers"] if item["path"]]
    assert len(written) == 11
    assert {row["是否登记失业"] for row in sheet(folder, "失业人员")} == {None}  # not known is not no


def test_a_category_that_cannot_be_judged_is_said_once_and_the_others_are_judged(tmp_path):
    folder = village(tmp_path / "甲", without(ALL_SORTS, "失业日期"))
    answer = derive(folder, "--kind", "就业困难人员")
    messages = [item["message"] for item in answer["problems"] if item["code"] == "L605"]
    assert messages == ["《就业困难人员台账》没有判“连续失业一年以上人员”：缺少栏目 失业日期"]
    assert answer["dossiers"][0]["ledgers"][0]["count"] == 4


def test_without_a_day_only_what_needs_none_is_derived(tmp_path):
    folder = village(tmp_path / "甲", ALL_SORTS)
    text = (folder / "dossier.yaml").read_text("utf-8").replace(", 基准日: 2023-10-31", "")
    (folder / "dossier.yaml").write_text(text, "utf-8")
    answer = derive(folder)
    made = {item["kind"] for item in answer["dossiers"][0]["ledgers"] if item["path"]}
    assert made == {"退役军人台账", "残疾人台账", "持证人员台账", "技能培训意愿台账", "创业与市场主体台账"}
    assert all("缺基准日" in item["message"] for item in answer["problems"] if item["code"] == "L603")


def test_a_household_with_no_clear_head_is_not_judged_but_named(tmp_path):
    rows = family({**IDLE}, {**IDLE, "户编号": "1", "man": "否"}, {**IDLE, "户编号": "9", "与户主关系": "子"})
    folder = village(tmp_path / "甲", rows)
    answer = derive(folder, "--kind", "零就业家庭")
    assert answer["dossiers"][0]["ledgers"][0]["count"] == 0
    named = [item["where"]["row"] for item in answer["problems"] if item["code"] == "L606"]
    assert named == [2, 4]


def test_three_months_on_the_register_without_a_helper_is_said(tmp_path):
    rows = family(
        {},
        {**IDLE, "登记失业日期": "2023-07-31", "帮扶责任人": ""},
        {**IDLE, "登记失业日期": "2023-08-01", "帮扶责任人": ""},
    )
    folder = village(tmp_path / "甲", rows)
    answer = derive(folder, "--kind", "登记失业一对一")
    assert [(item["code"], item["where"]["row"]) for item in answer["problems"]] == [("L606", 3)]
    assert answer["dossiers"][0]["ledgers"][0]["count"] == 1


def test_kinds_that_do_not_follow_from_the_master_are_refused(tmp_path):
    folder = village(tmp_path / "甲", ALL_SORTS)
    assert codes(derive(folder, "--kind", "劳务品牌")) == ["L604"]
    answer = derive(folder, "--kind", "失业人圆")
    assert codes(answer) == ["L327"] and "失业人员台账" in answer["problems"][0]["hint"]


def test_a_dossier_without_a_master_ledger_is_told_so(tmp_path):
    result = hqe("ledger", "derive", village(tmp_path / "甲", []), "--json")
    assert codes(json.loads(result.stdout)) == ["L613"] and result.exit_code == 1


def test_no_file_that_came_in_is_written_over(tmp_path):
    folder = village(tmp_path / "甲", ALL_SORTS)
    kept = folder / "甲-失业人员台账.xlsx"
    kept.write_bytes(b"kept")
    answer = derive(folder, "--kind", "失业人员", "-o", folder)
    assert codes(answer) == ["L521"] and kept.read_bytes() == b"kept"


# ---------------------------------------------------------------- held against a ledger kept by hand
def test_compare_names_who_is_missing_and_who_has_no_ground(tmp_path):
    folder = village(tmp_path / "甲", ALL_SORTS)
    (folder / "失业人员台账.csv").write_text(
        "姓名,公民身份号码,实现就业日期\n"
        + "\n".join(
            f"{person(i)['姓名']},{id_number(i)},{done}"
            for i, done in ((1, ""), (3, ""), (0, ""), (4, "2023-09-01"))
        ),
        "utf-8",
    )
    answer = derive(folder, "--compare")
    found = [
        (item["code"], item["severity"], item["where"]["file"].rpartition("/")[2], item["where"]["row"])
        for item in answer["problems"]
    ]
    assert found == [
        ("L615", "warning", "劳动力资源台账.csv", 4),
        ("L615", "warning", "劳动力资源台账.csv", 8),
        ("L616", "info", "失业人员台账.csv", 4),
    ]
    assert not (folder / "输出").exists()
    assert id_number(0) not in json.dumps(answer["problems"], ensure_ascii=False)  # masked


@pytest.mark.slow
def test_the_example_village_derives_whole(tmp_path):
    folder = tmp_path / "洪江村"
    shutil.copytree(shipped() / "ledgers/hongjiang-2023/洪江村", folder)
    answer = derive(folder)
    counts = {item["kind"].removesuffix("台账"): item["count"] for item in answer["dossiers"][0]["ledgers"]}
    assert answer["problems"] == []
    assert (counts["失业人员"], counts["零就业家庭"], counts["登记失业一对一"]) == (56, 2, 38)


def test_the_text_lists_the_files(tmp_path):
    result = hqe("ledger", "derive", village(tmp_path / "甲", ALL_SORTS), "--kind", "失业人员")
    assert result.exit_code == 0 and "甲-失业人员台账.xlsx" in result.stdout


def test_settings_are_listed_with_default_choice_and_legal_source():
    rows = {row["口径"]: row for row in json.loads(hqe("list", "settings", "--json").stdout)["settings"]}
    assert rows["毕业生离校月数"] == {
        **{"定义": "江西", "口径": "毕业生离校月数", "默认": "24", "可取": "1 至 60 的整数"},
        **{"说明": "毕业后多少个月以内列入离校未就业高校毕业生", "依据": "人社部发〔2019〕72号"},
    }
    assert all(row["依据"] for row in rows.values())
