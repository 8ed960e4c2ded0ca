"""Amounts in capitals as cheques need them: 支付结算办法 附一《正确填写票据和结算凭证的基本规定》."""

from __future__ import annotations

from decimal import Decimal

import pytest

from hqe_docs.data.money import capital_amount
from hqe_docs.numerals import chinese
from hqe_docs.paper.language.filters import FilterFault, capital_yuan

# written by hand from the rules; where these leave a 零 free the shorter form
WRITTEN = """
0               零元整
0.01            壹分
0.05            伍分
0.10            壹角整
0.50            伍角整
0.55            伍角伍分
0.99            玖角玖分
1               壹元整
1.05            壹元零伍分
1.50            壹元伍角整
2               贰元整
10              壹拾元整
10.05           壹拾元零伍分
10.50           壹拾元伍角整
11              壹拾壹元整
15.36           壹拾伍元叁角陆分
20              贰拾元整
100             壹佰元整
101             壹佰零壹元整
110             壹佰壹拾元整
110.01          壹佰壹拾元零壹分
325.04          叁佰贰拾伍元零肆分
1000            壹仟元整
1001            壹仟零壹元整
1010            壹仟零壹拾元整
1100            壹仟壹佰元整
1409.50         壹仟肆佰零玖元伍角整
1680.32         壹仟陆佰捌拾元叁角贰分
6007.14         陆仟零柒元壹角肆分
10000           壹万元整
10001           壹万零壹元整
10010           壹万零壹拾元整
10100           壹万零壹佰元整
11000           壹万壹仟元整
16409.02        壹万陆仟肆佰零玖元零贰分
19999.5         壹万玖仟玖佰玖拾玖元伍角整
20000           贰万元整
50000           伍万元整
100000          壹拾万元整
100010          壹拾万零壹拾元整
107000.53       壹拾万柒仟元伍角叁分
150000          壹拾伍万元整
1000001         壹佰万零壹元整
1010101.01      壹佰零壹万零壹佰零壹元零壹分
10000000        壹仟万元整
10005000        壹仟万伍仟元整
10050000        壹仟零伍万元整
20304050.60     贰仟零叁拾万肆仟零伍拾元陆角整
100000000       壹亿元整
100000001       壹亿零壹元整
100005000       壹亿零伍仟元整
100010000       壹亿零壹万元整
100050000.07    壹亿零伍万元零柒分
150000000       壹亿伍仟万元整
1000000000      壹拾亿元整
1000100010.10   壹拾亿零壹拾万零壹拾元壹角整
987654321.98    玖亿捌仟柒佰陆拾伍万肆仟叁佰贰拾壹元玖角捌分
500000000000    伍仟亿元整
"""
CASES = [tuple(line.split()) for line in WRITTEN.strip().splitlines()]


@pytest.mark.parametrize(("figures", "words"), CASES)
def test_an_amount_is_written_by_the_rules_of_cheques(figures: str, words: str) -> None:
    assert capital_yuan(Decimal(figures)) == f"人民币{words}"


@pytest.mark.parametrize(("figures", "words"), CASES)
def test_what_is_written_reads_back_as_the_amount(figures: str, words: str) -> None:
    yuan = words if "元" in words else f"零元{words}"
    assert capital_amount(yuan) == Decimal(figures)


def test_at_least_forty_amounts_are_written_by_hand() -> None:
    assert len(CASES) >= 40 and len({figures for figures, _ in CASES}) == len(CASES)


# the examples of 附一 四 in the forms it allows, and 正 for 整
@pytest.mark.parametrize(
    ("words", "figures"),
    [
        ("人民币壹仟陆佰捌拾元零叁角贰分", "1680.32"),
        ("人民币壹拾万柒仟元零伍角叁分", "107000.53"),
        ("人民币壹拾万零柒仟元伍角叁分", "107000.53"),
        ("人民币壹仟肆佰零玖元伍角", "1409.50"),
        ("人民币伍万元正", "50000"),
        ("人民币伍万圆整", "50000"),
        ("人民币壹元伍角正", "1.50"),
    ],
)
def test_every_form_the_rules_allow_is_read(words: str, figures: str) -> None:
    assert capital_amount(words) == Decimal(figures)


@pytest.mark.parametrize("figures", ["0.005", "100.001", "19999.999", "-1", "-0.01", "1000000000000"])
def test_no_amount_is_rounded_or_written_below_zero_or_beyond_the_places(figures: str) -> None:
    with pytest.raises(FilterFault, match="最多两位小数"):
        capital_yuan(Decimal(figures))


def test_zeros_of_four_places_are_heard_in_a_number() -> None:
    assert [chinese(100_005_000), chinese(150_000_000)] == ["一亿零五千", "一亿五千万"]
