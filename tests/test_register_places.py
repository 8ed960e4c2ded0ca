"""Where a register is, of which version, of which kinds of ledger; tests/slow runs the same on PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import inspect

from hqe_docs.data.register.store import Store
from hqe_docs.office.register.opening import store_at
from tests.register_v1 import make_v1
from tests.registers import cells, codes, got, put, told, villages
from tests.villages import POINT, ledger, person

JUNE = "2023-06-30"
OWN_KIND = """
name: 夜校台账
title: 夜校台账
primaryKey: 学号
fields:
  - {name: 学号, title: 学号, type: string}
  - {name: 姓名, title: 姓名, type: string}
  - {name: 结业, title: 结业, type: boolean}
"""


@pytest.fixture
def db(tmp_path: Path) -> str:
    return str(tmp_path / "库.db")


# ---------------------------------------------------------------- versions
def shape(db: str) -> dict[str, tuple[set[str], set[str]]]:
    """Return the columns and indexes of each table."""
    with Store(db).read_only.connect() as connection:
        seen = inspect(connection)
        return {
            name: (
                {it["name"] for it in seen.get_columns(name)},
                {str(it["name"]) for it in seen.get_indexes(name)},
            )
            for name in seen.get_table_names()
        }


def test_a_register_of_version_1_is_upgraded_and_then_as_a_new_one(db: str, tmp_path: Path):
    make_v1(db)
    assert codes(told("history", "村民甲", "--db", db)[1]) == ["H119"]
    code, answer = told("upgrade", "--db", db)
    assert (code, answer["from"], answer["to"], answer["steps"]) == (0, 1, 2, 1)
    assert told("history", "村民甲", "--db", db)[1]["entries"][0]["new"] == "务农"
    assert [row[6] for row in cells(got(db, JUNE))] == ["村民甲", "村民乙"]
    assert put(db, "2023-10-31", [person(2), person(3)]).how == "更新"
    assert told("upgrade", "--db", db)[1]["steps"] == 0
    made = shape(db)
    told("backup", "-o", tmp_path / "新.db", "--db", db)
    assert made == shape(str(tmp_path / "新.db"))


def test_a_register_of_a_later_version_is_left_alone(db: str):
    put(db, JUNE, [person(0)])
    with Store(db).writing() as connection:
        connection.exec_driver_sql("UPDATE meta SET version = 99")
    for command in (("stats",), ("upgrade",)):
        assert codes(told(*command, "--db", db)[1]) == ["H118"]


# ---------------------------------------------------------------- kinds
def test_a_kind_of_ones_own_needs_no_python(db: str, tmp_path: Path):
    town = villages(tmp_path / "镇", 甲村=[person(0)])
    (town / "甲村" / "ledgers" / "kinds").mkdir(parents=True)
    (town / "甲村" / "ledgers" / "kinds" / "夜校台账.yaml").write_text(OWN_KIND, "utf-8")
    for day, done in ((JUNE, "否"), ("2023-10-31", "是")):
        ledger(town / "甲村", "夜校台账", [{"学号": "7", "姓名": "村民甲", "结业": done}])
        assert told("load", town, "--day", day, "--db", db)[0] == 0
    asked = ("--db", db, "--library", town / "甲村")
    assert told("query", "SELECT 学号, 结业 FROM 夜校台账", "--day", JUNE, *asked)[1]["rows"] == [["7", "否"]]
    assert told("export", "--kind", "夜校台账", "--day", JUNE, "-o", tmp_path / "x.xlsx", *asked)[0] == 0
    told_of = told("query", "SELECT 变动栏目, 变动后 FROM 变动", *asked)[1]["rows"]
    assert told_of == [["结业", "是"]]


# ---------------------------------------------------------------- what can't be done
def test_what_cannot_be_loaded_is_told_and_the_rest_is_loaded(db: str, tmp_path: Path):
    town = villages(tmp_path / "镇", 甲村=[person(0)], 乙村=[person(1)], 丙村=[person(2)])
    (town / "甲村" / "dossier.yaml").write_text("创建点: {名称: 甲村}\n", "utf-8")
    (town / "丙村" / "劳动力资源台账.csv").write_text("一,二\n三,四\n", "utf-8")
    code, answer = told("load", town, "--db", db)
    assert (code, sorted(codes(answer))) == (1, ["H111", "H113"])
    assert [it["place"] for it in answer["loads"]] == ["乙村"]


def test_a_ledger_without_a_day_needs_one(db: str, tmp_path: Path):
    town = villages(tmp_path / "镇", 甲村=[person(0)])
    point = POINT.format(name="甲村", kind="村", level="市级").replace(", 基准日: 2023-10-31", "")
    (town / "甲村" / "dossier.yaml").write_text(point, "utf-8")
    assert codes(told("load", town, "--db", db)[1]) == ["H105"]
    code, answer = told("load", town, "--day", "六月", "--db", db)
    assert (code, codes(answer)) == (2, ["H104"])


def test_one_place_in_two_folders_is_loaded_once(db: str, tmp_path: Path):
    towns = [villages(tmp_path / name, 甲村=[person(0)]) for name in ("东", "西")]
    code, answer = told("load", *towns, "--day", JUNE, "--db", db)
    assert (code, codes(answer), len(answer["loads"])) == (1, ["H112"], 1)


def test_ledgers_with_errors_are_kept_as_they_are(db: str, tmp_path: Path):
    town = villages(tmp_path / "镇", 甲村=[person(0, 公民身份号码="36099919900101")])
    code, answer = told("load", town, "--day", JUNE, "--db", db)
    assert (code, codes(answer)) == (0, ["H110"])
    assert cells(got(db, JUNE))[0][7] == "36099919900101"


def test_what_was_not_loaded_by_then_is_told(db: str, tmp_path: Path):
    out = tmp_path / "x.xlsx"
    assert codes(told("export", "-o", out, "--db", db)[1]) == ["H102"]
    put(db, JUNE, [person(0)])
    put(db, "2023-10-31", [person(1)], place="乙村")
    assert codes(told("export", "--day", "2023-01-01", "-o", out, "--db", db)[1]) == ["H106"]
    code, answer = told("export", "--day", JUNE, "-o", out, "--db", db)
    assert (code, codes(answer), [it["place"] for it in answer["places"]]) == (0, ["H107"], ["甲村"])
    assert codes(told("diff", "--from", "2023-01-01", "-o", out, "--db", db)[1]) == ["H106"]


def test_dossiers_without_ledgers_are_told(db: str, tmp_path: Path):
    assert codes(told("load", villages(tmp_path / "镇", 甲村=[]), "--db", db)[1]) == ["H122"]


# ---------------------------------------------------------------- places
def test_the_register_lies_in_the_outermost_dossier_unless_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    town = villages(tmp_path / "镇", 甲村=[person(0)])
    own = town / ".hqe" / "人力资源库.db"
    assert store_at(None, [town / "甲村"]).path == own
    assert store_at(str(town)).path == own
    monkeypatch.setenv("HQE_DB", str(tmp_path / "别.db"))
    assert store_at(None, [town]).path == tmp_path / "别.db"
    assert store_at("postgresql://a:geheim@x/y").shown == "postgresql://a:***@x/y"


def test_a_path_may_have_any_name(tmp_path: Path):
    db = str(tmp_path / "100%20 #人?力&库.db")
    put(db, JUNE, [person(0)])
    assert Path(db).is_file()
    assert told("stats", "--db", db)[1]["periods"][0]["rows"] == 1


def test_what_is_no_register_is_one_problem(tmp_path: Path):
    (tmp_path / "坏.db").write_bytes(b"x" * 5000)
    code, answer = told("stats", "--db", tmp_path / "坏.db")
    assert (code, codes(answer)) == (1, ["H101"])
    assert "不是 SQLite 数据库" in answer["problems"][0]["message"]


def test_a_file_may_be_called_anything(tmp_path: Path):
    file = tmp_path / "全镇 50%3F #1?.db"
    told("load", villages(tmp_path / "镇", 甲村=[person(0)]), "--day", JUNE, "--db", file)
    code, answer = told("query", "SELECT count(*) FROM 人员", "--db", file)
    assert (code, answer["rows"], file.is_file()) == (0, [["1"]], True)
