"""The subsidy to the yuan: the notice's two villages under each reading, dossier, ledger and rules that differ."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from hqe_docs.cli.main import root
from hqe_docs.office.check import check_opened
from hqe_docs.office.subsidies import funds_json
from hqe_docs.office.workspace import open_dossiers

HEAD = (
    "创建点: {名称: %s, 类型: 村, 级别: 市级, 所属: [明月山温泉风景名胜区, 洪江镇], "
    "年度: 2023, 基准日: 2023-10-31}\n"
)
MEIZHOU = HEAD % "梅州村" + (
    "往年创建点: [{名称: 梅州村, 类型: 村, 级别: 县级, 年度: 2022}]\n"
    "资金: [{层级: 市级, 标准: 50000, 已拨付: 20000}, {层级: 县级, 标准: 50000, 已拨付: 50000}]\n"
)
HONGJIANG = HEAD % "洪江村" + "资金: [{层级: 市级, 标准: 5万元, 已拨付: 5万元}, {层级: 县级, 标准: 5万元}]\n"
TOWN = (
    "创建点: {名称: 洪江镇, 类型: 乡镇, 级别: 市级, 角色: 实施单位, 年度: 2023, "
    "所属: [明月山温泉风景名胜区]}\n下辖: [梅州村, 洪江村]\n"
)
JOINED = "口径: {奖补口径: 两级合计}\n"
COLUMNS = "日期,资金项目,资金层级,收支类别,标准金额,金额,差额,用途,凭证号\n"
CAME = "2023-07-10,市级创建奖补资金,市级,拨入,50000,20000,30000,,\n"
SPENT = "2023-07-20,市级创建奖补资金,市级,支出,,8000.5,,窗口改造,记-12\n"


def folder_of(place: Path, dossier: str, ledger: str = "") -> Path:
    place.mkdir(parents=True, exist_ok=True)
    (place / "dossier.yaml").write_text(dossier, "utf-8")
    if ledger:
        (place / "资金台账.csv").write_text(COLUMNS + ledger, "utf-8")
    return place


def town(place: Path, *, own: str = "", said: str = "") -> Path:
    """Write the notice's township with its two villages; `said` is added to each village."""
    folder_of(place, TOWN + own)
    folder_of(place / "梅州村", MEIZHOU + said)
    folder_of(place / "洪江村", HONGJIANG + said)
    return place


def answer(place: Path) -> list[dict[str, Any]]:
    return list(funds_json([place])["dossiers"])


def faults(place: Path, *, but: str = "P315") -> list[str]:
    """Return place and words of what is wrong, but for the note that there is no ledger."""
    found = [item for item in funds_json([place])["problems"] if item.code != but]
    return [
        f"{item.where.cell or item.where.path or item.where.row} {item.code} {item.message}" for item in found
    ]


def amounts(entry: dict[str, Any]) -> str:
    """Return the account as a table written by hand: level, standard, advance, earlier, paid, rest."""
    keys = ("standard", "advance", "before", "paid", "rest")
    lines = [[line["level"], *(line[key] for key in keys)] for line in entry["lines"]]
    lines.append(["合计", *(entry["total"][key] for key in keys)])
    return "\n".join(" ".join(line) for line in lines)


def table(text: str) -> str:
    return "\n".join(" ".join(line.split()) for line in text.strip().splitlines())


# ---------------------------------------------------------------- the notice, to the yuan
def test_a_village_raised_in_level_has_its_county_part_from_the_year_before(tmp_path: Path) -> None:
    (entry,) = answer(folder_of(tmp_path / "梅州村", MEIZHOU))
    assert entry["manner"] == "提级创建"
    assert amounts(entry) == table("""
        市级   50000 20000     0 20000 30000
        县级   50000     0 50000     0     0
        合计  100000 20000 50000 20000 30000""")
    assert (entry["of_the_year"], entry["rest_in_words"]) == ("50000", "人民币叁万元整")


def test_a_new_village_has_all_of_the_city_s_part_and_waits_for_the_county_s(tmp_path: Path) -> None:
    (entry,) = answer(folder_of(tmp_path / "洪江村", HONGJIANG))
    assert entry["manner"] == "首次创建"
    assert amounts(entry) == table("""
        市级   50000 50000 0 50000     0
        县级   50000     0 0     0 50000
        合计  100000 50000 0 50000 50000""")
    assert (entry["of_the_year"], entry["rest_in_words"]) == ("100000", "人民币伍万元整")


def test_by_the_other_reading_the_rest_is_owed_by_both_levels_together(tmp_path: Path) -> None:
    (entry,) = answer(folder_of(tmp_path / "洪江村", HONGJIANG + JOINED))
    assert amounts(entry) == table("""
        市级、县级 100000 50000 0 50000 50000
        合计       100000 50000 0 50000 50000""")
    (entry,) = answer(folder_of(tmp_path / "梅州村", MEIZHOU + JOINED))
    assert amounts(entry) == table("""
        市级   50000 20000     0 20000 30000
        县级   50000     0 50000     0     0
        合计  100000 20000 50000 20000 30000""")


def test_the_township_s_sums_by_the_first_reading(tmp_path: Path) -> None:
    assert faults(town(tmp_path / "镇")) == []
    entry = answer(tmp_path / "镇")[0]
    assert amounts(entry) == table("""
        市级  100000 70000     0 70000 30000
        县级  100000     0 50000     0 50000
        合计  200000 70000 50000 70000 80000""")
    assert (entry["of_the_year"], entry["rest_in_words"]) == ("150000", "人民币捌万元整")


def test_the_township_s_sums_by_the_other_reading(tmp_path: Path) -> None:
    assert faults(town(tmp_path / "镇", said=JOINED)) == []
    entry = answer(tmp_path / "镇")[0]
    assert amounts(entry) == table("""
        市级       50000 20000     0 20000 30000
        县级       50000     0 50000     0     0
        市级、县级 100000 50000    0 50000 50000
        合计       200000 70000 50000 70000 80000""")
    assert entry["of_the_year"] == "150000"


def test_the_reading_is_told_with_every_account(tmp_path: Path) -> None:
    (entry,) = answer(folder_of(tmp_path / "甲", HONGJIANG.replace("洪江村", "甲")))
    assert [text.partition("。")[0] for text in entry["settings"]] == [
        "奖补口径：全属市级",
        "奖补资金来源：中央就业专项补助资金",
        "验收合格分：0",
    ]


def test_after_acceptance_the_whole_may_be_paid(tmp_path: Path) -> None:
    paid = HONGJIANG.replace("标准: 5万元}", "标准: 5万元, 已拨付: 50000}")
    assert faults(folder_of(tmp_path / "洪江村", paid)) == [
        "资金[2].已拨付 P306 县级资金本年已拨付 50000 元，验收通过前只预拨 0 元"
    ]
    passed = "验收: {结论: 通过, 日期: 2023-12-01}\n"
    assert faults(folder_of(tmp_path / "洪江村", paid + passed)) == []
    assert faults(folder_of(tmp_path / "洪江村", HONGJIANG + passed)) == []
    assert [line["due"] for line in answer(tmp_path / "洪江村")[0]["lines"]] == ["50000", "50000"]
    assert [line["due"] for line in answer(folder_of(tmp_path / "梅州村", MEIZHOU + passed))[0]["lines"]] == [
        "50000",
        "0",
    ]


def test_a_pass_mark_is_a_setting(tmp_path: Path) -> None:
    passed = HONGJIANG + "验收: {结论: 通过, 得分: 84.5}\n"
    assert faults(folder_of(tmp_path / "洪江村", passed + "口径: {验收合格分: 85}\n")) == [
        "验收 P320 验收结论写“通过”，得 84.5 分，合格分为 85 分"
    ]
    assert answer(tmp_path / "洪江村")[0]["acceptance"] == "待验收"
    assert faults(folder_of(tmp_path / "洪江村", passed + "口径: {验收合格分: 84}\n")) == []


# ---------------------------------------------------------------- dossier against rules
@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            "{层级: 市级, 标准: 40000, 已拨付: 20000}, {层级: 县级, 标准: 50000, 已拨付: 50000}",
            ["资金[1].标准 P302 市级标准档案写 40000 元，规定 50000 元"],
        ),
        (
            "{层级: 市级, 标准: 50000, 已拨付: 20000.5}, {层级: 县级, 标准: 50000, 已拨付: 50000}",
            ["资金[1].已拨付 P306 市级资金本年已拨付 20000.5 元，验收通过前只预拨 20000 元"],
        ),
        (
            "{层级: 市级, 标准: 50000, 已拨付: 19999.99}, {层级: 县级, 标准: 50000, 已拨付: 50000}",
            ["资金[1].已拨付 P307 市级资金应预拨 20000 元，已拨付 19999.99 元"],
        ),
        (
            "{层级: 市级, 标准: 50000, 已拨付: 20000}, {层级: 区级, 标准: 50000, 已拨付: 30000}",
            ["资金[2].已拨付 P308 区级资金往年已拨付，档案写 30000 元，规定 50000 元"],
        ),
        (
            "{层级: 市级, 标准: 50000, 已拨付: 20000}, {层级: 县级, 标准: 50000, 已拨付: 50000, 日期: 2023-08-01}",
            ["资金[2].已拨付 P305 县级资金按规定往年已经拨足 50000 元，本年不再拨付，却有 50000 元"],
        ),
        (
            "{层级: 市级, 标准: 50000, 已拨付: 20000, 日期: 2022-07-01}, {层级: 县级, 标准: 50000, 已拨付: 50000}",
            [
                "资金[1].已拨付 P308 市级资金往年已拨付，档案写 20000 元，规定 0 元",
                "资金[1].已拨付 P307 市级资金应预拨 20000 元，已拨付 0 元",
            ],
        ),
        (
            "{层级: 市级, 标准: 50000, 已拨付: 20000}",
            ["资金 P314 “资金”里没有县级，规定标准 50000 元"],
        ),
    ],
)
def test_a_line_that_is_not_what_the_rules_give_is_told_with_both_amounts(
    tmp_path: Path, lines: str, said: list[str]
) -> None:
    head = MEIZHOU[: MEIZHOU.index("资金:")]
    assert faults(folder_of(tmp_path / "梅州村", f"{head}资金: [{lines}]\n")) == said


def test_a_kind_of_point_without_a_standard_is_accounted_as_the_dossier_says(tmp_path: Path) -> None:
    street = HONGJIANG.replace("类型: 村", "类型: 社区")
    assert faults(folder_of(tmp_path / "洪江村", street)) == [
        "资金 P321 工作安排没有规定市级创建的社区（首次创建）的奖补标准，按档案所写计算"
    ]
    assert answer(tmp_path / "洪江村")[0]["total"]["rest"] == "50000"


# ---------------------------------------------------------------- dossier against ledger
def test_what_agrees_is_said_to(tmp_path: Path) -> None:
    place = folder_of(tmp_path / "梅州村", MEIZHOU, CAME + SPENT)
    assert faults(place) == []
    (entry,) = answer(place)
    assert (entry["reconciled"], entry["conclusion"]) == (True, "账表一致")
    assert [entry["total"][key] for key in ("received", "spent", "left")] == ["20000", "8000.5", "11999.5"]
    assert [(use["purpose"], use["amount"], use["vouchers"]) for use in entry["uses"]] == [
        ("窗口改造", "8000.5", ["记-12"])
    ]


@pytest.mark.parametrize(
    ("ledger", "said"),
    [
        (  # to the jiao
            "2023-07-10,市级奖补,市级,拨入,,10000,,,\n2023-07-11,市级奖补,市级,拨入,,9999.5,,,\n",
            [
                "资金[1].已拨付 P303 市级资金 2023 年已拨付，档案写 20000 元，台账拨入合计 19999.5 元（第 2、3 行）"
            ],
        ),
        (  # earlier years are compared where the ledger has them
            CAME + "2022-09-01,县级奖补,县级,拨入,,30000,,,\n",
            [
                "资金[2].已拨付 P303 县级资金 2023 年以前已拨付，档案写 50000 元，台账拨入合计 30000 元（第 3 行）"
            ],
        ),
        (  # money of 中央 belongs to the level that its item names
            "2023-07-10,中央就业补助（市级奖补）,中央,拨入,,20000,,,\n",
            [],
        ),
        (
            "2023-07-10,奖补资金,中央,拨入,,20000,,,\n",
            [
                "资金[1].已拨付 P303 市级资金 2023 年已拨付，档案写 20000 元，台账拨入合计 0 元（没有这样的行）",
                "C2 P316 拨入 20000 元，看不出是哪一层级的奖补，没有计入任何一级",
            ],
        ),
        (  # what is no subsidy is another matter
            CAME
            + "2023-08-01,村级办公经费,村级,拨入,,3000,,,\n2023-08-02,村级办公经费,村级,支出,,3000,,茶叶,\n",
            [],
        ),
        (
            CAME.replace("50000,20000,30000", "60000,20000,40000"),
            ["E2 P318 市级标准金额台账写 60000 元，标准 50000 元"],
        ),
        (CAME.replace("30000", "29999"), ["G2 P319 差额写 29999 元，累计拨入 20000 元后应为 30000 元"]),
        (CAME + SPENT.replace("记-12", ""), ["I3 P309 窗口改造支出 8000.5 元没有凭证号"]),
        (
            CAME + SPENT + "2023-07-21,市级奖补,市级,支出,,12000,,设备购置,记-13\n",
            ["F4 P310 市级奖补资金支出 12000 元，当时只有 11999.5 元"],
        ),
        (  # a day before the money came
            CAME + SPENT.replace("07-20", "07-09"),
            ["F3 P310 市级奖补资金支出 8000.5 元，当时只有 0 元"],
        ),
        (
            CAME + SPENT.replace("窗口改造", "慰问"),
            [
                "H3 P312 支出 8000.5 元，用途“慰问”看不出属于：调查建账、场所和窗口改造、设备购置、宣传培训、就业服务"
            ],
        ),
        (
            CAME + "2023-08-01,县级配套,县级,拨入,,0.01,,,\n",
            [
                "资金[2].已拨付 P303 县级资金 2023 年已拨付，档案写 0 元，台账拨入合计 0.01 元（第 3 行）",
                "F3 P304 县级资金累计拨付 50000.01 元，超过标准 50000 元",
            ],
        ),
    ],
)
def test_a_row_that_does_not_agree_is_told_at_its_cell(tmp_path: Path, ledger: str, said: list[str]) -> None:
    assert faults(folder_of(tmp_path / "梅州村", MEIZHOU, ledger)) == said


def test_money_of_the_centre_is_told_apart_where_both_levels_pay_themselves(tmp_path: Path) -> None:
    ledger = "2023-07-10,市级奖补,中央,拨入,,20000,,,\n"
    place = folder_of(tmp_path / "梅州村", MEIZHOU + "口径: {奖补资金来源: 市县财政}\n", ledger)
    assert [line.split()[1] for line in faults(place)] == ["P303", "P316"]


@pytest.mark.parametrize(("said", "codes"), [("限定", ["P311"]), ("不核对", [])])
def test_how_purposes_are_held_against_the_list_is_a_setting(
    tmp_path: Path, said: str, codes: list[str]
) -> None:
    place = folder_of(
        tmp_path / "梅州村",
        MEIZHOU + f"口径: {{奖补用途核对: {said}}}\n",
        CAME + SPENT.replace("窗口改造", "慰问"),
    )
    assert [line.split()[1] for line in faults(place)] == codes


def test_a_row_that_can_t_be_counted_is_no_agreement(tmp_path: Path) -> None:
    place = folder_of(tmp_path / "梅州村", MEIZHOU, CAME + "待定,市级奖补,市级,支出,,500,,宣传,记-1\n")
    found = funds_json([place])["problems"]
    assert [(item.code, item.where.cell) for item in found if item.code[0] == "P"] == [("P317", "A3")]
    assert answer(place)[0]["conclusion"].startswith("账表不一致：")


def test_a_ledger_without_vouchers_is_told_once(tmp_path: Path) -> None:
    place = folder_of(tmp_path / "梅州村", MEIZHOU)
    rows = "日期,资金项目,资金层级,收支类别,金额,用途\n2023-07-10,市级奖补,市级,拨入,20000,\n"
    rows += "2023-07-11,市级奖补,市级,支出,300,宣传\n2023-07-12,市级奖补,市级,支出,200.5,培训\n"
    (place / "资金台账.csv").write_text(rows, "utf-8")
    assert [line for line in faults(place) if "P309" in line] == ["None P309 2 笔支出共 500.5 元没有凭证号"]


# ---------------------------------------------------------------- above and below
def test_a_township_whose_own_lines_are_not_the_sums_of_its_villages_is_told_level_by_level(
    tmp_path: Path,
) -> None:
    own = "资金: [{层级: 市级, 标准: 100000, 已拨付: 69999}, {层级: 区级, 标准: 100000, 已拨付: 50000}]\n"
    assert faults(town(tmp_path / "镇", own=own)) == [
        "资金 P313 市级资金已拨付，本档案合计 69999 元，下辖各创建点合计 70000 元（梅州村 20000 元，洪江村 50000 元）"
    ]
    assert answer(tmp_path / "镇")[0]["conclusion"].startswith(
        "账表不一致：市级资金已拨付，本档案合计 69999 元"
    )


def test_a_township_that_alone_tells_of_money_is_held_against_nothing(tmp_path: Path) -> None:
    place = town(tmp_path / "镇", own="资金: [{层级: 市级, 标准: 100000, 已拨付: 70000}]\n")
    for name in ("梅州村", "洪江村"):
        folder_of(place / name, HEAD % name)
    assert {line.split()[1] for line in faults(place)} == {"P314"}


def test_a_township_may_sum_all_levels_in_one_line_and_call_the_county_a_district(tmp_path: Path) -> None:
    place = town(tmp_path / "镇", own="资金: [{层级: 合计, 标准: 200000, 已拨付: 120000}]\n")
    folder_of(place / "洪江村", HONGJIANG.replace("县级, 标准: 5", "区级, 标准: 5"))
    assert faults(place) == []
    assert [line["level"] for line in answer(place)[0]["lines"]] == ["市级", "县级"]


def test_a_township_that_calls_a_new_village_raised_is_told(tmp_path: Path) -> None:
    own = "往年创建点: [{名称: 洪江村, 类型: 村, 级别: 县级, 年度: 2022, 状态: 提级创建}]\n"
    assert faults(town(tmp_path / "镇", own=own)) == [
        "往年创建点[1] P322 上级档案把洪江村列为提级创建，洪江村自己的档案算出来是首次创建"
    ]


# ---------------------------------------------------------------- rules are a file
RULES = """
名称: 云峰县 2024 年工作安排
依据: {文号: 云字〔2024〕1号}
口径: {}
奖补:
  标准:
    - {级别: 县级, 类型: [村, 社区], 层级: 省级, 金额: 30000}
    - {级别: 县级, 类型: [村, 社区], 层级: 县级, 金额: 12345.67}
  预拨: [{创建方式: 首次创建, 层级: [省级], 金额: 10000}]
"""


def test_another_year_s_rules_are_a_file(tmp_path: Path) -> None:
    place = folder_of(
        tmp_path / "甲村",
        "创建点: {名称: 甲村, 类型: 社区, 级别: 县级, 年度: 2024, 指标体系: 云峰}\n"
        "资金: [{层级: 省级, 标准: 3万元, 已拨付: 1万元}, {层级: 县级, 标准: 12345.67}]\n",
    )
    shipped = Path(__file__).parent.parent / "indicators" / "yichun-2023.yaml"
    edition = shipped.read_text("utf-8").replace("工作安排: yichun-2023", "工作安排: 云峰")
    for name, text in (("indicators/云峰.yaml", edition), ("programmes/云峰.yaml", RULES)):
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_text(text, "utf-8")
    assert faults(place) == []
    assert amounts(answer(place)[0]) == table("""
        省级  30000    10000 0 10000 20000
        县级  12345.67     0 0     0 12345.67
        合计  42345.67 10000 0 10000 32345.67""")
    assert answer(place)[0]["rest_in_words"] == "人民币叁万贰仟叁佰肆拾伍元陆角柒分"
    bad = RULES.replace("金额: 10000}", "金额: 40000, 当: {没有的口径: 是}}")
    (place / "programmes/云峰.yaml").write_text(bad, "utf-8")
    assert [line for line in faults(place) if "P301" in line] == [
        "奖补.预拨[1].当 P301 奖补规则不能用：口径里没有“没有的口径: 是”",
        "奖补.预拨[1].金额 P301 奖补规则不能用：40000 元高于省级标准 30000 元",
    ]


# ---------------------------------------------------------------- the command
def test_the_command_ends_with_1_when_the_books_do_not_agree(tmp_path: Path) -> None:
    place = folder_of(tmp_path / "梅州村", MEIZHOU, CAME + SPENT)
    with (place / "资金台账.csv").open("a", encoding="utf-8") as ledger:
        ledger.write("2023-08-01,村级办公经费,村级,拨入,,3000,,,\n")
    run = CliRunner().invoke(root, ["funds", str(place)])
    assert "台账另有 1 笔不是奖补资金：拨入 3000 元，支出 0 元" in run.stdout
    assert run.exit_code == 0 and "账表一致" in run.stdout and "差额 30000 元（人民币叁万元整）" in run.stdout
    folder_of(place, MEIZHOU, CAME)
    (place / "资金台账.csv").write_text(COLUMNS + CAME.replace(",20000,", ",19999.5,"), "utf-8")
    run = CliRunner().invoke(root, ["funds", str(place), "--json"])
    assert run.exit_code == 1
    said = json.loads(run.stdout)
    assert said["dossiers"][0]["reconciled"] is False
    assert {"P303", "P319"} == {item["code"] for item in said["problems"]}


def test_check_tells_once_what_does_not_agree_and_not_what_is_merely_said(tmp_path: Path) -> None:
    place = town(tmp_path, own="资金: [{层级: 市级, 标准: 100000, 已拨付: 80000}]\n")
    (loaded,) = open_dossiers([place])
    told = [item.code for item in check_opened([loaded]) if item.code.startswith("P3")]
    assert told == ["P313"]
