"""Codes P201-P249: states kept, weekly reports, difficulties."""

from __future__ import annotations

from hqe_docs.codes.entry import Code

CODES: dict[str, Code] = {
    "P201": Code(
        "存档读不出",
        "这一天的存档不能用：{detail}",
        "用当时的台账重新运行 hqe weekly --on 那一天，或者把这个文件移走",
        "hqe weekly 每次把档案当天的数据存在 .hqe/状态/ 里，每天一个文件，周报用它与上周比较。读不出的存档当作没有，"
        "周报里写“无存档”，不会当作零。",
        "warning",
    ),
}
