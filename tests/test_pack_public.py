"""hqe pack --public: nothing personal in any part of any file, and what can't be masked stays out."""

from __future__ import annotations

import html
import io
import re
import unicodedata
import zipfile
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from PIL import Image

from hqe_docs.masking import personal_numbers, to_village, without_personal
from hqe_docs.office.bundle.scanning import whats_personal
from tests.bundles import NO_OFFICE, add, codes, files, listed, packed, pdf, picture, put
from tests.villages import id_number, ledger, person, village

ROWS = [
    person(
        n,
        就业地址="江西省宜春市洪江镇梅州村第3组12号",
        人员类别="残疾人",
        备注="患病，账号 6222021234567890123",
    )
    for n in range(3)
]
SECRETS = [*(row["公民身份号码"] for row in ROWS), *(row["联系电话"] for row in ROWS), "13800138000"]
SECRETS += ["6222021234567890123", "村民甲", "第3组12号", "患病"]


@pytest.fixture(scope="module")
def public(tmp_path_factory):
    """A village with personal numbers wherever they may stand, its public version."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HQE_OFFICE", NO_OFFICE)
        folder = village(tmp_path_factory.mktemp("包") / "甲", ROWS)
        kept = {"公民身份号码": ROWS[0]["公民身份号码"], "证书名称": "电工证", "发证日期": "2023-05-01"}
        ledger(folder, "持证人员台账", [{"姓名": "村民甲", **kept, "联系电话": "13800138000"}])
        add(
            folder,
            "发文: {机关: 甲村委会, 成文日期: 2023-06-01, 联系人: {姓名: 谢某, 电话: 138 0013 8000}}\n",
        )
        task = f"任务: 联系 {id_number(7)} 的本人, 责任单位: 村委会, 责任人: 谢某, 完成时限: 2023-09-30"
        add(folder, f"任务: [{{编号: 1, {task}, 成果: 台账, 措施: [致电１３８００１３８０００]}}]\n")
        said = [f"01 电话13800138000.{end}: {{公开: 是}}" for end in ("jpg", "csv")]
        said += ["02 门牌.jpg: {公开: 是}", "03 名单.csv: {公开: 是}", "05 位置.jpg: {公开: 是}"]
        add(folder, f"佐证: {{{', '.join(said)}}}\n")
        put(folder, "01 电话13800138000.jpg", picture())
        put(folder, "02 门牌.jpg", picture())
        put(folder, "02 名册.jpg", picture())
        put(folder, "03 名单.csv", f"姓名,号码\n甲,{id_number(3)}\n".encode())
        put(folder, "05 位置.jpg", with_position())
        return folder, *packed(folder, "--public", "--zip")


def with_position():
    image, exif, stream = Image.new("RGB", (8, 8)), Image.Exif(), io.BytesIO()
    exif.get_ifd(0x8825)[2] = (27.0, 48.0, 0.0)
    image.save(stream, "JPEG", exif=exif)
    return stream.getvalue()


def every_text(path: Path):
    """Yield all that stands in a file, tags taken out, as another than our own code sees it."""
    if not zipfile.is_zipfile(path):
        yield path.read_bytes().decode("utf-8", "replace")
        return
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            text = unicodedata.normalize("NFKC", html.unescape(archive.read(name).decode("utf-8", "replace")))
            yield text
            yield re.sub(r"<[^>]*>", "", text)


@pytest.mark.slow
def test_no_part_of_any_file_holds_what_is_personal(public):
    _, bundle, _ = public
    for name, path in files(bundle).items():
        for text in (name, *every_text(path)):
            assert [
                secret for secret in SECRETS if secret in text.replace("138 0013 8000", "13800138000")
            ] == []
            if path.suffix in (".docx", ".xlsx"):
                assert not re.search(r"(?<![\d.])[1-6]\d{5}(19|20)\d{9}[\dXx](?!\d)", text), name


def test_names_numbers_and_addresses_of_a_ledger_are_masked_and_columns_left_out(public):
    _, bundle, _ = public
    book = openpyxl.load_workbook(files(bundle)["09 就业率/01 劳动力资源台账.xlsx"])
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    head = next(row for row in rows if "姓名" in row)
    first = dict(zip(head, rows[rows.index(head) + 1], strict=True))
    assert first["姓名"] == "村**"
    assert first["公民身份号码"] == ROWS[0]["公民身份号码"][:6] + "********" + ROWS[0]["公民身份号码"][14:]
    assert first["联系电话"] == "199****" + ROWS[0]["联系电话"][-4:]
    assert first["就业地址"] == "江西省宜春市洪江镇梅州村"
    for word in ("残疾", "人员类别", "备注", "医疗", "养老", "出生", "收入"):
        assert not [name for name in head if name and word in name]


def test_ledgers_of_the_poor_and_papers_with_accounts_are_not_public(public):
    _, bundle, _ = public
    names = " ".join(files(bundle))
    for name in ("脱贫劳动力台账", "零就业家庭台账", "社会保险参保台账", "申请拨付", "差距分析", "问题清单"):
        assert name not in names
    sheet = Document(files(bundle)["10 重点群体就业/00 本项材料.docx"])
    assert "脱贫劳动力台账：只收在内部版" in [paragraph.text for paragraph in sheet.paragraphs]


def test_confirmed_evidence_is_there_under_a_name_without_numbers(public):
    _, bundle, _ = public
    assert "01 人社服务平台或服务窗口/01 电话138＊＊＊＊＊＊00.jpg" in files(bundle)


def test_evidence_that_is_not_confirmed_or_holds_numbers_stays_out_and_is_listed(public):
    _, bundle, problems = public
    assert [row[1] for row in listed(bundle, "不公开文件")] == ["02 名册.jpg"]
    why = {
        item["where"]["file"].rpartition("/")[2][3:]: item["message"]
        for item in problems
        if item["code"] == "P412"
    }
    assert set(why) == {"名单.csv", "位置.jpg"}
    assert "1 个没有遮去的号码，如 360…" in why["名单.csv"]
    assert "拍摄位置" in why["位置.jpg"]
    assert "P421" in codes(problems)
    assert not [name for name in files(bundle) if name.endswith(("名单.csv", "位置.jpg", "名册.jpg"))]


def test_the_index_of_the_public_version_lists_what_is_there_and_no_other(public):
    _, bundle, _ = public
    assert {row[6] for row in listed(bundle)} == set(files(bundle))
    assert Path(bundle["path"]).name == "甲2023年高质量就业创建验收资料（公示版）"


# ---------------------------------------------------------------- the scan
def saved_book(path, where):
    book = openpyxl.Workbook()
    sheet = book.active
    match where:
        case "cell":
            sheet["A1"] = "13800138000"
        case "number":
            sheet["A1"] = 13800138000
        case "hidden sheet":
            book.create_sheet("隐").append([id_number(1)])
            book["隐"].sheet_state = "veryHidden"
        case "comment":
            sheet["A1"].comment = openpyxl.comments.Comment(id_number(1), "x")
        case "properties":
            book.properties.subject = id_number(1)
        case "link":
            sheet["A1"].hyperlink = "tel:13800138000"
    book.save(path)
    return path


@pytest.mark.parametrize("where", ["cell", "number", "hidden sheet", "comment", "properties", "link"])
def test_a_number_anywhere_in_a_workbook_is_found(tmp_path, where):
    assert "1 个没有遮去的号码" in whats_personal(saved_book(tmp_path / "a.xlsx", where))


def test_a_workbook_without_numbers_is_clean(tmp_path):
    assert whats_personal(saved_book(tmp_path / "a.xlsx", "")) == ""


def test_a_number_cut_into_runs_of_a_document_is_found(tmp_path):
    document = Document()
    paragraph = document.add_paragraph()
    for piece in (id_number(1)[:5], id_number(1)[5:11], id_number(1)[11:]):
        paragraph.add_run(piece)
    document.save(tmp_path / "a.docx")
    assert "360…" in whats_personal(tmp_path / "a.docx")


def test_neighbouring_cells_do_not_make_a_number(tmp_path):
    book = openpyxl.Workbook()
    book.active.append([138, 138000, 0.13800138000])
    book.active.append(["1380", "0138000"])
    book.save(tmp_path / "a.xlsx")
    assert whats_personal(tmp_path / "a.xlsx") == ""


def test_a_damaged_document_can_not_be_called_clean(tmp_path):
    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04 broken")
    (tmp_path / "a.pdf").write_bytes(b"%PDF broken")
    assert {whats_personal(tmp_path / name) for name in ("a.docx", "a.pdf")} == {"内容读不出，无法检查"}
    (tmp_path / "b.pdf").write_bytes(pdf())
    assert whats_personal(tmp_path / "b.pdf") == ""


# ---------------------------------------------------------------- numbers in a text
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("号码360999199001011234。", "号码360*************34。"),
        ("３６０９９９１９９００１０１１２３Ｘ", "３６０*************３Ｘ"),
        ("电话 139 1234 5678", "电话 139 **** **78"),
        ("+86-139-1234-5678", "+86-***-****-**78"),
        ("卡 6222 0212 3456 7890 123", "卡 622* **** **** **** *23"),
        ("旧证360999900101123", "旧证360**********23"),
        ("电话.13912345678", "电话.139******78"),
    ],
)
def test_personal_numbers_are_hidden_however_they_are_typed(text, shown):
    assert without_personal(text) == shown
    assert personal_numbers(shown) == []


@pytest.mark.parametrize(
    "text",
    ["0.13912345678", "139123456789012345678", "91360900123456789X", "0795-3271234", "2023年6月25日", ""],
)
def test_other_numbers_stay(text):
    assert without_personal(text) == text


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("江西省宜春市洪江镇梅州村第3组12号", "江西省宜春市洪江镇梅州村"),
        ("袁州区化成街道东风社区3栋2单元", "袁州区化成街道东风社区"),
        ("洪江镇圩上街12号", "洪江镇"),
        ("第3组12号", ""),
    ],
)
def test_an_address_is_shown_down_to_the_village(address, shown):
    assert to_village(address) == shown
