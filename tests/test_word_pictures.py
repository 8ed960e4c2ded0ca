"""A picture's tag in a Word template: drawn when asked for, one file in the package, words to be read aloud."""

from __future__ import annotations

import io
from multiprocessing.reduction import ForkingPickler
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from PIL import Image

from hqe_docs.paper.charts import TaskBar, draw_tasks
from hqe_docs.paper.fill import fill
from hqe_docs.paper.picture import Picture
from hqe_docs.problems import Problem, problem

BARS = (TaskBar("摸清底数", (2, 1, 0, 0), 1), TaskBar("建强窗口", (0, 0, 1, 1), 0))


def dot(shade: int, _width: float, _height: float) -> bytes:
    stream = io.BytesIO()
    Image.new("L", (4, 2), shade).save(stream, "PNG")
    return stream.getvalue()


def never(what: str, _width: float, _height: float) -> bytes:
    raise AssertionError(what)


def no_font(_data: str, _width: float, _height: float) -> Problem:
    return problem("R127", fonts="黑体")


def picture(shade: int = 0, shown: str = "走势图") -> Picture:
    return Picture(dot, shade, 120.0, 60.0, shown)


def filled(folder: Path, context: dict[str, object], *lines: str, header: str = "") -> tuple[Path, list[str]]:
    """Return the document made of a template with these paragraphs, and the codes of its problems."""
    template = docx.Document()
    for line in lines:
        template.add_paragraph(line)
    if header:
        template.sections[0].header.paragraphs[0].text = header
    template.save(str(folder / "模板.docx"))
    found = fill(folder / "模板.docx", context, folder / "出.docx")
    return folder / "出.docx", [one.code for one in found]


def test_the_picture_stands_between_the_words_around_its_tag(tmp_path):
    path, found = filled(
        tmp_path, {"图": {"走势": picture()}, "村": "甲村"}, "前{{ 村 }}{{ 图.走势 }}后", "完"
    )
    made = docx.Document(str(path))
    assert found == []
    assert [line.text for line in made.paragraphs] == ["前甲村后", "完"]
    (shape,) = made.inline_shapes
    assert (round(shape.width / Mm(1)), round(shape.height / Mm(1))) == (120, 60)
    link = shape._inline.graphic.graphicData.pic.blipFill.blip.embed
    assert made.part.related_parts[link].blob == dot(0, 120, 60)


def test_its_words_are_read_aloud_whatever_stands_in_them(tmp_path):
    path, _ = filled(tmp_path, {"图": picture(shown='“甲”<95%> & "乙"')}, "{{ 图 }}")
    (shape,) = docx.Document(str(path)).inline_shapes
    assert shape._inline.docPr.get("descr") == '“甲”<95%> & "乙"'


def test_a_picture_printed_twice_is_one_file_and_two_drawings(tmp_path):
    path, _ = filled(tmp_path, {"图": picture(), "别": picture(9)}, "{{ 图 }}", "{{ 别 }}", "{{ 图 }}")
    made = docx.Document(str(path))
    assert len(made.inline_shapes) == 3
    assert len({shape._inline.docPr.id for shape in made.inline_shapes}) == 3
    files = [part for part in made.part.package.iter_parts() if str(part.partname).endswith(".png")]
    assert len(files) == 2


def test_a_picture_may_stand_in_a_loop_and_in_a_header(tmp_path):
    lines = ("{%p for 点 in 点们 %}", "{{ 点.图 }}", "{%p endfor %}")
    path, _ = filled(
        tmp_path, {"点们": [{"图": picture(n)} for n in range(3)]}, *lines, header="{{ 点们[0].图 }}"
    )
    made = docx.Document(str(path))
    assert len(made.inline_shapes) == 3
    header = made.sections[0].header
    blip = next(header._element.iter(qn("a:blip")))
    assert header.part.related_parts[blip.get(qn("r:embed"))].blob == dot(0, 120, 60)


def test_a_picture_that_no_tag_asks_for_is_not_drawn(tmp_path):
    context = {"图": Picture(never, "drawn", 1, 1, "图"), "村": "甲"}
    path, found = filled(tmp_path, context, "{{ 村 }}{% if 图 %}有图{% endif %}")
    assert found == []
    assert docx.Document(str(path)).paragraphs[0].text == "甲有图"


def test_a_picture_that_cannot_be_drawn_is_said_on_paper_and_told(tmp_path):
    path, found = filled(tmp_path, {"图": Picture(no_font, "", 1, 1, "走势图")}, "{{ 图 }}")
    assert found == ["T175"]
    assert docx.Document(str(path)).paragraphs[0].text == "（走势图没有画出，见生成文书时的提示）"


def test_a_workbook_has_no_place_for_a_picture(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "{{ 图 }}"
    book.save(tmp_path / "模板.xlsx")
    found = fill(tmp_path / "模板.xlsx", {"图": picture()}, tmp_path / "出.xlsx")
    assert [(one.code, "图片" in one.message) for one in found] == [("T204", True)]


def test_the_same_values_give_the_same_bytes(tmp_path):
    chart = Picture(draw_tasks, BARS, 156.0, 50.0, "任务")
    made = [filled(tmp_path, {"图": chart}, "{{ 图 }}")[0].read_bytes() for _ in range(2)]
    assert made[0] == made[1]
    assert draw_tasks(BARS, 156.0, 50.0) == chart.png()


def test_a_picture_goes_to_another_process():
    chart = Picture(draw_tasks, BARS, 156.0, 50.0, "任务")
    assert ForkingPickler.loads(ForkingPickler.dumps(chart)) == chart


@pytest.mark.parametrize("height", [40.0, 90.0])
def test_a_chart_is_as_large_as_it_is_printed(height):
    drawn = draw_tasks(BARS, 156.0, height)
    assert isinstance(drawn, bytes)
    width, tall = Image.open(io.BytesIO(drawn)).size
    assert abs(tall - width * height / 156.0) <= 1  # pixels
