"""政策找人: a table of invented persons written by hand, at the days that decide; what is left out; what is written."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from hqe_docs.data.policies.rulefile import Term, months_later
from tests.helped import DAY, GRADUATE, Row, case_row, households, village_of
from tests.program import hqe

SHORT = {
    "登": "失业登记",
    "困": "就业困难人员认定",
    "零": "零就业家庭就业援助",
    "岗": "公益性岗位安置",
    "社困": "就业困难人员灵活就业社会保险补贴",
    "社毕": "离校两年内高校毕业生灵活就业社会保险补贴",
    "名": "离校未就业高校毕业生实名登记帮扶",
    "贷": "创业担保贷款及贴息",
    "训": "技能培训推荐",
}
STATES = {"A": "可申请", "O": "待核", "S": "将符合"}
# number, birth, sex, what he does, what else | what is expected: policy and state, with the day where there is one
# (until when for A, from when for S), or what is missing for O. Written before anything was run.
TABLE = """
1  1983-10-31 女 失业   | 困A 岗A  # forty this very day
2  1983-11-01 女 失业   | 困S2023-11-01 岗S2023-11-01  # forty tomorrow
3  1973-10-31 男 失业   | 困A 岗A  # fifty this very day
4  1973-11-01 男 失业   | 困S2023-11-01 岗S2023-11-01
5  1973-11-30 男 失业   | 困S2023-11-30 岗S2023-11-30  # the last day looked ahead to
6  1973-12-01 男 失业   | -  # a day later
7  1968-10-31 女 失业   | -  # fifty-five: out of labour age
8  1968-11-01 女 失业   | 困A 岗A
9  1963-10-31 男 失业   | -  # sixty
10 1963-11-01 男 失业   | 困A 岗A
11 1990-01-01 男 未登记 | 登A
12 1990-01-01 男 失业   失业日期=2022-10-31 | 困A  # twelve months full today
13 1990-01-01 男 失业   失业日期=2022-11-01 | 困S2023-11-01
14 1983-10-31 女 未登记 | 登A 困O尚须：办理失业登记 岗A
15 1990-01-01 男 失业   人员类别=低保 | 困A 岗A
16 1990-01-01 男 失业   人员类别=残疾人 认定=2023-10-31 | 岗A  # recognised, valid to this day
17 1990-01-01 男 失业   人员类别=残疾人 认定=2023-10-30 | 困A 岗A  # ran out yesterday
18 1990-01-01 男 失业   人员类别=残疾人 认定= | 困A 岗A  # recognised until nobody wrote when
19 1980-01-01 女 灵活   认定=2026-01-01 | 社困A
20 1980-01-01 女 灵活   认定=2026-01-01 养老保险=否 医疗保险=否 | 社困O尚须：以灵活就业身份参加社会保险
21 1980-01-01 女 灵活   认定=2026-01-01 养老保险= 医疗保险=否 | 社困O核对：以灵活就业身份参加社会保险
22 1980-01-01 女 灵活   | -
23 1999-01-01 男 灵活   毕业日期=2021-10-31 | 社毕A2023-10-31  # the last day of two years
24 1999-01-01 男 灵活   毕业日期=2021-10-30 | -
25 1999-01-01 男 灵活   毕业日期= | 社毕O毕业日期
26 2000-01-01 男 失业   毕业日期=2022-06-30 | 名A2024-06-30
27 2000-01-01 男 失业   毕业日期=2022-10-31 | 名A2024-10-31 岗A  # left a year ago today
28 2000-01-01 男 失业   毕业日期=2022-10-30 | 名A2024-10-30
29 1990-01-01 男 失业   人员类别=脱贫人口 | 岗A
30 1990-01-01 男 创业   人员类别=返乡农民工 | 贷A
31 1990-01-01 男 创业   人员类别=返乡农民工 贷款=未到期 | -
32 1990-01-01 男 创业   人员类别=返乡农民工 贷款=已还清 | 贷A
33 1990-01-01 男 务农   人员类别=脱贫人口 创业意愿=有 | 贷O尚须：办理市场主体登记
34 1990-01-01 男 务农   培训意愿=有 | 训A
35 1990-01-01 男 务农   培训意愿=有 开班=2023-01-01 | -  # trained this year
36 1990-01-01 男 务农   培训意愿=有 开班=2022-12-31 | 训A
37 1990-01-01 男 失业   独户=是 | 零A 困A 岗A
38 1990-01-01 男 失业   与户主关系=户主 | -  # two heads: no household is judged
39 1980-01-01 女 失业   公岗=2023-10-31 | 困A  # in a post to this day
40 1980-01-01 女 失业   公岗=2023-10-30 | 困A 岗A
41 1999-01-01 男 灵活   毕业日期=2022-06-30 享受=社毕:已享受:2023-12-31 | -
42 1999-01-01 男 灵活   毕业日期=2022-06-30 享受=社毕:已享受:2023-10-30 | 社毕A2024-06-30
43 1999-01-01 男 灵活   毕业日期=2022-06-30 享受=社毕:审批中: | -
44 1999-01-01 男 灵活   毕业日期=2022-06-30 享受=社毕:未通过: | 社毕A2024-06-30
45 1999-01-01 男 灵活   毕业日期=2022-06-30 认定=2026-01-01 | 社困A 社毕A2024-06-30
46 1999-01-01 男 灵活   毕业日期=2022-06-30 认定=2026-01-01 享受=社困:已享受:2024-01-01 | -
47 1980-01-01 女 迁出   | -
48 1980-01-01 女 失业   是否户籍=否 | -
49 1980-01-01 女 失业   劳动能力=丧失 | -
50 2004-01-01 男 在校   | -
51 1980-01-01 女 失业   是否户籍= | 困O是否户籍 岗O是否户籍
52 1990-01-01 男 失业   人员类别=低保 号码=错 | 困O公民身份号码 岗O公民身份号码
"""
BESIDE = {
    "认定": ("就业困难人员台账", {"困难类别": "残疾人", "认定日期": "2023-01-05"}, "有效期止"),
    "贷款": ("创业担保贷款台账", {"放款日期": "2023-03-01"}, "还款状态"),
    "开班": ("技能培训台账", {"班次": "第1期", "培训工种": "电工"}, "开班日期"),
    "公岗": ("公益性岗位台账", {"岗位名称": "保洁员", "协议起": "2023-01-01", "在岗状态": "在岗"}, "协议止"),
}


def lines() -> list[tuple[int, str, str]]:
    """Return of each line of the table the number, the case, the expectation."""
    found = []
    for line in TABLE.strip().splitlines():
        case, _, expected = line.partition("|")
        number, _, rest = case.strip().partition(" ")
        found.append((int(number), rest, expected.partition("#")[0].strip()))
    return found


def case_of(number: int, text: str) -> tuple[Row, bool, list[tuple[str, Row]]]:
    """Return the person of a case, whether he lives alone, and his rows in other ledgers."""
    born, sex, sort, *more = text.split()
    changes = dict(item.split("=", 1) for item in more)
    own = {name: value for name, value in changes.items() if name not in (*BESIDE, "享受", "号码")}
    row = case_row(number, born, sex, sort, {**(GRADUATE if "毕业日期" in own else {}), **own})
    if "号码" in changes:
        row["公民身份号码"] = row["公民身份号码"][:17] + ("0" if row["公民身份号码"][17] != "0" else "1")
    who = {"姓名": row["姓名"], "公民身份号码": row["公民身份号码"]}
    beside = [
        (kind, {**who, **fixed, column: changes[key]})
        for key, (kind, fixed, column) in BESIDE.items()
        if key in changes
    ]
    if "享受" in changes:
        policy, state, until = changes["享受"].split(":")
        held = {"政策名称": SHORT[policy], "对象类型": "个人", "享受对象": row["姓名"], "办理状态": state}
        beside.append(("政策享受台账", {**held, **who, "享受止": until, "申请日期": "2023-02-01"}))
    return row, "独户" in changes, beside


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return the answer of `hqe policy` for the village of the table."""
    rows: list[tuple[Row, bool]] = []
    beside: dict[str, list[Row]] = {"创业与市场主体台账": [], "离校未就业高校毕业生台账": []}
    for number, text, _ in lines():
        row, is_alone, more = case_of(number, text)
        rows.append((row, is_alone))
        for kind, line in more:
            beside.setdefault(kind, []).append(line)
    stranger = {"姓名": "外人", "公民身份号码": case_row(99, "1970-01-01", "男", "务农", {})["公民身份号码"]}
    beside["创业与市场主体台账"] = [{**stranger, "市场主体名称": "试点商店", "注册日期": "2023-01-01"}]
    beside["离校未就业高校毕业生台账"] = [{**stranger, "毕业院校": "甲校", "毕业日期": "2022-07-01"}]
    folder = village_of(tmp_path_factory.mktemp("政策") / "试点村", list(households(rows)), beside)
    return policy(folder, "--show-personal")


def policy(*arguments: object, day: str = DAY, code: int = 0) -> dict[str, Any]:
    done = hqe("policy", *arguments, "--day", day, "--json")
    assert done.exit_code == code, done.output
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def said(item: dict[str, Any]) -> str:
    """Return an item as the table says it."""
    short = {name: key for key, name in SHORT.items()}[item["policy"]]
    state = {name: key for key, name in STATES.items()}[item["state"]]
    more = {"A": item["until"], "S": item["since"], "O": "；".join(item["lacks"])}[state]
    return f"{short}{state}{more or ''}"


@pytest.mark.parametrize(("number", "text", "expected"), lines(), ids=lambda value: str(value)[:40])
def test_each_person_of_the_table_may_apply_for_what_was_written_down(table, number, text, expected):
    (dossier,) = table["dossiers"]
    name = case_of(number, text)[0]["姓名"]
    found = {said(item) for item in dossier["items"] if item["name"] == name}
    assert found == set(expected.split()) - {"-"}


def test_nobody_else_is_found(table):
    (dossier,) = table["dossiers"]
    known = {case_of(number, text)[0]["姓名"] for number, text, _ in lines()}
    assert {item["name"] for item in dossier["items"]} <= known


def items(table: dict[str, Any], number: int) -> list[dict[str, Any]]:
    name = next(case_of(n, text)[0]["姓名"] for n, text, _ in lines() if n == number)
    return [item for item in table["dossiers"][0]["items"] if item["name"] == name]


def test_who_is_left_out_is_counted_by_why(table):
    counts = {row["policy"]: row for row in table["dossiers"][0]["counts"]}
    assert counts[SHORT["社毕"]] | {"可申请": 0, "待核": 0} == {
        "policy": SHORT["社毕"],
        "可申请": 0,
        "待核": 0,
        "将符合": 0,
        "已享受": 1,
        "审批中": 1,
        "已过时限": 0,
        "不兼得": 1,
    }
    assert counts[SHORT["训"]]["已享受"] == 1 and counts[SHORT["贷"]]["已享受"] == 1


def test_notes_say_what_else_is_to_be_known(table):
    notes = {
        number: [note for item in items(table, number) for note in item["notes"]]
        for number in (18, 42, 44, 45)
    }
    assert notes[18] == ["是否已经享受未能核对"]
    assert notes[42] == ["2023-10-30已停止享受"]
    assert notes[44] == ["2023-02-01申请未通过"]
    assert notes[45] == [f"与{SHORT['社毕']}只能选一项", f"与{SHORT['社困']}只能选一项"]


def test_the_grounds_are_cells_of_the_ledgers(table):
    (item,) = (it for it in items(table, 17) if it["policy"] == SHORT["困"])
    told = {ground["title"]: ground for ground in item["grounds"]}
    assert told["人员类别"]["text"] == "残疾人" and told["就业状态"]["text"] == "失业"
    assert re.search(r"劳动力资源台账\.csv.*![A-Z]+\d+$", told["人员类别"]["where"])
    (item,) = items(table, 19)
    assert any("就业困难人员台账" in ground["where"] for ground in item["grounds"])


def test_without_a_ledger_that_is_asked_for_it_is_said_which(tmp_path):
    row = case_row(1, "1990-01-01", "男", "务农", {"人员类别": "脱贫人口", "创业意愿": "有"})
    folder = village_of(tmp_path / "试点村", list(households([(row, False)])), {})
    told = policy(folder)
    (item,) = told["dossiers"][0]["items"]
    assert (item["state"], item["lacks"]) == ("待核", ["核对：办理市场主体登记"])
    assert {it["code"] for it in told["problems"]} >= {"H405", "H407"}


def test_persons_are_masked_unless_asked_for(tmp_path):
    row = case_row(1, "1980-01-01", "女", "失业", {"联系电话": "19900000001"})
    folder = village_of(tmp_path / "试点村", list(households([(row, False)])), {})
    text = json.dumps(policy(folder), ensure_ascii=False) + hqe("policy", folder, "--day", DAY).output
    assert row["公民身份号码"] not in text and "19900000001" not in text and row["姓名"] not in text


# ---------------------------------------------------------------- the file of rules
RIGHT = """
名称: 试点政策
政策:
  - 名称: 甲补贴
    性质: 补贴
    条件: [失业劳动力]
    依据: [{文号: 甲〔2023〕1号}]
"""


@pytest.mark.parametrize(
    ("wrong", "line", "detail"),
    [
        ("条件: [失业劳工]", 5, "是不是“失业劳动力”"),
        ("条件: [{列: 月工资, 小于: 2000}]", 5, "《劳动力资源台账》和取数都没有“月工资”这一栏"),
        ("条件: [{列: 月收入, 低于: 2000}]", 5, "条件要有“列”和一种比较"),
        ("条件: [{列: 失业日期, 满月不小于: {口径: 几个月}}]", 5, "没有口径 几个月"),
        ("条件: [失业劳动力]\n    金额: 500元", 6, "写了金额，没有写“金额依据”"),
        ("条件: [失业劳动力]\n    时限: {自: 毕业日, 月数: 24}", 6, "没有“毕业日”这一栏"),
        ("条件: [失业劳动力]\n    时限: {止: 年底}", 6, "要写成 10月31日"),
        ("条件: [失业劳动力]\n    已享受: [{列: 甲, 为空: 否}]", 6, "没有“甲”这一栏"),
    ],
)
def test_a_fault_of_the_file_is_told_with_its_line(tmp_path, wrong, line, detail):
    path = tmp_path / "programmes" / "政策" / "试点.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(RIGHT.replace("条件: [失业劳动力]", wrong).lstrip(), "utf-8")
    done = hqe("check", path, "--json")
    (problem,) = json.loads(done.stdout)["problems"]
    assert (problem["code"], problem["where"]["line"]) == ("H402", line), problem
    assert detail in problem["message"] and done.exit_code == 1


def test_a_policy_without_a_source_is_not_used(tmp_path):
    path = tmp_path / "政策" / "试点.yaml"
    path.parent.mkdir()
    path.write_text(RIGHT.replace("    依据: [{文号: 甲〔2023〕1号}]\n", "").lstrip(), "utf-8")
    told = json.loads(hqe("check", path, "--json").stdout)["problems"]
    assert ["没有写“依据”" in it["message"] for it in told] == [True]


def test_the_shipped_file_is_right_and_says_what_it_holds():
    done = hqe("check", Path(__file__).parents[1] / "programmes" / "政策" / "江西-2023.yaml")
    assert done.exit_code == 0 and "9 项政策" in done.stdout


def test_the_files_in_the_page_are_right(tmp_path):
    page = (Path(__file__).parents[1] / "docs" / "政策找人.md").read_text("utf-8")
    policies, alerts = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    shipped = (Path(__file__).parents[1] / "programmes" / "帮扶预警.yaml").read_text("utf-8")
    (tmp_path / "政策.yaml").write_text(policies, "utf-8")
    (tmp_path / "预警.yaml").write_text(shipped.partition("预警:\n  -")[0] + alerts, "utf-8")
    done = hqe("check", tmp_path / "政策.yaml", tmp_path / "预警.yaml")
    assert done.exit_code == 0 and "1 项政策" in done.stdout and "1 条预警" in done.stdout, done.output


def test_one_s_own_file_lies_over_the_shipped_one(tmp_path):
    folder = tmp_path / "库" / "programmes" / "政策"
    folder.mkdir(parents=True)
    (folder / "试点.yaml").write_text(RIGHT.lstrip(), "utf-8")
    row = case_row(1, "1990-01-01", "男", "失业", {})
    village = village_of(tmp_path / "试点村", list(households([(row, False)])), {})
    told = policy(village, "--rules", "试点", "--library", tmp_path / "库")
    assert [it["policy"] for it in told["dossiers"][0]["items"]] == ["甲补贴"]
    assert policy(village, "--rules", "没有", code=2)["problems"][0]["code"] == "H401"


@pytest.mark.slow
def test_a_setting_of_the_dossier_changes_who_is_found(tmp_path):
    row = case_row(1, "1990-01-01", "男", "失业", {})
    folder = village_of(tmp_path / "试点村", list(households([(row, False)])), {})
    assert [it["policy"] for it in policy(folder)["dossiers"][0]["items"]] == []
    with (folder / "dossier.yaml").open("a", encoding="utf-8") as stream:
        stream.write("口径: {公岗安置范围: 全部五档}\n")
    told = policy(folder)
    assert [it["policy"] for it in told["dossiers"][0]["items"]] == ["公益性岗位安置"]
    assert told["settings"]["公岗安置范围"] == "全部五档"


@pytest.mark.slow
def test_on_a_day_outside_its_time_a_file_asks_to_be_looked_at(tmp_path):
    row = case_row(1, "1990-01-01", "男", "未登记", {})
    folder = village_of(tmp_path / "试点村", list(households([(row, False)])), {})
    codes = {day: {it["code"] for it in policy(folder, day=day)["problems"]} for day in (DAY, "2024-01-01")}
    assert "H410" in codes["2024-01-01"] - codes[DAY]


def test_months_end_with_their_month():
    from datetime import date

    assert months_later(date(2023, 11, 30), 3) == date(2024, 2, 29)
    assert months_later(date(2023, 10, 31), 12) == date(2024, 10, 31)
    assert Term(**{"止": "10月31日"}).last_day("", 2023, None) == date(2023, 10, 31)  # type: ignore[arg-type]
