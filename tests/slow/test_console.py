"""Consoles of rarer encodings than those of the unit tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.program import make_village
from tests.test_console import assert_nothing_breaks


@pytest.mark.parametrize("encoding", ["cp1252", "gb18030", "cp437"])
def test_no_console_encoding_breaks_a_command_and_json_is_whole_on_each(tmp_path: Path, encoding: str):
    assert_nothing_breaks(make_village(tmp_path / "试点村"), encoding)
