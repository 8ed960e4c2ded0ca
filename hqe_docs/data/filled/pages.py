"""The sheets of a 填报表, read off the dossier's model: a key that the model gains appears by itself.

A list of mappings is a table, a mapping by names a table whose first column names; a mapping of few keys becomes
labelled lines. A mapping that holds persons, one or many a key, is a roster; one whose parts all share some keys
has these as columns. What doesn't fit into a line has a sheet of its own, called 章节-键.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from pydantic import BaseModel

from hqe_docs.data.filled.shape import FREE, Form, Key, Shape, is_open, keys_of
from hqe_docs.data.modelled import WRAPPED
from hqe_docs.data.schema import DossierData

Keys = tuple[str, ...]
JOIN = "·"  # 联系人·姓名: a key inside a mapping that stands in one row
REST = "其他"
# what the model has no word for: the columns that hold the keys of a mapping, and the texts of a list
TITLES: dict[str, str] = {
    "下辖": "子文件夹",
    "文书": "文书名称",
    "领导小组": "职位类别",
    "外部数据": "数据名称",
    "自评": "指标序号",
    "佐证": "文件",
    "口径": "口径名称",
}
FIRST: dict[str, Keys] = {"文书": ("序号", "成文日期", "印发日期", "期数", "起", "止", "主送", "监督电话")}


@dataclass(frozen=True, slots=True)
class Blank:
    """A place to fill in: the keys that lead to it from its row or page, its title, what may stand there."""

    keys: Keys
    title: str
    form: Form = FREE
    choices: Keys = ()
    about: str = ""
    said: str = ""
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet: where in the dossier what it says belongs, and its blanks, columns of a table or labelled lines.

    Of "keyed" pages and rosters the first column, titled `key`, names; `known` are the names that the model has,
    True where several rows may have the same. `shared` are columns beside lines that belong to a whole group.
    """

    name: str
    path: Keys
    shape: Literal["rows", "keyed", "roster", "lines"]
    blanks: tuple[Blank, ...]
    key: str = ""
    shared: tuple[Blank, ...] = ()
    known: dict[str, bool] = field(default_factory=dict)
    about: str = ""
    is_open: bool = False

    @property
    def has_groups(self) -> bool:
        """Whether lines stand in groups, so that a column tells the group."""
        return bool(self.shared) or any(len(blank.keys) > 1 for blank in self.blanks)


@cache
def pages() -> tuple[Page, ...]:
    """Return the sheets of a dossier, in the order of its keys."""
    return tuple(pages_of(DossierData))


def pages_of(model: type[BaseModel]) -> Iterator[Page]:
    """Yield the sheets of a dossier's model."""
    for key in keys_of(model):
        yield from _section(key, (key.name,))


def _section(key: Key, path: Keys, title: str = "") -> Iterator[Page]:
    name, shape, model = title or "-".join(path), key.shape, key.shape.row
    label = TITLES.get(key.name, "内容")
    if shape.kind == "model" and shape.model:
        yield from _mapping(name, path, shape.model, key.about)
    elif shape.kind == "list" and shape.inner:
        blanks = _columns(model, key.name) if model else (_leaf(Key("", shape.inner), (), label),)
        yield Page(name, path, "rows", blanks, about=key.about)
    elif shape.kind == "dict" and shape.inner:
        blanks = _columns(model, key.name) if model else (_leaf(Key("", shape.inner), (), "内容"),)
        yield Page(name, path, "keyed", blanks, TITLES.get(key.name, "名称"), about=key.about, is_open=True)
    else:
        yield Page(name, path[:-1], "lines", (_leaf(key, (key.name,)),), about=key.about)


# ---------------------------------------------------------------- columns
def _columns(model: type[BaseModel], section: str = "") -> tuple[Blank, ...]:
    """Return the columns that a row of a model fills; keys of a mapping inside it each get their own."""
    blanks = [blank for key in keys_of(model) for blank in _flat(key, ())]
    first = FIRST.get(section, ())
    rank = {name: place for place, name in enumerate(first)}
    return tuple(sorted(blanks, key=lambda blank: rank.get(blank.title, len(first))))


def _flat(key: Key, above: Keys) -> Iterator[Blank]:
    keys = (*above, key.name)
    if key.shape.kind == "model" and key.shape.model:
        for inner in keys_of(key.shape.model):
            yield from _flat(inner, keys)
    else:
        yield _leaf(key, keys, is_inner=bool(above))


def _leaf(key: Key, keys: Keys, title: str = "", *, is_inner: bool = False) -> Blank:
    shape = key.shape
    required = key.is_required and not is_inner
    return Blank(keys, title or JOIN.join(keys), _form(shape), shape.choices, key.about, shape.said, required)


def _form(shape: Shape) -> Form:
    if shape.kind == "leaf":
        return shape.form
    if shape.kind == "list" and shape.inner and shape.inner.kind == "leaf":
        return "numbers" if shape.inner.form == "integer" else "list"
    return FREE


# ---------------------------------------------------------------- mappings with known keys
def _mapping(name: str, path: Keys, model: type[BaseModel], about: str) -> Iterator[Page]:
    keys = keys_of(model)
    shared = _shared(keys)
    if person := _person(keys):
        yield from _roster(name, path, person, keys, about)
    elif shared and all(_names(key) <= {one.name for one in shared} for key in keys):
        known = {key.name: False for key in keys}
        blanks = tuple(_leaf(key, (key.name,)) for key in shared)
        yield Page(
            name, path, "keyed", blanks, TITLES.get(path[-1], "名称"), (), known, about, is_open(model)
        )
    else:
        yield from _lines(
            name, path, keys, Page(name, path, "lines", (), "", _beside(shared), {}, about, is_open(model))
        )


def _names(key: Key) -> set[str]:
    return {inner.name for inner in keys_of(key.shape.model)} if key.shape.model else set()


def _shared(keys: Sequence[Key]) -> list[Key]:
    """Return the keys that all parts have, where there are several parts and nothing else."""
    if len(keys) < 2 or not all(key.shape.kind == "model" for key in keys):
        return []
    names = set.intersection(*map(_names, keys))
    first = keys[0].shape.model
    return [inner for inner in keys_of(first) if inner.name in names] if first else []


def _beside(shared: Sequence[Key]) -> tuple[Blank, ...]:
    return tuple(_leaf(key, (key.name,)) for key in shared)


def _lines(name: str, path: Keys, keys: Sequence[Key], page: Page) -> Iterator[Page]:
    """Yield the page of a mapping's lines, and the pages of what does not fit into a line."""
    beside = {blank.title for blank in page.shared}
    lines: list[Blank] = []
    further: list[Page] = []
    for key in keys:
        for blank, page_of in _line(key, path, (), beside):
            lines += [blank] if blank else []
            further += page_of
    yield Page(name, path, "lines", tuple(lines), "", page.shared, {}, page.about, page.is_open)
    yield from further


def _line(key: Key, path: Keys, above: Keys, beside: set[str]) -> Iterator[tuple[Blank | None, list[Page]]]:
    keys = (*above, key.name)
    if key.shape.kind == "model" and key.shape.model:
        for inner in keys_of(key.shape.model):
            if inner.name not in beside:
                yield from _line(inner, path, keys, set())
    elif _form(key.shape) == FREE and key.shape.inner:
        name = "-".join((*path, *(part for part in keys if part != WRAPPED)))
        apart = (
            Blank(keys, JOIN.join(keys), "apart", about=f"填在工作表“{name}”里") if beside or above else None
        )
        yield apart, list(_section(Key(key.name, key.shape, key.about), (*path, *keys), name))
    else:
        yield _leaf(key, keys, is_inner=bool(above)), []


# ---------------------------------------------------------------- rosters
def _person(keys: Sequence[Key]) -> type[BaseModel] | None:
    """Return the model that several keys hold, some of them more than once."""
    listed = {key.shape.row for key in keys if key.shape.kind == "list" and key.shape.row}
    counts = Counter(key.shape.row or key.shape.model for key in keys if key.shape.kind != "dict")
    return next((model for model in listed if model and counts[model] > 1), None)


def _roster(
    name: str, path: Keys, person: type[BaseModel], keys: Sequence[Key], about: str
) -> Iterator[Page]:
    held = {key.name: key.shape.kind == "list" for key in keys if person in (key.shape.row, key.shape.model)}
    rest = [key for key in keys if key.name not in held]
    yield Page(name, path, "roster", _columns(person), TITLES.get(path[-1], "名称"), (), held, about)
    if rest:
        title = f"{name}-{REST}"
        yield from _lines(title, path, rest, Page(title, path, "lines", ()))
