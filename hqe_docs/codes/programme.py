"""Codes of area P: the year's programme, found and read."""

from __future__ import annotations

from hqe_docs.codes.entry import Code

CODES: dict[str, Code] = {
    "P101": Code(
        "找不到工作安排",
        "没有工作安排“{name}”",
        "programmes/ 里有：{known}",
        "指标体系的“工作安排”写 programmes/ 里的文件名：日程、周报、问题、奖补、资料包的规则都从那里取。",
    ),
}
