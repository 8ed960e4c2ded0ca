"""Columns read at once give what their cells give one by one."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hqe_docs.data.cells import DATE_1904, NO_DAY, read_cell
from hqe_docs.data.fastcells import FEW, read_columns
from hqe_docs.data.kinds import Field, load_kinds
from hqe_docs.library import Library
from hqe_docs.problems import Problems
from tests.examples import examples
from tests.villages import id_number

KINDS = load_kinds(Library.over_shipped(), Problems())
MISSING = frozenset(["", "/", "-", "--", "无", "暂无", "N/A", "0", "2000-01-01", "13800000000"])
OWN = (
    Field("银行账号", format="银行账号", missing=MISSING),
    Field("金额", "number", "金额", missing=MISSING),
    Field("统一社会信用代码", format="统一社会信用代码", missing=MISSING),
    Field("比率", "number", "百分比", missing=MISSING),
    Field("起", "date", NO_DAY, missing=MISSING),
    Field("止", "date", NO_DAY + DATE_1904, missing=MISSING),
    Field("人数", "integer", minimum="1", maximum="60", missing=MISSING),
    Field("面积", "number", minimum="0.5", missing=MISSING),
    Field("电话", format="电话", missing=MISSING),
    Field("说明", missing=MISSING, pattern=r".*\d.*"),
    Field("姓名", format="姓名", missing=MISSING, pattern=r"\D{2,3}"),
)
# of the master's columns one of each form
FORMS = {(f.format, f.type, f.codes[:1], f.pattern): f for f in KINDS["劳动力资源台账"].fields}
FIELDS = (*FORMS.values(), *OWN)
PIECES = [
    *"0123456789Xx-./年月日 \u3000一口钅张三（）,，、'无是否男√#?",
    "和",
    "E+",
    "19",
    "20",
    "138",
    "360999",
]
USUAL = [
    *(id_number(n, "19900101", bool(n % 2)) for n in range(20)),
    *(id_number(1, day, True) for day in ("18800101", "21001231", "21010101", "19000229", "20000229")),
    *("36099919900229100X", "360999199001010011", "360999187912310011", "３６０９９９", "360999199001010000"),
    *("2023-02-29", "2023-02-28", "0999-01-01", "2023-6-1", "2023.10", "45000", "-5", "007", "1000000001"),
    *(
        "13800000000",
        "1380000000",
        "12999999999",
        "+1380000000",
        "20000000000",
        "0795-3200000",
        "张三",
        "张 三",
        "口三",
        "张三和李四",
        "张三(已故)",
        "12.50",
    ),
    *(
        "户主",
        "长子",
        "汉",
        "低保户，残疾",
        "#REF!",
        " 甲 ",
        "甲\r\n乙",
        "脱贫人口、普通",
        "12345678901",
        "60",
        "61",
    ),
]
TEXTS = st.lists(
    st.sampled_from(USUAL)
    | st.lists(st.sampled_from(PIECES), max_size=9).map("".join)
    | st.from_regex(
        r"[12][0-9]{3}-[01][0-9]-[0-3][0-9]|[0-9]{1,12}|3609991990[0-9]{7}[0-9X]|[一-龥]{1,5}", fullmatch=True
    ),
    min_size=1,
    max_size=40,
)


def one_by_one(texts: list[str], field: Field):
    read = {text: read_cell(text, field) for text in set(texts)}
    return [read[text][0] for text in texts], [(i, read[t][1]) for i, t in enumerate(texts) if read[t][1]]


def differences(texts: list[str], fields: list[Field]) -> list[str]:
    """Return the columns that, read at once and long enough for it, differ from their cells read one by one."""
    texts = (texts * FEW)[:FEW]
    frame = pl.DataFrame({field.name: texts for field in fields})
    values, faults = read_columns(frame, fields)
    at_once = {f.name: (values[f.name].to_list(), list(faults.get(f.name, ()))) for f in fields}
    return [field.name for field in fields if at_once[field.name] != one_by_one(texts, field)]


@pytest.mark.slow
@examples(5)
@given(texts=TEXTS)
def test_columns_read_at_once_give_what_their_cells_give(texts):
    assert differences(texts, [field for field in FIELDS if field.name != "姓名"]) == []


@pytest.mark.slow
def test_usual_and_odd_texts_are_read_at_once_as_they_are_one_by_one():
    assert differences(USUAL, [field for field in FIELDS if field.name != "姓名"]) == []


@pytest.mark.slow
@examples(5)
@given(texts=TEXTS)
def test_names_read_at_once_give_what_single_names_give(texts):
    for field in (field for field in FIELDS if field.name == "姓名"):
        assert differences(texts + USUAL, [field]) == []


@pytest.mark.parametrize("rows", [0, 1, FEW - 1, FEW])
def test_tables_of_any_length_are_read(rows):
    field = replace(FIELDS[0], name="村", missing=frozenset(["", "无"]))
    values, faults = read_columns(
        pl.DataFrame({"村": ["无", "梅州村"] * (rows // 2) + ["无"] * (rows % 2)}, schema={"村": pl.String}),
        [field],
    )
    assert values.height == rows
    assert values["村"].to_list()[:2] == ["", "梅州村"][:rows]
    assert faults == {}
