"""What people type, read: dates, rates, amounts, yes and no."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hqe_docs.values import (
    Fault,
    as_amount,
    as_date,
    as_rate,
    as_whole,
    as_yes_no,
    decimal_text,
    fixed_text,
    nearest,
    percent_text,
    today,
)


@pytest.mark.parametrize(
    "text",
    [
        "2023-06-05",
        "2023/6/5",
        "2023.6.5",
        "2023年6月5日",
        "20230605",
        "２０２３年６月５日",
        " 2023 年 6 月 5 日 ",
    ],
)
def test_dates_are_read_in_the_forms_people_write(text):
    assert as_date(text) == date(2023, 6, 5)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2023-06-31", "impossible"),
        ("2023年2月29日", "impossible"),
        ("2023-06", "ambiguous"),
        ("23-6-5", "ambiguous"),
        ("6月5日", "ambiguous"),
        ("5/6/2023", "ambiguous"),
        ("六月", "form"),
        ("长期", "form"),
    ],
)
def test_a_date_that_is_not_one_day_is_a_fault_of_its_kind(text, kind):
    fault = as_date(text)
    assert isinstance(fault, Fault)
    assert fault.kind == kind


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_date_written_out_is_read_back(day):
    assert as_date(day.isoformat()) == day
    assert as_date(f"{day.year}年{day.month}月{day.day}日") == day


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("91.2%", Fraction(912, 1000)),
        ("0.912", Fraction(912, 1000)),
        ("９１．２％", Fraction(912, 1000)),
        ("100%", 1),
        ("0", 0),
    ],
)
def test_rates_are_exact_fractions(text, rate):
    assert as_rate(text) == rate


@pytest.mark.parametrize("text", ["91.2", "1", "95"])
def test_a_bare_number_of_one_or_more_is_an_ambiguous_rate(text):
    fault = as_rate(text)
    assert isinstance(fault, Fault)
    assert fault.kind == "ambiguous"


@given(st.integers(0, 10_000))
def test_a_rate_printed_as_percent_is_read_back(hundredths):
    rate = Fraction(hundredths, 10_000)
    assert as_rate(percent_text(rate)) == rate


@pytest.mark.parametrize(
    ("text", "yuan"),
    [("50000", 50000), ("50,000元", 50000), ("5万", 50000), ("5万元", 50000), ("￥1.5万元", 15000)],
)
def test_amounts_are_read_in_yuan(text, yuan):
    assert as_amount(text) == Decimal(yuan)


@pytest.mark.parametrize("text", ["五万", "5万8", "1,23", "NaN", "1e400", "--1"])
def test_what_is_no_amount_is_a_fault(text):
    assert isinstance(as_amount(text), Fault)


def test_whole_numbers_refuse_fractions():
    assert as_whole("2,316") == 2316
    assert isinstance(as_whole("2316.5"), Fault)


@pytest.mark.parametrize(
    ("text", "answer"), [("是", True), ("√", True), ("否 ", False), ("无", False), ("N", False)]
)
def test_yes_and_no_have_many_spellings(text, answer):
    assert as_yes_no(text) is answer


def test_anything_else_is_neither_yes_nor_no():
    assert isinstance(as_yes_no("也许"), Fault)


def test_printing_rounds_half_up_by_exact_arithmetic():
    assert fixed_text(Fraction(1, 200)) == "0.01"
    assert fixed_text(Fraction(-1, 200)) == "-0.01"
    assert decimal_text(Fraction(19, 2)) == "9.5"
    assert decimal_text(Fraction(10)) == "10"
    assert percent_text(Fraction(2, 3)) == "66.67%"


def test_a_misspelt_word_finds_its_nearest():
    assert nearest("责任仁", ["责任人", "责任单位"]) == "责任人"
    assert nearest("天气", ["责任人"]) is None


def test_the_day_of_a_build_that_repeats_is_said_by_source_date_epoch(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1698710400")
    assert today() == date(2023, 10, 31)
    for said in ("", "gestern", "9" * 30):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", said)
        assert today() == date.today()
