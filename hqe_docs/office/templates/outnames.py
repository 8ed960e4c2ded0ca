"""Where filled files go: a path that may hold tags, made legal, never twice the same, never outside its folder."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hqe_docs.paper.language.tags import has_tags, render_text
from hqe_docs.problems import Location, Problems

_TAG = re.compile(r"(\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\})")
NUMBER = "序号"


@dataclass(slots=True)
class OutNames:
    """The paths of one run: `folder` holds them all, `pieces` are the parts of the path inside it."""

    folder: Path
    pieces: tuple[str, ...]
    suffix: str
    kept: Collection[Path] = ()  # files that are never written: template and data
    overwrite: bool = False
    mark: str = ""  # of the version, at the end of the name
    taken: set[str] = field(default_factory=set)

    def path(self, context: Mapping[str, Any], found: Problems) -> Path | None:
        """Return the file that is filled with `context`, None with a problem when there can be none."""
        before = len(found)
        names = [self._name(piece, context, found) for piece in self.pieces]
        if len(found) > before:
            return None
        path = self._free(self.folder.joinpath(*names[:-1]), names[-1] + self.mark)
        if any(path.resolve() == other.resolve() for other in self.kept):
            found.add("R144", Location(str(path)), detail=f"{path} 是模板或数据文件，不能写成它")
            return None
        if path.exists() and not self.overwrite:
            hint = "换一个输出文件或文件夹；确要替换，加 --overwrite"
            found.add("R103", Location(str(path)), hint=hint, path=path)
            return None
        return path

    def _name(self, piece: str, context: Mapping[str, Any], found: Problems) -> str:
        if not has_tags(piece):
            return piece
        from hqe_docs.office.building.desk import file_name

        text, problems = render_text(piece, context, Location(path=f"-o {piece}"))
        found.extend(problems)
        return file_name(text)

    def _free(self, folder: Path, stem: str) -> Path:
        """Return the file of this stem, numbered when another row has taken it; case makes no difference."""
        path, number = folder / (stem + self.suffix), 1
        while str(path).casefold() in self.taken:
            number += 1
            path = folder / f"{stem}-{number}{self.suffix}"
        self.taken.add(str(path).casefold())
        return path


def out_names(
    out: str | None,
    template: Path,
    found: Problems,
    *,
    each: bool,
    overwrite: bool,
    kept: Collection[Path],
    mark: str = "",
) -> OutNames | None:
    """Return the names that `out` asks for, as typed: a file, a folder, or None for the folder 输出."""
    suffix = template.suffix.lower()
    pieces = _pieces(out or _usual_folder())
    is_folder = out is None or out.endswith(("/", "\\")) or (not each and Path(out).is_dir())
    last = pieces[-1]
    if not is_folder and last.lower().endswith(suffix):
        pieces[-1] = last[: -len(suffix)]
    elif is_folder or (each and not re.search(r"\.\w{2,5}$", last)):
        pieces.append(template.stem + (f"-{{{{ {NUMBER} }}}}" if each else ""))
    else:
        found.add("R144", detail=f"输出文件“{last}”要和模板一样以 {suffix} 结尾")
        return None
    if wrong := "；".join(filter(None, map(_fault, pieces))):
        found.add("R144", detail=f"输出文件“{out}”里{wrong}")
        return None
    first = next((index for index, piece in enumerate(pieces[:-1]) if has_tags(piece)), len(pieces) - 1)
    return OutNames(Path(*pieces[:first]), tuple(pieces[first:]), suffix, kept, overwrite, mark)


def _fault(piece: str) -> str:
    """Return what is wrong with the tags of a name whatever the row is, "" when nothing is."""
    _, problems = render_text(piece, {})
    return next((item.message for item in problems if item.code in ("T103", "T105", "T106")), "")


def _usual_folder() -> str:
    from hqe_docs.office.workspace import OUTPUT_FOLDER

    return OUTPUT_FOLDER


def _pieces(out: str) -> list[str]:
    """Return the parts of a path; a slash inside a tag divides nothing."""
    marked = "".join(
        part if _TAG.fullmatch(part) else part.replace("\\", "/").replace("/", "\0")
        for part in _TAG.split(out)
    )
    parts = marked.split("\0")
    return [part or "/" if index == 0 else part for index, part in enumerate(parts) if part or index == 0]
