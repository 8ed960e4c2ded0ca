"""`hqe preview`: finding a program, what fonts became, characters that fonts lack."""

import base64
import json
import os
import stat
import sys
from pathlib import Path

import openpyxl
import pytest
from docx.oxml.ns import qn
from openpyxl.styles import Font

from hqe_docs.library import Library
from hqe_docs.paper.package import read_package
from hqe_docs.paper.preview.automation import automation_command
from hqe_docs.paper.preview.fontlist import read_font_list
from hqe_docs.paper.preview.fontuse import font_uses
from hqe_docs.paper.preview.pdfpages import Glyph
from hqe_docs.paper.preview.pieces import Piece, pieces_of
from hqe_docs.paper.preview.previewing import documents_in
from hqe_docs.paper.preview.renderers import Renderer, find_renderer
from hqe_docs.paper.preview.rendering import render
from tests.program import hqe
from tools.blankword import new_document

FONTS = read_font_list(Library.over_shipped())


def letter(path, *texts, font="仿宋_GB2312"):
    document = new_document()
    for text in texts:
        run = document.add_paragraph().add_run(text)
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    document.save(path)
    return path


def drawn(text, font, width=1000):
    return [Glyph(char, font, width) for char in text]


def script(path, body):
    path.write_text(f"#!{sys.executable}\n{body}", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


# ---------------------------------------------------------------- programs
def test_the_program_of_ones_choice_comes_first(tmp_path):
    own = script(tmp_path / "mine", "")
    assert find_renderer({"HQE_OFFICE": own, "PATH": os.environ["PATH"]}).program == own


def test_a_choice_that_does_not_exist_is_no_program():
    assert find_renderer({"HQE_OFFICE": "没有这个程序", "PATH": os.environ["PATH"]}) is None


def test_windows_programs_are_told_the_file_the_pdf_and_no_macros(tmp_path):
    word = Renderer("WPS", "automation", "KWps.Application", "Ket.Application")
    command = automation_command(word, [Path("a'b.docx"), Path("1.xlsx"), Path("2.xlsx")], Path("out"))
    text = base64.b64decode(command[-1]).decode("utf-16-le")
    assert "Use-App 'KWps.Application' @(,@('a''b.docx', '" in text
    assert f"'Ket.Application' @(@('1.xlsx', '{Path('out/1.pdf')}'), @('2.xlsx', " in text
    assert "AutomationSecurity = 3" in text


MAKER = """
import shutil, sys, time
from pathlib import Path
out = Path(sys.argv[sys.argv.index("--outdir") + 1])
for name in sys.argv[sys.argv.index("--outdir") + 2:]:
    text = Path(name).read_text()
    if text == "hang":
        time.sleep(60)
    if text == "crash":
        sys.exit(9)
    (out / (Path(name).stem + ".pdf")).write_text("pdf of " + text)
"""


@pytest.mark.skipif(os.name != "posix", reason="the stand-in program is a script that only POSIX starts")
def test_a_document_that_crashes_or_hangs_the_program_costs_no_other(tmp_path, monkeypatch):
    monkeypatch.setattr("hqe_docs.paper.preview.rendering.START", 0.5)
    files = [tmp_path / f"{name}.docx" for name in ("好", "hang", "crash", "佳")]
    for path, text in zip(files, ("a", "hang", "crash", "b"), strict=True):
        path.write_text(text)
    maker = Renderer("LibreOffice", "libreoffice", script(tmp_path / "maker", MAKER))
    got = render(files, tmp_path / "work", maker, limit=0.5, jobs=2)
    assert {path.stem: pdf.read_text() for path, pdf in got.made.items()} == {
        "好": "pdf of a",
        "佳": "pdf of b",
    }
    assert ([path.stem for path in got.late], [path.stem for path in got.failed]) == (["hang"], ["crash"])


# ---------------------------------------------------------------- what fonts became
def test_each_named_font_shows_which_font_drew_it_and_which_characters_came_from_elsewhere():
    pieces = [Piece("洪江镇人民政府", "黑体"), Piece("组长 袁喆", "仿宋_GB2312")]
    glyphs = drawn("洪江镇人民政府", "SimHei") + drawn("—1—", "Times") + drawn("组长袁", "SongX-Light", 920)
    head, body = font_uses(pieces, [*glyphs, *drawn("喆", "Other")])
    assert head.as_json(FONTS) == {
        "named": "黑体",
        "used": "SimHei",
        "installed": True,
        "count": 7,
        "width": "1.000",
        "others": {},
    }
    assert not FONTS.is_drawn("仿宋_GB2312", body.main)
    assert (body.strangers, body.is_full) == ({"喆": "Other"}, False)


def test_a_page_foot_inside_a_paragraph_does_not_hide_it():
    text = "各村民委员会要认真组织入户调查"
    glyphs = drawn(text[:7], "A") + drawn("—2—", "A") + drawn(text[7:], "A")
    [use] = font_uses([Piece(text, "宋体")], glyphs)
    assert sum(use.drawn.values()) >= len(text) - 4


def test_bold_and_regular_are_one_family():
    [use] = font_uses(
        [Piece("标题正文正文", "宋体")], drawn("标题", "Noto-Bold") + drawn("正文正文", "Noto-Regular")
    )
    assert use.strangers == {}


def test_gb2312_fonts_lack_rare_characters_and_others_hold_them():
    assert [FONTS.lacks(font, "喆") for font in ("仿宋_GB2312", "仿宋", "没听说过")] == [True, False, False]


def test_an_offices_own_list_adds_a_font(tmp_path):
    own = tmp_path / "templates" / "layout"
    own.mkdir(parents=True)
    (own / "字体名录.yaml").write_text("府办仿宋: {别名: [FBFS], 字库: gb2312}\n", encoding="utf-8")
    fonts = read_font_list(Library.over_shipped([tmp_path]))
    assert fonts.is_drawn("府办仿宋", "FBFS-Regular") and fonts.lacks("府办仿宋", "堃")
    assert fonts.lacks("仿宋_GB2312", "堃")


# ---------------------------------------------------------------- texts with the fonts they name
def test_a_word_document_gives_its_texts_with_font_and_place(tmp_path):
    path = letter(tmp_path / "文.docx", "甲", "乙")
    pieces = pieces_of(read_package(path), path.name)
    assert [(p.text, p.font, p.where.paragraph) for p in pieces] == [
        ("甲", "仿宋_GB2312", 0),
        ("乙", "仿宋_GB2312", 1),
    ]


def test_a_workbook_gives_its_cells_with_font_and_place(tmp_path):
    book = openpyxl.Workbook()
    book.active["B3"] = "张喆"
    book.active["B3"].font = Font(name="楷体_GB2312")
    book.save(tmp_path / "表.xlsx")
    [piece] = pieces_of(read_package(tmp_path / "表.xlsx"), "表.xlsx")
    assert (piece.text, piece.font, piece.where.cell) == ("张喆", "楷体_GB2312", "B3")


# ---------------------------------------------------------------- the command
def test_rare_characters_are_told_even_where_nothing_can_render(tmp_path, monkeypatch):
    monkeypatch.setenv("HQE_OFFICE", "没有这个程序")
    path = letter(tmp_path / "名单.docx", "组长袁梅", "成员张喆")
    run = hqe("preview", path, "-o", tmp_path / "预览", "--json")
    assert run.exit_code == 1
    problems = json.loads(run.stdout)["problems"]
    assert [(item["code"], item["where"].get("paragraph")) for item in problems] == [
        ("G514", 1),
        ("G501", None),
    ]
    assert "喆" in problems[0]["message"]


def test_files_that_are_no_documents_are_each_told(tmp_path, monkeypatch):
    monkeypatch.setenv("HQE_OFFICE", "没有这个程序")
    (tmp_path / "坏.docx").write_text("不是 Word")
    (tmp_path / "旧.doc").write_text("旧")
    run = hqe("preview", tmp_path / "坏.docx", tmp_path / "旧.doc", "-o", tmp_path / "预览", "--json")
    codes = {item["where"].get("file"): item["code"] for item in json.loads(run.stdout)["problems"]}
    assert codes == {"坏.docx": "G503", "旧.doc": "G504"}


# ---------------------------------------------------------------- which files, under which names
def test_files_of_one_name_in_two_folders_keep_apart(tmp_path):
    for name in ("甲", "乙"):
        (tmp_path / "来文" / name).mkdir(parents=True)
        letter(tmp_path / "来文" / name / "通知.docx", "正文")
    (tmp_path / "来文" / "甲" / "~$通知.docx").write_text("锁")
    assert sorted(documents_in([tmp_path / "来文"]).values()) == ["乙/通知.docx", "甲/通知.docx"]
    loose = [tmp_path / "来文" / name / "通知.docx" for name in ("甲", "乙")]
    assert list(documents_in(loose).values()) == ["通知.docx", "乙/通知.docx"]


def test_a_folder_without_documents_is_said_to_be_one(tmp_path):
    run = hqe("preview", tmp_path)
    assert (run.exit_code, "没有可预览的文件" in run.output) == (0, True)
