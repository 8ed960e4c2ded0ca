"""What templates see of the subsidy: its lines, what is still to be paid, what was spent on what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from hqe_docs.data.funds.account import FAILED, PASSED, Account, Line
from hqe_docs.data.funds.uses import uses_of
from hqe_docs.data.programme.money import EARLY, EARLY_NOT
from hqe_docs.data.schema import plain
from hqe_docs.office.workspace import Loaded

SPENT = "支出"
AMOUNTS = ("标准", "已拨付", "差额")
PARTS = ("预拨", "往年已拨", "本年已拨")


def subsidy(loaded: Loaded) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the lines of 资金 as the dossier has them, and 资金合计."""
    lines = []
    for fund in loaded.sound.data.funds:
        paid = fund.paid or Decimal(0)
        amounts = zip(AMOUNTS, (fund.standard, paid, fund.standard - paid), strict=True)
        lines.append(plain(fund) | {key: yuan(amount) for key, amount in amounts})
    return lines, totals(lines)


def totals(lines: Sequence[Mapping[str, Any]], keys: Sequence[str] = AMOUNTS) -> dict[str, Any]:
    """Return the sums of amounts over lines."""
    return {key: sum(line[key] for line in lines) for key in keys}


def line_rows(loaded: Loaded, account: Account) -> list[dict[str, Any]]:
    """Return the lines of an account as papers print them; none where neither dossier nor ledger tells of money."""
    if not (loaded.sound.data.funds or account.entries):
        return []
    return [{"创建点": loaded.name, "验收": account.acceptance, **_row(line)} for line in account.lines]


def _row(line: Line) -> dict[str, Any]:
    funds = [fund for _, fund in line.funds]
    amounts = {
        "标准": line.standard,
        "预拨": line.advance or Decimal(0),
        "往年已拨": line.before,
        "本年已拨": line.paid,
        "已拨付": line.all_paid,
        "差额": line.rest,
    }
    return {
        "层级": line.title,
        **{key: yuan(amount) for key, amount in amounts.items()},
        "依据": "；".join(dict.fromkeys(fund.basis for fund in funds if fund.basis)),
        "说明": "；".join(dict.fromkeys(fund.note for fund in funds if fund.note)),
        "各层级": line.levels,
    }


def payments(loaded: Loaded, account: Account, points: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return 拨付: the lines of subsidy with their creation points, totals by level, what is asked for, what was spent.

    Those of the points below stand for the dossier's own lines where it has none, or where they are the same money.
    A bureau of a county doesn't ask above for what the county itself gives; nobody asks for what was not accepted, nor
    for what is not accepted yet where 口径 says so.
    """
    own = line_rows(loaded, account)
    inner = [line for point in points for line in point["拨付"]["款"]]
    lines = inner if inner and (not own or totals(inner) == totals(own)) else own
    is_bureau = loaded.sound.data.point.role == "主管部门"
    waits = account.settings.get(EARLY) == EARLY_NOT
    barred = (FAILED,) if not waits else (FAILED, "待验收")
    asked = [it for it in lines if not (is_bureau and it["各层级"] == ("县级",)) and it["验收"] not in barred]
    spent = _spending(account, points)
    open_points = dict.fromkeys(it["创建点"] for it in asked if it["验收"] != PASSED and it["差额"])
    return {
        **_account(lines),
        "请拨": {**_account(asked), "未验收": list(open_points)},
        SPENT: spent,
        "支出合计": sum(it["金额"] for it in spent),
    }


def _account(lines: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {"款": lines, "各级": by_level(lines), **totals(lines)}


def by_level(lines: Sequence[Mapping[str, Any]], keys: Sequence[str] = AMOUNTS) -> list[dict[str, Any]]:
    """Return the sums of each level, in the order met; 区级 is 县级."""
    groups: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for line in lines:
        groups.setdefault(line["各层级"], []).append(line)
    return [{"层级": mine[0]["层级"], **totals(mine, keys)} for mine in groups.values()]


def _spending(account: Account, points: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return what 资金台账 says was spent, by purpose, the largest first; of the points below where there are any."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for point in points:
        for line in point["拨付"][SPENT]:
            sums[line["用途"]] += line["金额"]
    for use in uses_of(account.entries):
        sums[use.purpose] += use.amount
    return [{"用途": it, "金额": yuan(sums[it])} for it in sorted(sums, key=lambda it: (-sums[it], it))]


def yuan(amount: Decimal) -> int | Decimal:
    """Return an amount as an int when it has no fen."""
    return int(amount) if amount == amount.to_integral_value() else amount
