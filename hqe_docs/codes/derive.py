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
    "L603": Code(
        "派生不了",
        "《{kind}》派生不了：{missing}",
        "补齐总台账的栏目；基准日写在 dossier.yaml 的 创建点.基准日，或用 --on 指明",
        "派生要看的栏目或基准日缺少时，这种台账整本不派生，只在这里说一次，不当作没有这样的人。",
    ),
    "L604": Code(
        "没有派生办法",
        "《{kind}》不能从《{source}》派生",
        "用 hqe list ledgers 看有哪些台账；派生办法写在 ledgers/kinds/ 台账文件的“派生”里",
        "只有写了“派生”的台账类别才能由总台账得出。",
    ),
    "L605": Code(
        "有一项没有判",
        "《{kind}》没有判“{what}”：{missing}",
        "补齐总台账的栏目或基准日后再派生",
        "总台账缺少某一项要看的栏目时，其他各项照判，这一项不判，并说明一次。",
        "warning",
    ),
    "L606": Code(
        "派生时要核对",
        "{detail}（《{kind}》）",
        "核对总台账这一行",
        "台账类别的“提醒”：派生时发现总台账的行需要补填或核对。",
        "warning",
    ),
    "L607": Code(
        "没有统计办法",
        "口径定义“{name}”没有写统计办法",
        "在口径定义里写“统计”，写法见随附的 江西.yaml",
        "统计的范围、分组、计量和常用的表写在口径定义的“统计”里。",
    ),
    "L608": Code(
        "不认识的分组",
        "不能按“{name}”分组",
        "可以按这些分组：{known}",
        "--by 后写口径定义的“统计”里列出的分组。",
    ),
    "L609": Code(
        "统计算不了",
        "“{what}”算不了：{missing}",
        "补齐总台账的栏目；基准日写在 dossier.yaml 的 创建点.基准日，或用 --on 指明",
        "统计要看的栏目或基准日缺少时，这一项不算，只说一次，不当作零。",
    ),
}
