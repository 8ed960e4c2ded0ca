"""What the templates of 政策提醒函 and 帮扶预警台账 may name, invented."""

from __future__ import annotations

from datetime import date
from typing import Any

LETTER_ROW = ("政策", "依据", "情况", "金额", "时限", "地点", "备注")
ALERT_ROW = (
    "级别",
    "预警",
    "姓名",
    "村组",
    "电话",
    "理由",
    "待核",
    "凭据",
    "到期",
    "状态",
    "责任人",
    "措施",
    "次序",
)


def helping() -> dict[str, Any]:
    """Return 政策提醒 and 预警 of an invented run."""
    person = {
        "姓名": "彭春山",
        "村组": "试点村第1组",
        "联系": "帮扶责任人付晓梅",
        "行": [dict.fromkeys(LETTER_ROW, "示例")],
    }
    line = dict.fromkeys(ALERT_ROW, "示例")
    alerts = {"级别": [{"名称": "紧急", "件数": 1}], "口径": "示例", "行": [line], "需求": [line]}
    day = date(2023, 10, 31)
    return {"政策提醒": {"日": day, "人": [person]}, "预警": {"日": day, **alerts}}
