"""Codes of area R, continued: files that act by themselves or reach outside."""

from __future__ import annotations

from hqe_docs.codes.entry import Code

CODES: dict[str, Code] = {
    "R162": Code(
        "文件里有会自己运行的内容",
        "文件里有打开时会运行或会去取的东西，未使用：{detail}",
        "核对文件来源；确认可靠的，删去这些内容，另存为不带宏的 .docx 或 .xlsx",
        "宏、DDE 域、远程文档模板和远程对象在 Word、Excel、WPS 打开文件时会运行程序或连接外面的机器。"
        "程序自己从不运行、从不去取，也不把它们带进要发出去的文书。",
    ),
    "R163": Code(
        "文件里有指向外面的内容",
        "文件里有{detail}，程序没有去取，也没有运行",
        "来源不明的文件请删去这些内容再用；要发出去的文书里最好没有",
        "远程图片、指向网络共享的链接、链接到别的工作簿的公式、嵌入的对象和控件，会让打开文件的人连接外面的机器或打开别的文件。"
        "台账里的宏也在此说明：只读数据，从不运行。",
        "warning",
    ),
}
