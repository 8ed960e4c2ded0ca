"""What `hqe write` makes of an office's texts, as it comes out of the printer and before the linter."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from hqe_docs.library import shipped
from hqe_docs.office.papers.linting import lint_files
from hqe_docs.office.papers.writing import FORMS, WriteOrder, write_paper
from tests.layout_papers import LONG
from tests.measure_pdf import measure
from tests.slow.test_rendering import ROOT, render

ABSENT = "没有共享的参考文件（HQE_SHARED），没有可写的通知"
EXAMPLES = sorted((shipped() / "templates" / "示例").iterdir())
PARAGRAPHS = [line.removeprefix("正文|") for line in LONG.splitlines()]
TEXT = "\n\n".join(
    f"# {heading}\n\n{PARAGRAPHS[0]}\n\n## 分清责任\n\n{PARAGRAPHS[1]}\n\n## 严格要求\n\n{PARAGRAPHS[2]}\n\n（三）抓好落实。{PARAGRAPHS[0]}"
    for heading in ("提高认识", "摸清底数", "做优服务", "健全机制")
)
FRONT = (
    "---\n文种: {form}\n标题: 青禾镇人民政府关于做好二〇二三年度农村劳动力资源调查工作的{form}\n机关: 青禾镇人民政府\n代字: 青府字\n序号: 9\n"
    "签发人: 顾清和\n成文日期: 2023-07-03\n主送: 云麓区社会事业局\n抄送: [云麓区财政局]\n印发机关: 青禾镇人民政府办公室\n"
    "印发日期: 2023-07-04\n附注: 联系人：白露，电话：0000-0000000\n---\n"
)
SHORT = (
    "---\n文种: 通知\n标题: 关于印发《青禾镇2023年度高质量就业村创建工作服务窗口标准化建设和政务公开事项实施方案》的通知\n"
    "机关: 青禾镇人民政府\n文号: 青府发〔2023〕8号\n成文日期: 2023-09-01\n主送: 各村民委员会\n---\n"
    "《青禾镇2023年度高质量就业村创建工作服务窗口标准化建设和政务公开事项实施方案》已经镇人民政府研究同意，"
    "现印发给你们，请结合本村实际，认真抓好贯彻落实。"
)
CASES = [("portable", form) for form in FORMS] + [
    (profile, form) for profile in ("hybrid", "glyph") for form in ("通知", "函", "请示")
]


def notice() -> Path | None:
    """Return the notice among the shared references, None when they are not there."""
    shared = Path(os.environ.get("HQE_SHARED") or ROOT.parent / "shared")
    file = shared / "reference" / "notice-2023-26.txt"
    return file if file.is_file() else None


@pytest.fixture(scope="session")
def written(tmp_path_factory):
    """Return name → the paper as .docx, with its PDF beside it."""
    folder = tmp_path_factory.mktemp("written")
    made = {}
    for profile, form in CASES:
        source = folder / f"{profile}-{form}.md"
        source.write_text(FRONT.format(form=form) + TEXT, encoding="utf-8")
        made[source.stem] = _write(source, folder, profile)
    short = folder / "短通知.md"
    short.write_text(SHORT, encoding="utf-8")
    for source in [short, *EXAMPLES, *filter(None, [notice()])]:
        made[source.stem] = _write(source, folder, "portable")
    render(list(made.values()), folder)
    return made


def _write(source: Path, folder: Path, profile: str) -> Path:
    found, path = write_paper(source, WriteOrder(folder / f"{source.stem}.docx", profile=profile))
    assert path is not None, list(found)
    return path


@cache
def judged(path: Path) -> dict[str, Any]:
    """Return the verdicts on a paper's PDF by their names, those that pass left out."""
    pdf = path.parent / "pdf.docx" / f"{path.stem}.pdf"
    return {one["id"]: one for one in measure(str(pdf))["checks"] if one["status"] not in ("PASS", "N/A")}


@pytest.mark.parametrize(("profile", "form"), CASES)
def test_22_lines_of_28_characters_stand_on_every_page_of_a_long_text(written, profile, form):
    # pages are left short by what must stay together, and page 1 of a letter has no number
    spared = {"R-SHORT", "R-PN"} if form == "函" else {"R-SHORT"}
    assert set(judged(written[f"{profile}-{form}"])) - spared == set()


@pytest.mark.parametrize("name", [path.stem for path in EXAMPLES])
def test_no_example_fails_on_the_page(written, name):
    # where page 1 alone is full, its first line is the mark
    wrong = {key for key, one in judged(written[name]).items() if one["status"] == "FAIL"} - {"R-TOP"}
    assert wrong == set()


def test_a_short_paper_with_a_long_title_stands_on_one_page(written):
    pdf = written["短通知"].parent / "pdf.docx" / "短通知.pdf"
    assert len(measure(str(pdf))["pages"]) == 1


def test_the_linter_finds_nothing_but_what_the_notice_s_own_text_does_wrong(written):
    # an annex called otherwise than in the list, two that are in other files, half-width brackets and dashes
    own = {"G228", "G313", "G314", "G323", "G333"} if notice() else set()
    found = {
        (one.file, item.code)
        for one in lint_files(list(written.values()))
        for item in one.problems
        if not (one.file.startswith("notice") and item.code in own)
    }
    assert found == set()


def test_no_paper_breaks_the_open_xml_schema(written):
    for path in written.values():
        command = [sys.executable, "-m", "openxml_audit", "--max-errors", "20", str(path)]
        answer = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False).stdout
        assert "Errors: 0" in answer, f"{path.name}\n{answer}"


def test_the_notice_goes_through_with_every_character(
    written, record_property: Callable[[str, object], None]
):
    source = notice()
    record_property("said", str(source or ABSENT))
    if source is not None:
        path = written[source.stem]
        assert {key for key, one in judged(path).items() if one["status"] == "FAIL"} == set()
        texts = "".join(node.text or "" for node in Document(str(path)).element.iter(qn("w:t")))
        kept = list(texts)
        for char in re.sub(r"\s", "", source.read_text(encoding="utf-8")):
            kept.remove(char)
