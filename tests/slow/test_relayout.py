"""`hqe lint --fix` on the rendered page, on 200 messy documents, and before an independent validator."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.measure_pdf import measure
from tests.relayout.keeping import held
from tests.relayout.messy import messy
from tests.relayout.others import OTHERS, other
from tests.relayout.test_relayout import relay
from tests.slow.test_rendering import render

SEEDS = range(200)
RENDERED = range(12)


@pytest.fixture(scope="module")
def mended(tmp_path_factory):
    """Return seed → (messy document, the same laid out anew)."""
    folder = tmp_path_factory.mktemp("messy")
    return {seed: (path := messy(seed, folder / f"{seed}.docx"), relay(path)) for seed in SEEDS}


def test_two_hundred_messy_documents_keep_every_text_table_picture_note_and_comment(mended):
    for seed, (before, after) in mended.items():
        assert held(after) == held(before), seed


def test_they_have_no_error_of_the_schema_that_they_did_not_have(mended):
    for seed in list(SEEDS)[::20]:
        before, after = (_errors(path) for path in mended[seed])
        assert after <= before, (seed, after - before)


def _errors(path):
    command = [sys.executable, "-m", "openxml_audit", "--max-errors", "200", str(path)]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False).stdout
    return int(re.search(r"Errors: (\d+)", answer)[1])


def test_libreoffice_opens_them(mended, tmp_path):
    paths = [mended[seed][1] for seed in RENDERED]
    assert len(render(paths, tmp_path)) == len(paths)


def test_papers_of_other_settings_come_out_as_22_lines_of_28_characters(tmp_path):
    made = {name: relay(other(name, tmp_path / f"{name}.docx")) for name in OTHERS}
    for path, pdf in render(list(made.values()), tmp_path / "pdf").items():
        verdicts = {item["id"]: item["status"] for item in measure(str(pdf))["checks"]}
        assert verdicts["R-LINES"] == verdicts["R-CHARS"] == verdicts["R-PN-7MM"] == "PASS", path
        assert "FAIL" not in verdicts.values(), (path, verdicts)
