"""Versions of papers and ledgers: 报送 and 内部 whole, 公示 masked by what the ledger kinds declare."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from hqe_docs.data.kinds import PUBLIC_WAYS, Field, common_columns, load_kinds
from hqe_docs.library import Library
from hqe_docs.office.disclosure import public_fields, without_numbers
from hqe_docs.office.mapping.events import events_together
from hqe_docs.problems import Problems
from tests.examples import a_few
from tests.program import hqe
from tests.villages import id_number, person, village

SENSITIVE = re.compile(
    "残疾|健康|疾病|脱贫|低保|特困|困难|监测|救助|银行|账号|收入|人员类别|户类型|劳动能力|民族|政治面貌|养老|医疗|失业原因|就业现状"
)
COUNTED = ("吸纳脱贫劳动力人数",)  # a number of people, of nobody in particular
NUMBERS = re.compile("身份证|公民身份|电话|手机")


@cache
def kinds():
    library, found = Library.over_shipped(()), Problems()
    return [*load_kinds(library, found).values(), common_columns(library, found)]


# ---------------------------------------------------------------- what kinds declare
def test_every_sensitive_column_of_every_kind_is_declared_as_left_out():
    columns = [(kind.name, field) for kind in kinds() for field in kind.fields]
    assert len(kinds()) == 37
    loose = [
        (kind, field.name)
        for kind, field in columns
        if SENSITIVE.search(field.name) and field.name not in COUNTED and field.public != "不列"
    ]
    assert loose == []
    assert all(
        field.public_way or field.mask == "敏感" or field.format == "银行账号"
        for _, field in columns
        if field.public == "不列"
    )


def test_every_number_name_and_address_of_every_kind_is_masked():
    for kind in kinds():
        for field in kind.fields:
            if NUMBERS.search(field.name):
                assert field.public in ("遮号码", "遮电话"), (kind.name, field.name)
            if field.format == "姓名" or field.name in ("姓名", "户主姓名"):
                assert field.public == "遮姓名", (kind.name, field.name)
            if re.search("地址|住址", field.name):
                assert field.public in ("到村", "不列"), (kind.name, field.name)
            assert field.public in PUBLIC_WAYS


def test_a_birth_date_or_an_age_beside_a_masked_number_is_refused_even_when_declared():
    number = Field("公民身份号码", mask="身份证")
    born, age = Field("出生年月", public_way="列出"), Field("年龄", derived="年龄")
    assert public_fields([number, born, age]) == ([number], [born, age])
    assert public_fields([born, age]) == ([born, age], [])


# ---------------------------------------------------------------- papers and ledgers
@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A village of three, its master ledger built in three versions."""
    folder = village(
        tmp_path_factory.mktemp("版") / "甲", [person(n, 就业地址="洪江镇甲村3组8号") for n in range(3)]
    )
    out = folder.parent / "出"
    for version in ("报送", "内部", "公示"):
        run = hqe("build", folder, "-o", out, "-d", "劳动力资源台账", "--version", version, "--json")
        assert [item["path"] for item in json.loads(run.stdout)["results"]] != [None], run.stdout
    return folder, out, json.loads(run.stdout)["problems"]


def table(path: Path) -> list[dict]:
    rows = list(openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True))
    at = next(number for number, row in enumerate(rows) if "姓名" in row)
    return [dict(zip(rows[at], row, strict=True)) for row in rows[at + 1 :] if row[0] is not None]


def test_the_file_name_says_the_version(made):
    _, out, _ = made
    names = {path.name for path in out.iterdir() if path.suffix == ".xlsx"}
    assert {f"甲-劳动力资源台账{mark}.xlsx" for mark in ("", "（内部版）", "（公示版）")} <= names


def test_reported_and_internal_ledgers_are_whole(made):
    _, out, _ = made
    for mark in ("", "（内部版）"):
        first = table(out / f"甲-劳动力资源台账{mark}.xlsx")[0]
        assert first["公民身份号码"] == person(0)["公民身份号码"]


def test_the_public_ledger_is_masked_and_tells_what_it_refuses(made):
    _, out, problems = made
    first, whole = table(out / "甲-劳动力资源台账（公示版）.xlsx")[0], person(0)
    number = whole["公民身份号码"]
    assert first["公民身份号码"] == number[:6] + "********" + number[14:]
    assert first["联系电话"] == f"{whole['联系电话'][:3]}****{whole['联系电话'][7:]}"
    assert first["姓名"].endswith("**")
    assert first["就业地址"] == "洪江镇甲村"
    assert not {"年龄", "出生日期", "人员类别", "劳动能力", "民族", "月收入", "备注"} & set(first)
    assert [item["message"] for item in problems if item["code"] == "P505"] == [
        "公示版没有列“年龄”：表里有遮去几位的身份证号，出生日期和年龄会把它还原"
    ]


@pytest.mark.parametrize(
    ("command", "name"),
    a_few(
        [
            (["merge"], "结果（公示版）.xlsx"),
            (["sample", "-n", "2"], "结果（公示版）.xlsx"),
            (["import"], "结果（公示版）.xlsx"),
            (["stats", "--by", "性别"], "结果（公示版）.xlsx"),
            (["derive", "--kind", "持证人员"], "甲-持证人员台账（公示版）.xlsx"),
        ],
        rows=True,
    ),
)
def test_ledger_commands_write_a_public_version(made, tmp_path, command, name):
    folder, _, _ = made
    source = next(folder.glob("劳动力资源台账.*")) if command[0] == "import" else folder
    out = tmp_path if command[0] == "derive" else tmp_path / "结果.xlsx"
    run = hqe("ledger", command[0], source, *command[1:], "-o", out, "--version", "公示")
    assert (tmp_path / name).exists(), run.output
    assert hqe("privacy", tmp_path).exit_code == 0


def test_a_public_fill_masks_what_is_called_like_a_column(tmp_path):
    template = Document()
    template.add_paragraph("{{ 姓名 }} {{ 身份证号 }} {{ 手机 }} {{ 年龄 }} {{ 事项 }}")
    template.save(tmp_path / "通知.docx")
    number = id_number(1)
    (tmp_path / "人.csv").write_text(
        f"姓名,身份证号,手机,年龄,事项\n谢雨禾,{number},13800138000,33,培训\n", "utf-8"
    )
    run = hqe(
        "fill",
        tmp_path / "通知.docx",
        "--data",
        tmp_path / "人.csv",
        "--each",
        "-o",
        f"{tmp_path}/出/",
        "--version",
        "公示",
    )
    (path,) = (tmp_path / "出").iterdir()
    assert "（公示版）" in path.name, run.output
    assert Document(path).paragraphs[0].text == f"谢** {number[:6]}********{number[14:]} 138****8000  培训"


def test_what_may_not_be_public_is_not_built_unless_it_is_named(made):
    folder, out, _ = made
    run = hqe("build", folder, "-o", out / "全", "--version", "公示", "--json")
    answer = json.loads(run.stdout)
    papers = {item["document"] for item in answer["results"]}
    assert papers and not papers & {"差距分析与整改清单", "整改清单", "问题清单"}
    assert "P506" in [item["code"] for item in answer["problems"]]


def test_public_events_of_several_villages_are_added_as_whole_ones_are():
    numbers = {"本期": 2, "上期": 0, "累计": 2}
    event = {
        **{"名称": "招聘会", "来源": "活动", "同一": "活动", "无日期": "", "列举": [], "缺日期": 0},
        "各行": {key: Counter({("招聘会",): number}) for key, number in numbers.items()},
        "计": [{"称": "场次", "单位": "场", "文式": "举办{数}场", "按行": True, **numbers}],
        "数": {key: [number] for key, number in numbers.items()},
    }
    weeks = [{"动态": [event]}, {"动态": [event]}]
    (told,) = events_together([without_numbers(week) for week in weeks])
    assert [told] == events_together(weeks) and told["数"]["本期"] == [2]


def test_show_personal_has_one_name_and_a_former_one(made):
    folder, _, _ = made
    for command in ("gaps", "build"):
        help_ = hqe(command, "--help").stdout
        assert "--show-personal" in help_ and "--unmask" not in help_
    assert hqe("gaps", folder, "--unmask").stdout == hqe("gaps", folder, "--show-personal").stdout


# ---------------------------------------------------------------- what is said
@pytest.mark.parametrize(
    "command",
    a_few(
        [
            ["check", "{}"],
            ["gaps", "{}"],
            ["figures", "{}"],
            ["score", "{}"],
            ["build", "{}", "-o", "{}出"],
            ["ledger", "derive", "{}", "-o", "{}派"],
            ["ledger", "merge", "{}", "-o", "{}合.xlsx"],
        ]
    ),
)
def test_no_command_says_a_whole_number(tmp_path, command):
    wrong = person(1)["公民身份号码"][:17] + ("1" if person(1)["公民身份号码"][17] != "1" else "2")
    rows = [person(0), person(0, 姓名="村民戊"), person(1, 公民身份号码=wrong), person(2, 联系电话="1990000")]
    folder = village(tmp_path / "甲", rows)
    run = hqe(*(word.format(folder) for word in command), "--json")
    said = run.stdout + run.stderr
    assert [
        number for number in (person(0)["公民身份号码"], wrong, person(0)["联系电话"]) if number in said
    ] == []
    assert person(0)["公民身份号码"][6:14] not in said
