"""Codes of area P: the days of the year, worked or not, and what is due on them."""

from __future__ import annotations

from hqe_docs.codes.entry import Code

CODES: dict[str, Code] = {
    "P102": Code(
        "没有这一年的放假安排",
        "没有 {year} 年的放假和调休安排，{year} 年只按周六、周日推算工作日",
        "国务院办公厅的通知印发后，在 programmes/节假日.yaml 的“年度”里补上 {year} 年",
        "逢节假日要提前或顺延的事项，须知道哪天放假。随程序的 chinese-calendar 只到 2026 年，"
        "以后的年度写在 programmes/节假日.yaml 里；没有写时法定节假日当作平常日子，所列日期要核对。",
        severity="warning",
    ),
    "P103": Code(
        "同一天又放假又上班",
        "{day} 写在“调休上班”里，又在“{name}”的放假里",
        "按放假通知改正其中一处",
        "programmes/节假日.yaml 里，一天只能是放假或上班；有矛盾时按上班推算。",
    ),
    "P104": Code(
        "日程的事项不完整",
        "事项“{name}”：{detail}",
        "照 programmes/yichun-2023.yaml 的“日程”改正",
        "一个事项写明周期和这种周期需要的键：每周写“星期”，每月、每季写“日”，一次、每年写“时限”或“时限口径”；"
        "“时限口径”“逢节假日”指的口径要在同一文件的“口径”里，可选的值要用得上。",
    ),
    "P105": Code(
        "阶段与工作安排不一致",
        "阶段“{name}”止于 {found}，工作安排规定 {expected}",
        "确需自定的不必改；否则改成 {expected}",
        "通知对各阶段有完成时限，档案里的同名阶段最好不晚于它。",
        severity="warning",
    ),
    "P106": Code(
        "没有日程",
        "“{name}”的指标体系没有带日程的工作安排，只列档案里的任务和阶段",
        "指标体系用“工作安排”指明 programmes/ 里的一份文件",
        "周报、数据更新、中期评估等事项写在工作安排的“日程”里；没有日程时，只能列出档案自己写的时限。",
        severity="warning",
    ),
    "P107": Code(
        "工作安排不是这个年度的",
        "档案是 {year} 年度的，工作安排“{title}”从 {start} 到 {end}",
        "另写一份本年度的工作安排，并在指标体系里指明",
        "日程的日期按工作安排算出；年度不同，算出的日期对本年度的工作没有意义。",
        severity="warning",
    ),
    "P108": Code(
        "日程用到没有的台账或栏目",
        "事项“{name}”的“完成”用到“{found}”，台账类别里没有",
        "改成 hqe list ledgers 列出的台账和栏目",
        "“完成”用台账判断事项做没有做；台账或栏目的名称不对，就只能待核。",
    ),
    "P109": Code(
        "不是日历文件",
        "{found} 不是日历文件的名称",
        "文件名以 .ics 结尾",
        "--ics 写的是日历程序能导入的 .ics 文件。",
    ),
    "P110": Code(
        "没有任务可画",
        "“{name}”没有写任务，进度图没有画",
        "在 dossier.yaml 的“任务”里写明任务和完成时限",
        "进度图按任务的起、完成时限和进度画；一项任务也没有时不画。",
        severity="warning",
    ),
}
