"""Prepared templates on disk: read by the next process, never trusted blindly, never in anybody's way."""

import os
import subprocess
import sys

import pytest

from hqe_docs.paper.package import read_package
from hqe_docs.paper.word import wordcache
from hqe_docs.paper.word.wordcache import cache_folder, keep, kept
from hqe_docs.paper.word.wordfilling import new_environment
from hqe_docs.paper.word.wordpart import DOCXTPL, PAPER, Prepared
from hqe_docs.paper.word.wordprogram import programs_of
from tests.examples import a_few
from tests.paper.making import paragraphs, word

FILL = """
import sys
from pathlib import Path
from hqe_docs.paper.fill import fill
assert fill(Path(sys.argv[1]), {"文": "甲" * 3, "行": [1]}, Path(sys.argv[2])) == []
print(*sorted({name.partition(".")[0] for name in sys.modules} & {"docxtpl", "docx", "jinja2", "lxml", "http", "email"}))
"""


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.delenv("HQE_CACHE", raising=False)
    monkeypatch.setenv("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME", str(tmp_path / "缓存"))
    return cache_folder()


def prepared(tmp_path, text="{{ 文 }}{% for 项 in 行 %}{{ 项 }}{% endfor %}"):
    made = word(tmp_path / "表.docx", text)
    programs = Prepared(programs_of(read_package(made), new_environment(PAPER), PAPER), {"dc:title": "题"})
    keep(made.read_bytes(), PAPER, programs)
    return made.read_bytes(), programs


def test_what_is_kept_is_what_was_prepared(cache, tmp_path):
    data, programs = prepared(tmp_path)
    assert kept(data, PAPER) == programs
    assert kept(data, DOCXTPL) is None
    assert kept(data + b" ", PAPER) is None


@pytest.mark.parametrize("tags", a_few(["{{ 文 }}", "{{ 文|trim }}{% if 文 %}{% endif %}"]))
def test_the_next_process_imports_no_docxtpl_and_for_names_alone_no_jinja(cache, tmp_path, tags):
    made = word(tmp_path / "表.docx", tags)
    for turn in range(2):
        command = [sys.executable, "-c", FILL, str(made), str(tmp_path / "出.docx")]
        loaded = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
        if turn:
            assert loaded == ([] if "if" not in tags else ["jinja2", "lxml"])
        assert paragraphs(tmp_path / "出.docx")[0] == "甲甲甲"


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-1], lambda data: b"", lambda data: data + b"x", lambda data: b"0" * 99]
)
def test_a_damaged_file_is_ignored_and_written_anew(cache, tmp_path, damage):
    data, programs = prepared(tmp_path)
    (file,) = cache.iterdir()
    file.write_bytes(damage(file.read_bytes()))
    assert kept(data, PAPER) is None
    keep(data, PAPER, programs)
    assert kept(data, PAPER) == programs


if os.name != "nt":  # Windows keeps others out of a profile by other means

    def test_what_others_may_write_is_not_run(cache, tmp_path):
        data, _ = prepared(tmp_path)
        (file,) = cache.iterdir()
        assert (cache.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)
        file.chmod(0o620)
        assert kept(data, PAPER) is None
        file.chmod(0o600)
        cache.chmod(0o770)
        assert kept(data, PAPER) is None


def test_the_cache_can_be_turned_off_and_a_folder_that_takes_nothing_hinders_nobody(
    cache, tmp_path, monkeypatch
):
    monkeypatch.setenv("HQE_CACHE", "off")
    prepared(tmp_path)
    assert cache_folder() is None and not cache.exists()
    monkeypatch.delenv("HQE_CACHE")
    cache.parent.parent.mkdir(parents=True)
    cache.parent.write_text("a file where a folder should be")
    data, _ = prepared(tmp_path)
    assert kept(data, PAPER) is None


def test_the_oldest_files_give_way(cache, tmp_path, monkeypatch):
    monkeypatch.setattr(wordcache, "MOST_FILES", 3)
    data = [prepared(tmp_path, "{{ 文 }}" * number)[0] for number in range(1, 6)]
    assert len(list(cache.iterdir())) == 3
    assert kept(data[-1], PAPER) is not None


def test_a_template_with_a_fault_is_not_kept(cache, tmp_path):
    prepared(tmp_path, "{% for %}")
    assert not cache.exists()
