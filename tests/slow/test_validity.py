"""Every paper of the example against the Open XML schemas, by a validator that is not ours."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hqe_docs.office.building.build import build

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    _, results = build([ROOT / "ledgers" / "hongjiang-2023"], out=tmp_path_factory.mktemp("audited"))
    return [result.path for result in results]


def test_no_paper_breaks_the_open_xml_schema(papers):
    assert len(papers) == 80
    with ThreadPoolExecutor(2) as hands:
        for path, answer in zip(papers, hands.map(audited, papers), strict=True):
            assert "Errors: 0" in answer, f"{path.name}\n{answer}"


def audited(path):
    command = [sys.executable, "-m", "openxml_audit", "--max-errors", "20", str(path)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False).stdout
