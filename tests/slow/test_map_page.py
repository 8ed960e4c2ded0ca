"""The map's page in headless Chromium, from a file, with the network watched: layers, numbers, print, without scripts."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

import pdfplumber
import pytest

from tests import chromium
from tests.chromium import Page
from tests.example_books import FOLDER
from tests.program import hqe

LABOUR, SERVICE = "洪江镇-劳动力地图", "洪江镇-就业服务地图"


@pytest.fixture(scope="module")
def drawn(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("地图")
    run = hqe("map", FOLDER, "-o", folder)
    assert run.exit_code == 0, run.output
    return folder


@pytest.fixture(scope="module")
def tab(tmp_path_factory) -> Iterator[Page]:
    with chromium.page(tmp_path_factory.mktemp("浏览器")) as opened:
        yield opened


def labels(tab: Page) -> list[str]:
    """Return what is written on the map."""
    return list(tab.value("[...document.querySelectorAll('#map text')].map((it) => it.textContent)"))


def choose(tab: Page, layer: str) -> None:
    """Click a layer as a person does, with the mouse on its words."""
    find = f"[...document.querySelectorAll('#layers label')].find((it) => it.textContent === {layer!r})"
    x, y = tab.value(
        f"(() => {{ const r = {find}.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2] }})()"
    )
    for kind in ("mousePressed", "mouseReleased"):
        tab.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
    tab.wait(f"document.querySelector('#legend strong').textContent.startsWith({layer!r})")


def hover(tab: Page, text: str) -> str:
    """Move the mouse onto the first area that is called so; return what the page then says beside it."""
    find = f"[...document.querySelectorAll('#map text')].find((it) => it.textContent === {text!r})"
    x, y = tab.value(
        f"(() => {{ const r = {find}.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2] }})()"
    )
    tab.value("document.querySelectorAll('.tip').forEach((it) => it.remove())")
    tab.move(x, y)
    tab.wait("document.querySelector('.tip') !== null")
    return str(tab.value("document.querySelector('.tip').innerText"))


def fetched(tab: Page) -> list[str]:
    """Return every address that a page has asked for since the last one was opened."""
    return [it["request"]["url"] for it in tab.named("Network.requestWillBeSent")]


def test_layers_switch_and_hovering_shows_numbers_with_their_source(tab, drawn):
    tab.events.clear()
    tab.open(drawn / f"{LABOUR}.html")
    assert labels(tab)[:4] == ["第1组", "120", "第2组", "113"]
    said = hover(tab, "第1组")
    assert "梅州村第1组" in said and "劳动力：120 人" in said and "《劳动力资源台账》" in said
    choose(tab, "失业")
    assert labels(tab)[:4] == ["第1组", "6", "第2组", "3"]
    assert "失业：6 人" in hover(tab, "第1组")
    choose(tab, "就业率")
    assert "就业率：95.00% （114/120）" in hover(tab, "第1组")
    choose(tab, "省外")
    assert "省外：" in hover(tab, "第1组")
    tab.wait("document.getElementById('side').innerText.includes('梅州村第1组')")
    assert fetched(tab) == [(drawn / f"{LABOUR}.html").resolve().as_uri()]
    assert tab.named("Runtime.exceptionThrown") == []
    assert tab.named("Log.entryAdded") == []


def test_a_layer_of_villages_is_drawn_on_villages_and_services_stand_beside_them(tab, drawn):
    tab.events.clear()
    tab.open(drawn / f"{SERVICE}.html")
    assert labels(tab).count("窗") == 2
    choose(tab, "招聘和宣传活动")
    assert labels(tab)[:4] == ["梅州村", "5", "洪江村", "5"]
    assert "人社专窗" in hover(tab, "窗")
    assert fetched(tab) == [(drawn / f"{SERVICE}.html").resolve().as_uri()]


@pytest.mark.parametrize("name", [LABOUR, SERVICE])
def test_it_prints_onto_one_a3_sheet_with_nothing_cut_off(tab, drawn, name):
    tab.open(drawn / f"{name}.html")
    with pdfplumber.open(io.BytesIO(tab.pdf())) as printed:
        (sheet,) = printed.pages
        text = normalize("NFKC", sheet.extract_text())  # some letters come out as radicals
        words = sheet.extract_words()
    assert [round(float(it) / 72 * 25.4) for it in (sheet.width, sheet.height)] == [420, 297]
    assert "第1组" in text and "示意图" in text and "图层" not in text
    assert min(word["x0"] for word in words) > 20
    assert max(word["x1"] for word in words) < float(sheet.width) - 20
    assert max(word["bottom"] for word in words) < float(sheet.height) - 20


def test_after_printing_the_map_is_as_large_as_before(tab, drawn):
    tab.open(drawn / f"{LABOUR}.html")
    before = tab.value("document.querySelector('#map svg').getBoundingClientRect().width")
    tab.pdf()
    tab.wait(f"document.querySelector('#map svg').getBoundingClientRect().width === {before}")


def test_without_scripts_the_numbers_can_be_read(tmp_path, drawn):
    with chromium.page(tmp_path / "浏览器", scripts=False) as tab:
        tab.open(drawn / f"{LABOUR}.html")
        with pdfplumber.open(io.BytesIO(tab.pdf())) as printed:
            text = normalize("NFKC", "".join(sheet.extract_text() for sheet in printed.pages))
    assert "各数一览" in text and "图层" not in text
    assert "第1组 120 114 6" in text


def test_names_that_are_markup_stay_text(tab, tmp_path):
    from tests.villages import person, village

    people = [person(i, 组别="<img src=x onerror=alert(1)>{a|b}") for i in range(3)]
    hqe("map", village(tmp_path / "甲村", people), "-o", tmp_path / "出", "--kind", "劳动力")
    tab.events.clear()
    tab.open(tmp_path / "出" / "甲村-劳动力地图.html")
    assert tab.value("document.querySelectorAll('img').length") == 0
    assert labels(tab)[0] == "<img src=x onerror=alert(1)>ab"
    assert "<img src=x" in hover(tab, labels(tab)[0])
    assert tab.value("document.querySelectorAll('img').length") == 0
    assert tab.named("Runtime.exceptionThrown") == []


def test_the_posters_say_in_print_what_the_map_counts(drawn):
    import subprocess

    for paper, size in (("A3", "1190.55 x 841.89"), ("A1", "2381.1 x 1683.78")):
        hqe("map", FOLDER, "-o", drawn, "--kind", "劳动力", "--paper", paper)
        file = drawn / f"{LABOUR}-{paper}.pdf"
        said = subprocess.run(["pdfinfo", file], capture_output=True, check=True, text=True).stdout
        assert "Pages:           1" in said
        assert f"Page size:       {size} pts" in said
        text = subprocess.run(
            ["pdftotext", "-layout", file, "-"], capture_output=True, check=True, text=True
        ).stdout
        for words in (
            "洪江镇劳动力地图",
            "数据基准日：2023年10月31日",
            "1923",
            "94.80%",
            "《劳动力资源台账》",
            "示意图",
        ):
            assert words in normalize("NFKC", text).replace(":", "："), (paper, words)
