"""The sheets of a 填报表 are read off the model: a key that it gains tomorrow has its place by itself."""

from __future__ import annotations

import typing

import pytest
from pydantic import BaseModel, Field

from hqe_docs.data.fields import Day, Keys, ListOf, Text, TextList, YesNo
from hqe_docs.data.filled.celltext import said, written
from hqe_docs.data.filled.pages import pages, pages_of
from hqe_docs.data.filled.shape import keys_of, shape_of
from hqe_docs.data.schema import DossierData, PersonField
from hqe_docs.data.yamltext import dumped, flow
from tests.filled import sample


def leaves(model: type[BaseModel], above: tuple[str, ...] = ()) -> typing.Iterator[tuple[str, ...]]:
    """Yield the path of every key that holds no further keys; what stands in lists and by names as one item."""
    for key in keys_of(model):
        inner = key.shape.model or key.shape.row
        if inner:
            yield from leaves(inner, (*above, key.name))
        else:
            yield (*above, key.name)


def places(model: type[BaseModel]) -> set[tuple[str, ...]]:
    """Return the paths that some blank of some sheet leads to."""
    found = set()
    for page in pages_of(model):
        for name in page.known or ([None] if page.shape != "roster" else []):
            for blank in (*page.blanks, *page.shared):
                groups = {one.keys[0] for one in page.blanks} if blank in page.shared else {None}
                for group in groups:
                    middle = tuple(part for part in (name, group) if part)
                    found.add((*page.path, *middle, *blank.keys))
    return found


def test_every_key_of_the_model_has_its_blank():
    assert set(leaves(DossierData)) - places(DossierData) == set()


class Badge(Keys):
    colour: Text = Field(alias="颜色", description="如 红")
    given: Day | None = Field(None, alias="日期")


class Club(Keys):
    head: PersonField | None = Field(None, alias="会长")
    friends: typing.Annotated[list[PersonField], ListOf] = Field([], alias="会员")
    hall: Text | None = Field(None, alias="会址")


class Tomorrow(DossierData):
    """A dossier with keys of every shape that there isn't yet."""

    motto: Text | None = Field(None, alias="口号")
    badge: Badge | None = Field(None, alias="徽章")
    badges: typing.Annotated[list[Badge], ListOf] = Field([], alias="各种徽章")
    songs: TextList = Field([], alias="歌曲")
    ready: dict[str, YesNo] = Field({}, alias="准备")
    halls: dict[str, Badge] = Field({}, alias="会场")
    club: Club = Field(default_factory=Club.model_construct, alias="协会")


def test_keys_of_tomorrow_have_sheets_of_the_right_shape():
    assert set(leaves(Tomorrow)) - places(Tomorrow) == set()
    shapes = {page.name: page.shape for page in pages_of(Tomorrow)}
    assert (
        shapes.items()
        >= {
            "口号": "lines",
            "徽章": "lines",
            "各种徽章": "rows",
            "歌曲": "rows",
            "准备": "keyed",
            "会场": "keyed",
            "协会": "roster",
            "协会-其他": "lines",
        }.items()
    )
    (badges,) = (page for page in pages_of(Tomorrow) if page.name == "各种徽章")
    assert [(blank.title, blank.form, blank.is_required) for blank in badges.blanks] == [
        ("颜色", "text", True),
        ("日期", "date", False),
    ]


def test_sheet_names_are_such_as_excel_takes():
    names = [page.name for page in pages()]
    assert len(set(names)) == len(names)
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_the_example_that_a_blank_shows_fits_the_model():
    assert DossierData.model_validate(sample()).tasks[0].number == 1


@pytest.mark.parametrize(
    ("form", "value", "text"),
    [
        ("list", ["各村民小组", "镇直各单位"], "各村民小组\n镇直各单位"),
        ("list", ["查询、导出留有记录"], "查询、导出留有记录"),
        ("list", ["第一行\n第二行", "另一项"], "第一行\n┊第二行\n另一项"),
        ("list", [], "无"),
        ("list", ["无"], "┋无"),
        ("numbers", ["8", "9"], "8、9"),
        ("text", "佐证\\新.jpg", "佐证\\新.jpg"),
        ("text", " 甲", "┋ 甲"),
        ("text", "例：甲", "┋例：甲"),
        ("text", "第一行\n第二行", "第一行\n第二行"),
        ("free", ["甲", "乙"], "[甲, 乙]"),
        ("free", "[2023]2号", "┋[2023]2号"),
    ],
)
def test_a_value_stands_in_its_cell_as_people_write_it(form, value, text):
    assert written(form, value) == text
    assert said(form, text) == value


@pytest.mark.parametrize(
    ("form", "text", "value"),
    [
        ("list", "甲\n\n  乙 \n", ["甲", "乙"]),
        ("numbers", "8, 9；10 11", ["8", "9", "10", "11"]),
        ("text", "  甲 ", "甲"),
        ("free", "[2023]2号", "[2023]2号"),
        ("list", " ", None),
    ],
)
def test_what_people_type_is_read_as_they_mean_it(form, text, value):
    assert said(form, text) == value


def test_yaml_is_written_as_the_house_writes_it():
    value = {
        "创建点": {"名称": "甲村", "年度": "2023"},
        "发文": {"联系人": {"姓名": "甲", "电话": "13900000000"}},
        "任务": [{"编号": "1", "措施": ["查询、导出留有记录，每月核对一次，由专人保管", "乙"]}],
    }
    assert dumped(value) == (
        "创建点: {名称: 甲村, 年度: 2023}\n\n"
        '发文:\n  联系人: {姓名: 甲, 电话: "13900000000"}\n\n'
        "任务:\n  - 编号: 1\n    措施:\n      - 查询、导出留有记录，每月核对一次，由专人保管\n      - 乙\n"
    )
    assert flow(["a: b", "", "~", "甲, 乙", "0123"]) == '["a: b", "", ~, "甲, 乙", "0123"]'.replace(
        " ~,", ' "~",'
    )


def test_a_union_with_none_is_what_it_else_is():
    assert shape_of(Day | None).form == "date"
