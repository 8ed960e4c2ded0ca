"""Evidence by indicator: what is asked for against ledgers, papers, declared material and files in 佐证/."""

from __future__ import annotations

import pytest

from hqe_docs.data.scores.evidence import resembles
from hqe_docs.office.mapping.context import context_of
from hqe_docs.office.workspace import open_dossiers
from tests.examples import a_few
from tests.program import hqe
from tests.villages import person, village


def materials(folder, no):
    (loaded,) = open_dossiers([folder])
    return materials_of(loaded, no)


def materials_of(loaded, no):
    """Return name → (kind, state, note) of an indicator's evidence."""
    entry = next(item for item in context_of(loaded)["佐证目录"] if item["序号"] == no)
    for state in ("已有", "可生成", "缺"):
        assert entry[state] == sum(it["状态"] == state for it in entry["材料"])
    return {it["名称"]: (it["类型"], it["状态"], it["说明"]) for it in entry["材料"]}


@pytest.fixture
def folder(tmp_path):
    return village(tmp_path / "甲", [person(0), person(1)])


def add(folder, text):
    path = folder / "dossier.yaml"
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def put(folder, *names):
    for name in names:
        path = folder / "佐证" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")


def test_a_ledger_that_lies_there_is_named_with_its_rows(folder):
    assert materials(folder, 15)["劳动力资源台账"] == ("台账", "已有", "劳动力资源台账.csv，2 行")


def test_a_ledger_that_follows_from_the_master_can_be_made(folder):
    found = materials(folder, 10)["脱贫劳动力台账"]
    assert found == ("台账", "可生成", "可由《劳动力资源台账》派生")


def test_a_ledger_that_is_not_there_is_missing(folder):
    assert materials(folder, 14)["劳动争议调解台账"] == ("台账", "缺", "")


def test_a_paper_of_the_catalogue_lacks_what_the_dossier_does_not_say(folder):
    kind, state, note = materials(folder, 20)["成立领导小组的通知"]
    assert (kind, state) == ("文书", "缺")
    assert "领导小组.组长" in note
    assert "发文.机关" in note


def test_a_paper_without_matter_is_lacking_until_the_dossier_has_some(folder):
    kind, state, note = materials(folder, 1)["服务窗口与设备清单"]
    assert (kind, state) == ("文书", "缺")
    assert "要写进这份文书的内容" in note
    add(folder, "条件: {服务窗口: {标识: 是}}\n")
    assert materials(folder, 1)["服务窗口与设备清单"] == ("文书", "可生成", "")
    assert materials(folder, 3)["政务公开事项清单"] == ("文书", "可生成", "")


@pytest.mark.slow
def test_a_paper_that_can_be_made_is_said_to_be(example):
    found = materials_of(example.below[0], 20)
    assert found == {"成立领导小组的通知": ("文书", "可生成", "")}


def test_declared_material_answers_for_what_is_asked_or_stands_beside_it(folder):
    add(folder, "自评: {1: {得分: 3, 佐证: [窗口照片3张, 服务窗口与设备 清单, 平面图]}}\n")
    assert materials(folder, 1) == {
        "窗口和标识照片": ("材料", "已有", "窗口照片3张（自评.1 申报）"),
        "服务窗口与设备清单": ("文书", "已有", "自评.1 申报"),
        "平面图": ("材料", "已有", "自评.1 申报"),
    }


def test_evidence_of_the_facts_that_a_rule_reads_counts(folder):
    add(folder, "条件: {推广: {值: 市级, 佐证: [推广文件]}, 机制: {值: [], 佐证: [制度]}}\n")
    assert materials(folder, 22)["推广文件"] == ("材料", "已有", "条件.推广 申报")
    assert "推广文件" not in materials(folder, 21)


def test_the_source_of_an_outside_figure_is_evidence(folder):
    add(folder, "外部数据: {县平均就业率: {数值: 91.2%, 来源: 统计公报}}\n")
    assert materials(folder, 9)["县平均就业率出处"] == ("材料", "已有", "统计公报")


@pytest.mark.parametrize(
    "name",
    a_few(
        [
            "05-终端照片.jpg",
            "5 终端照片.jpg",
            "第5项 终端照片.png",
            "０５_终端照片.pdf",
            "05 终端/终端照片.jpg",
            "5/a/b/终端照片.jpg",
        ]
    ),
)
def test_files_belong_to_the_indicator_their_names_begin_with(folder, name):
    put(folder, name)
    assert materials(folder, 5)["终端照片"][:2] == ("材料", "已有")
    assert "I301" not in hqe("check", folder).stdout


def test_files_of_a_folder_that_nobody_asked_for_are_one_entry(folder):
    put(folder, "08 数据核查/甲.jpg", "08 数据核查/乙.jpg", "08-通知.pdf")
    found = materials(folder, 8)
    assert found["08 数据核查"] == ("材料", "已有", "佐证/08 数据核查，2 个文件")
    assert found["通知"] == ("材料", "已有", "佐证/08-通知.pdf")


def test_files_that_belong_to_no_indicator_are_reported_once(folder):
    put(folder, "2023年总结.docx", "8月培训.pdf", "99 其他.pdf", "05-终端照片.jpg", ".DS_Store", "~$a.docx")
    lines = [line for line in hqe("check", folder).stdout.splitlines() if "I301" in line]
    assert len(lines) == 1
    assert all(name in lines[0] for name in ("2023年总结.docx", "8月培训.pdf", "99 其他.pdf"))
    assert "终端照片" not in lines[0]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    a_few(
        [
            ("设备清单", "设备 清单（2023）", True),
            ("公开栏照片", "公开栏照片12张", True),
            ("窗口和标识照片", "窗口照片", True),
            ("场所清单", "场所照片", False),
            ("证书复印件", "营业执照", False),
            ("岗位分工", "分工", True),
            ("", "照片", False),
        ],
        rows=True,
    ),
)
def test_names_are_compared_without_spaces_counts_and_words_between(one, other, same):
    assert resembles(one, other) is same
