"""What the elements of an official paper look like in plain text."""

from __future__ import annotations

import re

KINDS = (
    *(
        "通知",
        "通报",
        "报告",
        "请示",
        "函",
        "批复",
        "意见",
        "决定",
        "决议",
        "公告",
        "通告",
        "公报",
        "公示",
        "令",
        "命令",
    ),
    *(
        "议案",
        "纪要",
        "方案",
        "办法",
        "规定",
        "细则",
        "制度",
        "机制",
        "预案",
        "规划",
        "计划",
        "要点",
        "总结",
        "规则",
    ),
    *(
        "章程",
        "守则",
        "说明",
        "汇报",
        "讲话",
        "建议",
        "标准",
        "指标",
        "表",
        "目录",
        "名单",
        "清单",
        "任务书",
        "责任书",
    ),
)
NUMBER = re.compile(r"[\u4e00-\u9fff]{2,20}[〔\[［【（(](?:19|20)\d\d[〕\]］】）)](?:第)?\d{1,5}号")
RIGHT_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,20}〔(?:19|20)\d\d〕[1-9]\d{0,4}号")
ORDER_NUMBER = re.compile(r"第[0-9一二三四五六七八九十]+号")
SIGNERS = re.compile(r"签发人\s*[：:]\s*(.+)")
NUMBER_AND_SIGNERS = re.compile(rf"({NUMBER.pattern})\s+{SIGNERS.pattern}")
COPY_NUMBER = re.compile(r"\d{6}")
SECRECY = re.compile(r"(?:绝密|机密|秘密)(?:★.{1,8})?")
URGENCY = re.compile(r"特\s*急|加\s*急|特提|平急")
MARK = re.compile(r"([\u4e00-\u9fff（）、\s]{4,40})文件")
DATE = re.compile(
    r"\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日|[一二][一二三四五六七八九十〇○零]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)
REMARK = re.compile(r"[（(].{2,60}[）)]")
COPIES = re.compile(r"抄\s*送\s*[：:]\s*(.+?)。?")
PRINTED = re.compile(r"(.{2,40}?)\s+(\d{4}年\d{1,2}月\d{1,2}日)\s*印发")
NOTE = re.compile(r"附\s*件\s*[：:]\s*(.*)")
NOTE_ITEM = re.compile(r"(\d{1,2})\s*[.．、]\s*(.+)")
ANNEX = re.compile(r"(附\s*件\s*[0-9０-９一二三四五六七八九十]{0,3})\s*(?:[：:.．、\s]\s*(.+))?")
_SENTENCE = re.compile(r"[。；！？：:;]|，.*，")
_LEVEL = re.compile(
    r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d+[.．、]|第[一二三四五六七八九十]+[章条部节]"
)
_KIND_END = re.compile(rf"(?:{'|'.join(sorted(KINDS, key=len, reverse=True))})(?:（[^（）]{{1,12}}）)?$")
LONGEST_TITLE_LINE = 45


def is_titleish(text: str) -> bool:
    """Say whether a line may be a title's: short, no sentence, no number before it."""
    return (
        len(text) <= LONGEST_TITLE_LINE
        and not _SENTENCE.search(text)
        and not _LEVEL.match(text)
        and not DATE.fullmatch(text)
        and not ANNEX.fullmatch(text)
    )


def names_a_kind(title: str) -> bool:
    """Say whether a title ends as titles of official papers do: …的通知, …实施方案, …名单."""
    return bool(_KIND_END.search(title))


def is_signature(text: str) -> bool:
    """Say whether a line may be an organ's or a person's name below the text."""
    return (
        len(text) <= LONGEST_TITLE_LINE
        and not re.search(r"[，。；：！？,;:]", text)
        and not _LEVEL.match(text)
    )


_OFFICES = (
    *(
        "委员会",
        "政府",
        "局",
        "办",
        "办公室",
        "单位",
        "部门",
        "厅",
        "院",
        "村",
        "镇",
        "乡",
        "街道",
        "社区",
        "中心",
        "企业",
        "公司",
    ),
    *(
        "学校",
        "部",
        "组",
        "会",
        "所",
        "站",
        "委",
        "县",
        "市",
        "区",
        "省",
        "处",
        "科",
        "同志",
        "机关",
        "机构",
        "团体",
        "成员",
        "商户",
    ),
    *(
        "党委",
        "支部",
        "工会",
        "银行",
        "群众",
        "居民",
        "村民",
        "农户",
        "合作社",
        "医院",
        "法院",
        "检察院",
        "队",
        "署",
        "室",
        "店",
    ),
)
SHORTEST_OFFICE = 4
_OFFICE = re.compile(rf".*(?:{'|'.join(_OFFICES)})(?:（[^（）]*）)?")


def is_office(text: str) -> bool:
    """Say whether a short text is an office's name."""
    return len(text) >= SHORTEST_OFFICE and bool(_OFFICE.fullmatch(text))


def names_offices(text: str) -> bool:
    """Say whether a line is 主送机关: names of offices, a colon at the end."""
    if not text.endswith(("：", ":")) or "。" in text:
        return False
    names = re.split(r"[，、；,;]", re.sub(r"（[^（）]*）", "", text.rstrip("：:")))
    return all(_OFFICE.fullmatch(name.strip()) for name in names)
