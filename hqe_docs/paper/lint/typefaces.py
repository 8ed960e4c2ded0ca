"""Which of the official typefaces a font belongs to: 仿宋, 小标宋, 黑体, 楷体, 宋体, under all the names they go by."""

from __future__ import annotations

import re
from functools import cache

# 小标宋 and 仿宋 before 宋体, which their names contain
_FAMILIES = (
    ("小标宋", r"小标宋|标题宋|华文中宋|stzhongsong|xbs|xiaobiaosong"),
    ("仿宋", r"仿宋|fang\s?song|_fs_|^fzfs"),
    ("楷体", r"楷|kai(ti|_)|^fzkt"),
    ("黑体", r"黑体|sim\s?hei|^hei$|sthei|方正黑|^fzht"),
    ("宋体", r"宋体|sim\s?sun|书宋|stsong|宋三|^fzss"),
)


@cache
def typeface(font: str) -> str:
    """Return the typeface a font belongs to, empty for any other."""
    name = font.lower()
    return next((family for family, pattern in _FAMILIES if re.search(pattern, name)), "")


def is_chinese(font: str) -> bool:
    """Say whether a font has full-width quotes and dashes of its own."""
    return bool(typeface(font)) or re.search(r"[一-鿿]", font) is not None
