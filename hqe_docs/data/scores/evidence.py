"""Evidence (佐证材料) by indicator: what the edition asks for against what a dossier has."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path, PurePath
from typing import Any, Literal

from hqe_docs.data.dossier import Dossier
from hqe_docs.data.kinds import MASTER, LedgerKind, header_key
from hqe_docs.data.ledger import Ledger
from hqe_docs.data.schema import EvidenceFile, plain
from hqe_docs.data.scores.indicators import Indicator, IndicatorSet
from hqe_docs.problems import Location, Problems
from hqe_docs.values import squeeze

FOLDER = "佐证"
MOST_FILES = 5_000  # looked at; a folder of evidence that holds more is not read to its end
SHOWN = 5
# 08 数据核查, 第8项, 8-核查.pdf; not 8月培训.pdf or 2023年总结.docx
_NUMBER = re.compile(r"(第)?0*([1-9]\d{0,2})(?(1)项|(?![\d年月日期次份张人个]))[\s\-_.、．:：]*")
_COUNTED = re.compile(r"[0-9一二三四五六七八九十]+[张份件个册页次]")
_LEAST = 4  # characters of a name that may be found scattered in another


What = Literal["台账", "文书", "材料"]
State = Literal["已有", "可生成", "缺"]


@dataclass(frozen=True, slots=True)
class Material:
    """One piece of evidence: what kind of thing it is, whether it is there, and what to say of it."""

    name: str
    kind: What
    state: State
    note: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of the catalogue, and what it lacks, in words; nothing when it can be made."""

    name: str
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class Filed:
    """A file in 佐证/: the number its own name or its sub-folder's begins with, its name without it, where it lies.

    `path` is what is told of it: the file, or the sub-folder it lies in; `file` is the file itself.
    """

    path: str
    no: int | None
    name: str
    group: str
    file: Path = Path()


# ---------------------------------------------------------------- what is there
def filed_in(folder: Path) -> list[Filed]:
    """Return the files in the folder of evidence, in order; a sub-folder's number holds for all in it."""
    top = folder / FOLDER
    found: list[Filed] = []
    for path in sorted(top.iterdir()) if top.is_dir() else ():
        if _is_noise(path.name):
            continue
        no, name = _numbered(path.name if path.is_dir() else path.stem)
        if not path.is_dir():
            found.append(Filed(f"{FOLDER}/{path.name}", no, name, "", path))
        else:
            group = f"{FOLDER}/{path.name}"
            found += [Filed(group, no, _numbered(file.stem)[1], group, file) for file in _files_below(path)]
    return found


def _files_below(folder: Path) -> Iterator[Path]:
    return islice(_walked(folder), MOST_FILES)


def _walked(folder: Path) -> Iterator[Path]:
    for inside, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(inside) / name for name in sorted(names) if not _is_noise(name))


def filed_for(dossier: Dossier, edition: IndicatorSet) -> list[Filed]:
    """Return the files of 佐证/, once for each indicator they belong to.

    Which that is says 佐证 of the dossier, else the number in the name, else the dossier that names the file as
    evidence of an indicator; `no` is None where nothing says it.
    """
    named = _named_files(dossier, edition)
    found = []
    for item in filed_in(dossier.folder):
        said = stated_of(dossier, item)
        numbers = said.indicators if said else []
        if not numbers and edition.indicator(item.no or 0) is None:
            numbers = next((named[key] for key in _keys_of(dossier, item) if key in named), [])
        found += [replace(item, no=no) for no in numbers] or [item]
    return found


def stated_of(dossier: Dossier, item: Filed) -> EvidenceFile | None:
    """Return what 佐证 of the dossier says of a file, or of a folder it lies in."""
    said = {name.strip("/").replace("\\", "/"): it for name, it in dossier.data.evidence.items()}
    path = item.file.relative_to(dossier.folder / FOLDER)
    return next((said[it.as_posix()] for it in (path, *path.parents) if it.as_posix() in said), None)


def _named_files(dossier: Dossier, edition: IndicatorSet) -> dict[str, list[int]]:
    """Return name → indicators of every piece of evidence that the dossier names."""
    named: dict[str, list[int]] = {}
    for indicator in edition.indicators:
        for material in declared(dossier, indicator):
            numbers = named.setdefault(_name_key(material.name), [])
            numbers += [] if indicator.no in numbers else [indicator.no]
    return named


def _keys_of(dossier: Dossier, item: Filed) -> Iterator[str]:
    """Yield what a dossier may call a file: its path, its name, that without suffix, the folder it lies in."""
    inside = item.file.relative_to(dossier.folder / FOLDER)
    yield from map(_name_key, (inside.as_posix(), inside.name, inside.stem, *inside.parts[:1]))


def _name_key(name: str) -> str:
    return squeeze(name).lower()


def _numbered(text: str) -> tuple[int | None, str]:
    """Return the indicator number a name begins with, and the rest of it."""
    text = squeeze(text)
    match = _NUMBER.match(text)
    return (int(match[2]), text[match.end() :] or text) if match else (None, text)


def _is_noise(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in ("thumbs.db", "desktop.ini")


def report_unassigned(dossier: Dossier, edition: IndicatorSet, label: str, found: Problems) -> None:
    """Report once the files of 佐证/ whose names begin with no indicator's number."""
    lost = [item for item in filed_for(dossier, edition) if edition.indicator(item.no or 0) is None]
    if lost:
        names = list(dict.fromkeys(PurePath(item.path).name for item in lost))
        more = f" 等 {len(names)} 个" if len(names) > SHOWN else ""
        found.add(
            "I301", Location(f"{label}/{FOLDER}" if label else FOLDER), names="、".join(names[:SHOWN]) + more
        )


def declared(dossier: Dossier, indicator: Indicator) -> Iterator[Material]:
    """Yield the evidence that the dossier names for an indicator: in 自评, in its 条件, and outside figures' sources."""
    given = dossier.data.self_scores.get(indicator.no)
    for name in given.evidence if given else ():
        yield Material(name, "材料", "已有", f"自评.{indicator.no} 申报")
    tests, gate = indicator.rule.every_test(), indicator.rule.gate
    facts = {**plain(dossier.data.facts), **(dossier.data.facts.model_extra or {})}
    for fact in dict.fromkeys(str(test).split(".")[0] for test in _facts_of(indicator)):
        for name in _evidence_in(facts.get(fact)):
            yield Material(name, "材料", "已有", f"条件.{fact} 申报")
    outside = plain(dossier.data.external)
    for name in dict.fromkeys(
        [*([gate.below] if gate else []), *(test.outside for test in tests if test.outside)]
    ):
        if (outside.get(name) or {}).get("来源"):
            yield Material(f"{name}出处", "材料", "已有", outside[name]["来源"])


def _facts_of(indicator: Indicator) -> list[str]:
    names = [indicator.rule.fact, *(test.fact for test in indicator.rule.every_test())]
    return [name for name in names if name]


def _evidence_in(value: Any) -> Iterator[str]:
    """Yield the names under every 佐证 of a fact, however deep."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key == FOLDER:
                yield from map(str, inner if isinstance(inner, list) else [inner] if inner else [])
            else:
                yield from _evidence_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _evidence_in(inner)


# ---------------------------------------------------------------- held against what is asked
def resembles(name: str, other: str) -> bool:
    """Say whether two names mean the same: one holds the other, or its characters in their order (窗口照片3张)."""
    short, long = sorted((_key(name), _key(other)), key=len)
    if not short:
        return False
    return short in long or (len(short) >= _LEAST and _scattered(short, long))


def _key(name: str) -> str:
    return _COUNTED.sub("", squeeze(name)).lower()


def _scattered(short: str, long: str) -> bool:
    rest = iter(long)
    return all(char in rest for char in short)


@dataclass(frozen=True, slots=True)
class Archive:
    """All that may serve as evidence: the dossier, its ledgers, what could be made, the files in 佐证/."""

    dossier: Dossier
    ledgers: Mapping[str, Ledger]
    kinds: Mapping[str, LedgerKind]
    papers: Sequence[Paper]
    filed: Sequence[Filed]

    def of(self, indicator: Indicator) -> list[Material]:
        """Return the materials of an indicator: those asked for, in order, then what is there besides."""
        there = [*declared(self.dossier, indicator), *self._files_of(indicator.no)]
        used: set[Material] = set()
        found = []
        for name in indicator.evidence:
            kind = self.kinds.get(squeeze(name))
            fitting = [item for item in there if is_meant(item.name, name, kind)]
            used.update(fitting)
            found.append(self._asked(name, kind, fitting))
        return found + _grouped([item for item in dict.fromkeys(there) if item not in used])

    def _files_of(self, no: int) -> Iterator[Material]:
        for item in self.filed:
            if item.no == no:
                yield Material(item.name, "材料", "已有", item.path)

    def _asked(self, name: str, kind: LedgerKind | None, there: Sequence[Material]) -> Material:
        """Return what stands for one name asked for: a ledger, what was handed in, or what can be made."""
        meant = None if kind else paper_meant(name, [it.name for it in self.papers])
        paper = next((it for it in self.papers if it.name == meant), None)
        if kind and kind.name in self.ledgers:
            return Material(name, "台账", "已有", _ledger_note(self.ledgers[kind.name]))
        what: What = "台账" if kind else "文书" if paper else "材料"
        if there:
            return Material(name, what, "已有", "；".join(dict.fromkeys(_told(item, name) for item in there)))
        if paper:
            state: State = "缺" if paper.lacks else "可生成"
            return Material(name, what, state, paper.lacks and f"生成《{paper.name}》还缺 {paper.lacks}")
        if kind and kind.derivation and MASTER in self.ledgers:
            return Material(name, what, "可生成", f"可由《{MASTER}》派生")
        return Material(name, what, "缺")


def paper_meant(asked: str, papers: Iterable[str]) -> str | None:
    """Return the first of the papers whose name is in what is asked for (各级工作方案: 工作方案)."""
    return next((name for name in papers if squeeze(name) in squeeze(asked)), None)


def is_meant(found: str, asked: str, kind: LedgerKind | None) -> bool:
    """Say whether what is there is what is asked for; a ledger goes by its kind's names only."""
    if kind is None:
        return resembles(asked, found)
    return header_key(_key(found)) in {header_key(title) for title in (kind.name, kind.title, *kind.aliases)}


def _told(item: Material, asked: str) -> str:
    return item.note if squeeze(item.name) == squeeze(asked) else f"{item.name}（{item.note}）"


def _grouped(items: Sequence[Material]) -> list[Material]:
    """Return what nobody asked for, the files of one sub-folder as one."""
    groups: dict[str, list[Material]] = {}
    for item in items:
        folder = item.note if item.note.startswith(f"{FOLDER}/") else ""
        groups.setdefault(folder or f"{item.name}{item.note}", []).append(item)
    return [_as_one(group) for group in groups.values()]


def _as_one(group: Sequence[Material]) -> Material:
    first = group[0]
    if len(group) == 1:
        return first
    return replace(first, name=PurePath(first.note).name, note=f"{first.note}，{len(group)} 个文件")


def _ledger_note(ledger: Ledger) -> str:
    files = dict.fromkeys(PurePath(source.file).name for source in ledger.sources)
    return f"{'、'.join(files)}，{ledger.frame.height} 行"
