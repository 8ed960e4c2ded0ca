"""Words written twice, and words that must not stand in an official document."""

from __future__ import annotations

import re

from hqe_docs.paper.lint.language.prose import HAN, Prose
from hqe_docs.problems import Problems

_TWICE = re.compile(r"([的了和是在将把被我们这])\1")
_RIGHT_TWICE = re.compile(
    r"(?<=目)的的|的的[确士]|了了[解然断却结不事]|(?<=[温平缓总饱共调附])和和|和和[睦美气平谐乐]|是是非|(?<=实)在在|在在[岗职校编线建]"
)
_WORDS = re.compile(rf"(?P<word>(?![一逐每半几])[{HAN}]{{2,8}})(?P=word)")
_GOES_ON = re.compile(rf"[{HAN}]")  # 核实核实情况 may be two phrases
_NOUNS = frozenset(
    ("就业", "工作", "人员", "资金", "单位", "村民", "岗位", "方案", "乡镇", "政府", "目标", "情况")
)
_NUMERALS = re.compile(r"[〇一二三四五六七八九十百千万零]")
_NO_TEXT = re.compile(r"此页无正文|本页无正文")


def check_wording(prose: Prose, found: Problems) -> None:
    """Find characters and words written twice, and 此页无正文."""
    for match, line in prose.each(_TWICE):
        if not _RIGHT_TWICE.match(prose.whole, match.start()):
            found.add("G331", line.where, found=match[0], sample=prose.near(match))
    for match, line in prose.each(_WORDS):
        word = match["word"]
        goes_on = len(word) == 2 and _GOES_ON.match(prose.whole, match.end()) and word not in _NOUNS
        if len(set(word)) > 1 and not (goes_on or _NUMERALS.search(word) or line.cell is not None):
            found.add("G331", line.where, found=match[0], sample=prose.near(match))
    for match, line in prose.each(_NO_TEXT):
        found.add("G335", line.where, found=match[0])
