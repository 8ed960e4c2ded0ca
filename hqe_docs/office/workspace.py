"""Dossiers opened with all that belongs to them: ledgers, indicator set, the dossiers below."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from hqe_docs.data.dossier import FILE, Dossier, read_dossier
from hqe_docs.data.figures import Counter, Figure
from hqe_docs.data.indicators import FOLDER as INDICATORS
from hqe_docs.data.indicators import IndicatorSet, load_set
from hqe_docs.data.kinds import LedgerKind, header_key, load_kinds
from hqe_docs.data.ledger import Ledger, read_ledger
from hqe_docs.data.persons import typed
from hqe_docs.data.reading import SUFFIXES
from hqe_docs.data.rules import Subject, check_rows
from hqe_docs.data.scoring import ScoreSheet, score
from hqe_docs.library import Library
from hqe_docs.problems import Location, Problem, Problems
from hqe_docs.values import nearest

OUTPUT_FOLDER = "输出"
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Loaded:
    """One dossier, ready to be checked, scored and printed; `label` is its path as messages show it."""

    folder: Path
    label: str
    library: Library
    dossier: Dossier | None
    ledgers: dict[str, Ledger] = field(default_factory=dict)
    kinds: dict[str, LedgerKind] = field(default_factory=dict)
    edition: IndicatorSet | None = None
    below: tuple[Loaded, ...] = ()
    dossier_problems: tuple[Problem, ...] = ()
    ledger_problems: tuple[Problem, ...] = ()
    unreadable: bool = False

    @property
    def is_sound(self) -> bool:
        """Whether dossier.yaml fits its schema, so that papers and scores can be made from it."""
        return self.dossier is not None and self.dossier.fits

    @property
    def sound(self) -> Dossier:
        """The dossier, for those who have seen that it could be read."""
        if self.dossier is None:
            raise ValueError(f"{self.label} could not be read")
        return self.dossier

    @cached_property
    def figures(self) -> dict[str, Figure]:
        if self.edition is None or not self.is_sound:
            return {}
        return Counter(self.sound, self.edition, self.ledgers, self.kinds).figures()

    @cached_property
    def sheet(self) -> ScoreSheet | None:
        """The score sheet; only a 创建点 has one."""
        if self.edition is None or not self.is_sound or self.sound.data.point.role != "创建点":
            return None
        return score(self.sound, self.edition, self.figures)

    @property
    def problems(self) -> tuple[Problem, ...]:
        return (*self.dossier_problems, *self.ledger_problems)

    def each(self) -> Iterator[Loaded]:
        """Yield this dossier and all below it, outermost first."""
        yield self
        for loaded in self.below:
            yield from loaded.each()


def open_dossiers(
    paths: Sequence[Path], *, libraries: Sequence[Path] = (), progress: Progress | None = None
) -> list[Loaded]:
    """Return each dossier at `paths` (a folder or its dossier.yaml) with those below it."""
    library = Library.over_shipped(libraries)
    folders = [path.parent if path.name == FILE else path for path in paths]
    return [_open(folder, _label(folder), library, progress, ()) for folder in dict.fromkeys(folders)]


def _label(folder: Path) -> str:
    return "" if str(folder) == "." else folder.as_posix()


def _open(
    folder: Path, label: str, library: Library, progress: Progress | None, above: tuple[Path, ...]
) -> Loaded:
    if progress:
        progress(f"读取 {label or folder.resolve().name}")
    own = (
        library.in_front(folder)
        if (folder / "templates").is_dir() or (folder / INDICATORS).is_dir()
        else library
    )
    found = Problems()
    file = f"{label}/{FILE}" if label else FILE
    if not (folder / FILE).is_file():
        found.add("R101", Location(label or None), path=label or ".")
        return Loaded(folder, label, own, None, dossier_problems=tuple(found))
    dossier = read_dossier(folder, file, found)
    edition = _edition(dossier, own, found) if dossier else None
    kinds = load_kinds(own, found)
    below = _open_below(dossier, label, own, progress, (*above, folder.resolve()), found) if dossier else ()
    ledgers, ledger_found, unreadable = _ledgers(folder, label, kinds, dossier)
    return Loaded(
        folder,
        label,
        own,
        dossier,
        ledgers,
        kinds,
        edition,
        below,
        tuple(found),
        tuple(ledger_found),
        unreadable,
    )


def _open_below(
    dossier: Dossier,
    label: str,
    library: Library,
    progress: Progress | None,
    above: tuple[Path, ...],
    found: Problems,
) -> tuple[Loaded, ...]:
    opened = []
    for i, name in enumerate(dossier.data.below):
        folder = dossier.folder / name
        where = dossier.at("下辖", i)
        if ".." in Path(name).parts or Path(name).is_absolute() or folder.resolve() in above:
            found.add("D117", where, name=name, path="不是本文件夹之下的位置")
            continue
        if not (folder / FILE).is_file():
            found.add("D117", where, name=name, path=f"{name}/{FILE}")
            continue
        inner = _open(folder, f"{label}/{name}" if label else name, library, progress, above)
        if inner.dossier and inner.dossier.fits and inner.dossier.name != Path(name).name:
            place = inner.dossier.at("创建点", "名称")
            found.add("D123", place, name="创建点.名称", found=inner.dossier.name, expected=name)
        opened.append(inner)
    return tuple(opened)


# ---------------------------------------------------------------- indicator set
def _edition(dossier: Dossier, library: Library, found: Problems) -> IndicatorSet | None:
    name = dossier.data.point.indicator_set
    edition, faults = load_set(name, library)
    found.extend(faults)
    if edition is None:
        if not faults:
            known = "、".join(sorted(library.names(INDICATORS, ".yaml")))
            found.add("D120", dossier.at("创建点", "指标体系"), found=name, known=known)
        return None
    _check_indicators(dossier, edition, found)
    _check_settings(dossier, edition, found)
    return edition


def _check_indicators(dossier: Dossier, edition: IndicatorSet, found: Problems) -> None:
    known, name = {item.no for item in edition.indicators}, dossier.data.point.indicator_set
    span = f"{min(known)} 至 {max(known)}"
    for i, task in enumerate(dossier.data.tasks):
        for k, no in enumerate(task.indicators):
            if no not in known:
                found.add("D113", dossier.at("任务", i, "对应指标", k), edition=name, found=no, known=span)
    for no, given in dossier.data.self_scores.items():
        indicator, where = edition.indicator(no), dossier.at("自评", str(no), "得分")
        if indicator is None:
            found.add("D113", dossier.at("自评", str(no)), edition=name, found=no, known=span)
        elif indicator.rule.shape != "评判" and given.points is not None:
            found.add("D114", where, no=no, title=indicator.content)
        elif given.points is not None and not 0 <= given.points <= indicator.full:
            title = indicator.content
            found.add("D115", where, no=no, title=title, found=given.points, full=indicator.full)


def _check_settings(dossier: Dossier, edition: IndicatorSet, found: Problems) -> None:
    for key, value in dossier.data.settings.items():
        where = dossier.at("口径", key)
        if key not in edition.settings:
            guess = nearest(key, edition.settings)
            hint = f"您是不是想写“{guess}”？" if guess else ""
            name, known = dossier.data.point.indicator_set, "、".join(edition.settings)
            found.add("D116", where, hint=hint, key=key, edition=name, known=known)
        elif value not in edition.settings[key].options:
            options = "、".join(edition.settings[key].options)
            found.add("D110", where, name=f"口径.{key}", options=options, found=f"“{value}”")


# ---------------------------------------------------------------- ledgers
def _ledgers(
    folder: Path, label: str, kinds: dict[str, LedgerKind], dossier: Dossier | None
) -> tuple[dict[str, Ledger], Problems, bool]:
    found, ledgers, unreadable = Problems(), {}, False
    for name, files in _files_by_kind(folder, label, kinds, found).items():
        if len(files) > 1:
            where = Location(_inside(label, files[0]))
            found.add("L109", where, kind=name, files="、".join(path.name for path in files))
            unreadable = True
            continue
        ledger = read_ledger(files[0], _inside(label, files[0]), kinds[name], found)
        if ledger is None:
            unreadable = True
            continue
        ledgers[name] = ledger
        day = dossier.data.point.reference_date if dossier else None
        found.extend(check_rows(Subject(ledger, typed(ledger.frame, day), day)))
    return ledgers, found, unreadable


def _inside(label: str, path: Path) -> str:
    return f"{label}/{path.name}" if label else path.name


def _files_by_kind(
    folder: Path, label: str, kinds: dict[str, LedgerKind], found: Problems
) -> dict[str, list[Path]]:
    titles = {header_key(title): kind.name for kind in kinds.values() for title in (*kind.aliases, kind.name)}
    files: dict[str, list[Path]] = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.suffix.lower() not in SUFFIXES or path.name.startswith(("~$", ".")) or not path.is_file():
            continue
        kind = titles.get(header_key(path.stem))
        if kind:
            files.setdefault(kind, []).append(path)
            continue
        guess = nearest(path.stem, kinds)
        words = f"您是不是想写“{guess}”？" if guess else f"台账名称有：{'、'.join(kinds)}"
        found.add("L105", Location(_inside(label, path)), file=path.name, guess=words)
    return files
