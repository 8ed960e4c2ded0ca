"""hqe pack: the acceptance bundle of a dossier and of those below it, made beside its place and renamed at the end."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path, PurePath
from typing import Any

from hqe_docs.data.files.locked import PASSWORD
from hqe_docs.data.programme.bundle import Bundle
from hqe_docs.data.scores.evidence import paper_meant
from hqe_docs.office.building.build import build_with
from hqe_docs.office.building.crews import crew_here
from hqe_docs.office.building.desk import Order, file_name
from hqe_docs.office.building.units import plan as plan_units
from hqe_docs.office.bundle.binding import Binding
from hqe_docs.office.bundle.collecting import Evidence, Refused, collect
from hqe_docs.office.bundle.counting import Printer
from hqe_docs.office.bundle.counting import count as count_pages
from hqe_docs.office.bundle.listing import SUMS, Listing
from hqe_docs.office.bundle.places import copy_in, lay_out
from hqe_docs.office.bundle.plan import Chapter, Lack, Planner
from hqe_docs.office.bundle.scanning import whats_personal
from hqe_docs.office.bundle.sheets import Stationer, fronts_of
from hqe_docs.office.bundle.zipping import files_in, write_sums, write_zip
from hqe_docs.office.check import unique
from hqe_docs.office.disclosure import rules_of
from hqe_docs.office.provenance.known import edited_papers
from hqe_docs.office.versions import INTERNAL, PUBLIC, RELEASE
from hqe_docs.office.wanted import documents_for
from hqe_docs.office.workspace import Loaded, Progress, open_dossiers
from hqe_docs.paper.preview.renderers import find_renderer
from hqe_docs.paper.sealing import SEAL, sealed_with
from hqe_docs.paper.wholefiles import move_whole
from hqe_docs.problems import Location, Problem, Problems, problem, reason_of

MOST_JOBS = 4


@dataclass(frozen=True, slots=True)
class PackOrder:
    """What is wanted: where bundles go, a zip, a bound PDF, the version for everybody."""

    out: Path
    zip: bool = False
    pdf: bool = False
    release: str = INTERNAL
    libraries: Sequence[Path] = ()
    seal: str = ""

    @property
    def public(self) -> bool:
        return self.release == PUBLIC


def order_of(public: bool, **wanted: Any) -> PackOrder:
    """Return what was asked for, its version and password as said for the run."""
    return PackOrder(**wanted, release=PUBLIC if public else RELEASE.get(), seal=SEAL.get())


@dataclass(slots=True)
class Packed:
    """A bundle that was made, or not: its folder, the zip and the bound PDF beside it, what was listed."""

    dossier: str
    listing: Listing | None = None
    path: Path | None = None
    zip: Path | None = None
    pdf: Path | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the keys that --json prints."""
        said = self.listing.context()["资料包"] if self.listing else {}
        named = {"pages": "页数", "uncounted": "未计页", "files": "行", "lacks": "缺项"}
        shown = {
            key: said.get(name) for key, name in {**named, "refused": "未收", "withheld": "不公开"}.items()
        }
        paths = {"path": self.path, "zip": self.zip, "pdf": self.pdf}
        version = said.get("版本")
        return {
            "dossier": self.dossier,
            "version": version,
            **{k: p and str(p) for k, p in paths.items()},
            **shown,
        }


def pack(
    paths: Sequence[Path], order: PackOrder, progress: Progress | None = None
) -> tuple[list[Problem], list[Packed]]:
    """Make the bundle of each dossier at `paths`, with those below it; none is ever written over."""
    found = Problems()
    made: list[Packed] = []
    if order.seal and not order.zip:
        return [problem("P514")], []
    before = SEAL.set("")  # only what leaves at the end is encrypted
    try:
        _pack_all(paths, order, found, made, progress)
    finally:
        SEAL.reset(before)
    return unique(found), made


def _pack_all(
    paths: Sequence[Path], order: PackOrder, found: Problems, made: list[Packed], progress: Progress | None
) -> None:
    for top in open_dossiers(paths, libraries=order.libraries):
        made.append(_Pack(top, order, found, progress).make())


@dataclass(slots=True)
class _Pack:
    """One bundle on its way."""

    top: Loaded
    order: PackOrder
    found: Problems
    progress: Progress | None
    chapters: list[Chapter] = field(default_factory=list)

    def make(self) -> Packed:
        packed = Packed(self.top.name)
        if not self._can_be_made():
            return packed
        try:
            self.order.out.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix=".~hqe-", dir=self.order.out.absolute()) as name:
                self._made(Path(name), packed)
        except OSError as error:
            self.found.add(
                "P416", Location(str(self.order.out)), path=self.order.out, detail=reason_of(error)
            )
        return packed

    def _can_be_made(self) -> bool:
        if self._bundle(self.top) is None and self.top.is_sound:
            self.found.add("P401", Location(self.top.label or None))
        if not self.top.is_sound:
            self.found.extend(self.top.dossier_problems)
        return self.top.is_sound and self._bundle(self.top) is not None

    @staticmethod
    def _bundle(loaded: Loaded) -> Bundle | None:
        return loaded.programme.bundle if loaded.programme else None

    def _made(self, work: Path, packed: Packed) -> None:
        root = work / "资料包"
        root.mkdir()
        printer = Printer(find_renderer(), work / "排版", min(os.cpu_count() or 1, MOST_JOBS))
        self._plan(work)
        listing = Listing(self.chapters, self.order.release)
        name = self._free_name(file_name(listing.title))
        self._say("归集文件")
        for chapter in self.chapters:
            lay_out(chapter, name, public=self.order.public)
        copy_in(self.chapters, root, self.found)
        if self.order.public:
            self._sift(root)
        self._say("计算页数")
        for chapter in self.chapters:
            pieces = [piece for section in chapter.sections for piece in section.pieces]
            count_pages(pieces, chapter.bundle.taken, printer, self.found)
        listing.fronts = [*fronts_of(listing), PurePath(SUMS)]
        stationer = Stationer(root, self.top.library)
        stationer.write(listing, self.found)
        bound = self._bind(listing, stationer, printer, work)
        write_sums(root)
        self._report_lacks()
        if self.order.public and not self._is_clean([*files_in(root), *([bound] if bound else [])]):
            return
        packed.listing = listing
        self._hand_over(root, bound, name, work, packed)

    def _say(self, text: str) -> None:
        if self.progress:
            self.progress(f"{text} {self.top.name}")

    # ------------------------------------------------------------ papers, ledgers, evidence
    def _plan(self, work: Path) -> None:
        papers = self._build(work / "文书")
        for loaded in self.top.each():
            bundle = self._bundle(loaded) or self._bundle(self.top)
            if not loaded.is_sound or bundle is None:
                continue
            self._say(f"归档 {loaded.name}")
            evidence = Evidence()
            if loaded.edition:
                evidence = collect(loaded, loaded.edition, bundle.taken, self.found, public=self.order.public)
            own = papers.get(work / "文书" / loaded.inside, {})
            if edited := edited_papers(loaded.folder, own):
                self.found.add("P423", Location(loaded.label or None), names="、".join(edited))
            place = work / "台账" / loaded.inside
            planner = Planner(loaded, bundle, own, evidence, place, self.found, self.order.public)
            self.chapters.append(planner.chapter())
            loaded.let_go()

    def _build(self, folder: Path) -> Mapping[Path, Mapping[str, Sequence[Path]]]:
        """Return folder → paper → files of all papers that go into the bundle."""
        home = Path.cwd()
        order = Order(home, tuple(self._wanted()), password=PASSWORD.get(), release=self.order.release)
        units = plan_units([self.top.folder], folder.absolute(), self.order.libraries)
        found, results = build_with(crew_here(self.progress), units, order)
        self.found.extend(found)
        papers: dict[Path, dict[str, list[Path]]] = {}
        for result in results:
            if result.path and result.document in order.documents:
                of_folder = papers.setdefault(home / result.path.parent, {})
                of_folder.setdefault(result.document, []).append(home / result.path)
        return {folder / path.relative_to(folder.absolute()): own for path, own in papers.items()}

    def _wanted(self) -> Iterator[str]:
        """Yield the papers that some dossier of the bundle gets and that may be in it."""
        named: dict[str, None] = {}
        for loaded in self.top.each():
            bundle = self._bundle(loaded) or self._bundle(self.top)
            if not loaded.is_sound or bundle is None:
                continue
            own = documents_for(loaded)
            asked = [*bundle.general.papers, *bundle.general.summary_papers, *self._asked(loaded, own)]
            public = rules_of(loaded).papers
            named |= dict.fromkeys(
                it for it in asked if it in own and (not self.order.public or it in public)
            )
        yield from named

    @staticmethod
    def _asked(loaded: Loaded, own: Iterable[str]) -> Iterator[str]:
        """Yield the papers that an indicator asks for; ledgers are not read for that."""
        for indicator in loaded.edition.indicators if loaded.edition else ():
            yield from (name for asked in indicator.evidence if (name := paper_meant(asked, own)))

    # ------------------------------------------------------------ what everybody may see
    def _sift(self, root: Path) -> None:
        """Take out of a public bundle what still holds personal numbers."""
        for chapter in self.chapters:
            for section in chapter.sections:
                for piece in list(section.pieces):
                    why = whats_personal(root / piece.path)
                    if not why:
                        continue
                    self.found.add("P412", Location(piece.path.as_posix()), detail=why)
                    section.pieces.remove(piece)
                    (root / piece.path).unlink()
                    section.lacks.append(Lack(piece.title, f"没有放进公示版：{why}"))
                    chapter.refused.append(Refused(piece.path.name, why))

    def _is_clean(self, files: Sequence[Path]) -> bool:
        """Say whether the finished bundle holds nothing personal; a fault here is a fault of the program."""
        texts = [path for path in files if path.name != SUMS]  # its digits are no numbers
        faults = [(path, why) for path in texts if (why := whats_personal(path))]
        for path, why in faults:
            self.found.add("P412", Location(path.name), detail=why)
        return not faults

    def _report_lacks(self) -> None:
        for chapter in self.chapters:
            label = Location(chapter.loaded.label or None)
            names = [f"{section.no:02} {lack.name}" for section, lack in chapter.lacks()]
            if names:
                more = f" 等 {len(names)} 项" if len(names) > 5 else ""
                self.found.add("P420", label, count=len(names), names="、".join(names[:5]) + more)
            if chapter.withheld:
                self.found.add("P421", label, count=len(chapter.withheld))

    # ------------------------------------------------------------ binding, handing over
    def _bind(self, listing: Listing, stationer: Stationer, printer: Printer, work: Path) -> Path | None:
        if not self.order.pdf:
            return None
        if printer.renderer is None:
            self.found.add("P413", Location(self.top.label or None))
            return None
        self._say("装订")
        target = work / "合订本.pdf"
        return target if Binding(listing, stationer, printer, work, self.found).bind(target) else None

    def _free_name(self, title: str) -> str:
        """Return a name under which nothing lies yet."""
        for number in count(1):
            name = title if number == 1 else f"{title}-{number}"
            if not any((self.order.out / f"{name}{suffix}").exists() for suffix in ("", ".zip", ".pdf")):
                break
        if name != title:
            self.found.add("P422", Location(str(self.order.out / title)), name=name)
        return name

    def _hand_over(self, root: Path, bound: Path | None, name: str, work: Path, packed: Packed) -> None:
        """Put what is finished where it belongs; the folder last, so that its being there says that all is."""
        out = self.order.out
        if self.order.zip:
            self._say("压缩")
            zipped = work / "资料包.zip"
            write_zip(root, name, zipped, self.top.sound.data.point.reference_date, self.order.seal)
            packed.zip = out / f"{name}.zip"
            move_whole(zipped, packed.zip)
        if bound:
            packed.pdf = out / f"{name}.pdf"
            if self.order.seal:
                bound.write_bytes(sealed_with(self.order.seal, bound.read_bytes()))
            move_whole(bound, packed.pdf)
        packed.path = packed.zip if self.order.seal else out / name
        if not self.order.seal:  # a folder can't be encrypted
            move_whole(root, out / name)
