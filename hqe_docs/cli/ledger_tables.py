"""What ledger commands show on a terminal, made from their JSON objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hqe_docs.cli.tables import list_text

Item = Mapping[str, Any]


def written_text(answer: Item) -> str:
    """Return which file was written, or that none was."""
    return f"写成 {answer['path']}" if answer["path"] else "没有写成文件"


def import_text(answer: Item) -> str:
    """Return how many rows there are, what was changed by which rule, and what was left out."""
    return "\n".join([written_text(answer), *(_counts(answer) if answer["path"] else ())])


def _counts(answer: Item) -> Iterator[str]:
    rules: dict[str, int] = {}
    for item in answer["changes"]:
        rules[item["rule"]] = rules.get(item["rule"], 0) + 1
    yield f"共 {answer['rows']} 行；改动 {len(answer['changes'])} 条，未读入的内容 {len(answer['left'])} 条"
    yield from (f"    {rule} {count} 条" for rule, count in rules.items())


def merge_text(answer: Item) -> str:
    """Return the roll-up of the villages."""
    parts = [import_text(answer)]
    if answer["villages"] and answer["path"]:
        shown = [{name: cell for name, cell in line.items() if cell != "0"} for line in answer["villages"]]
        names = dict.fromkeys(name for line in shown for name in line)
        parts.append(list_text([{name: line.get(name, "0") for name in names} for line in shown]))
    return "\n\n".join(parts)


def diff_text(answer: Item) -> str:
    """Return how many changes of each type there are."""
    if not answer["path"]:
        return written_text(answer)
    counts = "，".join(f"{sort} {count} 项" for sort, count in answer["counts"].items()) or "没有变动"
    return f"{written_text(answer)}\n{counts}；涉及 {answer['people']} 人"


def sample_text(answer: Item) -> str:
    """Return how many rows were drawn of how many, in each group, and by which seed."""
    if not answer["path"]:
        return written_text(answer)
    head = (
        f"{written_text(answer)}\n在册 {answer['size']} 行，抽取 {answer['count']} 行，种子 {answer['seed']}"
    )
    lines = [
        {"抽样层": "、".join(item["group"]), "在册": str(item["size"]), "抽取": str(item["drawn"])}
        for item in answer["groups"]
        if item["group"]
    ]
    return "\n\n".join([head, list_text(lines)] if lines else [head])


def accuracy_text(answer: Item) -> str:
    """Return the rate as a fraction, its interval, what was not checked, and the same for each group."""
    if not answer["figures"]:
        return "没有可以计算的核查表"
    (whole,) = answer["figures"]
    lines = [f"{whole['name']} {_rate(whole)}"]
    if whole["interval"]:
        lines.append(f"    95% 置信区间（Wilson） {' 至 '.join(whole['interval'])}")
    lines.append(f"    未核查 {whole['unchecked']} 行，结果填写有误 {whole['unclear']} 行，都不计入")
    groups = [
        {
            "、".join(answer["by"]): "、".join(filter(None, item["group"])) or "（空白）",
            "准确率": item["value"] or "无法计算",
            "一致/已核查": f"{item['numerator']}/{item['denominator']}",
            "未核查": str(item["unchecked"]),
            "有误": str(item["unclear"]),
        }
        for item in answer["groups"]
    ]
    return "\n".join(lines) + (f"\n\n{list_text(groups)}" if groups else "")


def _rate(item: Item) -> str:
    return f"{item['value'] or '无法计算'}（一致 {item['numerator']} / 已核查 {item['denominator']}）"
