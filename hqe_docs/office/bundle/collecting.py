"""Files of 佐证/ looked at before they go into a bundle: none from outside, no programs, no macros, no bombs."""

from __future__ import annotations

import stat
import zipfile
from dataclasses import dataclass, field, replace
from pathlib import Path

from hqe_docs import zipsafe
from hqe_docs.data.fields import ILLEGAL
from hqe_docs.data.programme.bundle import Taken
from hqe_docs.data.scores.evidence import FOLDER, Filed, filed_for, stated_of
from hqe_docs.data.scores.indicators import IndicatorSet
from hqe_docs.office.workspace import Loaded
from hqe_docs.problems import Location, Problem, Problems, problem, reason_of

_MEGA = 1024 * 1024
_MACROS = frozenset(("docm", "dotm", "xlsm", "xltm", "xlam", "xlsb", "pptm", "potm", "ppsm", "ppam"))
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_MACROS = "_VBA_PROJECT".encode("utf-16-le")  # as the directory of an old Office file names them
_ZIPPED = b"PK\x03\x04"
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that is not taken in, by its path in 佐证/, and why."""

    path: str
    reason: str


@dataclass(slots=True)
class Evidence:
    """What there is in 佐证/: the files taken in (an indicator's, or None), those refused, those kept from the public."""

    taken: list[Filed] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    withheld: list[Refused] = field(default_factory=list)

    def of(self, no: int) -> list[Filed]:
        """Return the files of an indicator."""
        return [item for item in self.taken if item.no == no]


def collect(
    loaded: Loaded, edition: IndicatorSet, taken: Taken, found: Problems, *, public: bool
) -> Evidence:
    """Return the evidence of a dossier; of the public version only files that 佐证 says are public."""
    dossier, evidence = loaded.sound, Evidence()
    filed = filed_for(dossier, edition)
    top = loaded.folder / FOLDER
    count = 0
    for item, before in zip(filed, [None, *filed], strict=False):
        path = readable(item.file.relative_to(top).as_posix())
        said = stated_of(dossier, item)
        if before and before.file == item.file:
            _again(evidence, item)
            continue
        if public and not (said and said.is_public):
            evidence.withheld.append(Refused(path, "未确认可以公开"))
            continue
        count += 1
        fault = problem("P407", most=taken.most) if count > taken.most else _fault(item.file, top, taken)
        if fault:
            # a link is told of once, however many files lie behind it
            place = item.path.partition("/")[2] if fault.code == "P402" else path
            found.extend([replace(fault, where=Location(_label(loaded, readable(place))))])
            evidence.refused.append(Refused(path, fault.message))
        else:
            evidence.taken.append(replace(item, name=readable(item.name)))
    _report_stated(loaded, found)
    return evidence


def _again(evidence: Evidence, item: Filed) -> None:
    """Take a file in for one more indicator, if it was taken in for the first."""
    if evidence.taken and evidence.taken[-1].file == item.file:
        evidence.taken.append(replace(item, name=readable(item.name)))


def readable(text: str) -> str:
    """Return a file name as paper can show it: names may hold bytes that are no text."""
    return ILLEGAL.sub("_", text.encode("utf-8", "replace").decode())


def _label(loaded: Loaded, path: str) -> str:
    return "/".join(part for part in (loaded.label, FOLDER, path) if part)


def _report_stated(loaded: Loaded, found: Problems) -> None:
    """Report names in 佐证 of the dossier at which nothing lies."""
    for name in loaded.sound.data.evidence:
        if not (loaded.folder / FOLDER / name).exists():
            found.add("P408", loaded.sound.at("佐证", name), name=name)


# ---------------------------------------------------------------- what is wrong with a file
def _fault(path: Path, top: Path, taken: Taken) -> Problem | None:
    """Return what keeps a file out; None for a good one."""
    try:
        if not path.resolve().is_relative_to(top.resolve()):
            return problem("P402")
        if not stat.S_ISREG(path.stat().st_mode):
            return problem("P403", detail="不是普通文件")
        size = path.stat().st_size
        if size > taken.largest * _MEGA:
            return problem("P405", size=-(-size // _MEGA), most=taken.largest)
        return _fault_of_kind(path, taken) or _fault_inside(path)
    except OSError as error:
        return problem("P403", detail=f"读不出：{reason_of(error)}")


def _fault_of_kind(path: Path, taken: Taken) -> Problem | None:
    suffix = path.suffix.lower().lstrip(".")
    if suffix in _MACROS:
        return problem("P404")
    if suffix not in {*taken.pictures, *taken.papers, *taken.others}:
        return problem("P403", detail=f"不收“{path.suffix or '没有扩展名'}”这类文件")
    return None


def _fault_inside(path: Path) -> Problem | None:
    with path.open("rb") as stream:
        start = stream.read(8)
    if start.startswith(_PROGRAMS):
        return problem("P403", detail="内容是可以运行的程序")
    if start.startswith(_OLE) and _holds(path, _OLE_MACROS):
        return problem("P404")
    return _fault_of_zip(path) if start.startswith(_ZIPPED) else None


def _holds(path: Path, mark: bytes) -> bool:
    """Say whether a file holds these bytes; it is read in pieces."""
    with path.open("rb") as stream:
        last = b""
        while piece := stream.read(_PIECE):
            if mark in last + piece:
                return True
            last = piece[-len(mark) :]
    return False


def _fault_of_zip(path: Path) -> Problem | None:
    try:
        with zipfile.ZipFile(path) as archive:
            fault = next(zipsafe.faults(archive), "")
            names = archive.namelist()
    except (zipfile.BadZipFile, RuntimeError, ValueError):
        return problem("P406", detail="文件已损坏")
    if fault:
        return problem("P406", detail=fault)
    has_macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    return problem("P404") if has_macros else None
