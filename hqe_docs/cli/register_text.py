"""What the commands of the register show on a terminal, made from their JSON objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hqe_docs.cli.layout import table
from hqe_docs.cli.ledger_tables import written_text
from hqe_docs.cli.tables import list_text

Item = Mapping[str, Any]


def load_text(answer: Item) -> str:
    """Return what became of each ledger."""
    if not answer["loads"]:
        return "没有登记"
    titles = ["地方", "台账", "日期", "登记", "行数", "新写", "截止", "变动"]
    rows = [
        [
            it["place"].rpartition("/")[2],
            it["kind"],
            it["day"],
            it["how"],
            *(str(it[n]) for n in ("rows", "written", "ended", "events")),
        ]
        for it in answer["loads"]
    ]
    return f"{table(titles, rows, right={4, 5, 6, 7})}\n库 {answer['register']}"


def export_text(answer: Item) -> str:
    """Return where the ledger was written, and how many rows each place has in it."""
    counts = "，".join(f"{it['place'].rpartition('/')[2]} {it['rows']} 行" for it in answer["places"])
    return "\n".join(filter(None, [written_text(answer), answer["path"] and f"{answer['day']}：{counts}"]))


def history_text(answer: Item) -> str:
    """Return who it is, what happened day by day, and how their rows stand last."""
    people = [
        {"姓名": it["name"], "公民身份号码": it["number"], "村": "、".join(it["villages"])}
        for it in answer["people"]
    ]
    parts = [list_text(people)] if people else ["没有找到"]
    if answer["entries"]:
        titles = ["日期", "村", "台账", "变动", "栏目", "变动前", "变动后", "来源"]
        parts.append(table(titles, [_entry(it) for it in answer["entries"]]))
    parts += ["\n".join(_row(it)) for it in answer["rows"]]
    return "\n\n".join(parts)


def _entry(it: Item) -> list[str]:
    source = f"{it['file']} 第{it['line']}行" if it["line"] else it["file"]
    return [it["day"], it["village"], it["kind"], it["type"], it["field"], it["old"], it["new"], source]


def _row(it: Item) -> Iterator[str]:
    ended = f"至 {it['until']}" if it["until"] else ""
    yield f"{it['village']} {it['kind']}（自 {it['since']}{ended}）"
    yield "    " + "，".join(f"{name} {text}" for name, text in it["cells"].items())


def stats_text(answer: Item) -> str:
    """Return a line a period: events by type, rows at its end, and by state."""
    told = answer["periods"]
    if not told:
        return "没有可以统计的"
    sorts = list(dict.fromkeys(sort for it in told for sort in it["events"]))
    states = list(dict.fromkeys(state for it in reversed(told) for state in it["states"]))
    titles = [
        "期间",
        *sorts,
        "期末行数",
        *(state or "（空白）" for state in states if state or len(states) > 1),
    ]
    shown = [state for state in states if state or len(states) > 1]
    rows = [
        [
            it["name"],
            *(str(it["events"].get(sort, 0)) for sort in sorts),
            str(it["rows"]),
            *(str(it["states"].get(state, 0)) for state in shown),
        ]
        for it in told
    ]
    return table(titles, rows, right=set(range(1, len(titles))))


def query_text(answer: Item) -> str:
    """Return the rows under their titles."""
    if not answer["titles"]:
        return "没有结果"
    return f"{table(answer['titles'], answer['rows'])}\n共 {len(answer['rows'])} 行"


def backup_text(answer: Item) -> str:
    """Return where the backup was written, and how much it holds."""
    return "\n".join(filter(None, [written_text(answer), _counts(answer)]))


def restore_text(answer: Item) -> str:
    """Return whether the register was restored, and how much it holds."""
    return f"已恢复到 {answer['register']}\n{_counts(answer)}" if answer["restored"] else "没有恢复"


def _counts(answer: Item) -> str:
    names = {"books": "台账", "loads": "次登记", "versions": "行", "events": "条变动"}
    return "，".join(f"{count} {names[name]}" for name, count in answer["counts"].items())


def upgrade_text(answer: Item) -> str:
    """Return from which version to which the register went."""
    if answer["steps"]:
        return f"{answer['register']} 已从版本 {answer['from']} 升级到 {answer['to']}"
    return f"{answer['register']} 没有升级" if answer["problems"] else f"已是版本 {answer['to']}，不用升级"
