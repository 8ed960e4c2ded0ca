"""What the service ledgers tell of a week, as reports print it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from hqe_docs.data.events import Happened, happened
from hqe_docs.data.programme.reporting import NUMBER, ROWS, Measure
from hqe_docs.data.programme.weeks import Week
from hqe_docs.office.workspace import Loaded
from hqe_docs.values import decimal_text, whole_if_so

MOST_NAMES = 3
SPANS = ("本期", "上期", "累计")


def events_of(loaded: Loaded, week: Week | None, day: date | None) -> list[dict[str, Any]]:
    """Return the programme's events whose ledgers the dossier has.

    本期 and 上期 are the report's period and the one before, 累计 from the first day of the year on; none goes
    beyond `day`.
    """
    reporting = loaded.programme.reporting if loaded.programme else None
    if reporting is None or loaded.counter is None or week is None or day is None:
        return []
    terms = loaded.counter.terms
    return [
        _event(happened(event, loaded.ledgers[event.ledger], terms), week, day)
        for event in reporting.events
        if event.ledger in loaded.ledgers and loaded.ledgers[event.ledger].has(event.dated)
    ]


def _event(rows: Happened, week: Week, day: date) -> dict[str, Any]:
    spans = ((week.start, min(week.end, day)), week.before, (date(day.year, 1, 1), min(week.end, day)))
    numbers = [rows.numbers(start, end) for start, end in spans]
    measures = [
        _measure(measure, dict(zip(SPANS, each, strict=True)))
        for measure, *each in zip(rows.event.measures, *numbers, strict=True)
    ]
    event = {
        "名称": rows.event.title,
        "来源": rows.event.ledger,
        "同一": rows.event.same,
        "无日期": rows.event.undated,
        "各行": {key: rows.kinds(*span) for key, span in zip(SPANS, spans, strict=True)},
    }
    return event | _told(measures, rows.named(*spans[0]), rows.undated)


def _measure(measure: Measure, numbers: Mapping[str, int | Fraction]) -> dict[str, Any]:
    by_row = measure.how == ROWS
    return {"称": measure.title, "单位": measure.unit, "文式": measure.text, "按行": by_row, **numbers}


def _told(measures: Sequence[Mapping[str, Any]], named: Sequence[str], undated: int) -> dict[str, Any]:
    return {
        "计": [dict(it) | {key: _shown(it[key]) for key in SPANS} for it in measures],
        "数": {key: [it[key] for it in measures] for key in SPANS},
        "近两周": any(it["本期"] or it["上期"] for it in measures),
        "累计": any(it["累计"] for it in measures),
        "列举": list(named),
        "文": _sentence(measures, named),
        "缺日期": undated,
    }


def _shown(number: int | Fraction) -> int | str:
    whole = whole_if_so(Fraction(number))
    return whole if isinstance(whole, int) else decimal_text(whole)


def _sentence(measures: Sequence[Mapping[str, Any]], named: Sequence[str]) -> str:
    """Return the week in one clause, nothing where its first number is zero."""
    if not measures or not measures[0]["本期"]:
        return ""
    parts = [str(it["文式"]).replace(NUMBER, decimal_text(it["本期"])) for it in measures if it["本期"]]
    names = "、".join(named[:MOST_NAMES]) + ("等" if len(named) > MOST_NAMES else "")
    return "，".join([parts[0] + (f"（{names}）" if names else ""), *parts[1:]])


def events_together(inner: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the events of several dossiers as one each: numbers added, rows that tell of the same counted once."""
    titles = dict.fromkeys(event["名称"] for week in inner for event in week["动态"])
    return [
        _joined([event for week in inner for event in week["动态"] if event["名称"] == it]) for it in titles
    ]


def _joined(events: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    first = events[0]
    repeated = {key: _repeated([event["各行"][key] for event in events]) for key in SPANS}
    measures = [
        {**measure, **{key: sum(event["数"][key][number] for event in events) for key in SPANS}}
        for number, measure in enumerate(first["计"])
    ]
    for measure in measures:
        if measure["按行"]:
            measure |= {key: measure[key] - repeated[key] for key in SPANS}
    named = list(dict.fromkeys(name for event in events for name in event["列举"]))
    undated = sum(event["缺日期"] for event in events)
    shared = {key: first[key] for key in ("名称", "来源", "同一", "无日期")}
    return shared | _told(measures, named, undated)


def _repeated(several: Sequence[Mapping[tuple[str, ...], int]]) -> int:
    """Return how many rows of several dossiers only say again what one of them has said.

    What is public of a mapping (`disclosed`) has no Counter any more.
    """
    once: Counter[tuple[str, ...]] = Counter()
    for rows in several:
        once |= Counter(rows)
    return sum(sum(rows.values()) for rows in several) - once.total()
