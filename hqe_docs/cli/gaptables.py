"""What gaps look like on a terminal, made from their JSON objects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hqe_docs.cli.layout import table
from hqe_docs.cli.scoretables import points_text, state_text
from hqe_docs.cli.tables import Item

HEADS = ["序号", "指标", "得分/满分", "可增", "每增一分需", "状态"]
PEOPLE = ["姓名", "号码", "台账", "行", "说明"]


def gaps_text(dossiers: Sequence[Item]) -> str:
    """Return for each dossier a table of its gaps, then for each gap how to close it and whom to work with."""
    return "\n\n".join("\n".join(_dossier(dossier)) for dossier in dossiers) or "没有可以评分的创建点"


def _dossier(dossier: Item) -> Iterator[str]:
    yield dossier["dossier"]
    yield (
        f"得 {dossier['total']} 分，满分 {dossier['full']} 分，失 {dossier['lost']} 分"
        f"（其中待核 {dossier['pending']} 分），措施都做到可增 {dossier['winnable']} 分"
    )
    if not dossier["items"]:
        yield "各项都得满分"
        return
    yield "\n" + table(HEADS, [_line(item) for item in dossier["items"]], right={0, 2, 3})
    for item in dossier["items"]:
        yield from _how(item)


def _line(item: Item) -> tuple[str, ...]:
    gains = [step for step in item["steps"] if step["gain"]]
    prices = [step["per_point"] for step in gains if step["per_point"]]
    return (
        str(item["no"]),
        item["title"],
        f"{points_text(item)}/{item['full']}",
        gains[-1]["gain"] if gains else "",
        prices[0] if prices else "",
        state_text(item),
    )


def _how(item: Item) -> Iterator[str]:
    yield f"\n第 {item['no']} 项 {item['title']}"
    yield f"    {item['reason']}"
    # the first step of a pending indicator says what is missing; beside a person's points conditions promise nothing
    hint = {"computed": "", "pending": "另外：", "judged": "供评分参考："}[item["state"]]
    for number, step in enumerate(item["steps"]):
        yield f"    · {'' if item['state'] == 'pending' and not number else hint}{step['text']}"
    if item["people"]:
        lines = [[str(value) for value in row.values()] for row in item["people"]]
        yield "\n".join(f"      {line}" for line in table(PEOPLE, lines, right={3}).splitlines())
    if item["more"]:
        shown = len(item["people"])
        yield f"      {'另有' if shown else '可做工作的有'} {item['more']} {'行未列出' if shown else '行'}"
