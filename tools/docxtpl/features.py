"""What docxtpl's own tests show, each with a template written anew: one Feature a line of docs/docxtpl对照.md."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docx.shared import Mm
from jinja2 import Environment

from docxtpl import DocxTemplate, InlineImage, Listing, RichText, RichTextParagraph
from tools.blankword import new_document
from tools.docxtpl.making import Make, changed, lines, picture, table, with_part, with_picture

Values = Callable[[DocxTemplate], Mapping[str, Any]]
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@dataclass(frozen=True)
class Feature:
    """A feature: its template, the values put in, and what else is asked of the template object."""

    name: str
    make: Make
    values: Values
    prepare: Callable[[DocxTemplate], None] | None = None
    environment: Callable[[], Environment] | None = None
    turns: int = 1
    fill: bool = True  # whether `fill` offers it; else only WordTemplate
    needs: str = ""  # a package that docxtpl asks for beside itself
    remark: str = ""


def plain(**values: Any) -> Values:
    """Return values that need no template object."""
    return lambda _template: values


ROWS = [{"名": "甲<&>", "数": 3}, {"名": "乙", "数": 12}]
GROUPS = [{"组": "一组", "人": ["甲", "乙"]}, {"组": "二组", "人": ["丙"]}]
LOOP = (
    ["序号", "名"],
    ["{%tr for 项 in 行 %}", ""],
    ["{{ loop.index }}", "{{ 项.名 }}"],
    ["{%tr endfor %}", ""],
)
NOTES = f"""<w:footnotes {W}><w:footnote w:id="2"><w:p><w:r><w:t>注：{{{{ 文 }}}}</w:t></w:r></w:p></w:footnote>
</w:footnotes>""".encode()
FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def features() -> Iterator[Feature]:
    """Yield all features."""
    yield from _texts()
    yield from _blocks()
    yield from _tables()
    yield from _rich_texts()
    yield from _headers()
    yield from _parts()
    yield from _objects()


def _texts() -> Iterator[Feature]:
    yield Feature(
        "变量", lines("{{ 名 }}：{{ 项.数 }}，{{ 列[1] }}"), plain(名="甲", 项={"数": 7}, 列=[1, 2])
    )
    yield Feature(
        "标签被切成几段",
        lines(["{", "{ 名", "称 }", "}", "，", "{% if 甲 ", "%}是{% endif %}"]),
        plain(名称="村", 甲=1),
    )
    yield Feature("标签里的全角引号", lines("{% if 名 == “甲” %}是{% endif %}{{ ‘文’ }}"), plain(名="甲"))
    yield Feature("标签里的大于小于", lines("{% if 数 > 3 and 数 < 9 %}中{% endif %}"), plain(数=5))
    yield Feature("转义（autoescape）", lines("{{ 文 }}"), plain(文="<b>&\"'甲 & 乙 &amp;"))
    yield Feature("换行、制表符", lines("前{{ 文 }}后"), plain(文="第一行\n第二行\t制表"))
    yield Feature(
        "新段落、分页（Listing）", lines("前{{ 文 }}后"), lambda _: {"文": Listing("甲\n乙\a丙<&>\f丁")}
    )
    yield Feature(
        "直接给出的新段落、分页",
        lines("{{ 文 }}"),
        plain(文="甲\a乙\f丙"),
        fill=False,
        remark="fill 把 \\a、\\f 当控制字符报告（T202）",
    )
    yield Feature("保留空格", lines("  {{ 文 }}  后", ["甲 ", "{{ 文 }}", " 乙"]), plain(文="  两边  "))
    yield Feature("转义的大括号", lines("{_{ 名 }_} {_% if %_}"), plain())
    yield Feature("转义的大括号和标签", lines("{_{ 名 }_} {{ 名 }}"), plain(名="甲"))
    yield Feature(
        "XML 不能有的字符",
        lines("{{ 文 }}"),
        plain(文="甲\x01乙"),
        fill=False,
        remark="fill 报告（T202），不悄悄删去",
    )
    yield Feature(
        "未知名称", lines("前{{ 缺 }}后"), plain(), fill=False, remark="fill 报告（T201）；lenient 留空"
    )
    yield Feature("不打印的注释", lines("{# 注释 #}前", "{#p 整段注释 #}", "后"), plain())
    yield Feature(
        "过滤器", lines("{{ 列|join('、') }}{{ 文|upper }}{{ 列|length }}"), plain(列=["甲", "乙"], 文="abc")
    )
    yield Feature(
        "set、宏、运算",
        lines("{% set 和 = 甲 + 1 %}{{ 和 }}{% macro 称(名) %}【{{ 名 }}】{% endmacro %}{{ 称('乙') }}"),
        plain(甲=2),
    )
    yield Feature(
        "自定义过滤器",
        lines("{{ 文|倒 }}"),
        plain(文="甲乙"),
        environment=_custom,
        fill=False,
        remark="自带 jinja_env，由 docxtpl 填写",
    )


def _custom() -> Environment:
    made = Environment(autoescape=True)
    made.filters["倒"] = lambda text: text[::-1]
    return made


def _blocks() -> Iterator[Feature]:
    yield Feature(
        "if / else",
        lines("{% if 甲 %}有{% else %}无{% endif %}{% if 乙 %}有{% else %}无{% endif %}"),
        plain(甲=1, 乙=0),
    )
    yield Feature(
        "整段 if", lines("{%p if 甲 %}", "甲段", "{%p else %}", "乙段", "{%p endif %}", "末"), plain(甲=False)
    )
    yield Feature(
        "整段循环",
        lines("{%p for 项 in 行 %}", "{{ loop.index }}．{{ 项.名 }}", "{%p endfor %}"),
        plain(行=ROWS),
    )
    yield Feature(
        "嵌套循环",
        lines(
            "{%p for 组 in 组们 %}",
            "{{ 组.组 }}：{% for 人 in 组.人 %}{{ 人 }}{% if not loop.last %}、{% endif %}{% endfor %}",
            "{%p endfor %}",
        ),
        plain(组们=GROUPS),
    )
    yield Feature("段落合并（-）", lines("甲{% if 有 -%}", "乙", "{%- endif %}丙"), plain(有=1))
    yield Feature("同一对象填几次", lines("{{ 文 }}"), plain(文="甲"), turns=3)
    yield Feature("没有标签", lines("只有文字"), plain())


def _tables() -> Iterator[Feature]:
    yield Feature("整行循环", table(*LOOP), plain(行=ROWS))
    yield Feature("整行循环，没有一行", table(*LOOP), plain(行=[]))
    yield Feature("整行循环，表格一行不剩", table(*LOOP[1:]), plain(行=[]))
    yield Feature(
        "整行 if",
        table(["甲", "乙"], ["{%tr if 有 %}", ""], ["丙", "丁"], ["{%tr endif %}", ""]),
        plain(有=0),
    )
    yield Feature(
        "嵌套整行循环",
        table(
            ["{%tr for 组 in 组们 %}"],
            ["{{ 组.组 }}"],
            ["{%tr for 人 in 组.人 %}"],
            ["{{ 人 }}"],
            ["{%tr endfor %}"],
            ["{%tr endfor %}"],
        ),
        plain(组们=GROUPS),
    )
    yield Feature(
        "整列循环（动态表格）",
        table(
            ["名", "{%tc for 列 in 列们 %}", "{{ 列 }}", "{%tc endfor %}"],
            ["{%tr for 行 in 行们 %}"],
            ["{{ 行.名 }}", "{%tc for 格 in 行.格 %}", "{{ 格 }}", "{%tc endfor %}"],
            ["{%tr endfor %}"],
        ),
        plain(列们=["一", "二", "三", "四", "五"], 行们=[{"名": "甲", "格": list("12345")}]),
    )
    yield Feature(
        "循环后列变少",
        table(["名", "{%tc for 列 in 列们 %}", "{{ 列 }}", "{%tc endfor %}", "末"]),
        plain(列们=[]),
    )
    yield Feature(
        "单元格底色 cellbg", table(["{% cellbg 色 %}甲", "{% cellbg '00FF00' %}乙"]), plain(色="FF0000")
    )
    yield Feature(
        "跨列 colspan",
        table(["{% colspan 列|length %}标题"], ["{%tc for 项 in 列 %}", "{{ 项 }}", "{%tc endfor %}"]),
        plain(列=["甲", "乙"]),
    )
    yield Feature(
        "竖向合并 vm",
        table(
            ["{%tr for 项 in 行 %}", ""], ["{% vm %}合并{{ 项.名 }}", "{{ 项.名 }}"], ["{%tr endfor %}", ""]
        ),
        plain(行=ROWS),
    )
    yield Feature(
        "竖向合并 vm，嵌套",
        table(
            ["{%tr for 组 in 组们 %}", ""],
            ["{%tr for 人 in 组.人 %}", ""],
            ["{{ 人 }}{% vm %}", "{{ 人 }}"],
            ["{%tr endfor %}", ""],
            ["{%tr endfor %}", ""],
        ),
        plain(组们=GROUPS),
    )
    yield Feature(
        "横向合并 hm",
        table(
            ["{%tc for 项 in 行 %}", "{% hm %}合并", "{%tc endfor %}"],
            ["{%tc for 项 in 行 %}", "{{ 项.名 }}", "{%tc endfor %}"],
        ),
        plain(行=ROWS),
    )
    yield Feature(
        "表格里的段落循环", table(["{% for 项 in 行 %}{{ 项.名 }}，{% endfor %}", "末"]), plain(行=ROWS)
    )
    yield Feature(
        "已合并的单元格", table(["{{ 名 }}", "", "丙"], ["甲", "乙", "丁"], change=_merged), plain(名="合")
    )


def _merged(made: Any) -> None:
    made.cell(0, 0).merge(made.cell(0, 1))
    made.cell(0, 2).merge(made.cell(1, 2))


def _rich_texts() -> Iterator[Feature]:
    def styled(_template: DocxTemplate) -> Mapping[str, Any]:
        made = RichText("粗<&>", bold=True, color="#FF0000", size=28)
        made.add("下标", subscript=True, underline="wave", strike=True, highlight="#FFFF00")
        made.add("换\n行\a段", font="黑体", italic=True)
        return {"富": made, "有": True}

    yield Feature("RichText", lines("前{{r 富 }}后"), styled)
    yield Feature("RichText 与 if", lines("{%r if 有 %}{{r 富 }}{%r endif %}尾"), styled)
    yield Feature(
        "RichText 东亚字体",
        lines("{{r 富 }}"),
        lambda _: {"富": RichText("测试", font="eastAsia:微软雅黑", lang="zh-CN", rtl=True)},
    )
    yield Feature("RichText 在表格里", table(["{{r 富 }}", "乙"]), styled)
    yield Feature("RichTextParagraph", lines("{{p 段 }}", "末"), lambda _: {"段": _paragraphs()})

    def linked(template: DocxTemplate) -> Mapping[str, Any]:
        return {"富": RichText("链接", url_id=template.build_url_id("https://example.org/"))}

    yield Feature("RichText 链接", lines("{{r 富 }}"), linked, fill=False, remark="要建关系，由 docxtpl 填写")


def _paragraphs() -> RichTextParagraph:
    made = RichTextParagraph()
    made.add(RichText("甲", bold=True))
    made.add("乙<", parastyle="ListBullet")
    return made


def _headers() -> Iterator[Feature]:
    yield Feature("页眉、页脚", lines("正文", header="{{ 名 }}", footer="第{{ 数 }}期"), plain(名="甲", 数=3))
    yield Feature(
        "页眉、页脚里的实体和汉字",
        lines("{{ 名 }}", header="A & B {{ 名 }}", footer="<{{ 名 }}>"),
        plain(名="喆<&𠮷"),
    )
    yield Feature("页眉里换行", lines("正文", header="{{ 名 }}"), plain(名="甲\n乙"))
    yield Feature("页眉里的图片不动", with_picture("{{ 名 }}", header=True), plain(名="甲"))
    yield Feature(
        "换页眉里的图片",
        with_picture("{{ 名 }}", header=True),
        plain(名="甲"),
        prepare=_new_media,
        fill=False,
        remark="replace_media",
    )


def _new_media(template: DocxTemplate) -> None:
    template.replace_media(io.BytesIO(picture(1)), io.BytesIO(picture(200)))


def _parts() -> Iterator[Feature]:
    yield Feature(
        "脚注", with_part(lines("{{ 文 }}"), "footnotes.xml", NOTES, "footnotes", FOOTNOTES), plain(文="甲&")
    )
    yield Feature(
        "文档属性",
        changed(lines("{{ 文 }}"), _properties),
        plain(文="甲"),
        remark="fill 的文档属性另有规则：只写题名和主题",
    )
    yield Feature(
        "批注",
        changed(lines("{{ 文 }}"), _comment),
        plain(文="甲"),
        remark="批注里的标签 docxtpl 不填，这里也不填",
    )
    yield Feature("图片编号", with_picture("{{ 文 }}"), plain(文="甲"))
    yield Feature(
        "换图片 replace_pic", with_picture("{{ 文 }}"), plain(文="甲"), prepare=_new_picture, fill=False
    )
    yield Feature(
        "换嵌入的文件 replace_zipname",
        with_part(lines("{{ 文 }}"), "embeddings/甲.bin", b"old", "oleObject", "application/octet-stream"),
        plain(文="甲"),
        prepare=_new_part,
        fill=False,
    )


def _properties(document: Any) -> None:
    document.core_properties.title = "{{ 文 }}方案"
    document.core_properties.subject = "关于{{ 文 }}"


def _comment(document: Any) -> None:
    document.add_comment(document.paragraphs[0].runs[0], text="批注{{ 文 }}", author="甲")


def _new_picture(template: DocxTemplate) -> None:
    template.replace_pic("图.png", io.BytesIO(picture(200)))


def _new_part(template: DocxTemplate) -> None:
    template.zipname_to_replace["word/embeddings/甲.bin"] = b"new"


def _objects() -> Iterator[Feature]:
    def pictured(template: DocxTemplate) -> Mapping[str, Any]:
        return {"图": InlineImage(template, io.BytesIO(picture(9)), width=Mm(20)), "名": "甲"}

    yield Feature(
        "InlineImage", lines("{{ 图 }}{{ 名 }}"), pictured, remark="要建部件和关系，由 docxtpl 填写"
    )
    yield Feature("页眉里的 InlineImage", lines("{{ 名 }}", header="{{ 图 }}"), pictured, remark="同上")
    yield Feature(
        "循环里的 InlineImage",
        table(["{%tr for 项 in 列 %}"], ["{{ 项.图 }}"], ["{%tr endfor %}"]),
        lambda template: {"列": [pictured(template), pictured(template)]},
        remark="同上；深处的对象也找得到",
    )

    def subdocument(template: DocxTemplate) -> Mapping[str, Any]:
        made = template.new_subdoc()
        made.add_paragraph("子文档<&>")
        made.add_table(1, 2).cell(0, 0).text = "格"
        return {"子": made, "名": "甲"}

    yield Feature(
        "子文档",
        lines("{{p 子 }}", "{{ 名 }}"),
        subdocument,
        needs="docxcompose",
        remark="由 docxtpl 填写，需要 docxtpl[subdoc]",
    )

    def merged(template: DocxTemplate) -> Mapping[str, Any]:
        stream = io.BytesIO()
        document = new_document()
        document.add_paragraph("另一份文档", style="Heading 1")
        document.save(stream)
        stream.seek(0)
        return {"子": template.new_subdoc(stream)}

    yield Feature("并入另一份文档", lines("{{p 子 }}", "末"), merged, needs="docxcompose", remark="同上")
