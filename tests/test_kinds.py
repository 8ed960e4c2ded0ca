"""Ledger kinds as data: every file loads, no title means two things, examples pass, indicators are counted."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from hqe_docs.data.cells import read_cell
from hqe_docs.data.checks.rules import Subject, check_rows
from hqe_docs.data.conditions import Terms, columns_of
from hqe_docs.data.kinds import FOLDER, LedgerKind, header_key, load_kinds
from hqe_docs.data.ledger import read_ledger
from hqe_docs.data.persons import typed
from hqe_docs.library import Library
from hqe_docs.office.scores.numbers import score_json
from hqe_docs.problems import Problems
from hqe_docs.yamlfile import read_yaml
from tests.examples import a_few
from tests.villages import id_number, person, village

CHECKOUT = Path(__file__).resolve().parent.parent
FILES = sorted((CHECKOUT / FOLDER).glob("*.yaml"))
FAULTS = Problems()
KINDS = load_kinds(Library.over_shipped(()), FAULTS)
MASTER = KINDS["劳动力资源台账"]
EACH = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
OTHERS = pytest.mark.parametrize(
    "kind", [kind for kind in KINDS.values() if kind is not MASTER], ids=lambda it: it.name
)
MASKS = {"", "姓名", "身份证", "电话", "敏感"}
FORMATS = {"", "公民身份号码", "电话", "姓名", "年月", "长期"}
TYPES = {"string", "integer", "number", "date", "boolean", "list"}

# what indicators read, as agreed with everybody who makes such ledgers
DECIDING = {
    "数据核查台账": ["核查结果"],
    "动态更新台账": ["更新批次", "更新日期", "变动类型"],
    "持证人员台账": ["公民身份号码", "证书名称", "发证日期"],
    "创业与市场主体台账": ["公民身份号码", "注册日期", "带动就业人数"],
    "技能培训台账": ["公民身份号码", "班次", "培训工种", "意向工种", "是否合格"],
    "劳务品牌台账": ["品牌名称", "公民身份号码"],
    "人力资源机构协作台账": ["机构名称", "协议起", "协议止"],
    "招聘与政策宣传活动台账": ["活动日期", "活动类型"],
    "劳动争议调解台账": ["受理日期", "调解结果"],
    "党建+就业推送台账": ["推送日期", "信息类型"],
}


# ---------------------------------------------------------------- the files
def test_every_kind_file_loads_without_problems():
    assert list(FAULTS) == []
    assert sorted(KINDS) == sorted(path.stem for path in FILES)


def test_a_kind_is_called_as_its_file_and_its_title():
    assert {kind.name: kind.title for kind in KINDS.values()} == {path.stem: path.stem for path in FILES}


def test_all_that_offices_keep_is_there():
    assert len(KINDS) == 36
    assert set(DECIDING) <= set(KINDS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_only_known_keys_are_used(path: Path):
    """A key that is misspelt would be passed over in silence."""
    file = read_yaml(path, path.name, Problems())
    table = {
        "name",
        "title",
        "description",
        "别名",
        "对应指标",
        "primaryKey",
        "missingValues",
        "fields",
        "核对",
        *("状态栏目", "更新栏目", "核查栏目", "逐项记录"),
        "foreignKeys",
        "派生",
    }
    column = {"name", "title", "type", "format", "delimiter", "trueValues", "falseValues", "missingValues"}
    column |= {
        "constraints",
        "推荐值",
        "推算",
        "可选",
        "公示",
        "必填条件",
        "别名",
        "同义",
        "掩码",
        "示例",
        "说明",
    }
    limits = {"required", "unique", "enum", "minimum", "maximum", "pattern"}
    assert set(file.value) <= table
    assert set().union(*file.value["fields"]) <= column
    assert set().union(*(item.get("constraints", {}) for item in file.value["fields"])) <= limits
    assert set().union(*file.value.get("核对", [])) <= {"当", "则", "不应", "说明", "建议"}


@EACH
def test_columns_that_change_or_are_verified_are_columns_of_the_kind(kind: LedgerKind):
    named = {*kind.states, *kind.unwatched, *kind.verified}
    assert named - {field.name for field in kind.fields} == set()


def test_every_ledger_that_an_indicator_names_is_a_kind():
    named = set()
    for path in (CHECKOUT / "indicators").glob("*.yaml"):
        named |= set(re.findall(r"[\w+]+台账(?=[,\]}\s])", path.read_text("utf-8")))
    assert {"数据核查台账", "党建+就业推送台账", "工作人员培训台账"} <= named
    assert named - set(KINDS) == set()


# ---------------------------------------------------------------- titles
def test_no_file_name_means_two_kinds():
    titles = {
        (header_key(title), kind.name) for kind in KINDS.values() for title in (kind.name, *kind.aliases)
    }
    assert repeated(title for title, _ in titles) == []


@EACH
def test_no_header_means_two_columns(kind: LedgerKind):
    pairs = {(header_key(title), item.name) for item in kind.fields for title in (item.name, *item.aliases)}
    assert repeated(title for title, _ in pairs) == []
    assert repeated(item.name for item in kind.fields) == []


@OTHERS
def test_a_kind_has_no_more_columns_than_an_office_keeps(kind: LedgerKind):
    assert 8 <= len([item for item in kind.fields if not item.optional]) <= 21


@EACH
def test_a_kind_says_what_it_is_and_what_it_serves(kind: LedgerKind):
    assert kind.description
    assert kind.primary_key in {"", *(item.name for item in kind.fields)}
    assert set(kind.indicators) <= set(range(1, 23))


@EACH
def test_conditions_name_columns_of_their_own_kind(kind: LedgerKind):
    terms, known = Terms({}, {}), {item.name for item in kind.fields} | {"_年龄", "_劳动年龄"}
    cases = [item.required_when for item in kind.fields if item.required_when]
    cases += [check[part] for check in kind.checks for part in ("当", "则")]
    assert {name for case in cases for name in columns_of(case, terms)} <= known


@pytest.mark.parametrize("name", DECIDING)
def test_columns_that_indicators_read_have_their_agreed_titles(name: str):
    assert [title for title in DECIDING[name] if KINDS[name].field(title) is None] == []


@pytest.mark.parametrize("name", DECIDING)
def test_nothing_else_must_be_there_in_a_ledger_that_indicators_read(name: str):
    assert {item.name for item in KINDS[name].fields if item.required} <= set(DECIDING[name])


def test_results_have_the_agreed_codes():
    assert KINDS["数据核查台账"].field("核查结果").codes == ("一致", "不一致")
    assert KINDS["劳动争议调解台账"].field("调解结果").codes == ("成功", "不成功", "调解中")


def repeated(words) -> list[str]:
    return sorted(word for word, times in Counter(words).items() if times > 1)


# ---------------------------------------------------------------- columns
@EACH
def test_every_example_is_right_and_stays_as_it_is(kind: LedgerKind):
    assert [item.name for item in kind.fields if not item.example or not item.hint] == []
    readings = {item.name: read_cell(item.example, item) for item in kind.fields}
    assert readings == {item.name: (item.example, None) for item in kind.fields}


@EACH
def test_types_formats_and_masks_are_ones_that_are_understood(kind: LedgerKind):
    assert {item.type for item in kind.fields} <= TYPES
    assert {item.format for item in kind.fields} <= FORMATS
    assert {item.mask for item in kind.fields} <= MASKS


@EACH
def test_codes_and_their_synonyms_are_read_as_the_code(kind: LedgerKind):
    for field in (item for item in kind.fields if item.codes):
        assert set(field.synonyms.values()) <= set(field.codes), field.name
        words = {code: code for code in field.codes} | dict(field.synonyms)
        wrong = {word: code for word, code in words.items() if read_cell(word, field) != (code, None)}
        assert wrong == {}, field.name


@OTHERS
def test_a_column_of_the_master_is_the_same_elsewhere(kind: LedgerKind):
    for field in kind.fields:
        master = MASTER.field(field.name)
        if master:
            form = (field.type, field.format, field.mask)
            assert form == (master.type, master.format, master.mask), field.name
            assert set(field.codes) <= set(master.codes), field.name


@EACH
def test_yes_or_no_is_read_in_every_spelling_and_a_blank_is_not_no(kind: LedgerKind):
    for field in (item for item in kind.fields if item.type == "boolean"):
        words = {"有": "是", "√": "是", "1": "是", "无": "否", "×": "否", "未": "否", "": "", "/": ""}
        assert {word: read_cell(word, field) for word in words} == {w: (v, None) for w, v in words.items()}


@OTHERS
def test_a_ledger_of_the_examples_passes_its_own_check(kind: LedgerKind, tmp_path: Path):
    row = {item.name: item.example for item in kind.fields}
    found, day = Problems(), date(2023, 10, 31)
    path = ledger_file(tmp_path, kind.name, [row])
    ledger = read_ledger(path, path.name, kind, found)
    assert ledger is not None
    assert [*found, *check_rows(Subject(ledger, typed(ledger.frame, day), day))] == []
    assert ledger.frame.select(list(row)).row(0, named=True) == row


def ledger_file(folder: Path, name: str, rows: list[dict[str, str]]) -> Path:
    path = folder / f"{name}.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


# ---------------------------------------------------------------- what they are kept for
def score_item(folder: Path, no: int) -> dict[str, object]:
    result = score_json([folder])
    assert [item for item in result["problems"] if item.severity == "error"] == []
    return next(item for item in result["dossiers"][0]["items"] if item["no"] == no)


def points(folder: Path, no: int) -> tuple[object, object]:
    item = score_item(folder, no)
    return item["state"], item["points"]


@pytest.mark.parametrize(
    ("right", "checked", "given"),
    a_few([(9, 10, "10"), (17, 20, "8"), (8, 10, "6"), (7, 10, "0")], rows=True),
)
def test_accuracy_is_the_share_of_checked_rows_that_agree(
    tmp_path: Path, right: int, checked: int, given: str
):
    rows = [
        {
            "序号": str(i + 1),
            "姓名": person(i)["姓名"],
            "公民身份号码": id_number(i),
            "核查结果": "一致" if i < right else "不一致",
        }
        for i in range(checked)
    ]
    folder = village(tmp_path / "甲", [person(0)])
    ledger_file(folder, "数据核查台账", rows)
    item = score_item(folder, 8)
    assert (item["state"], item["points"]) == ("computed", given)
    assert (item["numerator"], item["denominator"]) == (str(right), str(checked))


AGREEMENT = {"机构名称": "甲人力公司", "协议起": "2023-03-01", "协议止": "2026-02-28"}
SUMMER = {"活动日期": "2023-07-22", "活动类型": "招聘会", "活动名称": "夏季招聘会"}
AUTUMN = {"活动日期": "2023-09-16", "活动类型": "政策宣传", "活动名称": "政策进村"}


@pytest.mark.parametrize(
    ("agreements", "events", "given"),
    a_few(
        [
            ([{}], [SUMMER, AUTUMN], "5"),
            ([{"协议止": "2023-10-31"}], [SUMMER, AUTUMN], "5"),
            ([{"协议止": "2023-10-30"}], [SUMMER, AUTUMN], "0"),
            ([{"协议起": "2023-11-01"}], [SUMMER, AUTUMN], "0"),
            ([{}], [SUMMER], "0"),
            ([{}], [SUMMER, AUTUMN | {"活动日期": "2022-12-30"}], "0"),
        ],
        rows=True,
    ),
)
def test_cooperation_needs_an_agreement_valid_on_the_day_and_two_events_in_the_year(
    tmp_path: Path, agreements: list[dict[str, str]], events: list[dict[str, str]], given: str
):
    folder = village(tmp_path / "甲", [person(0)])
    ledger_file(folder, "人力资源机构协作台账", [AGREEMENT | changes for changes in agreements])
    ledger_file(folder, "招聘与政策宣传活动台账", events)
    assert points(folder, 11) == ("computed", given)


def disputes(*results: str) -> list[dict[str, str]]:
    return [
        {"序号": str(i), "受理日期": f"2023-04-{i:02}", "调解结果": it} for i, it in enumerate(results, 1)
    ]


@pytest.mark.parametrize(
    ("level", "results", "state", "given"),
    a_few(
        [
            ("市级", ["成功"] * 3 + ["不成功"], "computed", "5"),
            ("市级", ["成功"] * 3 + ["不成功", "调解中"], "computed", "5"),
            ("市级", ["成功"] * 7 + ["不成功"] * 3, "computed", "0"),
            ("县级", ["成功"] * 7 + ["不成功"] * 3, "computed", "5"),
            ("市级", ["调解中"], "pending", None),
        ],
        rows=True,
    ),
)
def test_disputes_count_once_they_are_closed(
    tmp_path: Path, level: str, results: list[str], state: str, given: str | None
):
    folder = village(tmp_path / "甲", [person(0)], level=level)
    ledger_file(folder, "劳动争议调解台账", disputes(*results))
    assert points(folder, 14) == (state, given)


def test_founders_of_both_ledgers_count_once(tmp_path: Path):
    folder = village(tmp_path / "甲", [person(0, 是否创业="是"), person(1)], more="人口: {户籍总人口: 20}\n")
    rows = [
        {
            "公民身份号码": id_number(i),
            "姓名": person(i)["姓名"],
            "注册日期": "2023-03-08",
            "带动就业人数": "3",
        }
        for i in (0, 1)
    ]
    ledger_file(folder, "创业与市场主体台账", rows)
    item = score_item(folder, 17)
    assert (item["numerator"], item["denominator"], item["points"]) == ("2", "20", "5")


def test_holders_of_both_ledgers_count_once(tmp_path: Path):
    folder = village(
        tmp_path / "甲", [person(0, 技能证书="焊工"), person(1)], more="人口: {户籍总人口: 50}\n"
    )
    rows = [
        {
            "公民身份号码": id_number(i),
            "姓名": person(i)["姓名"],
            "证书名称": "焊工",
            "发证日期": "2022-11-18",
        }
        for i in (0, 1)
    ]
    ledger_file(folder, "持证人员台账", rows)
    item = score_item(folder, 16)
    assert (item["numerator"], item["denominator"], item["points"]) == ("2", "50", "4")


@pytest.mark.parametrize(
    ("name", "changes", "column"),
    [
        ("失业人员台账", {"是否登记失业": "否"}, "登记失业日期"),
        ("零就业家庭台账", {"就业人数": "0"}, "消除日期"),
        ("脱贫劳动力台账", {"就业状态": "失业"}, "就业状态"),
        ("技能培训台账", {"是否合格": "否"}, "证书编号"),
        ("创业担保贷款台账", {"放款日期": ""}, "放款日期"),
        ("社会保险参保台账", {"养老保险": "否"}, "养老保险险种"),
        ("劳动争议调解台账", {"调解结果": "调解中", "协议书编号": ""}, "调解结果"),
        ("数据核查台账", {"核查结果": "一致"}, "核查结果"),
        ("督查记录台账", {"整改状态": "整改中"}, "整改状态"),
    ],
)
def test_columns_that_contradict_each_other_are_found(
    tmp_path: Path, name: str, changes: dict[str, str], column: str
):
    assert faults_of_the_example(tmp_path, name, changes) == [("L222", column)]


@pytest.mark.parametrize(
    ("name", "changes", "column"),
    [
        ("数据核查台账", {"不一致栏目": ""}, "不一致栏目"),
        ("劳动争议调解台账", {"结案日期": ""}, "结案日期"),
        ("持证人员台账", {"姓名": ""}, "姓名"),
        ("资金台账", {"收支类别": "支出", "用途": ""}, "用途"),
        ("入户走访台账", {"处理意见": ""}, "处理意见"),
    ],
)
def test_a_cell_that_the_case_asks_for_is_missed(
    tmp_path: Path, name: str, changes: dict[str, str], column: str
):
    assert faults_of_the_example(tmp_path, name, changes) == [("L217", column)]


def faults_of_the_example(folder: Path, name: str, changes: dict[str, str]) -> list[tuple[str, str]]:
    """Return (code, column title) of what is wrong in a ledger of the example with `changes`."""
    kind, found = KINDS[name], Problems()
    row = {item.name: item.example for item in kind.fields} | changes
    ledger = read_ledger(ledger_file(folder, name, [row]), name, kind, found)
    assert ledger is not None
    found.extend(check_rows(Subject(ledger, typed(ledger.frame, None), None)))
    titles = {letters(number): title for number, title in enumerate(row)}
    return [(item.code, titles[item.where.column or ""]) for item in found]


def letters(number: int) -> str:
    return chr(ord("A") + number)


@EACH
def test_foreign_keys_lead_to_a_column_of_a_kind(kind: LedgerKind):
    for key in kind.foreign_keys:
        assert KINDS[key.ledger].field(key.there) is not None
        assert kind.field(key.field) is not None


def test_a_check_of_a_column_that_is_not_there_makes_the_kind_file_a_problem(tmp_path: Path):
    (tmp_path / "ledgers" / "kinds").mkdir(parents=True)
    text = "name: 甲台账\nfields: [{name: 甲}]\n核对: [{不应: {列: 乙, 为空: 是}, 说明: x}]\n"
    (tmp_path / "ledgers" / "kinds" / "甲台账.yaml").write_text(text, "utf-8")
    found = Problems()
    assert "甲台账" not in load_kinds(Library.over_shipped([tmp_path]), found)
    assert [item.code for item in found] == ["L110"]
    assert "乙" in next(iter(found)).message


def test_a_check_that_cannot_be_worked_out_is_told_once_and_the_others_go_on(tmp_path: Path):
    (tmp_path / "ledgers" / "kinds").mkdir(parents=True)
    text = (
        "name: 甲台账\nfields: [{name: 甲}, {name: 号}, {name: 说}]\n"
        "核对:\n  - {不应: {列: _没有, 为空: 是}, 说明: 算不出}\n  - {不应: {列: 甲, 等于: 乙}, 说明: 不能是乙}\n"
    )
    (tmp_path / "ledgers" / "kinds" / "甲台账.yaml").write_text(text, "utf-8")
    kind, found = load_kinds(Library.over_shipped([tmp_path]), Problems())["甲台账"], Problems()
    rows = [{"甲": name, "号": name, "说": name} for name in "丙乙"]
    ledger = read_ledger(ledger_file(tmp_path, "甲台账", rows), "甲", kind, found)
    assert ledger is not None
    found.extend(check_rows(Subject(ledger, typed(ledger.frame, None), None)))
    assert [(item.code, item.where.row) for item in found] == [("L231", None), ("L222", 3)]
