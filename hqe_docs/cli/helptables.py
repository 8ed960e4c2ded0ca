"""What policies and alerts look like on a terminal, made from their JSON objects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hqe_docs.cli.layout import table
from hqe_docs.cli.tables import Item

STATES = ("可申请", "待核", "将符合", "已享受", "审批中", "已过时限", "不兼得")
MOST = 30  # lines a dossier; all of them stand in the workbook and in --json


def policy_text(answer: Item) -> str:
    """Return for each dossier how many each policy concerns and who they are, then the settings and the files."""
    parts = ["\n".join(_policies(dossier)) for dossier in answer["dossiers"]]
    if answer["rules"] is None:
        return "没有可用的政策文件，或者日期不对，没有判断"
    head = f"{answer['rules']}，按 {answer['day']} 的情况"
    return "\n\n".join([head, *(parts or ["没有可以找人的档案"]), *_end(answer)])


def _policies(dossier: Item) -> Iterator[str]:
    yield dossier["dossier"]
    counts = [(row["policy"], *(str(row[state]) for state in STATES)) for row in dossier["counts"]]
    yield table(["政策", *STATES], counts, right=range(1, len(STATES) + 1))
    lines = [
        (item["state"], item["name"], item["number"], item["policy"], item["until"] or "", _what(item))
        for item in dossier["items"]
    ]
    yield from _listed(["状态", "姓名", "号码", "政策", "时限", "缺什么"], lines)


def _what(item: Item) -> str:
    since = [f"{item['since']}起"] if item["since"] else []
    return "；".join([*since, *item["lacks"], *item["notes"]])


def alert_text(answer: Item) -> str:
    """Return for each dossier its alerts, most urgent first, and what is wanted; then the settings and the files."""
    parts = ["\n".join(_alerts(dossier)) for dossier in answer["dossiers"]]
    head = f"帮扶预警，按 {answer['day']} 的情况"
    return "\n\n".join([head, *(parts or ["没有可以预警的档案"]), *_end(answer)])


def _alerts(dossier: Item) -> Iterator[str]:
    counts = "，".join(f"{name} {number}" for name, number in dossier["counts"].items())
    missing = f"（{len(dossier['unjudged'])} 条预警缺台账，没有判断）" if dossier["unjudged"] else ""
    yield f"{dossier['dossier']}：{counts or '没有预警'}{missing}"
    lines = [
        (
            item["level"],
            item["alert"],
            item["name"],
            item["due"] or "",
            item["state"],
            item["helper"] or "待明确",
        )
        for item in dossier["items"]
    ]
    yield from _listed(["级别", "预警", "姓名", "到期", "状态", "责任人"], lines)


def _listed(titles: Sequence[str], lines: Sequence[tuple[str, ...]]) -> Iterator[str]:
    if lines:
        yield "\n" + table(titles, lines[:MOST])
    if len(lines) > MOST:
        yield f"另有 {len(lines) - MOST} 行，见 -o 写出的工作簿或 --json"


def _end(answer: Item) -> Iterator[str]:
    if answer["settings"]:
        yield "\n".join(["口径", *(f"    {name}：{value}" for name, value in answer["settings"].items())])
    if files := [path for path in answer["written"] if path]:
        yield "\n".join(f"已写 {path}" for path in files)
