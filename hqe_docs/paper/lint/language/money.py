"""Money in capitals: in its right form, and the same as the figures beside it (GB/T 15835 5.2.4)."""

from __future__ import annotations

import re
from decimal import Decimal

from hqe_docs.numerals import capitals, whole_of
from hqe_docs.paper.lint.language.prose import Prose
from hqe_docs.problems import Problems

_CAPITAL = "壹贰叁肆伍陆柒捌玖拾佰仟"
_ANY = _CAPITAL + "零万亿〇一二三四五六七八九十百千两弍貳参叄參陸億萬"
_AMOUNT = re.compile(
    rf"(?P<name>人民币)?(?<![{_ANY}])(?P<yuan>(?=[{_ANY}]{{0,24}}[{_CAPITAL}])[{_ANY}]{{2,24}})(?P<unit>[元圆圓])"
    rf"(?:(?P<jiao>[{_ANY}])角)?(?P<zero>零)?(?:(?P<fen>[{_ANY}])分)?(?P<whole>[整正])?"
)
_FIGURES = r"(?<![\d,，.])[¥￥]?(?P<{0}>\d[\d,，]{{0,18}}(?:\.\d{{1,6}})?)(?P<{0}u>[万亿]?)元?"
_BESIDE = re.compile(rf"{_FIGURES.format('a')}[（(](?:大写|人民币|大写人民币|：|:|金额)*$")
_BEHIND = re.compile(rf"[（(](?:小写|：|:|人民币|即)*{_FIGURES.format('a')}(?=[）)])")
_TWICE = re.compile(rf"{_FIGURES.format('a')}(?<=元)[（(]{_FIGURES.format('b')}(?<=元)[）)]")
_HAS_CAPITAL = re.compile(f"[{_CAPITAL}]")
_TIMES = {"": 1, "万": 10_000, "亿": 100_000_000}


def check_money(prose: Prose, found: Problems) -> None:
    """Find amounts in capitals in a wrong form, and amounts written twice that differ."""
    for match, line in prose.each(_AMOUNT) if _HAS_CAPITAL.search(prose.whole) else ():
        amount = value_of(match)
        written = match[0]
        if amount is None:
            found.add("G328", line.where, found=written, wanted="如“人民币伍万元整”")
            continue
        wanted = ("人民币" if match["name"] else "") + capitals(amount)
        if not _is_formal(written, wanted):
            found.add("G328", line.where, found=written, wanted=f"“{wanted}”")
        beside = _figures_beside(prose.whole, match)
        if beside is not None and beside != amount:
            found.add("G329", line.where, one=written, other=f"{beside:f}元", shown=f"{amount:f}元")
    for match, line in prose.each_number(_TWICE):
        one, other = _figure(match["a"], match["au"]), _figure(match["b"], match["bu"])
        if one != other:
            found.add(
                "G329", line.where, one=match[0].partition("（")[0], other=f"{other:f}元", shown=f"{one:f}元"
            )


def _is_formal(written: str, wanted: str) -> bool:
    """Say whether an amount is written in the form wanted; a zero more and 整 behind 角 are right as well."""
    plain = written.replace("正", "整").replace("圆", "元")
    if "角" in plain:
        plain, wanted = plain.removesuffix("整"), wanted.removesuffix("整")
    return plain.replace("零", "") == wanted.replace("零", "") and plain.count("零") >= wanted.count("零")


def _figures_beside(whole: str, match: re.Match[str]) -> Decimal | None:
    """Return the amount in figures in front of the brackets around the capitals, or in brackets behind them."""
    line = whole.rfind("\n", 0, match.start()) + 1
    found = _BESIDE.search(whole, max(line, match.start() - 30), match.start()) or _BEHIND.match(
        whole, match.end()
    )
    return _figure(found["a"], found["au"]) if found else None


def _figure(digits: str, unit: str) -> Decimal:
    return (Decimal(digits.replace(",", "").replace("，", "")) * _TIMES[unit]).normalize() + 0


def value_of(match: re.Match[str]) -> Decimal | None:
    """Return the yuan of an amount in capitals, None where its digits and places make no number."""
    yuan = whole_of(match["yuan"])
    jiao, fen = (whole_of(match[name] or "零") for name in ("jiao", "fen"))
    if yuan is None or jiao is None or fen is None or max(jiao, fen) > 9 or yuan >= 10**12:
        return None
    return (yuan + Decimal(jiao) / 10 + Decimal(fen) / 100).normalize() + 0
