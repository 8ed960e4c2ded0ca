"""The template language: filters, strict names, sandbox."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from hqe_docs.paper.fill import render_text
from tests.paper.making import said


def text(source, **context):
    filled, problems = render_text(source, context)
    assert problems == []
    return filled


def faults(source, **context):
    return [f"{one.code} {one.message}" for one in render_text(source, context)[1]]


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("{{ 日|日期 }}", "2023年6月5日"),
        ("{{ 日|年月 }}", "2023年6月"),
        ("{{ 日|月日 }}", "6月5日"),
        ("{{ 日 }}", "2023年6月5日"),
        ("{{ '2023-6-5'|日期 }}", "2023年6月5日"),
        ("{{ none|日期 }}", ""),
        ("{{ '张三'|姓名 }}", "张\u3000三"),
        ("{{ '𠮷喆'|姓名 }}", "𠮷\u3000喆"),
        ("{{ '欧阳锋'|姓名 }}", "欧阳锋"),
        ("{{ '阿·依'|姓名 }}", "阿·依"),
        ("{{ ['甲', '', none, '乙']|顿号 }}", "甲、乙"),
        ("{{ ['甲', '乙']|分号 }}", "甲；乙"),
        ("{{ '甲'|顿号 }}", "甲"),
        ("{{ 率|百分比 }}", "33.33%"),
        ("{{ '91.20%'|百分比 }}", "91.20%"),
        ("{{ 50000|万元 }}", "5"),
        ("{{ 52500|万元 }}", "5.25"),
        ("{{ 1|中文数 }}{{ 10|中文数 }}{{ 21|中文数 }}", "一十二十一"),
        ("{{ 105|中文数 }}、{{ 1010|中文数 }}、{{ 100005|中文数 }}", "一百零五、一千零一十、十万零五"),
        ("{{ none }}{{ true }}{{ 钱 }}", "是1.50"),
        ("{{ '有' if false }}", ""),
    ],
)
def test_a_filter_prints_as_official_papers_do(source, printed):
    assert text(source, 日=date(2023, 6, 5), 率=Fraction(1, 3), 钱=Decimal("1.50")) == printed


@pytest.mark.parametrize("key", ["items", "keys", "values", "get", "copy", "标准"])
def test_a_key_wins_over_a_method_of_the_same_name(key):
    assert text("{{ 项." + key + " }}", 项={key: "值"}) == "值"


def test_methods_of_a_mapping_are_there_when_no_key_hides_them():
    assert (
        text("{% for 名, 数 in 项.items() %}{{ 名 }}{{ 数 }}{% endfor %}", 项={"甲": 1, "乙": 2}) == "甲1乙2"
    )


def test_all_unknown_names_are_told_in_one_run_each_with_a_guess():
    source = "{{ 创建典.名称 }}{% for 人 in 任务 %}{{ 人.责任仁 }}{% endfor %}{{ 人物 }}"
    assert faults(source, 创建点={"名称": "村"}, 任务=[{"责任人": "张三"}, {"责任人": "李四"}]) == [
        "T201 未知名称“创建典”，是不是“创建点”？",
        "T201 未知名称“人.责任仁”，是不是“责任人”？",
        "T201 未知名称“人物”，是不是“人”？",
    ]


@pytest.mark.parametrize(
    "source", ["{{ 缺 + 1 }}", "{{ 缺.甲.乙 }}", "{{ 缺() }}", "{{ 缺|length }}", "{{ 缺|日期 }}"]
)
def test_any_use_of_an_unknown_name_is_told(source):
    assert faults(source) == ["T201 未知名称“缺”"]


def test_asking_whether_a_name_is_there_is_no_fault():
    assert text("{{ 缺 is defined }}{{ 缺|default('无') }}") == "否无"


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("{% for 人 in 行 %}", "T103 标签写法错误：“for”没有对应的“endfor”"),
        ("{% endif %}", "T103 标签写法错误：“endif”没有对应的开头"),
        ("{{ 甲 乙 }}", "T103 标签写法错误：此处应为“}}”，却是“乙”"),
        ("{{ 甲。乙 }}", "T103 标签写法错误：不能用的字符“。”"),
        ("{{ (行 ", "T103 标签写法错误：少了“)”"),
        ("{{ 行|日旗 }}", "T106 没有过滤器“日旗”，是不是“月日”？"),
        ("{{ 行|safe }}", "T106 没有过滤器“safe”"),
        ("{{ 行 }}", "T204 这里得到的是列表，不能直接打印"),
        ("{{ '无'|日期 }}", "T205 过滤器“日期”遇到“无”，不是日期"),
        ("{{ 1 / 0 }}", "T207 标签计算出错：除数为零"),
        ("{{ 1 + '一' }}", "T207 标签计算出错：值的种类不合这种运算"),
        ("{{ ''.__class__.__mro__ }}", "T105 模板里不允许使用“__class__”"),
        ("{{ 行.append(1) }}", "T105 模板里不允许使用“append”"),
        ("{% include '/etc/passwd' %}", "T105 模板里不允许 include、import、extends、autoescape"),
        ("{{ '无' * 999999999 }}", "T206 填写后的内容过大：一次运算的结果过大"),
        ("{{ '%099999999d' % 1 }}", "T206 填写后的内容过大：一次运算的结果过大"),
        (
            "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}",
            "T206 填写后的内容过大：range 给出的数超过 100000 个",
        ),
        ("{{ '甲\x07' }}", "T202 “甲□”含有不能写入文件的控制字符 U+0007"),
    ],
)
def test_a_fault_of_a_template_is_told_in_chinese(source, told):
    assert faults(source, 行=[1]) == [told]


def test_a_value_that_looks_like_a_tag_is_text():
    assert text("{{ 名 }}", 名="{{ 7 * 7 }} <b>&") == "{{ 7 * 7 }} <b>&"


def test_text_without_tags_comes_back_as_it_is():
    assert text("没有标签 _ & <") == "没有标签 _ & <"


def test_places_are_empty_for_a_text_that_stands_nowhere():
    assert said(render_text("{{ 缺 }}", {})[1]) == ["T201  未知名称“缺”"]
