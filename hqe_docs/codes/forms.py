"""Codes of area F: official forms without tags."""

from __future__ import annotations

from hqe_docs.codes.entry import Code

CODES: dict[str, Code] = {
    # ---- F1 finding the places
    "F101": Code(
        "表格打不开",
        "{file} 打不开：{detail}",
        "用 WPS 或 Word、Excel 打开，另存为 .docx 或 .xlsx 再试",
        "空白表格可以是 .docx、.xlsx，也可以是 .xls、.et；.doc、.wps、.rtf 要靠 LibreOffice 转换。以内容为准，不看扩展名。",
    ),
    "F102": Code(
        "没有找到填写处",
        "{file} 里没有找到可以填写的地方",
        "确认这是空白的表格；标签要在空格的左边或上边，或者空白在“：”、下划线、方框后面",
        "填写处按标签认：标签右边或表头下面的空格，“：”后面或下划线处的空白，年月日，方框和括号，逐格填写的号码，"
        "内容控件。照片、签名、盖章和意见栏留给别人，不算填写处。",
        "warning",
    ),
    "F103": Code(
        "词汇文件用不上",
        "{file} 缺少，或里面的栏目不全",
        "照程序自带的 templates/表单/词汇.yaml 补全；不需要改动的，删去自己的那一份",
        "认填写处用的词（不填的栏目、勾选框、单位、同义的标签）都写在这个文件里，可以增减。",
    ),
}
