"""How much a test tries: little in an everyday run, everything in CI's slow step."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import settings


def examples(many: int, **more: Any) -> settings:
    """Return the settings of a property: all its examples with the profile "many", else a sixth, at least 3."""
    share = settings.default.max_examples / settings.get_profile("many").max_examples
    return settings(max_examples=max(3, round(many * share)), deadline=None, **more)


def a_few(cases: Iterable[Any], every: int = 4, *, rows: bool = False) -> list[Any]:
    """Return the cases of a parametrized test, all but every fourth marked as slow; rows have several parameters."""
    return [
        pytest.param(*(case if rows else (case,)), marks=[pytest.mark.slow] if number % every else [])
        for number, case in enumerate(cases)
    ]
