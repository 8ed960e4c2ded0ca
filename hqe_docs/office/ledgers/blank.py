"""Blank ledgers: a workbook of any kind in the library, ready to type into, made from the kind's data alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from hqe_docs.data.conditions import holds
from hqe_docs.data.kinds import Field, LedgerKind, load_kinds
from hqe_docs.library import Library
from hqe_docs.office.ledgers.asked import kind_asked
from hqe_docs.office.ledgers.ledgersheets import sheet_of
from hqe_docs.office.ledgers.ledgerwords import content_of, need_of
from hqe_docs.paper.books.bookpaper import paper_of
from hqe_docs.paper.books.ledgerbook import BookColumn, BookSheet, write_book
from hqe_docs.problems import Location, Problem, Problems

SAMPLE = "例"  # what our reader takes for the mark of a sample row
LINE = "填报单位：{unit}　　　　　填报日期：　　　　年　　月　　日　　　　　单位：人、元"
LEGEND = (
    "填表须知：蓝色深的栏目必填，浅的看情况必填，灰色的自动推算、可以不填。填错的格子变红，重复的变橙，漏填的变黄。"
    "标“例”的一行是示例，不计入，可以删去。表头已锁定，要改时撤销工作表保护，没有密码。各栏怎样填见《填表说明》。"
)
GUIDE = (
    BookColumn("序号", "integer", 6),
    BookColumn("栏目", width=16),
    BookColumn("是否填写", width=24),
    BookColumn("可填内容", width=46, across="left"),
    BookColumn("填写要求", width=40, across="left"),
    BookColumn("填写样式", width=22, across="left"),
)
GUIDE_LINE = (
    "{about}。有下拉列表的从列表里选，可选几项的用“、”分开；日期按年-月-日填；号码按文本填写，数字不带单位。"
)


def write_blanks(
    names: Sequence[str], out: Path | None = None, *, libraries: Sequence[Path] = ()
) -> tuple[list[Path], list[Problem]]:
    """Write a blank of each kind named, of all when none is; `out` is a folder, or the file of a single one (.xlsx)."""
    library, found = Library.over_shipped(libraries), Problems()
    chosen = _chosen(names, load_kinds(library, found), found)
    written: list[Path] = []
    is_file = out is not None and out.suffix.lower() == ".xlsx" and len(chosen) == 1
    for kind in chosen:
        path = out if out and is_file else (out or Path()) / f"{kind.name}.xlsx"
        written += write_blank(path, kind, found)
    return written, list(found)


def _chosen(names: Sequence[str], kinds: Mapping[str, LedgerKind], found: Problems) -> list[LedgerKind]:
    chosen: dict[str, LedgerKind] = {} if names else dict(kinds)
    for name in names:
        kind = kind_asked(name, kinds, found)
        if kind:
            chosen[kind.name] = kind
    return list(chosen.values())


def write_blank(path: Path, kind: LedgerKind, found: Problems, *, unit: str = "") -> list[Path]:
    """Write the blank of `kind` to `path`, unless something is there already; return what was written."""
    if path.exists():
        found.add("R103", Location(str(path)), path=path)
        return []
    problems = write_book(path, blank_sheets(kind, unit=unit))
    found.extend(problems)
    return [] if problems else [path]


def blank_sheets(kind: LedgerKind, *, unit: str = "") -> list[BookSheet]:
    """Return the sheets of a blank: the ledger, and what each column holds; `unit` is whoever hands it in."""
    fields = [item for item in kind.fields if not item.optional]
    remark = LINE.format(unit=unit)
    plain = sheet_of(kind, [], columns=[item.name for item in fields], remark=remark)
    rows = paper_of(
        plain.columns, plain.kept
    ).rows  # a page of them; further ones are ruled as they are filled
    sheet = replace(plain, legend=LEGEND, sample=_sample(fields), spare=rows, is_guarded=True)
    return [sheet, _guide(kind, fields)]


def _sample(fields: Sequence[Field]) -> list[str]:
    """Return the examples as one row, marked in its first cell; what the others rule out is left empty."""
    row = {item.name: item.example for item in fields}
    shown = [item.example if _fits(item, row) else "" for item in fields]
    is_numbered = fields[0].derived == "序号"
    return [SAMPLE if is_numbered else f"{SAMPLE}：{shown[0]}", *shown[1:]]


def _fits(field: Field, row: Mapping[str, str]) -> bool:
    return field.required_when is None or holds(field.required_when, row)


def _guide(kind: LedgerKind, fields: Sequence[Field]) -> BookSheet:
    rows = [
        (str(number), item.name, need_of(item), content_of(item), item.hint, item.example)
        for number, item in enumerate(fields, start=1)
    ]
    about = GUIDE_LINE.format(about=kind.description or kind.title)
    return BookSheet("填表说明", f"{kind.title}填表说明", GUIDE, rows, about, kept=2, is_filtered=False)
