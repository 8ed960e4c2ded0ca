"""What the account of the subsidy looks like on a terminal, made from its JSON objects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hqe_docs.cli.layout import table
from hqe_docs.cli.tables import Item

_AMOUNTS = {
    "standard": "标准",
    "due": "本年应拨",
    "before": "往年已拨",
    "paid": "本年已拨",
    "rest": "差额",
    "received": "台账拨入",
    "spent": "支出",
    "left": "结余",
}


def funds_text(dossiers: Sequence[Item]) -> str:
    """Return for each dossier its account by level, what was spent on what, and whether all agrees."""
    settings = list(dict.fromkeys(text for dossier in dossiers for text in dossier["settings"]))
    notes = "\n".join(["口径", *(f"    {text}" for text in settings)]) if settings else ""
    parts = ["\n".join(_dossier(dossier)) for dossier in dossiers]
    return "\n\n".join([*parts, *([notes] if notes else [])]) or "没有可以核对的档案"


def _dossier(dossier: Item) -> Iterator[str]:
    state = "合计" if dossier["sums_up"] else f"{dossier['manner']}，{dossier['acceptance']}"
    yield f"{dossier['dossier']}（{state}），单位：元"
    lines = [(line["level"], *(line[key] or "—" for key in _AMOUNTS)) for line in dossier["lines"]]
    lines.append(("合计", *(dossier["total"][key] or "—" for key in _AMOUNTS)))
    yield table(["层级", *_AMOUNTS.values()], lines, right=range(1, len(_AMOUNTS) + 1))
    yield f"本年可得 {dossier['of_the_year']} 元，差额 {dossier['total']['rest']} 元（{dossier['rest_in_words']}）"
    if dossier["uses"]:
        uses = [
            (use["purpose"], use["amount"], "、".join(use["vouchers"]) or "无") for use in dossier["uses"]
        ]
        yield "\n" + table(["用途", "支出", "凭证号"], uses, right={1})
    if (others := dossier["others"])["rows"]:
        yield f"台账另有 {others['rows']} 笔不是奖补资金：拨入 {others['in']} 元，支出 {others['out']} 元"
    yield dossier["conclusion"]
