"""Shapes of official forms: what is found in each, the same in a Word table and in a worksheet."""

from __future__ import annotations

import pytest

from tests.examples import a_few
from tests.forms.drawn import book_parts, found, word_parts, word_table

# the fact → the drawing, and each place: row,column kind label
SHAPES = {
    "a blank is named by the label at its left": (
        "姓名||性别|",
        ["0,1 cell 姓名", "0,3 cell 性别"],
    ),
    "inner spaces and full-width colons are no part of a label": (
        "姓    名：||联 系 电 话:|",
        ["0,1 cell 姓名", "0,3 cell 联系电话"],
    ),
    "a label over several lines is one": (
        "出生⏎年月||政治⏎面貌|",
        ["0,1 cell 出生年月", "0,3 cell 政治面貌"],
    ),
    "stars and 必填 are no part of a label": (
        "*姓名||身份证号（必填）|",
        ["0,1 cell 姓名", "0,3 cell 身份证号"],
    ),
    "a unit in brackets stays in the label": (
        "月收入（元）||年龄|",
        ["0,1 cell 月收入（元）", "0,3 cell 年龄"],
    ),
    "a blank before a unit": (
        "带动就业|      人|金额|    万元",
        ["0,1 inline 带动就业", "0,3 inline 金额"],
    ),
    "brackets around a blank before a unit": (
        "年龄|（  ）岁|天数|（）天",
        ["0,1 inline 年龄", "0,3 inline 天数"],
    ),
    "a label with a blank in brackets keeps the cell beside it": (
        "出生年月⏎（  岁）||民族|",
        ["0,1 cell 出生年月", "0,3 cell 民族"],
    ),
    "titles above one free row": (
        "姓名|性别|年龄|民族\n|||\n住址||电话|",
        [
            "1,0 cell 姓名",
            "1,1 cell 性别",
            "1,2 cell 年龄",
            "1,3 cell 民族",
            "2,1 cell 住址",
            "2,3 cell 电话",
        ],
    ),
    "titles above several free rows make a list": (
        "姓名|关系\n|\n|",
        ["1,0 list 姓名#0", "1,1 list 关系#0", "2,0 list 姓名#1", "2,1 list 关系#1"],
    ),
    "a column of numbers makes one row a list": (
        "序号|姓名|电话\n1||\n备注||",
        ["1,1 list 姓名#0", "1,2 list 电话#0", "2,1 cell 备注"],
    ),
    "a label beside a list stands above its titles": (
        "家庭成员|姓名|关系\n^||\n^||",
        [
            *("1,1 list 家庭成员/姓名#0", "1,2 list 家庭成员/关系#0"),
            *("2,1 list 家庭成员/姓名#1", "2,2 list 家庭成员/关系#1"),
        ],
    ),
    "a section's title above a list stands above its titles": (
        "甲||乙|\n主要社会关系>4\n姓名|关系|单位|电话\n|||\n|||",
        [
            *("0,1 cell 甲", "0,3 cell 乙"),
            *(
                f"{r},{c} list 主要社会关系/{t}#{r - 3}"
                for r in (3, 4)
                for c, t in enumerate(("姓名", "关系", "单位", "电话"))
            ),
        ],
    ),
    "a header of two levels": (
        "姓名|培训情况>2|备注\n^|班次|时间|^\n|||\n|||",
        [
            f"{r},{c} list {t}#{r - 2}"
            for r in (2, 3)
            for c, t in enumerate(("姓名", "培训情况/班次", "培训情况/时间", "备注"))
        ],
    ),
    "titles that are not quite as wide as the cells below": (
        "起止时间>3|单位>4|职务>2\n>2|>5|>2\n>2|>5|>2",
        [
            *("1,0 list 起止时间#0", "1,2 list 单位#0", "1,7 list 职务#0"),
            *("2,0 list 起止时间#1", "2,2 list 单位#1", "2,7 list 职务#1"),
        ],
    ),
    "a question is a label": (
        "1.您目前的就业状况是什么？|\n2.您愿意参加哪种技能培训？|",
        ["0,1 cell 您目前的就业状况是什么？", "1,1 cell 您愿意参加哪种技能培训？"],
    ),
    "a repeated header goes on with the list": (
        "姓名|关系|电话\n||\n||\n姓名|关系|电话\n||\n||",
        [
            f"{r},{c} list {t}#{n}"
            for n, r in enumerate((1, 2, 4, 5))
            for c, t in enumerate(("姓名", "关系", "电话"))
        ],
    ),
    "a row of totals is named by its own label": (
        "项目|人数|金额\n||\n||\n合计||",
        [
            *(f"{r},{c} list {t}#{r - 1}" for r in (1, 2) for c, t in enumerate(("项目", "人数", "金额"))),
            *("3,1 matrix 合计/人数#2", "3,2 matrix 合计/金额#2"),
        ],
    ),
    "a group beside labels stands above them": (
        "求职意向|意向岗位||期望月薪|\n^|意向地点>2|>2",
        ["0,2 cell 求职意向/意向岗位", "0,4 cell 求职意向/期望月薪", "1,3 cell 求职意向/意向地点"],
    ),
    "a tall label with a tall blank is no group of its neighbours": (
        "住址||电话|\n^|^|邮编|",
        ["0,1 cell 住址", "0,3 cell 电话", "1,3 cell 邮编"],
    ),
    "a number one digit a box": (
        "身份证号|" + "|" * 17,
        [f"0,{n + 1} digits 身份证号#{n}" for n in range(18)],
    ),
    "boxes before their options": (
        "性别|□男 □女|婚姻|☐未婚☐已婚",
        ["0,1 tick 性别 [男/女]", "0,3 tick 婚姻 [未婚/已婚]"],
    ),
    "boxes behind their options": (
        "性别|男□ 女□",
        ["0,1 tick 性别 [男/女]"],
    ),
    "boxes apart behind numbered options": (
        "类型|（1）低保 □ （2）残疾 □ （3）脱贫家庭 □",
        ["0,1 tick 类型 [低保/残疾/脱贫家庭]"],
    ),
    "days without a year": (
        "培训时间|  月  日至  月  日",
        ["0,1 inline 培训时间"],
    ),
    "titles made of characters that are units": (
        "证书|日期|等级|户名\n|||\n|||",
        [
            f"{row},{i} list {name}#{row - 1}"
            for row in (1, 2)
            for i, name in enumerate(("证书", "日期", "等级", "户名"))
        ],
    ),
    "a column of units": (
        "指标名称|单位|一季度|二季度\n务工人数|人||\n新增就业|人||",
        [
            "1,2 matrix 务工人数/一季度#0",
            "1,3 matrix 务工人数/二季度#0",
            "2,2 matrix 新增就业/一季度#1",
            "2,3 matrix 新增就业/二季度#1",
        ],
    ),
    "room behind a colon beside a date": (
        "基地：          |    年  月\n姓名|",
        ["0,0 inline 基地", "1,1 cell 姓名"],
    ),
    "circles as boxes": (
        "性别|○男 ○女",
        ["0,1 tick 性别 [男/女]"],
    ),
    "empty brackets as boxes": (
        "类别（请打“√”）|（  ）退役军人（  ）低保⏎（  ）残疾人",
        ["0,1 tick 类别 [退役军人/低保/残疾人]"],
    ),
    "empty brackets behind their options": (
        "是否参保|是（  ） 否（  ）",
        ["0,1 tick 是否参保 [是/否]"],
    ),
    "other with a line behind it": (
        "类别|□脱贫 □其他______",
        ["0,1 tick 类别 [脱贫/其他]", "0,1 inline 类别/其他"],
    ),
    "other with a colon and a line behind it": (
        "方式|□入户 □其他：______",
        ["0,1 tick 方式 [入户/其他]", "0,1 inline 方式/其他"],
    ),
    "what stands behind the boxes has its own label": (
        "情况|□男 □女    出生年月：    年  月",
        ["0,1 tick 情况 [男/女]", "0,1 date 情况/出生年月"],
    ),
    "blanks between boxes have words of their own": (
        "状态|□已就业：单位________，月工资______元 □未就业",
        ["0,1 tick 状态 [已就业/未就业]", "0,1 inline 状态/单位", "0,1 inline 状态/月工资"],
    ),
    "labels with colons side by side": (
        "甲|>5\n填表人：>2|联系电话：>2|填表日期：  年  月  日>2",
        ["0,1 cell 甲", "1,0 inline 填表人", "1,2 inline 联系电话", "1,4 date 填表日期"],
    ),
    "a label that begins as a unit does": (
        "户主：        户编号：        家庭人口：____人>3\n甲||乙|",
        ["0,0 inline 户主", "0,0 inline 户编号", "0,0 inline 家庭人口", "1,1 cell 甲", "1,3 cell 乙"],
    ),
    "underlines as wide as a character": (
        "编号：＿＿＿＿|＿＿＿\n姓名|＿＿＿",
        ["0,0 inline 编号", "1,1 cell 姓名"],
    ),
    "the sign of money before a blank": (
        "金额|￥        元",
        ["0,1 inline 金额"],
    ),
    "a scoring table without numbers": (
        "项目|内容|分值|村自评|镇复核\n基础|场所|3||\n^|人员|2||\n总分>2|5||",
        ["1,3 matrix 场所/村自评#0", "2,3 matrix 人员/村自评#1", "3,3 matrix 总分/村自评#2"],
    ),
    "one box for an answer": (
        "性别|1.男 2.女  □|民族|",
        ["0,1 tick 性别", "0,3 cell 民族"],
    ),
    "one bracket for an answer": (
        "状况|A.良好 B.一般（    ）|民族|",
        ["0,1 inline 状况", "0,3 cell 民族"],
    ),
    "papers that end like a photo": (
        "护照||营业执照|\n证件照||电话|",
        ["0,1 cell 护照", "0,3 cell 营业执照", "1,3 cell 电话"],
    ),
    "words that begin like a note": (
        "注册资金（万元）||说明|\n备注|>3",
        ["0,1 cell 注册资金（万元）", "0,3 cell 说明", "1,1 cell 备注"],
    ),
    "a name that is stamped": (
        "单位名称（盖章）|\n推荐单位（盖章）|",
        ["0,1 cell 单位名称（盖章）"],
    ),
    "opinions that people are asked for": (
        "意见建议|\n初审意见|",
        ["0,1 cell 意见建议"],
    ),
    "numbers with nothing behind them": (
        "帮扶措施|1.⏎2.⏎3.",
        ["0,1 cell 帮扶措施"],
    ),
    "totals over the first columns": (
        "类别|序号|指标|分值|得分|依据\n组织|1|领导|5||\n服务|2|窗口|3||\n合计>3|8||",
        [
            *("1,4 matrix 1/领导/得分#0", "1,5 matrix 1/领导/依据#0"),
            *("2,4 matrix 2/窗口/得分#1", "2,5 matrix 2/窗口/依据#1"),
            *("3,4 matrix 合计/得分#2", "3,5 matrix 合计/依据#2"),
        ],
    ),
    "a line with a label behind an option": (
        "意愿|□有，工种：________  □无",
        ["0,1 tick 意愿 [有/无]", "0,1 inline 意愿/工种"],
    ),
    "several questions in one cell": (
        "情况|单亲：□是 □否；孤儿：□是 □否",
        ["0,1 tick 情况/单亲 [是/否]", "0,1 tick 情况/孤儿 [是/否]"],
    ),
    "an option with brackets of its own": (
        "学历|□大专（高职） □本科 □残疾（  级）",
        ["0,1 tick 学历 [大专（高职）/本科/残疾]", "0,1 inline 学历/残疾"],
    ),
    "a date with blanks": (
        "出生日期|    年  月  日|入职|20__年__月__日",
        ["0,1 date 出生日期", "0,3 date 入职"],
    ),
    "a date without days": (
        "毕业时间|    年    月",
        ["0,1 date 毕业时间"],
    ),
    "levels of an address as one place": (
        "户籍|____省____市____县",
        ["0,1 inline 户籍"],
    ),
    "levels of an address with nothing before them": (
        "户籍|省    市    县（区）",
        ["0,1 inline 户籍"],
    ),
    "two ways to write one amount": (
        "金额|大写：______元整（小写：￥____）",
        ["0,1 inline 金额"],
    ),
    "from and to in one cell": (
        "期限|____个月（自____年__月至____年__月）",
        ["0,1 inline 期限"],
    ),
    "labels with colons inside a cell": (
        "联系方式|手机：          邮箱：",
        ["0,1 inline 联系方式/手机", "0,1 inline 联系方式/邮箱"],
    ),
    "numbers inside a sentence": (
        "家庭|家庭总人口为  人，人均月收入  元",
        ["0,1 inline 家庭"],
    ),
    "a colon with room below it in the same cell": (
        "企业生产经营特点：⏎⏎⏎>2\n甲|",
        ["0,0 inline 企业生产经营特点", "1,1 cell 甲"],
    ),
    "room below a name in the same cell": (
        "个人简历⏎⏎⏎⏎>2\n甲|",
        ["0,0 inline 个人简历", "1,1 cell 甲"],
    ),
    "room below a name with a free cell beside it": (
        "主要事迹⏎⏎⏎⏎|\n甲|",
        ["0,1 cell 主要事迹", "1,1 cell 甲"],
    ),
    "year and month in a label are no date": (
        "姓  名|出  生⏎年  月|电话|住址\n|||\n|||",
        [
            f"{r},{c} list {t}#{r - 1}"
            for r in (1, 2)
            for c, t in enumerate(("姓名", "出生年月", "电话", "住址"))
        ],
    ),
    "from and to in a list": (
        "起止年月|单位\n年  月至  年  月|\n年  月至  年  月|",
        ["1,0 inline 起止年月#0", "1,1 list 单位#0", "2,0 inline 起止年月#1", "2,1 list 单位#1"],
    ),
    "a photo is no place": (
        "姓名||照片\n民族||^",
        ["0,1 cell 姓名", "1,1 cell 民族"],
    ),
    "an unnamed corner is no place": (
        "姓名||\n民族||^",
        ["0,1 cell 姓名", "1,1 cell 民族"],
    ),
    "opinions are left to others": (
        "姓名|\n村委会意见|\n乡镇审核|\n县局审批|",
        ["0,1 cell 姓名"],
    ),
    "opinions with seal and date are left to others": (
        "姓名||电话|\n推荐意见|⏎（公章）⏎年  月  日|审核意见|⏎（公章）⏎年  月  日",
        ["0,1 cell 姓名", "0,3 cell 电话"],
    ),
    "what an office fills in is left to it": (
        "姓名|\n初审情况（招聘单位填写）|",
        ["0,1 cell 姓名"],
    ),
    "signatures are left to people": (
        "姓名|\n本人承诺|以上属实。⏎签字：      年  月  日",
        ["0,1 cell 姓名"],
    ),
    "who approved and by which paper is asked for": (
        "审批单位||审批文号|",
        ["0,1 cell 审批单位", "0,3 cell 审批文号"],
    ),
    "room above a signature is asked for": (
        "申请理由|⏎⏎⏎⏎申请人签字：",
        ["0,1 cell 申请理由"],
    ),
    "notes ask for nothing": (
        "姓名|\n注：本表一式两份，由本人填写。>2\n填表说明：1.用黑色笔填写。>2",
        ["0,1 cell 姓名"],
    ),
    "a title over the whole form is no label": (
        "申请登记表>2\n姓名|",
        ["1,1 cell 姓名"],
    ),
    "a label without a blank has no place": (
        "姓名||应届|城镇|",
        ["0,1 cell 姓名", "0,4 cell 城镇"],
    ),
    "punctuation alone is a blank": (
        "职务|；|单位|/",
        ["0,1 cell 职务", "0,3 cell 单位"],
    ),
    "a scoring table": (
        "序号|指标|满分|自评得分|备注\n1|组织领导|5||\n2|工作机制|3||",
        [
            *("1,3 matrix 1/组织领导/自评得分#0", "1,4 matrix 1/组织领导/备注#0"),
            *("2,3 matrix 2/工作机制/自评得分#1", "2,4 matrix 2/工作机制/备注#1"),
        ],
    ),
    "a scoring table with merged classes": (
        "类别|序号|指标|得分\n组织|1|领导|\n^|2|机制|\n服务|3|窗口|",
        ["1,3 matrix 1/领导/得分#0", "2,3 matrix 2/机制/得分#1", "3,3 matrix 3/窗口/得分#2"],
    ),
    "a scoring table in parts, with remarks in some rows": (
        "序号|指标|标准|备注\n一、组织领导（8分）>4\n1|领导|成立机构。得2分|满分3分\n2|机制|制度健全。得5分|\n二、服务>4\n3|窗口|设立（  ）个窗口，得3分。|",
        ["3,3 matrix 2/机制/备注#1", "5,3 matrix 3/窗口/备注#2"],
    ),
    "a scoring table with a header of two rows": (
        "序号|指标|满分|自评>2\n^|^|^|得分|依据\n1|领导|5||\n2|机制|3||",
        [
            *("2,3 matrix 自评/1/领导/得分#0", "2,4 matrix 自评/1/领导/依据#0"),
            *("3,3 matrix 自评/2/机制/得分#1", "3,4 matrix 自评/2/机制/依据#1"),
        ],
    ),
    "yes and no in columns of their own": (
        "序号|项目|是|否\n1|有场所||\n2|有制度||",
        [
            *("1,2 matrix 1/有场所/是#0", "1,3 matrix 1/有场所/否#0"),
            *("2,2 matrix 2/有制度/是#1", "2,3 matrix 2/有制度/否#1"),
        ],
    ),
    "a column for signatures is left to people": (
        "序号|姓名|签名\n1||\n2||",
        ["1,1 list 姓名#0", "2,1 list 姓名#1"],
    ),
    "the day a declaration is signed is left to people": (
        "申请事由|本人因创业申请贷款。特此申请。⏎        年  月  日|电话|",
        ["0,3 cell 电话"],
    ),
    "who promises is left to people": (
        "姓名|\n以上内容属实，承诺人：________  日期：____年__月__日>2",
        ["0,1 cell 姓名"],
    ),
    "rows and columns with titles": (
        "|2022年|2023年\n收入||\n支出||",
        [
            *("1,1 matrix 收入/2022年#0", "1,2 matrix 收入/2023年#0"),
            *("2,1 matrix 支出/2022年#1", "2,2 matrix 支出/2023年#1"),
        ],
    ),
}


@pytest.mark.parametrize("fact", SHAPES)
def test_a_word_table(fact):
    drawing, expected = SHAPES[fact]
    assert found(word_parts(word_table(drawing))) == expected


@pytest.mark.parametrize("fact", a_few(SHAPES))
def test_a_worksheet(fact):
    drawing, expected = SHAPES[fact]
    assert found(book_parts(drawing)) == expected
