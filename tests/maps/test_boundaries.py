"""The user's GeoJSON: what is read, what is told with its place, what is refused."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hqe_docs.data.maps.boundaries import matched, read_boundaries
from hqe_docs.problems import Problems

SQUARE = [[114.0, 27.0], [114.1, 27.0], [114.1, 27.1], [114.0, 27.1], [114.0, 27.0]]


def feature(name: Any = "甲村", rings: Any = None, kind: str = "Polygon", **more: Any) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": [SQUARE] if rings is None else rings}
    return {"type": "Feature", "properties": {"name": name, **more}, "geometry": geometry}


def written(folder: Path, *features: Any, **more: Any) -> Path:
    path = folder / "边界.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features, **more}), "utf-8")
    return path


def codes(found: Problems) -> list[tuple[str, str | None]]:
    return [(item.code, item.where.path) for item in found]


def test_degrees_become_kilometres_from_the_corner(tmp_path):
    found = Problems()
    made = read_boundaries(written(tmp_path, feature()), found)
    (shape,) = made.shapes
    assert list(found) == []
    assert shape.names == ("甲村",)
    xs, ys = zip(*shape.rings[0], strict=True)
    assert (min(xs), min(ys)) == (0, 0)
    assert max(ys) == pytest.approx(11.132, abs=0.01)
    assert max(xs) == pytest.approx(9.91, abs=0.02)  # a degree of longitude is shorter here


def test_a_ring_written_with_the_clock_is_turned_and_a_hole_stays_one(tmp_path):
    hole = [[114.02, 27.02], [114.04, 27.02], [114.04, 27.04], [114.02, 27.02]]
    made = read_boundaries(written(tmp_path, feature(rings=[SQUARE[::-1], hole])), Problems())
    areas = [sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(r)) for r in made.shapes[0].rings]
    assert areas[0] > 0 > areas[1]


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (feature(rings=[[[27.0, 114.0], [27.0, 114.1], [27.1, 114.1], [27.0, 114.0]]]), "先写了纬度"),
        (feature(rings=[[[500000, 3000000], [500100, 3000000], [500000, 3000100], [500000, 3000000]]]), "投影坐标"),
        (feature(rings=[[[190.0, 95.0], [190.0, 95.0], [190.0, 95.0], [190.0, 95.0]]]), "超出经纬度"),
        (feature(rings=[[[114, 27], [115, 27], [114, 28], [114.5, 27.5]]]), "首尾应是同一个点"),
        (feature(rings=[]), "空的"),
        (feature(rings=[[["东", "北"]]]), "两个数"),
        (feature(rings=[[[True, 27.0]]]), "两个数"),
        (feature(name=None), "没有名称"),
        ({"type": "Feature", "properties": {"name": "甲村"}, "geometry": None}, "没有 geometry"),
        ("甲村", "没有 geometry"),
    ],
)  # fmt: skip
def test_a_feature_that_is_wrong_costs_itself_only(tmp_path, bad, said):
    found = Problems()
    made = read_boundaries(written(tmp_path, bad, feature("乙村")), found)
    assert [shape.names for shape in made.shapes] == [("乙村",)]
    (problem,) = found
    assert (problem.code, problem.where.path) == ("H212", "第1个要素")
    assert said in problem.message


def test_lines_are_told_and_points_are_kept_as_places_of_service(tmp_path):
    found = Problems()
    line = feature("河", SQUARE, "LineString")
    spot = feature("便民服务中心", [114.05, 27.05], "Point", 类型="人社专窗")
    made = read_boundaries(written(tmp_path, line, spot, feature()), found)
    assert codes(found) == [("H213", "第1个要素")]
    assert [(it.name, it.kind) for it in made.spots] == [("便民服务中心", "人社专窗")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[]", "H211"),
        ('{"type": "Topology"}', "H211"),
        ('{"type": "FeatureCollection", "features": []}', "H211"),
        (f'{{"type": "FeatureCollection", "features": [{",".join(["{}"] * 5001)}]}}', "H211"),
        ('{"type": ', "R141"),
        ("[" * 100_000, "R141"),
        ('{"a": NaN}', "R141"),
    ],
)
def test_a_file_that_holds_no_areas_is_refused(tmp_path, text, code):
    path = tmp_path / "边界.geojson"
    path.write_text(text, "utf-8")
    found = Problems()
    assert read_boundaries(path, found) is None
    assert [item.code for item in found if item.code != "H212"] == [code]


def test_areas_are_found_by_their_names_or_an_alias(tmp_path):
    path = written(
        tmp_path, feature("梅洲村", 别名="梅州村、梅洲"), feature("第1组", 村="乙村"), feature("丙")
    )
    made = read_boundaries(path, Problems())
    found = Problems()
    shapes = matched(made, {"梅州村": ["梅州村"], "乙村/第1组": ["乙村第1组"], "丁": ["丁"]}, found)
    assert {area: shape.where.path for area, shape in shapes.items()} == {
        "梅州村": "第1个要素",
        "乙村/第1组": "第2个要素",
    }


def test_a_name_that_stands_twice_is_told_at_the_second(tmp_path):
    made = read_boundaries(written(tmp_path, feature(), feature()), Problems())
    found = Problems()
    matched(made, {"甲村": ["甲村"]}, found)
    assert codes(found) == [("H214", "第2个要素")]


def test_points_nobody_can_tell_apart_are_left_out(tmp_path):
    from math import cos, pi, sin

    ring = [[114 + 0.05 * cos(i * pi / 5_000), 27 + 0.05 * sin(i * pi / 5_000)] for i in range(10_000)]
    made = read_boundaries(written(tmp_path, feature(rings=[[*ring, ring[0]]])), Problems())
    (shape,) = made.shapes
    assert 3_000 < len(shape.rings[0]) < 9_000


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["name", "type", "别名", "村"]), inner)
    ),
    max_leaves=12,
)


@pytest.mark.slow
@given(ANYTHING, ANYTHING, st.sampled_from(["Polygon", "MultiPolygon", "Point", "Line"]), ANYTHING)
def test_whatever_stands_in_a_file_raises_nothing(tmp_path_factory, properties, coordinates, kind, crs):
    bad = {"properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}
    path = written(tmp_path_factory.mktemp("a"), bad, feature(rings=coordinates), feature(), crs=crs)
    found = Problems()
    made = read_boundaries(path, found)
    assert made is not None
    assert {item.code for item in found} <= {"H212", "H213"}
