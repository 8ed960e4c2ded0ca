"""Maps of dossiers drawn and written: a poster as PDF and PNG, a page that opens by double click."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hqe_docs.data.maps.boundaries import Boundaries, read_boundaries
from hqe_docs.data.maps.rules import MapRules, load_map_rules
from hqe_docs.library import Library
from hqe_docs.office.building.desk import file_name
from hqe_docs.office.check import unique
from hqe_docs.office.maps.gathering import gather
from hqe_docs.office.maps.sheets import Order, sheet_of
from hqe_docs.office.versions import RELEASE, marked
from hqe_docs.office.workspace import Loaded, Progress, each_dossier
from hqe_docs.paper.maps.mapsheet import MapSheet
from hqe_docs.paper.maps.page import page
from hqe_docs.paper.maps.poster import poster
from hqe_docs.paper.wholefiles import write_file
from hqe_docs.problems import Location, Problem, Problems

POSTERS = (".pdf", ".png")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: where to, which maps (none: all), papers of posters, the user's boundaries."""

    out: Path
    kinds: Sequence[str] = ()
    papers: Sequence[str] = ("A3",)
    geojson: Path | None = None


def draw_maps(
    paths: Sequence[Path],
    wish: Wish,
    libraries: Sequence[Path] = (),
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Return {"problems", "maps"}: of each dossier and map its title, layers with totals, and the files written."""
    found, maps = Problems(), list[dict[str, Any]]()
    boundaries = read_boundaries(wish.geojson, found) if wish.geojson else None
    if wish.geojson and boundaries is None:
        return {"problems": unique(found), "maps": []}
    if boundaries:
        found.add("H217", Location(boundaries.file))
    for loaded in each_dossier(paths, libraries=libraries, progress=progress):
        for inner in loaded.each():
            found.extend(inner.dossier_problems)
            for kind in inner.shelf.unreadable:
                found.extend(inner.shelf.by_kind[kind])
        for name, sheet in _sheets(loaded, wish, boundaries, found):
            if progress:
                progress(f"画 {sheet.title}")
            files = [_write(path, content, found) for path, content in _files(name, sheet, wish)]
            maps.append(
                {"dossier": loaded.name, "title": sheet.title, "layers": _totals(sheet), "files": files}
            )
    return {"problems": unique(found), "maps": maps}


def map_names(libraries: Sequence[Path] = ()) -> list[str]:
    """Return the names of the maps that the library knows."""
    rules = load_map_rules(Library.over_shipped(libraries), Problems())
    return list(rules.maps) if rules else []


def _sheets(
    loaded: Loaded, wish: Wish, boundaries: Boundaries | None, found: Problems
) -> Iterator[tuple[str, MapSheet]]:
    """Yield each map that is asked for with the name of its files."""
    rules = load_map_rules(loaded.library, found)
    if rules is None:
        return
    for name in _chosen(rules, wish, found):
        rule = rules.maps[name]
        made = gather(loaded, rules, rule, found)
        sheet = sheet_of(made, rules, rule, Order(loaded.name, RELEASE.get(), boundaries), found)
        if sheet:
            yield file_name(f"{loaded.name}-{rule.title}"), sheet


def _chosen(rules: MapRules, wish: Wish, found: Problems) -> list[str]:
    for name in wish.kinds:
        if name not in rules.maps:
            found.add("H206", name=name, known="、".join(rules.maps))
    return [name for name in rules.maps if not wish.kinds or name in wish.kinds]


def _files(name: str, sheet: MapSheet, wish: Wish) -> Iterator[tuple[Path, bytes | Problem]]:
    """Yield each file with its content: the page, and each poster twice."""
    yield marked(wish.out / f"{name}.html", RELEASE.get()), page(sheet)
    for paper in dict.fromkeys(wish.papers):
        for suffix in POSTERS:
            yield marked(wish.out / f"{name}-{paper}{suffix}", RELEASE.get()), poster(sheet, paper, suffix)


def _write(path: Path, content: bytes | Problem, found: Problems) -> str | None:
    problems = [content] if isinstance(content, Problem) else write_file(path, content)
    found.extend(problems)
    return None if problems else str(path)


def _totals(sheet: MapSheet) -> list[dict[str, Any]]:
    """Return each layer's total, and what it is of every area."""
    return [
        {
            "name": layer.name,
            "parent": layer.parent,
            "unit": layer.unit,
            "total": layer.total.text,
            "areas": {key: cell.text for key, cell in layer.cells.items()},
            "source": layer.source,
        }
        for layer in sheet.layers
    ]
