"""One form for 1,000 people beside docxtpl on the same form with tags: interleaved runs, medians of the ratios.

Exit code 1 when a form is filled less than 3 times as fast as by docxtpl. The form is read once, as `hqe form fill
--each` does it. `--people` and `--rounds` make it shorter, `--slack 0.3` lets the goal be missed by three tenths.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from docx import Document
from docxtpl import DocxTemplate

from hqe_docs.library import Library
from hqe_docs.paper.forms.filled.filler import Filler
from hqe_docs.paper.forms.inspection import open_form
from hqe_docs.paper.forms.vocabulary import read_words
from hqe_docs.paper.package import write_package
from hqe_docs.paper.wholefiles import together
from hqe_docs.problems import Problems

GOAL = 3.0
LABELS = [
    "姓名",
    "民族",
    "籍贯",
    "联系电话",
    "家庭住址",
    "毕业院校",
    "所学专业",
    "工作单位",
    "从事工种",
    "技能证书",
    "证书编号",
    "健康状况",
]
PEERS = 40  # people of a round that docxtpl fills
BOXES = 18
Person = dict[str, str]


def person(number: int) -> Person:
    """Return somebody invented."""
    own = {label: f"{label}{number}" for label in LABELS}
    return {
        **own,
        "性别": "女" if number % 2 else "男",
        "出生日期": f"19{70 + number % 30}-0{1 + number % 9}-15",
    } | {"公民身份号码": f"36099919900101{number % 10_000:04}"}


def make_form(path: Path, *, tagged: bool) -> Path:
    """Save the form, blank or with docxtpl's tags in its places."""
    document = Document()
    document.add_paragraph("就业登记表")
    table = document.add_table(len(LABELS) + 2, 4, style="Table Grid")
    for row, label in zip(table.rows, LABELS, strict=False):
        row.cells[0].text, row.cells[2].text = label, f"{label}说明"
        row.cells[1].text = f"{{{{ {label} }}}}" if tagged else ""
    sex, day = table.rows[len(LABELS)].cells, table.rows[len(LABELS) + 1].cells
    sex[0].text, day[0].text = "性别", "出生日期"
    box = "{{% if 性别 == '{0}' %}}☑{{% else %}}□{{% endif %}}{0}"
    sex[1].text = f"{box.format('男')} {box.format('女')}" if tagged else "□男 □女"
    parts = (
        [f"{{{{ 出生日期.split('-')[{i}] | int }}}}" for i in range(3)] if tagged else ["    ", "  ", "  "]
    )
    day[1].text = f"{parts[0]}年{parts[1]}月{parts[2]}日"
    digits = document.add_table(1, BOXES + 1, style="Table Grid").rows[0].cells
    digits[0].text = "公民身份号码"
    for number in range(BOXES):
        digits[number + 1].text = f"{{{{ 公民身份号码[{number}] }}}}" if tagged else ""
    document.save(str(path))
    return path


def ours(form: Path, people: Sequence[Person], folder: Path) -> None:
    """Fill the form for each of the people, reading it once."""
    found = Problems()
    words, opened = read_words(Library.over_shipped(()), found), open_form(form, found)
    assert words is not None
    assert opened is not None
    filler = Filler(*opened, words)
    with together() as late:
        for number, values in enumerate(people):
            filled = filler.fill(values)
            assert not filled.problems
            assert not write_package(folder / f"ours-{number}.docx", filled.parts)
    assert not late.hindered


def theirs(template: Path, people: Sequence[Person], folder: Path) -> None:
    """Fill the form with tags for each of the people by docxtpl."""
    for number, values in enumerate(people):
        made = DocxTemplate(template)
        made.render(dict(values), autoescape=True)
        made.save(folder / f"theirs-{number}.docx")


def texts(path: Path) -> list[str]:
    """Return what a filled form says, without spaces."""
    cells = (cell for table in Document(str(path)).tables for row in table.rows for cell in row.cells)
    return ["".join(cell.text.split()) for cell in cells]


def timed(work: object, *arguments: object) -> float:
    """Return the time that a call takes."""
    start = perf_counter()
    work(*arguments)  # type: ignore[operator]
    return perf_counter() - start


def main() -> int:
    """Print the times and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--slack", type=float, default=0.0)
    options = parser.parse_args()
    people = [person(number) for number in range(options.people)]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        form, tagged = make_form(folder / "a.docx", tagged=False), make_form(folder / "b.docx", tagged=True)
        times = []
        for _ in range(options.rounds):
            own = timed(ours, form, people, folder) / len(people)
            peer = timed(theirs, tagged, people[:PEERS], folder) / min(PEERS, len(people))
            times.append((own, peer))
        assert texts(folder / "ours-1.docx") == texts(folder / "theirs-1.docx")
    own, peer = (statistics.median(column) for column in zip(*times, strict=True))
    ratio = statistics.median(peer / own for own, peer in times)
    print(f"  hqe     {own * 1000:7.2f} ms a form, {1 / own:6.0f} forms/s")
    print(f"  docxtpl {peer * 1000:7.2f} ms a form, {1 / peer:6.0f} forms/s")
    print(f"  {ratio:.1f} times as fast (goal {GOAL:g})")
    return int(ratio < GOAL * (1 - options.slack))


if __name__ == "__main__":
    raise SystemExit(main())
