"""Codes of area I: indicator sets."""

from __future__ import annotations

from hqe_docs.codes.entry import Code

CODES: dict[str, Code] = {
    "I101": Code(
        "统计条件写错",
        "数据“{name}”的条件不能用：{detail}",
        "条件写成 {{列: 栏目, 属于: […]}} 之类，或引用“条件”里的名称",
        "指标体系里的统计条件只有约定的几种比较，不能写公式。",
    ),
    "I102": Code(
        "没有这项数据",
        "第 {no} 项指标用到的数据“{name}”没有定义",
        "在“数据”里定义，或改正名称",
        "规则引用的数据要在同一指标体系的“数据”里有定义。",
    ),
    "I104": Code(
        "评分规则写错",
        "第 {no} 项指标的规则不能用：{detail}",
        "对照 indicators/yichun-2023.yaml 里同一形式的规则改正",
        "规则的形式有 分档、达标、比例、扣分、等级、评判 六种，各有必要的项；得分不能超过满分。",
    ),
    "I103": Code(
        "满分不符",
        "各项满分合计 {total}，与声明的 {declared} 不符",
        "核对各项满分",
        "指标体系的满分应等于各项满分之和。",
    ),
}
