"""Layout profiles as files: one laid over another, every fault with its line and a word of what was meant."""

import pytest

from hqe_docs.library import Library
from hqe_docs.paper.gongwen.profilefile import profile_names, read_profile
from hqe_docs.problems import Problems


def read(tmp_path, text, name="本镇", **others):
    folder = tmp_path / "templates" / "layout"
    folder.mkdir(parents=True)
    for stem, content in {name: text, **others}.items():
        (folder / f"{stem}.yaml").write_text(content, encoding="utf-8")
    found = Problems()
    return read_profile(name, Library.over_shipped([tmp_path]), found), list(found)


def test_the_three_profiles_are_shipped():
    assert {"portable", "hybrid", "glyph"} <= set(profile_names(Library.over_shipped()))


def test_a_profile_says_only_what_differs(tmp_path):
    profile, found = read(
        tmp_path, "沿用: portable\n页面:\n  行距: {值: 560}\n样式:\n  公文正文: {字体: 宋体}\n"
    )
    assert found == []
    assert (profile.line, profile.styles["公文正文"]["字体"]) == (560, "宋体")
    assert profile.number("页面", "天头") == 2098


def test_a_profile_may_build_on_any_other(tmp_path):
    profile, found = read(tmp_path, "沿用: glyph\n颜色:\n  红: {值: E60012}\n")
    assert (found, profile.line, profile.colour("红")) == ([], 592, "E60012")


def test_an_office_s_portable_stands_over_the_shipped_one(tmp_path):
    profile, found = read(tmp_path, "字体:\n  仿宋: {名称: 仿宋}\n", name="portable")
    assert (found, profile.font("仿宋"), profile.line) == ([], "仿宋", 579)


def test_a_style_of_one_s_own_may_be_added(tmp_path):
    text = "样式:\n  提示: {字体: 楷体, 字号: 28, 对齐: 左, 左字: 1.5, 条款: '-', 强度: 实务}\n"
    profile, found = read(tmp_path, text)
    assert (found, profile.styles["提示"]["左字"]) == ([], 1.5)


@pytest.mark.parametrize(
    ("text", "code", "line", "words"),
    [
        ("页面:\n  行距: {值: 二十九}\n", "G003", 2, "页面.行距.值"),
        ("页面:\n  行据: {值: 560}\n", "G002", 2, "行据"),
        ("样式:\n  公文正文: {字体: 宋体, 字大: 3}\n", "G002", 2, "字大"),
        ("样式:\n  提示: {字体: 楷体}\n", "G003", 2, "字号、对齐、条款、强度"),
        ("样式:\n  公文标题: 大\n", "G003", 2, "应是分项"),
        ("页面: [1, 2]\n", "G003", 1, "页面"),
        ("样式:\n  一级标题: {与下段同页: 也许}\n", "G003", 2, "true 或 false"),
    ],
)
def test_what_does_not_fit_is_told_with_its_line(tmp_path, text, code, line, words):
    profile, (found, *more) = read(tmp_path, text)
    assert profile is None and more == []
    assert (found.code, found.where.line) == (code, line)
    assert words in found.message


def test_an_unknown_profile_names_those_there_are(tmp_path):
    found = Problems()
    assert read_profile("protable", Library.over_shipped(), found) is None
    (only,) = found
    assert only.code == "G001" and "portable" in only.hint and "glyph" in only.message


def test_profiles_that_build_on_each_other_are_refused(tmp_path):
    profile, (found,) = read(tmp_path, "沿用: 乙\n", name="甲", 乙="沿用: 甲\n")
    assert profile is None and found.code == "G001"
