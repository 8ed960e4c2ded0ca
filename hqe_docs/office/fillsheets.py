"""A dossier laid out for a 填报表 as sheets of a new workbook: widths, choices, hints, examples, a page that guides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from hqe_docs.data.filled.book import GUIDE
from hqe_docs.data.filled.celltext import SAMPLE
from hqe_docs.data.filled.laying import Laid, Line
from hqe_docs.data.filled.lines import ABOUT, GROUP, LABEL, VALUE
from hqe_docs.data.filled.pages import Blank, Page
from hqe_docs.data.filled.shape import Form
from hqe_docs.paper.books.bookpaper import TALL, paper_of
from hqe_docs.paper.books.booksheet import Alarm, BookColumn, BookSheet
from hqe_docs.paper.books.linesheet import BookLine, LineSheet
from hqe_docs.paper.excel.heights import TextRoom

TITLE = "创建点档案填报表　{name}"
REMARK = "填报单位：{unit}　　　　　填报日期：　　　　年　　月　　日"
TABLE = (
    "填表须知：一行一项，蓝色深的栏目必填，漏填的变黄。日期填年-月-日；一格写几项的，一项一行（Alt+Enter 换行）。"
    "{sample}表头已锁定，要改时撤销工作表保护，没有密码。"
)
LINES = (
    "填表须知：只填“填写”一栏{beside}，蓝色深的项目必填，不需要的留空。日期填年-月-日；"
    "一格写几项的，一项一行（Alt+Enter 换行），没有就写“无”。"
)
TOLD_SAMPLE = "标“例”的一行是示例，不计入，可以删去。"
_TYPES: dict[Form, str] = {"date": "date", "integer": "integer", "number": "number"}
_HOW: dict[Form, str] = {
    "date": "年-月-日",
    "yes_no": "填 是 或 否",
    "integer": "整数",
    "number": "数字，不带单位",
    "choice": "从列表里选",
    "list": "一项一行，没有就写“无”",
    "numbers": "几个数用“、”分开",
}
_WIDTHS: dict[Form, float] = {"date": 12, "yes_no": 7, "integer": 7, "number": 10, "numbers": 9, "list": 14}
_SHORT, _LONG = 9.0, 28.0
_PAGE, _WIDEST = 138.0, 60.0  # digits across a lying A4, and of a column
_FEW, _MANY = 2, 10
_MOST_NAMED = 9
Offers = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Look:
    """What a 填报表 shows beside a dossier's own words: who fills it in, examples by page, names to choose from."""

    unit: str = ""
    samples: Mapping[str, Laid] = field(default_factory=dict)
    offers: Offers = field(default_factory=dict)
    shows_samples: bool = False


def sheets_of(laid: Sequence[Laid], look: Look) -> list[BookSheet | LineSheet]:
    """Return the sheets of a 填报表, the one that guides first."""
    return [_guide([each.page for each in laid], look), *(_sheet(each, look) for each in laid)]


def _sheet(laid: Laid, look: Look) -> BookSheet | LineSheet:
    return _lines(laid, look) if laid.page.shape == "lines" else _table(laid, look)


# ---------------------------------------------------------------- tables
def _table(laid: Laid, look: Look) -> BookSheet:
    page, sample = laid.page, _sample(laid, look)
    rows = [*laid.rows, *([sample] if sample else [])]
    names = look.offers.get(page.name, ())
    columns = _spread(
        [
            _column(
                blank, [row[number] for row in rows], () if number or not page.key else names, bool(page.key)
            )
            for number, blank in enumerate(laid.columns)
        ]
    )
    return BookSheet(
        page.name,
        TITLE.format(name=page.name),
        columns,
        laid.rows,
        REMARK.format(unit=look.unit),
        spare=_spare(columns, rows),
        legend=TABLE.format(sample=TOLD_SAMPLE if sample else ""),
        sample=sample,
        kept=min(2 if page.shape == "rows" else 1, len(columns)),
        is_guarded=True,
        is_filtered=False,
        is_small=True,
    )


def _sample(laid: Laid, look: Look) -> tuple[str, ...]:
    """Return the example as a row, marked in its first cell."""
    given = look.samples.get(laid.page.name)
    first, *rest = (
        next((row for row in given.rows if any(row[1:]) or len(row) == 1), ("",)) if given else ("",)
    )
    if not look.shows_samples or not first:
        return ()
    return (f"{SAMPLE}：{first}", *rest, *("" for _ in laid.further))


def _spread(columns: Sequence[BookColumn]) -> list[BookColumn]:
    """Return the columns of a narrow table, those of long texts widened until a page is filled."""
    free = _PAGE - sum(column.width for column in columns)
    wide = [column for column in columns if column.across == "left"] or list(columns)
    more = max(0.0, free / len(wide))
    return [
        replace(column, width=min(column.width + more, _WIDEST)) if column in wide else column
        for column in columns
    ]


def _spare(columns: Sequence[BookColumn], rows: Sequence[Sequence[str]]) -> int:
    """Return how many empty rows to rule: what the page still holds, a few at least."""
    used = 0.0
    for row in rows:
        cells = zip(columns, row, strict=True)
        used += max(TextRoom(max(column.width - 1, 2), 10).height(text) for column, text in cells) / TALL
    return max(_FEW, min(_MANY, paper_of(columns, is_small=True).rows - round(used)))


def _column(
    blank: Blank, texts: Sequence[str], names: Sequence[str] = (), is_named: bool = False
) -> BookColumn:
    """Return a column of a table; `texts` are what stands in it, `names` what may stand there."""
    choices = tuple(names) or blank.choices
    width = _width(blank, texts)
    begun = f"COUNTA(⟦:⟧)>{int(is_named)}"  # a row that has only its name need not be filled in
    missing = Alarm(f'AND({begun},⟦{blank.title}⟧="")', "missing")
    return BookColumn(
        blank.title,
        _TYPES.get(blank.form, "string"),
        width,
        choices,
        is_closed=blank.form in ("choice", "yes_no"),
        is_required=blank.is_required,
        prompt=_prompt(blank),
        across="left" if width > 2 * _SHORT or blank.form == "list" else "center",
        alarms=(missing,) if blank.is_required else (),
        is_exact=True,
    )


def _width(blank: Blank, texts: Sequence[str]) -> float:
    least = max(_WIDTHS.get(blank.form, 0), min(len(blank.title), 6) * 2 + 1.5)
    if blank.form in ("date", "integer", "numbers", "yes_no", "number"):
        return least
    wide = [2.0 * len(line) for text in (*texts, *blank.choices) for line in text.split("\n") if line]
    usual = sorted(wide)[len(wide) * 4 // 5] if wide else 0
    return min(_LONG, max(least, _SHORT, usual + 2))


def _prompt(blank: Blank, sample: str = "") -> str:
    said = [blank.about, blank.said or _HOW.get(blank.form, ""), sample and f"如 {sample}"]
    words = "；".join(dict.fromkeys(filter(None, said)))
    return ("必填；" if blank.is_required else "") + words


# ---------------------------------------------------------------- lines
def _lines(laid: Laid, look: Look) -> LineSheet:
    page = laid.page
    given = look.samples.get(page.name)
    samples = {line.blank.keys: line.text for line in given.lines} if given else {}
    beside = [BookColumn(blank.title, width=18, prompt=_prompt(blank)) for blank in page.shared]
    labels = [BookColumn(GROUP, width=13), BookColumn(LABEL, width=13)]
    columns = [
        *(labels if page.has_groups else [BookColumn(LABEL, width=20)]),
        BookColumn(VALUE, width=28 if beside else 46),
        *beside,
        BookColumn(ABOUT, width=24 if beside else 30),
    ]
    return LineSheet(
        page.name,
        TITLE.format(name=page.name),
        columns,
        [_line(line, page, samples.get(line.blank.keys, "")) for line in laid.lines],
        REMARK.format(unit=look.unit),
        LINES.format(beside="".join(f"和“{column.name}”" for column in beside)),
        has_groups=page.has_groups,
        spare=3 if page.is_open else 0,
    )


def _line(line: Line, page: Page, sample: str) -> BookLine:
    group, label = line.labels
    blank = line.blank
    is_elsewhere = blank.form == "apart" and not line.text
    column = _column(blank, ())
    is_plain = "如 " not in _prompt(blank) and blank.form not in ("yes_no", "choice")
    about = _prompt(blank, sample.replace("\n", "／") if is_plain else "")
    return BookLine(
        group,
        label if page.has_groups else group,
        column,
        blank.about if is_elsewhere else line.text,
        line.beside or ("",) * len(page.shared),
        "" if is_elsewhere else about,
        is_elsewhere,
    )


# ---------------------------------------------------------------- the page that guides
def _guide(pages: Sequence[Page], look: Look) -> BookSheet:
    columns = (
        BookColumn("序号", "integer", 6),
        BookColumn("工作表", width=20),
        BookColumn("填什么", width=46, across="left"),
        BookColumn("栏目", width=60, across="left"),
    )
    rows = [
        (str(number), page.name, page.about or _ABOUT.get(page.shape, ""), "、".join(_titles(page)))
        for number, page in enumerate(pages, start=1)
    ]
    return BookSheet(GUIDE, "创建点档案填报表", columns, rows, WELCOME, kept=0, is_filtered=False)


WELCOME = (
    "每张工作表填档案的一部分，用 WPS 或 Excel 填好存盘即可；用不到的留空，不要改工作表和表头的名称。"
    "填好后运行 hqe check 检查，问题会指到格子。"
)
_ABOUT = {"rows": "一行一项", "keyed": "一行一项", "roster": "一行一人", "lines": "逐项填写"}


def _titles(page: Page) -> list[str]:
    groups = dict.fromkeys(blank.keys[0] if page.shape == "lines" else blank.title for blank in page.blanks)
    named = [*filter(None, [page.key]), *groups]
    return named if len(named) <= _MOST_NAMED else [*named[:_MOST_NAMED], "…"]
