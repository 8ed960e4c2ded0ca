"""How long the checks of a paper of a hundred pages take, beside what python-docx takes to open and walk it twice.

Both start from the file; the walk asks each paragraph and each run for its text, and leaves tables out.
Run: python benchmarks/lint.py [ROUNDS] [--at-most RATIO]
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import docx
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from hqe_docs.office.papers.linting import lint_file

PARAGRAPHS, ROWS = 720, 120  # 22 lines of 28 characters a page: 98 pages of text, three of the table
_SENTENCES = (
    "各村要逐户核对劳动力信息，",
    "做到底数清、去向明、需求实，",
    "台账与实际相符，",
    "有变动的当月更新并记入更新日志，",
    "由村劳动保障专管员签字确认，",
    "按时报送镇就业工作领导小组办公室汇总。",
)


def make_paper(path: Path) -> Path:
    """Save a paper of a hundred pages, each sentence a run of its own as Word leaves them."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    for number in range(PARAGRAPHS):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.line_spacing = Pt(28.95)
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.first_line_indent = Pt(32)
        for text in (f"{number + 1}.", *_SENTENCES):
            _look(paragraph.add_run(text))
    for row in document.add_table(ROWS, 4).rows:
        for cell in row.cells:
            _look(cell.paragraphs[0].add_run("已办结"))
    document.save(str(path))
    return path


def _look(run: docx.text.run.Run) -> None:
    run.font.size, run.font.name = Pt(16), "仿宋_GB2312"
    run._element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋_GB2312")
    run._element.set(qn("w:rsidR"), "00A77427")


def check(path: Path) -> int:
    """Return how many faults were found."""
    return len(lint_file(path, path.name).problems)


def walk_twice(path: Path) -> int:
    """Return how many characters the paragraphs and runs have."""
    document = docx.Document(str(path))
    return sum(
        len(paragraph.text) + sum(len(run.text) for run in paragraph.runs)
        for _ in range(2)
        for paragraph in document.paragraphs
    )


def seconds(work: Callable[[Path], int], path: Path) -> float:
    """Return how long `work` takes."""
    start = perf_counter()
    assert work(path)
    return perf_counter() - start


def main() -> None:
    """Print both medians and the median of the ratios of each round; end with 1 when the checks take more than they may."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rounds", nargs="?", type=int, default=7)
    parser.add_argument("--at-most", type=float, default=1.0, metavar="RATIO")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = make_paper(Path(folder) / "百页.docx")
        check(path)  # what is imported and compiled once
        pairs = [(seconds(check, path), seconds(walk_twice, path)) for _ in range(arguments.rounds)]
    ours, theirs = (statistics.median(times) for times in zip(*pairs, strict=True))
    ratio = statistics.median(one / other for one, other in pairs)
    print(f"lint {ours * 1000:.0f} ms, python-docx opened, walked twice {theirs * 1000:.0f} ms: {ratio:.2f}")
    sys.exit(ratio > arguments.at_most)


if __name__ == "__main__":
    main()
