"""帮扶预警: invented persons at the days that decide, what is expected written by hand before anything was run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from tests.helped import DAY, Row, case_row, households, name_of, village_of
from tests.program import hqe
from tests.registers import villages
from tests.villages import ledger

ALERTS = {
    "一": "登记失业满三个月没有一对一帮扶",
    "零": "零就业家庭",
    "刚": "刚刚无人就业的家庭",
    "将": "即将零就业的家庭",
    "低": "低收入家庭无人就业",
    "131": "登记失业人员131服务未达",
    "毕": "离校未就业高校毕业生131服务未达",
    "岗": "公益性岗位到期",
    "认": "就业困难人员认定到期",
    "贷": "创业担保贷款到期",
    "补": "补贴享受到期",
    "证": "证书到期",
    "访": "失业人员走访间断",
}
# number, birth, sex, what he does, what else | alert and state; the counts of 一对一 are guidance, jobs, training
TABLE = """
1  1990-01-01 男 失业 登记失业日期=2023-07-31 | 一今天
2  1990-01-01 男 失业 登记失业日期=2023-08-01 | 一还有1天
3  1990-01-01 男 失业 登记失业日期=2023-07-30 | 一已过1天
4  1990-01-01 男 失业 登记失业日期=2023-08-15 | 一还有15天
5  1990-01-01 男 失业 登记失业日期=2023-08-16 | -
6  1990-01-01 男 失业 登记失业日期=2023-05-01 一对一=付晓梅:1:3:1:跟踪中 | -
7  1990-01-01 男 失业 登记失业日期=2023-05-01 一对一=付晓梅:1:2:1:跟踪中 推荐=2023-10-11:2023-11-01 | 131现有
8  1990-01-01 男 务农 一对一=付晓梅:0:0:0:已就业 | -
9  1990-01-01 男 失业 登记失业日期=2023-05-01 一对一=付晓梅:1:3::跟踪中 | 131待核培训见习次数
10 1990-01-01 男 失业 登记失业日期=2023-05-01 一对一=付晓梅:0:3::跟踪中 | 131现有
11 1990-01-01 男 未登记 失业日期=2023-01-05 独户=是 | 零现有
12 1990-01-01 男 未登记 失业日期=2023-07-31 独户=是 | 刚现有
13 1990-01-01 男 未登记 失业日期=2023-07-30 独户=是 | 零现有
14 1990-01-01 男 公岗 独户=是 公岗=2023-12-30 | 将还有60天
15 1990-01-01 男 公岗 独户=是 公岗=2023-12-31 | -
16 1990-01-01 男 公岗 公岗=2023-11-30 | 岗还有30天
17 1990-01-01 男 公岗 公岗=2023-12-01 | -
18 1990-01-01 男 公岗 独户=是 公岗=2023-10-31 | 将今天 岗今天
19 1990-01-01 男 务农 认定=2023-11-30 | 认还有30天
20 1990-01-01 男 务农 认定=长期 | -
21 1990-01-01 男 务农 认定=2023-10-01:2023-09-01 | -
22 1990-01-01 男 务农 证书=2023-10-31 | 证今天
23 1990-01-01 男 务农 证书=2022-11-01 | 证已过364天
24 1990-01-01 男 务农 证书=2022-10-31 | -
25 1990-01-01 男 未登记 最近走访日期=2023-07-31 | 访今天
26 1990-01-01 男 未登记 最近走访日期=2023-08-01 | -
27 1990-01-01 男 未登记 最近走访日期= | 访待核最近走访日期
28 1990-01-01 男 灵活 享受=2023-11-15 | 补还有15天
29 1990-01-01 男 创业 贷款=2023-11-30:未到期 | 贷还有30天
30 1990-01-01 男 创业 贷款=2023-11-30:已还清 | -
31 1963-10-31 男 失业 登记失业日期=2023-05-01 | -
32 2000-01-01 男 务农 毕业生=1:1:1 | 毕现有
33 2000-01-01 男 务农 毕业生=1:3:1 | -
34 1990-01-01 男 无意愿 人员类别=脱贫人口 独户=是 | 低现有
35 1990-01-01 男 无意愿 人员类别=脱贫人口 | -
36 1990-01-01 男 无意愿 独户=是 | -
37 1963-10-31 男 无意愿 人员类别=低保 独户=是 | -
38 1990-01-01 男 失业 登记失业日期=2023-05-01 一对一=付晓梅:1:0:1:跟踪中 推荐=2023-10-11:2023-10-11:2023-10-31 | -
39 1990-01-01 男 失业 登记失业日期=2023-05-01 一对一=付晓梅:1::1:跟踪中 推荐=2023-10-11:2023-10-11:2023-10-31 | -
40 1990-01-01 男 失业 登记失业日期=2023-05-01 一对一=付晓梅:1::1:跟踪中 推荐=2023-10-11 | 131待核岗位推荐次数
"""
KEYS = ("一对一", "公岗", "认定", "证书", "享受", "贷款", "毕业生", "推荐", "独户")


def lines() -> list[tuple[int, str, str]]:
    found = []
    for line in TABLE.strip().splitlines():
        case, _, expected = line.partition("|")
        number, _, rest = case.strip().partition(" ")
        found.append((int(number), rest.strip(), expected.strip()))
    return found


def case_of(number: int, text: str) -> tuple[Row, bool, list[tuple[str, Row]]]:
    born, sex, sort, *more = text.split()
    changes = dict(item.split("=", 1) for item in more)
    own = {name: value for name, value in changes.items() if name not in KEYS or name == "独户"}
    row = case_row(number, born, sex, sort, own)
    who = {"姓名": row["姓名"], "公民身份号码": row["公民身份号码"]}
    more_rows = [beside(key, changes[key], who) for key in KEYS[:-2] if key in changes]
    return row, "独户" in changes, more_rows + proposals(changes.get("推荐", ""), who)


def proposals(days: str, who: Row) -> list[tuple[str, Row]]:
    """Return a record of a post proposed for each of the days."""
    posts = [
        {"单位名称": "甲厂", "岗位名称": f"岗位{n}", "推荐日期": day} for n, day in enumerate(days.split(":"))
    ]
    return [("岗位推荐记录台账", {**who, **post}) for post in posts if post["推荐日期"]]


def beside(key: str, text: str, who: Row) -> tuple[str, Row]:
    """Return the row of another ledger that a case asks for."""
    part = [*text.split(":"), "", "", "", ""]
    counts = ("职业指导次数", "岗位推荐次数", "培训见习次数")
    made: dict[str, tuple[str, Row]] = {
        "一对一": (
            "登记失业一对一台账",
            {"登记失业日期": "2023-05-01", "帮扶责任人": part[0], "服务结果": part[4]}
            | dict(zip(counts, part[1:4], strict=True)),
        ),
        "公岗": (
            "公益性岗位台账",
            {"岗位名称": "保洁员", "协议起": "2023-01-01", "协议止": text, "在岗状态": "在岗"},
        ),
        "认定": (
            "就业困难人员台账",
            {"困难类别": "残疾人", "认定日期": "2023-01-05", "有效期止": part[0], "退出日期": part[1]},
        ),
        "证书": ("持证人员台账", {"证书名称": "叉车证", "发证日期": "2019-01-05", "有效期止": text}),
        "享受": (
            "政策享受台账",
            {
                "政策名称": "社保补贴",
                "对象类型": "个人",
                "享受对象": who["姓名"],
                "办理状态": "已享受",
                "享受止": text,
            },
        ),
        "贷款": ("创业担保贷款台账", {"放款日期": "2022-12-01", "到期日期": part[0], "还款状态": part[1]}),
        "毕业生": (
            "离校未就业高校毕业生台账",
            {"毕业院校": "甲校", "毕业日期": "2023-06-30", "实现就业日期": ""}
            | dict(zip(counts, part, strict=False)),
        ),
    }
    kind, more = made[key]
    return kind, {**who, **more}


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return the answer of `hqe alert` for the village of the table."""
    rows: list[tuple[Row, bool]] = []
    ledgers: dict[str, list[Row]] = {}
    for number, text, _ in lines():
        row, is_alone, more = case_of(number, text)
        rows.append((row, is_alone))
        for kind, line in more:
            ledgers.setdefault(kind, []).append(line)
    folder = village_of(tmp_path_factory.mktemp("预警") / "试点村", list(households(rows)), ledgers)
    return alert(folder, "--show-personal", "-o", folder.parent / "出")


def alert(*arguments: object, code: int = 0) -> dict[str, Any]:
    done = hqe("alert", *arguments, "--day", DAY, "--json")
    assert done.exit_code == code, done.output
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def said(item: dict[str, Any]) -> str:
    short = {name: key for key, name in ALERTS.items()}[item["alert"]]
    return f"{short}{item['state']}{'；'.join(item['lacks'])}"


@pytest.mark.parametrize(("number", "text", "expected"), lines(), ids=lambda value: str(value)[:40])
def test_each_person_is_warned_of_as_was_written_down(table, number, text, expected):
    found = {said(item) for item in table["dossiers"][0]["items"] if item["name"] == name_of(number)}
    assert found == set(expected.split()) - {"-"}


def test_what_is_most_urgent_stands_first(table):
    levels = [item["level"] for item in table["dossiers"][0]["items"]]
    assert levels == sorted(levels, key=("紧急", "重要", "一般").index)
    urgent = [it for it in table["dossiers"][0]["items"] if it["level"] == "紧急" and it["due"]]
    assert [it["due"] for it in urgent] == sorted(it["due"] for it in urgent)


def test_an_alert_says_why_whose_and_from_which_cell(table):
    (item,) = (it for it in table["dossiers"][0]["items"] if it["name"] == name_of(7))
    due = "应有职业指导1次、岗位信息3次、培训见习1次；已有"
    assert item["reason"] == due + "职业指导1次、岗位信息2次、培训见习1次、推荐记录1条"
    (blank,) = (it for it in table["dossiers"][0]["items"] if it["name"] == name_of(40))
    assert blank["reason"] == due + "职业指导1次、培训见习1次、推荐记录1条"
    assert (item["helper"], item["measure"]) == ("付晓梅", "补足职业指导、岗位信息、培训或见习")
    assert [it["title"] for it in item["grounds"]] == ["岗位推荐次数", "推荐记录条数"]
    (item,) = (it for it in table["dossiers"][0]["items"] if it["name"] == name_of(14))
    assert any("公益性岗位台账" in it["where"] for it in item["grounds"])


def test_posts_are_wanted_in_their_order(tmp_path):
    cases = [
        ("1990-01-01 男 未登记", "公岗第五档"),
        ("2000-01-01 男 未登记 文化程度=大专 毕业院校=甲校 毕业日期=2023-06-30", "公岗第四档"),
        ("1991-01-01 男 未登记 人员类别=脱贫人口", "公岗第三档"),
        ("1983-10-31 女 未登记", "公岗第二档"),
        ("1978-10-31 女 未登记", "公岗第一档"),
        ("1978-11-01 女 未登记", "公岗第二档"),
        ("1992-01-01 男 未登记 人员类别=脱贫人口 劳动能力=弱", "公岗第一档"),
    ]
    rows = [(case_of(number, text)[0], False) for number, (text, _) in enumerate(cases)]
    told = alert(village_of(tmp_path / "试点村", list(households(rows)), {}), "--show-personal")
    wanted = told["dossiers"][0]["wanted"]
    tiers = {name_of(number): tier for number, (_, tier) in enumerate(cases)}
    assert {it["name"]: it["order"] for it in wanted} == tiers
    assert [it["order"] for it in wanted] == sorted(
        tiers.values(), key="一二三四五".index if False else _rank
    )


def _rank(tier: str) -> int:
    return "一二三四五".index(tier[3])


def test_without_the_ledger_of_help_it_is_asked_for(tmp_path):
    row = case_row(1, "1990-01-01", "男", "失业", {"登记失业日期": "2023-05-01", "帮扶责任人": "付晓梅"})
    folder = village_of(tmp_path / "试点村", list(households([(row, False)])), {})
    told = alert(folder, "--show-personal", "-o", tmp_path)
    (item,) = told["dossiers"][0]["items"]
    assert (item["state"], item["lacks"], item["helper"]) == ("待核", ["没有登记失业一对一台账"], "付晓梅")
    missing = [it["message"] for it in told["problems"] if it["code"] == "H409"]
    assert any("登记失业人员131服务未达" in it for it in missing)
    page = openpyxl.load_workbook(tmp_path / "试点村-帮扶预警.xlsx")["汇总"]
    counts = {line[1]: line[2:] for line in page.iter_rows(values_only=True)}
    assert counts["登记失业人员131服务未达"] == ("未判断", "未判断")


def test_a_master_ledger_without_rows_is_none(tmp_path):
    folder = village_of(tmp_path / "试点村", [], {})
    titles = ",".join(case_row(1, "1990-01-01", "男", "失业", {}))
    (folder / "劳动力资源台账.csv").write_text(titles + "\n", "utf-8-sig")
    told = alert(folder)
    assert "零就业家庭" in told["dossiers"][0]["unjudged"]
    assert "H406" in {it["code"] for it in told["problems"]}


def test_an_alert_without_a_day_has_no_empty_line_for_it(table):
    paper = next(path for path in table["written"] if path.endswith(".docx"))
    rows = [[cell.text for cell in row.cells] for row in docx.Document(paper).tables[0].rows]
    assert [row[6] for row in rows if row[3].startswith(name_of(7) + "\n")] == ["现有"]


def test_persons_are_masked_unless_asked_for(tmp_path):
    row = case_row(1, "1990-01-01", "男", "失业", {"登记失业日期": "2023-05-01", "帮扶责任人": "付晓梅"})
    folder = village_of(tmp_path / "试点村", list(households([(row, False)])), {})
    text = json.dumps(alert(folder), ensure_ascii=False)
    assert row["公民身份号码"] not in text and "付晓梅" not in text and row["姓名"] not in text


def test_proposals_kept_by_the_township_count_as_the_setting_says(tmp_path):
    row, _, more = case_of(38, next(text for number, text, _ in lines() if number == 38))
    posts = [line for kind, line in more if kind == "岗位推荐记录台账"]
    own = {kind: [line] for kind, line in more if line not in posts}
    town = villages(tmp_path / "镇", 试点村=[])
    dossier = village_of(town / "试点村", list(households([(row, False)])), own) / "dossier.yaml"
    dossier.write_text(dossier.read_text("utf-8") + "\n口径: {推荐计作服务: 每天计一次}\n", "utf-8")
    ledger(town, "岗位推荐记录台账", posts)
    (item,) = alert(town, "--show-personal")["dossiers"][0]["items"]
    assert {it["title"]: it["text"] for it in item["grounds"]} == {"岗位推荐次数": "0", "推荐记录天数": "2"}


@pytest.mark.parametrize(
    ("right", "wrong", "detail"),
    [
        ("到期: {自: 协议止}", "到期: {自: 协议终}", "《公益性岗位台账》和取数都没有“协议终”这一栏"),
        ("提前: {口径: 零就业提前天数}", "提前: {口径: 提前几天}", "提前：没有口径 提前几天"),
        ("次序: 公益性岗位优先次序", "次序: 公岗次序", "定义里没有名为“公岗次序”的一组类别"),
        ("台账: 持证人员台账", "台账: 证书台账", "没有台账类别“证书台账”"),
    ],
)
def test_a_fault_of_the_file_is_told_with_its_line(tmp_path, right, wrong, detail):
    own = (Path(__file__).parents[1] / "programmes" / "帮扶预警.yaml").read_text("utf-8")
    assert right in own
    path = tmp_path / "帮扶预警.yaml"
    path.write_text(own.replace(right, wrong, 1), "utf-8")
    (problem,) = json.loads(hqe("check", path, "--json").stdout)["problems"]
    line = own.replace(right, wrong, 1)[: own.index(right)].count("\n") + 1
    assert problem["code"] == "H403" and detail in problem["message"]
    assert abs(problem["where"]["line"] - line) <= 8
