"""Make docs/表格保真.md: one template with every feature, filled by this project, openpyxl, xltpl and XlsxWriter.

Run it as `python -m tools.fidelity`; the packages are those of the dev extra.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from importlib.metadata import version
from pathlib import Path
from typing import Any

from hqe_docs.paper.fill import fill
from tests.fidelity.book import (
    MAIN,
    STILL,
    SUMMARY,
    TABLE,
    TABLE_XLTPL,
    XLTPL,
    XLTPL_NOTES,
    context,
    make,
    people,
)
from tests.fidelity.extras import add_extras
from tests.fidelity.features import FEATURES
from tests.fidelity.reading import Reading

PAGE = Path(__file__).resolve().parent.parent / "docs" / "表格保真.md"
COUNTS = (0, 1, 2, 1000)
AUDIT = "验证器新报的错误（个）"
HEAD = """# 表格保真

同一个 Excel 模板带有下列全部内容，由各程序填入 0、1、2、1000 行，再由 openpyxl、python-calamine 和原始 XML 读出核对
（测试见 `tests/fidelity`；LibreOffice 复算见 `tests/slow/test_fidelity_office.py`）。每格依次是 0、1、2、1000 行的结果，
✓ 对，✗ 不对；0 行时本就不该有的内容，丢掉的程序也算对。本页由 `python -m tools.fidelity` 生成，请不要手改；本项目的一栏由测试保证。

- **本项目**：模板加 `{%tr for %}`，不写程序。
- **openpyxl**：读入模板，`insert_rows` 加行（没有行时 `delete_rows`），复制样式和行高，用 `Translator` 改写循环行的公式。
- **xltpl**：同一个模板改用它的标签（循环写在批注里），不写程序。
- **XlsxWriter**：不能读模板，全部内容用程序重写一遍（`tests/fidelity/book.py` 约 300 行）；它没有写法的内容做不出。
"""


def ours(folder: Path, count: int, out: Path) -> None:
    """Fill the template with control rows."""
    template = folder / "模板.xlsx"
    if not template.exists():
        add_extras(template, make(template))
    found = fill(template, context(count), out)
    if found:
        raise ValueError(found)


def _values(number: int, person: dict[str, Any]) -> list[Any]:
    return [number, *(person[key] for key in ("姓名", "月数", "月收入", "日期", "证号", "备注"))]


def by_openpyxl(folder: Path, count: int, out: Path) -> None:
    """Fill the template without control rows as a script with openpyxl would."""
    import openpyxl

    template = folder / "模板-openpyxl.xlsx"
    add_extras(template, make(template, control=None))
    book = openpyxl.load_workbook(template, rich_text=True)
    found = people(count)
    _insert(book[MAIN], 3, [_values(n, person) for n, person in enumerate(found, 1)])
    _insert(book[TABLE], 4, [[person["姓名"], person["月收入"]] for person in found])
    for run in next(cell.value for row in book[MAIN] for cell in row if "单位：" in str(cell.value)):
        if not isinstance(run, str):
            run.text = run.text.replace("{{ 单位 }}", "洪江镇")
    book.save(out)


def _insert(sheet: Any, first: int, records: Sequence[Sequence[Any]]) -> None:
    from openpyxl.formula.translate import Translator

    if not records:
        sheet.delete_rows(first)
        return
    height, columns = sheet.row_dimensions[first].height, range(1, sheet.max_column + 1)
    if len(records) > 1:
        sheet.insert_rows(first + 1, len(records) - 1)
    for row, record in enumerate(records, first):
        sheet.row_dimensions[row].height = height
        for column in columns:
            pattern, cell = sheet.cell(first, column), sheet.cell(row, column)
            if row > first and not isinstance(cell, openpyxl_merged()):
                cell._style = copy(pattern._style)
                if pattern.data_type == "f":
                    cell.value = Translator(pattern.value, pattern.coordinate).translate_formula(
                        cell.coordinate
                    )
        for column, value in enumerate(record, 1):
            cell = sheet.cell(row, column)
            cell.value = value
            cell.data_type = "s" if isinstance(value, str) else cell.data_type


def openpyxl_merged() -> type:
    """Return openpyxl's class of cells hidden in a merged one, which can't be written."""
    from openpyxl.cell.cell import MergedCell

    return MergedCell


def by_xltpl(folder: Path, count: int, out: Path) -> None:
    """Fill the template with xltpl's tags in its cells."""
    from xltpl.writerx import BookWriter

    template = folder / "模板-xltpl.xlsx"
    add_extras(template, make(template, (XLTPL,), (TABLE_XLTPL,), control=None, notes=XLTPL_NOTES))
    writer = BookWriter(str(template))
    names = (MAIN, TABLE, SUMMARY, STILL)
    sheets = [{**context(count), "tpl_name": name, "sheet_name": name} for name in names]
    writer.render_book(sheets)
    writer.save(str(out))


def by_xlsxwriter(_folder: Path, count: int, out: Path) -> None:
    """Write the whole workbook anew."""
    found = people(count)
    records = [_values(n, person) for n, person in enumerate(found, 1)]
    make(out, records, [[person["姓名"], person["月收入"]] for person in found], control=None, unit="洪江镇")


ENGINES: dict[str, Callable[[Path, int, Path], None]] = {
    "本项目": ours,
    "openpyxl": by_openpyxl,
    "xltpl": by_xltpl,
    "XlsxWriter": by_xlsxwriter,
}


def results(folder: Path) -> dict[str, dict[str, list[str]]]:
    """Return feature → engine → a mark for each count of rows."""
    table: dict[str, dict[str, list[str]]] = {name: {} for name in (*FEATURES, AUDIT)}
    ours(folder, 0, folder / "0.xlsx")
    template = Reading(folder / "模板.xlsx", 1)
    allowed = _faults(template.path)
    for engine, run in ENGINES.items():
        for count in COUNTS:
            out = folder / f"{engine}-{count}.xlsx"
            for name, mark in _marks(run, folder, count, out, template, allowed):
                table[name].setdefault(engine, []).append(mark)
            print(engine, count, file=sys.stderr)
    return table


def _marks(
    run: Callable[[Path, int, Path], None],
    folder: Path,
    count: int,
    out: Path,
    template: Reading,
    allowed: int,
) -> Iterator[tuple[str, str]]:
    try:
        run(folder, count, out)
        read = Reading(out, count)
    except Exception as error:  # what another program can't do is a result
        print(out.name, repr(error), file=sys.stderr)
        yield from ((name, "✗") for name in (*FEATURES, AUDIT))
        return
    for name, check in FEATURES.items():
        yield name, "✓" if _holds(check, read, template) else "✗"
    yield AUDIT, f"{max(_faults(out) - allowed, 0)} "


def _holds(check: Callable[[Reading, Reading], bool], read: Reading, template: Reading) -> bool:
    try:
        return check(read, template)
    except Exception:  # a part or cell that isn't there
        return False


def _faults(path: Path) -> int:
    command = [sys.executable, "-m", "openxml_audit", "--max-errors", "1000", str(path)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False).stdout  # noqa: S603
    found = re.search(r"Errors: (\d+)", answer)
    return int(found[1]) if found else 1


def page(table: dict[str, dict[str, list[str]]]) -> str:
    """Return the whole page."""
    packages = {name: f"{name} {version(name)}" for name in ENGINES if name != "本项目"}
    lines = [HEAD, f"| 内容 | {' | '.join(packages.get(name, name) for name in ENGINES)} |", "|---" * 5 + "|"]
    for feature, marks in table.items():
        lines.append(f"| {feature} | {' | '.join(''.join(marks[engine]).strip() for engine in ENGINES)} |")
    kept = {engine: sum(set(table[name][engine]) == {"✓"} for name in FEATURES) for engine in ENGINES}
    lines.append(f"| **{len(FEATURES)} 项中四种行数都对的** | {' | '.join(str(n) for n in kept.values())} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the page."""
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        PAGE.write_text(page(results(Path(folder))), encoding="utf-8", newline="\n")
    print(PAGE.name)


if __name__ == "__main__":
    main()
