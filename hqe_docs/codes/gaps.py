"""Codes of area I: evidence and gaps."""

from __future__ import annotations

from hqe_docs.codes.entry import Code

CODES: dict[str, Code] = {
    "I301": Code(
        "佐证文件没有对应指标",
        "看不出是哪一项指标的佐证：{names}",
        "文件名或子文件夹名以指标序号开头，如“08 数据核查”“08-核查表.pdf”",
        "“佐证”文件夹里的文件按名称开头的序号归到各项指标，归不到的不列入佐证材料目录。",
        "info",
    ),
}
