"""Codes of area F: filled forms read back and collected."""

from __future__ import annotations

from hqe_docs.codes.entry import Code

CODES: dict[str, Code] = {
    # ---- F3 reading filled forms
    "F301": Code(
        "表里没有这个填写处",
        "空白表格里有“{label}”，交回的表里找不到这个位置",
        "多半是表格的行列被改过，或交回的是另一份表；对照空白表格看一看",
        "读填好的表时，空白表格里的每个填写处都要在交回的表里找到。删掉的行、合并的单元格、旧版的表都会这样。",
        "warning",
    ),
    "F302": Code(
        "表里原有的字被改动",
        "“{label}”这里表上原有的字不见了，读不准",
        "对照空白表格看一看；不要改动表上印好的字",
        "横线、方框、年月日这些填写处靠前后印好的字来认，改了字就认不准。",
        "warning",
    ),
    "F303": Code(
        "日期读不出",
        "“{label}”填的日期读不出：{found}",
        "写成 2023 年 6 月 30 日的形式",
        "年、月、日要是数字，并且日历上有这一天。",
        "warning",
    ),
    "F304": Code(
        "表没有填",
        "{file} 里一处也没有填写",
        "看看是不是交错了文件",
        "交回的表里每个填写处都是空的。",
        "warning",
    ),
}
