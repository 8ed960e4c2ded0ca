"""Passwords: asked for, from the environment or a file; what is written with one is encrypted."""

from __future__ import annotations

import io
import json
import zipfile

import msoffcrypto
import openpyxl
import pytest
import pyzipper
from click.testing import CliRunner
from docx import Document

from hqe_docs.cli.main import root
from hqe_docs.paper.sealing import sealed_with
from tests.bundles import NO_OFFICE, pdf
from tests.program import hqe
from tests.villages import id_number, person, village

SECRET = "春山密码-2023"  # noqa: S105  # of invented files


@pytest.fixture
def folder(tmp_path):
    return village(tmp_path / "甲", [person(n) for n in range(3)])


@pytest.fixture
def kept(tmp_path):
    path = tmp_path / "密码.txt"
    path.write_text(f"{SECRET}\n第二行不算\n", "utf-8")
    return path


def opened(path):
    """Return an encrypted Office file's content, as msoffcrypto-tool decrypts it."""
    with path.open("rb") as stream:
        file, out = msoffcrypto.OfficeFile(stream), io.BytesIO()
        assert file.is_encrypted()
        file.load_key(password=SECRET)
        file.decrypt(out)
    return out


def built(folder, *options, **more):
    arguments = ["build", str(folder), "-o", str(folder.parent / "出"), *map(str, options)]
    return CliRunner().invoke(root, arguments, **more)


def test_papers_and_ledgers_are_encrypted_with_the_password_of_a_file(folder, kept):
    built(folder, "-d", "劳动力资源台账", "-d", "工作方案", "--password-file", kept)
    out = folder.parent / "出"
    book = openpyxl.load_workbook(opened(out / "甲-劳动力资源台账.xlsx"))
    assert person(0)["公民身份号码"] in [cell for row in book.worksheets[0].values for cell in row]
    for path in out.glob("*.docx"):
        assert Document(opened(path)).paragraphs
    assert not zipfile.is_zipfile(out / "甲-劳动力资源台账.xlsx")
    assert not list(out.rglob("*.part"))


def test_a_password_is_asked_twice_and_not_shown(folder):
    run = built(folder, "-d", "劳动力资源台账", "--password", input=f"{SECRET}\n{SECRET}\n")
    assert SECRET not in run.output and "密码" in run.output
    opened(folder.parent / "出" / "甲-劳动力资源台账.xlsx")


@pytest.mark.slow
def test_two_passwords_that_differ_are_asked_again(folder):
    run = built(folder, "-d", "劳动力资源台账", "--password", input=f"{SECRET}\n别的\n{SECRET}\n{SECRET}\n")
    assert run.output.count("再输一遍") == 2


@pytest.mark.slow
def test_a_password_of_the_environment_only_opens_unless_it_is_asked_to_encrypt(folder):
    out = folder.parent / "出" / "甲-劳动力资源台账.xlsx"
    built(folder, "-d", "劳动力资源台账", env={"HQE_PASSWORD": SECRET})
    assert zipfile.is_zipfile(out)
    built(folder, "-d", "劳动力资源台账", "--password", env={"HQE_PASSWORD": SECRET})
    opened(out)


@pytest.mark.parametrize(
    ("text", "said"),
    [("短密码\n", "密码只有 3 个字符，加密至少要 8 个"), ("\n", "第一行是空的"), ("", "第一行是空的")],
)
def test_a_weak_or_empty_password_is_refused(folder, kept, text, said):
    kept.write_text(text, "utf-8")
    run = built(folder, "--password-file", kept)
    assert run.exit_code == 2 and said in run.output
    assert not (folder.parent / "出").exists()


def test_a_password_on_the_command_line_is_warned_of_and_never_encrypts(folder):
    run = built(folder, "-d", "劳动力资源台账", "--password", SECRET)
    assert "P512" in run.output and SECRET not in run.output
    assert zipfile.is_zipfile(folder.parent / "出" / "甲-劳动力资源台账.xlsx")


def test_a_path_after_password_is_not_taken_for_one(folder):
    run = CliRunner().invoke(root, ["check", "--password", str(folder)])
    assert run.exit_code == 2 and "把 --password 放在最后" in run.output


@pytest.mark.slow
def test_an_encrypted_ledger_is_read_with_the_same_password_and_told_with_another(folder, kept):
    plain = next(folder.glob("劳动力资源台账.*"))
    hqe("ledger", "import", plain, "-o", folder.parent / "新.xlsx")
    path = plain.with_suffix(".xlsx")
    path.write_bytes(sealed_with(SECRET, (folder.parent / "新.xlsx").read_bytes()))
    plain.unlink()
    read = hqe("check", folder, "--password-file", kept, "--json")
    assert "L115" not in [item["code"] for item in json.loads(read.stdout)["problems"]]
    kept.write_text("另一个密码\n", "utf-8")
    shut = hqe("check", folder, "--password-file", kept, "--json")
    assert "给出的密码不对" in shut.stdout
    assert [item["code"] for item in json.loads(hqe("privacy", path, "--json").stdout)["problems"]] == [
        "P503"
    ]


@pytest.mark.slow
def test_a_marked_copy_of_an_encrypted_ledger_is_encrypted_too_and_may_be_made_again(tmp_path, kept):
    made, book = openpyxl.Workbook(), tmp_path / "名册.xlsx"
    for row in (["姓名", "身份证号"], ["村民甲", id_number(1)[:17]], ["村民乙", id_number(2)]):
        made.active.append(row)
    made.save(book)
    book.write_bytes(sealed_with(SECRET, book.read_bytes()))
    for _ in range(2):
        run = hqe("check", book, "--mark", tmp_path / "标注", "--password-file", kept)
        assert "L403" not in run.output
        sheets = openpyxl.load_workbook(opened(tmp_path / "标注" / "名册.xlsx")).sheetnames
        assert sheets[-1] == "问题汇总"


@pytest.mark.slow
def test_a_bundle_is_encrypted_as_a_zip_and_no_folder_stays(folder, kept, monkeypatch):
    monkeypatch.setenv("HQE_OFFICE", NO_OFFICE)
    out = folder.parent / "包"
    run = hqe("pack", folder, "-o", out, "--zip", "--password-file", kept, "--json")
    (bundle,) = json.loads(run.stdout)["bundles"]
    assert [path.name for path in out.iterdir()] == [bundle["zip"].rpartition("/")[2]]
    with pyzipper.AESZipFile(bundle["zip"]) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        assert infos and all(info.flag_bits & 1 for info in infos)
        name = next(info.filename for info in infos if info.filename.endswith(".docx"))
        with pytest.raises(RuntimeError):
            archive.read(name)
        archive.setpassword(SECRET.encode())
        assert archive.read(name).startswith(b"PK")


def test_a_bundle_without_a_zip_is_not_encrypted_but_refused(folder, kept):
    run = hqe("pack", folder, "-o", folder.parent / "包", "--password-file", kept, "--json")
    assert run.exit_code == 2
    assert [item["code"] for item in json.loads(run.stdout)["problems"]] == ["P514"]


def test_an_archive_that_is_no_office_file_stays_as_it_is():
    with zipfile.ZipFile(out := io.BytesIO(), "w") as archive:
        archive.writestr("甲村-任务书.docx/来处", "x")
    assert sealed_with(SECRET, out.getvalue()) == out.getvalue()


@pytest.mark.slow
def test_a_village_built_open_is_built_encrypted_into_the_same_folder(folder, kept):
    for options in ((), ("--password-file", kept)):
        run = hqe("build", folder, "-o", folder.parent / "出", "-d", "自评表", *options)
        assert run.exit_code == 0, run.stderr
    assert (folder.parent / "出" / f"{folder.name}-自评表.xlsx").read_bytes()[:2] != b"PK"


def test_a_pdf_is_encrypted_with_aes():
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(sealed_with(SECRET, pdf(2))))
    assert reader.is_encrypted and not reader.decrypt("别的密码")
    assert reader.decrypt(SECRET) and len(reader.pages) == 2
