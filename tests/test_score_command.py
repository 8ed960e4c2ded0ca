"""hqe score: what if, side by side, the ranked summary, the picture; on villages small enough to count by hand."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PIL import Image

from hqe_docs.cli.scoretables import explanation_text
from hqe_docs.data.scores.scoring import ScoreSheet, score_bench
from hqe_docs.data.scores.suppositions import suppose
from hqe_docs.office.scores import scorepapers
from hqe_docs.office.scores.numbers import sheet_json
from hqe_docs.office.workspace import open_dossiers, walk_dossiers
from hqe_docs.paper import picturepage
from hqe_docs.problems import Problems
from tests.program import hqe
from tests.villages import UNEMPLOYED, person, village

COUNTY = "外部数据: {县平均就业率: {数值: 85%, 来源: 统计公报}}\n"
FACTS = """条件:
  信息发布终端: 否
  工作方案: {县区: 是, 乡镇: 否, 创建点: 是}
  机制: [入户走访]
  推广: 无
  专职人员: [{姓名: 村民甲, 专岗: 是, 专职: 是, 专管: 是}]
自评: {13: {得分: 7, 说明: 两期}}
"""


def people(employed: int, unemployed: int) -> list[dict[str, str]]:
    rows = [person(i) for i in range(employed)]
    return rows + [person(employed + i, **UNEMPLOYED) for i in range(unemployed)]


def make(folder: Path, employed: int = 18, unemployed: int = 2, more: str = COUNTY + FACTS) -> Path:
    return village(folder, people(employed, unemployed), more=more)


def answer(*arguments: object, code: int = 0) -> Any:
    outcome = hqe("score", *arguments, "--json")
    assert outcome.exit_code == code, outcome.output
    return json.loads(outcome.stdout)


def codes(answer: Any) -> list[str]:
    return [item["code"] for item in answer["problems"]]


# ---------------------------------------------------------------- what if
@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> ScoreSheet:
    """The score sheet of the usual village: 18 of 20 at work."""
    (loaded,) = open_dossiers([make(tmp_path_factory.mktemp("村") / "甲村")])
    assert loaded.sheet
    return loaded.sheet


def points(sheet: ScoreSheet) -> dict[int, str | None]:
    return {item["no"]: item["points"] for item in sheet_json("", sheet, rows=False)["items"]}


@pytest.mark.parametrize(
    ("said", "no", "before", "after"),
    [
        ("就业率=0.95", 9, "9.47", "10"),
        ("就业率=95%", 9, "9.47", "10"),
        ("就业率=19/20", 9, "9.47", "10"),
        ("就业率＝ 84%", 9, "9.47", "0"),
        ("数据.参保率=97.99%", 15, "5", "0"),
        ("协作机构数=3", 11, None, None),
        ("县平均就业率=90%", 9, "9.47", "9.47"),
        ("外部数据.县平均就业率=90.01%", 9, "9.47", "0"),
        ("信息发布终端=是", 5, "0", "3"),
        ("机制=入户走访、分类帮扶", 21, "1", "2"),
        ("机制=无", 21, "1", "0"),
        ("推广=省级", 22, "0", "10"),
        ("工作方案.乡镇=是", 19, "0", "1"),
        ("条件.专职人员.主职=是", 6, "0", "3"),
        ("自评.13=9", 13, "7", "9"),
        ("自评.1=2.5", 1, None, "2.5"),
    ],
)
def test_a_supposition_gives_the_points_it_would_win(sheet, said, no, before, after):
    found = Problems()
    bench, _ = suppose(sheet.bench, sheet.edition, [said], found)
    now, then = points(sheet), points(score_bench(sheet.dossier, sheet.edition, bench))
    assert not found.found
    if before == after:
        assert now == then
    else:
        assert (now[no], then[no]) == (before, after)


def test_several_suppositions_add_up_and_the_totals_follow(tmp_path):
    said = ["--what-if", "就业率=95%", "--what-if", "推广=市级", "--what-if", "自评.13=10"]
    (sheet,) = answer(make(tmp_path / "甲村"), *said)["dossiers"]
    assert [item["no"] for item in sheet["items"]] == [9, 13, 22]
    # 10 − 9.47, 10 − 7, 5 − 0
    assert sheet["difference"] == "8.53"
    assert float(sheet["total"]) == pytest.approx(float(sheet["before"]["total"]) + 8.53)


def test_a_supposition_scores_as_a_dossier_really_changed(tmp_path):
    folder = make(tmp_path / "甲村")
    (supposed,) = answer(folder, "--what-if", "就业率=19/20", "--what-if", "工作方案.乡镇=是")["dossiers"]
    really = make(tmp_path / "真" / "甲村", 19, 1, COUNTY + FACTS.replace("乡镇: 否", "乡镇: 是"))
    (changed,) = answer(really)["dossiers"]
    assert (supposed["total"], supposed["possible"]) == (changed["total"], changed["possible"])
    same = {item["no"]: (item["points"], item["reason"]) for item in changed["items"]}
    assert {
        item["no"]: (item["points"], item["reason"]) for item in supposed["items"]
    }.items() <= same.items()


@pytest.mark.parametrize(
    ("said", "code", "words"),
    [
        ("就业律=95%", "R121", "您是不是想写“就业率”"),
        ("就业率=95", "R122", "写成 95% 或 0.95"),
        ("就业率=120%", "R122", "0 到 100%"),
        ("就业率=21/20", "R122", "100%"),
        ("就业率=高", "R122", "比率"),
        ("协作机构数=2.5", "R122", "整数"),
        ("协作机构数=-1", "R122", "0"),
        ("协作机构数=1/2", "R122", "直接写数"),
        ("推广=国家级", "R122", "无、市级、省级"),
        ("工作方案.乡镇=也许", "R122", "是 或 否"),
        ("自评.13=11", "R122", "0 到 10"),
        ("自评.9=5", "R122", "由数据得出"),
        ("自评.99=5", "R121", "自评"),
        ("就业率", "R123", "名称=值"),
    ],
)
def test_what_can_not_be_supposed_is_explained(sheet, said, code, words):
    found = Problems()
    suppose(sheet.bench, sheet.edition, [said], found)
    (one,) = found
    assert one.code == code
    assert words in one.message + one.hint


@pytest.mark.parametrize(
    ("said", "code"), [("就业律=95%", "R121"), ("就业率=高", "R122"), ("就业率", "R123")]
)
def test_what_can_not_be_supposed_is_wrong_usage(tmp_path, said, code):
    told = answer(make(tmp_path / "甲村"), "--what-if", "推广=省级", "--what-if", said, code=2)
    assert (codes(told), told["dossiers"]) == ([code], [])


def test_a_supposition_is_called_one_and_writes_nothing(tmp_path):
    folder = make(tmp_path / "甲村")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    outcome = hqe("score", folder, "--what-if", "推广=省级")
    assert outcome.exit_code == 0
    assert "测算" in outcome.stdout and "不是自评结果" in outcome.stdout
    assert "假设 推广：无 → 省级" in outcome.stdout
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


# ---------------------------------------------------------------- side by side
def test_two_dossiers_are_set_side_by_side(tmp_path):
    folders = make(tmp_path / "甲村"), make(tmp_path / "乙村", 19, 1)
    (both,) = answer("--compare", *folders)["comparisons"]
    assert (both["first"]["dossier"], both["second"]["dossier"], both["difference"]) == (
        "甲村",
        "乙村",
        "0.53",
    )
    differ = [item["no"] for item in both["items"] if item["difference"] not in ("0", None)]
    assert (len(both["items"]), differ) == (22, [9])
    rate = next(item for item in both["figures"] if item["name"] == "就业率")
    assert (rate["first"]["numerator"], rate["second"]["numerator"]) == (18, 19)
    text = hqe("score", "--compare", *folders).stdout
    assert "90.00%（18/20）" in text and "+0.53" in text


def test_on_two_days_somebody_turns_sixty_and_an_agreement_lapses(tmp_path):
    rows = [person(0, "19630901"), *(person(i) for i in range(1, 10)), person(10, **UNEMPLOYED)]
    folder = village(tmp_path / "甲村", rows, more=COUNTY)
    write(
        folder / "人力资源机构协作台账.csv",
        ["机构名称", "协议起", "协议止"],
        ["甲公司", "2023-01-01", "2023-09-15"],
    )
    events = [["2023-06-01", "就业政策进村", "政策宣传"], ["2023-06-15", "夏季招聘会", "招聘会"]]
    write(folder / "招聘与政策宣传活动台账.csv", ["活动日期", "活动名称", "活动类型"], *events)
    (both,) = answer(folder, "--compare", "2023-08-31", "2023-10-31")["comparisons"]
    figures = {item["name"]: item for item in both["figures"]}
    # ten of eleven work; the man born on 1 September 1963 is of labour age until 31 August 2023
    rate = figures["就业率"]
    assert [(rate[side]["numerator"], rate[side]["denominator"]) for side in ("first", "second")] == [
        (10, 11),
        (9, 10),
    ]
    assert [figures["协作机构数"][side]["value"] for side in ("first", "second")] == ["1", "0"]
    points = {item["no"]: (item["first"]["points"], item["second"]["points"]) for item in both["items"]}
    assert points[9] == ("9.57", "9.47")  # 10 × 10/11 ÷ 95 %, 10 × 9/10 ÷ 95 %
    assert points[11] == ("5", "0")
    assert (both["first"]["day"], both["second"]["day"]) == ("2023-08-31", "2023-10-31")


def write(path: Path, *rows: list[str]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(rows)


def test_an_outer_dossier_is_no_side_of_a_comparison(tmp_path):
    town, one = township(tmp_path), make(tmp_path / "丙村")
    told = answer("--compare", town, one, code=2)
    assert (codes(told), told["comparisons"]) == (["R124"], [])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["{}", "--what-if", "就业率=1/2", "--explain", "9"], "--explain 和 --what-if 不能一起用"),
        (["{}", "-o", "a.xlsx", "--explain", "9"], "不能一起用"),
        (["{}", "--what-if", "就业率=1/2", "--picture", "a.png"], "不能一起用"),
        (["{}", "--compare", "{}", "{}"], "不是日期"),
        (["{}", "{}", "--compare", "2023-01-01", "2023-02-01"], "只写一份档案"),
        (["--compare", "2023-01-01", "2023-02-01"], "前面要写一份档案"),
        ([], "缺少参数"),
    ],
)
def test_options_that_make_no_sense_together_are_wrong_usage(tmp_path, arguments, words):
    folder = make(tmp_path / "甲村")
    outcome = hqe("score", *(str(folder) if part == "{}" else part for part in arguments))
    assert (outcome.exit_code, outcome.stdout) == (2, "")
    assert words in outcome.stderr


# ---------------------------------------------------------------- the summary
TOWN = "创建点: {名称: 甲镇, 类型: 乡镇, 级别: 市级, 角色: 实施单位, 所属: [甲县], 年度: 2023, 基准日: 2023-10-31}\n"


def township(folder: Path) -> Path:
    town = folder / "甲镇"
    for name, employed in (("东村", 18), ("西村", 19), ("南村", 18)):
        make(town / name, employed, 20 - employed)
    (town / "dossier.yaml").write_text(TOWN + "下辖: [东村, 西村, 南村]\n", "utf-8")
    return town


def test_the_summary_ranks_with_ties_and_sums(tmp_path):
    out = tmp_path / "汇总.xlsx"
    told = answer(township(tmp_path), "-o", out)
    (group,) = told["groups"]
    assert told["written"] == [str(out)]
    assert [(line["dossier"], line["rank"]) for line in group["lines"]] == [
        ("西村", 1),
        ("东村", 2),
        ("南村", 2),
    ]
    sheet = openpyxl.load_workbook(out)["汇总"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "甲镇2023年高质量就业创建自评汇总表"
    assert rows[1][0] == "汇总单位：甲县甲镇"
    titles = next(row for row in rows if row[0] == "序号")
    at = {title: i for i, title in enumerate(titles)}
    lines = {row[1]: row for row in rows if isinstance(row[0], int)}
    assert [lines[name][at["名次"]] for name in ("西村", "东村", "南村")] == [1, 2, 2]
    total = next(row for row in rows if str(row[0]).replace("\u3000", "") == "合计")
    assert total[at["总分"]] == pytest.approx(sum(line[at["总分"]] for line in lines.values()))
    assert lines["西村"][at["总分"]] - lines["东村"][at["总分"]] == pytest.approx(0.53)


@pytest.mark.slow
def test_dossiers_without_an_outer_one_are_summed_under_what_they_share(tmp_path):
    out = tmp_path / "汇总.xlsx"
    answer(make(tmp_path / "甲村"), make(tmp_path / "乙村"), "-o", out)
    assert openpyxl.load_workbook(out)["汇总"]["A2"].value == "汇总单位：各创建点"


@pytest.mark.slow
def test_a_dossier_named_beside_its_township_counts_once(tmp_path):
    town = township(tmp_path)
    told = answer(town, town / "东村", "-o", tmp_path / "汇总.xlsx")
    assert len(told["groups"][0]["lines"]) == 3


def test_a_damaged_village_stops_the_summary_but_not_the_scores(tmp_path):
    town, out = township(tmp_path), tmp_path / "汇总.xlsx"
    (town / "东村" / "劳动力资源台账.csv").write_bytes(b'"')
    told = answer(town, "-o", out, code=1)
    assert "R106" in codes(told) and "L101" in codes(told)
    assert told["written"] == [None] and not out.exists()


def test_errors_in_rows_are_counted_not_told_one_by_one_in_a_summary(tmp_path):
    rows = [person(i, 就业状态="打工" if i < 5 else "灵活就业") for i in range(20)]
    folder = village(tmp_path / "甲村", rows, more=COUNTY)
    told = answer(folder, "-o", tmp_path / "汇总.xlsx", code=1)
    assert codes(told) == ["R125"] and "5 处错误" in told["problems"][0]["message"]
    assert told["written"] == [str(tmp_path / "汇总.xlsx")]


def test_no_source_is_written_over(tmp_path):
    folder = make(tmp_path / "甲村")
    source = folder / "劳动力资源台账.xlsx"
    book = openpyxl.Workbook()
    with (folder / "劳动力资源台账.csv").open(encoding="utf-8-sig") as stream:
        for row in csv.reader(stream):
            book.active.append(row)
    book.save(source)
    (folder / "劳动力资源台账.csv").unlink()
    before = source.read_bytes()
    told = answer(folder, "-o", source, code=1)
    assert "L521" in codes(told) and told["written"] == [None]
    assert source.read_bytes() == before


def test_a_summary_is_a_workbook(tmp_path):
    assert codes(answer(make(tmp_path / "甲村"), "-o", tmp_path / "汇总.docx", code=1)) == ["L522"]


def test_many_creation_points_are_ranked_without_the_list_of_indicators(tmp_path, monkeypatch):
    monkeypatch.setattr(scorepapers, "MOST_DETAILED", 2)
    out = tmp_path / "汇总.xlsx"
    assert codes(answer(township(tmp_path), "-o", out)) == ["R128"]
    book = openpyxl.load_workbook(out)
    assert [cell.value for cell in book["汇总"]["B"]].count("东村") == 1
    assert "东村" not in [cell.value for cell in book["指标明细"]["A"]]


# ---------------------------------------------------------------- the picture
@pytest.mark.slow
def test_the_picture_is_a_page_of_a4(tmp_path):
    folder, out = make(tmp_path / "甲村"), tmp_path / "图.png"
    assert answer(folder, "--picture", out)["written"] == [str(out)]
    with Image.open(out) as picture:
        assert picture.size[1] / picture.size[0] == pytest.approx(297 / 210, rel=0.01)
        assert picture.size[0] > 1600


@pytest.mark.slow
@pytest.mark.parametrize(("suffix", "start"), [(".png", b"\x89PNG"), (".svg", b"<?xml"), (".pdf", b"%PDF")])
def test_a_picture_is_the_same_each_time(tmp_path, suffix, start):
    folder, out = make(tmp_path / "甲村"), tmp_path / f"图{suffix}"
    drawn = []
    for _ in range(2):
        answer(folder, "--picture", out)
        drawn.append(out.read_bytes())
    assert drawn[0] == drawn[1] and drawn[0].startswith(start)


@pytest.mark.slow
def test_each_village_of_a_township_has_a_picture_of_its_name(tmp_path):
    told = answer(township(tmp_path), "--picture", tmp_path / "图" / "得分.svg", "-o", tmp_path / "汇总.xlsx")
    names = ["得分-东村.svg", "得分-西村.svg", "得分-南村.svg"]
    assert [Path(path).name for path in told["written"]] == ["汇总.xlsx", *names]
    assert sorted(path.name for path in (tmp_path / "图").iterdir()) == sorted(names)


def test_without_a_chinese_font_nothing_is_drawn_and_that_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(picturepage, "FONTS", ("没有这种字体",))
    told = answer(make(tmp_path / "甲村"), "--picture", tmp_path / "图.png", code=1)
    assert codes(told) == ["R127"] and not (tmp_path / "图.png").exists()


def test_a_picture_has_the_name_of_one(tmp_path):
    assert codes(answer(make(tmp_path / "甲村"), "--picture", tmp_path / "图.bmp", code=2)) == ["R126"]


# ---------------------------------------------------------------- explained; long runs
def test_an_explanation_has_rule_numbers_rows_and_clause(tmp_path):
    text = hqe("score", make(tmp_path / "甲村"), "--explain", "9").stdout
    for words in ("规则: “就业率”达到 95%", "分子/分母: 18/20", "附件1 第9项", "台账行（共 18 行）"):
        assert words in text


def test_an_explanation_sets_the_data_beside_a_persons_points():
    item = {
        "no": 10,
        "title": "重点群体就业",
        "category": "工作内容",
        "full": "10",
        "points": "9",
        "state": "judged",
    }
    tests = [
        ("零就业家庭", True, "零就业家庭 0，不超过 0"),
        ("帮扶记录", None, "缺 条件.帮扶"),
        ("就业率", False, "未达"),
    ]
    beside = [{"label": label, "holds": holds, "text": text} for label, holds, text in tests]
    item |= {"reason": "均有人就业", "rows": [], "conditions": beside, "remarks": ["第 10 项：少于两次"]}
    text = explanation_text([{"dossier": "甲村", "items": [item]}], 10)
    for line in (
        "对照（符合）: 零就业家庭 0，不超过 0",
        "对照（未知）: 帮扶记录：缺 条件.帮扶",
        "对照（不符合）: 就业率：未达",
    ):
        assert line in text
    assert "附注: 第 10 项：少于两次" in text


def test_several_dossiers_are_scored_in_the_order_given(tmp_path):
    folders = [make(tmp_path / name) for name in ("乙村", "甲村")]
    assert [item["dossier"] for item in answer(*folders)["dossiers"]] == ["乙村", "甲村"]


def test_dossiers_are_opened_when_their_turn_comes_and_said_to_be(tmp_path):
    said: list[str] = []
    walk = walk_dossiers([township(tmp_path)], progress=said.append)
    first = next(walk)
    assert (first.name, first.below, len(said)) == ("甲镇", (), 1)
    assert [loaded.name for loaded in walk] == ["东村", "西村", "南村"]
    assert said[1].startswith("第 2/4 个") and said[3].startswith("第 4/4 个")


def test_what_was_read_of_a_dossier_is_let_go(tmp_path):
    (loaded,) = walk_dossiers([make(tmp_path / "甲村")])
    assert loaded.sheet and loaded.ledgers
    loaded.let_go()
    assert not {"shelf", "counter", "figures", "sheet", "gaps", "ledger_problems"} & set(loaded.__dict__)


@pytest.mark.slow
def test_a_photo_handed_in_as_evidence_is_not_painted_over(tmp_path):
    folder = make(tmp_path / "甲村")
    photo = folder / "佐证" / "01-窗口.png"
    photo.parent.mkdir()
    photo.write_bytes(b"photo")
    assert codes(answer(folder, "--picture", photo, code=1)) == ["L521"]
    assert photo.read_bytes() == b"photo"
    assert answer(folder, "--picture", folder / "输出" / "得分图.png")["written"]


def test_a_summary_goes_over_no_file_of_a_dossier(tmp_path):
    folder = make(tmp_path / "甲村")
    template = folder / "templates" / "慰问信.xlsx"
    template.parent.mkdir()
    template.write_bytes(b"template")
    assert "L521" in codes(answer(folder, "-o", template, code=1))
    assert template.read_bytes() == b"template"
