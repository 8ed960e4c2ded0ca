"""The shipped example: made again it is the same, and its ledgers hold together when counted by hand."""

from __future__ import annotations

import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from hqe_docs.office.workspace import Loaded
from tests.example_books import FOLDER, said_in, sheet, table
from tools.example.dice import words
from tools.example.make import LEDGER, make

Row = Mapping[str, str | int | None]
DAY = date(2023, 10, 31)
SIZES = {"梅州村": (2316, 1987, 612), "洪江村": (1742, 1523, 466)}
EMPLOYED = {"单位就业", "个体经营", "自主创业", "灵活就业", "公益性岗位", "务农"}
OUTSIDE = {"无就业意愿", "在校", "参军", "服刑", "丧失劳动能力", "退休"}
GONE = {"死亡", "迁出"}
COLUMNS = words("""
序号 组别 户编号 户主姓名 与户主关系 姓名 公民身份号码 性别 出生日期 年龄 民族
政治面貌 文化程度 毕业院校 所学专业 毕业日期 户口性质 是否户籍 是否常住 联系电话
劳动能力 是否在校 人员类别 就业状态 就业形式 就业区域 就业地址 单位名称 行业 工种
就业日期 月收入 养老保险 医疗保险 失业日期 登记失业日期 失业原因 就业意愿 意向区域
意向工种 培训意愿 培训意向工种 创业意愿 技能证书 证书编号 是否创业 帮扶责任人 帮扶电话
最近走访日期 数据更新日期 核实方式 备注
""")
CODES = {
    "性别": {"男", "女"},
    "劳动能力": {"普通", "技能", "弱", "丧失", "无"},
    "就业状态": EMPLOYED | OUTSIDE | GONE | {"失业"},
    "就业区域": {"乡内", "县内乡外", "市内县外", "省内市外", "省外", "境外", ""},
    "人员类别": set(
        words(
            "普通 脱贫人口 监测对象 低保 特困 残疾人 退役军人 大龄 长期失业 失地农民 退捕渔民 高校毕业生 "
            "返乡农民工 易地搬迁 刑满释放"
        )
    ),
}


DOSSIERS = [FOLDER, *(FOLDER / village for village in SIZES)]


def everyone() -> list[Row]:
    return [row for village in SIZES for row in table(village)]


# ---------------------------------------------------------------- made again
def _parts(path: Path) -> list[tuple[str, tuple[int, ...], bytes]]:
    with zipfile.ZipFile(path) as archive:
        return [(item.filename, item.date_time, archive.read(item)) for item in archive.infolist()]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path]]:
    """Return a folder and the files made in it."""
    folder = tmp_path_factory.mktemp("甲")
    return folder, list(make(folder))


@pytest.mark.slow
def test_made_again_the_ledgers_are_the_committed_ones(made: tuple[Path, list[Path]]) -> None:
    folder, paths = made
    # parts, not whole files: another build of zlib may pack the same bytes differently
    for path in paths:
        assert _parts(path) == _parts(FOLDER / path.relative_to(folder))


@pytest.mark.slow
def test_made_twice_the_files_are_the_same_to_the_byte(made: tuple[Path, list[Path]], tmp_path: Path) -> None:
    once, twice = made[1], make(tmp_path / "乙")
    assert [path.read_bytes() for path in once] == [path.read_bytes() for path in twice]


def test_the_files_are_small_enough_to_ship() -> None:
    assert all(path.stat().st_size < 400_000 for path in FOLDER.rglob("*.xlsx"))


@pytest.mark.parametrize("village", SIZES)
def test_the_columns_are_those_of_the_master_ledger_in_its_order(village: str) -> None:
    first, second, titles = sheet(village)[:3]
    assert list(titles) == COLUMNS
    assert (first[0], second[0]) == (f"洪江镇{village}{LEDGER}", f"填报单位：洪江镇{village}村民委员会")
    assert "填报日期：2023年10月31日" in second
    assert CalamineWorkbook.from_path(FOLDER / village / f"{LEDGER}.xlsx").sheet_names == ["劳动力"]


# ---------------------------------------------------------------- figures, counted by hand
def _registered(village: str) -> list[Row]:
    return [row for row in table(village) if row["是否户籍"] == "是" and row["就业状态"] not in GONE]


def _workforce(village: str) -> list[Row]:
    return [
        row
        for row in _registered(village)
        if 16 <= int(row["年龄"] or 0) < (60 if row["性别"] == "男" else 55)
        and row["劳动能力"] not in ("丧失", "无")
        and row["就业状态"] in EMPLOYED | {"失业"}
    ]


def _share(part: Iterable[bool], whole: int | None = None) -> tuple[int, int]:
    answers = list(part)
    return sum(answers), len(answers) if whole is None else whole


def figures(village: str) -> dict[str, tuple[int, int]]:
    """Return name → numerator and denominator."""
    workforce, people = _workforce(village), _registered(village)
    poor = [row for row in workforce if "脱贫人口" in str(row["人员类别"]).split("、")]
    due = [row for row in people if row["是否在校"] == "否"]
    population = SIZES[village][0]
    return {
        "就业率": _share(row["就业状态"] in EMPLOYED for row in workforce),
        "参保率": _share("是" in (row["养老保险"], row["医疗保险"]) for row in due),
        "持证": _share((bool(row["技能证书"]) for row in people), population),
        "创业": _share((row["是否创业"] == "是" for row in people), population),
        "脱贫就业率": _share(row["就业状态"] in EMPLOYED for row in poor),
    }


@pytest.mark.slow
@pytest.mark.parametrize("village", SIZES)
def test_hqe_counts_what_is_counted_here_with_openpyxl_alone(village: str, example: Loaded) -> None:
    names = {"持证": "持证占比", "创业": "创业率", "脱贫就业率": "脱贫劳动力就业率"}
    (loaded,) = (below for below in example.below if below.name == village)
    said = {name: (figure.numerator, figure.denominator) for name, figure in loaded.figures.items()}
    for name, pair in figures(village).items():
        assert said[names.get(name, name)] == pair


@pytest.mark.parametrize(
    ("village", "bounds"),
    [
        ("梅州村", {"就业率": (95, 97), "参保率": (98, 100), "持证": (5, 6), "创业": (8, 10)}),
        ("洪江村", {"就业率": (93, 94), "参保率": (97, 98), "持证": (4, 5), "创业": (6, 7)}),
    ],
)
def test_one_village_reaches_the_figures_and_the_other_falls_short(
    village: str, bounds: dict[str, tuple[int, int]]
) -> None:
    found = {name: Fraction(*pair) * 100 for name, pair in figures(village).items()}
    assert [name for name, (low, high) in bounds.items() if not low <= found[name] < high] == []
    assert Fraction("91.2") <= found["脱贫就业率"]


def test_the_readme_prints_the_figures_that_were_counted() -> None:
    text = (FOLDER / "README.md").read_text("utf-8")
    counted = [f"{part} / {whole}" for village in SIZES for part, whole in figures(village).values()]
    assert [pair for pair in counted if pair not in text] == []


@pytest.mark.parametrize(("village", "homes"), [("梅州村", 0), ("洪江村", 2)])
def test_households_in_which_nobody_works(village: str, homes: int) -> None:
    working: dict[object, list[bool]] = defaultdict(list)
    for row in _workforce(village):
        working[row["户编号"]].append(row["就业状态"] in EMPLOYED)
    assert sum(not any(answers) for answers in working.values()) == homes


@pytest.mark.parametrize("village", SIZES)
def test_the_ledger_lists_no_more_people_than_the_dossier_counts(village: str) -> None:
    population, resident, households = SIZES[village]
    dossier = said_in(FOLDER / village)["人口"]
    assert (dossier["户籍总人口"], dossier["常住总人口"], dossier["家庭户数"]) == SIZES[village]
    assert len({row["户编号"] for row in table(village)}) == households
    assert population * 3 // 4 < len(_registered(village)) < population
    assert sum(row["是否常住"] == "是" for row in table(village)) < resident


# ---------------------------------------------------------------- persons
def _check_digit(first17: str) -> str:
    weights = (2 ** (17 - place) % 11 for place in range(17))
    return "10X98765432"[
        sum(int(digit) * weight for digit, weight in zip(first17, weights, strict=True)) % 11
    ]


def test_every_identity_number_is_valid_and_agrees_with_birth_sex_and_age() -> None:
    for row in everyone():
        number, birth = str(row["公民身份号码"]), date.fromisoformat(str(row["出生日期"]))
        age = DAY.year - birth.year - ((DAY.month, DAY.day) < (birth.month, birth.day))
        assert (len(number), number[:6], number[6:14]) == (18, "360999", f"{birth:%Y%m%d}")
        assert number[17] == _check_digit(number[:17])
        assert ("女男"[int(number[16]) % 2], age) == (row["性别"], row["年龄"])


def test_no_identity_number_stands_twice_in_either_village() -> None:
    assert len({row["公民身份号码"] for row in everyone()}) == len(everyone())


def test_identity_numbers_and_phones_are_text() -> None:
    assert {type(row[name]) for row in everyone() for name in ("公民身份号码", "联系电话")} == {str}


def test_no_certificate_number_stands_twice() -> None:
    numbers = [row["证书编号"] for row in everyone() if row["证书编号"]]
    assert len(set(numbers)) == len(numbers)


def test_every_phone_is_invented_and_serves_at_most_three() -> None:
    users = Counter(str(row["联系电话"]) for row in everyone())
    assert all(phone.startswith("1990000") and len(phone) == 11 for phone in users)
    assert max(users.values()) <= 3


def test_every_household_has_one_head_whose_name_all_its_rows_bear() -> None:
    homes: dict[object, list[Row]] = defaultdict(list)
    for row in everyone():
        homes[row["户编号"]].append(row)
    for home in homes.values():
        heads = [row["姓名"] for row in home if row["与户主关系"] == "户主"]
        assert len(heads) == 1
        assert {row["户主姓名"] for row in home} == set(heads)
        assert len({row["组别"] for row in home}) == 1


def test_parents_are_older_than_heads_and_heads_than_children() -> None:
    heads = {row["户编号"]: row for row in everyone() if row["与户主关系"] == "户主"}
    for row in everyone():
        gap = int(row["年龄"] or 0) - int(heads[row["户编号"]]["年龄"] or 0)
        assert row["与户主关系"] not in ("父亲", "母亲") or gap >= 18
        assert row["与户主关系"] not in ("子", "女") or gap <= -18


# ---------------------------------------------------------------- columns that go together
@pytest.mark.parametrize("column", CODES)
def test_codes_are_legal(column: str) -> None:
    used = {part for row in everyone() for part in str(row[column] or "").split("、")}
    assert used <= CODES[column]


def test_every_employment_status_occurs() -> None:
    assert {row["就业状态"] for row in everyone()} == CODES["就业状态"]


def _filled(row: Row, names: str) -> set[bool]:
    return {bool(row[name]) for name in names.split()}


def test_columns_that_hang_on_the_status_are_filled_with_it_and_empty_without() -> None:
    for row in everyone():
        works, jobless = row["就业状态"] in EMPLOYED, row["就业状态"] == "失业"
        assert _filled(row, "就业区域 就业地址 行业 工种 就业日期 月收入") == {works}
        assert _filled(row, "失业日期 失业原因 意向区域 意向工种") == {jobless}
        assert row["就业状态"] not in ("单位就业", "公益性岗位") or row["单位名称"]
        assert (row["就业状态"] == "在校") == (row["是否在校"] == "是")
        assert (row["就业状态"] == "丧失劳动能力") <= (row["劳动能力"] in ("丧失", "无"))
        assert row["劳动能力"] not in ("丧失", "无") or not (works or jobless)
        assert row["就业状态"] not in ("个体经营", "自主创业") or row["是否创业"] == "是"
        assert _filled(row, "毕业院校 所学专业 毕业日期") == {row["文化程度"] in ("大专", "本科", "研究生")}
        assert bool(row["技能证书"]) == bool(row["证书编号"])
        assert bool(row["培训意向工种"]) == (row["培训意愿"] == "有")
        assert bool(row["帮扶责任人"]) == bool(row["帮扶电话"])
        assert not jobless or row["帮扶责任人"]


def test_no_date_lies_after_the_row_was_brought_up_to_date() -> None:
    for row in everyone():
        updated = str(row["数据更新日期"])
        assert updated in ("2023-06-28", "2023-09-26")
        for name in ("就业日期", "失业日期", "登记失业日期", "最近走访日期"):
            assert not row[name] or date.fromisoformat(str(row[name])) <= date.fromisoformat(updated)
        assert not row["登记失业日期"] or str(row["失业日期"]) <= str(row["登记失业日期"])
        assert not row["就业日期"] or int(str(row["就业日期"])[:4]) - int(str(row["出生日期"])[:4]) >= 16


# ---------------------------------------------------------------- dossiers
def _persons(dossier: Mapping[str, object]) -> set[str]:
    group = dossier["领导小组"]
    assert isinstance(group, dict)
    listed = [group["组长"], group.get("第一副组长"), *group["副组长"], *group["成员"]]
    return {person["姓名"] for person in listed if person}


@pytest.mark.parametrize("folder", DOSSIERS, ids=lambda path: path.name)
def test_every_task_has_a_responsible_person_of_the_roster_and_all_indicators_are_served(
    folder: Path,
) -> None:
    dossier = said_in(folder)
    tasks = dossier["任务"]
    assert {task["责任人"] for task in tasks} <= _persons(dossier)
    assert {no for task in tasks for no in task["对应指标"]} == set(range(1, 23))
    assert all(2 <= len(task["措施"]) <= 4 for task in tasks)
    assert 18 <= len(tasks) <= 24


def test_helpers_in_the_ledgers_stand_on_the_rosters_of_their_villages() -> None:
    for village in SIZES:
        dossier = said_in(FOLDER / village)
        assert {row["帮扶责任人"] for row in table(village) if row["帮扶责任人"]} <= _persons(dossier)


def test_the_money_of_the_township_is_that_of_its_villages() -> None:
    funds = [said_in(folder)["资金"] for folder in DOSSIERS]
    township, *villages = [[(fund["层级"], fund["标准"], fund["已拨付"]) for fund in each] for each in funds]
    assert township == [fund for village in villages for fund in village]
