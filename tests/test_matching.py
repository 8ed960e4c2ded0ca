"""Posts and persons matched: by hand, against a plain computation pair by pair, and as the command does it."""

from __future__ import annotations

import json
import random
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from hqe_docs.data.matching.criteria import Bench
from hqe_docs.data.matching.places import Home, Workplace, area_of
from hqe_docs.data.matching.posts import Span, pay_of, post_of
from hqe_docs.data.matching.ranking import Ranking, Reason, rank, reasons_of
from hqe_docs.data.matching.records import services
from hqe_docs.data.matching.rules import load_rules
from hqe_docs.data.matching.seekers import Seeker
from hqe_docs.library import Library, shipped
from hqe_docs.problems import Problems
from tests import matching_oracle as oracle
from tests.examples import a_few, examples
from tests.matching_cases import any_people, any_posts, hamlet, pooled, post, seeker, wish
from tests.program import hqe
from tests.villages import ledger

RULES = load_rules(Library.over_shipped(()), Problems())
BENCH = Bench.of(RULES, {})
HOME = Home(("明月山温泉风景名胜区", "洪江镇"), "梅州村")
SOMEBODY = Seeker(
    "1", "甲", HOME, 40, "男", "初中", ("焊工",), (), "市内县外", 4000, frozenset(["普通"]), "普通"
)


def ranked(folder: Path, *settings: str) -> Ranking:
    pool, _ = pooled(folder, *settings)
    return rank(pool.bench, pool.seekers, pool.posts)


def reasons(folder: Path, person: int = 0, offer: int = 0, *settings: str) -> dict[str, Reason]:
    return {it.criterion: it for it in ranked(folder, *settings).reasons(person, offer)}


def titles(ranking: Ranking, person: int = 0) -> list[tuple[str, int]]:
    return [(ranking.posts[it.index].unit, it.points) for it in ranking.of_person[person]]


# ---------------------------------------------------------------- by hand
def test_points_worked_out_by_hand(tmp_path):
    man = seeker(0, 意向工种="包装工", 意向区域="市内县外", 文化程度="高中（中专、技校）")
    posts = [
        # 30 + 20 × (1 − 2 × 15 %) + 20 + 0 + 15
        post(单位名称="甲厂", 月薪下限="4000", 月薪上限="5000"),
        # 30 × 0 (装配工: another group of the same class, 20 %) = 6; 20; 20 × 60 %; 15 × (1 − 15 %)
        post(
            单位名称="乙厂",
            岗位工种="电子装配工",
            岗位区域="市内县外",
            月薪下限="3000",
            月薪上限="4500",
            学历要求="初中",
        ),
        # 0 (养老护理员 is another class); 17; 20; 15
        post(单位名称="丙院", 岗位工种="养老护理员", 岗位区域="县内乡外", 月薪下限="4500"),
        post(单位名称="丁厂", 月薪上限="3900"),  # less than is wanted
        post(单位名称="戊厂", 岗位区域="省外", 月薪下限="9000"),  # too far
        post(单位名称="己厂", 学历要求="大专", 月薪下限="9000"),  # not learnt enough
    ]
    ranking = ranked(hamlet(tmp_path / "甲村", [man], posts, [wish(man, 期望月薪="4000")]))
    assert titles(ranking) == [("甲厂", 7900), ("丙院", 5200), ("乙厂", 5075)]
    assert [len(picks) for picks in ranking.of_post] == [1, 1, 1, 0, 0, 0]


def test_a_reason_tells_both_sides_the_state_and_the_points(tmp_path):
    man = seeker(0, 意向工种="焊工", 意向区域="县内乡外", 技能证书="焊工（四级/中级工）")
    offer = post(岗位工种="钳工", 证书要求="焊工（五级/初级工）", 月薪待遇="5000-6000元")
    told = reasons(hamlet(tmp_path / "甲村", [man], [offer], [wish(man, 期望月薪="5500")]))
    assert {name: (it.outcome.state, it.points) for name, it in told.items() if it.points} == {
        "工种": ("符合", 1800), "地点": ("符合", 1700), "工资": ("符合", 1200), "技能": ("符合", 1500), "学历": ("不限", 1500),
    }  # fmt: skip
    pay = told["工资"].outcome
    assert (pay.person, pay.post, pay.note) == ("5500 元", "5000-6000元", "最低不够，最高够")


def test_who_is_of_an_age_is_older_whether_the_ledger_lists_it_or_not(tmp_path):
    men = [seeker(0, "19731031"), seeker(1, "19731101")]  # fifty this very day, and tomorrow
    folder = hamlet(tmp_path / "甲村", men, [post(专设对象="大龄")])
    assert [reasons(folder, number)["对象"].outcome.state for number in (0, 1)] == ["符合", "不符"]


def test_a_certificate_that_names_no_grade_is_asked_about(tmp_path):
    men = [seeker(0, 技能证书="焊工证"), seeker(1, 技能证书="焊工证；焊工（三级/高级工）")]
    folder = hamlet(tmp_path / "甲村", men, [post(证书要求="焊工（四级/中级工）")])
    made = [reasons(folder, number)["技能"].outcome for number in (0, 1)]
    assert [(it.state, it.note) for it in made] == [("待核", "证书没有写等级"), ("符合", "")]


def test_a_lower_grade_than_is_asked_for_breaks_the_condition(tmp_path):
    man = seeker(0, 技能证书="焊工（五级/初级工）")
    told = reasons(hamlet(tmp_path / "甲村", [man], [post(证书要求="焊工（四级/中级工）")]))
    assert told["技能"].outcome.state == "不符"


# ---------------------------------------------------------------- what is not known
def test_what_is_not_known_is_neither_met_nor_broken_and_gives_no_points(tmp_path):
    folder = hamlet(
        tmp_path / "甲村", [seeker(0, 文化程度="", 意向工种="")], [post(学历要求="初中", 岗位区域="")]
    )
    told = reasons(folder)
    waiting = {name for name, it in told.items() if it.outcome.state == "待核"}
    assert waiting == {"工种", "地点", "工资", "学历"}
    assert sum(told[name].points for name in waiting) == 0
    assert told["工资"].outcome.person == "没有登记期望月薪"


def test_a_condition_that_is_open_is_left_out_where_the_setting_says_so(tmp_path):
    folder = hamlet(tmp_path / "甲村", [seeker(0, 文化程度="")], [post(学历要求="初中")])
    assert reasons(folder)["学历"].outcome.state == "待核"
    assert reasons(folder, 0, 0, "待核的条件=不列")["学历"].outcome.state == "不符"


def test_a_blank_certificate_is_none_unless_the_setting_says_otherwise(tmp_path):
    folder = hamlet(tmp_path / "甲村", [seeker(0)], [post(证书要求="电工（五级/初级工）")])
    assert reasons(folder)["技能"].outcome.state == "不符"
    assert reasons(folder, 0, 0, "没有填技能证书=待核")["技能"].outcome.state == "待核"


def test_the_wished_area_is_the_farthest_or_the_only_one(tmp_path):
    man = seeker(0, 意向区域="市内县外")
    folder = hamlet(tmp_path / "甲村", [man], [post(岗位区域="乡内"), post(岗位名称="远", 岗位区域="省外")])
    states = {
        way: [reasons(folder, 0, i, f"意向区域={way}")["地点"].outcome.state for i in (0, 1)]
        for way in ("不远于", "就在", "只计分")
    }
    assert states == {"不远于": ["符合", "不符"], "就在": ["不符", "不符"], "只计分": ["符合", "符合"]}


def test_a_wish_that_is_no_area_is_as_good_as_none(tmp_path):
    told = reasons(hamlet(tmp_path / "甲村", [seeker(0, 意向区域="都行")], [post()]))
    assert (told["地点"].outcome.state, told["地点"].outcome.person) == ("待核", "没有登记意向区域")


# ---------------------------------------------------------------- the law
@pytest.mark.parametrize(
    ("asked", "state"),
    [
        ({"年龄上限": "35"}, "不限"),
        ({"年龄上限": "35", "年龄依据": "单位要年轻的"}, "不限"),
        ({"年龄上限": "35", "年龄依据": "特种作业人员规定"}, "不符"),
        ({"岗位要求": "18至35周岁"}, "不限"),
    ],
)
def test_an_age_counts_only_with_a_lawful_ground(tmp_path, asked, state):
    folder = hamlet(tmp_path / "甲村", [seeker(0, "19700101")], [post(**asked)])
    _, found = pooled(folder)
    assert reasons(folder)["年龄"].outcome.state == state
    assert ("H304" in {it.code for it in found}) == (state == "不限")


def test_sex_counts_only_with_a_lawful_ground_and_is_told_of(tmp_path):
    posts = [
        post(性别要求="男"),
        post(岗位名称="井下", 性别要求="男", 性别依据="女职工禁忌劳动范围"),
        post(岗位名称="文", 岗位要求="限女性"),
    ]
    folder = hamlet(tmp_path / "甲村", [seeker(0, man=False)], posts)
    assert [reasons(folder, 0, i)["性别"].outcome.state for i in range(3)] == ["不限", "不符", "不限"]
    _, found = pooled(folder)
    assert [it.message for it in found if it.code == "H304"] == [
        "甲厂 包装工：性别要求“男”没有写明合法依据，不作条件",
        "甲厂 文：性别要求“女”没有写明合法依据，不作条件",
    ]


def test_nobody_under_sixteen_is_matched(tmp_path):
    folder = hamlet(tmp_path / "甲村", [seeker(0, "20071101"), seeker(1, "20071030")], [post()])
    assert [it.age for it in pooled(folder)[0].seekers] == [16]


def test_who_looks_for_work_and_has_no_age_is_told_of(tmp_path):
    folder = hamlet(
        tmp_path / "甲村", [seeker(0), seeker(1) | {"公民身份号码": "36099919900101001"}], [post()]
    )
    pool, found = pooled(folder)
    assert len(pool.seekers) == 1
    assert [it.message for it in found if it.code == "H315"] == ["有 1 名求职的人年龄不明，没有参加匹配"]


def test_disability_refuses_nobody_and_is_asked_about(tmp_path):
    posts = [
        post(劳动强度="轻"),
        post(岗位名称="乙", 无障碍="是"),
        post(岗位名称="丙", 专设对象="残疾人"),
    ]
    folder = hamlet(tmp_path / "甲村", [seeker(0, 人员类别="残疾人"), seeker(1)], posts)
    assert [reasons(folder, 0, i)["体力"].outcome.state for i in range(3)] == ["待核", "不限", "不限"]
    assert [reasons(folder, person, 2)["对象"].outcome.state for person in (0, 1)] == ["符合", "不符"]


# ---------------------------------------------------------------- whom and what
def test_who_registered_a_search_is_matched_whatever_the_status_and_who_stopped_is_not(tmp_path):
    people = [
        seeker(0),
        seeker(1, 就业状态="务农", 就业区域="乡内"),
        seeker(2),
        seeker(3, 就业状态="务农", 就业区域="乡内"),
    ]
    wishes = [wish(people[1]), wish(people[2], 求职状态="停止求职")]
    pool, _ = pooled(hamlet(tmp_path / "甲村", people, [post()], wishes))
    assert {it.number for it in pool.seekers} == {people[0]["公民身份号码"], people[1]["公民身份号码"]}


def test_equals_are_proposed_by_how_long_they_have_waited(tmp_path):
    people = [
        seeker(0, 登记失业日期="2023-06-01"),
        seeker(1, 登记失业日期="2023-03-01"),
        seeker(2, 失业日期="2022-01-05"),
    ]
    ranking = ranked(
        hamlet(tmp_path / "甲村", people, [post(岗位区域="乡内", 岗位工种="保洁员")]), "推荐最低得分=0"
    )
    assert [ranking.seekers[it.index].since for it in ranking.of_post[0]] == [
        "2022-01-05",
        "2023-03-01",
        "2023-06-01",
    ]


def test_a_post_that_is_full_past_or_told_twice_is_proposed_once_or_never(tmp_path):
    posts = [
        post(),
        post(录用人数="2", 岗位名称="满"),
        post(有效期止="2023-10-30", 岗位名称="过"),
        post(),
        post(招聘人数="若干", 岗位名称="几"),
    ]
    pool, found = pooled(hamlet(tmp_path / "甲村", [seeker(0)], posts))
    assert [it.title for it in pool.posts] == ["包装工"]
    assert [why for _, why in pool.closed] == [
        "已经招满：要招 2 人，录用 2 人",
        "有效期到 2023-10-30，已经过了",
    ]
    assert {"H303", "H305"} <= {it.code for it in found}


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("4000-5500 元", 4000, 5500), ("4000～5500元/月，包吃住", 4000, 5500), ("0.4-0.55万", 4000, 5500), ("4千到5千", 4000, 5000),
        ("3500元以上", 3500, None), ("面议", None, None), ("日薪150元", None, None), ("计件，约6000", None, None), ("4,500", 4500, 4500),
    ],
)  # fmt: skip
def test_pay_is_read_from_words(text, low, high):
    assert pay_of(text) == Span(low, high)


def test_what_a_post_asks_for_in_words_is_read_and_the_rest_is_kept_for_people():
    row = dict.fromkeys(
        ["岗位工种", "岗位区域", "月薪下限", "月薪上限", "年龄下限", "年龄上限", "年龄依据"], ""
    )
    made = post_of(
        post(
            **row,
            学历要求="",
            岗位要求="18 至 50 周岁，初中及以上学历；持电工证上岗、身体健康，能上夜班，有经验者优先",
        ),
        HOME,
        RULES,
    )
    assert (made.age.asked, made.certificates, made.others) == (Span(18, 50), ("电工证",), ("能上夜班",))
    assert (made.schooling, made.schooling_text) == (1, "初中及以上学历")


ANY = st.text(
    st.sampled_from("0123456789０９.-至岁男女证持需初中高以上万元日限不，；、 （）甲\n"), max_size=24
)
FREE = (
    "岗位要求",
    "月薪待遇",
    "学历要求",
    "工作地点",
    "招聘人数",
    "月薪下限",
    "年龄上限",
    "证书要求",
    "有效期止",
    "岗位区域",
)


@examples(120)
@given(st.fixed_dictionaries(dict.fromkeys(FREE, ANY)))
def test_whatever_stands_in_a_post_is_read_and_judged(cells):
    made = post_of(post(**cells), HOME, RULES)
    made.closed(date(2023, 10, 31))
    told = reasons_of(BENCH, SOMEBODY, made)
    assert [it.criterion for it in told] == list(RULES.parts)
    assert all(0 <= it.points <= 100 * RULES.parts[it.criterion].points for it in told)


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("明月山温泉风景名胜区洪江镇", "乡内"), ("洪江镇梅州村", "乡内"), ("温汤镇温泉大道", "县内乡外"), ("宜春市袁州区", "市内县外"),
        ("江西省南昌市", "省内市外"), ("广东省东莞市", "省外"), ("新加坡", "境外"), ("某工业园", ""), ("", ""),
    ],
)  # fmt: skip
def test_how_far_a_place_is_follows_from_its_names(text, area):
    assert area_of(Workplace(text), HOME, RULES.regions) == area


def test_a_stated_area_holds_in_the_township_whose_ledger_states_it():
    told = Workplace("某工业园", "县内乡外", Home(HOME.parents, "洪江村"))
    assert area_of(told, HOME, RULES.regions) == "县内乡外"
    assert area_of(told, Home(("袁州区", "别镇"), "别村"), RULES.regions) == ""


# ---------------------------------------------------------------- against a plain computation
@pytest.mark.parametrize("seed", a_few(range(8)))
def test_all_pairs_come_out_as_a_plain_computation_says(tmp_path, seed):
    chance = random.Random(seed)  # noqa: S311 - cases, no secrets
    people, wishes = any_people(chance, 50)
    posts = any_posts(chance, 40)
    ranking = ranked(hamlet(tmp_path / "甲村", people, posts, wishes))
    said = {row["公民身份号码"]: row for row in wishes}
    rows = {row["公民身份号码"]: oracle.with_own(row, said) for row in people}
    own = [rows[it.number] for it in ranking.seekers]
    assert len(own) * len(posts) >= 1_800
    table = [[oracle.verdict(row, offer) for offer in posts] for row in own]
    for i, line in enumerate(table):
        assert [pick.index for pick in ranking.of_person[i]] == oracle.best(line, 5)
        for j, right in enumerate(line):
            told = ranking.reasons(i, j)
            assert {it.criterion for it in told if it.outcome.state == "不符"} == right.broken
            assert {it.criterion for it in told if it.outcome.state == "待核"} == right.open
            assert right.broken or sum(it.points for it in told) == right.points * 100
    for j, offer in enumerate(posts):
        column = [line[j] for line in table]
        assert [pick.index for pick in ranking.of_post[j]] == oracle.best(
            column, max(10, int(offer["招聘人数"]))
        )


def test_why_nothing_was_proposed_is_counted(tmp_path):
    man = seeker(0, 意向区域="乡内")
    posts = [
        post(岗位区域="省外"),
        post(岗位名称="乙", 学历要求="大专"),
        post(岗位名称="丙", 学历要求="大专", 岗位区域="省外"),
    ]
    ranking = ranked(hamlet(tmp_path / "甲村", [man], posts))
    assert ranking.of_person == [[]]
    refused = ranking.refusals(0, of_person=True)
    assert (refused.broken, refused.alone, refused.left) == (
        {"地点": 2, "学历": 2},
        {"地点": 1, "学历": 1},
        0,
    )


# ---------------------------------------------------------------- the command
@pytest.fixture
def made(tmp_path):
    people = [
        seeker(0, 意向工种="包装工", 意向区域="乡内", 帮扶责任人="付晓梅"),
        seeker(1, 意向工种="包装工", 意向区域="乡内", 户编号="H000"),
    ]
    folder = hamlet(
        tmp_path / "甲村", people, [post(月薪待遇="3000-4000元", 工作地点="甲村", 岗位要求="能上夜班")]
    )
    run = hqe("match", folder, "-o", tmp_path / "出", "--json")
    assert run.exit_code == 0, run.output
    return tmp_path, json.loads(run.stdout), people


def test_the_command_writes_a_workbook_and_a_sheet_for_the_door(made):
    _, answer, people = made
    (one,) = answer["dossiers"]
    assert [Path(path).name for path in one["files"]] == ["甲村-人岗匹配结果.xlsx", "甲村-入户送岗单.docx"]
    book = openpyxl.load_workbook(one["files"][0])
    assert book.sheetnames == [
        "推荐岗位",
        "推荐人选",
        "没有推荐岗位的人",
        "没有人选的岗位",
        "评分办法",
        "代码",
    ]
    head, first = ([cell.value for cell in book["推荐岗位"][row]] for row in (3, 4))
    row = dict(zip(head, first, strict=True))
    assert (row["公民身份号码"], row["单位名称"], row["匹配得分"]) == (people[0]["公民身份号码"], "甲厂", 65)
    assert row["待核"] == "工资、其他要求"
    assert "工种 30分（本人包装工，岗位包装工，符合、同工种）" in row["理由"]


def test_a_household_has_one_page_with_all_who_look_for_work(made):
    _, answer, people = made
    tables = Document(answer["dossiers"][0]["files"][1]).tables
    texts = [" ".join(cell.text for row in table.rows for cell in row.cells) for table in tables]
    assert len(tables) == 5  # two a person, one to sign
    assert people[0]["姓名"] in texts[0].replace("　", "") and "最低要多少月薪" in texts[0]
    assert "另要求：能上夜班" in texts[1] and "□愿意" in texts[1]
    assert "本人签字" in texts[4]
    assert not any(people[0]["公民身份号码"] in text for text in texts)


def test_the_screen_shows_no_whole_number_unless_asked(made):
    folder, answer, people = made
    number = people[0]["公民身份号码"]
    assert number not in json.dumps(answer, ensure_ascii=False)
    shown = hqe("match", folder / "甲村", "-o", folder / "出", "--show-personal")
    assert number in shown.stdout
    assert number not in hqe("match", "make", folder / "甲村", "-o", folder / "出").stdout


def answered(path: Path, **cells: str) -> None:
    """Type an answer into the first row of a result."""
    book = openpyxl.load_workbook(path)
    page = book["推荐岗位"]
    columns = {cell.value: cell.column for cell in page[3]}
    for name, text in cells.items():
        page.cell(4, columns[name], text)
    book.save(path)


def test_answers_are_recorded_kept_and_counted(made):
    folder, answer, people = made
    result, out = Path(answer["dossiers"][0]["files"][0]), folder / "岗位推荐记录台账.xlsx"
    answered(result, 推荐日期="2023-11-02", 推荐方式="入户送岗", 本人答复="愿意")
    first = json.loads(hqe("match", "record", result, "-o", out, "--json").stdout)
    assert (first["records"], first["added"], first["changed"], first["services"]) == (1, 1, 0, 1)
    answered(result, 推荐结果="已录用", 结果日期="2023-11-10")
    second = json.loads(hqe("match", "record", result, "-o", out, "--json").stdout)
    assert (second["records"], second["added"], second["changed"]) == (1, 0, 1)
    page = openpyxl.load_workbook(out)["岗位推荐记录台账"]
    row = dict(zip(*([cell.value for cell in page[number]] for number in (3, 4)), strict=True))
    assert (row["公民身份号码"], row["本人答复"], row["推荐结果"]) == (
        people[0]["公民身份号码"],
        "愿意",
        "已录用",
    )
    assert hqe("check", out, "--kind", "岗位推荐记录台账").exit_code == 0


def test_a_result_with_answers_is_not_written_over(made):
    folder, answer, _ = made
    result = Path(answer["dossiers"][0]["files"][0])
    answered(result, 推荐日期="2023-11-02", 本人答复="不愿意", 不愿意原因="路太远")
    before = result.read_bytes()
    run = hqe("match", folder / "甲村", "-o", folder / "出")
    assert run.exit_code == 1 and "H308" in run.stderr
    assert result.read_bytes() == before


def test_a_result_that_nobody_can_read_is_not_written_over(made):
    folder, answer, _ = made
    result = Path(answer["dossiers"][0]["files"][0])
    result.write_bytes(b"PK not a workbook")
    run = hqe("match", folder / "甲村", "-o", folder / "出")
    assert run.exit_code == 1 and "H316" in run.stderr
    assert result.read_bytes() == b"PK not a workbook"


def test_a_result_without_proposals_is_made_anew(tmp_path):
    folder = hamlet(tmp_path / "甲村", [seeker(0, 意向区域="乡内")], [post(岗位区域="省外")])
    for _ in range(2):
        assert hqe("match", folder, "-o", tmp_path / "出").exit_code == 0
    assert [path.name for path in (tmp_path / "出").iterdir() if path.is_file()] == ["甲村-人岗匹配结果.xlsx"]


def test_a_township_matches_its_villages_together_each_with_its_own_sheets(tmp_path):
    top = tmp_path / "某镇"
    for name, order in (("甲村", 0), ("乙村", 1)):
        hamlet(
            top / name,
            [seeker(order, 意向工种="包装工", 意向区域="县内乡外")],
            [post(单位名称=f"{name}厂")],
            more="",
        )
        text = (top / name / "dossier.yaml").read_text("utf-8").replace("名称:", "所属: [某区, 某镇], 名称:")
        (top / name / "dossier.yaml").write_text(text, "utf-8")
    (top / "dossier.yaml").write_text(
        "创建点: {名称: 某镇, 类型: 乡镇, 级别: 市级, 角色: 实施单位, 年度: 2023, 所属: [某区]}\n下辖: [甲村, 乙村]\n",
        "utf-8",
    )
    jobs = tmp_path / "更多岗位"
    jobs.mkdir()
    ledger(jobs, "岗位信息台账", [post(单位名称="镇上的厂", 岗位区域="", 工作地点="某区某镇街上")])
    run = hqe("match", top, "--jobs", jobs / "岗位信息台账.csv", "-o", tmp_path / "出", "--json")
    (one,) = json.loads(run.stdout)["dossiers"]
    units = [[(it["unit"], it["points"]) for it in person["posts"]] for person in one["persons"]]
    assert units == [[("甲村厂", "62"), ("乙村厂", "62"), ("镇上的厂", "62")]] * 2
    files = sorted(path.relative_to(tmp_path / "出").as_posix() for path in (tmp_path / "出").rglob("*.*"))
    assert files == ["乙村/乙村-入户送岗单.docx", "某镇-人岗匹配结果.xlsx", "甲村/甲村-入户送岗单.docx"]


def test_an_answer_without_a_day_is_told_of_and_nothing_is_written(made):
    folder, answer, _ = made
    result, out = Path(answer["dossiers"][0]["files"][0]), folder / "记录.xlsx"
    assert "H309" in hqe("match", "record", result, "-o", out).stderr
    answered(result, 本人答复="愿意")
    run = hqe("match", "record", result, "-o", out)
    assert run.exit_code == 1 and "推荐岗位!O4: 错误 H311" in run.stderr and not out.exists()


def test_records_that_could_not_all_be_kept_are_not_written_over(made):
    folder, answer, _ = made
    result, out = Path(answer["dossiers"][0]["files"][0]), folder / "记录.xlsx"
    answered(result, 推荐日期="2023-11-02", 本人答复="愿意")
    assert hqe("match", "record", result, "-o", out).exit_code == 0
    book = openpyxl.load_workbook(out)
    page = book.worksheets[0]
    page.cell(3, page.max_column + 1, "村里自己加的栏")
    book.save(out)
    before = out.read_bytes()
    run = hqe("match", "record", result, "-o", out)
    assert run.exit_code == 1 and "H310" in run.stderr
    assert out.read_bytes() == before


def test_services_are_counted_as_the_setting_says():
    rows = [
        {"公民身份号码": number, "单位名称": unit, "岗位名称": "工", "推荐日期": day}
        for number, unit, day in [
            ("甲", "一", "2023-09-01"),
            ("甲", "二", "2023-09-01"),
            ("甲", "一", "2023-09-08"),
            ("乙", "一", ""),
        ]
    ]
    ways = ["每个岗位计一次", "每天计一次", "不计"]
    assert [services(rows, way) for way in ways] == [{"甲": 3}, {"甲": 2}, {}]


# ---------------------------------------------------------------- the rules
def test_who_registered_and_stands_in_no_ledger_is_told_of(tmp_path):
    stranger = wish(seeker(7))
    pool, found = pooled(hamlet(tmp_path / "甲村", [seeker(0)], [post()], [stranger]))
    assert len(pool.seekers) == 1
    assert [it.where.row for it in found if it.code == "H307"] == [2]


def test_a_condition_on_persons_that_can_not_be_used_is_told_of(tmp_path):
    folder = hamlet(tmp_path / "甲村", [seeker(0)], [post()])
    text = (shipped() / "programmes/人岗匹配.yaml").read_text("utf-8")
    (folder / "programmes").mkdir()
    (folder / "programmes/人岗匹配.yaml").write_text(
        text.replace("条件: [失业, 在册", "条件: [失了业, 在册"), "utf-8"
    )
    _, found = pooled(folder)
    assert ["失了业" in it.message for it in found if it.code == "H314"] == [True]


@pytest.mark.slow
def test_the_shipped_sheet_names_only_what_it_is_filled_with():
    assert hqe("template", "check", shipped() / "templates/入户送岗单.docx").exit_code == 0


def test_an_office_lays_its_own_rules_over_the_shipped_ones(tmp_path):
    text = (shipped() / "programmes/人岗匹配.yaml").read_text("utf-8")
    folder = hamlet(tmp_path / "甲村", [seeker(0, 意向工种="包装工", 意向区域="乡内")], [post()])
    (folder / "programmes").mkdir()
    own = folder / "programmes/人岗匹配.yaml"
    own.write_text(text.replace('工种: {分: "30"', '工种: {分: "50"'), "utf-8")
    assert reasons(folder)["工种"].points == 5000
    own.write_text(text.replace("  工种: {分", "  工总: {分"), "utf-8")
    run = hqe("match", folder, "-o", tmp_path / "出")
    assert run.exit_code == 1 and "各项里少了“工种”" in run.stderr


def test_a_dossier_chooses_a_setting_and_a_wrong_one_is_wrong_usage(tmp_path):
    folder = hamlet(tmp_path / "甲村", [seeker(0)], [post()], more="口径: {每人推荐岗位数: 2}\n")
    pool, found = pooled(folder)
    assert pool.bench.settings["每人推荐岗位数"] == "2"
    assert not {it.code for it in found} & {"D116"}
    assert hqe("match", folder, "-o", tmp_path / "出", "--set", "每人推荐岗位=3").exit_code == 2
    assert hqe("match", folder, "-o", tmp_path / "出", "--set", "每人推荐岗位数=三").exit_code == 2


def test_without_posts_nothing_is_written_and_that_is_an_error(tmp_path):
    folder = hamlet(tmp_path / "甲村", [seeker(0)], [post(有效期止="2023-01-01")])
    run = hqe("match", folder, "-o", tmp_path / "出")
    assert run.exit_code == 1 and "H302" in run.stderr
    assert not list((tmp_path / "出").glob("*"))
