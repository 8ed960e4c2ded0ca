"""`bind_form`: the binding file of a form, labels matched to the names of the data, what is open left to a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hqe_docs.data.kinds import load_kinds
from hqe_docs.library import Library
from hqe_docs.office.forms.formmap import (
    CANDIDATES,
    COLUMNS,
    DIGEST,
    FIELD,
    FORM,
    LABEL,
    LISTS,
    PLACES,
    WHERE,
    Bound,
    FormMap,
    digest_of,
    load_map,
    name_of,
    where,
    where_of,
)
from hqe_docs.office.templates.filldata import Asked, gather
from hqe_docs.paper.forms.filled.filler import Filler
from hqe_docs.paper.forms.inspection import open_form
from hqe_docs.paper.forms.vocabulary import Words, read_words
from hqe_docs.paper.wholefiles import write_file
from hqe_docs.problems import Location, Problem, Problems
from hqe_docs.values import nearest, squeeze

HEAD = """# 由 hqe form bind 生成：表上每个填写处填数据里的哪一项。
# “填”后面写数据里的名称（下级用点，如 创建点.名称）；不填的留空。“候选”只供参考，删去也可以。
"""
FEW = 5  # candidates shown


@dataclass(frozen=True, slots=True)
class BindOrder:
    """Where the names come from: data files, a kind of ledger, or a dossier; and where the file goes."""

    data: Sequence[str] = ()
    kind: str | None = None
    dossier: Path | None = None
    out: Path | None = None
    libraries: Sequence[Path] = ()


@dataclass(frozen=True)
class Names:
    """The names of the data: single ones, and lists with their columns."""

    words: Words
    singles: Sequence[str]
    lists: Mapping[str, Sequence[str]]

    def meant(self, label: str, among: Sequence[str]) -> list[str]:
        """Return the names that a label means: written like it, else of the same meaning."""
        last = squeeze(label.rsplit("/", 1)[-1])
        whole = squeeze(label.replace("/", ""))
        same = [name for name in among if squeeze(name.replace(".", "")) == whole]
        same = same or [name for name in among if squeeze(name.rsplit(".", 1)[-1]) == last]
        key = self.words.key(last)
        return same or [name for name in among if self.words.key(name.rsplit(".", 1)[-1]) == key]

    def near(self, label: str, among: Sequence[str]) -> tuple[str, ...]:
        """Return names that share characters with a label, the nearest first."""
        last = set(squeeze(label.rsplit("/", 1)[-1]))
        close = nearest(label.rsplit("/", 1)[-1], among)
        shared = sorted(among, key=lambda name: -len(last & set(name)))
        found = [*([close] if close else []), *(name for name in shared if len(last & set(name)) > 1)]
        return tuple(dict.fromkeys(found))[:FEW]


def bind_form(form: Path, order: BindOrder) -> tuple[list[Problem], Path | None]:
    """Write the binding file of a form; return what is left to a person, and where the file is."""
    found = Problems()
    words = read_words(Library.over_shipped(order.libraries), found)
    opened = open_form(form, found)
    names = _names(order, words, found) if words else None
    if words is None or opened is None or names is None or found.has_errors:
        return list(found), None
    out = order.out or form.with_suffix(".yaml")
    filler = Filler(*opened, words)
    made = bound_to(form, filler, names)
    before = load_map(out, found) if out.exists() else None
    if out.exists() and before is None:
        return list(found), None  # a file that is no binding is never written over
    if before is not None:
        made = _kept(made, before, found)
    _tell_open(made, form.name, found)
    found.extend(write_file(out, _text(made).encode()))
    return list(found), None if found.has_errors else out


def bound_to(form: Path, filler: Filler, names: Names) -> FormMap:
    """Return the bindings of a form that follow from the names alone."""
    places, lists = tuple(_places(filler, names)), tuple(_lists(filler, names))
    return FormMap(form.name, digest_of(form), places, lists)


def _names(order: BindOrder, words: Words, found: Problems) -> Names | None:
    library = Library.over_shipped(order.libraries)
    if order.kind:
        kind = load_kinds(library, found).get(order.kind)
        if kind is None:
            found.add("R140", Location(order.kind), detail="没有这种台账")
            return None
        titles = [item.name for item in kind.fields]
        return Names(words, titles, {order.kind: titles})
    data = [*order.data, *([str(order.dossier)] if order.dossier else [])]
    return names_in(gather(Asked(data, libraries=order.libraries), found).values, words)


def names_in(values: Mapping[str, Any], words: Words) -> Names:
    """Return the names of the data; those of a ledger are its columns, as each person's file is filled with them."""
    singles: list[str] = []
    lists: dict[str, list[str]] = {}
    for path, value in _leaves(values, ""):
        records = [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []
        columns = list(dict.fromkeys(str(key) for item in records for key in item))
        if columns:
            lists[path] = columns
        else:
            singles.append(path)
    if not singles:
        singles = [name for columns in lists.values() for name in columns]
    return Names(words, singles, lists)


def _leaves(value: Mapping[str, Any], above: str) -> Iterator[tuple[str, Any]]:
    for name, item in value.items():
        if isinstance(item, Mapping):
            yield from _leaves(item, f"{above}{name}.")
        else:
            yield f"{above}{name}", item


# ---------------------------------------------------------------- bindings
def _places(filler: Filler, names: Names) -> Iterator[Bound]:
    for spot in filler.labels.spots:
        yield _bound(spot.name, where(spot), names.meant(spot.name, names.singles), names)


def _bound(label: str, place: str, meant: Sequence[str], names: Names) -> Bound:
    if len(meant) == 1:
        return Bound(label, place, meant[0])
    return Bound(label, place, candidates=tuple(meant) or names.near(label, names.singles))


def _lists(filler: Filler, names: Names) -> Iterator[Bound]:
    for table in filler.labels.tables:
        labels = list(table.columns.values())
        fits = {
            name: {label: found[0] if len(found := names.meant(label, own)) == 1 else "" for label in labels}
            for name, own in names.lists.items()
        }
        meant = names.meant(name_of(table), list(fits))
        full = [name for name, own in fits.items() if sum(map(bool, own.values())) * 2 > len(labels)]
        chosen = meant if len(meant) == 1 else full
        columns = fits[chosen[0]] if len(chosen) == 1 else dict.fromkeys(labels, "")
        field = chosen[0] if len(chosen) == 1 else ""
        yield Bound(
            name_of(table), where_of(table), field, columns, () if field else tuple(chosen or fits)[:FEW]
        )


def _kept(made: FormMap, before: FormMap, found: Problems) -> FormMap:
    """Return the new bindings with what a person has said in the old ones; told is what moved, came and went."""

    def merged(new: Sequence[Bound], old: Sequence[Bound]) -> Iterator[Bound]:
        left = list(old)
        for bound in new:
            same = [one for one in left if one.label == bound.label]
            was = next((one for one in same if one.where == bound.where), same[0] if same else None)
            if was is None:
                found.add("F256", Location(made.file), label=bound.label, new=bound.where)
                yield bound
                continue
            left.remove(was)
            if was.where != bound.where:
                found.add("F255", Location(made.file), label=bound.label, old=was.where, new=bound.where)
            columns = {label: was.columns.get(label, name) for label, name in bound.columns.items()}
            said = was.name or bound.name
            yield replace(bound, name=said, columns=columns, candidates=() if said else bound.candidates)
        for gone in left:
            found.add("F252", Location(made.file), label=gone.label)

    places = tuple(merged(made.places, before.places))
    return replace(made, places=places, lists=tuple(merged(made.lists, before.lists)))


def _tell_open(made: FormMap, file: str, found: Problems) -> None:
    for bound in (*made.places, *made.lists):
        if bound.name:
            continue
        said = "、".join(bound.candidates)
        if len(bound.candidates) > 1:
            found.add("F254", Location(file), label=bound.label, candidates=said)
        else:
            hint = f"相近的名称：{said}" if said else "不填的留空"
            found.add("F253", Location(file), label=bound.label, candidates=hint)


# ---------------------------------------------------------------- the file
def _text(made: FormMap) -> str:
    lines = [HEAD + f"{FORM}: {_quoted(made.file)}", f"{DIGEST}: {_quoted(made.digest)}", f"{PLACES}:"]
    lines += [line for bound in made.places for line in _entry(bound)] or ["[]"]
    if made.lists:
        lines += [f"{LISTS}:", *(line for bound in made.lists for line in _entry(bound))]
    return "\n".join(lines) + "\n"


def _entry(bound: Bound) -> Iterator[str]:
    yield f"- {LABEL}: {_quoted(bound.label)}"
    yield f"  {WHERE}: {_quoted(bound.where)}"
    yield f"  {FIELD}: {_quoted(bound.name)}".rstrip()
    if bound.columns:
        yield f"  {COLUMNS}:"
        yield from (
            f"    {_quoted(label)}: {_quoted(name)}".rstrip() for label, name in bound.columns.items()
        )
    if bound.candidates:
        yield f"  {CANDIDATES}: [{', '.join(map(_quoted, bound.candidates))}]"


def _quoted(text: str) -> str:
    """Return a text as a plain YAML scalar where it is one, else in quotes."""
    import json

    plain = text and all(char.isalnum() or char in "/（）、.·" or char == " " for char in text)
    return (
        text
        if not text or (plain and not text[0].isdigit() and text == text.strip())
        else json.dumps(text, ensure_ascii=False)
    )
