"""What a user asks that can't be done, and workbooks nobody makes on purpose: said clearly, at once."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import msoffcrypto.format.ooxml
import openpyxl
import pytest

from tests.examples import a_few
from tests.program import hqe
from tests.villages import person, table, workbook

DAY = ("--on", "2023-10-31")
SHEET = "xl/worksheets/sheet1.xml"


def ledger(folder: Path) -> Path:
    return workbook(folder, table(*(person(i) for i in range(4)))) / "劳动力资源台账.xlsx"


@pytest.mark.parametrize(
    ("command", "options", "code"),
    [
        ("check", ["--kind", "失业人圆"], "L327"),
        ("check", ["--on", "昨天"], "L328"),
        ("ledger sample", ["-n", 2, "--by", "星座"], "L526"),
        ("ledger stats", [*DAY, "--by", "星座"], "L608"),
        ("ledger derive", [*DAY, "--set", "胡=1"], "L611"),
        ("ledger derive", [*DAY, "--set", "劳动年龄=胡"], "L612"),
    ],
)
def test_a_value_that_no_option_has_is_wrong_usage(
    tmp_path: Path, command: str, options: list[object], code: str
):
    out = ["-o", tmp_path / "出.xlsx"] if "sample" in command else []
    outcome = hqe(*command.split(), ledger(tmp_path / "甲"), *options, *out, "--json")
    assert outcome.exit_code == 2
    assert code in [item["code"] for item in json.loads(outcome.stdout)["problems"]]


def test_what_was_not_written_is_not_counted(tmp_path: Path):
    path = ledger(tmp_path / "甲")
    assert hqe("ledger", "import", path, "-o", path).stdout == "没有写成文件\n"
    assert hqe("ledger", "sample", path, "-n", 1, "-o", path).stdout == "没有写成文件\n"
    assert hqe("ledger", "diff", path, path, "-o", path).stdout == "没有写成文件\n"


def test_statistics_are_written_as_a_workbook_only(tmp_path: Path):
    outcome = hqe("ledger", "stats", ledger(tmp_path / "甲"), *DAY, "-o", tmp_path / "统计.txt", "--json")
    assert outcome.exit_code == 1 and not (tmp_path / "统计.txt").exists()
    assert "L522" in [item["code"] for item in json.loads(outcome.stdout)["problems"]]


@pytest.mark.parametrize("command", a_few([["derive", *DAY], ["stats", *DAY], ["accuracy"], ["survey"]]))
def test_a_password_opens_the_ledger_for_every_command_that_asks_for_one(tmp_path: Path, command: list[str]):
    path = ledger(tmp_path / "甲")
    locked = tmp_path / "密.xlsx"
    with locked.open("wb") as stream:
        msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(path.read_bytes())).encrypt("春山9", stream)
    out = [] if command[0] in ("stats", "accuracy") else ["-o", tmp_path / "出"]
    shut = hqe("ledger", command[0], locked, *command[1:], *out, "--json")
    assert "--password" in json.loads(shut.stdout)["problems"][0]["hint"]
    opened = hqe("ledger", command[0], locked, *command[1:], *out, "--password", "春山9", "--json")
    assert "L115" not in [item["code"] for item in json.loads(opened.stdout)["problems"]]


def test_a_cell_beyond_the_last_row_of_any_sheet_is_reported_there(tmp_path: Path):
    path = ledger(tmp_path / "甲")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[SHEET] = parts[SHEET].replace(b'r="A5"', b'r="A99999999999"')
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    problems = json.loads(hqe("check", path, "--json").stdout)["problems"]
    assert [item["where"].get("cell") for item in problems if item["code"] == "L107"] == ["A99999999999"]


def test_a_name_as_long_as_a_cell_can_be_is_read(tmp_path: Path):
    path = ledger(tmp_path / "甲")
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["A3"] = "长" * 32_767
    book.save(path)
    assert hqe("check", path).exit_code in (0, 1)


def test_a_household_without_a_head_is_called_by_its_number(tmp_path: Path):
    path = (
        workbook(tmp_path / "甲", table(person(1, 户编号="7"), person(2, 户编号="7"))) / "劳动力资源台账.xlsx"
    )
    problems = json.loads(hqe("check", path, "--json").stdout)["problems"]
    assert [item["message"] for item in problems if item["code"] == "L220"] == ["户编号 7 没有户主"]


def test_a_map_to_a_column_that_no_ledger_has_is_an_error_and_the_rest_is_checked(tmp_path: Path):
    (tmp_path / "对照.yaml").write_text("姓名: 胡说\n", encoding="utf-8")
    path = workbook(tmp_path / "甲", table(person(1, 户编号="7"))) / "劳动力资源台账.xlsx"
    outcome = hqe("check", path, "--columns", tmp_path / "对照.yaml", "--json")
    codes = [item["code"] for item in json.loads(outcome.stdout)["problems"]]
    assert outcome.exit_code == 1 and {"L523", "L220"} <= set(codes)


def test_the_reason_why_a_blank_must_be_filled_shows_no_whole_number(tmp_path: Path):
    row = person(1, 姓名="", 核查结果="一致")
    path = workbook(tmp_path / "甲", table(row), name="数据核查台账.xlsx") / "数据核查台账.xlsx"
    shown = hqe("ledger", "accuracy", path).stderr
    assert "L217 公民身份号码为“360999" in shown and row["公民身份号码"] not in shown
