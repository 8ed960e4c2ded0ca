"""Codes of area R: where finished papers come from (hqe verify, hqe trace)."""

from __future__ import annotations

from hqe_docs.codes.entry import Code

CODES: dict[str, Code] = {
    # ---- R40 provenance
    "R401": Code(
        "来历没有记下",
        "文书的来历没有记下：{detail}",
        "让档案文件夹可以写入，再生成一次；文书本身是完整的",
        "每次生成的记录放在档案的 .hqe/记录 里，供 hqe verify 和 hqe trace 用。记不下时文书照常生成，只是以后查不到来历。",
        "warning",
    ),
    "R402": Code(
        "文件读不出",
        "{path} 读不出，没有核对",
        "关闭正打开它的程序，确认文件还在、可以读",
        "hqe verify 要读出文件的内容，才能和生成时的记录比较。",
    ),
}
