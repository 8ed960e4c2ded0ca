"""Official score forms as cities send them, in our own wording: rows of the form, spread over files of many kinds."""

from __future__ import annotations

import random

import openpyxl
import xlwt
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from hqe_docs.data.scoreforms.formrows import match_form
from tools.blankword import new_document

TITLES = ["序号", "指标类别", "创建指标", "具体指标内容及分值", "考核内容及评分标准", "备注"]
CATEGORIES = {
    "工作环境": (1, 5),
    "工作人员": (6, 7),
    "工作内容": (8, 18),
    "工作机制": (19, 21),
    "创新工作": (22, 22),
}
LINES = """
3|服务大厅（窗口）|人社服务窗口或服务平台|大厅醒目位置挂人社服务标识或标语，有信息栏、公告栏，设一至两个人社专窗，看配置情况酌情打分
3|服务场所|培训教室、就业帮扶工作室、劳动人事争议调解室和资料室|职业培训教室、就业帮扶、争议调解、档案资料几类用房齐全，可以合用，门口有标识，墙上有制度，酌情打分
3|政务公开|工作制度和业务流程|用公开栏、展架主动公布招用工信息、供求情况、就业创业和政策服务的办理流程，酌情打分
3|办公服务设备|电脑、打印机、高拍仪（多合一）、电话、桌椅等|设备够日常工作使用；办一体化业务的要通政务外网、配高拍仪，鼓励添置信息交互终端，酌情打分
3|信息发布终端|就业信息发布终端|有就业信息的发布终端，经常发布政策信息的给满分，没有终端不给分
3|人员配备|人员专岗、专职、专管|有公共就业服务的专职岗位和管理人员，乡镇街道至少一名专职，村和社区至少一名主职，做到给满分，没做到不给分
2|人员培训|业务学习及培训|新入职的参加基础知识培训，满两年的参加提升培训，协理员两年内轮训一遍，也外出学习交流，酌情打分
10|任务指标|人力资源数据的动态更新|省里下发的数据一年更新至少两次，电话等信息核查准确率90%以上满分，85%到89%给8分，80%到84%给6分，再低不给分
10|任务指标|就业率|有劳动能力和就业愿望的人就业率：市级乡镇街道90%、县级85%，市级村社区95%、县级90%，没达到的按比例给分，低于县里平均就业率的不给分
10|任务指标|重点群体就业|低收入家庭每户至少一人就业，脱贫人口就业率不比上年低，零就业家庭清零，退役军人、残疾人、未就业毕业生得到帮扶，酌情打分，脱贫劳动力就业率低于县平均的不给分
5|任务指标|转移就业|乡镇街道与3家、村社区与1家以上人力资源服务机构长期协作，一年办两次以上政策宣传或用工对接活动，做到给满分
5|任务指标|创业带动就业|有一两个地方劳务品牌（村社区50人、乡镇街道200人以上），新办市场主体与带动就业达到1：3，返乡留村创业的担保贷款贴息到位，酌情打分
10|任务指标|技能培训|愿意培训的都得到培训，培训内容与需求匹配七成以上，办班或组织参加至少两期，酌情打分
5|任务指标|劳动关系|劳动关系和谐稳定，市级劳动争议调解成功率75%、县级70%以上，做到给满分
5|任务指标|社会保障|户籍适龄人员参加社会保险（算上医疗保险）的比例在98%以上，做到给满分
5|任务指标|劳动者的技能水平|有职业资格证书、专业技术证书或培训合格证的人占总人口3%给3分，4%给4分，5%以上给满分，街道社区按常住、乡镇村按户籍
5|任务指标|创业率|实现创业的人占总人口5%给3分，8%给4分，10%以上给满分，街道社区按常住、乡镇村按户籍
5|任务指标|党建＋就业创业|业务与党建结合，在江西党建云平台上经常推送政策、流程、岗位、培训等信息，酌情打分
1|制度机制|工作方案|县、乡镇街道和创建点都定了创建工作方案的给满分，没有方案不给分
1|管理机制|领导小组|有创建工作领导小组，牵头领导、责任科室、责任人都明确的给满分
3|运行机制|日常运行的工作机制|入户走访、分类帮扶、跟踪回访三项机制都建立的给满分，缺一项扣一分
10|工作特色|工作的特色和亮点|经验做法在全市推广、开现场会或受市委市政府通报表扬给一半，在全省推广或受省委省政府通报表扬给满分
"""


def form_rows(content="{content}（{marks}分）", remark=""):
    """Return the 22 rows as lists of texts: 序号, 类别, 指标, 内容, 标准, 备注; the marks stand where they are asked."""
    rows = []
    for no, line in enumerate(LINES.split("\n")[1:-1], 1):
        marks, title, words, standard = line.split("|")
        category = next(name for name, (first, last) in CATEGORIES.items() if first <= no <= last)
        said = {"content": words, "marks": marks}
        rows.append([str(no), category, title, content.format(**said), standard, remark.format(**said)])
    return rows


def loose(rows, seed=7):
    """Return the rows with spaces, wide spaces and line breaks strewn into every text, and numbers in many forms."""
    dice = random.Random(seed)  # noqa: S311 - only for the same spaces in every run
    numbers = ["{}", "{}.", "第{}项", " {} ", "（{}）", "{}、"]
    wide = str.maketrans("0123456789", "０１２３４５６７８９")

    def strewn(text):
        return "".join(c + dice.choice(["", "", "", "", " ", "　", "\n", "  "]) for c in text)

    done = []
    for i, (number, *texts) in enumerate(rows):
        form = numbers[i % len(numbers)].format(number)
        done.append([form.translate(wide) if i % 4 == 1 else form, *map(strewn, texts)])
    return done


def assert_both_are_told(edition, one, other):
    """Where the numbers of two rows change places, these two are contradictions and all others match."""
    rows = form_rows()
    rows[one - 1][0], rows[other - 1][0] = rows[other - 1][0], rows[one - 1][0]
    found = match_form([[TITLES, *rows]], edition)
    assert [match.no for match in found.contradictions] == [one, other]
    assert (len(found.matches), found.strangers, found.lacking) == (20, [], [])


# ---------------------------------------------------------------- Word
def word_form(path, rows, titles=TITLES, *, merged=True, landscape=True, change=None):
    """Save a form with its categories merged; `change` gets the document before it is saved."""
    document = new_document()
    section = document.sections[0]
    if landscape:
        section.page_width, section.page_height = Cm(29.7), Cm(21)
    document.add_paragraph("附件1")
    add_table(document, [titles, *rows], merged=merged)
    if change:
        change(document)
    document.save(path)
    return path


def add_table(document, rows, *, merged=False):
    """Return a new table of these rows; equal texts below each other in column 2 and 3 become one cell."""
    table = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    columns = {column: table.columns[column].cells for column in ((1, 2) if merged else ())}
    plain = [["".join(text.split()) for text in row] for row in rows]
    for column in columns:
        first = 1
        for i in range(2, len(rows) + 1):
            if i == len(rows) or plain[i][column] != plain[first][column]:
                merge(columns[column][first:i], rows[first][column])
                first = i
    return table


def merge(cells, text):
    """Make one cell of these, which stand below each other, with this text."""
    for cell in cells:
        cell.text = ""
    cells[0].merge(cells[-1]).text = text


def element(name, *children, **attributes):
    """Return a w: element with these children; attributes are w: too."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    made.extend(children)
    return made


def wrap(inner, *outer):
    """Put `inner` where it stands into new elements, from the outermost."""
    for name in reversed(outer):
        around = element(name)
        inner.addprevious(around)
        around.append(inner)
        inner = around
    return inner


def track(cell, old):
    """Let the cell's text be inserted, the text `old` before it deleted, both by somebody."""
    run = cell._tc.find(f".//{qn('w:r')}")
    inserted = wrap(run, "ins")
    text = element("delText")
    text.text = old
    inserted.addprevious(element("del", element("r", text)))


# ---------------------------------------------------------------- Excel
def excel_form(path, rows, *, head=1):
    """Save an .xlsx whose categories are merged; `rows` begin with `head` rows of header."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "附件1"
    for row in rows:
        sheet.append(row)
    for first, last in CATEGORIES.values():
        if last > first and len(rows) >= head + last:
            sheet.merge_cells(start_row=head + first, end_row=head + last, start_column=2, end_column=2)
    book.save(path)
    return path


def old_form(path, rows, titles=TITLES):
    """Save an .xls whose numbers are numbers."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("附件1")
    for r, row in enumerate([titles, *rows]):
        for c, text in enumerate(row):
            sheet.write(r, c, int(text) if text.isdigit() else text)
    book.save(str(path))
    return path
