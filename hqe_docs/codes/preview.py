"""Codes of area G, continued: pages rendered and the fonts on them."""

from __future__ import annotations

from hqe_docs.codes.entry import Code

CODES: dict[str, Code] = {
    "G501": Code(
        "没有可用的办公软件",
        "这台电脑上没有找到 LibreOffice、Word 或 WPS，不能预览",
        "安装 LibreOffice（免费），或用环境变量 HQE_OFFICE 指出 soffice 程序的位置",
        "预览要由办公软件排版。依次寻找：HQE_OFFICE 指定的程序、LibreOffice、Windows 上的 Word 和 WPS。",
    ),
    "G502": Code(
        "预览超时",
        "{renderer} 在 {seconds} 秒内没有排完这份文件",
        "用 --limit 放宽时限再试；仍不行的，请用办公软件打开看看文件是否正常",
        "每份文件有时限，超时的中止，其余文件照常。",
    ),
    "G503": Code(
        "预览不成",
        "不能预览：{detail}",
        "用办公软件打开看看；能打开的，另存一份再预览",
        "办公软件没有给出 PDF，通常是文件损坏、有密码，或者不是它能读的格式。",
    ),
    "G504": Code(
        "不能预览的文件",
        "“{suffix}”文件不能预览",
        "可以预览 .docx、.xlsx、.xlsm 文件；.doc、.xls 请先另存为新格式",
        "预览只收 Word 和 Excel 的新格式文件。",
    ),
    "G511": Code(
        "字体被替换",
        "{named}没有安装，{count} 个字改用 {used} 排",
        "安装这种字体后再预览；在装有这种字体的电脑上打印不受影响",
        "文件里写的字体这台电脑没有，办公软件用别的字体代替。预览的样子与正式打印会有不同。字体不嵌入文件。",
        "warning",
    ),
    "G512": Code(
        "代替字体不是全角",
        "代替{named}的 {used} 每个汉字宽 {width} 个字，每行字数不能当真",
        "换一种汉字等宽等高的字体，或安装原字体",
        "公文每行 28 字要求汉字宽度等于字号。代替字体的汉字偏窄或偏宽，每行字数、分页都会变。",
        "warning",
    ),
    "G513": Code(
        "个别字用了别的字体",
        "{named}的文字里，{chars} 用别的字体（{fonts}）排出，字形与前后文不一致",
        "安装收有这些字的字体（如 GBK、GB18030 字库的版本），或对这些字单独指定字体",
        "所用字体里没有这些字，办公软件从别的字体里借来字形。",
        "warning",
    ),
    "G514": Code(
        "字体没有这个字",
        "“{char}”不在{named}的字库里（{repertory}），打印时可能变成方框或别的字形",
        "核对这个字；确实要用的，给这个字改用收字更多的字体（如仿宋、宋体或 GBK 版本）",
        "GB2312 字库只有 6763 个汉字，姓名、地名里的生僻字（如喆、堃、赟）往往没有。",
        "warning",
    ),
}
