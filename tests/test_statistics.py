"""Statistics of the master ledger: tables by one or two dimensions, exact, with the rows behind every number."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from hqe_docs.data.definitions import DEFAULT, FOLDER
from hqe_docs.library import shipped
from tests.program import hqe
from tests.villages import UNEMPLOYED, person, village, workbook
from tests.villages import table as cells

PEOPLE = [
    person(0, "19630101", 组别="第2组"),
    person(1, "19831101", man=False, 组别="第1组", 与户主关系="女", **UNEMPLOYED),
    person(2, "19831031", 组别="第2组", 人员类别="脱贫人口、残疾人"),
    person(3, "20080101", 组别="第10组", 就业状态="在校", 是否在校="是", 劳动能力="无"),
    person(4, "19900101", 组别="", 就业状态="死亡"),
    person(5, "19900101", 组别="", 是否户籍="否", 就业区域="省外"),
]


def stats(*arguments: object) -> dict[str, object]:
    return json.loads(hqe("ledger", "stats", *arguments, "--json").stdout)


def table(*arguments: object) -> dict[str, list[object]]:
    """Return value → numbers of the only table, its columns under ""."""
    (made,) = stats(*arguments)["dossiers"][0]["tables"]
    lines = {line["value"]: [cell["value"] for cell in line["cells"]] for line in made["lines"]}
    return {"": made["columns"], **lines}


def test_one_dimension_gives_the_measures_and_their_sum(tmp_path):
    assert table(village(tmp_path / "甲", PEOPLE), "--by", "组别") == {
        "": ["人数", "劳动力", "就业", "失业", "范围外", "就业率"],
        "第2组": ["2", "1", "1", "0", "1", "100.00%"],
        "第1组": ["1", "1", "0", "1", "0", "0.00%"],
        "第10组": ["1", "0", "0", "0", "1", None],
        "合计": ["4", "2", "1", "1", "2", "50.00%"],
    }


def test_an_empty_denominator_prints_that_it_cannot_be_computed(tmp_path):
    result = hqe("ledger", "stats", village(tmp_path / "甲", PEOPLE), "--by", "组别")
    (line,) = [line for line in result.stdout.splitlines() if line.startswith("第10组")]
    assert line.split() == ["第10组", "1", "0", "0", "0", "1", "无法计算"]


def test_two_dimensions_cross_with_sums_in_the_order_of_the_codes(tmp_path):
    assert table(village(tmp_path / "甲", PEOPLE), "--by", "性别", "--by", "就业状态") == {
        "": ["灵活就业", "失业", "在校", "合计"],
        "男": ["2", "0", "1", "3"],
        "女": ["0", "1", "0", "1"],
        "合计": ["2", "1", "1", "4"],
    }


def test_ages_go_into_bands_by_completed_years(tmp_path):
    made = table(village(tmp_path / "甲", PEOPLE), "--by", "年龄段", "--by", "性别")
    assert made == {
        "": ["男", "女", "合计"],
        "16岁以下": ["1", "0", "1"],
        "35—44岁": ["1", "1", "2"],
        "60岁及以上": ["1", "0", "1"],
        "合计": ["3", "1", "4"],
    }
    later = table(tmp_path / "甲", "--by", "年龄段", "--by", "性别", "--on", "2022-12-31")
    assert later["55—59岁"] == ["1", "0", "1"]


def test_who_belongs_to_several_categories_counts_once_in_the_sum(tmp_path):
    (made,) = stats(village(tmp_path / "甲", PEOPLE), "--by", "人员类别", "--by", "性别")["dossiers"][0][
        "tables"
    ]
    lines = {line["value"]: [cell["value"] for cell in line["cells"]] for line in made["lines"]}
    assert lines == {
        "普通": ["2", "1", "3"],
        "脱贫人口": ["1", "0", "1"],
        "残疾人": ["1", "0", "1"],
        "合计": ["3", "1", "4"],
    }
    assert "合计按人数" in made["note"]


def test_every_number_lists_its_rows(tmp_path):
    folder = village(tmp_path / "甲", PEOPLE)
    answer = stats(folder, "--by", "组别")["dossiers"][0]
    (made,) = answer["tables"]
    first, last = made["lines"][0]["cells"], made["lines"][-1]["cells"]
    assert [row.rpartition("!")[2] for row in first[0]["rows"]] == ["第2行", "第4行"]
    assert (last[-1]["numerator"], last[-1]["denominator"]) == (1, 2)
    assert all(
        int(cell["value"]) == len(cell["rows"]) for line in made["lines"] for cell in line["cells"][:5]
    )
    text = hqe("ledger", "stats", folder, "--by", "组别", "--rows").stdout
    assert "甲 第2组 人数: 台账行（共 2 行）" in text


def test_the_base_is_said_and_follows_the_setting(tmp_path):
    folder = village(tmp_path / "甲", PEOPLE)
    assert [
        stats(folder, "--by", "村", *more)["dossiers"][0]["tables"][0]["base"]
        for more in ([], ["--set", "人口口径=常住"])
    ] == [4, 5]
    assert stats(folder)["dossiers"][0]["settings"] == {
        "人口口径": "户籍",
        "务农计入就业": "是",
        "劳动年龄": "固定",
        "女性退休年龄": "55",
    }


def test_the_place_of_work_concerns_those_who_work(tmp_path):
    made = table(
        village(tmp_path / "甲", PEOPLE), "--by", "就业区域", "--by", "性别", "--set", "人口口径=常住"
    )
    assert made == {"": ["男", "合计"], "乡内": ["2", "2"], "省外": ["1", "1"], "合计": ["3", "3"]}


def test_blank_values_have_a_line_of_their_own_at_the_end(tmp_path):
    made = table(village(tmp_path / "甲", PEOPLE), "--by", "组别", "--set", "人口口径=常住")
    assert list(made)[-2:] == ["（未填）", "合计"] and made["（未填）"][0] == "1"


def test_the_workbook_holds_the_usual_tables(tmp_path):
    folder, out = village(tmp_path / "甲", PEOPLE), tmp_path / "统计.xlsx"
    assert stats(folder, "-o", out)["path"] == str(out)
    book = openpyxl.load_workbook(out)
    assert book.sheetnames[:2] == ["1.组别", "2.组别×就业状态"] and len(book.sheetnames) == 8
    rows = list(book["2.组别×就业状态"].iter_rows(values_only=True))
    assert rows[0][0] == "甲按组别和就业状态统计"
    assert (
        rows[1][0]
        == "基准日 2023-10-31；统计范围 4 人；人口口径：户籍；务农计入就业：是；劳动年龄：固定；女性退休年龄：55"
    )
    assert rows[-1] == ("合计", 2, 1, 1, 4)
    assert list(book["1.组别"].iter_rows(values_only=True))[-2][-1] == "无法计算"


def test_no_file_that_came_in_is_written_over(tmp_path):
    folder = workbook(tmp_path / "甲", cells(*PEOPLE))
    path = folder / "劳动力资源台账.xlsx"
    before = path.read_bytes()
    for source in (folder, path):
        answer = stats(source, "--by", "组别", "--on", "2023-10-31", "-o", path)
        assert [item["code"] for item in answer["problems"]] == ["L521"] and answer["path"] is None
    assert path.read_bytes() == before


def test_a_workbook_is_not_written_under_another_suffix(tmp_path):
    answer = stats(village(tmp_path / "甲", PEOPLE), "--by", "组别", "-o", tmp_path / "统计.csv")
    assert [item["code"] for item in answer["problems"]] == ["L522"] and answer["path"] is None
    assert not (tmp_path / "统计.csv").exists()


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--by", "年令段"], "L608"),
        (["--by", "村", "--by", "性别", "--by", "组别"], "L610"),
        (["--by", "行业"], "L609"),
    ],
)
def test_what_cannot_be_made_is_said_once(tmp_path, options, code):
    answer = stats(village(tmp_path / "甲", PEOPLE), *options)
    assert [item["code"] for item in answer["problems"]] == [code]
    assert answer["dossiers"][0]["tables"] == []


def test_without_a_day_ages_and_rates_are_missing_not_zero(tmp_path):
    folder = village(tmp_path / "甲", PEOPLE)
    text = (folder / "dossier.yaml").read_text("utf-8").replace(", 基准日: 2023-10-31", "")
    (folder / "dossier.yaml").write_text(text, "utf-8")
    answer = stats(folder, "--by", "组别")
    assert {item["code"] for item in answer["problems"]} == {"L609"}
    (made,) = answer["dossiers"][0]["tables"]
    assert [cell["value"] for cell in made["lines"][-1]["cells"]] == ["4", None, None, None, None, None]
    assert [item["code"] for item in stats(folder, "--by", "年龄段")["problems"]] == ["L609"]


def town(folder: Path, *villages: str) -> Path:
    village(folder, [], kind="乡镇", more=f"下辖: [{', '.join(villages)}]\n")
    text = (folder / "dossier.yaml").read_text("utf-8").replace("年度: 2023", "年度: 2023, 角色: 实施单位")
    (folder / "dossier.yaml").write_text(text, "utf-8")
    for name in villages:
        village(folder / name, PEOPLE)
    return folder


def test_villages_of_a_town_are_counted_together_and_each(tmp_path):
    answer = stats(town(tmp_path / "镇", "甲", "乙"), "--by", "村")
    lines = {
        d["dossier"]: [(x["value"], x["cells"][0]["value"]) for x in d["tables"][0]["lines"]]
        for d in answer["dossiers"]
    }
    assert lines == {
        "镇": [("甲", "4"), ("乙", "4"), ("合计", "8")],
        "甲": [("甲", "4"), ("合计", "4")],
        "乙": [("乙", "4"), ("合计", "4")],
    }
    rows = answer["dossiers"][0]["tables"][0]["lines"][1]["cells"][0]["rows"]
    assert all("乙/劳动力资源台账.csv" in row for row in rows)


def test_villages_with_different_days_are_not_added_up(tmp_path):
    folder = town(tmp_path / "镇", "甲", "乙")
    text = (folder / "乙/dossier.yaml").read_text("utf-8").replace("2023-10-31", "2023-11-30")
    (folder / "乙/dossier.yaml").write_text(text, "utf-8")
    answer = stats(folder, "--by", "村")
    assert [item["code"] for item in answer["problems"]] == ["L617"]
    assert [item["dossier"] for item in answer["dossiers"]] == ["甲", "乙"]
    assert len(stats(folder, "--by", "村", "--on", "2023-11-30")["dossiers"]) == 3


def test_a_statistic_of_ones_own_needs_no_python(tmp_path):
    folder = village(tmp_path / "甲", PEOPLE)
    text = (shipped() / FOLDER / f"{DEFAULT}.yaml").read_text("utf-8")
    own = text.replace("  分组:\n", "  分组:\n    婚育段: {列: _年龄, 分段: [20, 40], 单位: 岁}\n", 1)
    own = own.replace(
        "  计量:\n", "  计量:\n    脱贫: {条件: [脱贫]}\n    脱贫占比: {比率: [脱贫, 人数]}\n", 1
    )
    (folder / FOLDER).mkdir(parents=True)
    (folder / FOLDER / f"{DEFAULT}.yaml").write_text(own, "utf-8")
    made = table(folder, "--by", "婚育段")
    assert made[""][:2] == ["脱贫", "脱贫占比"]
    assert {name: line[:2] for name, line in made.items() if name} == {
        "20岁以下": ["0", "0.00%"],
        "20—39岁": ["0", "0.00%"],
        "40岁及以上": ["1", "50.00%"],
        "合计": ["1", "25.00%"],
    }


def test_definitions_without_statistics_are_told_so(tmp_path):
    folder = village(tmp_path / "甲", PEOPLE)
    text = (shipped() / FOLDER / f"{DEFAULT}.yaml").read_text("utf-8")
    (folder / FOLDER).mkdir(parents=True)
    (folder / FOLDER / f"{DEFAULT}.yaml").write_text(text[: text.index("统计:\n")], "utf-8")
    assert [item["code"] for item in stats(folder)["problems"]] == ["L607"]
