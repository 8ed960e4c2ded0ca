"""The register gives back each ledger of each day as it was loaded, tells what changed, and lets nobody change it by asking.

tests/slow/test_register_server.py runs the same on PostgreSQL, with a fixture `db` of its own.
"""

from __future__ import annotations

import sqlite3
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hqe_docs.data.ledger import Ledger, read_ledger
from hqe_docs.data.register.asof import books, ledger_on
from hqe_docs.data.register.incoming import Incoming
from hqe_docs.data.register.loading import load
from hqe_docs.data.register.ranks import longest_growing
from hqe_docs.data.register.store import Store
from hqe_docs.office.workspace import Loaded
from hqe_docs.problems import Problems
from tests.example_books import FOLDER
from tests.examples import examples
from tests.ledgerworks import KINDS, MASTER, Rows, sheet, taken_in, write_csv
from tests.ledgerworks import told as told_of_ledgers
from tests.registers import cells, codes, events, got, put, put_ledger, sizes, told, villages
from tests.villages import UNEMPLOYED, id_number, person

JUNE, AUGUST, OCTOBER = "2023-06-30", "2023-08-31", "2023-10-31"
VISITS = KINDS["入户走访台账"]
COURSES = KINDS["技能培训台账"]


@pytest.fixture
def db(tmp_path: Path) -> str:
    return str(tmp_path / "库.db")


def people(*orders: int, **changes: str) -> Rows:
    return [person(order, **changes) for order in orders]


def numbered(rows: Rows) -> Rows:
    return [{"序号": str(n + 1), **row} for n, row in enumerate(rows)]


# ---------------------------------------------------------------- what was loaded comes back
@pytest.mark.slow
def test_every_ledger_of_the_example_comes_back_cell_by_cell(db: str, example: Loaded):
    village = next(it for it in example.below if it.name == "洪江村")
    with Store(db).writing(["洪江村"]) as connection:
        for ledger in village.ledgers.values():
            load(connection, Incoming("洪江村", date(2023, 10, 31), ledger))
    with Store(db).reading() as connection:
        for book in books(connection):
            back = ledger_on(connection, KINDS[book.kind], book.number, OCTOBER)
            assert back is not None
            assert back.frame.equals(village.ledgers[book.kind].frame), book.kind
            assert back.sources == village.ledgers[book.kind].sources


@pytest.mark.slow
def test_every_ledger_of_the_example_is_exported_cell_by_cell(db: str, tmp_path: Path):
    assert told("load", FOLDER, "--db", db)[0] == 0
    for village in FOLDER.glob("*/"):
        for file in village.glob("*.xlsx"):
            said = ("--kind", file.stem, "--place", village.name, "--db", db)
            assert told("export", *said, "-o", tmp_path / file.name)[0] == 0
            both = [
                read_ledger(path, "x", KINDS[file.stem], Problems()) for path in (file, tmp_path / file.name)
            ]
            assert both[0] is not None and both[1] is not None
            assert cells(both[0]) == cells(both[1])
            assert set(both[0].sources[0].columns) == set(both[1].sources[0].columns)


def test_each_day_has_the_ledger_of_the_last_load_before_it(db: str):
    put(db, JUNE, people(0, 1, 2))
    put(db, OCTOBER, [*people(0), *people(2, **UNEMPLOYED), *people(3)])
    assert [row[6] for row in cells(got(db, AUGUST))] == [f"村民{name}" for name in "甲乙丙"]
    assert [row[6] for row in cells(got(db, OCTOBER))] == [f"村民{name}" for name in "甲丙丁"]
    assert got(db, "2023-06-29") is None


def test_the_same_again_changes_nothing(db: str):
    for day, rows in ((JUNE, people(0, 1)), (OCTOBER, people(1, 2))):
        put(db, day, rows)
    before = sizes(db)
    assert [put(db, day, rows).how for day, rows in ((JUNE, people(0, 1)), (OCTOBER, people(1, 2)))] == [
        "已登记过"
    ] * 2
    assert sizes(db) == before


def test_only_rows_that_changed_are_written(db: str):
    put(db, JUNE, numbered(people(*range(9))))
    rows = people(*range(9))
    rows[4]["就业状态"] = "务农"
    outcome = put(db, OCTOBER, numbered([*rows[:2], person(10), *rows[2:]]))
    assert (outcome.rows, outcome.written, outcome.ended, outcome.events) == (10, 2, 1, 2)


def test_a_correction_of_the_same_day_takes_the_place_of_what_was_loaded(db: str):
    put(db, JUNE, people(0, 1))
    put(db, OCTOBER, people(0))
    put(db, OCTOBER, people(0, 1, 2))
    assert [(day, what) for day, what, *_ in events(db)] == [(OCTOBER, "新增")]
    assert len(cells(got(db, OCTOBER))) == 3


ROWS = st.lists(st.tuples(st.integers(0, 4), st.sampled_from(["务农", "失业", ""])), max_size=6)
STATES = st.lists(st.tuples(st.integers(0, 5), ROWS), min_size=1, max_size=5, unique_by=lambda it: it[0])
DAYS = [f"2023-07-0{day}" for day in range(1, 8)]


def some_ledger(rows: list[tuple[int, str]]) -> Ledger:
    """Return a ledger in which people may stand twice, in any order, and 4 has no number; the last has a remark."""
    made = numbered(
        [{"姓名": f"村民{n}", "公民身份号码": id_number(n) if n < 4 else "", "就业状态": s} for n, s in rows]
    )
    return taken_in([*made, {"序号": "", "姓名": "末行"}]).ledger


@pytest.mark.slow  # each example loads ten states, each flushed to the disk
@examples(40)
@given(states=STATES, order=st.randoms(use_true_random=False))
def test_states_loaded_in_any_order_give_the_same_register(tmp_path_factory, states, order):
    folder = tmp_path_factory.mktemp("库")
    told_of = []
    for name, loads in (("顺", sorted(states)), ("乱", order.sample(states, len(states)))):
        db = str(folder / name)
        for day, rows in loads:
            put_ledger(db, DAYS[day], some_ledger(rows))
        for day, rows in states:
            assert cells(got(db, DAYS[day])) == cells(some_ledger(rows))
        told_of.append([it[:6] for it in events(db)])
    assert told_of[0] == told_of[1]
    for (day, rows), (until, _) in pairwise(sorted(states)):  # what holds, holds until the next
        assert until - day == 1 or cells(got(db, DAYS[until - 1])) == cells(some_ledger(rows))


@given(st.lists(st.integers(0, 30), unique=True, max_size=12))
def test_the_longest_growing_run_grows_and_none_is_longer(numbers: list[int]):
    run = [numbers[i] for i in longest_growing(numbers)]
    assert run == sorted(run)
    best = [0] * len(numbers)
    for i, number in enumerate(numbers):
        best[i] = 1 + max((best[j] for j in range(i) if numbers[j] < number), default=0)
    assert len(run) == max(best, default=0)


# ---------------------------------------------------------------- events
def test_each_event_has_its_day_and_the_row_that_says_so(db: str):
    put(db, JUNE, people(0, 1))
    put(db, OCTOBER, [*people(0, **UNEMPLOYED)[:1], *people(2)])
    found = events(db)
    assert {day for day, *_ in found} == {OCTOBER}
    assert (OCTOBER, "状态变化", id_number(0), "就业状态", "灵活就业", "失业", 2) in found
    assert (OCTOBER, "新增", id_number(2), "", "", "", 3) in found
    assert (OCTOBER, "迁出", id_number(1), "", "", "", 0) in found


def test_rows_of_a_ledger_of_visits_come_and_go(db: str):
    visits = [{"走访日期": "2023-06-01", "走访人": "村民甲", "户主姓名": "村民乙"}]
    put(db, JUNE, visits, kind=VISITS)
    put(db, OCTOBER, [*visits, {**visits[0], "走访日期": "2023-09-01"}], kind=VISITS)
    assert [what for _, what, *_ in events(db)] == ["新增"]


def test_rows_that_tell_of_nobody_come_and_go(db: str):
    case = {"案号": "1", "受理日期": "2023-06-01", "申请人": "村民甲"}
    put(db, JUNE, [case], kind=KINDS["劳动争议调解台账"])
    put(db, OCTOBER, [{**case, "调解结果": "成功"}, {**case, "案号": "2"}], kind=KINDS["劳动争议调解台账"])
    assert sorted(what for _, what, *_ in events(db)) == ["减少", "新增", "新增"]


def test_who_leaves_another_ledger_has_not_moved_away(db: str):
    rows = [{"姓名": f"村民{n}", "公民身份号码": id_number(n), "户编号": "1"} for n in range(2)]
    put(db, JUNE, rows, kind=KINDS["失业人员台账"])
    put(db, OCTOBER, rows[:1], kind=KINDS["失业人员台账"])
    assert [what for _, what, *_ in events(db)] == ["减少"]


def test_a_course_is_told_apart_by_all_parts_of_its_key(db: str):
    course = {
        "姓名": "村民甲",
        "公民身份号码": id_number(0),
        "班次": "一班",
        "开班日期": "2023-06-01",
        "是否合格": "",
    }
    other = {**course, "班次": "二班"}
    put(db, JUNE, [course, other], kind=COURSES)
    put(db, OCTOBER, [{**course, "是否合格": "是"}], kind=COURSES)
    assert [(what, field, new) for _, what, _, field, _, new, _ in events(db)] == [
        ("变更", "是否合格", "是"),
        ("减少", "", ""),
    ]


def test_what_fails_in_mid_load_leaves_the_old_state(db: str):
    put(db, JUNE, people(0, 1))
    before = sizes(db)
    with pytest.raises(KeyboardInterrupt), Store(db).writing(["甲村"]) as connection:
        load(connection, Incoming("甲村", date(2023, 10, 31), taken_in(people(1, 2)).ledger))
        raise KeyboardInterrupt
    assert sizes(db) == before
    assert put(db, OCTOBER, people(1, 2)).written == 1


# ---------------------------------------------------------------- commands
def test_a_dossier_is_loaded_and_a_ledger_of_a_day_exported(tmp_path: Path, db: str):
    county = villages(tmp_path / "镇", 甲村=people(0, 1), 乙村=people(2))
    code, answer = told("load", county, "--day", JUNE, "--db", db)
    assert (code, codes(answer)) == (0, [])
    assert [(it["place"], it["rows"], it["how"]) for it in answer["loads"]] == [
        ("甲村", 2, "首次登记"),
        ("乙村", 1, "首次登记"),
    ]
    code, answer = told("export", "--day", AUGUST, "--place", "甲村", "-o", tmp_path / "甲.xlsx", "--db", db)
    assert code == 0
    found = Problems()
    back = read_ledger(tmp_path / "甲.xlsx", "甲.xlsx", MASTER, found)
    assert cells(back) == cells(read_ledger(county / "甲村" / "劳动力资源台账.csv", "x.csv", MASTER, found))
    told("export", "-o", tmp_path / "全.xlsx", "--db", db)
    rows = sheet(tmp_path / "全.xlsx", "劳动力资源台账")
    assert [row["村（社区）"] for row in rows] == ["乙村", "甲村", "甲村"]


def test_the_difference_of_two_days_is_that_of_the_two_files(tmp_path: Path, db: str):
    june = people(0, 1, 2, 3)
    october = [*people(0), *people(2, **UNEMPLOYED), *people(5, 3)]
    files = [write_csv(tmp_path / f"{name}.csv", rows) for name, rows in (("旧", june), ("新", october))]
    put(db, JUNE, june)
    put(db, AUGUST, people(0, 1, 2, 3, 4))
    put(db, OCTOBER, october)
    out = tmp_path / "更新.xlsx"
    code, ours = told("diff", "--from", JUNE, "--to", OCTOBER, "-o", out, "--db", db)
    _, theirs = told_of_ledgers("diff", *files, "--date", OCTOBER, "-o", tmp_path / "照.xlsx")
    assert code == 0
    assert ours["counts"] == theirs["counts"]
    told_both = [[{k: it[k] for k in it if k != "where"} for it in one["changes"]] for one in (ours, theirs)]
    assert told_both[0] == told_both[1]
    assert sheet(out, "动态更新台账") == sheet(tmp_path / "照.xlsx", "动态更新台账")


def test_somebody_in_two_villages_is_reported_by_both_rows(tmp_path: Path, db: str):
    away = person(2, 就业状态="迁出", 就业形式="", 就业区域="")
    county = villages(tmp_path / "镇", 甲村=[*people(0, 1), away], 乙村=people(1, 2))
    _, answer = told("load", county, "--day", JUNE, "--db", db)
    (said,) = [it for it in answer["problems"] if it["code"] == "H114"]
    assert (
        "村民乙 360999********0037 在 乙村（第 2 行，灵活就业）、甲村（第 3 行，灵活就业）" in said["message"]
    )


def test_somebody_in_two_villages_is_reported_whichever_was_loaded_first(tmp_path: Path, db: str):
    county = villages(tmp_path / "镇", 甲村=people(0, 1), 乙村=people(1, 2))
    assert codes(told("load", county / "乙村", "--day", OCTOBER, "--db", db)[1]) == []
    assert codes(told("load", county / "甲村", "--day", JUNE, "--db", db)[1]) == ["H114"]


def test_who_moves_has_left_one_village_and_is_new_in_the_other(tmp_path: Path, db: str):
    away = person(1, 就业状态="迁出", 就业形式="", 就业区域="")
    told("load", villages(tmp_path / "先", 甲村=people(0, 1), 乙村=people(2)), "--day", JUNE, "--db", db)
    later = villages(tmp_path / "后", 甲村=[*people(0), away], 乙村=people(2, 1))
    told("load", later, "--day", OCTOBER, "--db", db)
    out = tmp_path / "更新.xlsx"
    code, answer = told("diff", "--from", JUNE, "--to", OCTOBER, "-o", out, "--db", db)
    assert (code, answer["problems"], answer["people"]) == (0, [], 1)
    assert [(it["type"], it["column"], it["where"]["file"].split("/")[0]) for it in answer["changes"]] == [
        ("新增", "", "乙村"),
        *[(kind, column, "甲村") for kind, column in MOVED],
    ]
    assert [row["姓名"] for row in sheet(out, "新增人员")] == ["村民乙"]


MOVED = [("迁出", "就业状态"), ("状态变化", "就业形式"), ("状态变化", "就业区域")]


def test_days_that_cannot_be_are_told(tmp_path: Path, db: str):
    county = villages(tmp_path / "镇", 甲村=people(0))
    assert codes(told("load", county, "--day", "2999-01-01", "--db", db)[1]) == ["H124"]
    assert told("load", county, "--day", JUNE, "--db", db)[0] == 0
    back = told("diff", "--from", OCTOBER, "--to", JUNE, "-o", tmp_path / "无.xlsx", "--db", db)
    assert (back[0], codes(back[1])) == (1, ["H123"])
    assert codes(told("stats", "--place", "丙村", "--db", db)[1]) == ["H125"]


def test_a_persons_history_is_masked_unless_asked_for(db: str):
    put(db, JUNE, people(0, 1))
    put(db, OCTOBER, people(0, 1, 联系电话="19900001234"))
    code, answer = told("history", "村 民乙", "--db", db)
    assert code == 0
    assert [(it["day"], it["type"], it["new"]) for it in answer["entries"]] == [
        (JUNE, "首次登记", "灵活就业"),
        (OCTOBER, "信息更正", "199****1234"),
    ]
    assert answer["people"][0]["number"] == "360999********0037"
    _, whole = told("history", id_number(1).lower(), "--db", db, "--show-personal")
    assert (whole["people"][0]["number"], whole["entries"][1]["new"]) == (id_number(1), "19900001234")


def test_two_people_of_one_name_are_told_apart(db: str):
    put(db, JUNE, [person(0), person(1, 姓名="村民甲")])
    code, answer = told("history", "村民甲", "--db", db)
    assert (code, codes(answer), len(answer["people"]), answer["entries"]) == (1, ["H108"], 2, [])
    assert codes(told("history", "无人", "--db", db)[1]) == ["H109"]


def test_changes_are_counted_by_month_and_week(db: str):
    put(db, "2023-06-26", people(0, 1))
    put(db, "2023-07-04", people(0, 1, 2))
    put(db, "2023-07-06", [*people(0), *people(1, **UNEMPLOYED), *people(2)])
    _, answer = told("stats", "--db", db)
    assert [(it["name"], it["rows"], it["events"].get("新增", 0)) for it in answer["periods"]] == [
        ("2023年6月", 2, 0),
        ("2023年7月", 3, 1),
    ]
    assert answer["periods"][1]["states"] == {"灵活就业": 2, "失业": 1}
    _, answer = told("stats", "--by", "week", "--db", db)
    assert [(it["name"], it["end"]) for it in answer["periods"]] == [
        ("2023年第26周", "2023-07-02"),
        ("2023年第27周", "2023-07-09"),
    ]


# ---------------------------------------------------------------- questions
def test_a_question_is_answered_as_of_its_day(db: str):
    put(db, JUNE, people(0, 1))
    put(db, OCTOBER, [*people(0), *people(1, **UNEMPLOYED)])
    ask = "SELECT 就业状态, count(*) AS 人数 FROM 劳动力资源台账 GROUP BY 就业状态 ORDER BY 1"
    assert told("query", ask, "--db", db, "--day", AUGUST)[1]["rows"] == [["灵活就业", "2"]]
    assert sorted(told("query", ask, "--db", db)[1]["rows"]) == [["失业", "1"], ["灵活就业", "1"]]
    moved = "SELECT 日期, 变动前, 变动后 FROM 就业变动"
    assert told("query", moved, "--db", db)[1]["rows"] == [[OCTOBER, "灵活就业", "失业"]]
    assert told("query", "SELECT 人数, 失业人数 FROM 户", "--db", db)[1]["rows"] == [["2", "1"]]


def test_answers_are_masked_and_bounded(db: str):
    put(db, JUNE, people(0, 1, 2))
    _, answer = told(
        "query",
        "SELECT 公民身份号码, 联系电话 AS 号 FROM 劳动力资源台账 ORDER BY 1",
        "--db",
        db,
        "--most",
        "1",
    )
    assert (codes(answer), answer["rows"]) == (["H121"], [["360999********0010", "199****0000"]])
    _, answer = told("query", "SELECT 公民身份号码 FROM 人员 ORDER BY 1", "--db", db, "--show-personal")
    assert answer["rows"][0] == [id_number(0)]


NOT_LOOKING = """
DELETE FROM versions
UPDATE books SET place = ''
DROP TABLE events
SELECT 1; DELETE FROM versions
WITH x AS (DELETE FROM versions RETURNING id) SELECT * FROM x
CREATE TABLE x (y int)
ATTACH 'x.db' AS x
PRAGMA writable_schema = 1
VACUUM INTO 'x.db'
SELECT zeroblob(900000000)
COPY versions TO '/tmp/x'
COMMIT
没有这样的话
"""


def test_nothing_but_looking_is_done(db: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    put(db, JUNE, people(0, 1))
    before = sizes(db)
    for sql in NOT_LOOKING.split("\n"):
        code, answer = told("query", sql, "--db", db)
        assert (sql, code, codes(answer), sizes(db)) == (sql, 1, ["H120"], before)
    assert not (tmp_path / "x.db").exists()


# ---------------------------------------------------------------- kept safe
def test_a_backup_is_restored_to_the_same_register(db: str, tmp_path: Path):
    put(db, JUNE, people(0, 1))
    put(db, OCTOBER, people(1, 2))
    code, answer = told("backup", "-o", tmp_path / "备份.db", "--db", db)
    assert (code, answer["counts"]) == (0, {"books": 1, "loads": 2, "versions": 3, "events": 2})
    kept, whole = events(db), cells(got(db, AUGUST))
    put(db, "2023-11-30", people(5))
    assert codes(told("restore", tmp_path / "备份.db", "--db", db)[1]) == ["H116"]
    code, answer = told("restore", tmp_path / "备份.db", "--db", db, "--replace")
    assert (code, answer["restored"], events(db), cells(got(db, AUGUST))) == (0, True, kept, whole)
    assert put(db, "2023-11-30", people(1, 2, 3)).events == 1  # new rows are numbered after the old ones
    assert codes(told("backup", "-o", tmp_path / "备份.db", "--db", db)[1]) == ["H115"]


def test_a_file_that_is_no_backup_is_refused(db: str, tmp_path: Path):
    (tmp_path / "坏.db").write_bytes(b"x" * 5000)
    assert codes(told("restore", tmp_path / "坏.db", "--db", db)[1]) == ["H117"]
    sqlite3.connect(tmp_path / "别.db").execute("CREATE TABLE x (y)").connection.close()
    assert codes(told("restore", tmp_path / "别.db", "--db", db)[1]) == ["H117"]
