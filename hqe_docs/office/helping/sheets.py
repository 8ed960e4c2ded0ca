"""Sheets that 政策找人 and 帮扶预警 write alike: rows of sentences, settings, and the cells behind a line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePath

from hqe_docs.data.policies.roll import Ground
from hqe_docs.masking import hide_numbers, mask_identity, mask_name, mask_phone
from hqe_docs.office.helping.rolls import Person, Run
from hqe_docs.office.ledgers.ledgerwork import WIDE, appended_sheet, write_sheets
from hqe_docs.paper.books.ledgerbook import BookColumn, BookSheet


def list_sheet(
    tab: str, title: str, titles: Mapping[str, float], rows: Sequence[Sequence[str]], remark: str
) -> BookSheet:
    """Return a sheet of numbered rows; `titles` give the width of each column, sentences stand at the left."""
    columns = [BookColumn("序号", "integer", 5.5)]
    columns += [
        BookColumn(name, "string", width, across="left" if width >= WIDE else "center")
        for name, width in titles.items()
    ]
    numbered = [(str(number), *row) for number, row in enumerate(rows, 1)]
    return BookSheet(tab, title, columns, numbered, remark)


def settings_sheet(run: Run) -> BookSheet:
    """Return the settings that the lists turn on, each with its value, what it means and where it stands."""
    rows = [(name, value, it.note, it.source) for name, (value, it) in run.settings.items()]
    return appended_sheet("口径说明", {"口径": 18, "取值": 16, "说明": 50, "依据": 44}, rows)


def grounds_text(grounds: Iterable[Ground]) -> str:
    """Return the cells a judgement rests on, as 就业状态：失业（X161）."""
    return "；".join(f"{it.title}：{it.text}（{it.where.cell or f'第{it.where.row}行'}）" for it in grounds)


def cells_text(grounds: Iterable[Ground]) -> str:
    """Return the cells alone, as 台账 R717、X717, for paper."""
    cells = dict.fromkeys(it.where.cell or f"第{it.where.row}行" for it in grounds)
    return f"台账 {'、'.join(cells)}" if cells else ""


def files_text(grounds: Iterable[Ground]) -> str:
    """Return in which files and sheets the cells stand."""
    places = dict.fromkeys((it.where.file, it.where.sheet) for it in grounds)
    return "；".join(f"{PurePath(file or '').name}#{sheet}" for file, sheet in places)


def grounds_json(grounds: Iterable[Ground]) -> list[dict[str, str]]:
    """Return the cells with their places, whole numbers hidden."""
    return [{"title": it.title, "text": hide_numbers(it.text), "where": str(it.where)} for it in grounds]


def person_json(person: Person, *, unmask: bool) -> dict[str, str]:
    """Return a person as the screen may show him."""
    if unmask:
        names = person.name, person.number, person.phone, person.helper
    else:
        hidden = mask_name(person.name), mask_identity(person.number), mask_phone(person.phone)
        names = *hidden, mask_name(person.helper)
    keys = ("name", "number", "phone", "helper")
    return {"village": person.village, "group": person.group, **dict(zip(keys, names, strict=True))}


def write(run: Run, path: Path, sheets: Sequence[BookSheet]) -> None:
    """Write a workbook and note where, or that it could not be."""
    done = write_sheets(path, sheets, run.found)
    run.written.append(str(done) if done else None)
