"""工作人员培训台账: the trainings that the dossiers' self-assessment of indicator 7 speaks of."""

from __future__ import annotations

from datetime import date

from tools.example.sheets import NO, YES, Book, Row
from tools.example.villages import Village

# fmt: off
WIDTHS: dict[str, float] = {
    "序号": 6, "姓名": 9, "职务": 26, "所在单位": 24, "入职日期": 11, "是否专职": 8, "培训类型": 10,
    "培训内容": 34, "主办单位": 30, "培训日期": 11, "结束日期": 11, "学时": 6, "证明材料": 20, "备注": 10,
}
# fmt: on
TOWN, DISTRICT = "洪江镇劳动保障所", "明月山温泉风景名胜区社会事业局"
STAFF = {  # name → post, since, full-time
    "谢雨禾": ("公共就业服务主职人员", date(2021, 3, 15), YES),
    "彭望舒": ("村综合服务中心管理员", date(2020, 9, 1), NO),
    "晏小满": ("村网格员", date(2022, 5, 10), NO),
    "丁语桐": ("公共就业服务主职人员", date(2023, 4, 1), YES),
    "万晴": ("村网格员", date(2023, 3, 6), NO),
}
Training = tuple[str, str, str, date, date, int, str]  # kind, content, host, first and last day, hours, proof
REGISTERING: Training = (
    "轮训",
    "劳动力台账登记和数据更新",
    TOWN,
    date(2023, 6, 21),
    date(2023, 6, 21),
    6,
    "通知、签到表",
)
BEGINNERS: Training = (
    "基础培训",
    "就业失业登记经办和系统操作",
    TOWN,
    date(2023, 7, 5),
    date(2023, 7, 6),
    12,
    "通知、签到表",
)
TOWN_COURSE: Training = (
    "提升培训",
    "就业失业登记经办和系统操作",
    TOWN,
    date(2023, 6, 29),
    date(2023, 6, 30),
    12,
    "通知、签到表",
)
DISTRICT_COURSE: Training = (
    "提升培训",
    "公共就业服务政策和创业担保贷款经办",
    DISTRICT,
    date(2023, 7, 12),
    date(2023, 7, 13),
    12,
    "通知、结业证明",
)
VISIT: Training = (
    "外出学习",
    "到外县高质量就业村学习零工驿站做法",
    DISTRICT,
    date(2023, 7, 25),
    date(2023, 7, 25),
    8,
    "通知、照片",
)
TRAININGS: dict[str, list[tuple[str, Training]]] = {
    "梅州村": [
        ("谢雨禾", TOWN_COURSE),
        ("谢雨禾", DISTRICT_COURSE),
        ("谢雨禾", VISIT),
        ("彭望舒", REGISTERING),
        ("晏小满", REGISTERING),
    ],
    "洪江村": [("丁语桐", BEGINNERS), ("万晴", BEGINNERS)],
}


def ledger(village: Village) -> Book:
    """Return the ledger, in the order of the days."""
    lines = [_line(village, name, training) for name, training in TRAININGS[village.name]]
    ordered = sorted(lines, key=lambda line: str(line["培训日期"]))
    return Book("工作人员培训台账", WIDTHS, ordered, frozenset(("培训内容", "备注")))


def _line(village: Village, name: str, training: Training) -> Row:
    kind, content, host, first, last, hours, proof = training
    post, since, is_full_time = STAFF[name]
    return {
        "姓名": name,
        "职务": post,
        "所在单位": f"洪江镇{village.name}村民委员会",
        "入职日期": since.isoformat(),
        "是否专职": is_full_time,
        "培训类型": kind,
        "培训内容": content,
        "主办单位": host,
        "培训日期": first.isoformat(),
        "结束日期": last.isoformat(),
        "学时": hours,
        "证明材料": proof,
    }
