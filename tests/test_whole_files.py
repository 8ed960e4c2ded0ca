"""Files are written in one way only, whole or not at all; each failure of the system is one clear problem."""

from __future__ import annotations

import ast
import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hqe_docs.paper import wholefiles
from hqe_docs.paper.wholefiles import hindrance, sweep, together, write_file
from tests.test_house import trees

ONE_WAY = "hqe_docs.paper.wholefiles"
# which other calls there are, and why what they write is no file of the user's
OTHERWISE = {
    "hqe_docs.cli.commands": ("write_text", "text for the screen"),
    "hqe_docs.data.files.lifting": ("ZipFile", "a workbook in memory"),
    "hqe_docs.data.files.locked": ("open", "a decrypted copy in a temporary folder"),
    "hqe_docs.data.files.oldbook": ("os.open", "os.devnull"),
    "hqe_docs.office.bundle.places": ("copyfile", "into the bundle's work folder, moved whole at the end"),
    "hqe_docs.office.bundle.zipping": (
        "ZipFile open write_text",
        "into the bundle's work folder, moved whole at the end",
    ),
    "hqe_docs.paper.bound.binder": ("open", "into the bundle's work folder, moved whole at the end"),
    "hqe_docs.paper.bound.pictures": ("open save", "into the bundle's work folder, or in memory"),
    "hqe_docs.office.bundle.packing": (
        "write_bytes",
        "into the bundle's work folder, moved whole at the end",
    ),
    "hqe_docs.office.converting": (
        "write_text",
        "a draft in a temporary folder, read back before the file is written",
    ),
    "hqe_docs.office.locking": ("open", "a lock is held open; nothing may take its place"),
    "hqe_docs.office.mapping.samplecase": ("open write_text", "a dossier in a temporary folder"),
    "hqe_docs.office.privacy.pdfchild": ("fdopen os.open", "os.devnull, and the pipe to the parent"),
    "hqe_docs.office.privacy.scanning": ("write_bytes", "a file from a zip, in a temporary folder"),
    "hqe_docs.paper.books.ledgerbook": ("Workbook", "in memory"),
    "hqe_docs.paper.checking.wordlint": ("ZipFile", "a package in memory"),
    "hqe_docs.paper.excel.refs": ("rename", "a function of this name, for sheets"),
    "hqe_docs.paper.excel.workbook": ("Workbook", "our own class of this name"),
    "hqe_docs.paper.forms.oldforms": ("write_bytes", "copies for LibreOffice in a temporary folder"),
    "hqe_docs.paper.oldbook": ("Workbook", "in memory"),
    "hqe_docs.paper.picturepage": ("savefig", "in memory"),
    "hqe_docs.paper.preview.pdfpages": ("save", "in memory"),
    "hqe_docs.paper.preview.rendering": (
        "copyfile write_text",
        "copies and a profile for LibreOffice in a temporary folder",
    ),
    "hqe_docs.paper.word.wordcache": (
        "fdopen mkstemp replace",
        "prepared templates: private, checksummed, made again when damaged",
    ),
    "hqe_docs.paper.word.worddocxtpl": ("save", "in memory"),
    "hqe_docs.paper.word.wordtemplate": ("save", "in memory; with a path through the one way"),
}
WRITERS = {
    *("write_bytes", "write_text", "savefig", "save", "copyfile", "copy", "copy2", "copytree", "move"),
    *("mkstemp", "NamedTemporaryFile", "symlink_to", "hardlink_to", "touch", "rename"),
    *("Workbook", "to_csv", "to_excel", "write_csv", "write_excel", "write_parquet", "write_ipc", "sink_csv"),
}


MODED = {"open", "fdopen", "ZipFile", "replace"}


def writes(tree: ast.Module) -> Iterator[str]:
    """Yield the calls that may write a file."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name not in WRITERS | MODED:
            continue
        owner = ast.unparse(node.func.value) if isinstance(node.func, ast.Attribute) else ""
        texts = [it.value for it in ast.walk(node) if isinstance(it, ast.Constant)]
        modes = {text for text in texts if isinstance(text, str) and set(text) <= set("rwxabt+") and text}
        if name in ("open", "fdopen", "ZipFile") and any(set(mode) & set("wxa+") for mode in modes):
            yield name
        elif name == "open" and owner == "os" and "O_RDONLY" not in ast.unparse(node):
            yield "os.open"
        elif name in WRITERS and (name != "copy" or owner == "shutil") and owner not in ("re", "copy"):
            yield name
        elif name == "replace" and owner and (owner == "os" or len(node.args) == 1) and not node.keywords:
            yield "replace"


@pytest.mark.slow
def test_nobody_writes_a_file_but_in_the_one_way():
    found = {
        module: " ".join(sorted(set(writes(tree)))) for module, tree in trees().items() if module != ONE_WAY
    }
    assert {module: calls for module, calls in found.items() if calls} == {
        module: calls for module, (calls, _) in OTHERWISE.items()
    }


@pytest.mark.parametrize(
    "source",
    [
        "path.write_text('x')",
        "open(path, 'w')",
        "path.open(mode='ab')",
        "with path.open('r+b') as f: pass",
        "shutil.copy(a, b)",
        "os.replace(a, b)",
        "part.replace(path)",
        "zipfile.ZipFile(path, 'w')",
        "frame.write_csv(path)",
        "figure.savefig(path)",
        "xlsxwriter.Workbook(path)",
        "os.open(path, os.O_WRONLY | os.O_CREAT)",
    ],
)
def test_each_way_to_write_is_seen(source: str):
    assert len(list(writes(ast.parse(source)))) == 1


# ---------------------------------------------------------------- whole or not at all
def test_a_new_file_and_one_that_replaces_are_flushed_before_they_get_their_name(tmp_path, monkeypatch):
    steps: list[str] = []
    flush, rename = os.fsync, Path.replace
    monkeypatch.setattr("os.fsync", lambda file: (steps.append("flush"), flush(file)))
    monkeypatch.setattr(Path, "replace", lambda old, new: (steps.append("name"), rename(old, new))[1])
    for content in (b"1", b"2"):
        assert write_file(tmp_path / "出.docx", content) == []
    assert steps == ["flush", "name", "flush"] * 2  # the last is the folder's


def test_many_files_written_together_are_flushed_before_they_get_their_names(tmp_path, monkeypatch):
    steps: list[str] = []
    flush, rename = os.fsync, Path.replace
    monkeypatch.setattr(wholefiles, "AT_ONCE", 1)
    monkeypatch.setattr("os.fsync", lambda file: (steps.append("flush"), flush(file)))
    monkeypatch.setattr(Path, "replace", lambda old, new: (steps.append("name"), rename(old, new))[1])
    with together() as late:
        for number in range(200):
            assert write_file(tmp_path / f"{number}.docx", b"%d" % number) == []
    assert late.hindered == {}
    assert steps == ["flush", "name"] * 200 + ["flush"]
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        f"{number}.docx": b"%d" % number for number in range(200)
    }


def test_what_hinders_a_file_written_together_is_told_at_the_end(tmp_path):
    (tmp_path / "夹.docx").mkdir()
    with together() as late:
        assert write_file(tmp_path / "夹.docx", b"x") == []
        assert write_file(tmp_path / "好.docx", b"x") == []
    ((path, (problem,)),) = late.hindered.items()
    assert (path.name, problem.code, "这是文件夹" in problem.message) == ("夹.docx", "T302", True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["夹.docx", "好.docx"]


def test_an_interruption_while_files_are_written_together_leaves_no_half_file(tmp_path):
    with pytest.raises(KeyboardInterrupt), together():
        for number in range(30):
            write_file(tmp_path / f"{number}.docx", b"x")
        raise KeyboardInterrupt
    assert [path.suffix for path in tmp_path.iterdir()] == [".docx"] * 30


def test_a_new_file_replaces_nothing(tmp_path):
    assert write_file(tmp_path / "a", b"1", is_new=True) == []
    (problem,) = write_file(tmp_path / "a", b"2", is_new=True)
    assert (problem.code, "已经存在" in problem.message) == ("T302", True)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"1")]


def test_who_may_read_a_file_stays_as_it_was(tmp_path):
    (tmp_path / "a").write_bytes(b"1")
    (tmp_path / "a").chmod(0o600)
    assert write_file(tmp_path / "a", b"2") == []
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600


# ---------------------------------------------------------------- what killed processes left
HALF = """
import sys, time
from pathlib import Path
from hqe_docs.paper import wholefiles
wholefiles.os.fsync = lambda file: (print("half", flush=True), time.sleep(60))
wholefiles.write_file(Path(sys.argv[1]), b"new")
"""


def half_written(path: Path) -> subprocess.Popen[bytes]:
    process = subprocess.Popen([sys.executable, "-c", HALF, str(path)], stdout=subprocess.PIPE)
    assert process.stdout is not None and process.stdout.readline() == b"half\n"
    return process


def test_what_a_killed_process_left_goes_and_what_a_living_one_writes_stays(tmp_path):
    (tmp_path / "出.docx").write_bytes(b"old")
    with half_written(tmp_path / "出.docx") as process:
        sweep(tmp_path)
        assert len(list(tmp_path.glob(".~*.part"))) == 1
        process.kill()
    sweep(tmp_path)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("出.docx", b"old")]


def test_the_next_write_into_a_folder_sweeps_it(tmp_path):
    (tmp_path / ".~0123.part").write_bytes(b"half")
    assert write_file(tmp_path / "出.docx", b"x") == []
    assert [path.name for path in tmp_path.iterdir()] == ["出.docx"]


# ---------------------------------------------------------------- what hinders
@pytest.mark.parametrize(
    ("number", "said", "hint"),
    [
        (errno.ENOSPC, "磁盘已满", "空间"),
        (errno.EDQUOT, "磁盘已满", "空间"),
        (errno.EROFS, "磁盘是只读的", "-o"),
        (errno.ENAMETOOLONG, "名称太长", "缩短"),
        (errno.ENOENT, "文件夹不见了", "网络盘"),
        (errno.EISDIR, "这是文件夹", "移走"),
        (errno.ENOTDIR, "上级不是文件夹", "移走"),
        (errno.EACCES, "文件夹没有写入权限", "只读"),
        (errno.EPERM, "文件夹没有写入权限", "只读"),
        (errno.EFBIG, "文件过大", "磁盘"),
        (errno.EIO, "磁盘读写出错", "磁盘"),
        (999, "系统错误 999", "磁盘"),
    ],
)
def test_each_failure_of_the_system_is_said_in_chinese(tmp_path, number, said, hint):
    problem = hindrance(tmp_path / "出.docx", OSError(number, "x"))
    assert problem.code == "T302"
    assert said in problem.message
    assert hint in problem.hint


@pytest.mark.parametrize("number", [32, 33])
def test_a_file_that_windows_holds_open_is_said_to_be_open(tmp_path, number):
    error = PermissionError(errno.EACCES, "x")
    error.winerror = number
    problem = hindrance(tmp_path / "出.docx", error)
    assert (problem.code, problem.hint) == ("T301", "关闭后再试")
    assert "正被 WPS 或其他程序打开" in problem.message


def test_a_read_only_file_is_not_replaced(tmp_path):
    (tmp_path / "出.docx").write_bytes(b"old")
    (tmp_path / "出.docx").chmod(0o444)
    (problem,) = write_file(tmp_path / "出.docx", b"new")
    assert "文件设为只读" in problem.message
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("出.docx", b"old")]


def test_a_name_that_is_too_long_a_folder_and_a_file_in_the_way_are_problems(tmp_path):
    (tmp_path / "文件").write_bytes(b"")
    (tmp_path / "夹").mkdir()
    found = [
        write_file(tmp_path / ("长" * 200), b"x"),
        write_file(tmp_path / "夹", b"x"),
        write_file(tmp_path / "文件" / "出.docx", b"x"),
    ]
    assert [problem.code for (problem,) in found] == ["T302"] * 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["夹", "文件"]


FULL = """
import resource, signal, sys
from pathlib import Path
from hqe_docs.paper.wholefiles import write_file
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
(problem,) = write_file(Path(sys.argv[1]), b"x" * 5000)
print(problem.message)
"""


def test_a_disk_that_takes_only_a_part_leaves_the_old_file(tmp_path):
    (tmp_path / "出.docx").write_bytes(b"old")
    command = [sys.executable, "-c", FULL, str(tmp_path / "出.docx")]
    said = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    assert "没有写成" in said
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("出.docx", b"old")]
