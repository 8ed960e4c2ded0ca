"""A creation point's dossier, dossier.yaml or 填报表.xlsx, read against the schema, every fault where it stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from hqe_docs.data.files.reading import SUFFIXES
from hqe_docs.data.filled.book import read_book
from hqe_docs.data.modelled import Source, read_what_fits
from hqe_docs.data.schema import DossierData
from hqe_docs.problems import Location, Problems
from hqe_docs.yamlfile import read_yaml

FILE, BOOK = "dossier.yaml", "填报表.xlsx"
FILES = (FILE, BOOK)  # what a folder has one of


@dataclass(frozen=True, slots=True)
class Dossier:
    """One dossier: its folder, its data, what was written and where; unless it `fits`, only to be checked."""

    folder: Path
    data: DossierData
    source: Source
    fits: bool = True

    @property
    def name(self) -> str:
        return self.data.point.name

    def at(self, *path: str | int) -> Location:
        """Return where `path` (Chinese keys) stands in the file."""
        return self.source.at(path)


def is_ledger_file(path: Path) -> bool:
    """Say whether `path` is a workbook, and not one that a dossier stands in."""
    return path.is_file() and path.suffix.lower() in SUFFIXES and path.name not in FILES


def dossier_file(folder: Path) -> Path | None:
    """Return the file that a folder's dossier stands in; of two dossier.yaml."""
    return next((folder / name for name in FILES if (folder / name).is_file()), None)


def read_source(path: Path, name: str, found: Problems) -> Source | None:
    """Return what a dossier's file says, called `name` in messages; None when nothing could be read."""
    is_yaml = path.suffix.lower() in (".yaml", ".yml")
    return read_yaml(path, name, found) if is_yaml else read_book(path, name, found)


def read_dossier(folder: Path, label: str, found: Problems) -> Dossier | None:
    """Return the dossier in `folder`, which messages call `label`; None when nothing could be read."""
    path = dossier_file(folder) or folder / FILE
    name = f"{label}/{path.name}" if label else path.name
    if all((folder / each).is_file() for each in FILES):
        _report_both(folder, name, found)
        return None
    file = read_source(path, name, found)
    if file is None:
        return None
    data, fits = read_what_fits(file, DossierData, found)
    if data is None:
        return None
    dossier = Dossier(folder, data, file, fits)
    _check_consistency(dossier, found)
    return dossier


def on_day(dossier: Dossier, day: date) -> Dossier:
    """Return the dossier as it would be with another 基准日; 年度 stays what it is."""
    point = dossier.data.point.model_copy(update={"reference_date": day})
    return replace(dossier, data=dossier.data.model_copy(update={"point": point}))


def _report_both(folder: Path, name: str, found: Problems) -> None:
    """Report a folder that has its dossier twice, and which of the two was changed last."""
    newer = max(FILES, key=lambda each: (folder / each).stat().st_mtime)
    other = next(each for each in FILES if each != newer)
    found.add("D301", Location(name), newer=newer, other=other)


# ---------------------------------------------------------------- what one key says against another
def _check_consistency(dossier: Dossier, found: Problems) -> None:
    data = dossier.data
    if data.point.kind == "县区" and data.point.role != "主管部门":
        found.add("D127", dossier.at("创建点", "角色"), role=data.point.role)
    for i, stage in enumerate(data.stages):
        if stage.start and stage.end and stage.end < stage.start:
            where = dossier.at("阶段", i, "止")
            found.add("D119", where, name=f"阶段 {stage.name}", start=stage.start, end=stage.end)
    for i, task in enumerate(data.tasks):
        if task.start and task.due and task.due < task.start:
            where = dossier.at("任务", i, "完成时限")
            found.add("D119", where, name=f"任务 {task.number}", start=task.start, end=task.due)
    for paper, issue in data.papers.items():
        if issue.signed_on and issue.printed_on and issue.printed_on < issue.signed_on:
            where = dossier.at("文书", paper, "印发日期")
            found.add("D119", where, name=f"{paper} 印发", start=issue.signed_on, end=issue.printed_on)
    _check_task_numbers(dossier, found)
    _check_score_keys(dossier, found)
    _check_funds_and_sources(dossier, found)


def _check_task_numbers(dossier: Dossier, found: Problems) -> None:
    first: dict[int, int] = {}
    for i, task in enumerate(dossier.data.tasks):
        where = dossier.at("任务", i, "编号")
        if task.number in first and task.number:
            found.add("D122", where, found=task.number, first=first[task.number])
        first.setdefault(task.number, _line(where))


def _line(where: Location) -> int:
    return where.line or where.row or 0


def _check_score_keys(dossier: Dossier, found: Problems) -> None:
    """Report indicator numbers that say the same in two ways (1 and 01)."""
    written = dossier.source.value.get("自评")
    seen: dict[str, str] = {}
    for key in written if isinstance(written, dict) else ():
        number = key.lstrip("0")
        if number in seen:
            where = dossier.at("自评", key)
            found.add("D103", where, key=key, first=_line(dossier.at("自评", seen[number])))
        seen.setdefault(number, key)


def _check_funds_and_sources(dossier: Dossier, found: Problems) -> None:
    for i, fund in enumerate(dossier.data.funds):
        # a dossier that does not fit has 0 standing in for a standard that could not be read
        if fund.paid is not None and fund.paid > fund.standard and (fund.standard or dossier.fits):
            limit = f"不大于标准 {fund.standard} 元"
            found.add("D112", dossier.at("资金", i, "已拨付"), name="已拨付", found=fund.paid, limit=limit)
    for key, figure in (("县平均就业率", dossier.data.external.county_rate),):
        if figure and figure.value is not None and not figure.source:
            found.add("D125", dossier.at("外部数据", key), name=key)
