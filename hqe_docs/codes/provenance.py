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
    "R403": Code(
        "没有来历",
        "{path} 没有找到生成时的记录，查不到来历",
        "用 --dossier 指明由哪个档案生成；不是 hqe build 生成的，或后来重新生成过的，查不到",
        "来历记在档案的 .hqe/记录 里，不在文件里；文件里只有生成号和材料摘要。",
    ),
    "R404": Code(
        "没有这个位置",
        "文书里没有“{place}”这个位置",
        "Word 写 表2!E9、段12、页脚1段1，Excel 写 工作表!E9；hqe trace 文件 --text 文字 按文字找",
        "表从 1 数起，E 是从左数的第 5 列，9 是第 9 行；段是正文里的第几段，空段也算，表格里的不算。",
    ),
    "R405": Code(
        "没有这段文字",
        "文书里没有“{text}”",
        "照纸上的写法写一小段，如 95.70%",
        "按文字找时，一段或一格里要有完全相同的一段文字。",
    ),
    "R406": Code(
        "材料改动过",
        "生成以后，材料有变化：{name}（{how}）",
        "用 hqe verify 看哪些数要变；再生成一次，来历就和纸上一致",
        "来历按现在的材料说明，纸上的值和现在的值不同时两个都列出。",
        "warning",
    ),
    "R407": Code(
        "没有记下来处",
        "{path} 没有记下各个值的来处，查不到",
        "不加密再生成一次就查得到；公示版的台账不记",
        "加密生成的文书不另存值和位置，免得不加密的留在电脑里；模板里有子文档、外来图片的，由 docxtpl 填写，也不记。",
        "warning",
    ),
}
