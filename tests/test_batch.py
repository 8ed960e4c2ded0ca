"""Many dossiers in one run: any executor, the same order and bytes, one failure alone, and going on after a break."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from hqe_docs.office.building.batch import Crew
from hqe_docs.office.building.build import build, build_with
from hqe_docs.office.building.crews import Here
from hqe_docs.office.building.desk import Order
from hqe_docs.office.building.record import SUFFIX, Record, read_record, record_file, write_record
from hqe_docs.office.building.units import last_first, plan
from hqe_docs.office.turns import rate
from hqe_docs.problems import Location, Problem
from tests.program import hqe
from tests.villages import person, village

pytestmark = pytest.mark.slow  # counted again, run as processes or damaged on purpose: every time in CI

LEAST = """文书: {成立领导小组的通知: {成文日期: 2023-06-20}}
发文: {机关: 甲村村民委员会}
领导小组: {组长: {姓名: 彭喆, 职务: 书记}, 成员: [{姓名: 付梅香, 职务: 委员}], 办公室: {设在: 村委会, 主任: 彭喆}}
"""
OFFICE = "创建点: {{名称: {name}, 类型: {kind}, 级别: 市级, 角色: {role}, 年度: 2023, 基准日: 2023-10-31}}\n下辖: [{below}]\n"
NOTICE = ("成立领导小组的通知",)
PLAIN = ("成立领导小组的通知", "劳动力资源台账")
QUICK = ("成立领导小组的通知", "劳动力资源台账", "自评汇总表")


def office(folder: Path, kind: str, role: str, *below: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    text = OFFICE.format(name=folder.name, kind=kind, role=role, below=", ".join(below))
    (folder / "dossier.yaml").write_text(text + LEAST, "utf-8")
    return folder


def township(folder: Path, *villages: str) -> Path:
    for order, name in enumerate(villages, start=1):
        village(folder / name, [person(0), person(order)], more=LEAST)
    return office(folder, "乡镇", "实施单位", *villages)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A district with two townships of two villages each."""
    township(tmp_path / "县" / "东镇", "甲", "乙")
    township(tmp_path / "县" / "西镇", "丙", "丁")
    return office(tmp_path / "县", "县区", "主管部门", "东镇", "西镇")


@pytest.fixture
def east(tmp_path: Path) -> Path:
    """A township with two villages."""
    return township(tmp_path / "东镇", "甲", "乙")


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def codes(found: list[Problem]) -> list[str]:
    return [item.code for item in found]


# ---------------------------------------------------------------- the plan
def test_units_stand_outermost_first_and_are_worked_off_from_below(made: Path) -> None:
    units = plan([made], None)
    assert [unit.place.folder.name for unit in units] == ["县", "东镇", "甲", "乙", "西镇", "丙", "丁"]
    assert [units[number].place.folder.name for number in last_first(units)] == [
        *("甲", "乙", "东镇", "丙", "丁", "西镇", "县")
    ]


def test_villages_hand_up_their_rows_only_where_a_paper_prints_them(made: Path) -> None:
    rows = {unit.place.folder.name: unit.rows for unit in plan([made], None)}
    assert rows["甲"] and not rows["东镇"]  # the township prints the merged ledger, the district none


def test_a_key_in_escapes_is_seen_by_the_plan(tmp_path: Path) -> None:
    folder = office(tmp_path / "镇", "乡镇", "实施单位", "甲")
    village(folder / "甲", [], more=LEAST)
    text = (folder / "dossier.yaml").read_text("utf-8").replace("下辖", '"\\u4e0b\\u8f96"')
    (folder / "dossier.yaml").write_text(text, "utf-8")
    assert len(plan([folder], None)) == 2


# ---------------------------------------------------------------- whoever works
def with_crew(crew: Crew, made: Path, out: Path) -> tuple[list[Problem], list[Any]]:
    return build_with(crew, plan([made], out), Order(Path.cwd(), QUICK, records=True))


@pytest.mark.slow
def test_threads_give_the_same_bytes_messages_and_order_as_one_by_one(made: Path, tmp_path: Path) -> None:
    (made / "西镇" / "丁" / "劳动力资源台账.csv").write_text("姓名,公民身份号码\n甲,1\n", "utf-8")
    found, results = build([made], out=tmp_path / "一", documents=QUICK)
    again, others = with_crew(Crew(lambda: ThreadPoolExecutor(2), 4), made, tmp_path / "二")
    assert again == found and found
    named = [(r.document, r.path and r.path.name) for r in results]
    assert [(r.document, r.path and r.path.name) for r in others] == named
    assert files(tmp_path / "一") == files(tmp_path / "二") != {}


@pytest.mark.slow
def test_two_processes_give_the_same_as_one(east: Path, tmp_path: Path) -> None:
    found, results = build([east], out=tmp_path / "一", documents=NOTICE, jobs=1)
    again, others = build([east], out=tmp_path / "二", documents=NOTICE, jobs=2)
    assert again == found
    assert [(r.dossier, r.document) for r in others] == [(r.dossier, r.document) for r in results]
    assert files(tmp_path / "一") == files(tmp_path / "二") != {}


class Fragile(Executor):
    """Works like this process until a unit comes of which it dies; `deaths` counts that."""

    def __init__(self, name: str, log: list[str], how: Callable[[], BaseException]) -> None:
        self.name, self.log, self.how = name, log, how
        self.flying: list[Future[Any]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if args[0].place.folder.name != self.name:
            future = Here(None).submit(fn, *args, **kwargs)
        else:
            self.log.append(self.name)
            error = self.how()
            if isinstance(error, KeyboardInterrupt):
                raise error
            future = Future()
            future.set_exception(error)
        return future


@pytest.mark.slow
def test_a_worker_that_dies_is_replaced_and_only_its_dossier_is_given_up(made: Path, tmp_path: Path) -> None:
    log: list[str] = []
    crew = Crew(lambda: Fragile("丙", log, BrokenExecutor), 3)
    found, _ = with_crew(crew, made, tmp_path / "出")
    assert len(log) == 2  # once among others, once alone
    assert codes(found).count("R152") == 1
    assert "丙" in next(item.message for item in found if item.code == "R152")
    assert {path.split("/")[-2] for path in files(tmp_path / "出") if "/" in path} == {
        *("东镇", "甲", "乙", "西镇", "丁")
    }


@pytest.mark.parametrize(("error", "code"), [(MemoryError(), "R150"), (RuntimeError("甲\n乙"), "R151")])
def test_what_goes_wrong_with_one_dossier_is_told_and_the_rest_is_made(
    made: Path, tmp_path: Path, error: Exception, code: str
) -> None:
    found, _ = with_crew(Crew(lambda: Fragile("丙", [], lambda: error)), made, tmp_path / "出")
    (told,) = (item for item in found if item.code == code)
    assert "丙" in told.message and "\n" not in told.message
    assert str(told.where).endswith("西镇/丙")
    assert "R106" in codes(found)  # no summary without it
    assert "东镇/东镇-劳动力资源台账.xlsx" in files(tmp_path / "出")


def test_an_interrupted_run_says_how_far_it_came(made: Path, tmp_path: Path) -> None:
    found, results = with_crew(Crew(lambda: Fragile("乙", [], KeyboardInterrupt)), made, tmp_path / "出")
    assert codes(found) == ["R153"]
    assert "做完 1 个档案，还有 6 个" in found[0].message
    assert {result.dossier for result in results} == {"甲"}


def test_a_worker_of_another_version_makes_nothing(made: Path, tmp_path: Path) -> None:
    order = Order(Path.cwd(), version="0.0.0")
    found, results = build_with(Crew(lambda: Here(None)), plan([made], tmp_path / "出"), order)
    assert set(codes(found)) == {"R156"} and results == []


def test_without_dask_the_cluster_says_what_to_install(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)  # as if it were not installed
    outcome = hqe("build", made, "--scheduler", "tcp://127.0.0.1:8786", "-o", tmp_path / "出")
    assert outcome.exit_code == 1
    assert "R154" in outcome.stderr and "hqe-docs[cluster]" in outcome.stderr


def test_the_speed_is_told_as_people_say_it() -> None:
    assert [rate(each) for each in (0.02, 2.0, 61.0)] == ["每秒 50 个", "每分钟 30 个", "每小时 59 个"]


# ---------------------------------------------------------------- going on
def times(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.rglob("*.*") if path.is_file()}


def resumed(made: Path, out: Path, **said: Any) -> tuple[list[Problem], list[Any], set[str]]:
    """Build again with resume; return problems, results and the names of the files that were written anew."""
    before = times(out)
    found, results = build([made], out=out, resume=True, **{"documents": PLAIN, **said})
    after = times(out)
    return found, results, {name for name, at in after.items() if before.get(name) != at}


def whose(names: set[str]) -> set[str]:
    return {name.partition("-")[0] for name in names}


@pytest.fixture
def built(east: Path, tmp_path: Path) -> Path:
    build([east], out=tmp_path / "出", documents=PLAIN)
    return tmp_path / "出"


def test_what_is_made_from_the_same_is_not_made_again(east: Path, tmp_path: Path) -> None:
    (east / "乙" / "劳动力资源台账.csv").write_text("姓名,公民身份号码\n甲,1\n", "utf-8")
    first = build([east], out=tmp_path / "出", documents=PLAIN)
    whole = files(tmp_path / "出")
    found, results, written = resumed(east, tmp_path / "出")
    assert (found, results) == first and found
    assert written == set() and files(tmp_path / "出") == whole


def test_another_layout_makes_the_papers_again(east: Path, tmp_path: Path) -> None:
    out, asked = tmp_path / "出", {"documents": NOTICE, "resume": True}
    build([east], out=out, **asked)
    plain = files(out)
    build([east], out=out, profile="glyph", duplex=True, **asked)
    glyph = files(out)
    assert plain.keys() == glyph.keys() and all(plain[name] != glyph[name] for name in plain)
    build([east], out=out, **asked)
    assert files(out) == plain


@pytest.mark.slow
def test_a_paper_that_has_gone_is_made_again(east: Path, built: Path) -> None:
    whole = files(built)
    (built / "甲" / "甲-劳动力资源台账.xlsx").unlink()
    _, _, written = resumed(east, built)
    assert whose(written) == {"甲"}
    assert files(built) == whole


@pytest.mark.slow
def test_a_paper_that_somebody_changed_is_kept_and_told(east: Path, built: Path) -> None:
    paper = built / "甲" / "甲-成立领导小组的通知.docx"
    paper.write_bytes(b"mine")
    (built / "甲" / "甲-劳动力资源台账.xlsx").unlink()
    for code in ("R424", "R157"):  # the second time nothing lacks
        found, results, _ = resumed(east, built)
        assert codes(found) == [code]
        assert paper.read_bytes() == b"mine"
        assert all(result.path for result in results)


@pytest.mark.slow
def test_a_changed_ledger_makes_its_village_and_those_above_anew(east: Path, built: Path) -> None:
    village(east / "甲", [person(0), person(7)], more=LEAST)
    assert whose(resumed(east, built)[2]) == {"甲", "东镇"}


@pytest.mark.slow
def test_a_township_is_made_of_villages_that_were_not_opened_in_this_run(east: Path, built: Path) -> None:
    whole = files(built)
    (built / "东镇-劳动力资源台账.xlsx").unlink()
    assert whose(resumed(east, built)[2]) == {"东镇"}
    assert files(built) == whole


@pytest.mark.slow
def test_other_options_templates_and_evidence_are_other_inputs(east: Path, built: Path) -> None:
    assert whose(resumed(east, built, unmask=True, documents=NOTICE)[2]) == {"甲", "乙", "东镇"}
    (east / "甲" / "templates").mkdir()
    (east / "甲" / "templates" / "文书目录.yaml").write_text("文书: {}\n", "utf-8")
    assert whose(resumed(east, built, unmask=True, documents=NOTICE)[2]) == {"甲", "东镇"}
    (east / "乙" / "佐证").mkdir()
    (east / "乙" / "佐证" / "08 核查表.pdf").write_bytes(b"")
    assert whose(resumed(east, built, unmask=True, documents=NOTICE)[2]) == {"乙", "东镇"}


def test_what_the_dossier_does_not_let_be_made_is_not_tried_again(east: Path, tmp_path: Path) -> None:
    village(east / "甲", [person(0)])  # nothing of a leading group
    found, results = build([east], out=tmp_path / "出", documents=NOTICE)
    assert "D201" in codes(found)
    assert resumed(east, tmp_path / "出", documents=NOTICE) == (found, results, set())
    assert not (tmp_path / "出" / "甲").exists()


@pytest.mark.slow
def test_what_could_not_be_written_is_tried_again(east: Path, tmp_path: Path) -> None:
    out = tmp_path / "出"
    blocked = out / "甲" / "甲-成立领导小组的通知.docx"
    blocked.mkdir(parents=True)
    found, _ = build([east], out=out, documents=NOTICE)
    assert {"T301", "T302"} & set(codes(found))
    blocked.rmdir()
    again, results, _ = resumed(east, out, documents=NOTICE)
    assert again == [] and all(result.path for result in results)


@pytest.mark.parametrize("damage", ["", "[]", "{}", '{"inputs": 1, "problems": 5}', "\udcff"])
def test_a_damaged_record_is_no_record(tmp_path: Path, damage: str) -> None:
    (tmp_path / SUFFIX).write_text(damage, "utf-8", "surrogateescape")
    assert read_record(tmp_path / SUFFIX) is None


def test_a_record_read_back_is_the_record(tmp_path: Path) -> None:
    where = Location("甲/台账.csv", "表", "B2", 2, "B")
    told = Problem("L201", "甲", where, "乙", "warning")
    record = Record("12", {"甲.docx": "ab"}, [("通知", "甲.docx"), ("台账", None)], [told], {"name": "甲"})
    assert write_record(tmp_path / SUFFIX, record) == []
    assert read_record(tmp_path / SUFFIX) == record


def test_a_single_dossier_leaves_no_record_unless_it_is_to_go_on(east: Path, tmp_path: Path) -> None:
    build([east / "甲"], out=tmp_path / "出", documents=NOTICE)
    file = record_file(east / "甲", tmp_path / "出")
    assert not file.exists()
    build([east / "甲"], out=tmp_path / "出", documents=NOTICE, resume=True)
    record = read_record(file)
    assert record and list(record.papers) == ["甲-成立领导小组的通知.docx"]


@pytest.mark.slow
def test_strict_looks_at_everything_before_it_makes_anything(east: Path, tmp_path: Path) -> None:
    village(east / "乙", [person(0, 是否户籍="")], more=LEAST)
    order = Order(Path.cwd(), PLAIN, records=True)
    crew = Crew(lambda: ThreadPoolExecutor(2), 4)
    found, results = build_with(crew, plan([east], tmp_path / "出"), order, strict=True)
    assert "L201" in codes(found) and results and not any(result.path for result in results)
    assert not (tmp_path / "出").exists()


# ---------------------------------------------------------------- killed in between
def test_half_a_record_is_none_and_its_dossier_is_made_again(east: Path, tmp_path: Path) -> None:
    out = tmp_path / "出"
    build([east], out=out, documents=NOTICE)
    record = record_file(east / "甲", out / "甲")
    record.write_bytes(record.read_bytes()[:200])
    assert whose(resumed(east, out, documents=NOTICE)[2]) == {"甲"}


def test_a_build_killed_between_two_papers_leaves_no_record_of_the_papers_before(
    east: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "出"
    build([east], out=out, documents=NOTICE)
    written = []

    def killed(file: Path, record: Record) -> list[Problem]:
        written.append(file)
        raise KeyboardInterrupt

    (east / "甲" / "dossier.yaml").write_text(
        (east / "甲" / "dossier.yaml").read_text("utf-8") + "\n", "utf-8"
    )
    monkeypatch.setattr("hqe_docs.office.building.work.write_record", killed)
    build([east], out=out, documents=NOTICE, resume=True)
    assert written == [record_file(east / "甲", out / "甲")]
    assert read_record(written[0]) is None
    assert read_record(record_file(east / "乙", out / "乙")) is not None
