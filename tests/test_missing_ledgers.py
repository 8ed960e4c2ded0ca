"""Without a ledger the indicators that need it wait for it by name; they never fall to nothing."""

from __future__ import annotations

import pytest

from hqe_docs.office.scores.numbers import score_json
from tests.examples import a_few
from tests.villages import id_number, ledger, person, village

NEEDED = {  # the table "figures that decide points": which indicators can't be told without which ledger
    "数据核查台账": {8},
    "劳动力资源台账": {9, 10, 15, 16, 17},
    "人力资源机构协作台账": {11},
    "招聘与政策宣传活动台账": {11},
    "劳动争议调解台账": {14},
}
# the ledgers of holders and founders only add to what the master ledger knows
ONLY_FEWER = {"持证人员台账": {16}, "创业与市场主体台账": {17}}


def points_of(folder):
    (sheet,) = score_json([folder])["dossiers"]
    return {item["no"]: item for item in sheet["items"]}


def assert_they_wait(before, after, kind):
    """The indicators that need `kind` wait for it by name, the others keep their points."""
    for no in NEEDED.get(kind, ()):
        assert (no, after[no]["state"], after[no]["points"]) == (no, "pending", None)
        assert f"《{kind}》" in after[no]["reason"]
    lost = {no for no in before if after[no]["points"] != before[no]["points"]}
    assert lost - ONLY_FEWER.get(kind, set()) <= NEEDED.get(kind, set())
    assert [no for no in lost if after[no]["points"] == "0"] == []


def small_village(folder):
    """Return a village with every ledger that decides points, and one institution too few for a township."""
    rows = [person(i, 人员类别="脱贫人口", 技能证书="焊工", 是否创业="是") for i in range(20)]
    more = (
        "人口: {户籍总人口: 100}\n外部数据: {县平均就业率: {数值: 91.2%}}\n"
        "自评: {10: {得分: 9, 说明: 帮扶到位}}\n"
    )
    village(folder, rows, more=more)
    ledger(folder, "数据核查台账", [{"公民身份号码": id_number(i), "核查结果": "一致"} for i in range(9)])
    agreement = {"机构名称": "甲公司", "协议起": "2023-01-01", "协议止": "2024-12-31"}
    ledger(folder, "人力资源机构协作台账", [agreement])
    ledger(
        folder,
        "招聘与政策宣传活动台账",
        [{"活动日期": f"2023-0{month}-01", "活动类型": "招聘会"} for month in (3, 6)],
    )
    ledger(folder, "劳动争议调解台账", [{"受理日期": "2023-02-01", "调解结果": "成功"}])
    holder = {"公民身份号码": id_number(30), "证书名称": "焊工", "发证日期": "2023-01-01"}
    ledger(folder, "持证人员台账", [holder])
    ledger(folder, "创业与市场主体台账", [{"公民身份号码": id_number(31), "注册日期": "2023-01-01"}])
    return folder


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    """The points of the small village with all its ledgers."""
    return points_of(small_village(tmp_path_factory.mktemp("村") / "甲"))


@pytest.mark.parametrize("kind", a_few(NEEDED))
def test_without_any_ledger_that_decides_points_its_indicators_wait(tmp_path, before, kind):
    folder = small_village(tmp_path / "甲")
    assert all(before[no]["points"] not in (None, "0") for no in NEEDED[kind])
    (folder / f"{kind}.csv").unlink()
    assert_they_wait(before, points_of(folder), kind)


@pytest.mark.parametrize("kind", ONLY_FEWER)
def test_without_a_ledger_that_only_adds_nobody_waits_and_no_other_point_moves(tmp_path, before, kind):
    folder = small_village(tmp_path / "甲")
    (folder / f"{kind}.csv").unlink()
    after = points_of(folder)
    assert_they_wait(before, after, kind)
    (no,) = ONLY_FEWER[kind]
    assert (before[no]["numerator"], after[no]["numerator"]) == ("21", "20")
    assert (after[no]["state"], after[no]["points"]) == ("computed", "5")


@pytest.mark.parametrize("kind", a_few(NEEDED))
def test_a_ledger_without_rows_is_as_good_as_none(tmp_path, before, kind):
    folder = small_village(tmp_path / "甲")
    path = folder / f"{kind}.csv"
    path.write_text(path.read_text("utf-8-sig").splitlines()[0] + "\n", "utf-8-sig")
    assert_they_wait(before, points_of(folder), kind)


def test_one_ledger_missing_is_not_decided_by_what_the_other_lacks(tmp_path):
    folder = small_village(tmp_path / "甲")
    dossier = folder / "dossier.yaml"
    dossier.write_text(dossier.read_text("utf-8").replace("类型: 村", "类型: 乡镇"), "utf-8")
    assert points_of(folder)[11]["points"] == "0"  # one institution of three
    (folder / "招聘与政策宣传活动台账.csv").unlink()
    item = points_of(folder)[11]
    assert (item["state"], item["points"]) == ("pending", None)
    assert "《招聘与政策宣传活动台账》" in item["reason"]
