"""The figures of the service ledgers, and the settings that change what counts, on ledgers counted by hand."""

from __future__ import annotations

import pytest

from hqe_docs.office.scores.numbers import sheet_json
from hqe_docs.office.workspace import open_dossiers
from tests.villages import UNEMPLOYED, id_number, ledger, person, village

PEOPLE = [person(i, 培训意愿="有" if i < 4 else "无") for i in range(10)]


def opened(folder):
    (loaded,) = open_dossiers([folder])
    return loaded


def figure(opened, name):
    item = opened.figures[name]
    return item.numerator, item.denominator


def score(opened):
    return sheet_json(opened.name, opened.sheet)


def remarks(opened, no):
    (item,) = (item for item in score(opened)["items"] if item["no"] == no)
    return {check["label"]: check["holds"] for check in item["conditions"]}


def rows(count, start=0, **cells):
    return [{"公民身份号码": id_number(start + i), **cells} for i in range(count)]


def test_new_businesses_of_the_year_bring_jobs_each_once(tmp_path):
    folder = village(tmp_path / "甲", PEOPLE)
    founders = [
        *rows(1, 0, 市场主体名称="甲店", 注册日期="2023-01-01", 带动就业人数=5, 是否返乡创业="是"),
        *rows(1, 1, 市场主体名称="甲店", 注册日期="2023-01-01", 带动就业人数=5, 是否返乡创业="是"),
        *rows(1, 2, 市场主体名称="乙店", 注册日期="2023-12-31", 带动就业人数=1, 是否返乡创业="否"),
        *rows(1, 3, 市场主体名称="丙店", 注册日期="2022-12-31", 带动就业人数=9, 是否返乡创业="是"),
    ]
    ledger(folder, "创业与市场主体台账", founders)
    counted = opened(folder)
    assert figure(counted, "新办市场主体数") == (2, None)
    assert figure(counted, "带动就业比") == (6, 2)
    assert figure(counted, "返乡创业人数") == (3, None)
    assert remarks(counted, 12)["新办市场主体与带动就业人数达 1∶3"] is True


@pytest.mark.parametrize(
    ("kind", "people", "brands"), [("村", 50, 1), ("社区", 49, 0), ("乡镇", 199, 0), ("街道", 200, 1)]
)
def test_a_labour_brand_counts_from_50_people_in_a_village_and_200_in_a_township(
    tmp_path, kind, people, brands
):
    folder = village(tmp_path / "甲", PEOPLE, kind=kind)
    ledger(folder, "劳务品牌台账", [*rows(people, 品牌名称="厨娘"), *rows(3, people, 品牌名称="电工")])
    counted = opened(folder)
    assert figure(counted, "劳务品牌数") == (brands, None)
    assert remarks(counted, 12)["有达到规模的本地劳务品牌"] is bool(brands)


def test_training_is_counted_over_those_who_want_it(tmp_path):
    folder = village(tmp_path / "甲", PEOPLE)
    lessons = [
        *rows(3, 0, 班次="一期", 培训工种="焊工", 意向工种="焊工", 是否合格="是"),
        *rows(1, 7, 班次="二期", 培训工种="月嫂", 意向工种="焊工", 是否合格="否"),
        *rows(1, 8, 班次="二期", 培训工种="月嫂", 意向工种="", 是否合格="是"),
    ]
    ledger(folder, "技能培训台账", lessons)
    counted = opened(folder)
    assert figure(counted, "有培训意愿人数") == (4, None)
    assert figure(counted, "培训率") == (3, 4)
    assert figure(counted, "培训匹配率") == (3, 4)
    assert figure(counted, "培训期数") == (2, None)
    assert figure(counted, "培训合格率") == (4, 5)
    assert list(remarks(counted, 13).values()) == [False, True, True]
    with (folder / "dossier.yaml").open("a", encoding="utf-8") as stream:
        stream.write("口径: {匹配分母: 全部学员}\n")
    assert figure(opened(folder), "培训匹配率") == (3, 5)


def test_batches_pushes_staff_and_loans_of_the_year(tmp_path):
    folder = village(tmp_path / "甲", PEOPLE)
    batches = [
        ("上半年", "2023-06-20"),
        ("上半年", "2023-06-21"),
        ("下半年", "2023-09-20"),
        ("旧", "2022-09-20"),
    ]
    ledger(
        folder,
        "动态更新台账",
        [{"更新批次": batch, "更新日期": day, "变动类型": "新增"} for batch, day in batches],
    )
    pushes = [("2023-07-06", "岗位"), ("2023-07-13", "岗位"), ("2023-07-20", "其他"), ("2022-12-31", "政策")]
    ledger(folder, "党建+就业推送台账", [{"推送日期": day, "信息类型": what} for day, what in pushes])
    lessons = [("甲某", "2023-10-31"), ("甲某", "2021-10-31"), ("乙某", "2021-10-30")]
    ledger(
        folder,
        "工作人员培训台账",
        [{"姓名": who, "培训类型": "轮训", "培训日期": day} for who, day in lessons],
    )
    loans = [("返乡农民工", "是"), ("农村自主创业农民", "否"), ("残疾人", "否")]
    ledger(
        folder,
        "创业担保贷款台账",
        [
            {
                "姓名": "甲某",
                "公民身份号码": id_number(i),
                "贷款金额": 1,
                "借款人类别": who,
                "是否全额贴息": paid,
            }
            for i, (who, paid) in enumerate(loans)
        ],
    )
    counted = opened(folder)
    assert figure(counted, "更新批次数") == (2, None)
    assert figure(counted, "推送条数") == (3, None)
    assert figure(counted, "推送内容种数") == (1, None)
    assert figure(counted, "工作人员培训人次") == (1, None)
    assert figure(counted, "两年内参训人数") == (1, None)
    assert figure(counted, "返乡创业全额贴息率") == (1, 2)


def test_agreements_count_while_valid_on_the_day_and_once_an_institution(tmp_path):
    folder = village(tmp_path / "甲", PEOPLE)
    terms = [
        ("甲公司", "2023-10-31", "2024-01-01"),
        ("甲公司", "2022-01-01", "2023-10-31"),
        ("乙公司", "2022-01-01", "2023-10-30"),
        ("丙公司", "2023-11-01", "2024-10-31"),
    ]
    ledger(
        folder,
        "人力资源机构协作台账",
        [{"机构名称": who, "协议起": start, "协议止": end} for who, start, end in terms],
    )
    assert figure(opened(folder), "协作机构数") == (1, None)


@pytest.mark.parametrize(("choice", "expected"), [("已办结", (3, 4)), ("全部受理", (3, 6))])
def test_the_setting_says_which_disputes_are_divided_by(tmp_path, choice, expected):
    folder = village(tmp_path / "甲", PEOPLE, more=f"口径: {{调解分母: {choice}}}\n")
    results = ["成功"] * 3 + ["不成功"] + ["调解中"] * 2
    ledger(folder, "劳动争议调解台账", [{"受理日期": "2023-02-01", "调解结果": result} for result in results])
    counted = opened(folder)
    assert figure(counted, "调解成功率") == expected
    assert figure(counted, "劳动争议件数") == (6, None)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("{}", (3, 3)),
        ("{参保口径: 养老和医疗}", (1, 3)),
        ("{参保适龄: 含在校}", (3, 4)),
    ],
)
def test_settings_say_what_insured_and_of_age_mean(tmp_path, settings, expected):
    people = [
        person(0),
        person(1, 养老保险="否"),
        person(2, 医疗保险="否"),
        person(3, 养老保险="否", 医疗保险="否", 是否在校="是", 就业状态="在校", 就业形式=""),
    ]
    folder = village(tmp_path / "甲", people, more=f"口径: {settings}\n")
    assert figure(opened(folder), "参保率") == expected


@pytest.mark.parametrize(("choice", "households"), [("有劳动力的户", 2), ("全部户", 3)])
def test_low_income_households_with_somebody_at_work(tmp_path, choice, households):
    people = [
        person(0, 户编号="1", 人员类别="低保"),
        person(1, 户编号="2", 人员类别="脱贫人口", 与户主关系="户主", **UNEMPLOYED),
        person(2, 户编号="3", born="19400101", 人员类别="特困", 就业状态="退休", 与户主关系="户主"),
        person(3, 户编号="4", 与户主关系="户主"),
    ]
    folder = village(tmp_path / "甲", people, more=f"口径: {{低收入家庭范围: {choice}}}\n")
    counted = opened(folder)
    assert figure(counted, "低收入家庭户数") == (households, None)
    assert figure(counted, "低收入家庭就业覆盖率") == (1, households)
    assert figure(counted, "零就业家庭户数") == (1, None)
    assert list(remarks(counted, 10).values()) == [False, None, False]


def test_registered_unemployed_of_three_months_are_followed_one_by_one(tmp_path):
    idle = [person(i, **UNEMPLOYED, 登记失业日期="2023-07-31") for i in range(3)]
    folder = village(tmp_path / "甲", [*idle, person(3, 登记失业日期="")], kind="社区")
    followed = [
        {"姓名": one["姓名"], "公民身份号码": one["公民身份号码"], "登记失业日期": "2023-07-31"}
        for one in idle[:2]
    ]
    ledger(folder, "登记失业一对一台账", followed)
    counted = opened(folder)
    assert figure(counted, "登记失业满期人数") == (3, None)
    assert figure(counted, "一对一跟踪率") == (2, 3)
    assert any(line.startswith("第 9 项：一对一跟踪率 2 ÷ 3") for line in score(counted)["settings"])
