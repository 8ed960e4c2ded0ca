"""The shipped example made in two environments that have nothing in common: every file the same to the byte."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
EXAMPLE = CHECKOUT / "ledgers" / "hongjiang-2023"
SHIFT = """
import time
DAYS = 400
seconds, nanoseconds, local, utc, text = time.time, time.time_ns, time.localtime, time.gmtime, time.strftime
time.time = lambda: seconds() + DAYS * 86400
time.time_ns = lambda: nanoseconds() + DAYS * 86400 * 10**9
time.localtime = lambda at=None: local(time.time() if at is None else at)
time.gmtime = lambda at=None: utc(time.time() if at is None else at)
time.strftime = lambda form, at=None: text(form, time.localtime() if at is None else at)
"""  # date.today() and zipfile ask these
RUNS = """
import sys
from datetime import date
from hqe_docs.cli.main import root
sys.stderr.write(f"{date.today()} {hash('甲')}\\n")
jobs = sys.argv[1]
point = "档案/梅州村"
for words in (
    ["build", "档案", "-o", "出/文书", "-j", jobs],
    ["weekly", "档案", "--on", "2023-11-02", "-o", "出/周报"],
    ["score", "档案", "-o", "出/汇总.xlsx"],
    *(["score", point, "--picture", f"出/得分{suffix}"] for suffix in (".png", ".svg", ".pdf")),
    ["due", "档案", "--on", "2023-09-28", "--ics", "出/日历.ics", "--picture", "出/进度.svg"],
    ["ledger", "derive", point, "-o", "出/派生"],
    ["ledger", "stats", point, "-o", "出/统计.xlsx"],
    ["ledger", "blank", "--all", "-o", "出/空白"],
    ["ledger", "survey", point + "/劳动力资源台账.xlsx", "--group", "第1组", "-o", "出/调查表.docx"],
    ["ledger", "import", point + "/劳动力资源台账.xlsx", "--on", "2023-10-31", "-o", "出/整理.xlsx"],
    ["check", "档案", "--mark", "出/标注"],
    ["new", "出/新村", "--year", "2023"],
    ["convert", point, "-o", "出/填报表.xlsx"],
):
    try:
        root.main(words)
    except SystemExit as ended:
        assert ended.code in (0, 1, None), words
"""
ENVIRONMENTS = (
    {
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONHASHSEED": "1",
        "USER": "root",
        "COLUMNS": "80",
        "jobs": "1",
    },
    {
        "LC_ALL": "de_DE.ISO-8859-1",
        "LANG": "tr_TR.UTF-8",
        "TZ": "Pacific/Kiritimati",
        "PYTHONHASHSEED": "77",
        "USER": "另一人",
        "LOGNAME": "另一人",
        "HQE_CACHE": "off",
        "POLARS_MAX_THREADS": "3",
        "PYTHONUTF8": "1",
        "jobs": "2",
    },
)


def made_in(place: Path, settings: dict[str, str], *, days_later: bool) -> tuple[dict[str, bytes], str]:
    """Return every file made from a copy of the example in a folder of its own, and what Python said of its day."""
    place.mkdir(parents=True)
    shutil.copytree(EXAMPLE, place / "档案")
    for path in (place / "档案").rglob("*"):
        os.utime(path, (len(settings) * 1e8,) * 2)
    kept = {name: os.environ[name] for name in ("PATH", "FONTCONFIG_FILE") if name in os.environ}
    own = {**kept, **settings, "HOME": str(place / "家"), "TMPDIR": str(place), "PYTHONPATH": str(CHECKOUT)}
    own.pop("jobs")
    if days_later:
        (place / "钟").mkdir()
        (place / "钟" / "sitecustomize.py").write_text(SHIFT, "utf-8")
        own["PYTHONPATH"] = f"{place / '钟'}{os.pathsep}{CHECKOUT}"
    command = [sys.executable, "-c", RUNS, settings["jobs"]]
    ran = subprocess.run(command, cwd=place, env=own, capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr.decode("utf-8", "replace")[-2000:]
    folders = (place / "出", place / "档案" / ".hqe", *(place / "档案").glob("*/.hqe"))
    paths = (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())
    files = {path.relative_to(place).as_posix(): path.read_bytes() for path in paths}
    return files, ran.stderr.decode("utf-8", "replace").partition("\n")[0]


def test_two_environments_that_have_nothing_in_common_give_the_same_bytes(tmp_path: Path, record_property):
    one, its_day = made_in(tmp_path / "一", ENVIRONMENTS[0], days_later=False)
    other, other_day = made_in(tmp_path / "深" / "另一处" / "二", ENVIRONMENTS[1], days_later=True)
    assert its_day.split() != other_day.split() and its_day[:4] != other_day[:4], "the clock was not moved"
    assert {*one} == {*other}
    assert [name for name in one if one[name] != other[name]] == []
    kinds = {Path(name).suffix for name in one}
    assert kinds >= {".docx", ".xlsx", ".png", ".svg", ".pdf", ".ics", ".json", ".yaml"}
    record_property("said", f"{len(one)} files the same to the byte in two environments, 400 days apart")
