"""What the modes of `hqe score` look like on a terminal, made from their JSON objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from hqe_docs.cli.layout import table
from hqe_docs.cli.tables import Item, fraction, rows_text

HOLDS = {True: "符合", False: "不符合", None: "未知"}
NONE_YET = "—"
MOST_NAMED = 50  # lines of a ranking on a terminal; all stand in the workbook


# ---------------------------------------------------------------- sheets
def score_text(dossiers: Sequence[Item]) -> str:
    """Return the score sheet of each dossier: a table for each category, then the totals."""
    return "\n\n".join("\n".join(_sheet(dossier)) for dossier in dossiers) or "没有可以评分的创建点"


def _sheet(dossier: Item) -> Iterator[str]:
    yield dossier["dossier"]
    for category, group in groupby(dossier["items"], key=lambda item: item["category"]):
        items = list(group)
        yield f"\n{category}  {_sum(items, 'points')}/{_sum(items, 'full')}"
        yield table(["序号", "指标", "得分/满分", "状态", "依据"], map(_score, items), right={0, 2})
    yield f"\n合计 {dossier['total']} 分，满分 {dossier['full']} 分"
    yield f"待核各项都得满分时 {dossier['possible']} 分"


def _score(item: Item) -> tuple[str, ...]:
    points = f"{points_text(item)}/{item['full']}"
    return str(item["no"]), item["title"], points, state_text(item), _line(item["reason"])


def state_text(item: Item) -> str:
    """Return 计算, 评判 or 待核."""
    from hqe_docs.data.scores.scoring import STATE_NAMES

    return STATE_NAMES[item["state"]]


def _sum(items: Sequence[Item], key: str) -> str:
    from decimal import Decimal

    total = sum((Decimal(item[key]) for item in items if item[key] is not None), Decimal(0))
    return f"{total.normalize():f}"


def explanation_text(dossiers: Sequence[Item], no: int) -> str:
    """Return why indicator `no` got its points: rule, numbers, rows and clause; or that there is none."""
    found = ((d["dossier"], item) for d in dossiers for item in d["items"] if item["no"] == no)
    text = "\n\n".join(f"{name}\n" + "\n".join(_explained(item)) for name, item in found)
    return text or f"没有第 {no} 项的得分"


def _explained(item: Item) -> Iterator[str]:
    points = "未评" if item["points"] is None else f"得 {item['points']} 分"
    yield f"第 {item['no']} 项 {item['title']}（{item['category']}）"
    yield f"    满分 {item['full']} 分，{points}，{state_text(item)}"
    for title, text in (
        ("规则", item.get("rule")),
        ("依据", item["reason"]),
        ("分子/分母", fraction(item)),
        ("条款", item.get("reference")),
    ):
        if text:
            yield f"    {title}: {text}"
    if item["rows"]:
        yield f"    {rows_text(item['rows'])}"
    yield from (f"    {text}" for text in _shown(item))
    yield from (f"    附注: {text}" for text in item["remarks"])


def _shown(item: Item) -> Iterator[str]:
    return (f"对照（{HOLDS[it['holds']]}）: {_beside(it)}" for it in item["conditions"])


def _beside(condition: Item) -> str:
    """Return a test beside a person's points: its name, and what the data say."""
    label, text = condition["label"], condition["text"]
    return text if text.startswith(label) else f"{label}：{text}"


# ---------------------------------------------------------------- what if
def what_if_text(answer: Mapping[str, Any]) -> str:
    """Return before and after of each dossier, said to be a supposition."""
    if not answer["dossiers"]:
        return "没有测算"
    head = "以下是测算：假设这些数改变后的得分，不是自评结果，没有写入任何文件。"
    return "\n\n".join([head, *("\n".join(_supposed(dossier)) for dossier in answer["dossiers"])])


def _supposed(dossier: Item) -> Iterator[str]:
    yield dossier["dossier"]
    for it in dossier["suppositions"]:
        note = f"（{it['note']}）" if it["note"] else ""
        yield f"    假设 {it['name']}：{it['before']} → {it['after']}{note}"
    lines = [_change(item) for item in dossier["items"]]
    if lines:
        yield "\n" + table(
            ["序号", "指标", "满分", "现得", "测算", "状态", "依据"], lines, right={0, 2, 3, 4}
        )
        yield from (f"    第 {item['no']} 项{text}" for item in dossier["items"] for text in _shown(item))
    else:
        yield "\n各项得分不变"
    before = dossier["before"]
    yield f"\n合计 {before['total']} → {dossier['total']} 分（{_signed(dossier['difference'])}）"
    yield f"待核各项都得满分时 {before['possible']} → {dossier['possible']} 分"


def _change(item: Item) -> tuple[str, ...]:
    now, then = points_text(item["before"]), points_text(item)
    return str(item["no"]), item["title"], item["full"], now, then, state_text(item), _line(item["reason"])


def points_text(item: Item | None) -> str:
    """Return an indicator's points, a dash while it has none."""
    return NONE_YET if item is None or item["points"] is None else str(item["points"])


def _signed(difference: str | None) -> str:
    if difference is None:
        return ""
    return difference if difference.startswith("-") or difference == "0" else f"+{difference}"


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


# ---------------------------------------------------------------- side by side
def compare_text(answer: Mapping[str, Any]) -> str:
    """Return the two sheets of each comparison beside each other."""
    return "\n\n".join("\n".join(_compared(it)) for it in answer["comparisons"]) or "没有可以比较的创建点"


def _compared(both: Item) -> Iterator[str]:
    first, second = both["first"], both["second"]
    names = [_side(first, second), _side(second, first)]
    yield f"{names[0]} 与 {names[1]}"
    if both["note"]:
        yield both["note"]
    lines = [
        (
            str(it["no"]),
            it["title"],
            it["full"],
            points_text(it["first"]),
            points_text(it["second"]),
            _signed(it["difference"]),
        )
        for it in both["items"]
    ]
    lines.append(("", "合计", "", first["total"], second["total"], _signed(both["difference"])))
    lines.append(("", "可能总分", "", first["possible"], second["possible"], ""))
    yield table(["序号", "指标", "满分", *names, "差"], lines, right={0, 2, 3, 4, 5})
    if both["figures"]:
        rows = [(it["name"], _figure(it["first"]), _figure(it["second"])) for it in both["figures"]]
        yield "\n不同的数据"
        yield table(["数据", *names], rows, right={1, 2})


def _side(side: Item, other: Item) -> str:
    """Return what tells a side from the other: the name, or the day where it is one dossier."""
    if side["dossier"] == other["dossier"] and side["day"] != other["day"]:
        return f"{side['dossier']}（{side['day'] or '未填基准日'}）"
    return str(side["dossier"])


def _figure(figure: Item | None) -> str:
    if figure is None:
        return NONE_YET
    if figure["value"] is None:
        return str(figure["missing"] or "无法计算")
    divided = fraction(figure)
    return f"{figure['value']}（{divided}）" if divided else str(figure["value"])


# ---------------------------------------------------------------- what was written
def written_text(answer: Mapping[str, Any]) -> str:
    """Return the ranking, group by group, and the files."""
    paths = [f"已写 {path}" for path in answer["written"] if path]
    return "\n\n".join([*("\n".join(_ranking(it)) for it in answer["groups"]), "\n".join(paths)]).strip()


def _ranking(group: Item) -> Iterator[str]:
    yield f"{group['title']}（{group['year']}年），{len(group['lines'])} 个创建点"
    yield table(["名次", "创建点", "总分", "可能总分", "待核项"], _places(group), right={0, 2, 3, 4})
    if len(group["lines"]) > MOST_NAMED:
        yield f"（只列前 {MOST_NAMED} 名，其余见汇总表）"


def _places(group: Item) -> Iterable[tuple[str, ...]]:
    for line in group["lines"][:MOST_NAMED]:
        yield str(line["rank"]), line["above"] + line["dossier"], *_sums(line)
    yield "", "合计", *_sums(group["sum"])
    yield "", "平均", *_sums(group["mean"])


def _sums(line: Item) -> tuple[str, str, str]:
    return line["total"], line["possible"], line["pending"]
