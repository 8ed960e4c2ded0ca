"""hqe privacy: planted numbers are found wherever they stand, other numbers are not taken for one."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from pypdf import PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

from hqe_docs.masking import without_personal
from hqe_docs.office.privacy.numbers import numbers_in
from hqe_docs.office.privacy.scanning import scan
from tests.examples import a_few
from tests.program import hqe
from tests.villages import id_number

PHONE, OLD = "13800138000", "360999900101001"


def luhn(digits: str) -> str:
    """Return a card number: the digits and the check digit after them."""
    return next(f"{digits}{last}" for last in range(10) if numbers_in(f"{digits}{last}"))


CARD = luhn("622202123456789012")


# ---------------------------------------------------------------- numbers
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (id_number(1), "身份证号"),
        (" ".join(id_number(1)), "身份证号"),
        (f"{id_number(1)[:6]} {id_number(1)[6:14]} {id_number(1)[14:]}", "身份证号"),
        (f"{id_number(1)[:6]}\u3000{id_number(1)[6:14]}\u200b{id_number(1)[14:]}", "身份证号"),
        (id_number(1).translate({48 + n: 0xFF10 + n for n in range(10)}), "身份证号"),
        (f"ID{id_number(1)}号", "身份证号"),
        (f"12 {id_number(1)}", "身份证号"),
        (OLD, "旧身份证号"),
        (PHONE, "手机号"),
        ("电话：138-0013-8000", "手机号"),
        ("+86 138 0013 8000", "手机号"),
        ("１３８００１３８０００", "手机号"),
        (CARD, "银行卡号"),
        (f"{CARD[:4]} {CARD[4:8]} {CARD[8:12]} {CARD[12:16]} {CARD[16:]}", "银行卡号"),
        ("0795-7771234", "固定电话"),
        ("(0795) 7771234", "固定电话"),
    ],
)
def test_a_number_is_known_however_it_is_typed(text, kind):
    assert [number.kind for number in numbers_in(text)] == [kind]
    assert text not in [number.sample for number in numbers_in(text)]


@pytest.mark.parametrize(
    "text",
    [
        id_number(1)[:17] + ("1" if id_number(1)[17] != "1" else "2"),  # a wrong check digit
        "360999199902301234",  # no such day
        "91360999MA35XXXX1X",  # a unified social credit code
        "0.8333333333333334",
        "2023-10-31 2023-11-02",
        "2.36099919900101E-05",
        "{A1380013-8000-4A00-8000-138001380001}",
        "360999********3010",
        "138****8000",
        "监督电话：0795-7771234",
        "洪府字〔2023〕12号 20231031",
        "6222021234567890123",  # no check digit
    ],
)
def test_other_numbers_are_not_taken_for_one(text):
    assert numbers_in(text) == []


@given(
    st.sampled_from(["", " ", "-", "\u3000", " - "]),
    st.integers(0, 500),
    st.sampled_from(["甲", "号：", "\n"]),
)
def test_what_is_found_is_hidden_in_a_public_text(apart, number, beside):
    digits = id_number(number)
    text = f"{beside}{digits[:6]}{apart}{digits[6:14]}{apart}{digits[14:]}{beside}{PHONE}"
    assert len(numbers_in(text)) == 2
    assert numbers_in(without_personal(text)) == []


# ---------------------------------------------------------------- places
def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: dict[str, bytes | str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def book(change) -> bytes:
    """Return a workbook that openpyxl changed."""
    made, stream = openpyxl.Workbook(), io.BytesIO()
    made.active.title = "表"
    made.active["A1"] = "甲"
    change(made)
    made.save(stream)
    return stream.getvalue()


def with_shared_strings(text: str) -> bytes:
    """Return a workbook by XlsxWriter, which names texts by their number."""
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream, {"in_memory": True})
    made.add_worksheet("表").write_string("C3", text)
    made.close()
    return stream.getvalue()


def paper(change=lambda _: None) -> bytes:
    """Return a document that python-docx changed."""
    made, stream = Document(), io.BytesIO()
    made.add_paragraph("甲")
    change(made)
    made.save(stream)
    return stream.getvalue()


def with_parts(content: bytes, **parts: str) -> bytes:
    """Return a package with parts more, named by their paths with / as __ and . as _dot_."""
    named = {name.replace("__", "/").replace("_dot_", "."): text for name, text in parts.items()}
    return zipped({**parts_of(content), **named})


def inside(content: bytes, name: str, old: str, new: str) -> bytes:
    """Return a package with a part changed."""
    parts = parts_of(content)
    text = parts[name].decode()
    assert old in text
    return zipped({**parts, name: text.replace(old, new, 1)})


def pdf(change) -> bytes:
    writer, stream = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    change(writer)
    writer.write(stream)
    return stream.getvalue()


def drawn(text: str):
    """Return what puts a text on the page of a PDF."""

    def change(writer):
        font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
            }
        )
        page, content = writer.pages[0], DecodedStreamObject()
        content.set_data(f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET".encode())
        fonts = DictionaryObject({NameObject("/F1"): font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        page[NameObject("/Contents")] = writer._add_object(content)

    return change


def field(writer):
    widget = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/FT"): NameObject("/Tx"),
            NameObject("/T"): TextStringObject("号码"),
            NameObject("/V"): TextStringObject(ID),
        }
    )
    writer._root_object[NameObject("/AcroForm")] = DictionaryObject(
        {NameObject("/Fields"): writer._add_object(widget)}
    )


ID = id_number(1)
P = "<w:p><w:r><w:t>甲</w:t></w:r></w:p>"
BODY = "word/document.xml"
X = "xl/worksheets/sheet1.xml"


def split_over_cells(made):
    made.active.append([ID[:6], ID[6:14], ID[14:]])


def digits_in_cells(made):
    made.active.append(list(PHONE))


def hidden_sheet(made):
    made.create_sheet("隐").append([ID])
    made["隐"].sheet_state = "veryHidden"


def hidden_row(made):
    made.active["B7"] = PHONE
    made.active.row_dimensions[7].hidden = True


def hidden_column(made):
    made.active["F2"] = ID
    made.active.column_dimensions["F"].hidden = True


def validation(made):
    made.active.add_data_validation(rule := DataValidation("list", formula1=f'"{ID},甲"'))
    rule.add("A1")


def table_row(made):
    row = made.add_table(1, 3).rows[0]
    for cell, text in zip(row.cells, (ID[:6], ID[6:14], ID[14:]), strict=True):
        cell.text = text


def runs(made):
    line = made.add_paragraph()
    for part in (ID[:3], ID[3:9], ID[9:]):
        line.add_run(part).bold = part == ID[3:9]


def core(made):
    made.core_properties.comments = ID


PLACES: dict[str, Callable[[], bytes]] = {
    "单元格.xlsx": lambda: book(lambda it: it.active.append([ID])),
    "数字单元格.xlsx": lambda: book(lambda it: it.active.append([int(PHONE)])),
    "银行卡.xlsx": lambda: book(lambda it: it.active.append([CARD])),
    "共享文字.xlsx": lambda: with_shared_strings(ID),
    "分在几格.xlsx": lambda: book(split_over_cells),
    "一格一位.xlsx": lambda: book(digits_in_cells),
    "公式.xlsx": lambda: book(lambda it: it.active.append([f'="{ID}"&"甲"'])),
    "深度隐藏的表.xlsx": lambda: book(hidden_sheet),
    "隐藏的行.xlsx": lambda: book(hidden_row),
    "隐藏的列.xlsx": lambda: book(hidden_column),
    "批注.xlsx": lambda: book(lambda it: setattr(it.active["A1"], "comment", Comment(ID, "甲"))),
    "线程批注.xlsx": lambda: with_parts(
        book(lambda _: None),
        xl__threadedComments__threadedComment1_dot_xml=f"<ThreadedComments><threadedComment><text>{ID}</text></threadedComment></ThreadedComments>",
    ),
    "属性.xlsx": lambda: book(lambda it: setattr(it.properties, "subject", ID)),
    "页眉.xlsx": lambda: book(lambda it: setattr(it.active.oddHeader.center, "text", f"报表 {PHONE}")),
    "名称.xlsx": lambda: book(lambda it: it.defined_names.add(DefinedName("号", attr_text=f'"{ID}"'))),
    "有效性.xlsx": lambda: book(validation),
    "链接.xlsx": lambda: book(lambda it: setattr(it.active["A1"], "hyperlink", f"tel:{PHONE}")),
    "表名.xlsx": lambda: book(lambda it: it.create_sheet(PHONE)),
    "透视表缓存.xlsx": lambda: with_parts(
        book(lambda _: None),
        xl__pivotCache__pivotCacheRecords1_dot_xml=f'<pivotCacheRecords><r><s v="{ID}"/></r></pivotCacheRecords>',
    ),
    "图表缓存.xlsx": lambda: with_parts(
        book(lambda _: None),
        xl__charts__chart1_dot_xml=f"<c:chart><c:strCache><c:pt><c:v>{ID}</c:v></c:pt></c:strCache></c:chart>",
    ),
    "外部链接缓存.xlsx": lambda: with_parts(
        book(lambda _: None),
        xl__externalLinks__externalLink1_dot_xml=f"<externalLink><cell><v>{ID}</v></cell></externalLink>",
    ),
    "删去的共享文字.xlsx": lambda: inside(
        with_shared_strings("乙"),
        "xl/sharedStrings.xml",
        "</sst>",
        f"<si><t>{ID}</t></si></sst>",
    ),
    "打印设置.xlsx": lambda: with_parts(
        book(lambda _: None),
        xl__printerSettings__printerSettings1_dot_bin="\x01\x02" + "\0".join(PHONE) + "\0\0",
    ),
    "嵌入的工作簿.docx": lambda: zipped(
        {**parts_of(paper()), "word/embeddings/a.xlsx": book(lambda it: it.active.append([ID]))}
    ),
    "段落.docx": lambda: paper(lambda it: it.add_paragraph(f"身份证 {ID}")),
    "几段文字.docx": lambda: paper(runs),
    "表格分格.docx": lambda: paper(table_row),
    "页脚.docx": lambda: paper(lambda it: it.sections[0].footer.add_paragraph(PHONE)),
    "核心属性.docx": lambda: paper(core),
    "自定义属性.docx": lambda: with_parts(
        paper(),
        docProps__custom_dot_xml=f"<Properties><property><vt:lpwstr>{ID}</vt:lpwstr></property></Properties>",
    ),
    "文本框.docx": lambda: inside(
        paper(),
        BODY,
        "<w:p>",
        f"<w:p><w:r><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>{ID}</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></w:r></w:p><w:p>",
    ),
    "修订删去.docx": lambda: inside(
        paper(),
        BODY,
        "<w:p>",
        f'<w:p><w:del w:id="1"><w:r><w:delText>{ID[:9]}</w:delText></w:r><w:r><w:delText>{ID[9:]}</w:delText></w:r></w:del></w:p><w:p>',
    ),
    "修订插入.docx": lambda: inside(
        paper(), BODY, "<w:p>", f'<w:p><w:ins w:id="1"><w:r><w:t>{ID}</w:t></w:r></w:ins></w:p><w:p>'
    ),
    "隐藏文字.docx": lambda: inside(
        paper(), BODY, "<w:p>", f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{ID}</w:t></w:r></w:p><w:p>"
    ),
    "批注.docx": lambda: with_parts(
        paper(),
        word__comments_dot_xml=f"<w:comments><w:comment><w:p><w:r><w:t>{ID}</w:t></w:r></w:p></w:comment></w:comments>",
    ),
    "脚注.docx": lambda: with_parts(
        paper(),
        word__footnotes_dot_xml=f"<w:footnotes><w:p><w:r><w:t>{PHONE}</w:t></w:r></w:p></w:footnotes>",
    ),
    "替代文字.docx": lambda: inside(
        paper(), BODY, "<w:p>", f'<w:p><w:r><wp:docPr id="1" name="图" descr="{ID}"/></w:r></w:p><w:p>'
    ),
    "域代码.docx": lambda: inside(
        paper(), BODY, "<w:p>", f"<w:p><w:r><w:instrText>HYPERLINK {PHONE}</w:instrText></w:r></w:p><w:p>"
    ),
    "自定义XML.docx": lambda: with_parts(paper(), customXml__item1_dot_xml=f"<hqe><值>{ID}</值></hqe>"),
    "网页部件.docx": lambda: zipped({**parts_of(paper()), "word/afchunk.mht": f"X{ID}X".encode("utf-16-le")}),
    "演示.pptx": lambda: zipped(
        {
            "ppt/slides/slide1.xml": f"<p:sld><a:p><a:r><a:t>{ID[:8]}</a:t></a:r><a:r><a:t>{ID[8:]}</a:t></a:r></a:p></p:sld>"
        }
    ),
    "页面.pdf": lambda: pdf(drawn(ID)),
    "注释.pdf": lambda: pdf(
        lambda it: it.add_annotation(0, FreeText(text=f"call {PHONE}", rect=(0, 0, 9, 9)))
    ),
    "属性.pdf": lambda: pdf(lambda it: it.add_metadata({"/Subject": ID})),
    "表单域.pdf": lambda: pdf(field),
    "书签.pdf": lambda: pdf(lambda it: it.add_outline_item(title=ID, page_number=0)),
    "附件.pdf": lambda: pdf(lambda it: it.add_attachment("a.csv", f"甲,{ID}\n".encode())),
    "附件工作簿.pdf": lambda: pdf(
        lambda it: it.add_attachment("a.xlsx", book(lambda b: b.active.append([PHONE])))
    ),
    "名单.csv": lambda: f"姓名,号码\n甲,{ID}\n".encode("gb18030"),
    "说明.txt": lambda: f"电话 {PHONE}".encode("utf-16"),
    "压缩包.zip": lambda: zipped({"内/名单.docx": paper(lambda it: it.add_paragraph(ID))}),
    f"{PHONE}.docx": paper,
}


@pytest.mark.parametrize("name", a_few(PLACES, every=6))
def test_a_planted_number_is_found_in_every_place(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(PLACES[name]())
    found = scan([path]).findings
    assert len({it.number.text.replace(" ", "") for it in found}) == 1, found
    assert found[0].where.file == str(path) and str(found[0].where) != str(path)


def test_files_without_numbers_are_clean(tmp_path):
    for name, content in {
        "a.xlsx": book(lambda it: it.active.append([1, 2.5, "甲"])),
        "a.docx": paper(),
        "a.pdf": pdf(drawn("2023-10-31")),
    }.items():
        (tmp_path / name).write_bytes(content)
    made = scan([tmp_path])
    assert (made.files, made.findings, list(made.problems)) == (3, [], [])


# ---------------------------------------------------------------- the command
def test_the_command_tells_place_kind_and_a_masked_sample_and_ends_with_one(tmp_path):
    (tmp_path / "名单.xlsx").write_bytes(PLACES["隐藏的列.xlsx"]())
    run = hqe("privacy", tmp_path, "--json")
    (found,) = json.loads(run.stdout)["findings"]
    assert run.exit_code == 1
    assert (found["kind"], found["place"]) == ("身份证号", "表!F2")
    assert ID not in run.stdout and found["sample"].startswith(ID[:3])
    shown = hqe("privacy", tmp_path)
    assert "没有遮去的身份证号" in shown.stdout and ID not in shown.stdout


def test_a_damaged_file_is_not_called_clean(tmp_path):
    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04 broken")
    run = hqe("privacy", tmp_path / "a.docx", "--json")
    assert run.exit_code == 1
    assert [item["code"] for item in json.loads(run.stdout)["problems"]] == ["P504"]


def test_a_bomb_is_not_unpacked(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(40 * 1024 * 1024))
    problems = list(scan([Path(tmp_path / "a.docx")]).problems)
    assert [item.code for item in problems] == ["P504"]


def test_packages_inside_packages_end_somewhere(tmp_path):
    content = zipped({"a.txt": PHONE})
    for _ in range(9):
        content = zipped({"a.zip": content})
    (tmp_path / "a.zip").write_bytes(content)
    assert [item.code for item in scan([tmp_path]).problems] == ["P504"]
