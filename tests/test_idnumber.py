"""Citizen identity numbers: the check digit, what is wrong with a wrong one, and masking."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hqe_docs.data.idnumber import birth, check_digit, judge, sex, tidy
from hqe_docs.masking import mask_identity

GOOD = "11010519491231002X"


def test_the_standards_own_examples_are_right():
    assert judge(GOOD) is None
    assert judge("440524188001010014") is None


def test_a_number_gives_birth_date_and_sex():
    assert birth(GOOD).isoformat() == "1949-12-31"
    assert sex(GOOD) == "女"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("110105194912310021", "L204"),
        ("1101051949123100", "L205"),
        ("11010519491231A02X", "L205"),
        ("11010519491331002X", "L206"),
        ("3.60999199001E+17", "L207"),
        ("360999199001011000", "L207"),
        ("360999900101123", "L208"),
    ],
)
def test_each_kind_of_fault_has_its_code(number, code):
    assert judge(number).code == code


@pytest.mark.parametrize(
    "typed",
    [
        "'11010519491231002x",
        "110105 19491231 002Х",
        "１１０１０５１９４９１２３１００２Ｘ",
        "11010519491231002*",
    ],
)
def test_what_keyboards_do_to_a_number_is_undone(typed):
    assert tidy(typed) == GOOD


def test_the_mask_hides_the_birth_date_only():
    assert mask_identity(GOOD) == "110105********002X"
    assert mask_identity("123456") == "123***"


@given(st.dates(), st.integers(0, 999), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_changing_any_one_character_is_noticed(day, order, place, other):
    first17 = f"360999{day.year + 1000 if day.year < 1880 else day.year:04d}{day:%m%d}{order:03d}"[:17]
    number = first17 + check_digit(first17)
    changed = number[:place] + other + number[place + 1 :]
    if judge(number) is None and changed != number:
        assert judge(changed) is not None


def test_a_right_number_is_right_and_every_change_of_one_character_is_noticed():
    """A sample of what tests/slow/test_idnumbers.py does for a million numbers."""
    for order in range(200):
        number = f"36099919{order % 100:02d}0101{order:03d}"
        number += check_digit(number)
        assert judge(number) is None
        for place in range(18):
            for other in "0123456789" + ("X" if place == 17 else ""):
                changed = number[:place] + other + number[place + 1 :]
                assert (judge(changed) is None) == (changed == number)
