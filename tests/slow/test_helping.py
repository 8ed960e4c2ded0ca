"""政策找人 and 帮扶预警 on the example: what is written, counted again by openpyxl, and the pages of the letters."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pdfplumber
import pytest

from tests.example_books import FOLDER
from tests.helped import DAY
from tests.program import hqe
from tests.slow.test_rendering import render

VILLAGES = ("梅州村", "洪江村")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("帮扶")


def answer(command: str, *arguments: object) -> dict[str, Any]:
    done = hqe(command, FOLDER, "--day", DAY, "--json", "--show-personal", *arguments)
    assert done.exit_code == 0, done.output
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.fixture(scope="module")
def policies(out: Path) -> dict[str, Any]:
    return answer("policy", "-o", out)


@pytest.fixture(scope="module")
def alerts(out: Path) -> dict[str, Any]:
    return answer("alert", "-o", out)


def listed(path: Path, tab: str) -> list[dict[str, Any]]:
    """Return the rows of a sheet below its titles."""
    sheet = openpyxl.load_workbook(path)[tab]
    titles = [cell.value for cell in sheet[3]]
    rows = sheet.iter_rows(min_row=4, values_only=True)
    return [dict(zip(titles, row, strict=True)) for row in rows if any(row)]


def items(told: dict[str, Any], **wanted: object) -> list[dict[str, Any]]:
    every = [item for dossier in told["dossiers"] for item in dossier["items"]]
    return [item for item in every if all(item[key] == value for key, value in wanted.items())]


def people(village: str) -> list[dict[str, Any]]:
    """Return the rows of a village's master ledger as openpyxl reads them."""
    grid = list(
        openpyxl.load_workbook(FOLDER / village / "劳动力资源台账.xlsx").active.iter_rows(values_only=True)
    )
    top = next(i for i, row in enumerate(grid) if "姓名" in row)
    rows = (dict(zip(grid[top], row, strict=True)) for row in grid[top + 1 :])
    return [row for row in rows if row["姓名"] and row["公民身份号码"]]


def is_idle(row: dict[str, Any]) -> bool:
    """Say by plain Python whether somebody is an unemployed worker of labour age on the day."""
    number = str(row["公民身份号码"])
    age = 2023 - int(number[6:10]) - (number[10:14] > "1031")
    is_able = row["劳动能力"] not in ("丧失", "无") and 16 <= age < (60 if int(number[16]) % 2 else 55)
    return bool(row["就业状态"] == "失业" and row["是否户籍"] == "是" and is_able)


def test_the_bureau_gets_lists_and_each_person_a_letter(out, policies):
    names = {Path(path).relative_to(out).as_posix() for path in policies["written"]}
    lists = {f"{it}/{it}-政策找人名单.xlsx" for it in VILLAGES} | {"洪江镇-政策找人名单.xlsx"}
    letters = {f"{it}/{it}-政策{end}" for it in VILLAGES for end in ("提醒函.docx", "提醒登记.xlsx")}
    assert names == lists | letters
    for state in ("可申请", "待核", "将符合"):
        rows = listed(out / "洪江镇-政策找人名单.xlsx", state)
        assert sorted((row["公民身份号码"], row["政策"]) for row in rows) == sorted(
            (it["number"], it["policy"])
            for dossier in policies["dossiers"]
            for it in dossier["items"]
            if it["state"] == state
        )
    for village, dossier in zip(VILLAGES, policies["dossiers"], strict=True):
        letter = docx.Document(str(out / village / f"{village}-政策提醒函.docx"))
        named = {it["number"] for it in dossier["items"] if it["state"] == "可申请"}
        assert len(letter.tables) == len(named)


def test_who_was_reminded_is_known_the_next_time(out, policies, tmp_path):
    """The record goes into the village as its 政策享受台账."""
    village = tmp_path / "梅州村"
    shutil.copytree(FOLDER / "梅州村", village)
    shutil.copy(out / "梅州村" / "梅州村-政策提醒登记.xlsx", village / "政策享受台账.xlsx")
    assert hqe("check", village / "政策享受台账.xlsx", "--kind", "政策享受台账").exit_code == 0
    told = json.loads(hqe("policy", village, "--day", "2023-11-01", "--json").stdout)
    before = items(policies, village="梅州村", state="可申请")
    now = [it for it in told["dossiers"][0]["items"] if "2023-10-31已提醒" in it["notes"]]
    assert len(now) == len(before) > 50


def test_every_cell_named_holds_what_is_said(out, policies):
    """The cells behind each line, opened by openpyxl."""
    sheets = {
        village: openpyxl.load_workbook(FOLDER / village / "劳动力资源台账.xlsx") for village in VILLAGES
    }
    seen = 0
    for item in items(policies):
        for ground in item["grounds"]:
            file, _, place = ground["where"].partition("#")
            tab, _, cell = place.partition("!")
            if Path(file).stem == "劳动力资源台账" and ground["title"] not in ("年龄", "性别"):
                value = sheets[item["village"]][tab][cell].value
                assert str(value).removesuffix(" 00:00:00") == ground["text"], ground
                seen += 1
    assert seen > 200


@pytest.mark.parametrize("village", VILLAGES)
def test_who_is_to_register_is_counted_the_same_by_openpyxl(policies, village):
    count = sum(is_idle(row) and not row["登记失业日期"] for row in people(village))
    (dossier,) = (it for it in policies["dossiers"] if it["dossier"] == village)
    (line,) = (it for it in dossier["counts"] if it["policy"] == "失业登记")
    assert line["可申请"] == count > 0


@pytest.mark.parametrize("village", VILLAGES)
def test_who_is_registered_for_three_months_is_the_same_by_openpyxl(alerts, village):
    due = {
        str(row["公民身份号码"])
        for row in people(village)
        if is_idle(row) and row["登记失业日期"] and str(row["登记失业日期"])[:10] <= "2023-08-15"
    }
    told = items(alerts, alert="登记失业满三个月没有一对一帮扶", village=village)
    assert {it["number"] for it in told} == due and len(due) > 10


def test_the_paper_of_alerts_holds_every_line(out, alerts):
    paper = docx.Document(str(out / "洪江镇-帮扶预警台账.docx"))
    wanted = [item for dossier in alerts["dossiers"] for item in dossier["wanted"]]
    first, second = paper.tables
    assert (len(first.rows) - 1, len(second.rows) - 1) == (len(items(alerts)), len(wanted))
    assert len(listed(out / "洪江镇-帮扶预警.xlsx", "预警")) == len(items(alerts))
    assert len(listed(out / "洪江镇-帮扶预警.xlsx", "公益性岗位需求")) == len(wanted)


def test_each_letter_is_one_page(out, policies, tmp_path):
    files = {village: out / village / f"{village}-政策提醒函.docx" for village in VILLAGES}
    rendered = render(list(files.values()), tmp_path)
    for village, dossier in zip(VILLAGES, policies["dossiers"], strict=True):
        named = {it["number"] for it in dossier["items"] if it["state"] == "可申请"}
        with pdfplumber.open(rendered[files[village].name]) as document:
            texts = [page.extract_text() for page in document.pages]
        assert len(texts) == len(named) and all("提醒函" in text for text in texts)


def tier_of(row: dict[str, Any], zero: set[str]) -> int:
    """Return the place in the order of public posts by plain Python, 1 to 5."""
    kinds = set(str(row["人员类别"] or "").split("、"))
    number = str(row["公民身份号码"])
    is_man, age = int(number[16]) % 2 == 1, 2023 - int(number[6:10]) - (number[10:14] > "1031")
    is_poor = "脱贫人口" in kinds
    first = row["户编号"] in zero or kinds & {"低保", "残疾人"} or age >= (55 if is_man else 45)
    if first or (is_poor and row["劳动能力"] == "弱"):
        return 1
    if kinds & {"失地农民", "退捕渔民"} or age >= (50 if is_man else 40):
        return 2
    if is_poor:
        return 3
    left = str(row["毕业日期"] or "")[:10]
    is_graduate = row["文化程度"] in ("大专", "本科", "研究生") and "2022-10-31" <= left <= DAY
    return 4 if is_graduate else 5


@pytest.mark.parametrize("village", VILLAGES)
def test_who_may_have_a_public_post_and_in_which_order_is_the_same_by_plain_python(policies, alerts, village):
    zero = {it["户编号"] for it in _zero_houses(village)}
    tiers = {str(row["公民身份号码"]): tier_of(row, zero) for row in people(village) if is_idle(row)}
    (dossier,) = (it for it in alerts["dossiers"] if it["dossier"] == village)
    told = {it["number"]: "一二三四五".index(it["order"][3]) + 1 for it in dossier["wanted"]}
    assert told == tiers
    may = {it["number"] for it in items(policies, policy="公益性岗位安置", village=village)}
    assert may == {number for number, tier in tiers.items() if tier < 5}


def _zero_houses(village: str) -> list[dict[str, Any]]:
    """Return the unemployed in whose household nobody of labour age works."""
    working = {"单位就业", "个体经营", "自主创业", "灵活就业", "公益性岗位", "务农"}
    rows = people(village)
    busy = {row["户编号"] for row in rows if row["就业状态"] in working and _is_of_labour_age(row)}
    heads = [
        row["户编号"]
        for row in rows
        if row["与户主关系"] == "户主" and row["就业状态"] not in ("死亡", "迁出")
    ]
    return [
        row for row in rows if is_idle(row) and row["户编号"] not in busy and heads.count(row["户编号"]) == 1
    ]


def _is_of_labour_age(row: dict[str, Any]) -> bool:
    number = str(row["公民身份号码"])
    age = 2023 - int(number[6:10]) - (number[10:14] > "1031")
    return 16 <= age < (60 if int(number[16]) % 2 else 55)
