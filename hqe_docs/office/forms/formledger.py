"""The workbook of collected forms: one sheet of all, one for each list, one of the files that could not be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from hqe_docs.office.forms.formrows import IN_ROW, FormRow
from hqe_docs.paper.books.ledgerbook import BookColumn, BookSheet

NUMBER, SOURCE, FAULTS, TWIN = "序号", "来源文件", "问题", "重复"
PERSON, WHO = "姓名", "填表人"
OWNERS = (PERSON, "户主姓名", "户主", WHO)  # the labels of a form that say whose it is
LEAST, MOST = 8.0, 40.0  # widths in digits
_LEFT = frozenset((SOURCE, FAULTS, TWIN))


def collected_sheets(title: str, rows: Sequence[FormRow], refused: Mapping[str, str]) -> list[BookSheet]:
    """Return the sheets for the rows and for the files that were refused, by name with the reason."""
    sheets = [_all(title, rows)]
    for name in _titles(row.lists for row in rows):
        sheets.append(_list(name, rows))
    if refused:
        columns = (_column(SOURCE, refused), _column("原因", refused.values()))
        sheets.append(
            BookSheet("未读出", "没有读出的文件", columns, [list(item) for item in refused.items()])
        )
    return sheets


def _titles(mappings: Iterable[Mapping[str, object]]) -> list[str]:
    """Return the keys of all mappings, in the order of the first that has them."""
    return list(dict.fromkeys(key for mapping in mappings for key in mapping))


def _all(title: str, rows: Sequence[FormRow]) -> BookSheet:
    titles = _titles(row.values for row in rows)
    order = [
        *sorted((name for name in titles if name in IN_ROW), key=("姓名", *IN_ROW).index),
        *(name for name in titles if name not in IN_ROW),
    ]
    cells = [
        [str(number), *(row.values.get(name, "") for name in order), _faults(row), row.twin, row.file]
        for number, row in enumerate(rows, start=1)
    ]
    faulty = sum(bool(row.problems) for row in rows)
    remark = f"共 {len(rows)} 份，{faulty} 份有问题，{sum(bool(row.twin) for row in rows)} 份重复"
    return BookSheet(
        "汇总", f"{title}汇总", _columns([NUMBER, *order, FAULTS, TWIN, SOURCE], cells), cells, remark, kept=2
    )


def _faults(row: FormRow) -> str:
    return "\n".join(dict.fromkeys(problem.message for problem in row.problems))


def _list(name: str, rows: Sequence[FormRow]) -> BookSheet:
    """Return the sheet of a list that each form has: its records under the person and the file they came from.

    A column for the person is there when the forms name one, a number when the records have none of their own.
    """
    titles = _titles(record for row in rows for record in row.lists.get(name, ()))
    number = [NUMBER] if NUMBER not in titles else []
    owner = next(
        (one for one in OWNERS if any(row.values.get(one) for row in rows if row.lists.get(name))), ""
    )
    shown = [WHO if owner in titles or owner == PERSON else owner] if owner else []
    cells = [
        [
            *([str(count)] if number else []),
            *([row.values.get(owner, "")] if owner else []),
            *(record.get(title, "") for title in titles),
            row.file,
        ]
        for count, (row, record) in enumerate(_records(name, rows), start=1)
    ]
    columns = _columns([*number, *shown, *titles, SOURCE], cells)
    return BookSheet(name, name, columns, cells, kept=len(number) + len(shown) or 1)


def _records(name: str, rows: Sequence[FormRow]) -> Iterator[tuple[FormRow, Mapping[str, str]]]:
    return ((row, record) for row in rows for record in row.lists.get(name, ()))


def _columns(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[BookColumn, ...]:
    return tuple(_column(title, (row[i] for row in rows)) for i, title in enumerate(titles))


def _column(title: str, texts: Iterable[str]) -> BookColumn:
    """Return a column of texts, dates as dates, as wide as most of its cells need."""
    said = [text for text in texts if text]
    longest = max((len(part) for text in said for part in text.split("\n")), default=0)
    wide = max(LEAST, 2.0 * len(title) + 2, min(MOST, 1.6 * longest + 2))
    is_day = bool(said) and all(len(text) == 10 and text[4::3] == "--" for text in said)
    kind = "integer" if title == NUMBER else "date" if is_day else "string"
    return BookColumn(
        title, kind, wide if title != NUMBER else 6, across="left" if title in _LEFT else "center"
    )
