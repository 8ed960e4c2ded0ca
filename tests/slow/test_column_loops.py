"""A sheet with a column loop, recalculated by LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from python_calamine import CalamineWorkbook

from hqe_docs.paper.fill import fill
from tests.paper.making import excel

ROWS = [
    ["村", "{%tc for 类 in 类别 %}", "{{ 类 }}", "占比", "{%tc endfor %}", "总分", "最高"],
    ["{%tr for 点 in 点们 %}"],
    [
        "{{ 点.名 }}",
        None,
        "{{ 点.分[类] }}",
        "=C3/$F3",
        None,
        '=SUMIF(C$1:D$1,"<>占比",C3:D3)',
        "=MAX(C3:C3)",
    ],
    ["{%tr endfor %}"],
    ["合计", None, "=SUM(C3:C3)", "=C5/$F5", None, "=SUM(F3:F3)", "=SUM(G3:G3)"],
]
POINTS = [
    {"名": "甲村", "分": {"环境": 1, "人员": 2, "内容": 5}},
    {"名": "乙村", "分": {"环境": 6, "人员": 6, "内容": 12}},
]


def test_libreoffice_calculates_sums_and_shares_of_the_repeated_columns(tmp_path: Path):
    made = excel(tmp_path / "表.xlsx", ROWS)
    context = {"类别": ["环境", "人员", "内容"], "点们": POINTS}
    assert fill(made, context, tmp_path / "出.xlsx") == []
    assert read(recalculated(tmp_path / "出.xlsx")) == [
        ["村", "环境", "占比", "人员", "占比", "内容", "占比", "总分", "最高"],
        ["甲村", 1, 0.125, 2, 0.25, 5, 0.625, 8, 5],
        ["乙村", 6, 0.25, 6, 0.25, 12, 0.5, 24, 12],
        ["合计", 7, 7 / 32, 8, 0.25, 17, 17 / 32, 32, 17],
    ]


def test_without_items_the_sums_are_nought(tmp_path: Path):
    made = excel(tmp_path / "表.xlsx", [["{%tc for 类 in 类别 %}", 5, "{%tc endfor %}", "=SUM(B1:B1)"]])
    assert fill(made, {"类别": []}, tmp_path / "出.xlsx") == []
    assert read(recalculated(tmp_path / "出.xlsx")) == [[0]]


def recalculated(path: Path) -> Path:
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is not installed"
    out = path.parent / "算"
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(path)]
    subprocess.run(command, check=True, timeout=300, capture_output=True)
    return out / path.name


def read(path: Path) -> list[list[object]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
