"""The forms of the tags that Word and Excel templates hold beyond Jinja's own."""

from __future__ import annotations

import re

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
MARKS = ("合并相同", "表头重复", "不跨页", "署名对齐")  # our own
SAME, SIGNATURE = MARKS[0], MARKS[3]
_NAMES = "|".join(MARKS)
MARK = re.compile(rf"\{{%-?\s*({_NAMES})\s*-?%\}}")
MERGE_MARK = re.compile(rf"\{{%-?\s*(vm|{SAME})\s*-?%\}}")
ANY_MARK = re.compile(rf"\{{%-?\s*(?:vm|hm|{_NAMES})\s*-?%\}}")


def _control(word: str) -> re.Pattern[str]:
    return re.compile(rf"\{{%-?\s*{word}\s+(.*?)\s*-?%\}}", re.DOTALL)


# what stands in them is a statement of Jinja's: {%tr for 人 in 名单 %}
ROW_CONTROL, COLUMN_CONTROL, SHEET_CONTROL = _control("tr"), _control("tc"), _control("sheet")


def statements(control: re.Pattern[str], text: str) -> list[str]:
    """Return what the control tags of one form say in `text`, blanks made single ones."""
    return [" ".join(found.split()) for found in control.findall(text)]
