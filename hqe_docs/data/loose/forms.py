"""The form of a column as this table uses it: its own choices, its own completeness, days that may be missing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hqe_docs.data.cells import DATE_1904, NO_DAY, read_cell
from hqe_docs.data.columns import FITTING, is_money, is_typed
from hqe_docs.data.freeform import most_common
from hqe_docs.data.kinds import Field
from hqe_docs.problems import Location, Problems
from hqe_docs.values import Fault, as_yes_no, squeeze

FILLED, BLANK = 0.95, 0.01
_ALWAYS = frozenset(["姓名", "公民身份号码", "性别", "电话", "银行账号"])
FILLED_SMALL, SMALL, LARGE = 0.8, 20, 40
_FREE = re.compile(r"^序号$|备注|说明|签[字名收章]|签领|附件|照片")
OFTEN, OFTEN_SHARE = 3, 0.02
AS_LISTED = 0.9
_NOT = ("不", "非", "无", "未", "没")
_FORMS = {
    "信用代码": "统一社会信用代码",
    "银行账号": "银行账号",
    "卡号": "银行账号",
    "电话": "电话",
    "身份证": "公民身份号码",
}
# neither digits nor marks nor several names, nor a character that could not be typed
NAME = r"[^\d?？□、，,/@#$%&*+=<>!！。…\ue000-\uf8ff]{2,}"


@dataclass(frozen=True, slots=True)
class Use:
    """How a table uses a column: its title there, its cells, how many lie under merged ones, what a remark lists."""

    heading: str
    texts: Sequence[str]
    covered: int
    listed: Sequence[str]
    where: Location


def adapted(field: Field, use: Use, found: Problems, *, from_1904: bool) -> Field:
    """Return `field` fitted to a column of this table."""
    field = replace(field, required=_is_filled(field, use), required_when=None, derived="")
    if field.type == "date":
        return replace(field, format=NO_DAY + (DATE_1904 if from_1904 else ""))
    field = _with_form(field, use.texts)
    if field.format == "姓名":
        return replace(field, pattern=NAME)
    if field.type == "number" and field.format in ("", "金额") and is_money(field.name):
        return replace(field, format="金额（万元）" if "万元" in use.heading else "金额")
    if field.type == "string" and not field.format:
        return _with_choices(field, use, found)
    return _with_house_words(field, use, found) if field.codes else field


def _with_choices(field: Field, use: Use, found: Problems) -> Field:
    """Return a column of words with the choices that a remark lists for it, yes and no, or its own and the office's."""
    if not field.codes and _answers(use.texts) >= AS_LISTED:
        return replace(field, type="boolean")
    chosen = replace(field, codes=tuple(use.listed), synonyms=_without_marks(use.listed))
    if use.listed and _share_right(chosen, use.texts) >= AS_LISTED:
        return chosen
    return _with_house_words(field, use, found) if field.codes else field


def _is_filled(field: Field, use: Use) -> bool:
    """Say whether a blank here is one forgotten: the column is filled but for very few cells."""
    size = len(use.texts)
    if not size or _FREE.search(use.heading):
        return False
    blank = size - use.covered - sum(bool(text.strip()) for text in use.texts)
    if field.name in _ALWAYS or field.format in _ALWAYS:
        return blank <= (1 - (FILLED if size >= SMALL else FILLED_SMALL)) * size
    return size >= (SMALL if is_typed(field) else LARGE) and blank <= max(1, BLANK * size)


def _with_form(field: Field, texts: Sequence[str]) -> Field:
    """Return `field` with the form that its name promises and its cells have, where its kind declares none."""
    form = next((form for word, form in _FORMS.items() if word in field.name), "")
    if not form or is_typed(field):
        return field
    typed = replace(field, format=form)
    return typed if _share_right(typed, texts) >= FITTING else field


def _answers(texts: Sequence[str]) -> float:
    """Return the share of a column's filled cells that say yes or no in words or marks."""
    filled = [text for text in texts if text.strip()]
    said = [text for text in filled if not text.isdigit() and not isinstance(as_yes_no(text), Fault)]
    return len(said) / len(filled) if filled and len({squeeze(text) for text in said}) > 1 else 0


def _without_marks(listed: Sequence[str]) -> dict[str, str]:
    """Return the choices without the ① before them, which squeezing would make a digit, as synonyms."""
    return {squeeze(text.lstrip("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")): text for text in listed}


def _share_right(field: Field, texts: Sequence[str]) -> float:
    filled = [text for text in texts if text.strip()]
    return sum(read_cell(text, field)[1] is None for text in filled) / len(filled) if filled else 0


def _with_house_words(field: Field, use: Use, found: Problems) -> Field:
    """Return `field` with what it does not list: longer words for one of its codes, and words used again and again."""
    often = max(OFTEN, OFTEN_SHARE * len(use.texts))
    odd = [(value, n) for value, n in most_common(use.texts) if read_cell(value, field)[1] is not None]
    like = {value: codes[0] for value, _ in odd if len(codes := _inside(value, field)) == 1}
    field = replace(field, synonyms={**field.synonyms, **like})
    own = [value for value, count in odd if count >= often and value not in like]
    if not own:
        return field
    found.add("L313", use.where, name=field.name, values="、".join(own[:8]) + ("…" if len(own) > 8 else ""))
    return replace(field, codes=(*field.codes, *own))


def _inside(value: str, field: Field) -> list[str]:
    """Return the codes that `value` holds whole, those within others apart: 初中毕业 is 初中."""
    if not re.fullmatch(r"[\u3400-\u9fff]+", value) or value.startswith(_NOT):
        return []
    held = [code for code in field.codes if code in value]
    return [code for code in held if not any(code != other and code in other for other in held)]
