"""Titles in lines: whole words, trapezoid or diamond, no orphan (GB/T 9704 §7.3.1)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hqe_docs.paper.language.titles import LINE, title_lines, width


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
