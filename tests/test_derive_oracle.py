"""Derived ledgers hold exactly who the definitions mean: recomputed here person by person, in plain Python."""

from __future__ import annotations

import calendar
from collections import Counter
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hqe_docs.data.definitions import DEFAULT, load_definitions
from hqe_docs.data.derived.basis import Basis
from hqe_docs.data.derived.derive import Derived, derivable, derive
from hqe_docs.data.derived.statistics import BLANK, TOTAL, tables
from hqe_docs.data.kinds import load_kinds
from hqe_docs.data.ledger import ROW, SOURCE, Ledger, Source
from hqe_docs.library import Library
from hqe_docs.office.ledgers.masters import MASTER
from hqe_docs.problems import Problems
from tests.examples import examples
from tests.villages import person

pytestmark = pytest.mark.slow  # counted again, run as processes or damaged on purpose: every time in CI

DAY = date(2023, 10, 31)
MORE = 10
SHIPPED = Library.over_shipped(())
KINDS = load_kinds(SHIPPED, Problems())
DEFINITIONS = load_definitions(DEFAULT, SHIPPED, Problems())
OFF_FARM = {"单位就业", "个体经营", "自主创业", "灵活就业", "公益性岗位"}
STATES = [
    *OFF_FARM,
    "务农",
    "失业",
    "无就业意愿",
    "在校",
    "参军",
    "服刑",
    "丧失劳动能力",
    "退休",
    "死亡",
    "迁出",
]
TAGS = [
    "普通",
    "脱贫人口",
    "监测对象",
    "低保",
    "残疾人",
    "退役军人",
    "大龄",
    "长期失业",
    "失地农民",
    "退捕渔民",
]
Person = dict[str, str]
Said = dict[str, str]


# ---------------------------------------------------------------- the definitions, read plainly
def age(one: Person) -> int:
    born = date.fromisoformat(
        f"{one['公民身份号码'][6:10]}-{one['公民身份号码'][10:12]}-{one['公民身份号码'][12:14]}"
    )
    return DAY.year - born.year - ((DAY.month, DAY.day) < (born.month, born.day))


def is_man(one: Person) -> bool:
    return int(one["公民身份号码"][16]) % 2 == 1


def later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def has_passed(text: str, months: int) -> bool:
    return bool(text) and later(date.fromisoformat(text), months) <= DAY


def is_listed(one: Person) -> bool:
    return one["就业状态"] not in ("死亡", "迁出")


def is_counted(one: Person, said: Said) -> bool:
    return is_listed(one) and one["是否户籍" if said["人口口径"] == "户籍" else "是否常住"] == "是"


def is_of_labour_age(one: Person) -> bool:
    return 16 <= age(one) < (60 if is_man(one) else 55)


def is_able(one: Person) -> bool:
    return one["劳动能力"] not in ("丧失", "无")


def is_employed(one: Person, said: Said) -> bool:
    return one["就业状态"] in OFF_FARM or (one["就业状态"] == "务农" and said["务农计入就业"] == "是")


def is_unemployed(one: Person, said: Said) -> bool:
    """Of labour age, able, willing (失业 says so), without work."""
    return is_counted(one, said) and is_of_labour_age(one) and is_able(one) and one["就业状态"] == "失业"


def tags(one: Person) -> set[str]:
    return set(one["人员类别"].split("、"))


def empty_households(people: list[Person], said: Said) -> set[str]:
    """Return the households with someone able, willing and of labour age, none at work, and one clear head."""
    found = set()
    for number in {one["户编号"] for one in people} - {""}:
        members = [one for one in people if one["户编号"] == number and is_listed(one)]
        heads = [one for one in members if one["与户主关系"] == "户主"]
        inside = [one for one in members if is_of_labour_age(one) or said["零就业判断范围"] == "全体成员"]
        idle = any(is_unemployed(one, said) for one in members)
        if idle and len(heads) == 1 and not any(is_employed(one, said) for one in inside):
            found.add(number)
    return found


def difficulties(one: Person, people: list[Person], said: Said) -> set[str]:
    long = has_passed(one["失业日期"], int(said["长期失业月数"]))
    old = int(said["大龄男性年龄"] if is_man(one) else said["大龄女性年龄"])
    answers = {
        "零就业家庭成员": one["户编号"] in empty_households(people, said),
        "最低生活保障人员": "低保" in tags(one),
        "残疾人": "残疾人" in tags(one),
        "大龄失业人员": age(one) >= old,
        "失地农民": "失地农民" in tags(one),
        "退捕渔民": "退捕渔民" in tags(one),
        "连续失业一年以上人员": long or (not one["失业日期"] and "长期失业" in tags(one)),
    }
    return {name for name, holds in answers.items() if holds}


def is_difficult(one: Person, people: list[Person], said: Said) -> bool:
    registered = said["困难人员失业口径"] == "实际失业" or bool(one["登记失业日期"])
    return is_unemployed(one, said) and registered and bool(difficulties(one, people, said))


def is_graduate(one: Person, said: Said) -> bool:
    left = one["毕业日期"]
    since = bool(left) and date.fromisoformat(left) <= DAY <= later(
        date.fromisoformat(left), int(said["毕业生离校月数"])
    )
    out_of_school = one["是否在校"] != "是"
    higher = one["文化程度"] in ("大专", "本科", "研究生")
    return (
        is_counted(one, said)
        and higher
        and since
        and out_of_school
        and one["就业状态"] == "失业"
        and is_able(one)
    )


def is_lifted(one: Person, said: Said) -> bool:
    who = {"脱贫人口"} | ({"监测对象"} if said["监测对象"] == "列入" else set())
    works = one["就业状态"] in {*OFF_FARM, "务农", "失业", "无就业意愿"}
    return (
        is_counted(one, said) and is_of_labour_age(one) and is_able(one) and works and bool(who & tags(one))
    )


def is_transferred(one: Person, said: Said) -> bool:
    off_farm = one["就业状态"] in OFF_FARM and one["行业"] != "农、林、牧、渔业"
    away = said["转移就业范围"] == "乡镇内外" or one["就业区域"] not in ("乡内", "")
    months = int(said["转移就业月数"])
    long = months == 0 or has_passed(one["就业日期"], months)
    return (
        is_counted(one, said) and one["户口性质"] == "农村" and off_farm and age(one) >= 16 and away and long
    )


def expected(people: list[Person], said: Said) -> dict[str, list[str]]:
    """Return kind → the numbers of those it lists (households: their 户编号)."""

    def who(test) -> list[str]:
        return [one["公民身份号码"] for one in people if test(one)]

    in_school = {id(one) for one in people if one["是否在校"] == "是" or one["就业状态"] == "在校"}
    months = int(said["一对一登记月数"])
    return {
        "失业人员台账": who(lambda it: is_unemployed(it, said)),
        "就业困难人员台账": who(lambda it: is_difficult(it, people, said)),
        "零就业家庭台账": sorted(empty_households(people, said)),
        "离校未就业高校毕业生台账": who(lambda it: is_graduate(it, said)),
        "脱贫劳动力台账": who(lambda it: is_lifted(it, said)),
        "退役军人台账": who(lambda it: is_counted(it, said) and "退役军人" in tags(it)),
        "残疾人台账": who(lambda it: is_counted(it, said) and "残疾人" in tags(it)),
        "转移就业台账": who(lambda it: is_transferred(it, said)),
        "持证人员台账": who(lambda it: is_counted(it, said) and bool(it["技能证书"])),
        "技能培训意愿台账": who(lambda it: is_counted(it, said) and it["培训意愿"] == "有"),
        "创业与市场主体台账": who(lambda it: is_counted(it, said) and it["是否创业"] == "是"),
        "登记失业一对一台账": who(
            lambda it: is_unemployed(it, said) and has_passed(it["登记失业日期"], months)
        ),
        "社会保险参保台账": who(
            lambda it: is_listed(it) and it["是否户籍"] == "是" and age(it) >= 16 and id(it) not in in_school
        ),
    }


# ---------------------------------------------------------------- invented villages
days = st.dates(date(2020, 1, 1), date(2023, 12, 1)).map(str)
near = st.sampled_from([28, 29, 30, 31, 89, 92, 184, 364, 365, 366, 730, 731]).map(
    lambda n: str(DAY - timedelta(n))
)
maybe_day = st.one_of(st.just(""), days, near)
births = st.one_of(
    st.dates(date(1940, 1, 1), date(2012, 1, 1)),
    st.dates(date(1965, 1, 1), date(2005, 1, 1)),
    st.sampled_from([date(1963, 10, 31), date(1963, 11, 1), date(1968, 10, 31), date(1968, 11, 1), date(2007, 10, 31),
                     date(2007, 11, 1), date(1983, 10, 31), date(1983, 11, 1), date(1973, 10, 31), date(1973, 11, 1)]),
)  # fmt: skip
yes_no = st.sampled_from(["是", "否"])


@st.composite
def someone(draw, order: int) -> Person:
    chosen = draw(st.lists(st.sampled_from(TAGS), min_size=1, max_size=3, unique=True))
    return person(
        order,
        draw(births).strftime("%Y%m%d"),
        draw(st.booleans()),
        户编号=draw(st.sampled_from([*"12345678", ""])),
        与户主关系=draw(st.sampled_from(["户主", "户主", "配偶", "子"])),
        就业状态=draw(st.sampled_from([*["失业"] * 16, *STATES, ""])),
        劳动能力=draw(st.sampled_from([*["普通"] * 6, "技能", "弱", "丧失", "无"])),
        是否户籍=draw(st.sampled_from([*["是"] * 5, "否"])),
        是否常住=draw(yes_no),
        是否在校=draw(st.sampled_from(["否", "否", "是", ""])),
        人员类别="、".join(chosen),
        文化程度=draw(st.sampled_from(["初中", "大专", "本科"])),
        毕业日期=draw(maybe_day),
        户口性质=draw(st.sampled_from(["农村", "农村", "城镇", ""])),
        行业=draw(st.sampled_from(["制造业", "农、林、牧、渔业", ""])),
        就业区域=draw(st.sampled_from(["乡内", "县内乡外", "省外", ""])),
        就业日期=draw(maybe_day),
        失业日期=draw(maybe_day),
        登记失业日期=draw(maybe_day),
        培训意愿=draw(st.sampled_from(["有", "无", ""])),
        技能证书=draw(st.sampled_from(["", "焊工（四级/中级工）"])),
        是否创业=draw(yes_no),
        帮扶责任人=draw(st.sampled_from(["付晓梅", ""])),
    )


people_of_a_village = (
    st.integers(1, 14).flatmap(lambda n: st.tuples(*(someone(i) for i in range(n)))).map(list)
)
choices = st.fixed_dictionaries(
    {
        "人口口径": st.sampled_from(["户籍", "常住"]),
        "务农计入就业": yes_no,
        "大龄女性年龄": st.sampled_from(["40", "45"]),
        "大龄男性年龄": st.sampled_from(["50", "55"]),
        "长期失业月数": st.sampled_from(["6", "12"]),
        "困难人员失业口径": st.sampled_from(["实际失业", "登记失业"]),
        "零就业判断范围": st.sampled_from(["劳动年龄内成员", "全体成员"]),
        "毕业生离校月数": st.sampled_from(["12", "24"]),
        "一对一登记月数": st.sampled_from(["3", "6"]),
        "监测对象": st.sampled_from(["列入", "不列入"]),
        "转移就业范围": st.sampled_from(["乡镇内外", "乡镇外"]),
        "转移就业月数": st.sampled_from(["0", "3", "6"]),
    }
)


def basis_of(people: list[Person], said: Said) -> Basis:
    """Return the village's ledger as reading gives it: the titles in row 1, a person a row."""
    names = [item.name for item in KINDS[MASTER].fields]
    frame = pl.DataFrame({name: [one.get(name, "") for one in people] for name in names})
    rows = [pl.Series(SOURCE, [0] * len(people)), pl.Series(ROW, range(2, len(people) + 2))]
    source = Source("总台账.csv", "总台账", {name: i for i, name in enumerate(names)})
    ledger = Ledger(KINDS[MASTER], frame.with_columns(rows), (source,))
    return Basis(ledger, DEFINITIONS, said, DAY, DAY.year)


def derived_all(basis: Basis) -> dict[str, Derived]:
    found = Problems()
    made = {kind.name: derive(basis, kind, found) for kind in derivable(KINDS, MASTER)}
    assert [item for item in found if item.severity == "error"] == []
    return {name: ledger for name, ledger in made.items() if ledger is not None}


@examples(MORE * 2)
@given(people_of_a_village, choices)
def test_a_derived_ledger_holds_exactly_who_the_definition_means(people: list[Person], said: Said):
    made = derived_all(basis_of(people, said))
    keys = {name: "户编号" if name == "零就业家庭台账" else "公民身份号码" for name in made}
    assert {name: sorted(ledger.frame[keys[name]]) for name, ledger in made.items()} == {
        name: sorted(who) for name, who in expected(people, said).items()
    }


@examples(MORE)
@given(people_of_a_village, choices)
def test_each_row_tells_its_categories_its_reason_and_its_row_of_the_master(people: list[Person], said: Said):
    made = derived_all(basis_of(people, said))
    by_number = {one["公民身份号码"]: (row, one) for row, one in enumerate(people, start=2)}
    for ledger in made.values():
        for index, number in enumerate(ledger.frame["公民身份号码"]):
            row, _ = by_number[number]
            assert ledger.at(index).row == row
            assert ledger.frame["列入理由"][index].endswith(f"（台账第{row}行）")
    hard = made["就业困难人员台账"].frame
    for number, names in zip(hard["公民身份号码"], hard["困难类别"], strict=True):
        assert set(names.split("、")) == difficulties(by_number[number][1], people, said)


@examples(MORE)
@given(people_of_a_village, choices)
def test_employed_unemployed_and_outside_make_up_the_base(people: list[Person], said: Said):
    basis = basis_of(people, said)
    (by_group,) = tables(basis, [["文化程度"]], Problems())
    base = [one for one in people if is_counted(one, said)]
    for line in by_group.lines:
        numbers = dict(zip(by_group.columns, (cell.count for cell in line.cells), strict=True))
        group = [one for one in base if line.value in (TOTAL, one["文化程度"])]
        assert numbers["人数"] == len(group) == numbers["就业"] + numbers["失业"] + numbers["范围外"]
        assert numbers["失业"] == sum(is_unemployed(one, said) for one in group)
        rate = line.cells[by_group.columns.index("就业率")]
        assert (rate.value is None) == (numbers["劳动力"] == 0)


@examples(MORE)
@given(people_of_a_village, choices)
def test_a_cross_table_counts_every_person_of_the_base_once(people: list[Person], said: Said):
    (cross,) = tables(basis_of(people, said), [["性别", "就业状态"]], Problems())
    base = [one for one in people if is_counted(one, said)]
    truth = Counter(("男" if is_man(one) else "女", one["就业状态"] or BLANK) for one in base)
    counted = {
        (line.value, column): cell.count
        for line in cross.lines
        for column, cell in zip(cross.columns, line.cells, strict=True)
        if TOTAL not in (line.value, column) and cell.count
    }
    assert counted == dict(truth)
    assert cross.lines[-1].cells[-1].count == len(base) == cross.base


@pytest.mark.parametrize(
    ("day", "months"), [("2023-07-31", 3), ("2023-08-01", 2), ("2022-10-31", 12), ("2023-10-31", 0)]
)
def test_full_months_are_counted_to_the_same_day(day: str, months: int):
    people = [person(0, 就业状态="失业", 登记失业日期=day, 失业日期=day, 帮扶责任人="付晓梅")]
    made = derived_all(basis_of(people, {"一对一登记月数": "0"}))["登记失业一对一台账"]
    assert made.frame["失业月数"].to_list() == [str(months)]


AT_WORK = {"户编号": "1", "与户主关系": "户主"}
SCHOOLED = {"文化程度": "大专", "毕业院校": "宜春学院"}


@pytest.mark.parametrize(
    ("kind", "born", "man", "changes", "is_in"),
    [
        ("失业人员", "19631101", True, {}, True),
        ("失业人员", "19631031", True, {}, False),
        ("失业人员", "19681101", False, {}, True),
        ("失业人员", "19681031", False, {}, False),
        ("失业人员", "20071031", True, {}, True),
        ("失业人员", "20071101", True, {}, False),
        ("就业困难人员", "19731031", True, {}, True),
        ("就业困难人员", "19731101", True, {}, False),
        ("就业困难人员", "19831031", False, {}, True),
        ("就业困难人员", "19831101", False, {}, False),
        ("就业困难人员", "19900101", True, {"失业日期": "2022-10-31"}, True),
        ("就业困难人员", "19900101", True, {"失业日期": "2022-11-01"}, False),
        ("就业困难人员", "19900101", True, {"失业日期": "2023-10-01", "人员类别": "长期失业"}, False),
        ("就业困难人员", "19900101", True, {"失业日期": "", "人员类别": "长期失业"}, True),
        ("登记失业一对一", "19900101", True, {"登记失业日期": "2023-07-31"}, True),
        ("登记失业一对一", "19900101", True, {"登记失业日期": "2023-08-01"}, False),
        ("离校未就业高校毕业生", "20000101", True, {**SCHOOLED, "毕业日期": "2021-10-31"}, True),
        ("离校未就业高校毕业生", "20000101", True, {**SCHOOLED, "毕业日期": "2021-10-30"}, False),
        ("离校未就业高校毕业生", "20000101", True, {**SCHOOLED, "毕业日期": "2023-10-31"}, True),
        ("离校未就业高校毕业生", "20000101", True, {**SCHOOLED, "毕业日期": "2023-11-01"}, False),
    ],
)
def test_bounds_hold_on_the_very_day(kind: str, born: str, man: bool, changes: Person, is_in: bool):
    idle = {"户编号": "1", "就业状态": "失业", "失业日期": "2023-06-01", **changes}
    people = [person(0, **AT_WORK), person(1, born, man, **idle)]
    made = derive(basis_of(people, {}), KINDS[f"{kind}台账"], Problems())
    assert made is not None and (made.frame.height == 1) == is_in
