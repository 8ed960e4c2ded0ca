"""hqe map: numbers by area that add up to the figures, a page that needs nothing else, a poster of the right size."""

from __future__ import annotations

import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from typing import Any

import pypdf
import pytest
from PIL import Image

from hqe_docs.data.maps.boundaries import read_boundaries
from hqe_docs.data.maps.counting import in_order
from hqe_docs.data.maps.rules import load_map_rules
from hqe_docs.data.persons import ID
from hqe_docs.office.maps.gathering import gather
from hqe_docs.office.maps.sheets import Order, sheet_of
from hqe_docs.office.scores.numbers import figure_json
from hqe_docs.office.workspace import Loaded, open_dossiers
from hqe_docs.paper.maps.mapsheet import Layer, MapSheet
from hqe_docs.paper.maps.page import page
from hqe_docs.paper.maps.tiles import outline, tiles
from hqe_docs.problems import Problems
from tests.example_books import table
from tests.program import hqe
from tests.villages import UNEMPLOYED, person, village

LABOUR, SERVICE = "劳动力", "就业服务"
PLACES = ("梅州村", "洪江村")


KNOWN: dict[tuple[int, str], tuple[Any, ...]] = {}


def gathered(loaded: Loaded, name: str) -> tuple[Any, ...]:
    """Return rules, the map's rule and what it is made from: counted once for all tests of a dossier."""
    found = Problems()
    rules = load_map_rules(loaded.library, found)
    if (id(loaded), name) not in KNOWN:
        KNOWN[id(loaded), name] = (loaded, gather(loaded, rules, rules.maps[name], found))
    return rules, rules.maps[name], KNOWN[id(loaded), name][1], found


def sheet(loaded: Loaded, name: str = LABOUR, release: str = "报送") -> MapSheet:
    rules, rule, made, _ = gathered(loaded, name)
    drawn = sheet_of(made, rules, rule, Order(loaded.name, release), Problems())
    assert drawn is not None
    return drawn


def texts(layer: Layer) -> dict[str, str]:
    return {key: cell.text for key, cell in layer.cells.items()}


def opened(folder: Path) -> Loaded:
    (loaded,) = open_dossiers([folder])
    return loaded


# ---------------------------------------------------------------- numbers
@pytest.mark.slow
def test_the_numbers_of_villages_equal_the_figures(example):
    figures = {
        (inner.name, name): figure_json(figure, rows=False)  # what hqe figures prints
        for inner in example.below
        for name, figure in inner.figures.items()
    }
    for name in (LABOUR, SERVICE):
        _, rule, _, _ = gathered(example, name)
        by_name = {layer.name: layer.figure for layer in rule.layers}
        for layer in sheet(example, name).main:
            for place in PLACES:
                figure = figures.get((place, by_name[layer.name]))
                if figure:  # the others are the map's own
                    assert layer.cells[place].text == figure["value"], (layer.name, place)


def test_groups_add_up_to_their_village_and_villages_to_the_whole(example):
    for name in (LABOUR, SERVICE):
        for layer in sheet(example, name).layers:
            if layer.is_rate:
                continue
            numbers = {key: int(text) for key, text in texts(layer).items()}
            whole = {key: number for key, number in numbers.items() if "/" not in key}
            if layer.name != "招聘和宣传活动":
                assert sum(whole.values()) == int(layer.total.text)
            for place in whole if layer.level == "组" else ():
                own = [number for key, number in numbers.items() if key.startswith(f"{place}/")]
                assert sum(own) == whole[place], (layer.name, place)


def test_the_parts_of_a_layer_add_up_to_it_in_every_area(example):
    drawn = sheet(example)
    parts = [layer for layer in drawn.layers if layer.parent == "就业去向"]
    assert [layer.name for layer in parts] == ["乡内", "县内乡外", "市内县外", "省内市外", "省外", "境外"]
    for key, text in texts(drawn.layer("就业去向")).items():
        assert sum(int(layer.cells[key].text) for layer in parts) == int(text)


def test_a_rate_is_printed_with_what_it_was_divided_from(example):
    rate = sheet(example).layer("就业率")
    assert (rate.total.text, rate.total.detail) == ("94.80%", "1823/1923")


def test_a_ledger_without_groups_counts_by_its_persons_groups_or_by_village(example):
    drawn = sheet(example, SERVICE)
    assert drawn.layer("技能培训").level == "组"  # by the identity number in the master
    assert drawn.layer("招聘和宣传活动").level == "村"
    assert texts(drawn.layer("招聘和宣传活动")) == {"梅州村": "5", "洪江村": "5"}


def test_what_several_villages_register_is_one_thing_in_the_whole(example):
    columns = ("活动日期", "活动类型", "活动名称", "活动地点")
    held = {
        tuple(row[it] for it in columns) for place in PLACES for row in table(place, "招聘与政策宣传活动台账")
    }
    drawn = sheet(example, SERVICE)
    layer = drawn.layer("招聘和宣传活动")
    assert (layer.total.text, len(held)) == ("8", 8)
    assert layer.note.endswith("合计只计一次")
    assert "招聘和宣传活动：几个村登记的同一件事，合计只计一次" in drawn.notes
    assert drawn.layer("活动提供岗位").total.text == "1878"  # each its own


def test_each_layer_names_its_ledger(example):
    assert sheet(example, SERVICE).layer("技能培训").source == "《技能培训台账》"
    assert all(layer.source for name in (LABOUR, SERVICE) for layer in sheet(example, name).layers)


def test_persons_of_no_group_stand_in_the_table_and_in_the_sum(tmp_path):
    people = [person(0, 组别="第2组"), person(1, 组别="第10组"), person(2, 组别="")]
    drawn = sheet(opened(village(tmp_path / "甲村", people)))
    assert texts(drawn.layer("劳动力")) == {
        "甲村": "3",
        "甲村/第2组": "1",
        "甲村/第10组": "1",
        "甲村/未填组别": "1",
    }
    assert [area.name for area in drawn.levels["组"]] == ["第2组", "第10组", "未填组别"]
    assert drawn.levels["组"][2].rings == ()


def test_a_layer_whose_ledger_is_missing_is_told_and_left_out(example):
    rules, rule, made, _ = gathered(example, SERVICE)
    found = Problems()
    drawn = sheet_of(made, rules, rule, Order("洪江镇", "报送"), found)
    (problem,) = found
    assert (problem.code, problem.severity) == ("H205", "info")
    assert "岗位信息台账" in problem.message
    assert "招聘岗位" not in [layer.name for layer in drawn.layers]


def test_declared_services_stand_in_their_villages(example):
    spots = {(spot.village, spot.kind): spot.count for spot in sheet(example, SERVICE).spots}
    assert spots["梅州村", "人社专窗"] == 2
    assert spots["洪江村", "人社专窗"] == 1
    assert ("洪江村", "就业信息发布终端") in spots


def test_names_are_sorted_as_people_count():
    assert in_order(["第10组", "第2组", "十一组", "九组", ""]) == ["九组", "十一组", "第2组", "第10组", ""]
    assert in_order(["亿", "上屋百组", "上屋组"])  # no numeral, a numeral of no number


# ---------------------------------------------------------------- areas
def test_tiles_do_not_overlap_and_stand_where_they_stood():
    groups = {"甲": [f"{i}" for i in range(9)], "乙": [f"{i}" for i in range(7)], "丙": ["0"]}
    keys = {(v, g): f"{v}/{g}" for v, own in groups.items() for g in own}
    areas = tiles(groups, keys)
    assert areas == tiles(groups, keys)
    centres = [area.at for area in areas]
    assert len({*centres}) == len(centres) == 17
    near = [
        (a, b)
        for i, a in enumerate(centres)
        for b in centres[:i]
        if (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 < 2.9
    ]
    assert near == []  # hexagons of radius 1 touch at a distance of √3


def test_the_outline_of_three_tiles_around_a_corner_is_one_ring():
    areas = tiles({"甲": ["1", "2", "3"]}, {("甲", g): g for g in "123"}, wide=2)
    (ring,) = outline([ring for area in areas for ring in area.rings])
    assert ring[0] == ring[-1]
    assert len(ring) - 1 == 18 - 2 * 3  # each two share an edge


def test_many_villages_are_one_area_each(tmp_path):
    names = [f"{i}村" for i in range(1, 9)]
    top = village(tmp_path / "镇", [], kind="乡镇", more=f"下辖: [{', '.join(names)}]\n")
    for i, name in enumerate(names):
        village(top / name, [person(i, 组别="第1组")])
    drawn = sheet(opened(top))
    assert list(drawn.levels) == ["村"]
    assert [area.name for area in drawn.levels["村"]] == names


def test_a_township_with_one_ledger_is_split_by_its_column_of_villages(tmp_path):
    people = [
        person(i, 组别="第1组", **{"村（社区）": place})
        for i, place in enumerate(["甲村", "乙村", "乙村", ""])
    ]
    drawn = sheet(opened(village(tmp_path / "丙镇", people, kind="乡镇")))
    counts = texts(drawn.layer("劳动力"))
    assert {key: counts[key] for key in ("甲村", "乙村", "丙镇", "乙村/第1组")} == {
        "甲村": "1",
        "乙村": "2",
        "丙镇": "1",
        "乙村/第1组": "2",
    }


def boundaries(folder: Path, *names: str) -> Path:
    squares = [
        [[114 + i, 27], [115 + i, 27], [115 + i, 28], [114 + i, 28], [114 + i, 27]] for i in range(len(names))
    ]
    features = [
        {
            "type": "Feature",
            "properties": {"name": name},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for name, ring in zip(names, squares, strict=True)
    ]
    path = folder / "边界.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def test_areas_take_the_shapes_of_the_users_file_and_what_does_not_match_is_told(tmp_path):
    people = [person(0, 组别="第1组"), person(1, 组别="第2组"), person(2, 组别="第3组")]
    loaded = opened(village(tmp_path / "甲村", people))
    found = Problems()
    file = read_boundaries(boundaries(tmp_path, "第1组", "甲村第2组", "别的村"), found)
    rules, rule, made, _ = gathered(loaded, LABOUR)
    drawn = sheet_of(made, rules, rule, Order("甲村", "报送", file), found)
    told = {item.code: item.message for item in found}
    assert told["H215"].endswith("甲村第3组")
    assert "别的村" in told["H216"]
    assert texts(drawn.layer("劳动力")) == {
        "甲村": "3",
        "甲村/第1组": "1",
        "甲村/第2组": "1",
        "甲村/第3组": "1",
    }
    assert [bool(area.rings) for area in drawn.levels["组"]] == [True, True, False]
    assert "没有在 WGS-84" in drawn.notes[0]
    assert drawn.unit == "公里"


def test_a_file_of_villages_makes_a_map_of_villages(example, tmp_path):
    rules, rule, made, _ = gathered(example, SERVICE)
    found = Problems()
    file = read_boundaries(boundaries(tmp_path, "洪江村", "梅州村"), found)
    drawn = sheet_of(made, rules, rule, Order("洪江镇", "报送", file), found)
    assert list(drawn.levels) == ["村"]
    assert [(area.name, area.at[0] < 60) for area in drawn.levels["村"]] == [
        ("梅州村", False),
        ("洪江村", True),
    ]
    assert texts(drawn.layer("技能培训")) == {"梅州村": "72", "洪江村": "52"}
    assert [item.code for item in found] == ["H205"]


# ---------------------------------------------------------------- the public version
def known_sums(drawn: MapSheet) -> list[tuple[tuple[str, str], list[tuple[str, str]]]]:
    """Return what every reader of a map knows: (layer, area) is the sum of others."""
    names = {layer.name for layer in drawn.main}
    sums = []
    for layer in drawn.layers:
        if layer.is_rate:
            continue
        key = f"{layer.parent}·{layer.name}"
        inner = {
            area: [it for it in layer.cells if it.startswith(f"{area}/")]
            for area in layer.cells
            if "/" not in area
        }
        sums.append(((key, ""), [(key, area) for area in inner]))
        sums += [((key, area), [(key, it) for it in own]) for area, own in inner.items() if own]
    for area in ["", *drawn.layer("劳动力").cells] if "劳动力" in names else ():
        sums.append((("·劳动力", area), [("·就业", area), ("·失业", area)]))
        sums.append((("·就业去向", area), [("·就业", area)]))
        parts = [f"{it.parent}·{it.name}" for it in drawn.layers if it.parent]
        sums.append((("·就业去向", area), [(part, area) for part in parts]))
    return sums


def small_numbers_found(drawn: MapSheet, whole: MapSheet) -> tuple[int, list[tuple[str, str]]]:
    """Return how many numbers are hidden, and the small ones among them that follow from all sums together."""
    import numpy as np

    secret = {}
    for shown, full in zip(drawn.layers, whole.layers, strict=True):
        pairs = [
            ("", shown.total, full.total),
            *((key, cell, full.cells[key]) for key, cell in shown.cells.items()),
        ]
        for area, cell, true in pairs:
            if cell.text == "不公开" and not shown.is_rate:
                secret[f"{shown.parent}·{shown.name}", area] = int(true.text)
    order = {key: number for number, key in enumerate(secret)}
    rows = np.zeros((0, len(order)))
    for total, parts in known_sums(drawn):
        row = np.zeros(len(order))
        for key, sign in [(total, -1), *((part, 1) for part in parts)]:
            if key in order:
                row[order[key]] += sign
        rows = np.vstack([rows, row])
    _, sizes, turned = np.linalg.svd(rows)
    free = turned[int((sizes > 1e-9).sum()) :]  # what no sum says anything of
    small = [key for key, number in secret.items() if 0 < number < 5]
    return len(secret), [key for key in small if np.abs(free[:, order[key]]).max(initial=0) < 1e-9]


@pytest.mark.parametrize("name", [LABOUR, SERVICE])
def test_a_reader_who_solves_all_sums_of_a_public_map_finds_no_small_number(example, name):
    hidden, found = small_numbers_found(sheet(example, name, "公示"), sheet(example, name))
    assert hidden
    assert found == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_nor_where_nearly_all_numbers_are_small(tmp_path, seed):
    dice = Random(seed)  # noqa: S311
    names = [f"{it}村" for it in "甲乙丙"]
    top = village(tmp_path / "镇", [], kind="乡镇", more=f"下辖: [{', '.join(names)}]\n")
    for place in names:
        people = []
        for i in range(dice.randrange(5, 60)):
            state = (
                dict(UNEMPLOYED)
                if dice.random() < 0.3
                else {"就业区域": dice.choice(["乡内", "省外", "境外"])}
            )
            people.append(person(i, 组别=f"第{dice.randrange(4)}组", **state))
        village(top / place, people)
    loaded = opened(top)
    _, found = small_numbers_found(sheet(loaded, LABOUR, "公示"), sheet(loaded, LABOUR))
    assert found == []


def test_a_public_version_lists_no_small_number_of_persons(example):
    for name in (LABOUR, SERVICE):
        drawn, whole = sheet(example, name, "公示"), sheet(example, name)
        for layer, full in zip(drawn.layers, whole.layers, strict=True):
            if layer.level == "村" or layer.is_rate:
                continue
            for key, text in texts(layer).items():
                assert text in ("不公开", full.cells[key].text)
                assert not 0 < int(full.cells[key].text) < 5 or text == "不公开", (layer.name, key)


def test_a_rate_is_hidden_where_it_tells_how_few_are_out_of_work(example):
    drawn, whole = sheet(example, LABOUR, "公示"), sheet(example)
    few = [key for key, cell in whole.layer("失业").cells.items() if cell.text in ("3", "4")]
    assert few
    assert {drawn.layer("就业率").cells[key].text for key in few} == {"不公开"}
    assert {drawn.layer("就业").cells[key].text for key in few} == {"不公开"}


# ---------------------------------------------------------------- the page
def data_of(text: str) -> dict[str, Any]:
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.S)[1])


def own_of(text: str) -> str:
    """Return the page without the program that draws."""
    return re.sub(r"<script>\n(/\*!.*?\*/)?\s*var echarts.*?</script>", "", text, flags=re.S)


class Outside(HTMLParser):
    """Collects whatever a browser would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [
            (name, value) for name, value in attrs if name in ("src", "href", "srcset", "data", "action")
        ]
        self.found += [("tag", tag)] if tag in ("link", "iframe", "img", "object", "embed", "base") else []


@pytest.mark.parametrize("name", [LABOUR, SERVICE])
def test_the_page_asks_for_nothing_from_outside(example, name):
    text = page(sheet(example, name)).decode()
    reader = Outside()
    reader.feed(text)
    assert reader.found == []
    licences = re.search(r"/\*!.*?\*/", text, re.S)[0]
    assert "Apache License" in licences and "Redistributions in binary form" in licences
    text = text.replace(licences, "")
    # namespaces of SVG are names, not addresses that anybody opens
    assert set(re.findall(r"https?://([^/\"']+)", text)) == {"www.w3.org"}
    assert re.findall(r"https?://|//[a-z]+\.|url\(|@import", own_of(text)) == []
    assert "default-src 'none'" in text


def test_the_page_can_be_read_without_scripts(example):
    text = page(sheet(example)).decode()
    shown = re.search(r"<table>.*?</table>", text, re.S)[0]
    rows = re.findall(r"<th scope=row>(.*?)</th><td>(.*?)</td>", shown)
    assert rows[0] == ("梅州村", "1068")
    assert rows[1] == ("第1组", "120")
    assert rows[-1] == ("合计", "1923")
    services = page(sheet(example, SERVICE)).decode()
    assert (
        "<li>梅州村：人社专窗 2、培训教室、就业帮扶工作室、劳动人事争议调解室、资料室、就业信息发布终端</li>"
        in services
    )


def test_no_person_stands_on_the_page(example):
    persons = [inner.ledgers["劳动力资源台账"].frame for inner in example.below]
    for name in (LABOUR, SERVICE):
        text = page(sheet(example, name, "内部")).decode()
        own = own_of(text)
        assert re.findall(r"\d{17}[\dX]|1\d{10}", own) == []
        assert [it for frame in persons for it in frame["姓名"].to_list() if len(it) > 2 and it in own] == []
        assert not {it for frame in persons for it in frame[ID].to_list()} & set(re.findall(r"\w{18}", own))


def test_hidden_numbers_are_nowhere_in_a_public_page(example):
    data = data_of(page(sheet(example, LABOUR, "公示")).decode())
    (few,) = [layer for layer in data["layers"] if layer["id"] == "失业"]
    assert few["cells"]["梅州村/第2组"] == ["不公开", None, ""]


def test_names_that_are_markup_are_shown_as_they_are(tmp_path):
    people = [person(0, 组别="</script><b>{x|1}")]
    text = page(sheet(opened(village(tmp_path / "甲村", people)))).decode()
    assert "</script><b>" not in text
    assert "&lt;/script&gt;&lt;b&gt;" in text
    assert data_of(text)["areas"][0]["name"] == "</script><b>{x|1}"


def test_the_same_dossier_gives_the_same_page(tmp_path):
    folder = village(tmp_path / "甲村", [person(i, 组别=f"第{i}组") for i in range(5)])
    assert page(sheet(opened(folder))) == page(sheet(opened(folder)))


# ---------------------------------------------------------------- the command
@pytest.mark.slow
def test_the_command_writes_a_page_and_a_poster_of_the_paper_that_is_asked_for(tmp_path):
    people = [person(i, 组别=f"第{i % 3 + 1}组", **(UNEMPLOYED if i == 4 else {})) for i in range(9)]
    folder = village(tmp_path / "甲村", people)
    run = hqe("map", folder, "-o", tmp_path / "出", "--kind", LABOUR, "--version", "公示")
    assert run.exit_code == 0, run.output
    stem = "甲村-劳动力地图"
    files = {path.name for path in (tmp_path / "出").iterdir()}
    assert files >= {f"{stem}（公示版）.html", f"{stem}-A3（公示版）.pdf", f"{stem}-A3（公示版）.png"}
    (paper,) = pypdf.PdfReader(tmp_path / "出" / f"{stem}-A3（公示版）.pdf").pages
    assert [round(float(it) / 72 * 25.4) for it in paper.mediabox[2:]] == [420, 297]
    with Image.open(tmp_path / "出" / f"{stem}-A3（公示版）.png") as picture:
        assert picture.size == pytest.approx((3307, 2339), abs=1)


def test_a_ledger_that_cannot_be_read_is_told_and_nothing_is_drawn(tmp_path):
    folder = village(tmp_path / "甲村", [])
    (folder / "劳动力资源台账.xlsx").write_bytes(b"PK\x03\x04 half a workbook")
    run = hqe("map", folder, "-o", tmp_path / "出", "--json")
    answer = json.loads(run.stdout)
    assert (run.exit_code, answer["maps"]) == (1, [])
    assert [item["code"] for item in answer["problems"]][-2:] == ["H204", "H204"]
    assert answer["problems"][0]["where"]["file"].endswith("劳动力资源台账.xlsx")


def test_an_unknown_map_is_wrong_usage_and_names_those_there_are(tmp_path):
    folder = village(tmp_path / "甲村", [person(0)])
    run = hqe("map", folder, "-o", tmp_path / "出", "--kind", "地形")
    assert run.exit_code == 2
    assert "劳动力、就业服务" in run.stderr


def test_a_librarys_own_rules_are_used(tmp_path):
    rules = "地图:\n  人数:\n    题名: 人数图\n    底图: 在册\n    图层: [{名称: 在册, 数据: 台账人数}, {名称: 无, 数据: 就业律}]\n"
    (tmp_path / "库" / "programmes").mkdir(parents=True)
    (tmp_path / "库" / "programmes" / "地图.yaml").write_text(rules, "utf-8")
    folder = village(tmp_path / "甲村", [person(0, 组别="第1组"), person(1, 组别="第1组")])
    found = Problems()
    (loaded,) = open_dossiers([folder], libraries=[tmp_path / "库"])
    own = load_map_rules(loaded.library, found)
    made = gather(loaded, own, own.maps["人数"], found)
    drawn = sheet_of(made, own, own.maps["人数"], Order("甲村", "报送"), found)
    assert texts(drawn.layer("在册")) == {"甲村": "2", "甲村/第1组": "2"}
    (problem,) = [item for item in found if item.code == "H202"]
    assert "就业率" in problem.hint


def test_a_condition_that_nobody_knows_costs_its_layer_only(tmp_path):
    text = "数据:\n  怪: {形式: 计数, 台账: 劳动力资源台账, 范围: [没有这个条件]}\n地图:\n  甲:\n    题名: 图\n    底图: 在册\n"
    text += "    图层: [{名称: 在册, 数据: 台账人数}, {名称: 怪, 数据: 怪}]\n"
    (tmp_path / "programmes").mkdir()
    (tmp_path / "programmes" / "地图.yaml").write_text(text, "utf-8")
    folder = village(tmp_path / "甲村", [person(0, 组别="第1组")])
    found = Problems()
    (loaded,) = open_dossiers([folder], libraries=[tmp_path])
    own = load_map_rules(loaded.library, found)
    made = gather(loaded, own, own.maps["甲"], found)
    assert [item.code for item in found] == ["H203", "H202"]
    assert list(made.tallies) == ["在册"]


def test_a_report_prints_the_groups_of_a_village_and_not_of_one_without(example, tmp_path):
    from hqe_docs.office.mapping.pictures import picture_parts

    def drawn(loaded: Loaded) -> Any:
        context = {"任务组": [], "主要指标": [], "走势": {"项": []}}
        return picture_parts(loaded, context)["图"]["劳动力地图"]

    picture = drawn(example.below[0])
    assert picture.shown.startswith("梅州村劳动力地图：第1组120人，第2组113人")
    assert (
        drawn(opened(village(tmp_path / "甲村", [person(0, 组别="第1组"), person(1, 组别="第1组")]))) is None
    )
    with Image.open(io.BytesIO(picture.png())) as image:
        assert [round(it / 200 * 25.4) for it in image.size] == [156, 60]
