"""The template language: filters, strict names, sandbox."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hqe_docs.paper.language.notes import Notes
from hqe_docs.paper.language.tags import render_text, text_environment
from tests.examples import examples
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
        ("{{ 50000|大写金额 }}", "人民币伍万元整"),
        ("{{ 0|大写金额 }}、{{ none|大写金额 }}", "人民币零元整、"),
        ("{{ 10|大写金额 }}、{{ 107000|大写金额 }}", "人民币壹拾元整、人民币壹拾万柒仟元整"),
        ("{{ 100005|大写金额 }}", "人民币壹拾万零伍元整"),
        ("{{ 钱|大写金额 }}、{{ 1234.56|大写金额 }}", "人民币壹元伍角整、人民币壹仟贰佰叁拾肆元伍角陆分"),
        ("{{ 1.05|大写金额 }}、{{ 0.3|大写金额 }}", "人民币壹元零伍分、人民币叁角整"),
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
        "T201 未知名称“人.责任仁”，是不是“人.责任人”？",
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


# ---------------------------------------------------------------- nothing of Python reaches paper
VALUES = {"无": None, "真": True, "日": date(2023, 6, 5), "钱": Decimal("1.50"), "率": 0.5, "数": 7}


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("{{ 无 ~ '号' }}", "号"),
        ("{{ 日 ~ 真 ~ 钱 ~ 数 ~ ('有' if false) }}", "2023年6月5日是1.507"),
        ("{{ ['甲', 无, 日]|join('，') }}", "甲，，2023年6月5日"),
        ("{{ '，'.join(['甲', 钱]) }}", "甲，1.50"),
        ("{{ 无|join('，') }}{{ 无|upper }}{{ 无|trim }}{{ 无|string }}{{ 无|urlencode }}", ""),
        ("{{ [日, 无, 钱]|顿号 }}", "2023年6月5日、1.50"),
        ("{{ '%s号'|format(无) }}{{ '%s%r' % (真, 日) }}", "号是2023年6月5日"),
        ("{{ '%03d'|format(数) }}{{ '%.1f' % 钱 }}{{ '%(a)s'|format(a=无) }}", "0071.5"),
        ("{{ '{}号{!r}'.format(无, 真) }}{{ '{a:>3}'.format_map({'a': 数}) }}", "号是  7"),
        ("{{ '{:.1f} {:%Y}'.format(钱, 日) }}", "1.5 2023"),
        ("{{ '甲乙'|replace('乙', 无) }}{{ '甲乙'|replace(无, '丙') }}", "甲甲乙"),
        ("{{ [无, 真]|map('string')|list|length }}", "2"),
        ("{{ [{'名': 无}, {'名': 日}]|join('-', attribute='名') }}", "-2023年6月5日"),
    ],
)
def test_a_value_in_a_longer_text_stands_as_by_itself(source, printed):
    assert text(source, **VALUES) == printed


LISTS = [
    *("列 ~ ''", "[列]|join", "列|upper", "列|string", "列|trim", "列|replace('甲', '乙')", "项|lower"),
    *("'%s'|format(列)", "'%r' % 项", "'{}'.format(列)", "'{!r}'.format(项)", "', '.join([项])"),
    *("列|map('upper')", "[列]|顿号", "列|姓名", "项|顿号", "项 ~ 项", "列|e"),
]


@pytest.mark.parametrize("expression", LISTS)
def test_a_list_or_mapping_is_never_text(expression):
    (told,) = faults("{{ " + expression + " }}", 列=["甲"], 项={"名": "甲"})
    assert told.startswith("T204 这里得到的是")


ARGUMENTS = {
    "replace": ["('', 甲)", "('a', 甲)"],
    "join": ["", "(甲)", "('', '名')"],
    "format": ["(甲)", "(甲, 甲)", "(a=甲)"],
    "default": ["(甲)", "(甲, true)"],
    "d": ["(甲)"],
    "batch": ["(2, 甲)|map('join')|join"],
    "slice": ["(2, 甲)|map('join')|join"],
    "truncate": ["(3, true, 甲)"],
    "indent": ["(2)", "(甲)"],
    "wordwrap": ["(2, true, 甲)"],
    "map": ["('string')|join", "('join')|join", "('upper')|list ~ ''"],
    "attr": ["('名')"],
}
PYTHON = re.compile(r"None|True|False|Decimal|datetime|Fraction|[\[\]{}<>']")
AWKWARD = st.recursive(
    st.none()
    | st.booleans()
    | st.dates()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.just("文"),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.just("名"), inner, max_size=1),
    max_leaves=4,
)


@examples(150)
@given(name=st.sampled_from(sorted(text_environment(Notes()).filters)), value=AWKWARD, other=AWKWARD)
def test_no_filter_prints_a_word_of_python(name, value, other):
    for arguments in ARGUMENTS.get(name, [""]):
        for source in ("{{ 值|%s%s }}", "{{ (值|%s%s) ~ 甲 }}", "{{ '%%s'|format(值|%s%s) }}"):
            filled, problems = render_text(source % (name, arguments), {"值": value, "甲": other})
            assert not PYTHON.search(filled + "".join(one.message for one in problems)), source


# ---------------------------------------------------------------- bounds
GROWING = [
    *("'a'.ljust(900000000)", "'a'.rjust(900000000)", "'a'.center(900000000)", "'1'.zfill(900000000)"),
    *("'a'|center(900000000)", "'a'|center(width=900000000)", "'a'|indent(900000000)", "1|round(-900000000)"),
    *("'{:>900000000}'.format(1)", "'{:{w}}'.format(1, w=900000000)", "'%*d' % (900000000, 1)"),
    *("'%.999999f'|format(1)", "'%(a)999999d'|format(a=1)", "'a\t'.expandtabs(900000000)"),
    *("('a' * 99999).replace('a', 'b' * 99999)", "('a' * 99999)|replace('a', 'b' * 99999)"),
    *("('a' * 9999)|wordwrap(1, wrapstring='b' * 9999)", "('a\n' * 9999)|indent(9999)"),
    *("('a' * 9999).join(('a' * 9999)|list)", "('a' * 9999)|join('b' * 9999)", "[[1]] * 900000000"),
    *(
        "[1]|batch(900000000, 2)|list",
        "[1]|slice(900000000)|list",
        "10 ** 99 ** 99",
        "(2 ** 99) ** (2 ** 99)",
    ),
]


@pytest.mark.parametrize("expression", GROWING)
def test_no_operation_makes_more_than_a_text_may_hold(expression):
    assert faults("{{ " + expression + " }}") == ["T206 填写后的内容过大：一次运算的结果过大"]


@pytest.mark.parametrize("growing", ["大.甲 ~ 大.甲", "大.甲 + 大.甲", "[大.甲]|join(大.甲) ~ 大.甲 ~ 大.甲"])
def test_a_text_that_doubles_in_a_loop_is_stopped(growing):
    source = "{% set 大 = namespace(甲='字') %}{% for 次 in range(99) %}{% set 大.甲 = " + growing
    assert faults(source + " %}{% endfor %}") == ["T206 填写后的内容过大：一次运算的结果过大"]


def test_many_large_texts_are_stopped_too():
    source = "{% for 次 in range(999) %}{% set 文 = '字' * 999999 %}{% endfor %}"
    assert faults(source) == ["T206 填写后的内容过大：一次运算的结果过大"]


@pytest.mark.parametrize("name", ["encode", "translate", "maketrans"])
def test_methods_that_lead_out_of_text_are_refused(name):
    assert faults("{{ '字'." + name + "() }}") == [f"T105 模板里不允许使用“{name}”"]


def test_places_are_empty_for_a_text_that_stands_nowhere():
    assert said(render_text("{{ 缺 }}", {})[1]) == ["T201  未知名称“缺”"]


def test_a_text_rendered_again_has_the_same_faults_though_it_is_compiled_once():
    source = "{% set 总数 = 1 %}{{ 总数量 }}"
    first, second = (said(render_text(source, {})[1]) for _ in range(2))
    assert first == second
    assert first[0].endswith("是不是“总数”？")


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("{{ true|勾选 }}{{ '是'|勾选 }}{{ 2|勾选 }}{{ ['甲']|勾选 }}{{ '√'|勾选 }}{{ '☑'|勾选 }}", "☑" * 6),
        ("{{ false|勾选 }}{{ '否'|勾选 }}{{ 0|勾选 }}{{ []|勾选 }}{{ none|勾选 }}{{ ''|勾选 }}", "□" * 6),
        ("{{ '村'|选项('村', '社区', '乡镇') }}", "☑村 □社区 □乡镇"),
        ("{{ ['村', '乡镇']|选项(['村', '社区', '乡镇']) }}", "☑村 □社区 ☑乡镇"),
        ("{{ '低保、残疾人'|选项('低保', '特困', '残疾人') }}", "☑低保 □特困 ☑残疾人"),
        ("{{ '甲、乙'|选项('甲、乙', '丙') }}", "☑甲、乙 □丙"),
        ("{{ none|选项('甲', '乙') }}{{ 2|选项(1, 2) }}", "□甲 □乙□1 ☑2"),
        ("{{ true|选项('是', '否') }}", "☑是 □否"),
    ],
)
def test_boxes_are_ticked_by_truth_and_by_choice(source, printed):
    assert text(source) == printed


def test_a_text_that_is_neither_yes_nor_no_and_a_choice_not_offered_are_said():
    assert faults("{{ '也许'|勾选 }}") == [
        "T205 过滤器“勾选”看不出“也许”是不是要勾选，只认是、否、有、无、√、×"
    ]
    assert faults("{{ '街道'|选项('村', '社区') }}") == ["T205 过滤器“选项”里没有“街道”，写的是村、社区"]
