"""docs/台账类别.md tells of every key of a ledger kind, and its example is one."""

import re
from pathlib import Path

import pytest

from hqe_docs.data.cells import BY_FORMAT
from hqe_docs.data.kinds import FIELD_KEYS, KIND_KEYS, LIMITS, load_kinds
from hqe_docs.library import Library
from hqe_docs.problems import Problems

PAGE = (Path(__file__).parent.parent / "docs" / "台账类别.md").read_text("utf-8")
EXAMPLE = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[1]


def loaded(tmp_path, text):
    found = Problems()
    (tmp_path / "ledgers/kinds").mkdir(parents=True)
    (tmp_path / "ledgers/kinds/走访慰问台账.yaml").write_text(text, "utf-8")
    return load_kinds(Library((tmp_path,)), found), found


def test_every_key_stands_on_the_page():
    said = set(re.findall(r"`([^` ]+)`", PAGE))
    assert said | {"当", "则"} >= KIND_KEYS | FIELD_KEYS | LIMITS


def test_every_format_stands_on_the_page():
    (line,) = [line for line in PAGE.splitlines() if line.startswith("| `format`")]
    assert [name for name in BY_FORMAT if name not in line] == []


def test_the_example_of_the_page_is_a_kind(tmp_path):
    kinds, found = loaded(tmp_path, EXAMPLE)
    assert [item.name for item in kinds["走访慰问台账"].fields] == ["序号", "慰问日期", "姓名"]
    assert list(found) == []


@pytest.mark.parametrize(
    ("right", "wrong", "meant"),
    [("别名: [慰问", "别明: [慰问", "别名"), ("掩码", "掩马", "掩码"), ("required", "requried", "required")],
)
def test_a_key_that_no_kind_has_is_reported_with_the_one_that_was_meant(tmp_path, right, wrong, meant):
    kinds, found = loaded(tmp_path, EXAMPLE.replace(right, wrong))
    (item,) = found
    assert kinds == {} and item.code == "L110"
    assert f"您是不是想写“{meant}”？" in item.message


def test_the_head_of_the_master_kind_names_every_chinese_key():
    file = Path(__file__).parent.parent / "ledgers/kinds/劳动力资源台账.yaml"
    head = file.read_text("utf-8").partition("\nname:")[0]
    assert [key for key in KIND_KEYS | FIELD_KEYS if not key.isascii() and key not in head] == []
