"""Codes of area H: policies that find their people, and help that comes in time."""

from __future__ import annotations

from hqe_docs.codes.entry import Code

CODES: dict[str, Code] = {
    "H401": Code(
        "没有这份政策文件",
        "没有名为“{name}”的政策文件",
        "可用的有：{known}；放在自己库的 programmes/政策/ 里",
        "政策写在 programmes/政策/ 的 YAML 文件里，一省一年一份；--rules 写文件名，不带 .yaml。",
    ),
    "H402": Code(
        "政策文件写得不对",
        "{name}：{detail}",
        "照 programmes/政策/江西-2023.yaml 改正",
        "条件、取数、时限用到的台账、栏目、口径、条件名称都要有；启用的政策要有依据，写了金额的要有金额依据。",
    ),
    "H403": Code(
        "预警文件写得不对",
        "{name}：{detail}",
        "照 programmes/帮扶预警.yaml 改正",
        "条件、取数、到期、责任人用到的台账、栏目、口径、条件名称都要有。",
    ),
    "H404": Code(
        "没有预警文件",
        "没有 {file}",
        "随程序有一份；自己的放在自己库的 programmes/ 里",
        "帮扶预警的规则写在 programmes/帮扶预警.yaml 里。",
    ),
    "H405": Code(
        "没有这本台账，按没有处理",
        "“{point}”{many}没有{ledger}，“{names}”按没有处理",
        "有这本台账的放进档案再做一次",
        "有些条件要看别的台账，如是否已认定、是否在公益性岗位。没有那本台账时，规则写明“视为没有”的按没有处理，"
        "其他的列入待核，写明缺哪本台账。",
        severity="info",
    ),
    "H406": Code(
        "没有劳动力资源台账",
        "“{point}”{many}没有可用的{ledger}，没有找人",
        "把{ledger}放进档案，里面要有人",
        "政策找人、帮扶预警从劳动力资源台账的每一行看起。",
        severity="warning",
    ),
    "H407": Code(
        "没有政策享受台账",
        "“{point}”{many}没有{ledger}，已经享受的没有排除",
        "把{ledger}放进档案再做一次",
        "已经享受、正在审批的政策记在政策享受台账里；没有这本台账，名单里可能有已经享受的人。",
        severity="info",
    ),
    "H408": Code(
        "日期写得不对",
        "看不懂日期“{text}”：{detail}",
        "写成 2023-10-31",
        "--day 是判断的日期；不写时是今天。",
    ),
    "H410": Code(
        "政策文件不是这个时候的",
        "《{title}》适用于 {start} 至 {end}，判断的日期是 {day}",
        "核对是否有新的文件，有的另写一份放在 programmes/政策/，用 --rules 指明",
        "政策每年会变；日期在文件的“适用起”“适用止”以外时照样判断，但条件、金额、时限都要核对。",
        severity="warning",
    ),
    "H409": Code(
        "没有要预警的台账",
        "“{point}”{many}没有{ledger}，预警“{names}”没有判断",
        "有这本台账的放进档案再做一次",
        "每条预警看一本台账的行；档案里没有那本台账时，这条预警不判断。",
        severity="info",
    ),
}
