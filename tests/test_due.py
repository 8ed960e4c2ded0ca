"""`hqe due`: evidence before words, overdue first, the same in JSON, on the terminal, in a calendar and a picture."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest

from hqe_docs.data.states import State, path_of, state_text
from hqe_docs.office.schedule.writing import progress_picture
from hqe_docs.office.workspace import open_dossiers
from hqe_docs.paper import picturepage
from tests.example_books import FOLDER
from tests.program import hqe
from tests.schedules import TASKS, with_programme
from tests.villages import ledger, village


def answer(*arguments: object, code: int = 0) -> dict[str, Any]:
    done = hqe("due", *arguments, "--json")
    assert done.exit_code == code, done.output
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def items(told: dict[str, Any], **wanted: object) -> list[dict[str, Any]]:
    return [item for item in told["items"] if all(item[key] == value for key, value in wanted.items())]


def one(folder: Path, name: str, on: str, number: int = 1) -> dict[str, Any]:
    """Return how the `number`th time of a duty stands on a day."""
    (item,) = items(answer(folder, "--on", on, "--days", 400), name=name, number=number, kind="事项")
    return item


def keep(folder: Path, *days: str) -> Path:
    """Keep an empty state of each day."""
    for day in map(date.fromisoformat, days):
        path = path_of(folder, day)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(state_text(State(day)), "utf-8")
    return folder


# ---------------------------------------------------------------- the order and the words
def test_overdue_stands_first_then_today_this_week_and_later(tmp_path):
    folder = keep(village(tmp_path / "甲村", [], more=TASKS), "2023-09-19")
    told = answer(folder, "--on", "2023-09-28", "--days", 40)
    groups = [item["group"] for item in told["items"]]
    order = ["逾期", "待核", "今天", "本周", "往后", "已完成"]
    assert groups == sorted(groups, key=order.index)
    assert items(told, group="逾期")[0]["what"] == "第2项任务：组织培训"
    assert {item["name"] for item in items(told, group="今天")} == {"报送周报", "中期评估"}
    assert all(item["due"] <= "2023-11-07" for item in told["items"])


def test_this_week_ends_on_sunday(tmp_path):
    folder = village(tmp_path / "甲村", [])
    groups = {on: one(folder, "报送周报", on)["group"] for on in ("2023-07-02", "2023-07-03", "2023-07-06")}
    assert groups == {"2023-07-02": "往后", "2023-07-03": "本周", "2023-07-06": "今天"}


def test_a_line_says_when_what_whose_for_whom_how_and_by_which_clause(tmp_path):
    folder = village(tmp_path / "甲村", [], more=TASKS)
    item = one(folder, "报送周报", "2023-07-01")
    assert (item["due"], item["time"], item["weekday"], item["days"]) == ("2023-07-06", "16:00", "星期四", 5)
    assert (item["what"], item["dossier"], item["text"]) == ("报送周报（第1期）", "甲村", "还有 5 天")
    assert item["source"] == "宜明办字〔2023〕26号第六条第四项"
    assert item["command"] == f"hqe weekly {folder.as_posix()} --on 2023-07-06"
    task = items(answer(folder, "--on", "2023-09-25"), kind="任务", number=2)[0]
    assert (task["unit"], task["person"], task["text"]) == ("村委会", "万小晴", "逾期 5 天")
    assert task["note"] == "进行中，进度 60%"


def test_the_terminal_says_the_same(tmp_path):
    folder = keep(village(tmp_path / "甲村", [], more=TASKS), "2023-09-19")
    text = hqe("due", folder, "--on", "2023-09-28").stdout
    assert text.index("逾期（") < text.index("待核（") < text.index("今天（") < text.index("往后（")
    assert re.search(
        r"2023-09-20 三 +第2项任务：组织培训 +甲村 +村委会 万小晴 +逾期 8 天（进行中，进度 60%）", text
    )
    assert "口径 逢节假日：顺延到节后第一个工作日" in text
    assert "报送周报（第1期）等 11 次，到 2023-09-14" in text  # told once, not eleven times
    assert text.count("做法 hqe weekly") == 1


@pytest.mark.parametrize(
    ("on", "stage", "next_report"),
    [
        ("2023-08-20", "创建攻坚阶段结束", 8),
        pytest.param("2023-06-15", "组织启动阶段结束", 1, marks=pytest.mark.slow),
        pytest.param("2023-10-20", "巩固提升阶段结束", 17, marks=pytest.mark.slow),
    ],
)
def test_each_stage_has_its_own_deadline_and_next_report(on, stage, next_report):
    told = answer(FOLDER, "--on", on, "--days", 60)
    coming = [it for it in told["items"] if it["due"] >= on]
    stages = [it["what"] for it in coming if it["kind"] == "阶段" and it["dossier"] == "洪江镇"]
    reports = [it["number"] for it in coming if it["name"] == "报送周报" and it["dossier"] == "洪江镇"]
    assert (stages[0], reports[0]) == (stage, next_report)


def test_after_the_stages_there_are_still_reports_and_the_end_of_the_work():
    told = answer(FOLDER, "--on", "2023-11-20", "--days", 30)
    coming = [it["name"] for it in told["items"] if it["due"] >= "2023-11-20" and it["dossier"] == "梅州村"]
    assert coming.count("报送周报") == 2 and "创建工作结束" in coming and "备齐验收资料" in coming


def test_a_township_sees_what_its_villages_owe():
    told = answer(FOLDER, "--on", "2023-10-20")
    assert {it["dossier"] for it in told["items"]} == {"洪江镇", "梅州村", "洪江村"}
    assert [it["dossier"] for it in items(told, group="逾期", kind="任务")] == ["洪江村"] * 2
    to = {it["dossier"]: it["to"] for it in items(told, name="报送周报")}
    assert to["洪江镇"] == "区领导小组办公室（社会事业局）" and to["梅州村"].startswith("洪江镇")


def test_without_a_day_it_is_today(tmp_path):
    assert answer(village(tmp_path / "甲村", []))["on"] == date.today().isoformat()


# ---------------------------------------------------------------- evidence
def test_a_report_is_done_when_the_state_of_its_time_is_kept(tmp_path):
    folder = keep(village(tmp_path / "甲村", []), "2023-07-12", "2023-07-20")
    stands = [(one(folder, "报送周报", "2023-08-01", n)["text"]) for n in (1, 2, 3, 4)]
    assert stands == ["待核，已过 26 天", "已完成", "已完成", "逾期 5 天"]


def test_the_report_of_the_holiday_is_done_by_the_state_of_the_day_it_was_moved_to(tmp_path):
    early = "口径: {逢节假日: 提前到节前最后一个工作日}\n"
    folder = keep(village(tmp_path / "甲村", [], more=early), "2023-09-28")
    assert [one(folder, "报送周报", "2023-10-09", n)["text"] for n in (13, 14)] == ["已完成", "已完成"]
    assert one(folder, "报送周报", "2023-10-09", 14)["note"].startswith(
        "10月5日逢中秋节、国庆节，提前，与第13期同日"
    )


def test_a_state_kept_later_shows_nothing_of_an_earlier_day(tmp_path):
    folder = keep(village(tmp_path / "甲村", []), "2023-07-06")
    assert one(folder, "报送周报", "2023-07-05")["text"] == "还有 1 天"


def test_a_state_that_cannot_be_read_shows_nothing_and_is_told(tmp_path):
    folder = keep(village(tmp_path / "甲村", []), "2023-07-06", "2023-07-13")
    path_of(folder, date(2023, 7, 6)).write_text("{}", "utf-8")
    told = answer(folder, "--on", "2023-07-14")
    assert {it["number"]: it["state"] for it in items(told, name="报送周报") if it["number"] < 3} == {
        1: "待核",
        2: "已完成",
    }
    assert [it["code"] for it in told["problems"]] == ["P201"]


@pytest.mark.parametrize(
    ("papers", "text", "note"),
    [
        ("", "待核，已过 3 天", "没有写成文日期"),
        ("文书: {中期评估报告: {成文日期: 2023-09-26}}\n", "已完成", "9月26日成文"),
        ("文书: {中期评估报告: {成文日期: 2023-09-29}}\n", "已完成", "9月29日成文，晚 1 天"),
        ("文书: {中期评估报告: {成文日期: 2023-10-20}}\n", "逾期 3 天", "成文日期写的是10月20日"),
        ("发文: {成文日期: 2023-09-01}\n", "待核，已过 3 天", "没有写成文日期"),  # a default shows nothing
    ],
)
def test_a_paper_is_done_on_the_day_the_dossier_says(tmp_path, papers, text, note):
    item = one(village(tmp_path / "甲村", [], more=papers), "中期评估", "2023-10-01")
    assert item["text"] == text and item["note"].endswith(note)


def updates(folder: Path, *rows: tuple[str, str]) -> None:
    columns = ("更新批次", "更新日期")
    more = {"变动类型": "信息更正", "姓名": "村民甲"}
    ledger(folder, "动态更新台账", [dict(zip(columns, row, strict=True)) | more for row in rows])


def test_updates_count_by_batch_in_the_year(tmp_path):
    folder = village(tmp_path / "甲村", [])
    updates(
        folder,
        ("2022年第2批", "2022-12-20"),
        ("2023年第1批", "2023-06-21"),
        ("2023年第1批", "2023-06-28"),
        ("2023年第2批", "2023-11-02"),
    )
    stands = {
        on: [one(folder, "人力资源数据动态更新", on, n)["text"] for n in (1, 2)]
        for on in ("2023-11-01", "2023-11-03")
    }
    assert stands == {"2023-11-01": ["已完成", "逾期 1 天"], "2023-11-03": ["已完成", "已完成"]}
    assert one(folder, "人力资源数据动态更新", "2023-11-03", 2)["note"] == "动态更新台账：11月2日，晚 2 天"


def test_without_the_ledger_an_update_waits_for_a_persons_word(tmp_path):
    item = one(village(tmp_path / "甲村", []), "人力资源数据动态更新", "2023-07-05")
    assert (item["state"], item["note"]) == ("待核", "没有动态更新台账")


STAFF = "条件: {专职人员: [{姓名: 付小梅, 入职日期: 2023-03-01}, {姓名: 蓝小月, 入职日期: 2019-04-01}]}\n"


@pytest.mark.parametrize(
    ("rows", "new", "rotation"),
    [
        ([("付小梅", "基础培训", "2023-07-12"), ("蓝小月", "提升培训", "2022-01-10")], "已完成", "已完成"),
        ([("付小梅", "提升培训", "2023-07-12"), ("蓝小月", "轮训", "2021-10-30")], "未完成", "未完成"),
        ([("蓝 小月", "轮训", "2021-11-01"), ("付小梅", "基础培训", "2023-10-30")], "已完成", "已完成"),
    ],
)
def test_everybody_is_trained_once_in_two_years_and_new_staff_in_the_basics(tmp_path, rows, new, rotation):
    folder = village(tmp_path / "甲村", [], more=STAFF)
    columns = ("姓名", "培训类型", "培训日期")
    ledger(folder, "工作人员培训台账", [dict(zip(columns, row, strict=True)) for row in rows])
    assert one(folder, "新入职人员基础知识培训", "2023-11-10")["state"] == new
    assert one(folder, "专职人员两年轮训", "2023-11-10")["state"] == rotation


def test_a_stage_is_done_when_its_tasks_are(tmp_path):
    told = answer(village(tmp_path / "甲村", [], more=TASKS), "--on", "2023-11-10")
    assert [
        (it["name"], it["state"]) for it in sorted(items(told, kind="阶段"), key=lambda it: it["due"])
    ] == [
        ("组织启动", "已完成"),
        ("创建攻坚", "待核"),  # no task is due in it
        ("巩固提升", "未完成"),
    ]


# ---------------------------------------------------------------- what can't be told is said
def test_a_stage_longer_than_the_programmes_is_told(tmp_path):
    more = "阶段: [{名称: 创建攻坚, 起: 2023-07-01, 止: 2023-09-15}]\n"
    told = answer(village(tmp_path / "甲村", [], more=more), "--on", "2023-08-01")
    assert [(it["code"], it["where"]["path"]) for it in told["problems"]] == [("P105", "阶段[1].止")]


def test_a_year_without_holidays_is_said_once_and_goes_on(tmp_path):
    folder = with_programme(tmp_path, "岭东-2026", "2026", "2027")
    told = answer(folder, "--on", "2027-02-01", "--days", 400)
    assert [it["code"] for it in told["problems"]] == ["P102"]
    assert "没有 2027 年的放假和调休安排" in told["problems"][0]["message"]
    assert items(told, name="报送简报")[0]["due"] == "2027-02-05"


@pytest.mark.parametrize(
    ("name", "year", "first"), [("岭东-2024", "2024", "2024-02-07"), ("岭东-2026", "2026", "2026-02-06")]
)
def test_another_year_is_another_file(tmp_path, name, year, first):
    told = answer(with_programme(tmp_path, name, year, year), "--on", f"{year}-01-31", "--days", 400)
    assert told["problems"] == []
    assert (items(told, name="报送简报")[0]["due"], items(told, name="报送简报")[0]["time"]) == (
        first,
        "12:00",
    )


def test_a_programme_of_another_year_is_told(tmp_path):
    (tmp_path / "dossier.yaml").write_text(
        "创建点: {名称: 甲村, 类型: 村, 级别: 市级, 年度: 2025}\n", "utf-8"
    )
    assert [it["code"] for it in answer(tmp_path, "--on", "2025-08-01")["problems"]] == ["P107"]


def test_a_dossier_that_cannot_be_read_is_told_and_the_others_go_on(tmp_path):
    broken = tmp_path / "乙村"
    broken.mkdir()
    (broken / "dossier.yaml").write_text("创建点: {名称: 乙村}\n", "utf-8")
    told = answer(village(tmp_path / "甲村", []), broken, "--on", "2023-08-01", code=1)
    assert {it["dossier"] for it in told["items"]} == {"甲村"}
    assert {it["code"] for it in told["problems"]} == {"D106"}


def test_evidence_that_no_ledger_has_is_told(tmp_path):
    folder = with_programme(tmp_path, "岭东-2024", "2024", "2024")
    path = folder / "programmes" / "yichun-2023.yaml"
    text = path.read_text("utf-8").replace("完成: {状态: 是}", "完成: {台账: {名称: 简报台账, 日期: 日期}}")
    path.write_text(text, "utf-8")
    told = answer(folder, "--on", "2024-03-01", code=1)
    assert [it["code"] for it in told["problems"]] == ["P108"]
    assert items(told, name="报送简报")[0]["state"] == "待核"


@pytest.mark.parametrize(
    ("options", "words"), [(["--on", "10月5日"], "不是日期"), (["--days", "-1"], "--days")]
)
def test_wrong_usage_is_told(tmp_path, options, words):
    done = hqe("due", village(tmp_path / "甲村", []), *options)
    assert done.exit_code == 2 and words in done.output


# ---------------------------------------------------------------- the calendar file
@pytest.fixture(scope="module")
def ics(tmp_path_factory) -> bytes:
    path = tmp_path_factory.mktemp("日历") / "日程.ics"
    answer(FOLDER / "梅州村", "--on", "2023-06-15", "--ics", path)
    return path.read_bytes()


def lines(content: bytes) -> list[str]:
    """Return the unfolded lines of a calendar file, read without any library (RFC 5545 §3.1)."""
    whole: list[bytes] = []
    for line in content.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(line) <= 75 and b"\n" not in line
        line.decode()  # no character is cut in two
        if line.startswith(b" "):
            whole[-1] += line[1:]
        else:
            whole.append(line)
    return [line.decode() for line in whole]


def events(content: bytes) -> list[dict[str, str]]:
    """Return the properties of each VEVENT, its alarm's under ALARM-…."""
    found: list[dict[str, str]] = []
    prefix = ""
    for line in lines(content):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        prefix = {"BEGIN:VALARM": "ALARM-", "END:VALARM": ""}.get(line, prefix)
        if found and name not in ("BEGIN", "END"):
            assert prefix + name not in found[-1]
            found[-1][prefix + name] = value
    return found


def test_the_calendar_holds_one_event_a_duty_with_its_reminder(ics):
    found = events(ics)
    reports = [it for it in found if "报送周报" in it["SUMMARY"]]
    assert len(reports) == 22
    assert reports[0]["SUMMARY"] == "梅州村：报送周报（第1期）"
    assert reports[0]["DTSTART;TZID=Asia/Shanghai"] == "20230706T153000"
    assert reports[0]["DTEND;TZID=Asia/Shanghai"] == "20230706T160000"
    assert {it["ALARM-TRIGGER"] for it in reports} == {"-P1D"}
    assert len({it["UID"] for it in found}) == len(found)
    assert {it["DTSTAMP"] for it in found} == {"20231031T000000Z"}  # the dossier's reference day, no clock


def test_a_duty_without_an_hour_takes_the_whole_day(ics):
    (end,) = [it for it in events(ics) if it["SUMMARY"] == "梅州村：创建工作结束"]
    assert (end["DTSTART;VALUE=DATE"], end["DTEND;VALUE=DATE"]) == ("20231130", "20231201")


def test_the_calendar_reads_back_by_the_library(ics):
    whole = icalendar.Calendar.from_ical(ics)
    assert (str(whole["VERSION"]), str(whole["METHOD"])) == ("2.0", "PUBLISH")
    assert [str(zone["TZID"]) for zone in whole.walk("VTIMEZONE")] == ["Asia/Shanghai"]
    found = list(whole.walk("VEVENT"))
    report = next(it for it in found if it["SUMMARY"] == "梅州村：报送周报（第14期）")
    assert report.decoded("DTEND") == datetime(2023, 10, 7, 16, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert "10月5日逢中秋节、国庆节，顺延" in str(report["DESCRIPTION"])
    assert "\n依据：宜明办字〔2023〕26号第六条第四项\n" in str(report["DESCRIPTION"])
    assert all(len(it.walk("VALARM")) == 1 for it in found)
    assert report.walk("VALARM")[0].decoded("TRIGGER") == timedelta(days=-1)


def test_the_same_dossier_gives_the_same_calendar_and_names_outlive_a_move(tmp_path, ics):
    again = tmp_path / "日程.ics"
    answer(FOLDER / "梅州村", "--on", "2023-06-15", "--ics", again)
    assert again.read_bytes() == ics
    folder = tmp_path / "梅州村"
    shutil.copytree(FOLDER / "梅州村", folder)
    text = (folder / "dossier.yaml").read_text("utf-8")
    (folder / "dossier.yaml").write_text(text.replace("\n口径: {", "\n口径: {逢节假日: 照常, "), "utf-8")
    answer(folder, "--on", "2023-06-15", "--ics", again)
    before = {it["UID"]: it for it in events(ics)}
    after = {it["UID"]: it for it in events(again.read_bytes())}
    assert set(before) == set(after)
    moved = [
        it["SUMMARY"]
        for uid, it in after.items()
        if it.get("DTEND;TZID=Asia/Shanghai") != before[uid].get("DTEND;TZID=Asia/Shanghai")
    ]
    assert moved == ["梅州村：报送周报（第14期）"]


@pytest.mark.parametrize(
    ("option", "name", "code"), [("--ics", "日程.txt", "P109"), ("--picture", "图.bmp", "R126")]
)
def test_a_file_has_the_name_of_its_kind(tmp_path, option, name, code):
    told = answer(village(tmp_path / "甲村", []), option, tmp_path / name, code=2)
    assert [it["code"] for it in told["problems"]] == [code] and not (tmp_path / name).exists()


# ---------------------------------------------------------------- the picture
@pytest.mark.slow
@pytest.mark.parametrize(
    ("suffix", "start"),
    [
        (".svg", b"<?xml"),
        pytest.param(".png", b"\x89PNG", marks=pytest.mark.slow),
        pytest.param(".pdf", b"%PDF", marks=pytest.mark.slow),
    ],
)
def test_the_picture_is_the_same_each_time(tmp_path, suffix, start):
    folder, drawn = village(tmp_path / "甲村", [], more=TASKS), []
    for _ in range(2):
        told = answer(folder, "--on", "2023-09-28", "--picture", tmp_path / f"图{suffix}")
        assert told["written"] == [str(tmp_path / f"图{suffix}")]
        drawn.append((tmp_path / f"图{suffix}").read_bytes())
    assert drawn[0] == drawn[1] and drawn[0].startswith(start)


def test_a_dossier_without_tasks_has_no_picture_and_that_is_said(tmp_path):
    told = answer(village(tmp_path / "甲村", []), "--picture", tmp_path / "图.svg", code=1)
    assert [it["code"] for it in told["problems"]] == ["P110"] and told["written"] == [None]


@pytest.mark.slow
def test_of_several_dossiers_those_with_tasks_have_pictures(tmp_path):
    folders = [village(tmp_path / "甲村", []), village(tmp_path / "乙村", [], more=TASKS)]
    told = answer(*folders, "--on", "2023-09-28", "--picture", tmp_path / "图.svg")
    assert [Path(path).name for path in told["written"]] == ["图-乙村.svg"]
    assert [it["code"] for it in told["problems"]] == ["P110"]


@pytest.mark.slow
def test_two_dossiers_of_one_name_do_not_paint_over_each_other(tmp_path):
    folders = [village(tmp_path / part / "甲村", [], more=TASKS) for part in ("东", "西")]
    told = answer(*folders, "--on", "2023-09-28", "--picture", tmp_path / "图.svg", code=1)
    assert [it["code"] for it in told["problems"]] == ["R111"]
    assert [Path(path).name for path in told["written"]] == ["图-甲村.svg"]


def test_without_a_chinese_font_no_picture_is_drawn(tmp_path, monkeypatch):
    monkeypatch.setattr(picturepage, "FONTS", ("没有这种字体",))
    folder = village(tmp_path / "甲村", [], more=TASKS)
    assert [it["code"] for it in answer(folder, "--picture", tmp_path / "图.svg", code=1)["problems"]] == [
        "R127"
    ]


def test_evidence_is_not_painted_over(tmp_path):
    folder = village(tmp_path / "甲村", [], more=TASKS)
    (folder / "佐证").mkdir()
    (folder / "佐证" / "照片.png").write_bytes(b"photo")
    told = answer(folder, "--picture", folder / "佐证" / "照片.png", code=1)
    assert [it["code"] for it in told["problems"]] == ["L521"]
    assert (folder / "佐证" / "照片.png").read_bytes() == b"photo"


def test_the_picture_is_to_be_had_as_bytes(tmp_path):
    (loaded,) = open_dossiers([village(tmp_path / "甲村", [], more=TASKS)])
    drawn = progress_picture(loaded, date(2023, 9, 28))
    assert isinstance(drawn, bytes) and drawn.startswith(b"\x89PNG")


# ---------------------------------------------------------------- difficulties
TROUBLES = """
问题:
  - {日期: 2023-09-26, 内容: 岗位不足, 层级: 镇}
  - {日期: 2023-09-26, 内容: 口径不一, 层级: 镇, 状态: 已解决, 答复: 已明确, 答复日期: 2023-10-09}
  - {日期: 2023-09-26, 内容: 场地不够, 层级: 某处}
  - {内容: 经费不足, 层级: 镇}
"""


def test_an_answer_is_due_after_the_working_days_of_its_level(tmp_path):
    folder = village(tmp_path / "甲村", [], more=TROUBLES)
    open_one, answered = items(answer(folder, "--on", "2023-10-10"), kind="问题")
    assert (open_one["due"], open_one["text"]) == (
        "2023-10-09",
        "逾期 1 天",
    )  # 27, 28 September, 7, 8, 9 October
    assert open_one["note"].startswith("9月26日提出，限 5 个工作日答复")
    assert answered["state"] == "已完成"


def test_an_answer_that_comes_later_is_still_waited_for_before(tmp_path):
    folder = village(tmp_path / "甲村", [], more=TROUBLES)
    assert {it["state"] for it in items(answer(folder, "--on", "2023-10-05"), kind="问题")} == {"未完成"}
    assert items(answer(folder, "--on", "2023-09-25", "--days", 90), kind="问题") == []
