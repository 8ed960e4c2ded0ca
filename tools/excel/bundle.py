"""资料包目录.xlsx: every file of an acceptance bundle with its pages, what is missing, what was not taken in."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tools.excel import looks

HEADS = ("创建点", "项", "项目名称", "序号", "材料名称", "类型", "文件", "页数", "页码", "说明")
WIDTHS = (11, 6, 26, 6, 34, 7, 52, 7, 7, 20)
KEYS = ("创建点", "编号", "项名", "序号", "名称", "类型", "文件", "页数", "起页", "说明")
LACKS = (("创建点", 12), ("项", 7), ("项目名称", 34), ("缺少的材料", 28), ("原因", 60))
LACK_KEYS = ("创建点", "编号", "项名", "名称", "原因")
OTHERS = (("创建点", 12), ("文件", 60), ("原因", 60))
OTHER_KEYS = ("创建点", "文件", "原因")
SAID = (
    "{{ 资料包.版本 }}；共 {{ 资料包.件数 }} 件、{{ 资料包.页数 }} 页，未计页 {{ 资料包.未计页 }} 件，"
    "缺 {{ 资料包.缺数 }} 项"
)


def bundle_index() -> Workbook:
    """Return 资料包目录.xlsx."""
    book, sheet = looks.workbook("目录")
    _list(sheet, "目录", "资料包.行", list(zip(HEADS, WIDTHS, strict=True)), KEYS, left=(3, 5, 7, 10))
    _list(book.create_sheet("缺项清单"), "缺项清单", "资料包.缺项", LACKS, LACK_KEYS, left=(3, 4, 5))
    _list(book.create_sheet("未收文件"), "未收文件", "资料包.未收", OTHERS, OTHER_KEYS, left=(2, 3))
    _list(book.create_sheet("不公开文件"), "不公开文件", "资料包.不公开", OTHERS, OTHER_KEYS, left=(2, 3))
    return book


def _list(  # one sheet: what it is called, what it lists, how wide
    sheet: Worksheet,
    name: str,
    items: str,
    heads: Sequence[tuple[str, float]],
    keys: Sequence[str],
    *,
    left: Sequence[int],
) -> None:
    last = chr(64 + len(heads))
    looks.title(
        sheet, f"A:{last}", f"{{{{ 创建点.名称 }}}}{{{{ 创建点.年度 }}}}年{{{{ 资料包.名称 }}}}{name}"
    )
    looks.line(sheet, 2, [(f"A:{last}", SAID, "left")])
    looks.head(sheet, 3, [head for head, _ in heads])
    looks.control(sheet, 4, f"for 件 in {items}")
    looks.cells(sheet, 5, [f"{{{{ 件.{key} }}}}" for key in keys], left=left)
    looks.control(sheet, 6, "endfor")
    looks.finish(sheet, [width for _, width in heads], "A4")
