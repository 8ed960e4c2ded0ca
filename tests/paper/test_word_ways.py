"""Word templates filled the short way, the long way and by docxtpl: the same document, whichever is taken."""

import io
import threading
import zipfile

import docx
import pytest
from docxtpl import DocxTemplate, InlineImage, RichText
from hypothesis import given
from hypothesis import strategies as st

from hqe_docs.paper.fill import fill
from hqe_docs.paper.templates import template_file
from hqe_docs.paper.word.wordlines import with_breaks
from hqe_docs.paper.word.wordpart import Check
from hqe_docs.paper.word.wordplan import filled_by_plan
from hqe_docs.paper.word.wordtemplate import WordTemplate
from tests.examples import examples
from tests.paper.making import paragraphs, part, said, table, word
from tools.docxtpl.making import picture

ROWS = [["{%tr for 人 in 行 %}", ""], ["{{ 人.姓名 }}", "{{ 人.数 }}"], ["{%tr endfor %}", ""]]
BODY = "word/document.xml"


def programs(path):
    return {one.part: one for one in template_file(path).word().programs}


# ---------------------------------------------------------------- plans
def test_names_keys_and_loops_have_a_plan_anything_more_has_none(tmp_path):
    made = word(tmp_path / "甲.docx", "{{ 文 }}{{ 项.名 }}", table=ROWS, header="{{ 文|upper }}")
    found = programs(made)
    assert found[BODY].plan is not None
    assert found["word/header1.xml"].plan is None


@pytest.fixture(scope="module")
def two_ways(tmp_path_factory):
    """A folder with one template that has a plan and one that means the same and has none."""
    folder = tmp_path_factory.mktemp("路")
    tags = ["{{ 文 }}", "{{ 项.名 }}"]
    word(folder / "短.docx", *tags, table=ROWS)
    word(folder / "长.docx", *tags, "{% if false %}长{% endif %}", table=ROWS)
    return folder


VALUES = (
    st.none()
    | st.integers()
    | st.booleans()
    | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=5)
)


@examples(60)
@given(text=VALUES, rows=st.lists(st.fixed_dictionaries({"姓名": VALUES, "数": VALUES}), max_size=3))
def test_the_short_way_gives_what_the_long_way_gives(two_ways, text, rows):
    folder = two_ways
    context = {"文": text, "项": {"名": text}, "行": rows}
    for path in (folder / "短.docx", folder / "长.docx"):
        assert fill(path, context, folder / f"出-{path.name}") == []
    assert paragraphs(folder / "出-短.docx") == paragraphs(folder / "出-长.docx")[:-1]
    assert table(folder / "出-短.docx") == table(folder / "出-长.docx")


@pytest.mark.parametrize("value", ["<", "&", "换\n行", True, 1.5, [], "\x00", "\x07"])
def test_what_is_no_ordinary_value_goes_the_long_way(tmp_path, value):
    made = word(tmp_path / "甲.docx", "{{ 文 }}")
    assert filled_by_plan(programs(made)[BODY].plan, {"文": value}) is None
    assert filled_by_plan(programs(made)[BODY].plan, {"文": "字"}) is not None


def test_many_threads_fill_one_template_at_once(tmp_path):
    made = word(tmp_path / "甲.docx", "{{ 文|trim }}", table=ROWS)
    out = [tmp_path / f"{number}.docx" for number in range(24)]

    def work(number):
        for at in range(number, 24, 4):
            assert fill(made, {"文": f"第{at}", "行": [{"姓名": at, "数": ""}]}, out[at]) == []

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [paragraphs(path)[0] for path in out] == [f"第{at}" for at in range(24)]


def test_a_template_changed_on_disk_is_read_again(tmp_path):
    for text in ("甲{{ 文 }}", "乙{{ 文 }}"):
        word(tmp_path / "表.docx", text)
        assert fill(tmp_path / "表.docx", {"文": "字"}, tmp_path / "出.docx") == []
        assert paragraphs(tmp_path / "出.docx")[0] == text[0] + "字"


# ---------------------------------------------------------------- what is looked at
@pytest.mark.parametrize(
    ("rows", "looked"),
    [
        (ROWS, Check.NOTHING),
        ([["{% colspan 2 %}甲", "乙"]], Check.TABLES),
        ([["{%tc for 人 in 行 %}", "{{ 人 }}", "{%tc endfor %}"]], Check.TABLES),
        ([["{%tr for 人 in 行 %}", ""], ["{% vm %}甲", "{{ 人 }}"], ["{%tr endfor %}", ""]], Check.NOTHING),
    ],
)
def test_a_part_is_looked_at_only_where_its_shape_can_change(tmp_path, rows, looked):
    assert programs(word(tmp_path / "甲.docx", table=rows))[BODY].checks == looked


def test_tags_that_cut_through_elements_are_looked_for_in_what_comes_out(tmp_path):
    made = word(tmp_path / "甲.docx", "{% if 有 %}甲", table=[["甲", "{% endif %}乙"]])
    assert Check.XML in programs(made)[BODY].checks
    assert fill(made, {"有": True}, tmp_path / "出.docx") == []
    assert [one.code for one in fill(made, {"有": False}, tmp_path / "出.docx")] == ["T104"]


def test_tags_that_close_and_open_the_same_elements_need_no_look(tmp_path):
    made = word(
        tmp_path / "甲.docx", "{% if 有 %}甲", "{% for 项 in 行 %}乙", "{% endfor %}丙", "{% endif %}丁"
    )
    assert programs(made)[BODY].checks == Check.NOTHING
    assert fill(made, {"有": True, "行": [1, 2]}, tmp_path / "出.docx") == []
    assert paragraphs(tmp_path / "出.docx") == ["甲", "乙", "乙", "丙", "丁"]


TEXTS = st.text(st.sampled_from("甲<&\n\t\a\f "), max_size=8).map(
    lambda text: text.replace("<", "&lt;").replace("&", "&amp;")
)
RUNS = st.lists(st.tuples(st.sampled_from(["", "<w:rPr><w:b/></w:rPr>"]), TEXTS), max_size=3)
PARAGRAPHS = st.lists(
    st.tuples(st.sampled_from(["", '<w:pPr><w:jc w:val="left"/></w:pPr>']), RUNS), max_size=3
)


@given(found=PARAGRAPHS)
def test_breaks_inside_values_come_out_as_docxtpl_resolves_them(found):
    xml = "".join(
        f"<w:p>{look}{''.join(f'<w:r>{run}<w:t>{text}</w:t></w:r>' for run, text in runs)}</w:p>"
        for look, runs in found
    )
    assert with_breaks(xml) == DocxTemplate.resolve_listing(None, xml)


# ---------------------------------------------------------------- names that may be missing
def test_unknown_names_may_pass_as_warnings(tmp_path):
    made = word(tmp_path / "表.docx", "前{{ 缺 }}后", table=[["{{ 项.缺 }}"]])
    problems = fill(made, {"项": {}}, tmp_path / "出.docx", lenient=True)
    assert [(one.code, one.severity, str(one.where)) for one in problems] == [
        ("T112", "warning", "表.docx#段落1"),
        ("T112", "warning", "表.docx#表1 行1 列1"),
    ]
    assert problems[0].message == "未知名称“缺”，已留空"
    assert (paragraphs(tmp_path / "出.docx")[0], table(tmp_path / "出.docx")) == ("前后", [[""]])


def test_what_an_unknown_name_stops_is_an_error_even_then(tmp_path):
    made = word(tmp_path / "表.docx", "{{ 缺 + 1 }}", "{{ range(缺) }}")
    assert [one.code for one in fill(made, {}, tmp_path / "出.docx", lenient=True)] == ["T112", "T207"]
    assert not (tmp_path / "出.docx").exists()


# ---------------------------------------------------------------- docxtpl's objects
def test_pictures_deep_in_the_mapping_are_found_and_placed(tmp_path):
    made = word(tmp_path / "表.docx", "{% for 项 in 列 %}{{ 项.图 }}{% endfor %}", header="没有标签")
    template = DocxTemplate(made)
    shown = [{"图": InlineImage(template, io.BytesIO(picture(shade)))} for shade in (1, 2)]
    assert fill(made, {"列": shown}, tmp_path / "出.docx") == []
    assert len(docx.Document(tmp_path / "出.docx").inline_shapes) == 2
    assert part(made, "word/header1.xml") == part(tmp_path / "出.docx", "word/header1.xml")


def test_a_picture_of_another_template_is_told(tmp_path):
    other = DocxTemplate(word(tmp_path / "别.docx", "别的"))
    made = word(tmp_path / "表.docx", "{{ 图 }}")
    told = fill(made, {"图": InlineImage(other, io.BytesIO(picture(1)))}, tmp_path / "出.docx")
    assert said(told) == ["T113 表.docx 图片、子文档不属于这份模板：由另一份文件的模板对象建立"]
    linked = RichText("链接", url_id="rId9")
    assert [one.code for one in fill(made, {"图": linked}, tmp_path / "出.docx")] == ["T113"]


def test_a_picture_that_can_t_be_placed_is_told_and_spoils_no_later_filling(tmp_path):
    made = word(tmp_path / "表.docx", "{{ 图 }}")
    (tmp_path / "文.png").write_bytes(b"no picture")
    out, told = tmp_path / "出.docx", []
    for image in (str(tmp_path / "无.png"), str(tmp_path / "文.png"), io.BytesIO(picture(1))):
        told += fill(made, {"图": InlineImage(DocxTemplate(made), image)}, out)
    assert said(told) == [
        "T207 表.docx#段落1 标签计算出错：要放进去的文件打不开",
        "T207 表.docx#段落1 标签计算出错：要放进去的文件不是图片",
    ]
    assert len(docx.Document(out).inline_shapes) == 1


def test_faults_beside_a_picture_have_their_places(tmp_path):
    made = word(tmp_path / "表.docx", "{{ 图 }}", "{{ 缺 }}", table=[["{{ 行 }}"]])
    context = {"图": InlineImage(DocxTemplate(made), io.BytesIO(picture(1))), "行": [1]}
    assert said(fill(made, context, tmp_path / "出.docx")) == [
        "T201 表.docx#段落2 未知名称“缺”",
        "T204 表.docx#表1 行1 列1 这里得到的是列表，不能直接打印",
    ]


def test_nothing_of_a_docxtpl_object_is_in_reach_of_a_template(tmp_path):
    made = word(tmp_path / "表.docx", "{{ 图.tpl.save('甲.docx') }}", "{{ 富.add('文') }}")
    context = {"图": InlineImage(DocxTemplate(made), io.BytesIO(picture(1))), "富": RichText("甲")}
    assert {one.code for one in fill(made, context, tmp_path / "出.docx")} == {"T105"}


# ---------------------------------------------------------------- the drop-in
def test_the_drop_in_is_fast_again_after_docxtpl_had_to_help(tmp_path):
    made = WordTemplate(word(tmp_path / "表.docx", "{{ 文 }}"))
    ways = []
    for value in ("甲", RichText("乙", url_id=made.build_url_id("https://example.org")), "丙"):
        made.render({"文": value})
        made.save(tmp_path / "出.docx")
        ways.append(made.way)
    assert ways == ["docxtpl", "docxtpl", "prepared"]
    assert paragraphs(tmp_path / "出.docx")[0] == "丙"


def test_the_drop_in_shows_its_document_and_writes_to_a_stream(tmp_path):
    stream = io.BytesIO()
    with (tmp_path / "表.docx").open("w+b") as file:
        file.write(word(tmp_path / "原.docx", "{{ 文 }}").read_bytes())
        made = WordTemplate(file)
        assert made.get_undeclared_template_variables() == {"文"}
        made.render({"文": "甲<"})
        made.save(stream)
    assert (made.way, made.docx.paragraphs[0].text) == ("prepared", "甲<")
    assert zipfile.ZipFile(stream).testzip() is None


def test_the_drop_in_says_what_docxtpl_says_of_a_fault(tmp_path):
    made = word(tmp_path / "表.docx", "{% if %}")
    told = []
    for kind in (DocxTemplate, WordTemplate):
        with pytest.raises(Exception, match="Expected an expression") as error:
            kind(made).render({}, autoescape=True)
        told.append((type(error.value), list(error.value.docx_context)))
    assert told[0] == told[1]
