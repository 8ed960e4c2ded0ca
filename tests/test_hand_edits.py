"""Hand edits of built papers: put together place by place, kept, laid beside, and given back."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from docx import Document

from hqe_docs.cli.main import root
from hqe_docs.office.building.build import build
from hqe_docs.office.keeping.history import copies_of
from hqe_docs.office.keeping.replacing import Replacing, kept_by
from hqe_docs.paper.merging.merging import MOVED, differences, merged
from hqe_docs.paper.merging.sameness import same
from hqe_docs.paper.sealing import SEAL
from hqe_docs.paper.wholefiles import write_file
from hqe_docs.problems import Problem
from tests.villages import person, village

LEADER = (
    "领导小组: {组长: {姓名: 村民甲, 职务: 主任}, 办公室: {设在: 村委会, 主任: 村民甲}}\n发文: {机关: %s}\n"
)
Rows = list[list[Any]]


# ---------------------------------------------------------------- three files put together
def word(*lines: str, rows: Rows = ()) -> bytes:  # type: ignore[assignment]
    document, out = Document(), io.BytesIO()
    for line in lines:
        paragraph = document.add_paragraph()
        for run in line.split("|"):
            paragraph.add_run(run)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    document.save(out)
    return out.getvalue()


def book(*rows: list[Any]) -> bytes:
    workbook, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        workbook.active.append(row)
    workbook.save(out)
    return out.getvalue()


def lines(content: bytes | None) -> list[str]:
    assert content is not None
    return [paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs]


def cells(content: bytes | None) -> Rows:
    assert content is not None
    return [
        list(row) for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    ]


def places(edits: Any) -> list[str]:
    return [edit.place for edit in edits]


def test_a_paragraph_changed_by_hand_goes_into_the_paper_with_new_data():
    made = merged(
        word("题", "一、|全村", "就业率95%"),
        word("题", "一、全村公开", "就业率95%"),
        word("题", "新段", "一、|全村", "就业率96%"),
    )
    assert lines(made.content) == ["题", "新段", "一、全村公开", "就业率96%"]
    assert places(made.edits) == ["段2"]


def test_a_paragraph_that_both_changed_is_left_to_be_decided():
    three = word("题", "率95%"), word("题", "率95%（已核）"), word("题", "率96%")
    made = merged(*three)
    assert (made.content, places(made.clashes)) == (None, ["段2"])
    assert made.clashes[0].newer == "率96%"
    assert lines(merged(*three, wins="ours").content) == ["题", "率95%（已核）"]
    assert lines(merged(*three, wins="theirs").content) == ["题", "率96%"]


def test_a_remark_stays_with_its_person_when_rows_come_and_go():
    base = word(rows=[["姓名", "备注"], ["甲某", ""], ["乙某", ""]])
    mine = word(rows=[["姓名", "备注"], ["甲某", ""], ["乙某", "已核"]])
    new = word(rows=[["姓名", "备注"], ["丙某", ""], ["甲某", ""], ["乙某", ""]])
    made = merged(base, mine, new)
    assert made.content is not None
    table = Document(io.BytesIO(made.content)).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows][-1] == ["乙某", "已核"]


def test_a_cell_typed_over_moves_with_its_row_and_a_formula_looks_from_there():
    base = book(["序号", "姓名", "数", "倍"], [1, "甲", 5, None], [2, "乙", 6, None])
    mine = book(["序号", "姓名", "数", "倍"], [1, "甲", 5, None], [2, "乙", 7, "=C3*2"])
    new = book(["序号", "姓名", "数", "倍"], [1, "丙", 4, None], [2, "甲", 5, None], [3, "乙", 6, None])
    made = merged(base, mine, new)
    assert cells(made.content)[-1] == [3, "乙", 7, "=C4*2"]
    assert places(made.edits) == ["Sheet!C3", "Sheet!D3"]


def test_a_row_whose_person_has_gone_keeps_nothing_silently():
    base = book(["姓名", "状态", "备注"], ["甲", "在岗", None], ["乙", "失业", None])
    mine = book(["姓名", "状态", "备注"], ["甲", "在岗", None], ["乙", "失业", "已核"])
    new = book(["姓名", "状态", "备注"], ["甲", "在岗", None], ["丙", "失业", None])
    made = merged(base, mine, new)
    assert (made.content, places(made.clashes)) == (None, ["Sheet!C3"])


@pytest.mark.parametrize("make", [word, lambda *names: book(*([name] for name in names))])
def test_rows_and_paragraphs_put_in_by_hand_are_not_put_together(make: Callable[..., bytes]):
    made = merged(make("甲", "乙", "丙"), make("甲", "加", "乙", "丙"), make("甲", "乙", "丁"))
    assert (made.content, made.reason) == (None, MOVED)
    assert "加" in [edit.after for edit in made.clashes]


def test_other_looks_are_no_difference_and_another_maker_neither():
    bold = Document(io.BytesIO(word("甲")))
    bold.paragraphs[0].runs[0].bold = True
    bold.core_properties.author = "某"
    out = io.BytesIO()
    bold.save(out)
    made = merged(word("甲"), out.getvalue(), word("乙"))
    assert (made.content, made.edits, made.clashes, made.reason) == (None, (), (), "")
    plain = Document(io.BytesIO(word("甲")))
    plain.core_properties.author = "某"
    other = io.BytesIO()
    plain.save(other)
    assert same(word("甲"), other.getvalue()) and not same(word("甲"), out.getvalue())


def test_a_file_that_is_none_is_held_against_nothing():
    assert differences(b"mine", word("甲")) is None
    assert merged(word("甲"), b"mine", word("乙")).content is None


# ---------------------------------------------------------------- papers built again
PAPER = "村-三项机制.docx"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return village(tmp_path / "村", [person(0)], more=LEADER % "村民委员会")


def built(home: Path, **said: Any) -> list[str]:
    """Build one paper; return what was told of hand edits."""
    found, _ = build([home], documents=["三项机制"], **said)
    return [item.code for item in found if "R420" <= item.code < "R440"]


def typed(home: Path, find: str, text: str) -> None:
    """Let a hand replace a text in the paper."""
    path = home / "输出" / PAPER
    document = Document(str(path))
    spots = [run for p in document.paragraphs for run in p.runs if find in run.text]
    spots[0].text = spots[0].text.replace(find, text)
    document.save(str(path))


def with_other_data(home: Path) -> None:
    village(home, [person(0)], more=LEADER % "村民自治委员会")


def text_of(path: Path) -> str:
    document = Document(str(path))
    tables = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(p.text for p in document.paragraphs), *tables])


def test_a_paper_nobody_touched_is_replaced_and_the_old_one_kept(home: Path):
    built(home)
    old = (home / "输出" / PAPER).read_bytes()
    assert built(home) == [] and copies_of([home]) == []
    with_other_data(home)
    assert built(home) == []
    (copy,) = copies_of([home])
    assert (copy.file.read_bytes(), copy.path, copy.why) == (old, home / "输出" / PAPER, "重新生成")
    assert "村民自治委员会" in text_of(home / "输出" / PAPER)


def test_an_edit_lives_while_data_stay_and_when_they_change(home: Path):
    built(home)
    typed(home, "入户走访", "入户细访")
    mine = (home / "输出" / PAPER).read_bytes()
    assert built(home) == ["R420"]
    assert (home / "输出" / PAPER).read_bytes() == mine
    with_other_data(home)
    for code in ("R422", "R420"):
        assert built(home) == [code]
        text = text_of(home / "输出" / PAPER)
        assert "入户细访" in text and "村民自治委员会" in text
    assert [copy.file.read_bytes() for copy in copies_of([home])] == [mine]


def test_a_place_that_both_changed_stays_with_the_new_paper_beside_until_somebody_decides(home: Path):
    built(home)
    typed(home, "村民委员会", "村委会")
    mine = (home / "输出" / PAPER).read_bytes()
    with_other_data(home)
    beside = home / "输出" / "村-三项机制.新.docx"
    for _ in range(2):
        assert built(home) == ["R423"]
        assert (home / "输出" / PAPER).read_bytes() == mine
        assert "村民自治委员会" in text_of(beside)
    assert built(home, wins="theirs") == ["R422", "R426"]
    assert not beside.exists()
    assert "村民自治委员会" in text_of(home / "输出" / PAPER)
    assert mine in [copy.file.read_bytes() for copy in copies_of([home])]


@pytest.mark.slow
def test_the_paper_from_beside_given_the_name_is_nobodys_edit(home: Path):
    built(home)
    typed(home, "村民委员会", "村委会")
    with_other_data(home)
    built(home)
    (home / "输出" / "村-三项机制.新.docx").replace(home / "输出" / PAPER)
    village(home, [person(0)], more=LEADER % "村民议事会")
    assert built(home) == []
    assert "村民议事会" in text_of(home / "输出" / PAPER)


@pytest.mark.slow
def test_a_paper_of_unknown_origin_stays_and_the_new_one_lies_beside(home: Path):
    (home / "输出").mkdir()
    (home / "输出" / PAPER).write_bytes(word("别人的"))
    assert built(home) == ["R424"]
    assert lines((home / "输出" / PAPER).read_bytes()) == ["别人的"]
    assert "村民委员会" in text_of(home / "输出" / "村-三项机制.新.docx")


@pytest.mark.slow
def test_a_paper_that_can_not_be_read_stays_and_the_new_one_lies_beside(home: Path):
    built(home)
    (home / "输出" / PAPER).write_bytes(b"damaged")
    assert built(home) == ["R424"]
    assert (home / "输出" / PAPER).read_bytes() == b"damaged"
    assert "村民委员会" in text_of(home / "输出" / "村-三项机制.新.docx")
    assert built(home, wins="theirs") == ["R425"]
    assert "村民委员会" in text_of(home / "输出" / PAPER)


@pytest.mark.slow
def test_edits_of_a_paper_with_a_password_are_put_together_too(home: Path):
    import msoffcrypto

    token = SEAL.set("secret-enough")
    try:
        built(home)
        with_other_data(home)
        assert built(home) == []
        assert len(copies_of([home])) == 1 and built(home) == []
        assert len(copies_of([home])) == 1, "encrypted anew it says the same"
    finally:
        SEAL.reset(token)
    with (home / "输出" / PAPER).open("rb") as stream:
        assert msoffcrypto.OfficeFile(stream).is_encrypted()
    typed_into = (home / "输出" / PAPER).read_bytes() + b"\0"
    (home / "输出" / PAPER).write_bytes(typed_into)
    assert built(home) == ["R424"], "without the password nothing can be held against each other"
    assert (home / "输出" / PAPER).read_bytes() == typed_into


@pytest.mark.slow
def test_a_paper_that_can_not_be_replaced_has_no_copy_and_no_new_original(home: Path):
    built(home)
    before = {path.name for path in (home / ".hqe").rglob("*") if path.is_file()}
    (home / "输出" / PAPER).chmod(0o444)
    with_other_data(home)
    for _ in range(2):
        found, _ = build([home], documents=["三项机制"])
        assert [item.code for item in found if item.severity == "error"] == ["T302"]
        assert copies_of([home]) == [] and list((home / ".hqe" / "历史").iterdir()) == []
    (home / "输出" / PAPER).chmod(0o644)
    assert built(home) == [] and len(copies_of([home])) == 1
    after = [path.name for path in (home / ".hqe").rglob("*.docx") if "原件" in path.parts]
    assert len(after) == len([name for name in before if name.endswith(".docx")])


@pytest.mark.slow
def test_an_edit_is_told_by_the_paper_it_was_made_in_though_a_newer_one_was_on_its_way(home: Path):
    built(home)
    typed(home, "入户走访", "入户细访")
    (home / "输出" / PAPER).chmod(0o444)
    with_other_data(home)
    build([home], documents=["三项机制"])  # its original is kept, but it could not be written
    assert len([path for path in (home / ".hqe").rglob("*.docx") if "原件" in path.parts]) == 2
    (home / "输出" / PAPER).chmod(0o644)
    village(home, [person(0)], more=LEADER % "村民议事会")
    assert built(home) == ["R422"]
    text = text_of(home / "输出" / PAPER)
    assert "入户细访" in text and "村民议事会" in text


# ---------------------------------------------------------------- history and restore
def run(*words: str) -> dict[str, Any]:
    result = CliRunner().invoke(root, [*words, "--json"])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def codes(answer: dict[str, Any]) -> list[Problem]:
    return [item["code"] for item in answer["problems"]]


def test_a_dated_copy_is_listed_and_put_back_and_what_stood_there_is_kept(home: Path):
    built(home)
    path = home / "输出" / PAPER
    old = path.read_bytes()
    with_other_data(home)
    built(home)
    new = path.read_bytes()
    (copy,) = run("history", str(home))["copies"]
    assert run("restore", str(path), "--to", copy["number"])["problems"] == []
    assert path.read_bytes() == old
    assert [one["why"] for one in run("history", str(path))["copies"]] == ["恢复旧稿", "重新生成"]
    assert run("restore", str(path))["problems"] == []
    assert path.read_bytes() == new
    assert codes(run("restore", str(path), "--to", "20010101-000000")) == ["R431"]
    assert codes(run("restore", str(home / "dossier.yaml"))) == ["R430"]
    assert len(run("history", str(home / "输出"))["copies"]) == 3
    (unknown,) = run("restore", str(home / PAPER))["problems"]
    assert unknown["hint"] == f"有旧稿的是 {path}"


def test_copies_of_a_paper_outside_the_dossier_are_found_by_the_dossier(home: Path, tmp_path: Path):
    built(home, out=tmp_path / "出")
    with_other_data(home)
    built(home, out=tmp_path / "出")
    assert run("history", str(tmp_path / "出" / PAPER))["copies"] == []
    assert len(run("history", str(tmp_path / "出"), "--dossier", str(home))["copies"]) == 1
    (copy,) = run("history", str(tmp_path / "出" / PAPER), "--dossier", str(home))["copies"]
    assert copy["path"] == str(tmp_path / "出" / PAPER)


def test_outside_any_dossier_a_dated_copy_lies_beside_what_is_replaced(tmp_path: Path):
    path = tmp_path / "通知.docx"
    path.write_bytes(b"mine")
    with kept_by(Replacing()):
        assert write_file(path, b"new") == []
    (copy,) = run("history", str(path))["copies"]
    assert (Path(copy["file"]).read_bytes(), path.read_bytes()) == (b"mine", b"new")
    assert Path(copy["file"]).is_relative_to(tmp_path / ".hqe" / "历史")
    assert run("restore", str(path))["problems"] == [] and path.read_bytes() == b"mine"


@pytest.mark.slow
def test_the_copy_of_an_open_paper_is_encrypted_once_papers_are(tmp_path: Path):
    path = tmp_path / "通知.docx"
    path.write_bytes(word("旧"))
    token = SEAL.set("一个很长的密码")
    try:
        with kept_by(Replacing()):
            assert write_file(path, word("新")) == []
    finally:
        SEAL.reset(token)
    (copy,) = copies_of([path])
    for file in (path, copy.file):
        assert file.read_bytes().startswith(bytes.fromhex("D0CF11E0"))


def test_any_command_that_writes_into_a_dossier_keeps_what_it_replaces(home: Path, tmp_path: Path):
    notice = tmp_path / "通知.md"
    for text in ("# 关于开会的通知\n\n明天开会。\n", "# 关于开会的通知\n\n后天开会。\n"):
        notice.write_text(text, "utf-8")
        run("write", str(notice), "-o", str(home / "通知.docx"), "--as", "通知", "--overwrite")
    (copy,) = copies_of([home / "通知.docx"])
    assert "明天开会" in text_of(copy.file) and "后天开会" in text_of(home / "通知.docx")
