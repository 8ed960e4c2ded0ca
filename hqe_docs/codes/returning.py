"""Codes of area L: workbooks given back with their problems marked in them."""

from __future__ import annotations

from hqe_docs.codes.entry import Code

CODES: dict[str, Code] = {
    # ---- L4 returning
    "L401": Code(
        "标注不了",
        "{file} 没有标注：{detail}",
        "用 WPS 或 Excel 打开这份文件，另存为 .xlsx 再检查、标注",
        "标注是在原文件的副本上做的。文件能读出内容，但内部结构不完整、有密码或过大时，副本做不成；检查的结果不受影响。",
    ),
    "L402": Code(
        "不放在原件旁边",
        "{file} 没有标注：标注件不能放在原件的文件夹里（{path}）",
        "--mark 后面写另一个文件夹",
        "原件从不改动、从不覆盖；标注件放在原件旁边还会被当成又一份台账，所以另放一个文件夹。",
    ),
    "L403": Code(
        "不覆盖别的文件",
        "{file} 没有标注：{path} 已经存在，而且不是标注件",
        "移走或改名那份文件，或者 --mark 后面写另一个文件夹",
        "再次标注时，上一次的标注件会换成新的；不是由 hqe check --mark 写成的文件不会被覆盖。",
    ),
    "L404": Code(
        "工作簿重名",
        "{file} 没有标注：一次检查了几份叫这个名称的工作簿",
        "给工作簿改名，或者分几次检查、标注",
        "同一次检查里，同名的工作簿分不清哪个问题是哪一份的，也不能写成同一个文件。同名的 .xls 和 .xlsx 不算重名。",
    ),
    "L405": Code(
        "转成了 .xlsx",
        "{file} 的标注件转成了 .xlsx：{detail}",
        "",
        "标注写在 .xlsx 里。由 .xls 转来的，数值、文字、日期、格式照原样，公式只留结果，图片、图表、下拉选项不带；"
        "由 .csv 转来的，每格都是文字。原件没有改动。",
        "info",
    ),
}
