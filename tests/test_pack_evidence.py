"""Evidence before it goes into a bundle: nothing from outside, no programs, no macros, no bombs."""

from __future__ import annotations

import os

import pytest

from hqe_docs.data.programme.bundle import Taken
from hqe_docs.office.bundle.collecting import collect
from hqe_docs.office.workspace import open_dossiers
from hqe_docs.problems import Problems
from tests.bundles import add, pdf, picture, put, zipped
from tests.villages import village

MACROS = {"[Content_Types].xml": "<Types/>", "word/vbaProject.bin": "x"}
OLD_MACROS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2**20) + "_VBA_PROJECT".encode("utf-16-le")


@pytest.fixture
def folder(tmp_path):
    return village(tmp_path / "甲", [])


def collected(folder, *, public=False, **limits):
    """Return the evidence taken in as (name, indicator), and what was told."""
    (loaded,) = open_dossiers([folder])
    taken, found = loaded.programme.bundle.taken, Problems()
    taken = Taken.model_validate(taken.model_dump(by_alias=True) | limits) if limits else taken
    evidence = collect(loaded, loaded.edition, taken, found, public=public)
    return evidence, list(found)


def test_good_files_are_taken_in(folder):
    put(folder, "05 屏.jpg", picture())
    put(folder, "05 屏.pdf", pdf())
    put(folder, "05 表.xlsx", zipped({"[Content_Types].xml": "<Types/>"}))
    put(folder, "05 旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    evidence, found = collected(folder)
    assert found == []
    assert [(item.name, item.no) for item in evidence.taken] == [("屏", 5), ("屏", 5), ("旧", 5), ("表", 5)]


@pytest.mark.parametrize(
    ("name", "content", "code", "told"),
    [
        ("1 跑.exe", b"MZ\x90", "P403", ".exe"),
        ("1 假.docx", b"MZ\x90", "P403", "程序"),
        ("1 假.jpg", b"\x7fELF", "P403", "程序"),
        ("1 脚本.sh", b"#!/bin/sh", "P403", ".sh"),
        ("1 没有扩展名", b"text", "P403", "没有扩展名"),
        ("1 表.xlsm", zipped({"a": "b"}), "P404", "宏"),
        ("1 信.docx", zipped(MACROS), "P404", "宏"),
        ("1 旧.doc", OLD_MACROS, "P404", "宏"),
        ("1 弹.xlsx", zipped({"xl/a.xml": b"\0" * 40_000_000}), "P406", "压缩比"),
        ("1 出.xlsx", zipped({"../../外.xml": b"x"}), "P406", "越界"),
        ("1 坏.docx", b"PK\x03\x04 broken", "P406", "损坏"),
    ],
)
def test_programs_macros_and_bombs_are_refused(folder, name, content, code, told):
    put(folder, name, content)
    evidence, (problem,) = collected(folder)
    assert (problem.code, problem.where.file) == (code, f"{folder.as_posix()}/佐证/{name}")
    assert told in problem.message
    assert evidence.taken == []
    assert [(item.path, item.reason) for item in evidence.refused] == [(name, problem.message)]


def test_links_that_lead_outside_are_refused_and_told_of_once(folder, tmp_path):
    outside = tmp_path / "外"
    outside.mkdir()
    for name in ("密.jpg", "密2.jpg"):
        (outside / name).write_bytes(picture())
    put(folder, "03 在内.jpg", picture())
    (folder / "佐证" / "01 链").symlink_to(outside, target_is_directory=True)
    (folder / "佐证" / "02 密.jpg").symlink_to(outside / "密.jpg")
    (folder / "佐证" / "04 在内.jpg").symlink_to(folder / "佐证" / "03 在内.jpg")
    evidence, found = collected(folder)
    assert {(item.code, item.where.file.rpartition("/")[2]) for item in found} == {
        ("P402", "01 链"),
        ("P402", "02 密.jpg"),
    }
    assert [item.no for item in evidence.taken] == [3, 4]


def test_files_too_large_or_too_many_are_refused(folder):
    for number in range(4):
        put(folder, f"01 第{number}张.jpg", picture() + bytes(number % 2 * 1024 * 1024))
    evidence, found = collected(folder, 单个最大="1", 最多="3")
    assert [item.code for item in found] == ["P405", "P407"]
    assert [item.name for item in evidence.taken] == ["第0张", "第2张"]


def test_what_the_dossier_says_of_a_file_goes_over_the_number_in_its_name(folder):
    put(folder, "01 照片.jpg", picture())
    put(folder, "照片/a.jpg", picture())
    add(folder, "佐证: {01 照片.jpg: {指标: [3]}, 照片: {指标: [2, 4]}, 没有.jpg: {指标: [1]}}\n")
    evidence, found = collected(folder)
    assert [(item.name, item.no) for item in evidence.taken] == [("照片", 3), ("a", 2), ("a", 4)]
    assert [item.code for item in found] == ["P408"]


def test_only_files_said_to_be_public_are_in_the_public_version(folder):
    put(folder, "01 大厅.jpg", picture())
    put(folder, "01 名册.jpg", picture())
    put(folder, "02 门牌/甲.jpg", picture())
    add(folder, "佐证: {01 大厅.jpg: {公开: 是}, 01 名册.jpg: {公开: 否}, 02 门牌: {公开: 是}}\n")
    evidence, found = collected(folder, public=True)
    assert [(item.name, item.no) for item in evidence.taken] == [("大厅", 1), ("甲", 2)]
    assert [item.path for item in evidence.withheld] == ["01 名册.jpg"]
    assert found == []


def test_a_name_that_is_no_text_is_shown_as_it_can_be(folder):
    put(folder, "01 好.jpg", picture())
    named = os.fsdecode(os.fsencode(folder / "佐证") + b"/01 \xff\x01.jpg")
    (folder / "佐证" / "01 好.jpg").rename(named)
    evidence, _ = collected(folder)
    assert [item.name for item in evidence.taken] == ["?_"]
