"""Every figure of the master ledger against a plain recount; one villager's change moves exactly what it should."""

from __future__ import annotations

import tempfile
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hqe_docs.office.workspace import open_dossiers
from tests.examples import examples
from tests.villages import UNEMPLOYED, person, village

pytestmark = pytest.mark.slow  # counted again, run as processes or damaged on purpose: every time in CI

DAY = date(2023, 10, 31)
POPULATION = 500
OFF_FARM = ("单位就业", "个体经营", "自主创业", "灵活就业", "公益性岗位")
EMPLOYED = (*OFF_FARM, "务农")
STATES = (*EMPLOYED, "失业", "无就业意愿", "在校", "参军", "退休", "死亡", "迁出")
POOR = {"脱贫人口", "监测对象", "低保", "特困"}
COLLEGE = ("大专", "本科", "研究生")
REGIONS = {"乡内就业占比": ("乡内",), "县内乡外就业占比": ("县内乡外",), "市内县外就业占比": ("市内县外",),
           "省内市外就业占比": ("省内市外",), "省外就业占比": ("省外", "境外")}  # fmt: skip
WAYS = {"单位就业占比": ("单位就业",), "经营创业占比": ("个体经营", "自主创业"), "灵活就业占比": ("灵活就业",),
        "公益性岗位占比": ("公益性岗位",), "务农占比": ("务农",)}  # fmt: skip


# ---------------------------------------------------------------- the recount: plain Python, as an official counts
def born(row):
    number = row["公民身份号码"]
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def age(row):
    day = born(row)
    return DAY.year - day.year - ((DAY.month, DAY.day) < (day.month, day.day))


def of_labour_age(row):
    man = int(row["公民身份号码"][16]) % 2 == 1
    return 16 <= age(row) < (60 if man else 55)


def here(row):
    return row["就业状态"] not in ("死亡", "迁出")


def counted(row):
    return here(row) and row["是否户籍"] == "是"


def able(row):
    return row["劳动能力"] not in ("丧失", "无")


def works(row):
    return row["就业状态"] in EMPLOYED


def idle(row):
    return row["就业状态"] == "失业"


def force(row):
    return counted(row) and of_labour_age(row) and able(row) and (works(row) or idle(row))


def at_school(row):
    return row["是否在校"] == "是" or row["就业状态"] == "在校"


def graduate(row):
    recent = "2021-10-31" <= row["毕业日期"] <= "2023-10-31"
    return counted(row) and row["文化程度"] in COLLEGE and not at_school(row) and recent


def of_age(row):
    return here(row) and row["是否户籍"] == "是" and age(row) >= 16 and not at_school(row)


def is_a(row, category):
    return category in row["人员类别"].split("、")


def houses(rows):
    groups = {}
    for row in rows:
        groups.setdefault(row["户编号"], []).append(row)
    return list(groups.values())


def someone_works(house):
    return any(here(row) and of_labour_age(row) and works(row) for row in house)


def is_poor(house):
    poor = any(counted(row) and POOR & set(row["人员类别"].split("、")) for row in house)
    could = any(
        counted(row) and of_labour_age(row) and able(row) and (works(row) or row["就业状态"] in ("失业", "无就业意愿"))
        for row in house
    )  # fmt: skip
    return poor and could


def without_work(house):
    heads = sum(here(row) and row["与户主关系"] == "户主" for row in house)
    return any(force(row) and idle(row) for row in house) and not someone_works(house) and heads == 1


def recount(rows):
    """Return figure → (numerator, denominator or None)."""
    number = {
        "台账人数": sum(map(counted, rows)),
        "劳动力人数": sum(map(force, rows)),
        "就业人数": sum(force(row) and works(row) for row in rows),
        "失业人数": sum(force(row) and idle(row) for row in rows),
        # three months from the day of registration have passed on 31 October
        "登记失业满期人数": sum(force(row) and idle(row) and "" < row["登记失业日期"] <= "2023-07-31" for row in rows),
        "脱贫劳动力人数": sum(force(row) and is_a(row, "脱贫人口") for row in rows),
        "低收入家庭户数": sum(map(is_poor, houses(rows))),
        "零就业家庭户数": sum(map(without_work, houses(rows))),
        "未就业高校毕业生人数": sum(graduate(row) and idle(row) and able(row) for row in rows),
        "有培训意愿人数": sum(counted(row) and row["培训意愿"] == "有" for row in rows),
        "转移就业人数": sum(
            counted(row) and row["户口性质"] == "农村" and row["就业状态"] in OFF_FARM and age(row) >= 16
            and row["行业"] != "农、林、牧、渔业"
            for row in rows
        ),
    }  # fmt: skip
    found = {name: (value, None) for name, value in number.items()}

    def rate(name, base, hit):
        within = [row for row in rows if base(row)]
        found[name] = (sum(bool(hit(row)) for row in within), len(within))

    def at_work(row):
        return force(row) and works(row)

    rate("就业率", force, works)
    rate("大专以上占比", force, lambda row: row["文化程度"] in COLLEGE)
    for name, category in (
        ("脱贫劳动力就业率", "脱贫人口"),
        ("退役军人就业率", "退役军人"),
        ("残疾人就业率", "残疾人"),
    ):
        rate(name, lambda row, what=category: force(row) and is_a(row, what), works)
    rate("高校毕业生就业率", lambda row: force(row) and graduate(row), works)
    for name, regions in REGIONS.items():
        rate(name, at_work, lambda row, regions=regions: row["就业区域"] in regions)
    for name, ways in WAYS.items():
        rate(name, at_work, lambda row, ways=ways: row["就业状态"] in ways)
    rate(
        "劳动合同签订率",
        lambda row: at_work(row) and row["就业状态"] == "单位就业",
        lambda row: row["就业形式"] == "劳动合同",
    )
    rate("参保率", of_age, lambda row: "是" in (row["养老保险"], row["医疗保险"]))
    rate("养老保险参保率", of_age, lambda row: row["养老保险"] == "是")
    rate("医疗保险参保率", of_age, lambda row: row["医疗保险"] == "是")
    poor = [house for house in houses(rows) if is_poor(house)]
    found["低收入家庭就业覆盖率"] = (sum(map(someone_works, poor)), len(poor))
    found["持证占比"] = (sum(counted(row) and row["技能证书"] != "" for row in rows), POPULATION)
    found["创业率"] = (sum(counted(row) and row["是否创业"] == "是" for row in rows), POPULATION)
    return found


def figures(rows):
    """Return what the program says: figure → (numerator, denominator), those of other ledgers left out."""
    with tempfile.TemporaryDirectory() as place:
        folder = village(Path(place) / "甲", rows, more=f"人口: {{户籍总人口: {POPULATION}}}\n")
        (loaded,) = open_dossiers([folder])
        return {
            name: (figure.numerator, figure.denominator)
            for name, figure in loaded.figures.items()
            if not figure.missing.startswith(("缺《", "《"))
        }


def moved(before, after):
    return {name for name in before if before[name] != after[name]}


# ---------------------------------------------------------------- the tests
MORE = {"户口性质": "农村", "行业": "制造业", "毕业日期": "", "登记失业日期": ""}
FREE = {
    "就业状态": st.sampled_from(STATES),
    "户编号": st.sampled_from(["1", "2", "3"]),
    "与户主关系": st.sampled_from(["户主", "其他亲属", "其他亲属"]),
    "是否户籍": st.sampled_from(["是", "是", "是", "否"]),
    "劳动能力": st.sampled_from(["普通", "技能", "弱", "丧失"]),
    "是否在校": st.sampled_from(["否", "否", "是"]),
    "文化程度": st.sampled_from(["初中", "本科"]),
    "毕业日期": st.sampled_from(["", "2021-10-30", "2021-10-31", "2023-07-01"]),
    "人员类别": st.sampled_from(["普通", "脱贫人口", "低保、残疾人", "退役军人", "监测对象", "特困"]),
    "就业区域": st.sampled_from(["乡内", "县内乡外", "省外", "境外"]),
    "就业形式": st.sampled_from(["劳动合同", "季节性"]),
    "户口性质": st.sampled_from(["农村", "城镇"]),
    "行业": st.sampled_from(["制造业", "农、林、牧、渔业"]),
    "登记失业日期": st.sampled_from(["", "2023-07-31", "2023-08-01"]),
    "养老保险": st.sampled_from(["是", "否"]),
    "医疗保险": st.sampled_from(["是", "否"]),
    "培训意愿": st.sampled_from(["有", "无"]),
    "技能证书": st.sampled_from(["", "焊工"]),
    "是否创业": st.sampled_from(["否", "是"]),
}
BIRTHS = st.sampled_from(["19631031", "19631101", "19681031", "19681101", "19900101", "20071031", "20071101"])


@st.composite
def villages(draw):
    several = draw(
        st.lists(st.tuples(BIRTHS, st.booleans(), st.fixed_dictionaries(FREE)), min_size=1, max_size=9)
    )
    return [person(i, day, man, **MORE | free) for i, (day, man, free) in enumerate(several)]


@examples(12)
@given(villages())
def test_every_figure_of_the_master_ledger_equals_a_plain_recount(rows):
    assert figures(rows) == recount(rows)


@examples(8)
@given(villages(), st.data())
def test_one_villagers_change_moves_exactly_the_figures_it_should(rows, data):
    who = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.sampled_from([*FREE, *["就业状态"] * 20]))
    changed = [dict(row) for row in rows]
    changed[who][column] = data.draw(FREE[column])
    assert moved(figures(rows), figures(changed)) == moved(recount(rows), recount(changed))


@examples(5)
@given(villages(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_figure(rows, chance):
    mixed = list(rows)
    chance.shuffle(mixed)
    assert figures(mixed) == figures(rows)


THREE = [person(0, **MORE), person(1, **MORE), person(2, **MORE, **UNEMPLOYED)]


@cache
def figures_of_three():
    return figures(THREE)


FORCE = {"劳动力人数", "就业率", "大专以上占比"}
AT_WORK = {
    "就业人数",
    "乡内就业占比",
    "县内乡外就业占比",
    "市内县外就业占比",
    "省内市外就业占比",
    "省外就业占比",
    *WAYS,
}
INSURED = {"参保率", "养老保险参保率", "医疗保险参保率"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"就业状态": "失业"}, {"就业率", "失业人数", "转移就业人数", *AT_WORK}),
        ({"就业状态": "务农"}, {"灵活就业占比", "务农占比", "转移就业人数"}),
        ({"就业状态": "无就业意愿"}, {"转移就业人数", *FORCE, *AT_WORK}),
        ({"就业状态": "在校"}, {"转移就业人数", *FORCE, *AT_WORK, *INSURED}),
        ({"就业状态": "死亡"}, {"台账人数", "转移就业人数", *FORCE, *AT_WORK, *INSURED}),
        ({"就业状态": "灵活就业"}, set()),
        ({"养老保险": "否"}, {"养老保险参保率"}),
        ({"养老保险": "否", "医疗保险": "否"}, INSURED),
        ({"技能证书": "焊工"}, {"持证占比"}),
        ({"是否创业": "是"}, {"创业率"}),
        ({"人员类别": "脱贫人口"}, {"脱贫劳动力人数", "脱贫劳动力就业率", "低收入家庭户数", "低收入家庭就业覆盖率"}),
        ({"培训意愿": "有"}, {"有培训意愿人数"}),
    ],
    ids=lambda it: "、".join(it.values()) if isinstance(it, dict) else "",
)  # fmt: skip
def test_a_change_of_one_ordinary_villager_moves_these_figures_and_no_others(change, expected):
    changed = [THREE[0], THREE[1] | change, THREE[2]]
    assert moved(figures_of_three(), figures(changed)) == expected
