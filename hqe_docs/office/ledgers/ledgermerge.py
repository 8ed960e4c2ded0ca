"""Ledgers of several villages as one workbook: every row with its village, a roll-up, people in two places."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hqe_docs.data.checks.references import registered_twice
from hqe_docs.data.kinds import Field, LedgerKind
from hqe_docs.data.persons import VILLAGE
from hqe_docs.data.received.importing import NUMBER, Imported, number_rows
from hqe_docs.data.received.merging import (
    Place,
    fill_villages,
    repeated_people,
    roll_up,
    village_in,
    where_of,
)
from hqe_docs.office.ledgers.ledgerreports import answer, reports
from hqe_docs.office.ledgers.ledgerwork import (
    Intake,
    Received,
    appended_sheet,
    kind_of,
    may_write,
    write_sheets,
)
from hqe_docs.paper.books.ledgerbook import BookSheet
from hqe_docs.problems import Problems

PEOPLE = {"组": 6, "姓名": 10, "公民身份号码": 22, VILLAGE: 14, "户编号": 12, "就业状态": 12}
PLACES = {"文件": 28, "工作表": 14, "行": 8, "台账序号": 8, "说明": 24}
ROLL_UP_REMARK = "在册不含死亡、迁出；户数按在册的户编号计；末行是各村之和。"


def merge_ledgers(
    paths: Sequence[Path], out: Path, *, kind: str | None = None, libraries: Sequence[Path] = ()
) -> dict[str, Any]:
    """Write the ledgers of the workbooks and dossiers at `paths` as one, every row with its village."""
    found = Problems()
    chosen = kind_of(kind, libraries, found)
    if chosen is None or not may_write(out, paths, found):
        return answer(None, (), list(found), villages=[])
    chosen = _with_village(chosen)
    intake = Intake(chosen, libraries=tuple(libraries))
    received = intake.receive(paths, found)
    for item in received:
        fill_villages(item.made, item.dossier, _fallback(item, chosen), found)
    made = [item.made for item in received]
    groups = repeated_people(made)
    found.extend(item for one in made for item in one.problems)
    found.extend(registered_twice(one.ledger for one in made))
    number_rows(made)
    columns = {item.name: [text for one in made for text in one.columns[item.name]] for item in chosen.fields}
    titles, lines = roll_up(chosen, columns)
    path = None
    if _is_whole(intake, received, found) and may_write(out, [item.path for item in received], found):
        ledger, *others = reports(chosen, made, found)
        summary = appended_sheet("汇总", dict.fromkeys(titles, 10.0), lines, ROLL_UP_REMARK, numbers=True)
        path = write_sheets(out, [ledger, summary, _people(made, groups), *others], found, chosen)
    villages = [dict(zip(titles, line, strict=True)) for line in lines]
    return answer(path, made, list(found), villages=villages, repeated=len(groups))


def _with_village(kind: LedgerKind) -> LedgerKind:
    from dataclasses import replace

    return kind if kind.field(VILLAGE) else replace(kind, fields=(Field(VILLAGE), *kind.fields))


def _fallback(item: Received, kind: LedgerKind) -> str:
    return village_in(item.path.stem, kind) or item.path.resolve().parent.name


def _is_whole(intake: Intake, received: Sequence[Received], found: Problems) -> bool:
    """Say whether every ledger could be read: a roll-up that lacks a village misleads."""
    if intake.lost:
        found.add("L532", names="、".join(dict.fromkeys(intake.lost)))
    return bool(received) and not intake.lost


def _people(made: Sequence[Imported], groups: Sequence[Sequence[Place]]) -> BookSheet:
    rows = [_person(made, group[0], place, n) for n, group in enumerate(groups, 1) for place in group]
    return appended_sheet("重复人员", PEOPLE | PLACES, rows, "同一号码在册多次的，每处一行；请核对留哪一处。")


def _person(made: Sequence[Imported], first: Place, place: Place, number: int) -> list[str]:
    where, columns = where_of(made, place), made[place.file].columns
    cells = [columns[name][place.row] if name in columns else "" for name in list(PEOPLE)[1:]]
    order = columns[NUMBER][place.row] if NUMBER in columns else ""
    names = made[first.file].columns.get("姓名", []), columns.get("姓名", [])
    is_other = bool(names[0]) and names[0][first.row] != names[1][place.row]
    note = "姓名与第一处不同" if is_other else ""
    return [str(number), *cells, where.file or "", where.sheet or "", str(where.row or ""), order, note]
