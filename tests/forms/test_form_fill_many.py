"""One form for many people, bindings written once and kept when the form is revised."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import openpyxl
from docx import Document

from hqe_docs.paper.package import write_package
from tests.forms.drawn import p, word_parts, word_table
from tests.forms.test_form_fill import opened
from tests.program import hqe

FORM = "姓名| |性别|□男 □女\n身份证号| |出生日期|    年  月  日"
PEOPLE = [
    ("姓名", "性别", "公民身份号码", "出生日期", "备注"),
    ("张三", "男", "360999199001010013", "1990-01-01", ""),
    ("李四", "未说", "360999199001020029", "1990-01-02", ""),
    ("王五", "女", "360999199001030045", "1990-01-03", ""),
]


def form_at(path, drawing, *more):
    path.write_bytes(opened(word_parts("".join(more) + word_table(drawing))).getvalue())
    return path


def book_at(path, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def cells(path):
    return [cell.text for row in Document(path).tables[0].rows for cell in row.cells]


def test_a_file_for_each_person_of_a_workbook_a_bad_one_stops_none(tmp_path):
    form, book = form_at(tmp_path / "表.docx", FORM), book_at(tmp_path / "人.xlsx", PEOPLE)
    done = hqe(
        "form", "fill", form, "--data", book, "--each", "-o", tmp_path / "出/{{ 姓名 }}.docx", "--json"
    )
    said = json.loads(done.stdout)
    assert sorted(path.name for path in (tmp_path / "出").iterdir()) == ["张三.docx", "王五.docx"]
    assert [problem["code"] for problem in said["problems"]] == ["R146", "F203"]
    assert done.exit_code == 1
    assert cells(tmp_path / "出/王五.docx")[1::2] == ["王五", "□男 ☑女", "360999199001030045", "1990年1月3日"]


def test_the_form_is_never_written_over(tmp_path):
    form = form_at(tmp_path / "表.docx", FORM)
    before = form.read_bytes()
    (tmp_path / "a.json").write_text('{"姓名": "张三"}', "utf-8")
    done = hqe("form", "fill", form, "--data", tmp_path / "a.json", "-o", form, "--overwrite")
    assert done.exit_code == 2
    assert form.read_bytes() == before


def test_a_binding_says_what_goes_where_and_leaves_open_what_it_can_not_know(tmp_path):
    form = form_at(tmp_path / "表.docx", "姓名| |微信号| \n电话| | | ")
    (tmp_path / "a.json").write_text('{"姓名": "张三", "手机号码": "1", "联系电话": "2"}', "utf-8")
    done = hqe("form", "bind", form, "--data", tmp_path / "a.json", "-o", tmp_path / "b.yaml", "--json")
    assert [problem["code"] for problem in json.loads(done.stdout)["problems"]] == ["F253", "F254"]
    text = (tmp_path / "b.yaml").read_text("utf-8")
    assert "- 标签: 姓名\n  位置: 表1 行1 列2\n  填: 姓名\n" in text
    assert "候选: [手机号码, 联系电话]" in text


def test_what_a_person_has_bound_is_filled_and_kept_when_the_form_moves(tmp_path):
    form = form_at(tmp_path / "表.docx", "户名| \n住处| ")
    data, bound = tmp_path / "a.json", tmp_path / "b.yaml"
    data.write_text('{"姓名": "张三", "地址": "洪江镇"}', "utf-8")
    hqe("form", "bind", form, "--data", data, "-o", bound)
    text = bound.read_text("utf-8").replace("行1 列2\n  填:", "行1 列2\n  填: 姓名", 1)
    bound.write_text(text, "utf-8")
    hqe("form", "fill", form, "--data", data, "--map", bound, "-o", tmp_path / "c.docx")
    assert cells(tmp_path / "c.docx")[:2] == ["户名", "张三"]
    form_at(form, "编号| \n户名| ", p("说明"))
    told = hqe("form", "fill", form, "--data", data, "--map", bound, "-o", tmp_path / "d.docx", "--json")
    assert "F251" in [problem["code"] for problem in json.loads(told.stdout)["problems"]]
    again = hqe("form", "bind", form, "--data", data, "-o", bound, "--json")
    codes = [problem["code"] for problem in json.loads(again.stdout)["problems"]]
    assert {"F252", "F255", "F256"} <= set(codes)
    assert "- 标签: 户名\n  位置: 表1 行2 列2\n  填: 姓名\n" in bound.read_text("utf-8")


def test_a_file_that_is_no_binding_is_never_written_over(tmp_path):
    form, other = form_at(tmp_path / "表.docx", FORM), tmp_path / "b.yaml"
    other.write_text("甲: 乙\n", "utf-8")
    done = hqe("form", "bind", form, "--kind", "劳动力资源台账", "-o", other)
    assert done.exit_code == 1
    assert other.read_text("utf-8") == "甲: 乙\n"


def test_a_kind_of_ledger_gives_the_names(tmp_path):
    form = form_at(tmp_path / "表.docx", FORM)
    done = hqe("form", "bind", form, "--kind", "劳动力资源台账", "-o", tmp_path / "b.yaml")
    text = (tmp_path / "b.yaml").read_text("utf-8")
    assert done.exit_code == 0
    assert "- 标签: 身份证号\n  位置: 表1 行2 列2\n  填: 公民身份号码\n" in text


def package(path: Path, kind: str, **more: bytes) -> Path:
    """Write a form whose main part is of this kind, with further binary parts."""
    parts = word_parts(word_table("姓名||电话|"))
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(DOCUMENT.encode(), kind.encode())
    assert write_package(path, {**parts, **{f"word/{name}.bin": data for name, data in more.items()}}) == []
    return path


DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def test_a_form_from_a_template_becomes_a_document(tmp_path):
    form = package(tmp_path / "表.docx", DOCUMENT.replace("document.main", "template.main"))
    (tmp_path / "d.yaml").write_text("姓名: 张三", "utf-8")
    hqe("form", "fill", form, "--data", tmp_path / "d.yaml", "-o", tmp_path / "出.docx")
    made = zipfile.ZipFile(tmp_path / "出.docx")
    assert DOCUMENT.encode() in made.read("[Content_Types].xml")
    assert "张三".encode() in made.read("word/document.xml")


def test_a_form_with_macros_is_not_filled(tmp_path):
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    form = package(tmp_path / "表.docm", kind, vbaProject=b"\xd0\xcf")
    (tmp_path / "d.yaml").write_text("姓名: 张三", "utf-8")
    done = hqe("form", "fill", form, "--data", tmp_path / "d.yaml", "-o", tmp_path / "出.docx", "--json")
    assert (done.exit_code, [it["code"] for it in json.loads(done.stdout)["problems"]]) == (1, ["R162"])
    assert not (tmp_path / "出.docx").exists()
