"""奖补: what papers print of the account of the subsidy: points, levels, a running account in pages, uses, settings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from hqe_docs.data.funds.account import Account
from hqe_docs.data.funds.reconciling import conclusion
from hqe_docs.data.funds.uses import UNNAMED, Running, running
from hqe_docs.data.schema import plain
from hqe_docs.office.mapping.funds import AMOUNTS, PARTS, by_level, line_rows, totals, yuan
from hqe_docs.office.subsidies import Below, above, disagreements, settings_of
from hqe_docs.office.workspace import Loaded
from hqe_docs.paper.excel.heights import TextRoom
from hqe_docs.problems import Problem

# of the running account in 奖补资金台账.xlsx: the wrapping columns in digits, a row and what a page has for rows in points
WIDTHS = {"资金项目": 18, "摘要": 20, "对方单位": 24, "备注": 10}
ROW, PAGE = 21.0, 460.0
FLOWS = ("收入", "支出")
KEYS = (*AMOUNTS, *PARTS, *FLOWS, "结余")


def grants(loaded: Loaded, account: Account, points: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return 奖补 of a dossier: its own account, or those of the points below."""
    inner = [item for point in points for item in point["奖补"]["点"]]
    own = [_point(loaded, account)] if not points and line_rows(loaded, account) else []
    items = inner or own
    lines = [line for item in items for line in item["款"]]
    found = _found_above(loaded, points) if points else []
    wrong = [f"{item['创建点']}：{item['核对']}" for item in items if not item["一致"]]
    wrong += [item.message for item in found if item.severity == "error"]
    return {
        "点": items,
        "各级": by_level(lines, KEYS),
        "合计": totals(lines, (*AMOUNTS, *PARTS))
        | totals([item["合计"] for item in items], (*FLOWS, "结余")),
        "用途": _uses([row for item in items for row in item["收支"]]),
        "口径": settings_of(loaded) if items else [],
        "核对": "；".join(wrong) or _agreed(items),
        "一致": not wrong,
        "有台账": any(item["有台账"] for item in items),
    }


def _agreed(items: Sequence[Mapping[str, Any]]) -> str:
    return "；".join(dict.fromkeys(item["核对"] for item in items))


def _point(loaded: Loaded, account: Account) -> dict[str, Any]:
    found = disagreements(loaded, account)
    entries = running(account.entries)
    rows = [_entry(number, step, loaded.name) for number, step in enumerate(entries, 1)]
    lines = [
        {**row, **_flow(line.received, line.spent)}
        for row, line in zip(line_rows(loaded, account), account.lines, strict=True)
    ]
    return {
        "创建点": loaded.name,
        "创建方式": account.manner,
        "验收": plain(loaded.sound.data.acceptance) | {"结论": account.acceptance},
        "款": lines,
        "合计": totals(lines, (*AMOUNTS, *PARTS)) | _flow(account.received, account.spent),
        "收支": rows,
        "页": _pages(rows),
        "核对": conclusion(found, account.book is not None),
        "一致": not any(item.severity == "error" for item in found),
        "有台账": account.book is not None,
    }


def _flow(received: Decimal, spent: Decimal) -> dict[str, Any]:
    return {"收入": yuan(received), "支出": yuan(spent), "结余": yuan(received - spent)}


def _entry(number: int, step: Running, point: str) -> dict[str, Any]:
    entry = step.entry
    return {
        "序号": number,
        "创建点": point,
        "日期": entry.day,
        "资金项目": entry.item,
        "层级": entry.level,
        "凭证号": entry.voucher,
        "用途": entry.purpose or ("" if entry.is_in else UNNAMED),
        "摘要": entry.purpose or entry.item,
        "对方单位": entry.partner,
        "收入": yuan(entry.amount) if entry.is_in else "",
        "支出": "" if entry.is_in else yuan(entry.amount),
        "结余": yuan(step.left),
        "经办人": entry.handler,
        "备注": "；".join(text for text in (entry.basis, entry.note) if text),
    }


def _pages(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows in pages, each with what was carried over, its own sums and the sums so far."""
    pages: list[dict[str, Any]] = []
    sums = dict.fromkeys(FLOWS, 0)
    chunks = _filled(rows)
    for mine in chunks:
        before, own = dict(sums), {key: sum(row[key] or 0 for row in mine) for key in FLOWS}
        sums = {key: sums[key] + own[key] for key in FLOWS}
        pages.append({"行": mine, "承前": _left(before), "小计": own, "累计": _left(sums)})
    return [page | {"页": number, "末页": number == len(pages)} for number, page in enumerate(pages, 1)]


def _filled(rows: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """Return the rows by pages, as many on each as its height holds."""
    pages: list[list[Mapping[str, Any]]] = []
    room = 0.0
    for row in rows:
        height = max(
            ROW, *(TextRoom((width - 0.7) / 1.05, 10).height(row[key]) for key, width in WIDTHS.items())
        )
        if height > room:
            pages.append([])
            room = PAGE
        pages[-1].append(row)
        room -= height
    return pages


def _left(sums: Mapping[str, Any]) -> dict[str, Any]:
    return {**sums, "结余": sums["收入"] - sums["支出"]}


def _uses(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return what was spent by purpose, the largest first, each with its rows."""
    groups: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["支出"] != "":
            groups[row["用途"]].append(row)
    uses = [
        {"用途": name, "金额": totals(mine, ("支出",))["支出"], "行": mine} for name, mine in groups.items()
    ]
    return sorted(uses, key=lambda use: (-use["金额"], use["用途"]))


def _found_above(loaded: Loaded, points: Sequence[Mapping[str, Any]]) -> list[Problem]:
    below = [
        Below(
            point["创建点"]["名称"],
            [(line["层级"], line["标准"], line["已拨付"]) for line in point["资金"]],
            next((item["创建方式"] for item in point["奖补"]["点"]), ""),
        )
        for point in points
    ]
    return list(above(loaded, below))
