"""Papers built onto those that were built before: hand edits kept, put together with what is new, or told of."""

from __future__ import annotations

from collections.abc import Container, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from hqe_docs.data.files.locked import PASSWORD
from hqe_docs.masking import hide_numbers, shorten
from hqe_docs.office.keeping.history import BUILT, MERGED, copies, forget, keep, keeping_place
from hqe_docs.office.keeping.originals import Original, Originals, digest
from hqe_docs.paper.merging.alignment import shared
from hqe_docs.paper.merging.sameness import same
from hqe_docs.paper.sealing import SEAL, sealed, unsealed
from hqe_docs.paper.wholefiles import put_file
from hqe_docs.problems import Location, Problem, Problems

if TYPE_CHECKING:
    from hqe_docs.paper.merging.model import Difference

OURS, THEIRS = "ours", "theirs"
NEWER = ".新"  # 名称.新.docx, beside the edited 名称.docx
MOST_LISTED = 20
LONGEST, LEAD = 30, 8  # characters of a text that are listed, and of what is the same before
TOLD = ("R157", "R420", "R421", "R422", "R423", "R424", "R425", "R426", "R427")  # of a file as it was then
UNKNOWN = "没有它生成时的原件，分不清哪些是手工改的"


@dataclass
class Rebuild:
    """What writes the papers of one dossier into one folder; `found`: what became of edited ones.

    `kept`: those that say something else than was built → the digest of what was built; of these `stayed` were not
    written. `wins`: whose text counts where data and hand changed the same place, OURS (the hand's) or THEIRS.
    """

    home: Path
    out: Path
    wins: str = ""
    label: str | None = None
    found: Problems = field(default_factory=Problems)
    kept: dict[Path, str] = field(default_factory=dict)
    stayed: set[Path] = field(default_factory=set)
    current: dict[Path, Path] = field(default_factory=dict)
    copied: dict[Path, Path] = field(default_factory=dict)
    settled: set[Path] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.originals = Originals(self.home, self.out)

    def __call__(self, path: Path, content: bytes) -> list[Problem]:
        """Write a paper where there is none, or none that somebody changed; else do what the module says."""
        mine = _read(path)
        if mine is None:
            self._put(path, content)
            return []
        names = (path.name, _beside(path).name)  # the one beside it may have been given its name
        known = [one for name in names for one in self.originals.anywhere(name)]
        if _is_untouched(mine, known):
            self._replace(path, mine, content)
        else:
            own = [one for one in known if one.file.parent == self.originals.folder]
            self._settle(path, mine, content, own or known)
        return []

    def finish(self, hindered: Container[Path]) -> None:
        """Tidy up when all is written: where that was refused, nothing was replaced and no copy is needed."""
        written = {path: current for path, current in self.current.items() if path not in hindered}
        for path, copy in self.copied.items():
            if path not in written:
                forget(copy)
        for path, current in written.items():
            self.originals.only(path.name, current)
        for path in self.settled:
            if path in written or path in self.stayed:
                self._take_away(_beside(path))

    # ------------------------------------------------------------ written
    def _put(
        self,
        path: Path,
        content: bytes,
        built: bytes | None = None,
        before: Sequence[tuple[Path, bytes]] = (),
    ) -> None:
        """Write a paper, first what must be safe before: its original, and a copy of what it replaces."""
        final = sealed(content)
        original = final if built is None else sealed(built)
        place = self.originals.path(path.name, final, original)
        first = [*before, *self.originals.begin()]
        put_file(path, final, before=first if place.is_file() else [*first, (place, original)])
        self.current[path] = place
        if built is not None:
            self.kept[path] = sha256(original).hexdigest()

    def _replace(self, path: Path, mine: bytes, content: bytes, *, edited: bool = False) -> None:
        """Write a paper over another, of which a dated copy is kept unless it says the same."""
        plain = unsealed(mine, _passwords())
        if edited or plain is None or not same(plain, content):
            self._put(path, content, before=self._copy(path, mine, BUILT))
        else:
            self._put(path, content)
        self.settled.add(path)

    # ------------------------------------------------------------ edited
    def _settle(self, path: Path, mine: bytes, content: bytes, known: Sequence[Original]) -> None:
        """Do with an edited paper what can be done without losing an edit."""
        from hqe_docs.paper.merging.merging import UNREADABLE, differences, merged

        plain = unsealed(mine, _passwords())
        if plain is None:
            self._undecided(path, mine, content, "R424", "打不开（密码不对，或已损坏），没法比较", ())
            return
        if same(plain, content):
            self._replace(path, mine, content)
            return
        base = _nearest(plain, known)
        if base is None:
            self._undecided(path, mine, content, "R424", UNKNOWN, differences(plain, content) or ())
        elif (edits := differences(base, plain)) is None:
            self._undecided(path, mine, content, "R424", UNREADABLE, ())
        elif same(base, content):
            self._tell("R420" if edits else "R421", path, edits)
            self._stay(path, base)
            self.settled.add(path)
        else:
            result = merged(base, plain, content, wins=self.wins)
            if result.content is not None:
                self._put(path, result.content, content, self._copy(path, mine, MERGED))
                self._tell("R422", path, result.edits)
                if result.clashes:
                    self._tell("R426", path, result.clashes)
                self.settled.add(path)
            elif result.clashes:
                self._undecided(
                    path, mine, content, "R423", result.reason or "数据也改了这些地方", result.clashes
                )
            else:
                self._undecided(
                    path, mine, content, "R424", result.reason or "文字没有变，格式或图片可能改过", ()
                )

    def _undecided(
        self, path: Path, mine: bytes, content: bytes, code: str, why: str, places: Sequence[Difference]
    ) -> None:
        """Leave the edited paper and write the new one beside it, unless it was said whose wins."""
        if self.wins == THEIRS:
            self._replace(path, mine, content, edited=True)
            self._tell("R425", path, places)
            return
        self._stay(path, content)
        if self.wins == OURS:
            self._tell("R427", path, places)
            return
        beside = _beside(path)
        former = _read(beside)
        if former is None:
            self._put(beside, content)
        elif not _is_untouched(former, self.originals.of(beside.name)):
            self._put(beside, content, before=self._copy(beside, former, BUILT))
        else:
            self._replace(beside, former, content)
        self._tell(code, path, places, detail=why, beside=beside.name)

    def _stay(self, path: Path, built: bytes) -> None:
        self.kept[path] = sha256(built).hexdigest()
        self.stayed.add(path)

    def _copy(self, path: Path, content: bytes, why: str) -> list[tuple[Path, bytes]]:
        """Return what keeps a dated copy of a file, and remember it."""
        made = copies(self.home, path, content, why)
        self.copied[path] = made[0][0].parent
        return made

    def _take_away(self, beside: Path) -> None:
        """Put the paper that lay beside a settled one into the history, unless somebody has changed it."""
        former = _read(beside)
        if former is None or not _is_untouched(former, self.originals.of(beside.name)):
            return
        with suppress(OSError):
            keep(self.home, beside, former, BUILT)
            beside.unlink()

    def _tell(self, code: str, path: Path, places: Sequence[Difference], **facts: str) -> None:
        listed = listing(places)
        self.found.add(code, Location(self.label or None), path=path.name, places=listed, **facts)


def rebuild_of(folder: Path, out: Path, wins: str, label: str | None) -> Rebuild:
    """Return what writes the papers of the dossier in `folder` into the folder `out`."""
    return Rebuild(keeping_place(folder, out), out, wins, label)


def original_of(home: Path, name: str, plain: bytes) -> bytes | None:
    """Return a paper of a dossier as it was built, of several the one that `plain` comes from; None where none is kept."""
    return _nearest(plain, Originals(home, home).anywhere(name))


def listing(places: Sequence[Difference]) -> str:
    """Return differences as lines of a message, personal numbers hidden."""
    lines = [_line(one) for one in places[:MOST_LISTED]]
    more = [f"…… 共 {len(places)} 处"] if len(places) > MOST_LISTED else []
    return "".join(f"\n{line}" for line in (*lines, *more))


def _line(one: Difference) -> str:
    texts = [hide_numbers(text.replace("\n", "⏎")) for text in (one.before, one.after, one.newer or "")]
    start = shared(*texts[:2]) - LEAD if max(map(len, texts)) > LONGEST else 0
    before, after, newer = ("…" * (start > 0) + shorten(text[max(start, 0) :], LONGEST) for text in texts)
    told = f"{one.place}：“{before}”改为“{after}”"
    return told if one.newer in (None, one.before, one.after) else f"{told}，新生成的是“{newer}”"


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.stem}{NEWER}{path.suffix}")


def _read(path: Path) -> bytes | None:
    """Return the content of a file, None where there is none; OSError where it can't be read."""
    return path.read_bytes() if path.is_file() else None


def _is_untouched(content: bytes, known: Sequence[Original]) -> bool:
    return any(one.is_pure and one.written == digest(content) for one in known)


def _passwords() -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (SEAL.get(), PASSWORD.get()))))


def _nearest(plain: bytes, known: Sequence[Original]) -> bytes | None:
    """Return the built paper that an edited one comes from: of several, that with the fewest differences."""
    from hqe_docs.paper.merging.merging import differences

    contents = [content for one in known if (content := one.content()) is not None]
    bases = [base for content in contents if (base := unsealed(content, _passwords())) is not None]
    if len(bases) < 2:
        return bases[0] if bases else None
    return min(bases, key=lambda base: len(differences(base, plain) or ()))
