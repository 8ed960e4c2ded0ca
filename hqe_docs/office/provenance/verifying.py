"""Whether finished papers still say what the dossier says: fresh, stale, edited by hand, or not of our making."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hqe_docs import __version__
from hqe_docs.masking import hide_numbers
from hqe_docs.office.provenance.differing import Difference, changed_words, differences
from hqe_docs.office.provenance.known import Finished, Known, Register, files_in, finished, is_given_the_name
from hqe_docs.office.provenance.rebuilding import order_of, rebuilt, sources_now
from hqe_docs.office.provenance.recording import is_relevant, stamp_for
from hqe_docs.office.provenance.sources import digest_of, is_later_state, is_source
from hqe_docs.office.workspace import Progress
from hqe_docs.paper.merging.sameness import same
from hqe_docs.paper.places import read_places
from hqe_docs.problems import Location, Problems

FRESH, STALE, EDITED, FOREIGN = "fresh", "stale", "edited", "foreign"
LONG, MOST = 30, 5000  # characters of texts in which the changed words are told


@dataclass(frozen=True, slots=True)
class Change:
    """A source that is not what it was: 改动, 新增 or 没有了."""

    name: str
    how: str


@dataclass(slots=True)
class Verdict:
    """What is the matter with one file; none of `states` but one of them is FRESH or FOREIGN."""

    path: Path
    states: list[str] = field(default_factory=list)
    known: Known | None = None
    changed: list[Change] = field(default_factory=list)
    numbers: list[Difference] = field(default_factory=list)
    edits: list[Difference] = field(default_factory=list)
    note: str = ""

    def as_json(self, shown: Callable[[str], str]) -> dict[str, Any]:
        """Return the same as plain values, texts as they may be `shown`."""
        paper = self.known.paper if self.known else None
        return {
            "file": str(self.path),
            "state": self.states,
            "document": paper and paper.document,
            "run": paper and paper.run,
            "sources": [{"name": it.name, "change": it.how} for it in self.changed],
            "changes": [_shown(it, shown) for it in self.numbers],
            "edits": [_shown(it, shown) for it in self.edits],
            "note": self.note,
        }


def _shown(it: Difference, shown: Callable[[str], str]) -> dict[str, Any]:
    old, new = (None if text is None else shown(text) for text in (it.old, it.new))
    is_long = old is not None and new is not None and LONG < max(len(old), len(new)) < MOST
    words = changed_words(old, new) if is_long and old is not None and new is not None else []
    return {"place": it.place, "old": old, "new": new, "words": [list(pair) for pair in words]}


def verify(
    paths: Sequence[Path],
    *,
    dossiers: Sequence[Path] = (),
    libraries: Sequence[Path] = (),
    unmask: bool = False,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Return what became of each paper at `paths` since it was built, as plain values.

    The records are those of `dossiers` and of all below, else of the dossiers that a file or this folder lies in.
    """
    found = Problems()
    check = _Check(Register(), tuple(dossiers), tuple(libraries), progress)
    looked = (it for path in files_in(paths) if (it := check.first_look(path, found)))
    verdicts = [it for it in looked if it.states != [FOREIGN] or it.path in paths or not is_source(it.path)]
    check.settle(verdicts)
    shown = str if unmask else hide_numbers
    return {"problems": list(found), "files": [it.as_json(shown) for it in verdicts]}


@dataclass(slots=True)
class _Check:
    """One run of verify: what was looked up already is kept."""

    register: Register
    dossiers: tuple[Path, ...]
    libraries: tuple[Path, ...]
    progress: Progress | None
    sources: dict[Path, dict[str, str]] = field(default_factory=dict)

    def first_look(self, path: Path, found: Problems) -> Verdict | None:
        """Return whether a file is ours and what it was made from has changed; None for one that can't be read."""
        try:
            file = finished(path)
        except OSError:
            found.add("R402", Location(str(path)), path=path)
            return None
        known = self.register.find(file, self.dossiers)
        if known is None:
            return self._stranger(file)
        states = [] if file.digest == known.paper.digest else [EDITED]
        return Verdict(path, states, known, self._changed(known))

    def _stranger(self, file: Finished) -> Verdict:
        edited = self.register.beside(file, self.dossiers)
        if edited and file.stamp:
            states = [FRESH if self._is_of_now(file, edited) else STALE]
            return Verdict(file.path, states, note="新生成的一份，放在手工改过的旁边，等您取舍")
        newer = self.register.newer(file, self.dossiers)
        if newer and is_given_the_name(file, newer) and self._is_of_now(file, newer):
            return Verdict(file.path, [FRESH], note="原来放在旁边的一份，已改名顶替")
        if newer:
            return Verdict(file.path, [STALE], note="是较早一次生成的，后来已重新生成")
        hint = "资料包里的文书不记" if self.dossiers else "由别处的档案生成的，用 --dossier 指明"
        note = file.stamp and f"由 {file.stamp.version} 生成（{file.stamp.run}），找不到那次的记录；{hint}"
        return Verdict(file.path, [FOREIGN], note=note or "")

    def _is_of_now(self, file: Finished, known: Known) -> bool:
        """Say whether the run that made a file is the one that would make it now."""
        now = stamp_for(order_of(known.run.options), self._now(known)).run
        return file.stamp is not None and now == file.stamp.run

    def _changed(self, known: Known) -> list[Change]:
        return list(changes(known, self._now(known)))

    def _now(self, known: Known) -> dict[str, str]:
        if known.dossier not in self.sources:
            self.sources[known.dossier] = sources_now(known.dossier, self.libraries)
        return self.sources[known.dossier]

    # ------------------------------------------------------------ held against what would be built now
    def settle(self, verdicts: Sequence[Verdict]) -> None:
        """Tell of each paper that has changed, or whose sources have, what is different."""
        groups: dict[tuple[Path, str], list[Verdict]] = {}
        for it in verdicts:
            if it.known and (it.changed or it.states):
                options = repr(sorted(it.known.run.options.items()))
                groups.setdefault((it.known.dossier, options), []).append(it)
            elif it.known:
                it.states = [FRESH]
        for (dossier, _), some in groups.items():
            self._settle_together(dossier, some)

    def _settle_together(self, dossier: Path, verdicts: Sequence[Verdict]) -> None:
        papers = [(it, it.known) for it in verdicts if it.known]
        documents = list(dict.fromkeys(known.paper.document for _, known in papers))
        options = papers[0][1].run.options
        with rebuilt(dossier, documents, options, self.libraries, self.progress) as folder:
            for verdict, known in papers:
                _settle(verdict, known, folder / known.name)


def _settle(verdict: Verdict, known: Known, anew: Path) -> None:
    """Hold a file against the paper as it was built, and that against the one made `anew`."""
    mine = finished(verdict.path).content
    there = anew.read_bytes() if anew.is_file() else None
    if not mine:
        verdict.states.append(STALE)
        verdict.note = "有打开密码，说不出哪里要变；加 --password 再核对"
        return
    built: bytes | None = mine
    if EDITED in verdict.states:
        built = known.original() or (there if digest_of(anew) == known.paper.digest else None)
        _tell_edits(verdict, built, mine)
    if verdict.changed:
        _hold(verdict, built, there)
    verdict.states = verdict.states or [FRESH]


def _tell_edits(verdict: Verdict, built: bytes | None, mine: bytes) -> None:
    if built is None:
        verdict.note = "没有它生成时的原件，说不出改了哪里"
        return
    verdict.edits = _different(built, mine)
    verdict.note = "" if verdict.edits else "文字没有改，只是另存过或改了样子"


def _hold(verdict: Verdict, built: bytes | None, there: bytes | None) -> None:
    """Tell what would be another in the paper that is made now."""
    if there is None or built is None:
        verdict.states.append(STALE)
        verdict.note = verdict.note or "现在的材料做不出这份文书"
        return
    verdict.numbers = _different(built, there)
    if verdict.numbers:
        verdict.states.append(STALE)
    else:
        verdict.note = verdict.note or "材料改动过，这份文书不受影响"


def _different(old: bytes, new: bytes) -> list[Difference]:
    return [] if same(old, new) else differences(read_places(old), read_places(new))


def changes(known: Known, now: Mapping[str, str]) -> list[Change]:
    """Return which sources of a paper are not any more what they were when it was built."""
    then, template = known.run.sources, known.paper.template
    found = [
        Change(name, "改动" if name in then and name in now else "新增" if name in now else "没有了")
        for name in dict.fromkeys((*then, *now))
        if is_relevant(name, {template}) and then.get(name) != now.get(name)
        if name in then or not is_later_state(name, known.run.options.get("day"))
    ]
    if known.run.version != __version__:
        found.append(Change(f"hqe {known.run.version}", f"现在是 {__version__}"))
    return found
