"""What matching looks like on a terminal, made from its JSON objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hqe_docs.cli.layout import table

SHOWN = 20  # persons on the screen; the workbook has all
HEADS = ["档案", "姓名", "号码", "最合适的岗位", "得分", "待核", "共推荐"]


def match_text(dossiers: Sequence[Mapping[str, Any]]) -> str:
    """Return for each dossier how many were matched, the best post of the first persons, and the files."""
    return "\n\n".join("\n".join(_one(item)) for item in dossiers) or "没有可以匹配的"


def _one(item: Mapping[str, Any]) -> Iterator[str]:
    yield f"{item['dossier']}：岗位 {item['posts']} 个（另有 {item['closed']} 个已招满或过期），求职 {item['seekers']} 人"
    yield f"{item['matched']} 人有推荐岗位，{item['wanted_posts']} 个岗位有人选；满分 {item['full']} 分"
    if item["persons"]:
        yield table(HEADS, [_line(person) for person in item["persons"]], right={4, 6})
    if item["matched"] > len(item["persons"]):
        yield f"另有 {item['matched'] - len(item['persons'])} 人，见匹配结果"
    yield from (f"已写 {path}" for path in item["files"] if path)


def _line(person: Mapping[str, Any]) -> tuple[str, ...]:
    best = person["posts"][0]
    post = f"{best['unit']} {best['title']}"
    pending, count = "、".join(best["pending"]), str(len(person["posts"]))
    return person["dossier"], person["name"], person["key"], post, best["points"], pending, count


def record_text(answer: Mapping[str, Any]) -> str:
    """Return what was recorded, and where."""
    if answer["path"] is None:
        return "没有录入"
    counts = f"新录入 {answer['added']} 条，改 {answer['changed']} 条，共 {answer['records']} 条"
    return f"{answer['path']}：{counts}；岗位信息服务 {answer['services']} 次"
