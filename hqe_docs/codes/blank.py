"""Codes of area L5: papers and workbooks to fill in."""

from __future__ import annotations

from hqe_docs.codes.entry import Code

CODES: dict[str, Code] = {
    "L501": Code(
        "没有这一户",
        "台账里没有户编号“{number}”",
        "户编号照台账的写法填；共有 {count} 户",
        "hqe ledger survey --household 后面写台账里的户编号，可重复。",
    ),
    "L502": Code(
        "没有这一组",
        "台账里没有组别“{group}”",
        "组别有：{groups}",
        "hqe ledger survey --group 后面写台账里的组别，写法与台账一致。",
    ),
    "L503": Code(
        "台账有错误，照原样印出",
        "《{kind}》有 {count} 处错误，照原样印在调查表上",
        "用 hqe check 看是哪些格子，入户时一并核对",
        "入户调查表用来核对台账，所以台账有错误也印；看不懂的选项不打勾，原来的文字放在括号里。",
        "info",
    ),
    "L504": Code(
        "没有户编号",
        "有 {count} 行没有户编号，每行各印一张",
        "在台账里补填户编号，同一户的人编号相同",
        "入户调查表一户一张，按户编号分户；没有编号的行不知道属于哪一户。",
        "warning",
    ),
}
