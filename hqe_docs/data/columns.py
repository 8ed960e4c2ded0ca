"""What the columns of a table mean: by their titles, by titles nearly like them, or by what stands in them."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from hqe_docs.data import idnumber
from hqe_docs.data.cells import NO_DAY, OPEN, read_cell
from hqe_docs.data.header import Title
from hqe_docs.data.kinds import Field, LedgerKind, header_key
from hqe_docs.values import Fault, as_amount, as_date, squeeze

SAMPLE = 400
ALIKE, LIKE = 0.5, 0.66
FITTING = 0.7
MOSTLY, HARDLY = 0.9, 0.3
NEARLY = 0.7
ID = "公民身份号码"
SHARE = re.compile(r"率|比例|比重|占比|百分比")
_MONEY = re.compile(r"元|金额|工资|补贴|补助|款|费|钱|收入|薪")
_COUNTED = re.compile(r"[月天次人期户个份]数$|次$|期$")
WORDS = re.compile(r"号|编码|代码|地址|住址|姓名|备注")
_PERSON = re.compile(r"[\u3400-\u9fff·]{2,10}")
_PERSONS = re.compile(r"(?:姓名|对象|学员|人|者|负责人|干部|法人|代表)(?:姓名)?$")
_MASKED = re.compile(r"0{3,}\*{3,}0{2,}")
_TWO_NUMBERS = re.compile(r"\d{1,2}[-/.]\d{1,2}")
MISSING = frozenset(["", "/", "\\", "-", "--", "—", "——", "无", "暂无", "不详", "N/A"])


@dataclass(frozen=True, slots=True)
class Named:
    """A title with the field it means and how that was told: 标题, 相近 or 内容; "" for a column of its own."""

    title: Title
    field: Field
    how: str


class Dictionary:
    """The fields that titles may mean: those of the chosen kind first, then the general ones, then all others."""

    def __init__(self, chosen: Sequence[LedgerKind], others: Iterable[LedgerKind]) -> None:
        known = list(others)
        listed = {item.name: item for kind in reversed(known) for item in kind.fields if item.codes}
        self.near: dict[str, Field] = {}
        for kind in chosen:
            # a general column without choices takes those that a ledger declares for a column of its name
            own = {t: f if is_typed(f) else listed.get(f.name, f) for t, f in kind.by_header().items()}
            self.near = {**own, **self.near}
        self.exact: dict[str, Field] = {}
        for kind in known:
            self.exact = {**kind.by_header(), **self.exact}
        self.exact |= self.near

    def by_title(self, text: str, texts: Sequence[str]) -> Field | None:
        """Return the field whose title or alias `text` is, by all or the last level.

        Remarks in brackets are left aside when the cells then fit: 务工时间（月） is no date.
        """
        whole, last = text.replace("/", ""), text.rpartition("/")[2]
        for form in (whole, last, _bare(whole), _bare(last)):
            field = self.exact.get(header_key(form))
            fits = fitting(field, texts) if field else 0
            if field and fits >= (FITTING if form not in (whole, last) else _least(field)):
                return field
        return None

    def nearly(self, text: str, texts: Sequence[str]) -> Field | None:
        """Return the field with a title like `text` whose form the column's cells have."""
        last = header_key(_bare(text.rpartition("/")[2]))
        found: tuple[float, Field] | None = None
        for title, field in self.near.items():
            ratio = difflib.SequenceMatcher(None, last, title).ratio()
            # 年令 is half of 年龄; of longer titles more than half must agree
            if ratio < (ALIKE if len(last) == len(title) == 2 else LIKE):
                continue
            fit = fitting(field, texts)
            score = ratio + 0.3 * fit
            is_like = is_typed(field) or (ratio >= 0.7 and last[:2] == title[:2])
            if fit >= FITTING and is_like and (not found or score > found[0]):
                found = (score, field)
        return found[1] if found else None


MOST_TITLES = 300  # of a sheet that drags its header to the last column, each is held against all known ones


def _least(field: Field) -> float:
    """Return how many of a column's cells must fit the field of its title: numbers like PX001 are no 序号."""
    return HARDLY if field.type in ("integer", "number", "date", "boolean") and not field.format else 0


def name_columns(
    titles: Sequence[Title], texts: Mapping[int, Sequence[str]], words: Dictionary, mapped: Mapping[str, str]
) -> list[Named]:
    """Return each title with what it means; no field is given to two columns."""
    done: dict[int, Named] = {}
    taken: set[str] = set()

    def give(how: str, find: Callable[[Title], Field | None]) -> None:
        for title in titles:
            field = None if title.column in done else find(title)
            if field and field.name not in taken:
                taken.add(field.name)
                done[title.column] = Named(title, field, how)

    own = {header_key(text): header_key(name) for text, name in mapped.items()}
    give("标题", lambda title: words.exact.get(own.get(header_key(title.text), "")))
    give("标题", lambda title: words.by_title(title.text, texts[title.column]))
    if len(titles) <= MOST_TITLES:
        give("相近", lambda title: words.nearly(title.text, texts[title.column]))
    give("内容", lambda title: _person_column(texts[title.column], words))
    for title in titles:
        if title.column not in done:
            name = _free_name(title.text, taken)
            taken.add(name)
            again = words.by_title(
                title.text, texts[title.column]
            )  # 姓名 stands twice: two halves side by side
            twin = replace(again, name=name) if again and is_typed(again) else None
            done[title.column] = Named(title, twin or by_content(name, title.text, texts[title.column]), "")
    return [_as_shown(done[title.column], texts[title.column]) for title in titles]


def _as_shown(named: Named, texts: Sequence[str]) -> Named:
    """Return numbers most of which have stars in them, as lists put up in public do, as a column of that shape."""
    filled = (
        [plain for text in texts if (plain := squeeze(text))] if named.field.format in (ID, "电话") else []
    )
    shapes = Counter(re.sub(r"[0-9Xx]", "0", text) for text in filled).most_common(1)
    if not shapes or not _MASKED.fullmatch(shapes[0][0]) or shapes[0][1] < FITTING * len(filled):
        return named
    runs = ((run[0], len(run)) for run in re.findall(r"0+|\*+", shapes[0][0]))
    pattern = "".join(("[0-9Xx]" if mark == "0" else r"\*") + f"{{{size}}}" for mark, size in runs)
    field = Field(f"{named.field.name}（部分隐去）", pattern=pattern, missing=MISSING)
    return replace(named, field=field, how="内容")


def _free_name(text: str, taken: set[str]) -> str:
    name = squeeze(text) or "未命名"
    return next(
        form for i in range(len(taken) + 1) if (form := name if not i else f"{name}_{i + 1}") not in taken
    )


def _bare(text: str) -> str:
    return re.sub(r"[（(][^（()）]*[)）]", "", text)


def is_typed(field: Field) -> bool:
    """Say whether the cells of this column have a form of their own."""
    own = ("date", "integer", "number", "boolean")
    return bool(field.format or field.codes or field.pattern) or field.type in own


def fitting(field: Field, texts: Sequence[str]) -> float:
    """Return the share of a column's filled cells that have the form of `field`; 1 for free text without numbers."""
    filled = list(islice((text for text in texts if squeeze(text) not in MISSING), SAMPLE))
    if not filled:
        return 1 if not is_typed(field) else FITTING
    if not is_typed(field):
        return 1
    if field.type == "date":
        field = replace(field, format=NO_DAY)
    right = sum(read_cell(text, field)[1] is None for text in filled)
    return right / len(filled)


def _person_column(texts: Sequence[str], words: Dictionary) -> Field | None:
    """Return the field of identity numbers or phones when nearly all cells are such."""
    filled = [text for text in texts[:SAMPLE] if squeeze(text) not in MISSING]
    if len(filled) < 3:
        return None
    form = _key_form(filled)
    return words.exact.get("联系电话" if form == "电话" else form)


def by_content(name: str, title: str, texts: Sequence[str]) -> Field:
    """Return a field for a column of unknown title: a date, an amount, a number or text, as its cells are."""
    filled = [text for text in texts[:SAMPLE] if squeeze(text) not in MISSING]
    plain = Field(name, missing=MISSING)
    if len(filled) < 3:
        return plain
    if form := _key_form(filled):
        return replace(plain, format=form)
    dates = sum(_is_day(text) for text in filled)
    still = sum(bool(OPEN.fullmatch(squeeze(text))) for text in filled)
    if dates > 2 and dates + still >= MOSTLY * len(filled):
        return replace(plain, type="date")
    names = sum(bool(_PERSON.fullmatch(squeeze(text))) for text in filled)
    if names >= MOSTLY * len(filled) and _PERSONS.search(title):
        return replace(plain, format="姓名")
    return _number_field(plain, title, filled) or plain


def _key_form(filled: Sequence[str]) -> str:
    """Return the form of identity numbers or phones when most cells are such."""
    numbers = sum(idnumber.judge(idnumber.tidy(text)) is None for text in filled)
    if numbers >= FITTING * len(filled):
        return ID
    phones = sum(bool(re.fullmatch(r"1[3-9]\d{9}", squeeze(text))) for text in filled)
    return "电话" if phones >= FITTING * len(filled) else ""


def _number_field(plain: Field, title: str, filled: Sequence[str]) -> Field | None:
    numbers = sum(not isinstance(as_amount(text.rstrip("%％")), Fault) for text in filled)
    if numbers < MOSTLY * len(filled):
        return None
    if SHARE.search(title) or _is_percent(filled):
        return replace(plain, type="number", format="比率")
    form = "金额" if is_money(title) else ""
    return None if WORDS.search(title) else replace(plain, type="number", format=form)


def is_money(title: str) -> bool:
    """Say whether a column of this title holds amounts: 补贴 does, 补贴月数 doesn't."""
    return bool(_MONEY.search(title)) and not _COUNTED.search(re.sub(r"[（(].*", "", title))


def _is_percent(filled: Sequence[str]) -> bool:
    return sum(squeeze(text).endswith("%") for text in filled) >= FITTING * len(filled)


def _is_day(text: str) -> bool:
    day = as_date(text)
    if (
        isinstance(day, Fault) and day.kind == "ambiguous"
    ):  # 3.65 is a number and 18-45 a range, rather than days
        return not _TWO_NUMBERS.fullmatch(squeeze(text))
    return not isinstance(day, Fault) or day.kind != "form"


def overlap(kind: LedgerKind, titles: Sequence[Title]) -> int:
    """Return how many of the kind's fields the titles name, exactly or nearly."""
    known = kind.by_header()
    found = set()
    for title in titles[:MOST_TITLES]:
        last = header_key(_bare(title.text.rpartition("/")[2]))
        field = known.get(header_key(title.text)) or known.get(last)
        if field is None:
            like = [name for name in known if not set(last).isdisjoint(name)]  # saves most of the time
            near = difflib.get_close_matches(last, like, n=1, cutoff=NEARLY)
            field = known[near[0]] if near else None
        found |= {field.name} if field else set()
    return len(found)
