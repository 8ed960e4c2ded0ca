"""Suppositions (测算): figures, outside figures, facts and a person's points said to be otherwise than they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from hqe_docs.data.schema import External, SelfScore
from hqe_docs.data.scores.bench import Bench
from hqe_docs.data.scores.cases import BadCase, figure_said
from hqe_docs.data.scores.indicators import FigureRule, IndicatorSet
from hqe_docs.data.scores.supposedfacts import UnfitFact, fact_paths, fact_said, is_of_staff
from hqe_docs.data.scores.supposing import with_fact, with_figure
from hqe_docs.problems import Problems
from hqe_docs.values import Fault, as_number, as_rate, decimal_text, did_you_mean, percent_text

GIVEN = "自评"
SECTIONS = ("数据.", "外部数据.", "条件.")  # as they stand in the files; a name is known without
NOTHING_SAID = "未填"


@dataclass(frozen=True, slots=True)
class Supposition:
    """One thing supposed: its name, what it is now and what it is supposed to be, as printed.

    `note` warns where no indicator looks at it, so that nothing can change.
    """

    name: str
    before: str
    after: str
    note: str = ""


class _Unfit(Exception):
    """Why a text can't be the value of what it is said of, in Chinese."""


Setter = Callable[[Bench, IndicatorSet, str, str], Bench]


def suppose(
    bench: Bench, edition: IndicatorSet, said: Iterable[str], found: Problems
) -> tuple[Bench, list[Supposition]]:
    """Return the bench as it would be if what is `said` (名称=值) were so, and each of these things."""
    wanted = _wanted(said, found)
    after = bench
    for name, text in wanted.items():
        setter = _setter(name, edition)
        if setter is None:
            known = list(names(edition))
            found.add("R121", hint=did_you_mean(name, known), found=name, known="、".join(known))
            continue
        try:
            after = setter(after, edition, name, text)
        except (_Unfit, UnfitFact) as fault:
            found.add("R122", name=name, found=text, detail=fault)
    told = [name for name in wanted if _setter(name, edition)]
    return after, [
        Supposition(name, _now(bench, name), _now(after, name), _unused(name, edition)) for name in told
    ]


def _wanted(said: Iterable[str], found: Problems) -> dict[str, str]:
    """Return name → value; a name that is given two values is a problem."""
    wanted: dict[str, str] = {}
    for name, text in filter(None, (_parted(each, found) for each in said)):
        if wanted.setdefault(name, text) != text:
            found.add("R122", name=name, found=text, detail=f"前面已假设为“{wanted[name]}”")
    return wanted


def _unused(name: str, edition: IndicatorSet) -> str:
    if name not in edition.figures or edition.used_by(name):
        return ""
    return "没有指标按这项数据计分，由它得出的比率要另外假设"


def _parted(text: str, found: Problems) -> tuple[str, str] | None:
    """Return name and value of `名称=值`, the name without its section."""
    half_width = text.replace("＝", "=").replace("％", "%")
    name, sign, value = (part.strip() for part in half_width.partition("="))
    if not (name and sign and value):
        found.add("R123", found=text)
        return None
    section = next((item for item in SECTIONS if name.startswith(item)), "")
    return name.removeprefix(section), value


def names(edition: IndicatorSet) -> Iterable[str]:
    """Yield everything that may be supposed."""
    yield from edition.figures
    yield from _outside_names(edition)
    yield from fact_paths(edition)
    yield from (f"{GIVEN}.{item.no}" for item in edition.indicators if item.rule.shape == "评判")


def _setter(name: str, edition: IndicatorSet) -> Setter | None:
    if name in edition.figures:
        return _with_figure
    if name in _outside_names(edition):
        return _with_outside
    if name in fact_paths(edition):
        return _with_fact
    head, _, number = name.partition(".")
    is_number = number.isascii() and number.isdigit() and edition.indicator(int(number)) is not None
    return _with_points if head == GIVEN and is_number else None


def _now(bench: Bench, name: str) -> str:
    """Return what the bench has under a name, as printed."""
    if name in bench.figures:
        return bench.figures[name].text
    if name in bench.outside:
        return percent_text(bench.outside[name])
    head, _, inner = name.partition(".")
    if head == GIVEN:
        given = bench.given.get(int(inner))
        return "未评" if given is None or given.points is None else decimal_text(given.points)
    value = bench.fact(name)
    if isinstance(listed := bench.fact(head), list) and inner:
        value = any(item.get(inner) for item in listed)
    return _printed(value)


def _printed(value: Any) -> str:
    if value is None:
        return NOTHING_SAID
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(map(str, value)) or "无"
    return str(value)


# ---------------------------------------------------------------- figures
def _with_figure(bench: Bench, edition: IndicatorSet, name: str, text: str) -> Bench:
    rule = edition.figures[name]
    _check_rate(text, rule)
    try:
        figure = figure_said(name, rule, text)
    except BadCase as fault:
        raise _Unfit(str(fault)) from fault
    if figure.denominator == 0 and figure.numerator:
        raise _Unfit("分母为 0 时，分子也只能是 0")
    _check_figure(figure.value, rule)
    return with_figure(bench, figure)


def _check_rate(text: str, rule: FigureRule) -> None:
    """Refuse a rate that may be meant in two ways, and a division where none is."""
    if "/" in text or "÷" in text:
        if rule.is_number:
            raise _Unfit("这是个数，直接写数，如 3")
    elif rule.is_rate:
        _rate(text)


def _check_figure(value: Fraction | None, rule: FigureRule) -> None:
    if value is None:
        return
    if value < 0 and rule.shape != "均值":
        raise _Unfit("不能小于 0")
    if value > 1 and rule.is_rate:
        raise _Unfit("比率不能超过 100%")
    if value.denominator != 1 and rule.is_number:
        raise _Unfit("这是个数，要写整数")


def _rate(text: str) -> Fraction:
    rate = as_rate(text)
    if isinstance(rate, Fault):
        raise _Unfit(_words(rate))
    if not 0 <= rate <= 1:
        raise _Unfit("比率在 0 到 100% 之间")
    return rate


def _words(fault: Fault) -> str:
    if fault.kind == "form":
        return f"要写成{fault.detail}"
    return f"{fault.detail}，{fault.advice}" if fault.advice else fault.detail


# ---------------------------------------------------------------- outside figures, points
def _outside_names(edition: IndicatorSet) -> list[str]:
    return [*(field.alias or name for name, field in External.model_fields.items()), *edition.external]


def _with_outside(bench: Bench, _edition: IndicatorSet, name: str, text: str) -> Bench:
    return replace(bench, outside={**bench.outside, name: _rate(text)})


def _with_fact(bench: Bench, edition: IndicatorSet, name: str, text: str) -> Bench:
    value = fact_said(edition, name, text)
    top, _, inner = name.partition(".")
    people = bench.fact(top)
    if is_of_staff(name):  # of everyone who is named, else of somebody
        return with_fact(bench, top, [{**person, inner: value} for person in people or [{}]])
    return with_fact(bench, name, value)


def _with_points(bench: Bench, edition: IndicatorSet, name: str, text: str) -> Bench:
    no = int(name.partition(".")[2])
    indicator, points = edition.indicator(no), as_number(text)
    if indicator is None or indicator.rule.shape != "评判":
        raise _Unfit(f"第 {no} 项的得分由数据得出，只能改变数据")
    if isinstance(points, Fault):
        raise _Unfit(_words(points))
    if not 0 <= points <= indicator.full:
        raise _Unfit(f"第 {no} 项的得分在 0 到 {decimal_text(indicator.full)} 之间")
    if points * 100 % 1:
        raise _Unfit("得分最多两位小数")
    given = SelfScore(**{"得分": text, "说明": "测算的得分"})
    return replace(bench, given={**bench.given, no: given})
