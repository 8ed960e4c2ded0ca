"""Codes of the layout checks: the file itself, its pages, text, page numbers, tables and fonts (G101–G199)."""

from __future__ import annotations

from hqe_docs.codes.entry import Code

CODES: dict[str, Code] = {
    "G101": Code(
        "不能检查的文件",
        "不能检查公文格式：{detail}",
        "另存为 .docx（Word 文档）后再检查",
        "公文格式检查只看 .docx。旧格式 .doc、WPS 文字 .wps 和 PDF 请用 Word 或 WPS 打开后另存为 .docx；"
        "有密码的文件先去掉密码；打不开的文件请重新保存或重新索取。",
    ),
}
