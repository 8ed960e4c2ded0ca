"""Money in capitals: in its right form, and the same as the figures beside it (GB/T 15835 5.2.4)."""

from __future__ import annotations

import re
from decimal import Decimal

from hqe_docs.paper.lint.language.prose import Prose
from hqe_docs.problems import Problems

_DIGITS = {character: value for value, character in enumerate("零壹贰叁肆伍陆柒捌玖")}
_PLACES = {"拾": 10, "佰": 100, "仟": 1000}
_PLAIN = str.maketrans(
    "〇一二三四五六七八九十百千两弍貳参叄參陸億萬圆圓", "零壹贰叁肆伍陆柒捌玖拾佰仟贰贰贰叁叁叁陆亿万元元"
)
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
        plain = plain.removesuffix("整")
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
    yuan = _whole(match["yuan"].translate(_PLAIN))
    parts = [_DIGITS.get((match[name] or "零").translate(_PLAIN)) for name in ("jiao", "fen")]
    if yuan is None or None in parts or yuan >= 10**12:
        return None
    jiao, fen = (Decimal(part or 0) for part in parts)
    return (yuan + jiao / 10 + fen / 100).normalize() + 0


def _whole(text: str) -> int | None:
    """Return the number that capital numerals write; a place without digit counts once."""
    total, part, digit = 0, 0, None
    for character in text:
        if character in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[character]
        elif character in _PLACES:
            part += (1 if digit is None else digit) * _PLACES[character]
            digit = None
        else:
            times = _TIMES[character]
            part += digit or 0
            total = (total + part) * times if 0 < total < times else total + part * times
            part, digit = 0, None
    return total + part + (digit or 0)


def capitals(amount: Decimal) -> str:
    """Return an amount of yuan in capitals: 伍万元整, 壹仟零伍元叁角."""
    yuan, cents = divmod(int(amount * 100), 100)
    jiao, fen = divmod(cents, 10)
    text = (_capital_whole(yuan) or "零") + "元"
    names = "零壹贰叁肆伍陆柒捌玖"
    text += f"{names[jiao]}角" if jiao else "零" if fen and yuan else ""
    return text + (f"{names[fen]}分" if fen else "整" if not jiao else "")


def _capital_whole(number: int) -> str:
    """Return a whole number below 10^12 in capitals, with no zero more than it needs."""
    text = ""
    for times, unit in ((100_000_000, "亿"), (10_000, "万"), (1, "")):
        part, number = divmod(number, times)
        if part:
            text += ("零" if text and part < 1000 else "") + _four(part) + unit
    return text


def _four(number: int) -> str:
    """Return a number below 10000 in capitals."""
    text, has_gap = "", False
    for place, unit in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit, number = divmod(number, place)
        if digit:
            text += ("零" if has_gap and text else "") + "零壹贰叁肆伍陆柒捌玖"[digit] + unit
        has_gap = digit == 0
    return text
