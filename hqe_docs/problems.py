"""What went wrong, as values: a Problem has a code, a place, a sentence and a hint; nobody raises it."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Location:
    """A file and a place in it; rows, lines and cells as a person counts them, Word places 0-based."""

    file: str | None = None
    sheet: str | None = None
    cell: str | None = None
    row: int | None = None
    column: str | int | None = None
    table: int | None = None
    paragraph: int | None = None
    section: int | None = None
    line: int | None = None
    path: str | None = None

    def __str__(self) -> str:
        return (self.file or "") + self._inside()

    def _inside(self) -> str:
        if self.sheet is not None:
            return f"#{self.sheet}" + (
                f"!{self.cell}" if self.cell else f"!第{self.row}行" if self.row else ""
            )
        if self.table is not None:
            # people count from one
            parts = ((self.table, "表"), (self.row, "行"), (self.column, "列"))
            return "#" + " ".join(f"{name}{int(n) + 1}" for n, name in parts if n is not None)
        if self.paragraph is not None:
            return f"#段落{self.paragraph + 1}"
        if self.section is not None:
            return f"#第{self.section + 1}节"
        line = f":{self.line}" if self.line is not None else ""
        return line + (f" {self.path}" if self.path else "")

    def as_json(self) -> dict[str, Any]:
        """Return the keys that are set, in the contract's order."""
        pairs = ((f.name, getattr(self, f.name)) for f in fields(self))
        return {name: value for name, value in pairs if value is not None}


NOWHERE = Location()


_REASONS = {
    errno.ENOENT: "没有这个文件",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "这是文件夹",
    errno.ENOTDIR: "上级不是文件夹",
    errno.EEXIST: "已经存在",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "磁盘是只读的",
    errno.ENAMETOOLONG: "名称太长",
    errno.EFBIG: "文件过大",
    errno.EIO: "磁盘读写出错",
    errno.EINVAL: "名称里有不能用的字符",
    errno.ELOOP: "链接绕成了圈",
    getattr(errno, "EDQUOT", errno.ENOSPC): "磁盘已满",
    getattr(errno, "ESTALE", errno.EIO): "磁盘读写出错",
}


def reason_of(error: OSError) -> str:
    """Return in Chinese why the system refused."""
    return _REASONS.get(error.errno or 0, f"系统错误 {error.errno}")


def column_letters(number: int) -> str:
    """Return the letters of a worksheet's column, 1 being A."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_at(file: str, sheet: str, row: int, column: int) -> Location:
    """Return the place of a cell; rows and columns counted from 1."""
    letters = column_letters(column)
    return Location(file, sheet, f"{letters}{row}", row, letters)


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding; `code` stands in CODES, which gives its explanation and its usual hint."""

    code: str
    message: str
    where: Location = NOWHERE
    hint: str = ""
    severity: Severity = "error"

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
            "hint": self.hint,
            "where": self.where.as_json(),
        }


def problem(code: str, where: Location = NOWHERE, *, hint: str = "", **facts: object) -> Problem:
    """Return the Problem of `code`, its message filled with `facts`."""
    from hqe_docs.codes import CODES  # the whole table: not needed while all goes well

    entry = CODES[code]
    return Problem(
        code, entry.message.format(**facts), where, hint or entry.hint.format(**facts), entry.severity
    )


@dataclass(slots=True)
class Problems:
    """The growing list of one run's findings, in the order they were met."""

    found: list[Problem] = field(default_factory=list)

    def add(self, code: str, where: Location = NOWHERE, *, hint: str = "", **facts: object) -> None:
        self.found.append(problem(code, where, hint=hint, **facts))

    def extend(self, more: Iterable[Problem]) -> None:
        self.found.extend(more)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)

    @property
    def has_errors(self) -> bool:
        return has_errors(self.found)


def has_errors(found: Iterable[Problem]) -> bool:
    """Say whether anything in `found` is an error."""
    return any(item.severity == "error" for item in found)


def counts(found: Iterable[Problem]) -> Mapping[Severity, int]:
    """Return how many errors, warnings and infos there are."""
    total: dict[Severity, int] = {"error": 0, "warning": 0, "info": 0}
    for item in found:
        total[item.severity] += 1
    return total


# ---------------------------------------------------------------- in a marked workbook
REMARKS = "问题"  # the column that marking adds to a table
SUMMARY = "问题汇总"  # the sheet that it adds to the workbook
SUMMARY_TITLE = "问题汇总（hqe check）"  # what stands in that sheet's first cell
HEADER_ROWS = 40  # the title of the column stands in one of the first rows
SEVERITIES = {"error": "错误", "warning": "警告", "info": "说明"}
_REMARK = re.compile(r"(?:错误|警告) [A-Z]\d{3} ")


def remark(item: Problem) -> str:
    """Return a problem in one line, as the column says it and `is_remark` knows it again."""
    return f"{SEVERITIES[item.severity]} {item.code} {' '.join(item.message.split())}"


def is_remark(text: str) -> bool:
    """Say whether a cell's text was put there by marking."""
    return _REMARK.match(text) is not None
