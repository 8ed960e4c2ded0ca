"""What goes where in a bundle: a folder for each indicator and one for the rest, what answers for what, what lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

from hqe_docs.data.kinds import LedgerKind
from hqe_docs.data.programme.bundle import Bundle
from hqe_docs.data.scores.evidence import Filed, declared, is_meant, paper_meant
from hqe_docs.data.scores.indicators import Indicator
from hqe_docs.data.scores.scoring import STATE_NAMES, points_text
from hqe_docs.office.building.desk import file_name
from hqe_docs.office.bundle.collecting import Evidence, Refused
from hqe_docs.office.bundle.ledgerfiles import NOT_PUBLIC, LedgerFile, ledger_file
from hqe_docs.office.disclosure import rules_of
from hqe_docs.office.wanted import documents_for
from hqe_docs.office.workspace import Loaded
from hqe_docs.problems import Problems
from hqe_docs.values import squeeze

PAPER, LEDGER, MATERIAL = "文书", "台账", "材料"
LONGEST_FOLDER = 36  # characters
NO_FILE = "没有这份材料"


@dataclass(slots=True)
class Piece:
    """One file of a bundle: what it is called, of which kind it is, where it is now.

    `path` is where it lies in the bundle; `pages` is None where they can't be counted, `first` the page of the bound
    PDF on which it begins.
    """

    title: str
    kind: str
    source: Path
    path: PurePath = field(default_factory=PurePath)
    pages: int | None = None
    first: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Lack:
    """Evidence that is asked for and not there, and why."""

    name: str
    note: str


@dataclass(slots=True)
class Section:
    """One folder: its number (0 for what belongs to no indicator), its pieces, what it lacks, what lies elsewhere."""

    no: int
    title: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    pieces: list[Piece] = field(default_factory=list)
    lacks: list[Lack] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Chapter:
    """The part of a bundle that is one dossier's: its folders, the evidence that was not taken in."""

    loaded: Loaded
    bundle: Bundle
    sections: list[Section] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    withheld: list[Refused] = field(default_factory=list)

    @property
    def inside(self) -> PurePath:
        return self.loaded.inside

    def lacks(self) -> Iterator[tuple[Section, Lack]]:
        """Yield what is missing, folder by folder."""
        for section in self.sections:
            for lack in section.lacks:
                yield section, lack


@dataclass(slots=True)
class Planner:
    """One dossier's chapter being planned: papers that were built by name, the place for ledgers, the evidence."""

    loaded: Loaded
    bundle: Bundle
    papers: Mapping[str, Sequence[Path]]
    evidence: Evidence
    work: Path
    found: Problems
    public: bool = False
    placed: dict[str, str] = field(default_factory=dict)
    ledgers: dict[str, LedgerFile] = field(default_factory=dict)

    def chapter(self) -> Chapter:
        """Return the chapter."""
        made = Chapter(self.loaded, self.bundle)
        made.sections.append(self._general())
        for item in self.loaded.sheet.scores if self.loaded.sheet else ():
            facts = {"得分": points_text(item), "状态": STATE_NAMES[item.state]}
            made.sections.append(self._of(item.indicator, facts))
        made.sections[0].pieces += [self._material(item) for item in self._unassigned()]
        made.refused, made.withheld = self.evidence.refused, self.evidence.withheld
        return made

    # ------------------------------------------------------------ the general folder
    def _general(self) -> Section:
        general = self.bundle.general
        section = Section(0, general.title)
        names = list(general.papers if self.loaded.sheet else general.summary_papers)
        for name in names:
            if self.public and name not in rules_of(self.loaded).papers:
                section.withheld += [name] if name in documents_for(self.loaded) else []
            else:
                self._put_paper(section, name)
        if self.loaded.sheet:
            lost = [name for name in general.needed if name not in self.placed and self._may(name)]
            section.lacks += [Lack(name, self._why(name)) for name in lost]
        return section

    def _may(self, paper: str) -> bool:
        return not self.public or paper in rules_of(self.loaded).papers

    def _put_paper(self, section: Section, name: str) -> bool:
        paths = self.papers.get(name, ())
        for path in paths:
            section.pieces.append(Piece(name, PAPER, path))
        if paths:
            self.placed[name] = self.folder_of(section)
        return bool(paths)

    def _why(self, paper: str) -> str:
        return f"没有生成《{paper}》，档案里的内容还不全"

    def _unassigned(self) -> list[Filed]:
        """Return the files that belong to no folder of an indicator: all, where there is none."""
        held = {item.indicator.no for item in self.loaded.sheet.scores} if self.loaded.sheet else set()
        lost = {item.file: item for item in self.evidence.taken if item.no not in held}
        return list(lost.values())

    # ------------------------------------------------------------ an indicator's folder
    def _of(self, indicator: Indicator, facts: Mapping[str, Any]) -> Section:
        title = indicator.content or indicator.title
        section = Section(indicator.no, title, {**facts, "满分": indicator.full, "标准": indicator.standard})
        files = self.evidence.of(indicator.no)
        for asked in indicator.evidence:
            self._answer(section, asked, indicator, files)
        for name in self.bundle.more.get(str(indicator.no), ()):
            self._add(section, name)
        section.pieces += [self._material(item) for item in files]
        return section

    def _answer(self, section: Section, asked: str, indicator: Indicator, files: Sequence[Filed]) -> None:
        """Put in what answers for one name asked for, say where it lies, or that it is missing."""
        kind = self.loaded.kinds.get(squeeze(asked))
        why = self._add(section, asked)
        if not why or any(is_meant(item.name, asked, kind) for item in files):
            return
        if why == NOT_PUBLIC:
            section.withheld.append(asked)
            return
        if self.public and kind is None and paper_meant(asked, documents_for(self.loaded)) is None:
            return  # evidence that is not confirmed as public: said once for the whole chapter
        said = [it for it in declared(self.loaded.sound, indicator) if is_meant(it.name, asked, kind)]
        if said and why == NO_FILE:
            why = f"档案写明（{said[0].note}），佐证文件夹里没有这个文件"
        if asked not in self.bundle.dispensable:
            section.lacks.append(Lack(asked, why))

    def _add(self, section: Section, name: str) -> str:
        """Put in the ledger or paper of this name, once in the whole chapter; return why not, or nothing."""
        kind = self.loaded.kinds.get(squeeze(name))
        paper = paper_meant(name, documents_for(self.loaded))
        key = kind.name if kind else paper or ""
        if key in self.placed:
            if self.placed[key] != self.folder_of(section):
                section.elsewhere.append(f"{name}：见“{self.placed[key]}”")
            return ""
        if kind and not (paper == kind.name and not self.public):
            return self._put_ledger(section, kind)
        if paper is None:
            return NO_FILE
        if self.public and paper not in rules_of(self.loaded).papers:
            return NOT_PUBLIC
        return "" if self._put_paper(section, paper) else self._why(paper)

    def _put_ledger(self, section: Section, kind: LedgerKind) -> str:
        made = ledger_file(self.loaded, kind, self.work, self.found, public=self.public)
        if made.path:
            section.pieces.append(Piece(kind.title, LEDGER, made.path))
            self.placed[kind.name] = self.folder_of(section)
        return made.lack

    def _material(self, item: Filed) -> Piece:
        return Piece(item.name, MATERIAL, item.file)

    def folder_of(self, section: Section) -> str:
        """Return the name of a section's folder."""
        return folder_name(self.bundle, section)


def short_name(text: str) -> str:
    """Return a text as the name of a folder that Windows takes."""
    return file_name(text[:LONGEST_FOLDER])


def folder_name(bundle: Bundle, section: Section) -> str:
    """Return the name of a section's folder."""
    return short_name(bundle.folder_name(section.no, section.title))
