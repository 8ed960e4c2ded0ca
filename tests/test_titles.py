"""Titles in lines: whole words, trapezoid or diamond, no orphan (GB/T 9704 §7.3.1)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hqe_docs.paper.language.titles import LINE, title_lines, width
from hqe_docs.paper.language.titlewords import title_words


def test_a_short_title_is_one_line():
    assert title_lines(["关于成立", "领导小组", "的通知"]) == ["关于成立领导小组的通知"]


def test_a_long_title_breaks_between_words_without_an_orphan():
    lines = title_lines(
        ["关于印发", "《洪江镇", "2023年", "市级", "高质量就业村（社区）", "创建工作方案》", "的通知"]
    )
    assert lines == ["关于印发《洪江镇2023年市级", "高质量就业村（社区）创建工作方案》的通知"]


def test_a_name_too_long_for_a_line_stays_whole():
    assert title_lines(["长" * 30, "任务书"]) == ["长" * 30, "任务书"]


def test_nothing_gives_nothing():
    assert title_lines(["", ""]) == []


@given(st.lists(st.text("汉字A1", min_size=1, max_size=12), min_size=1, max_size=9))
def test_lines_are_the_segments_joined_and_fit_the_page(segments):
    lines = title_lines(segments)
    assert "".join(lines) == "".join(segments)
    assert all(width(line) <= LINE for line in lines)


# ---------------------------------------------------------------- a title given in one piece
def lines_of(title: str, *names: str) -> list[str]:
    return title_lines(title_words(title, names))


def test_a_title_in_one_piece_breaks_between_words():
    title = "关于印发2023年云麓山风景名胜区巩固深化高质量就业乡镇（街道）村（社区）创建工作实施方案的通知"
    lines = lines_of(title, "云麓山风景名胜区")
    assert "".join(lines) == title
    assert len(lines) == 3
    whole = ("2023年", "云麓山风景名胜区", "乡镇（街道）", "村（社区）", "实施方案的")
    assert [word for word in whole if not any(word in line for line in lines)] == []


def test_a_name_in_brackets_stays_on_its_line_where_it_can():
    assert lines_of("关于印发《青禾镇2023年创建工作方案》的通知") == [
        "关于印发",
        "《青禾镇2023年创建工作方案》的通知",
    ]


def test_an_office_is_one_word():
    organ = "云麓区青禾镇人民政府"
    assert lines_of(f"{organ}关于申请拨付创建奖补资金的请示", organ)[0].startswith(organ)


@given(st.text("关于印发的和《》（）第2023年青禾镇村工作方案通知、，：", max_size=50))
def test_no_line_begins_with_what_never_begins_one(title):
    words = title_words(title)
    assert "".join(words) == title
    assert not any(word[0] in "的和》）、，：" for word in words[1:])
