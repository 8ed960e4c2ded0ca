"""What templates see of the subsidy: its lines, what is still to be paid, what was spent on what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from hqe_docs.data.schema import plain
from hqe_docs.office.workspace import Loaded
from hqe_docs.values import Fault, as_number

LEDGER, SPENT = "资金台账", "支出"
OWN_LEVELS = ("县级", "区级", "县（区）级")  # what a county gives itself
AMOUNTS = ("标准", "已拨付", "差额")


def subsidy(loaded: Loaded) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the lines of 资金, and 资金合计."""
    lines = []
    for fund in loaded.sound.data.funds:
        paid = fund.paid or Decimal(0)
        amounts = zip(AMOUNTS, (fund.standard, paid, fund.standard - paid), strict=True)
        lines.append(plain(fund) | {key: yuan(amount) for key, amount in amounts})
    return lines, _totals(lines)


def _totals(lines: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {key: sum(line[key] for line in lines) for key in AMOUNTS}


def payments(
    loaded: Loaded, own: Sequence[Mapping[str, Any]], points: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Return 拨付: the lines of subsidy with their creation points, totals by level, what is asked for, what was spent.

    Those of the points below stand for the dossier's own lines where it has none, or where they are the same money.
    A bureau of a county doesn't ask above for what the county itself gives.
    """
    mine = [{"创建点": loaded.name, **line} for line in own]
    inner = [{"创建点": point["创建点"]["名称"], **line} for point in points for line in point["资金"]]
    lines = inner if inner and (not mine or _totals(inner) == _totals(mine)) else mine
    is_bureau = loaded.sound.data.point.role == "主管部门"
    asked = [line for line in lines if not (is_bureau and line["层级"] in OWN_LEVELS)]
    spent = _spending(loaded, points)
    total = sum(it["金额"] for it in spent)
    return {**_account(lines), "请拨": _account(asked), SPENT: spent, "支出合计": total}


def _account(lines: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    levels = list(dict.fromkeys(line["层级"] for line in lines))
    by_level = [{"层级": it, **_totals([line for line in lines if line["层级"] == it])} for it in levels]
    return {"款": lines, "各级": by_level, **_totals(lines)}


def _spending(loaded: Loaded, points: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return what 资金台账 says was spent, by purpose, the largest first; of the points below where there are any."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for point in points:
        for line in point["拨付"][SPENT]:
            sums[line["用途"]] += line["金额"]
    ledger = None if points else loaded.ledgers.get(LEDGER)
    if ledger is not None:
        for kind, purpose, amount in ledger.frame.select("收支类别", "用途", "金额").iter_rows():
            number = as_number(amount or "")
            if kind == SPENT and not isinstance(number, Fault):
                sums[purpose or "其他"] += number
    return [{"用途": it, "金额": yuan(sums[it])} for it in sorted(sums, key=lambda it: (-sums[it], it))]


def yuan(amount: Decimal) -> int | Decimal:
    """Return an amount as an int when it has no fen."""
    return int(amount) if amount == amount.to_integral_value() else amount
