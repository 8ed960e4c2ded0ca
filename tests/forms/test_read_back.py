"""Filled forms read back: blank and filled drawing → values, the same from a Word table and from a worksheet."""

from __future__ import annotations

import pytest

from hqe_docs.paper.forms.inspection import form_of
from hqe_docs.paper.forms.returned.reading import read_filled
from hqe_docs.problems import Problems
from tests.examples import a_few
from tests.forms.drawn import W14, book_parts, p, run, tbl, tc, tr, word_parts, word_table, words


def read(filled, blank=None, labels=()):
    """Return values and codes of the problems."""
    found = Problems()
    model = form_of(blank, "空表") if blank is not None else None
    returned = read_filled(form_of(filled, "交回的表"), model, words(), found, labels)
    return returned.values, [problem.code for problem in found]


def values(filled, blank=None, labels=()):
    return read(filled, blank, labels)[0]


# the fact → the blank drawing, the filled one, the values
EXACT = {
    "a cell right of a label": ("姓名||性别|", "姓名|张三|性别|男", {"姓名": "张三", "性别": "男"}),
    "a place left empty has no value": ("姓名||性别|", "姓名|张三|性别| ", {"姓名": "张三"}),
    "lines of a cell stay lines": (
        "姓名||简历|",
        "姓名|张三|简历|务农⏎务工",
        {"姓名": "张三", "简历": "务农\n务工"},
    ),
    "a value that looks like a label is a value all the same": (
        "姓名||备注|",
        "姓名|张三|备注|电话",
        {"姓名": "张三", "备注": "电话"},
    ),
    "a day digit by digit": ("失业日期|    年  月  日", "失业日期|2023年6月30日", {"失业日期": "2023-06-30"}),
    "a day in Chinese figures": (
        "失业日期|    年  月  日",
        "失业日期|二〇二三年十一月二十日",
        {"失业日期": "2023-11-20"},
    ),
    "a day behind a printed century": (
        "填表日期|20  年  月  日",
        "填表日期|2023年7月3日",
        {"填表日期": "2023-07-03"},
    ),
    "a day typed anew in another form": (
        "失业日期|    年  月  日",
        "失业日期|2023.6.30",
        {"失业日期": "2023-06-30"},
    ),
    "a year and a month": ("毕业年月|    年  月", "毕业年月|2010 年 7 月", {"毕业年月": "2010-07"}),
    "one ticked box": ("性别|□男 □女", "性别|□男 ☑女", {"性别": "女"}),
    "several ticked boxes are a list": (
        "去向|□县内 □市内 □省外",
        "去向|☑县内 □市内 √省外",
        {"去向": ["县内", "省外"]},
    ),
    "no ticked box": ("姓名||性别|□男 □女", "姓名|张三|性别|□男 □女", {"姓名": "张三"}),
    "a tick behind the word": ("性别|□男 □女", "性别|□男√ □女", {"性别": "男"}),
    "a tick behind the last word": ("性别|□男 □女", "性别|□男 □女√", {"性别": "女"}),
    "the other option deleted": ("性别|□男 □女", "性别|男", {"性别": "男"}),
    "brackets ticked": ("性别|（  ）男（  ）女", "性别|（√）男（  ）女", {"性别": "男"}),
    "boxes behind their words": ("有无房产|有□ 无□", "有无房产|有□ 无☑", {"有无房产": "无"}),
    "what stands beside an option has its name": (
        "健康状况|□健康 □残疾（   级）",
        "健康状况|□健康 ☑残疾（ 三 级）",
        {"健康状况": "残疾", "健康状况/残疾": "三"},
    ),
    "a box that is printed black is not ticked": ("去向|■县内 □市内", "去向|■县内 ☑市内", {"去向": "市内"}),
    "a number without its unit": ("月收入|        元", "月收入|4500元", {"月收入": "4500"}),
    "a unit that was deleted": ("月收入|        元", "月收入|4500", {"月收入": "4500"}),
    "blanks one by one": (
        "户口所在地|____省____市____县（区）",
        "户口所在地|江西省宜春市某某县（区）",
        {"户口所在地": ["江西", "宜春", "某某"]},
    ),
    "an empty blank among others": (
        "户口所在地|____省____市____县（区）",
        "户口所在地|____省宜春市____县（区）",
        {"户口所在地": ["", "宜春", ""]},
    ),
    "inside a line, up to the next words": (
        "培训意愿|□有，培训工种：______  □无",
        "培训意愿|☑有，培训工种：叉车司机  □无",
        {"培训意愿": "有", "培训工种": "叉车司机"},
    ),
    "the width of characters counts for nothing": (
        "联系|电话：______ 邮编：______",
        "联系|电话:19900001234 邮编:336000",
        {"电话": "19900001234", "邮编": "336000"},
    ),
    "digits one a box": (
        "邮政编码||||||",
        "邮政编码|3|3|6|0|0|0",
        {"邮政编码": "336000"},
    ),
    "records of a list, empty rows left out": (
        "家庭成员>3\n姓名|关系|电话\n||\n||",
        "家庭成员>3\n姓名|关系|电话\n张四|兄弟|19900001234\n||",
        {"名单": [{"姓名": "张四", "关系": "兄弟", "电话": "19900001234"}]},
    ),
    "the label at the left of a list is its name": (
        "反担保人|姓名|关系|电话\n^|||\n^|||",
        "反担保人|姓名|关系|电话\n^|张四|兄弟|1\n^|李五||2",
        {"反担保人": [{"姓名": "张四", "关系": "兄弟", "电话": "1"}, {"姓名": "李五", "电话": "2"}]},
    ),
    "rows that were added to a list, what is below in its place": (
        "姓名|关系|电话\n||\n||\n推荐人||备注",
        "姓名|关系|电话\n甲|兄|1\n乙|弟|2\n丙|姐|3\n丁|妹|4\n推荐人|张三|备注",
        {
            "推荐人": "张三",
            "名单": [
                {"姓名": "甲", "关系": "兄", "电话": "1"},
                {"姓名": "乙", "关系": "弟", "电话": "2"},
                {"姓名": "丙", "关系": "姐", "电话": "3"},
                {"姓名": "丁", "关系": "妹", "电话": "4"},
            ],
        },
    ),
    "rows of a scoring table by number and name": (
        "序号|项目|分值|得分|备注\n1|组织领导|10||\n2|服务窗口|20||",
        "序号|项目|分值|得分|备注\n1|组织领导|10|9|好\n2|服务窗口|20||缺一块牌子",
        {
            "名单": [
                {"序号": "1", "项目": "组织领导", "得分": "9", "备注": "好"},
                {"序号": "2", "项目": "服务窗口", "备注": "缺一块牌子"},
            ]
        },
    ),
    "a day that is all of a cell": (
        "到岗时间||电话|",
        "到岗时间|2023年9月1日|电话|1",
        {"到岗时间": "2023-09-01", "电话": "1"},
    ),
    "what is written behind 其他 stands for it": (
        "需求|□岗位 □培训 □其他：____",
        "需求|☑岗位 □培训 ☑其他：看护老人",
        {"需求": ["岗位", "看护老人"]},
    ),
    "what is written behind another option has its own name": (
        "意愿|□有，工种：____ □无",
        "意愿|☑有，工种：叉车 □无",
        {"意愿": "有", "工种": "叉车"},
    ),
    "what is printed for others below is no value": (
        "姓名||理由|⏎⏎⏎申请人签字：      年  月  日",
        "姓名|张三|理由|家庭困难⏎⏎⏎申请人签字：      年  月  日",
        {"姓名": "张三", "理由": "家庭困难"},
    ),
    "labels of one name are told apart by those above them": (
        "丈夫|姓名|\n^|电话|\n妻子|姓名|\n^|电话|",
        "丈夫|姓名|张三\n^|电话|1\n妻子|姓名|李四\n^|电话|2",
        {"丈夫/姓名": "张三", "丈夫/电话": "1", "妻子/姓名": "李四", "妻子/电话": "2"},
    ),
}


@pytest.mark.parametrize("fact", EXACT)
def test_with_the_blank_form_a_word_table_says(fact):
    blank, filled, expected = EXACT[fact]
    assert values(word_parts(word_table(filled)), word_parts(word_table(blank))) == expected


@pytest.mark.parametrize("fact", a_few(EXACT))
def test_with_the_blank_form_a_worksheet_says(fact):
    blank, filled, expected = EXACT[fact]
    assert values(book_parts(filled), book_parts(blank)) == expected


ALONE = {
    "labels and values take turns": (
        "姓    名|张三|性别|男|民族|汉族\n联系电话|19900001234|住址|某某镇梅州村",
        {"姓名": "张三", "性别": "男", "民族": "汉族", "联系电话": "19900001234", "住址": "某某镇梅州村"},
    ),
    "a label without a value stays one": (
        "姓名|张三|微信号|\n联系电话|19900001234|工作单位|",
        {"姓名": "张三", "联系电话": "19900001234"},
    ),
    "a day, a tick, a number with its unit": (
        "姓名|张三|失业时间|2023年6月30日\n性别|☑男 □女|期望月薪|4500元",
        {"姓名": "张三", "失业时间": "2023-06-30", "性别": "男", "期望月薪": "4500"},
    ),
    "brackets": ("姓名|张三|性别|（√）男（  ）女", {"姓名": "张三", "性别": "男"}),
    "what follows a colon": (
        "姓名|张三|培训意愿|☑有，培训工种：叉车司机    □无",
        {"姓名": "张三", "培训意愿": "有", "培训工种": "叉车司机"},
    ),
    "a list below its titles": (
        "序号|姓名|身份证号|电话\n1|张三|360999198810010892|19900001234\n2|李四|36099919880327104X|19900005678",
        {
            "名单": [
                {"姓名": "张三", "身份证号": "360999198810010892", "电话": "19900001234"},
                {"姓名": "李四", "身份证号": "36099919880327104X", "电话": "19900005678"},
            ]
        },
    ),
    "an address with printed choices": (
        "姓名|张三\n户口所在地|江西省宜春市某某县（区）洪江乡镇",
        {"姓名": "张三", "户口所在地": ["江西", "宜春", "某某", "洪江"]},
    ),
    "digits one a box": (
        "身份证号码|3|6|0|9|9|9|1|9|8|8|1|0|0|1|0|8|9|2",
        {"身份证号码": "360999198810010892"},
    ),
    "a list of two levels in which a value is called as a label elsewhere": (
        "序号|基本情况>2|就业情况>2|备注\n^|姓名|与户主关系|就业地点|月收入|^\n"
        "1|赵建国|户主|乡内|4200|\n2|钱秀|配偶|县内|1500|想学月嫂",
        {
            "名单": [
                {
                    "基本情况/姓名": "赵建国",
                    "基本情况/与户主关系": "户主",
                    "就业情况/就业地点": "乡内",
                    "就业情况/月收入": "4200",
                },
                {
                    "基本情况/姓名": "钱秀",
                    "基本情况/与户主关系": "配偶",
                    "就业情况/就业地点": "县内",
                    "就业情况/月收入": "1500",
                    "备注": "想学月嫂",
                },
            ]
        },
    ),
    "months": (
        "出生年月|2000年5月|毕业时间|2023年6月",
        {"出生年月": "2000-05", "毕业时间": "2023-06"},
    ),
    "a table of figures": (
        "指标名称|单位|一季度|二季度|三季度\n务工人数|人|320|335|340\n新增就业|人|5|9|7",
        {
            "名单": [
                {"指标名称": "务工人数", "单位": "人", "一季度": "320", "二季度": "335", "三季度": "340"},
                {"指标名称": "新增就业", "单位": "人", "一季度": "5", "二季度": "9", "三季度": "7"},
            ]
        },
    ),
    "an address that ends in a house number": (
        "单位地址|某某工业园一路5号|联系人|何小平",
        {"单位地址": "某某工业园一路5号", "联系人": "何小平"},
    ),
    "an amount in words and in figures": (
        "申请金额|大写|壹万捌仟元整\n^|小写|￥18000元",
        {"大写": "壹万捌仟元整", "小写": "18000"},
    ),
    "sentences in which a day stands": (
        "姓名|黎文\n个人简历|1990年在某某机械厂做车工，2023年3月失业。",
        {"姓名": "黎文", "个人简历": "1990年在某某机械厂做车工，2023年3月失业。"},
    ),
    "a line of labels with a choice printed in one": (
        "村（社区）：梅州村    回访人：陈敏>3\n姓名|曹兵|电话|19900001234",
        {"村（社区）": "梅州村", "回访人": "陈敏", "姓名": "曹兵", "电话": "19900001234"},
    ),
    "what is for others to write is not read": (
        "姓名|张三\n审核意见|同意⏎审核人：      （公章）    年  月  日",
        {"姓名": "张三"},
    ),
}


@pytest.mark.parametrize("fact", ALONE)
def test_without_the_blank_form_a_word_table_says(fact):
    filled, expected = ALONE[fact]
    assert values(word_parts(word_table(filled))) == expected


@pytest.mark.parametrize("fact", ALONE)
def test_without_the_blank_form_a_worksheet_says(fact):
    filled, expected = ALONE[fact]
    assert values(book_parts(filled)) == expected


# ---------------------------------------------------------------- lines, lines below words, controls
def test_lines_outside_of_tables():
    blank = word_parts(p("登记机构：________    登记编号：________"))
    filled = word_parts(p("登记机构：洪江镇劳动保障所    登记编号：SY20230088"))
    expected = {"登记机构": "洪江镇劳动保障所", "登记编号": "SY20230088"}
    assert values(filled, blank) == values(filled) == expected


def test_a_line_is_found_again_below_lines_that_were_added():
    blank = word_parts(p("失业登记表") + p("填表日期：    年  月  日"))
    filled = word_parts(p("失业登记表") + p("（复印件）") + p("填表日期：2023年7月3日"))
    assert values(filled, blank) == {"填表日期": "2023-07-03"}


def test_words_on_an_underlined_blank():
    line = '<w:u w:val="single"/>'
    blank = word_parts(p("本人", run("      ", line), "申请登记"))
    filled = word_parts(p("工作单位", run(" 某某竹制品厂 ", line)))
    assert values(filled) == {"工作单位": "某某竹制品厂"}
    assert values(blank) == {}


def test_a_content_control_gives_what_it_holds_and_not_its_prompt():
    def control(text, prompt=""):
        inner = f'<w:sdt><w:sdtPr><w:alias w:val="姓名"/>{prompt}<w:text/></w:sdtPr><w:sdtContent>{run(text)}</w:sdtContent></w:sdt>'
        return word_parts(tbl(tr(tc("姓名"), tc(f"<w:p>{inner}</w:p>"))))

    blank = control("单击此处输入", "<w:showingPlcHdr/>")
    assert values(control("张三"), blank) == {"姓名": "张三"}
    assert values(blank, blank) == {}


def test_a_day_in_a_content_control():
    kind = '<w:date w:fullDate="1990-01-05T00:00:00Z"><w:dateFormat w:val="yyyy年M月d日"/></w:date>'
    control = f"<w:sdt><w:sdtPr>{kind}</w:sdtPr><w:sdtContent>{p('1990年1月5日')}</w:sdtContent></w:sdt>"
    assert values(word_parts(tbl(tr(tc("出生日期"), tc(control))))) == {"出生日期": "1990-01-05"}


def test_a_check_box_control():
    def box(mark):
        inner = f"<w:sdt><w:sdtPr><w14:checkbox/></w:sdtPr><w:sdtContent>{run(mark)}</w:sdtContent></w:sdt>"
        return word_parts(tbl(tr(tc("性别"), tc(f"<w:p>{inner}{run('男 ')}{run('□女')}</w:p>"))))

    assert W14
    assert values(box("☒"), box("☐")) == {"性别": "男"}


def test_an_old_form_field():
    def field(text):
        begin = '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="姓名"/><w:textInput/></w:ffData></w:fldChar></w:r>'
        end = (
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            + run(text)
            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )
        return word_parts(tbl(tr(tc("姓名"), tc(f"<w:p>{begin}{end}</w:p>"))))

    assert values(field("张三"), field("     ")) == {"姓名": "张三"}


def test_deleted_text_is_not_there_and_inserted_text_is():
    marked = f"<w:del>{run('李四').replace('w:t', 'w:delText')}</w:del><w:ins>{run('张三')}</w:ins>"
    filled = word_parts(tbl(tr(tc("姓名"), tc(f"<w:p>{marked}</w:p>"))))
    assert values(filled, word_parts(word_table("姓名|"))) == {"姓名": "张三"}


# ---------------------------------------------------------------- what is wrong
def test_a_day_that_is_none_is_kept_as_written_and_told():
    blank, filled = word_table("失业日期|    年  月  日"), word_table("失业日期|2023年2月30日")
    assert read(word_parts(filled), word_parts(blank)) == ({"失业日期": "2023年2月30日"}, ["F303"])


def test_a_place_that_is_gone_is_told():
    blank, filled = word_table("姓名|\n性别|\n民族|"), word_table("姓名|张三\n性别|男")
    assert read(word_parts(filled), word_parts(blank)) == ({"姓名": "张三", "性别": "男"}, ["F301"])


def test_words_of_the_form_that_are_gone_are_told():
    blank, filled = word_table("贷款期限|__个月（自____年__月至____年__月）"), word_table("贷款期限|两年")
    assert read(word_parts(filled), word_parts(blank)) == ({"贷款期限": "两年"}, ["F302"])


def test_a_form_that_nobody_filled_is_told():
    blank = word_parts(word_table("姓名||性别|□男 □女"))
    assert read(blank, blank) == ({}, ["F304"])


def test_a_table_drawn_anew_on_another_grid_reads_the_same():
    blank = word_table("身份证号码||||||||\n姓名>3||性别|□男 □女")
    filled = tbl(
        tr(
            tc("身份证号码", '<w:gridSpan w:val="5"/>'),
            *(tc(d, '<w:gridSpan w:val="2"/>') for d in "36099919"),
        ),
        tr(tc("姓名"), tc("张三"), tc("性别"), tc("☑男 □女")),
    )
    assert values(word_parts(filled), word_parts(blank)) == {
        "身份证号码": "36099919",
        "姓名": "张三",
        "性别": "男",
    }


def test_another_form_is_not_read_as_this_one():
    blank, filled = (
        word_table("姓名||性别|\n电话||住址|"),
        word_table("会议|名称|地点|时间\n村级|例会|村部|六月"),
    )
    assert read(word_parts(filled), word_parts(blank)) == ({}, ["F306"])


def test_a_table_that_was_pasted_before_the_form_is_left_aside():
    blank, filled = word_table("姓名||性别|"), word_table("附|表") + p("") + word_table("姓名|张三|性别|男")
    assert values(word_parts(filled), word_parts(blank)) == {"姓名": "张三", "性别": "男"}
