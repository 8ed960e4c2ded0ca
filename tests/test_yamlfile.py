"""YAML as a dossier uses it: text scalars, lines, and every fault in one run."""

from __future__ import annotations

from hqe_docs.problems import Problems
from hqe_docs.yamlfile import LIMIT_DEPTH, parse_yaml


def read(text):
    found = Problems()
    return parse_yaml(text, "d.yaml", found), [(item.code, item.where.line) for item in found]


def test_scalars_stay_text_as_typed():
    file, found = read("a: 0123\nb: no\nc: 2023-06-01\nd: 1e3\ne:\nf: ''\n")
    assert file.value == {"a": "0123", "b": "no", "c": "2023-06-01", "d": "1e3", "e": None, "f": ""}
    assert found == []


def test_every_path_knows_its_line():
    file, _ = read("任务:\n  - 编号: 1\n    措施: [甲,\n      乙]\n")
    assert file.at(("任务", 0, "编号")).line == 2
    assert file.at(("任务", 0, "措施", 1)).line == 4
    assert str(file.at(("任务", 0, "措施", 1))) == "d.yaml:4 任务[1].措施[2]"
    assert file.at(("任务", 0, "没有")).line == 2


def test_faults_in_several_sections_are_all_found():
    text = "甲:\n  名称：梅州村\n  类型: 村\n乙: {一: 1, 二: 2\n丙:\n\t三: 3\n丁: '四\n戊: 5\n"
    file, found = read(text)
    assert found == [("D101", 2), ("D101", 4), ("D102", 6), ("D101", 7)]
    assert file.value["甲"] == {"类型": "村"}
    assert file.value["戊"] == "5"


def test_two_faults_in_one_section_are_both_found():
    file, found = read("甲:\n  一：1\n  二: 2\n  三: a: b\n  四: 4\n")
    assert found == [("D101", 2), ("D101", 4)]
    assert file.value == {"甲": {"二": "2", "四": "4"}}


def test_a_full_width_colon_is_named_as_the_cause():
    found = Problems()
    parse_yaml("甲:\n  名称：梅州村\n  类型: 村\n", "d.yaml", found)
    assert "中文冒号" in next(iter(found)).message


def test_a_repeated_key_names_the_first():
    found = Problems()
    file = parse_yaml("甲: 1\n乙: 2\n甲: 3\n", "d.yaml", found)
    (item,) = found
    assert (item.code, item.where.line) == ("D103", 3)
    assert "第 1 行" in item.message
    assert file.value["甲"] == "1"


def test_anchors_aliases_tags_and_merge_keys_are_refused():
    _, found = read("a: &x [1]\nb: *x\nc: !!python/object 1\nd: {<<: {e: 1}}\n")
    assert found == [("D109", 1), ("D109", 2), ("D109", 3), ("D109", 4)]


def test_a_second_document_is_refused():
    assert read("a: 1\n---\nb: 2\n")[1] == [("D109", 2)]


def test_a_bomb_of_depth_is_cut_without_recursion():
    _, found = read("a: " + "[" * 5000 + "]" * 5000)
    assert found == [("D121", 1)]
    assert LIMIT_DEPTH < 100


def test_deeper_nesting_than_the_limit_is_cut_but_the_rest_is_read():
    file, found = read("a: " + "[" * 50 + "]" * 50 + "\nb: 1\n")
    assert found == [("D121", 1)]
    assert file.value["b"] == "1"


def test_a_control_character_spoils_only_its_line():
    file, found = read("甲: 好\n乙:\n  丙: 坏\x01字\n  丁: 好\n")
    assert found == [("D101", 3)]
    assert file.value == {"甲": "好", "乙": {"丁": "好"}}


def test_an_empty_file_says_nothing():
    file, found = read("# 只有注释\n")
    assert file.value is None
    assert found == []


def test_a_section_whose_key_has_a_chinese_colon_is_told_and_not_passed_over():
    found = Problems()
    file = parse_yaml("创建点: {名称: 甲村}\n人口：很多\n任务: []\n", "d", found)
    assert [(item.code, item.where.line) for item in found] == [("D101", 2)]
    assert file.value == {"创建点": {"名称": "甲村"}, "任务": []}
