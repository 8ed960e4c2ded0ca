"""Codes of area G, continued: papers laid out anew by `hqe lint --fix`."""

from __future__ import annotations

from hqe_docs.codes.entry import Code

CODES: dict[str, Code] = {
    "G401": Code(
        "没有可改的正文",
        "这份文件没有成段的正文，没有改",
        "表格、登记表的版式由表格本身决定，请直接在文件里调整",
        "--fix 只改有正文的公文：页面、行距、字距、字体、缩进、页码。通篇是表格的文件不改。",
    ),
    "G402": Code(
        "页脚里有别的内容",
        "这一节的页脚除页码外还有“{text}”，没有改",
        "确认这些内容要不要；不要的删去，再改一次",
        "公文的页脚只放页码。有别的文字或图形时不知道能不能去掉，所以原样保留。",
        "warning",
    ),
}
