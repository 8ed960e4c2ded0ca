"""`hqe template fix`: a copy of a template in which every tag stands whole and is written rightly."""

from __future__ import annotations

from pathlib import Path

from hqe_docs import zipsafe
from hqe_docs.paper.checking.mendedparts import mended_parts
from hqe_docs.paper.package import Parts, read_package, write_package
from hqe_docs.problems import Location, Problem, Problems

ENDING = "（已修）"


def fix_template(file: Path, out: Path | None = None) -> tuple[Path | None, list[Problem]]:
    """Write the mended copy of a template; return its path, None when nothing was written, and each change."""
    found = Problems()
    target = out or file.with_name(f"{file.stem}{ENDING}{file.suffix}")
    if target.resolve() == file.resolve():
        found.add("R161", Location(str(target)), path=target)
    elif out is None and target.exists():
        hint = "用 -o 写另一个文件名，或先移走原有的副本"
        found.add("R103", Location(str(target)), hint=hint, path=target)
    if found.has_errors:
        return None, list(found)
    if file.suffix.lower() not in (".docx", ".xlsx"):
        found.add("T102", Location(file=file.name), suffix=file.suffix or "没有扩展名的")
        return None, list(found)
    parts = read_package(file, trees=zipsafe.TEMPLATE_TREES)
    if isinstance(parts, Problem):
        return None, [parts]
    return _write_mended(parts, file.name, target, found)


def _write_mended(
    parts: Parts, name: str, target: Path, found: Problems
) -> tuple[Path | None, list[Problem]]:
    try:
        changed, told = mended_parts(parts, name)
    except (KeyError, ValueError, SyntaxError):  # not the XML of an Office file
        found.add("T101", Location(file=name), detail="里面的内容已损坏")
        return None, list(found)
    for one in told:
        found.add("T168", one.where, what="、".join(one.what), tag=one.tag)
    if not changed:
        found.add("T169", Location(file=name))
        return None, list(found)
    mended = Parts(parts)  # the other members are copied as they are
    mended.update(changed)
    found.extend(write_package(target, mended))
    return None if found.has_errors else target, list(found)
