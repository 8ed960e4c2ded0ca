"""A notice of six pages for benchmarks: the template, made by python-docx, and what its villages put into it.

Three tables with row loops (12, 18 and 25 rows of 8 columns), header, footer, a picture, tags split over runs and
revision ids on every run, as Word leaves them.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

ROWS = {"任务": 12, "资金": 18, "人员": 25}
PARAGRAPHS = 118
COLUMNS = ("序号", "名称", "责任单位", "责任人", "电话", "时限", "数额", "备注")
_SENTENCE = "各村要逐户核对劳动力信息，做到底数清、去向明、需求实，台账与实际相符，按时报送。"
_FIELDS = ("村", "镇", "文号", "联系人", "日期")


def make_template(path: Path) -> Path:
    """Save the template at `path`."""
    document = docx.Document()
    section = document.sections[0]
    section.top_margin = section.bottom_margin = Cm(1.8)
    section.header.paragraphs[0].text = "{{ 镇 }}　{{ 文号 }}"
    section.footer.paragraphs[0].text = "联系人：{{ 联系人 }}"
    for number in range(PARAGRAPHS):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.line_spacing = Pt(12)
        paragraph.paragraph_format.space_after = Pt(0)
        _runs(paragraph, number)
    document.add_picture(io.BytesIO(_picture()), width=Cm(3))
    for name in ROWS:
        document.add_paragraph(f"附表：{name}")
        _table(document, name)
    for run in document.element.body.iter(qn("w:r")):
        run.set(qn("w:rsidR"), "00A77427")
    document.save(path)
    return path


def _runs(paragraph: Any, number: int) -> None:
    """Write a sentence with a tag; in every second paragraph the tag is cut into runs."""
    field = _FIELDS[number % len(_FIELDS)]
    pieces = ["{", "{ " + field[:1], field[1:] + " }", "}"] if number % 2 else ["{{ " + field + " }}"]
    half = len(_SENTENCE) // 2
    for text in (f"{number + 1}．", *pieces, _SENTENCE[:half], _SENTENCE[half:]):
        _look(paragraph.add_run(text), 10.5)


def _table(document: Any, name: str) -> None:
    table = document.add_table(0, len(COLUMNS), style="Table Grid")
    rows = [
        COLUMNS,
        [f"{{%tr for 项 in {name} %}}"],
        [f"{{{{ 项.{title} }}}}" for title in COLUMNS],
        ["{%tr endfor %}"],
    ]
    for row in rows:
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=False):
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
            _look(cell.paragraphs[0].add_run(text), 7)


def _look(run: Any, size: float) -> None:
    run.font.size = Pt(size)
    run.font.name = "仿宋_GB2312"
    run._element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋_GB2312")


def _picture() -> bytes:
    """Return a PNG of 120 × 120 points."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    lines = b"".join(b"\x00" + bytes((x * y) % 251 for x in range(360)) for y in range(120))
    head = struct.pack(">IIBBBBB", 120, 120, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(lines))
        + chunk(b"IEND", b"")
    )


def contexts(count: int) -> Iterator[dict[str, Any]]:
    """Yield what `count` villages put into the notice."""
    for number in range(count):
        rows = {
            name: [_row(number, name, order) for order in range(1, size + 1)] for name, size in ROWS.items()
        }
        yield {
            "村": f"梅州{number}村",
            "镇": "洪江镇",
            "文号": f"洪府字〔2023〕{number}号",
            "联系人": "沈砚秋",
            "日期": "2023年6月25日",
            **rows,
        }


def _row(village: int, name: str, order: int) -> dict[str, Any]:
    values = (
        *(
            str(order),
            f"{name}第{order}项工作",
            "镇人力资源和社会保障所",
            "邱闻溪",
            f"199 0000 {village * 7 % 10000:04d}",
        ),
        *("2023年10月31日前", f"{village * order}.50", "按方案执行，逐项销号"),
    )
    return dict(zip(COLUMNS, values, strict=True))
