"""The main job: one dossier in, the file set out, the same number for the same thing everywhere."""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path

import docx
import openpyxl
import pytest
import yaml
from python_calamine import CalamineWorkbook

from hqe_docs.office.building.build import build
from hqe_docs.office.papers.linting import lint_files
from hqe_docs.office.workspace import open_dossiers
from tests.example_books import said_in
from tests.examples import a_few
from tests.villages import id_number, person, village
from tools.blankword import new_document

EXAMPLE = Path(__file__).parents[1] / "ledgers" / "hongjiang-2023"
VILLAGE = {
    "工作方案.docx",
    "任务书.docx",
    "成立领导小组的通知.docx",
    "劳动力资源台账.xlsx",
    "自评表.docx",
    "自评表.xlsx",
    "指标数据汇总表.xlsx",
    "佐证材料目录.xlsx",
    "差距分析与整改清单.xlsx",
    "差距分析与整改清单.docx",
    "问题台账.xlsx",
    "申报表.docx",
    "申请拨付资金的请示.docx",
    "资金台账.xlsx",
    "公示.docx",
    "服务窗口与设备清单.docx",
    "人员配备表.docx",
    "政务公开事项清单.docx",
}
AROUND_THE_SCORE = (
    "指标数据汇总表",
    "佐证材料目录",
    "差距分析与整改清单",
    "整改清单",
    "自评报告",
    "三项机制",
    "周报",
)
REPORTS = ("任务分解表", "三项机制", "印发通知", "周报", "中期评估报告", "整改清单", "工作总结", "自评报告")
ALWAYS = ("申报表", "公示", "政务公开事项清单", "工作日程表", "督查记录")
TOWN = {
    "工作方案.docx",
    "任务书.docx",
    "成立领导小组的通知.docx",
    "劳动力资源台账.xlsx",
    "自评汇总表.xlsx",
    "周报汇总.xlsx",
    "问题台账.xlsx",
    "申请拨付资金的请示.docx",
    "资金台账.xlsx",
    "公示.docx",
    "创建点清单.docx",
    "服务窗口与设备清单.docx",
    "人员配备表.docx",
    "政务公开事项清单.docx",
}


PIECES = docx.oxml.ns.qn("w:t"), docx.oxml.ns.qn("w:br")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    out = tmp_path_factory.mktemp("输出")
    found, results = build([EXAMPLE], out=out)
    assert [item.code for item in found] == ["P206"] * 3  # mid-term reports, signed before their figures
    return {result.path.name: result.path for result in results}


@cache
def text_of(path: Path) -> str:
    if path.suffix == ".docx":
        return "\n".join(word_lines(docx.Document(str(path)))).strip()
    book = CalamineWorkbook.from_path(str(path))
    rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    return "\n".join(str(cell) for row in rows for cell in row)


def word_lines(document):
    """Yield the text of every paragraph: body, tables, headers, footers, text boxes."""
    roots = [document.element.body]
    for section in document.sections:
        roots += [part._element for part in (section.footer, section.even_page_footer, section.header)]
    for root in roots:
        for paragraph in root.iter(docx.oxml.ns.qn("w:p")):
            # python-docx's own text asks an XPath of each run, which takes ten times as long
            yield "".join(part.text or "\n" for part in paragraph.iter(*PIECES))


@pytest.mark.slow
def test_the_example_gives_each_village_its_papers_and_the_township_its_own(built):
    names = set(built)
    reports = {f"{paper}.docx" for paper in (*REPORTS, "工作日程表", "督查记录")}
    assert names == {f"{place}-{paper}" for place in ("梅州村", "洪江村") for paper in VILLAGE | reports} | {
        f"洪江镇-{paper}" for paper in TOWN | reports
    }


@pytest.mark.slow
@pytest.mark.parametrize("place", ["洪江镇", pytest.param("村", marks=pytest.mark.slow)])
def test_no_paper_of_the_example_has_a_fault_of_layout(built, place):
    linted = lint_files([path for path in built.values() if path.suffix == ".docx" and place in path.name])
    assert linted
    assert [item for one in linted for item in one.problems] == []


@pytest.mark.slow
def test_no_paper_holds_a_leftover_tag_or_a_word_of_the_machine(built):
    for path in built.values():
        text = text_of(path)
        assert not re.search(r"\{\{|\}\}|\{%|%\}|None|undefined|nan|Undefined", text), path.name
        assert "无法计算" not in text or "汇总" in path.name or "洪江镇" in path.name, path.name


@pytest.mark.slow
def test_the_same_number_stands_for_the_same_thing_everywhere(built, example):
    for village_ in example.below:
        name, rate, total = village_.sound.name, village_.figures["就业率"], village_.sheet.total
        assert rate.text in text_of(built[f"{name}-工作方案.docx"])
        for sheet in (f"{name}-自评表.docx", f"{name}-自评表.xlsx"):
            text = text_of(built[sheet])
            assert f"{rate.numerator} ÷ {rate.denominator} = {rate.text}" in text
            assert f"{float(total):g}" in text
        assert f"{float(total):g}" in text_of(built["洪江镇-自评汇总表.xlsx"])
        rows = village_.ledgers["劳动力资源台账"].frame.height
        assert len(persons(built[f"{name}-劳动力资源台账.xlsx"])) == rows
    everyone = sum(below.ledgers["劳动力资源台账"].frame.height for below in example.below)
    assert len(persons(built["洪江镇-劳动力资源台账.xlsx"])) == everyone


def persons(path):
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    return [row for row in rows if any(re.fullmatch(r"\d{17}[\dX]", str(value)) for value in row)]


@pytest.mark.slow
def test_identity_numbers_are_text_cells(built):
    book = openpyxl.load_workbook(built["梅州村-劳动力资源台账.xlsx"], read_only=True)
    cells = [cell for row in book.worksheets[0].iter_rows(min_row=4, max_row=30) for cell in row]
    book.close()
    numbers = [cell for cell in cells if re.fullmatch(r"\d{17}[\dX]", str(cell.value))]
    assert len(numbers) > 20
    assert all(isinstance(cell.value, str) and cell.number_format == "@" for cell in numbers)


@pytest.mark.slow
def test_a_built_ledger_read_back_gives_the_same_figures(built, example, tmp_path):
    shutil.copytree(EXAMPLE / "梅州村", tmp_path / "梅州村")
    shutil.copy(built["梅州村-劳动力资源台账.xlsx"], tmp_path / "梅州村" / "劳动力资源台账.xlsx")
    (again,) = open_dossiers([tmp_path / "梅州村"])
    assert list(again.ledger_problems) == []
    first = example.below[0].figures
    assert {name: figure.text for name, figure in again.figures.items()} == {
        name: figure.text for name, figure in first.items()
    }


@pytest.mark.slow
def test_the_same_input_gives_the_same_bytes(tmp_path):
    folder = town(tmp_path / "镇", "[甲]", ["甲"])
    once, again = (build([folder], out=tmp_path / name)[1] for name in ("先", "后"))
    assert {result.path.suffix for result in once if result.path} == {".docx", ".xlsx"}
    for first, second in zip(once, again, strict=True):
        assert first.document == second.document and (first.path is None) == (second.path is None)
        assert first.path is None or first.path.read_bytes() == second.path.read_bytes(), first.path.name


# ---------------------------------------------------------------- whatever people type
NASTY = "<b>粗</b> & \"引\" '号' {{ 创建点 }} {% if %} 第一行\n第二行 喆堃㛃𠮷 =1+1"


def nasty_dossier():
    """The example's dossier with a marked nasty text in every free text; and mark → where it stands."""
    data = said_in(EXAMPLE / "梅州村")
    marks: dict[str, str] = {}

    def mark(value, path):
        if isinstance(value, dict):
            return {name: mark(item, (*path, str(name))) for name, item in value.items()}
        if isinstance(value, list):
            return [mark(item, path) for item in value]
        if isinstance(value, str) and path[-1] in FREE_TEXT:
            marks[str(len(marks))] = ".".join(path)
            return f"〖{len(marks) - 1}〗{NASTY}"
        return value

    for part in ("发文", "依据", "领导小组", "阶段", "任务", "自评", "资金"):
        data[part] = mark(data[part], (part,))
    data["创建点"]["名称"] = f"〖村〗{NASTY}"
    return data, marks


FREE_TEXT = {
    "机关",
    "主送",
    "抄送",
    "印发机关",
    "标题",
    "姓名",
    "职务",
    "设在",
    "主任",
    "名称",
    "工作",
    "任务",
    "措施",
}
FREE_TEXT |= {"责任单位", "责任人", "配合单位", "成果", "说明", "依据", "成员"}


# what may be the organ that issues a paper
ORGANS = ("村", "发文.机关")
# what no paper of this round prints
UNPRINTED: set[str] = set()


@pytest.mark.slow
def test_whatever_is_typed_comes_out_as_typed_in_every_paper(tmp_path):
    data, marks = nasty_dossier()
    data["任务"][0]["成果"] += "长" * 500
    folder = tmp_path / "甲"
    rows = [person(0, 单位名称=f"〖单位〗{NASTY}", 就业地址="长" * 500), person(1, 姓名="欧阳·喆堃㛃𠮷")]
    village(folder, rows)
    (folder / "dossier.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    found, results = build([folder], out=tmp_path / "出")
    assert [item for item in found if item.severity == "error"] == []
    seen: dict[str, set[str]] = {}
    for result in results:
        text = text_of(result.path)
        for place in re.finditer(r"〖(\w+)〗", text):
            seen.setdefault(place[1], set()).add(result.document)
            after = text[place.end() : place.end() + len(NASTY)]
            if (
                marks.get(place[1], place[1]) in ORGANS and after != NASTY
            ):  # a long organ is broken anew in the mark and the signature
                after, wanted = text[place.end() :].replace("\n", ""), NASTY.replace("\n", "")
                assert after.startswith(wanted), f"{result.path.name} 〖{place[1]}〗"
                continue
            assert after == NASTY, f"{result.path.name} 〖{place[1]}〗"
    assert seen["村"] == {result.document for result in results}
    assert seen["单位"] == {"劳动力资源台账"}
    # some texts are for one paper only; whatever the dossier says must come out in at least one
    lost = {where for number, where in marks.items() if number not in seen}
    assert lost == UNPRINTED
    assert "长" * 500 in text_of(results[1].path)
    assert "长" * 500 in text_of(next(r.path for r in results if r.document == "劳动力资源台账"))


# ---------------------------------------------------------------- what stops what
LEAST = """文书: {成立领导小组的通知: {成文日期: 2023-06-20}}
发文: {机关: 甲村村民委员会}
领导小组: {组长: {姓名: 彭喆, 职务: 书记}, 成员: [{姓名: 付梅香, 职务: 委员}], 办公室: {设在: 村委会, 主任: 彭喆}}
"""


def made(results):
    return {result.document for result in results if result.path}


def codes(found):
    return {item.code for item in found}


@pytest.mark.slow
def test_what_is_missing_stops_only_the_papers_that_need_it(tmp_path):
    found, results = build([village(tmp_path / "甲", [person(0)], more=LEAST)])
    assert made(results) == {"成立领导小组的通知", "劳动力资源台账", "自评表", *AROUND_THE_SCORE, *ALWAYS}
    assert {item.where.path for item in found if item.code == "D201"} >= {"任务", "阶段"}
    assert (tmp_path / "甲" / "输出" / "甲-成立领导小组的通知.docx").is_file()


def test_a_wrong_row_stops_the_official_list_and_goes_to_the_problem_list(tmp_path):
    wrong = id_number(1)[:-1] + ("0" if id_number(1)[-1] != "0" else "1")
    folder = village(tmp_path / "甲", [person(0), person(1, 公民身份号码=wrong)], more=LEAST)
    found, results = build([folder], out=tmp_path / "出")
    assert {"L204", "R107"} <= codes(found)
    assert made(results) == {"成立领导小组的通知", "自评表", "问题清单", *AROUND_THE_SCORE, *ALWAYS}
    text = text_of(tmp_path / "出" / "甲-问题清单.xlsx")
    assert "L204" in text
    assert wrong not in text
    assert made(build([folder], out=tmp_path / "严", strict=True)[1]) == set()
    drafts = [
        result.path.name for result in build([folder], out=tmp_path / "稿", draft=True)[1] if result.path
    ]
    assert "甲-劳动力资源台账（草稿）.xlsx" in drafts


def test_an_unreadable_ledger_stops_that_dossier_and_no_other(tmp_path):
    bad = village(tmp_path / "甲", [], more=LEAST)
    (bad / "劳动力资源台账.xlsx").write_bytes(b"PK\x03\x04")
    good = village(tmp_path / "乙", [person(0)], more=LEAST)
    found, results = build([bad, good], out=tmp_path / "出")
    assert "L101" in codes(found)
    assert {result.document for result in results if result.path and result.dossier == "甲"} == {"问题清单"}
    assert (tmp_path / "出" / "乙" / "乙-劳动力资源台账.xlsx").is_file()


def test_a_damaged_village_stops_what_sums_it_up(tmp_path):
    folder = town(tmp_path / "镇", "[甲, 乙]", ["甲", "乙"], more=LEAST)
    path = folder / "乙" / "dossier.yaml"
    path.write_text(path.read_text("utf-8").replace("级别: 市级", "级别: 省级"), "utf-8")
    found, results = build([folder], out=tmp_path / "出")
    assert {"D110", "R106"} <= codes(found)
    by_town = {result.document: result.path for result in results if result.dossier == "镇"}
    assert by_town["自评汇总表"] is None
    assert by_town["成立领导小组的通知"] is not None
    whole = {result.document for result in results if result.dossier == "甲" and result.path}
    assert whole == {"成立领导小组的通知", "劳动力资源台账", "自评表", *AROUND_THE_SCORE, *ALWAYS}


def test_a_paper_that_does_not_exist_gets_a_suggestion(tmp_path):
    found, results = build([village(tmp_path / "甲", [person(0)])], documents=["任务术"], out=tmp_path / "出")
    assert [(item.code, item.hint) for item in found if item.code == "R104"] == [
        ("R104", "您是不是想写“任务书”？")
    ]
    assert results == []


# ---------------------------------------------------------------- an office's own papers
def test_a_new_document_needs_a_template_and_a_catalogue_entry(tmp_path):
    folder = village(tmp_path / "甲村", [person(0)])
    (folder / "templates").mkdir()
    letter = new_document()
    letter.add_paragraph("{{ 文书.题名 }}")
    letter.add_paragraph("{{ 创建点.名称 }}就业率{{ 数据.就业率.显示 }}。")
    letter.save(str(folder / "templates" / "慰问信.docx"))
    entry = '文书:\n  慰问信: {题名: ["致{{ 创建点.名称 }}", 全体村民的一封信], 模板: [慰问信.docx]}\n'
    (folder / "templates" / "文书目录.yaml").write_text(entry, "utf-8")
    found, results = build([folder], documents=["慰问信"], out=tmp_path / "出")
    assert list(found) == []
    assert text_of(results[0].path) == "致甲村全体村民的一封信\n甲村就业率100.00%。"


def test_a_workspaces_template_goes_over_the_shipped_one(tmp_path):
    folder = village(tmp_path / "甲村", [person(0)], more=LEAST)
    (folder / "templates").mkdir()
    own = new_document()
    own.add_paragraph("本村自定格式")
    own.save(str(folder / "templates" / "成立领导小组的通知.docx"))
    _, results = build([folder], documents=["成立领导小组的通知"], out=tmp_path / "出")
    assert text_of(results[0].path) == "本村自定格式"


def test_a_template_with_a_wrong_name_writes_nothing_and_says_where(tmp_path):
    folder = village(tmp_path / "甲村", [person(0)], more=LEAST)
    (folder / "templates").mkdir()
    own = new_document()
    own.add_paragraph("{{ 创建点.明称 }}")
    own.save(str(folder / "templates" / "成立领导小组的通知.docx"))
    found, results = build([folder], documents=["成立领导小组的通知"], out=tmp_path / "出")
    assert results[0].path is None
    (item,) = [item for item in found if item.code.startswith("T")]
    assert "名称" in item.message + item.hint
    assert item.where.paragraph == 0
    assert not list((tmp_path / "出").glob("*.docx"))


# ---------------------------------------------------------------- what must not happen
@pytest.mark.slow
def test_strict_stops_everything_before_the_first_file(tmp_path):
    good = village(tmp_path / "乙", [person(0)], more=LEAST)
    bad = village(tmp_path / "甲", [person(0, 是否户籍="")], more=LEAST)
    found, results = build([good, bad], out=tmp_path / "出", strict=True)
    assert "L201" in codes(found)
    assert made(results) == set()
    assert not (tmp_path / "出").exists()


def test_a_draft_is_made_even_of_a_dossier_that_does_not_fit(tmp_path):
    folder = village(tmp_path / "甲", [person(0)], more=LEAST + "阶段: [{名称: 启动, 止: 2023-02-30}]\n")
    assert made(build([folder], out=tmp_path / "出")[1]) == set()
    found, results = build([folder], out=tmp_path / "稿", draft=True)
    assert "D107" in codes(found)
    assert "成立领导小组的通知" in made(results)


def test_two_dossiers_of_one_name_do_not_overwrite_each_other(tmp_path):
    folders = [village(tmp_path / place / "甲", [person(0)], more=LEAST) for place in ("东", "西")]
    found, results = build(folders, documents=["成立领导小组的通知"], out=tmp_path / "出")
    assert [item.code for item in found] == ["R111"]
    assert [result.path is None for result in results] == [False, True]


def test_two_templates_of_one_document_give_two_files(tmp_path):
    folder = village(tmp_path / "甲", [person(0)])
    (folder / "templates").mkdir()
    for name in ("信一", "信二"):
        letter = new_document()
        letter.add_paragraph(name)
        letter.save(str(folder / "templates" / f"{name}.docx"))
    (folder / "templates" / "文书目录.yaml").write_text(
        "文书: {信: {模板: [信一.docx, 信二.docx]}}\n", "utf-8"
    )
    _, results = build([folder], documents=["信"], out=tmp_path / "出")
    assert {text_of(result.path) for result in results} == {"信一", "信二"}


@pytest.mark.parametrize("name", ["../逃", "乙/../../逃", "C:逃"])
def test_a_document_s_name_never_leads_out_of_the_folder(tmp_path, name):
    folder = village(tmp_path / "甲", [person(0)])
    (folder / "templates").mkdir()
    new_document().save(str(folder / "templates" / "信.docx"))
    (folder / "templates" / "文书目录.yaml").write_text(f"文书: {{'{name}': {{模板: [信.docx]}}}}\n", "utf-8")
    _, results = build([folder], documents=[name], out=tmp_path / "出")
    assert results[0].path.parent == tmp_path / "出"


def test_a_template_outside_the_library_is_not_found(tmp_path):
    folder = village(tmp_path / "甲", [person(0)])
    (folder / "templates").mkdir()
    new_document().save(str(tmp_path / "外.docx"))
    (folder / "templates" / "文书目录.yaml").write_text("文书: {信: {模板: [../../外.docx]}}\n", "utf-8")
    found, results = build([folder], documents=["信"], out=tmp_path / "出")
    assert [item.code for item in found] == ["R108"]
    assert results[0].path is None


def test_a_paper_asked_of_the_wrong_role_is_a_problem(tmp_path):
    found, results = build(
        [village(tmp_path / "甲", [person(0)])], documents=["自评汇总表"], out=tmp_path / "出"
    )
    assert [item.code for item in found] == ["R110"]
    assert results == []


TOWN_OF = "创建点: {{名称: 镇, 类型: 乡镇, 级别: 市级, 角色: 实施单位, 年度: 2023, 基准日: 2023-10-31}}\n下辖: {below}\n"


def town(folder, below, villages, *, more=""):
    folder.mkdir()
    (folder / "dossier.yaml").write_text(TOWN_OF.format(below=below) + more, "utf-8")
    for name in villages:
        village(folder / name, [person(0)], more=LEAST)
    return folder


@pytest.mark.parametrize(
    ("below", "code"),
    a_few([("[甲, ./甲]", "D128"), ("[甲, 甲]", "D128"), ("[甲, ../外]", "D129")], rows=True),
)
def test_nobody_is_counted_twice_and_nothing_outside_is_read(tmp_path, below, code):
    village(tmp_path / "外", [person(0)])
    found, results = build([town(tmp_path / "镇", below, ["甲"])], out=tmp_path / "出")
    assert code in codes(found)
    assert not [result for result in results if result.dossier == "镇" and result.path]


def test_a_link_that_leads_outside_is_refused(tmp_path):
    folder = town(tmp_path / "镇", "[甲]", [])
    (folder / "甲").symlink_to(village(tmp_path / "外", [person(0)]), target_is_directory=True)
    assert "D129" in codes(build([folder], out=tmp_path / "出")[0])


def test_a_township_s_own_ledger_does_not_replace_its_villages(tmp_path):
    folder = town(tmp_path / "镇", "[甲, 乙]", ["甲", "乙"])
    shutil.copy(folder / "甲" / "劳动力资源台账.csv", folder)
    found, results = build([folder], documents=["劳动力资源台账"], out=tmp_path / "出")
    assert "L111" in codes(found)
    merged = next(result.path for result in results if result.dossier == "镇")
    assert len(persons(merged)) == 2


@pytest.mark.slow
def test_a_district_speaks_of_the_points_at_the_bottom(tmp_path):
    (tmp_path / "区").mkdir()
    text = "创建点: {名称: 区, 类型: 县区, 级别: 市级, 角色: 主管部门, 年度: 2023}\n下辖: [镇]\n"
    (tmp_path / "区" / "dossier.yaml").write_text(text + LEAST, "utf-8")
    town(tmp_path / "区" / "镇", "[甲, 乙]", ["甲", "乙"])
    _, results = build([tmp_path / "区"], documents=["成立领导小组的通知"], out=tmp_path / "出")
    notice = next(result.path for result in results if result.dossier == "区")
    assert "高质量就业村创建" in text_of(notice).replace("\n", "")
    _, results = build([tmp_path / "区"], documents=["自评汇总表"], out=tmp_path / "出")
    assert {result.dossier for result in results if result.path} == {"区", "镇"}
