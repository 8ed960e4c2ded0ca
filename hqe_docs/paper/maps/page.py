"""The page of a map: one file that opens by double click, without a network; a table where scripts do not run."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import cache
from html import escape
from itertools import pairwise
from pathlib import Path
from string import Template
from typing import Any

from hqe_docs.paper.maps.board import NOTHING, grain, heads, ink_on, palette, radius_of
from hqe_docs.paper.maps.mapsheet import Area, Cell, Layer, MapSheet, Point, Ring, classes_of

HERE = Path(__file__).parent
ECHARTS = HERE / "echarts" / "echarts.custom.min.js"
OUTLINE = "‖"  # before the name of an outline, which is no area
STEP = 0.4  # of an area's radius: from sign to sign


def page(sheet: MapSheet) -> bytes:
    """Return the page; the same sheet gives the same bytes."""
    parts = {
        "title": escape(sheet.title),
        "subtitle": escape(sheet.subtitle),
        "mark": f"　　{escape(sheet.mark)}" if sheet.mark else "",
        "accent": sheet.accent,
        "numbers": "\n".join(_numbers(sheet)),
        "choices": "\n".join(_choices(sheet)),
        "table": "\n".join(_table(sheet)),
        "services": "\n".join(_services(sheet)),
        "sources": "\n".join(f"<li>{escape(text)}</li>" for text in _sources(sheet)),
        "notes": "\n".join(f"<p>{escape(note)}</p>" for note in sheet.notes),
        "data": _json(_data(sheet)),
        "style": _file("page.css"),
        "script": _file("page.js"),
        "echarts": _echarts(),
    }
    return Template(_file("page.html")).substitute(parts).encode()


@cache
def _file(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8").strip()


@cache
def _echarts() -> str:
    """Return the program that draws, with the notices and licences that go with it wherever it goes."""
    terms = "\n\n".join(
        path.read_text(encoding="utf-8").strip() for path in sorted(ECHARTS.parent.glob("*.txt"))
    )
    program = ECHARTS.read_text(encoding="utf-8").strip()
    return f"/*!\n{terms}\n*/\n{program}".replace("</script", "<\\/script")


def _json(value: Any) -> str:
    """Return JSON that ends no script element, whatever the names are."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


# ---------------------------------------------------------------- what can be read without scripts
def _numbers(sheet: MapSheet) -> Iterator[str]:
    for layer in sheet.plain:
        unit = "" if layer.is_rate else f"（{layer.unit}）"
        yield f"<div><dt>{escape(layer.name + unit)}</dt><dd>{escape(layer.total.text)}</dd></div>"


def _choices(sheet: MapSheet) -> Iterator[str]:
    for layer in sheet.layers:
        kind = ' class="part"' if layer.parent else ""
        yield f'<label{kind}><input type="radio" name="layer" value="{_id(layer)}">{escape(layer.name)}</label>'


def _id(layer: Layer) -> str:
    return escape(f"{layer.parent}·{layer.name}" if layer.parent else layer.name)


def _table(sheet: MapSheet) -> Iterator[str]:
    """Yield a table with a row an area and a column a layer, sums last."""
    yield "<table><caption>一行一个村、组；“—”表示没有数</caption><thead><tr><th scope=col>村、组</th>"
    for layer in sheet.layers:
        title = f"{layer.parent}：{layer.name}" if layer.parent else layer.name
        yield f"<th scope=col>{escape(title)}</th>"
    yield "</tr></thead><tbody>"
    for area in _rows(sheet):
        kind = "whole" if area.key == area.village else "inner"
        cells = (layer.cells.get(area.key, Cell("", None)) for layer in sheet.layers)
        yield _row(kind, area.name, cells)
    yield _row("whole", "合计", (layer.total for layer in sheet.layers))
    yield "</tbody></table>"


def _rows(sheet: MapSheet) -> Iterator[Area]:
    fine = sheet.levels[sheet.finest] if sheet.finest != sheet.coarsest else ()
    for village in sheet.levels[sheet.coarsest]:
        yield village
        yield from (area for area in fine if area.village == village.key)


def _row(kind: str, name: str, cells: Iterator[Cell]) -> str:
    values = "".join(
        f"<td>{escape(cell.text)}{f'（{escape(cell.detail)}）' if cell.detail else ''}</td>" for cell in cells
    )
    return f"<tr class={kind}><th scope=row>{escape(name)}</th>{values}</tr>"


def _services(sheet: MapSheet) -> Iterator[str]:
    """Yield a list of the places of service, village by village."""
    if not sheet.spots:
        return
    by_village: dict[str, list[str]] = {}
    for spot in sheet.spots:
        said = spot.name + (f" {spot.count}" if spot.count > 1 else "")
        by_village.setdefault(spot.village or "其他", []).append(said)
    yield "<h2>服务点</h2><ul>"
    yield from (f"<li>{escape(name)}：{escape('、'.join(said))}</li>" for name, said in by_village.items())
    yield "</ul>"


def _sources(sheet: MapSheet) -> Iterator[str]:
    """Yield each layer's source and what it counts."""
    for layer in sheet.main:
        note = f"：{layer.note}" if layer.note else ""
        yield f"{layer.name}，取自{layer.source}{note}"


# ---------------------------------------------------------------- what the script draws from
def _data(sheet: MapSheet) -> dict[str, Any]:
    levels = {level: [area for area in areas if area.rings] for level, areas in sheet.levels.items()}
    borders = levels[sheet.coarsest] if sheet.finest != sheet.coarsest else []
    return {
        "first": sheet.first,
        "nothing": NOTHING,
        "blank": "不公开" if sheet.mark == "公示版" else "没有数",
        "levels": {level: _shapes(areas, borders) for level, areas in levels.items()},
        "areas": [_area(area, level) for level, areas in sheet.levels.items() for area in areas],
        "outlines": [OUTLINE + area.key for area in borders],
        "layers": [_layer(layer, sheet) for layer in sheet.layers],
        "parents": list(dict.fromkeys(layer.parent for layer in sheet.layers if layer.parent)),
        "heads": [{"name": name, "at": _rounded(at)} for name, at in heads(sheet)],
        "spots": list(_spots(sheet)),
        "bounds": _bounds(sheet),
        "grain": grain(sheet),
    }


def _bounds(sheet: MapSheet) -> list[float]:
    """Return left, top, right, bottom of all that is drawn, the names above villages among it."""
    points = [point for area in sheet.levels[sheet.coarsest] for ring in area.rings for point in ring]
    if not points:
        return [0.0, 1.0, 1.0, 0.0]
    xs, ys = zip(*points, strict=True)
    top = max(ys) + (1.1 * radius_of(sheet) if heads(sheet) else 0.0)
    return [*_rounded((min(xs), top)), *_rounded((max(xs), min(ys)))]


def _rounded(point: Point) -> list[float]:
    return [round(it, 4) for it in point]


def _area(area: Area, level: str) -> dict[str, Any]:
    return {
        "key": area.key,
        "name": area.name,
        "village": area.village,
        "level": level,
        "drawn": bool(area.rings),
    }


def _shapes(areas: Sequence[Area], borders: Sequence[Area]) -> dict[str, Any]:
    """Return areas as GeoJSON, and the borders of villages as lines over them."""
    features = [
        {
            "type": "Feature",
            "properties": {"name": area.key, "cp": _rounded(area.at)},
            "geometry": {"type": "MultiPolygon", "coordinates": _polygons(area.rings)},
        }
        for area in areas
    ]
    lines = [
        {
            "type": "Feature",
            "properties": {"name": OUTLINE + area.key},
            "geometry": {"type": "MultiLineString", "coordinates": list(area.rings)},
        }
        for area in borders
    ]
    return {"type": "FeatureCollection", "features": features + lines}


def _polygons(rings: Sequence[Ring]) -> list[list[Ring]]:
    """Return outer rings each with its holes."""
    polygons: list[list[Ring]] = []
    for ring in rings:
        is_hole = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) < 0
        if is_hole and polygons:
            polygons[-1].append(ring)
        else:
            polygons.append([ring])
    return polygons


def _layer(layer: Layer, sheet: MapSheet) -> dict[str, Any]:
    areas = sheet.areas_of(layer)
    classes = classes_of(layer, areas)
    steps = zip(palette(classes, sheet.accent), classes.labels, strict=True) if classes.labels else ()
    level = next(level for level, own in sheet.levels.items() if own is areas)
    known = {area.key for own in sheet.levels.values() for area in own}
    cells = {
        key: [cell.text, None if cell.size is None else classes.of(cell.size), cell.detail]
        for key, cell in layer.cells.items()
        if key in known
    }
    total = [layer.total.text, None if layer.total.size is None else 0, layer.total.detail]
    return {
        "id": f"{layer.parent}·{layer.name}" if layer.parent else layer.name,
        "title": layer.name,
        "parent": layer.parent,
        "unit": layer.unit,
        "rate": layer.is_rate,
        "level": level,
        "cells": cells,
        "total": total,
        "classes": [{"colour": colour, "label": label, "ink": ink_on(colour)} for colour, label in steps],
        "blank": any(layer.cells[area.key].size is None for area in areas if area.key in layer.cells),
        "source": layer.source,
        "note": layer.note,
    }


def _spots(sheet: MapSheet) -> Iterator[dict[str, Any]]:
    """Yield places of service, those of a village in a row beside its name, or below its middle."""
    starts, radius = dict(heads(sheet)), radius_of(sheet)
    placed: dict[str, int] = {}
    for spot in sheet.spots:
        number = placed[spot.village] = placed.get(spot.village, -1) + 1
        at = spot.at
        if spot.village in starts:
            x, y = starts[spot.village]
            at = (x + (0.75 + 0.36 * len(spot.village) + number * STEP) * radius, y)
        elif spot.village:
            at = (at[0] + (number - 2) * radius * STEP, at[1] - radius * STEP)
        yield {**asdict(spot), "at": _rounded(at)}
