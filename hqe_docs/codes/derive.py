"""Codes of derived ledgers and statistics: L6."""

from __future__ import annotations

from hqe_docs.codes.entry import Code

CODES: dict[str, Code] = {
    "L601": Code(
        "找不到口径定义",
        "没有口径定义“{name}”",
        "ledgers/definitions/ 里有：{known}",
        "指标体系的“定义”、命令的 --definitions 写 ledgers/definitions/ 里的文件名。",
    ),
    "L602": Code(
        "口径定义写错",
        "“{name}”不能用：{detail}",
        "改口径定义里的这一条",
        "口径定义里的条件、类别、统计要引用有的条件、口径和栏目，写法见随附的 江西.yaml。",
    ),
}
