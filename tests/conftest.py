"""What tests have to say at the end of a run, and how random they are: in CI the same examples in every run."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from hqe_docs.office.workspace import Loaded

os.environ.setdefault("HQE_CACHE", "off")  # tests leave nothing in the user's cache of prepared templates

# frames of ten rows gain nothing from threads, which cost a third more, and xdist has a process for each core
os.environ.setdefault("POLARS_MAX_THREADS", "1")

# a red run of CI is then the change's own; elsewhere new examples are tried
IN_CI = os.environ.get("CI") == "true"
# no deadline: it counts the time of the clock, so a busy machine would fail what is right
settings.register_profile("few", max_examples=16, deadline=None, derandomize=IN_CI)
settings.register_profile("many", max_examples=100, deadline=None, derandomize=IN_CI)
settings.load_profile("few")  # pytest's --hypothesis-profile=many goes over it
SLOW = Path(__file__).parent / "slow"

# the collector looks through modules and tests again and again while they are made: not before all are there
gc.disable()


@pytest.fixture(scope="session")
def example() -> Loaded:
    """The shipped example's township with its villages below; nobody changes it or lets its ledgers go."""
    from hqe_docs.office.workspace import open_dossiers
    from tests.example_books import FOLDER

    (top,) = open_dossiers(
        [FOLDER]
    )  # imported here: xdist's first process reads this file, too, and runs no test
    return top


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark whatever stands in tests/slow as slow."""
    for item in items:
        if SLOW in item.path.parents:
            item.add_marker(pytest.mark.slow)


def pytest_collection_finish() -> None:
    """Keep the garbage collector away from what stays till the end: modules, tests, parameters."""
    _freeze()
    gc.set_threshold(20_000, 20, 20)  # what tests leave is gone through a tenth as often
    gc.enable()


def pytest_sessionfinish() -> None:
    """Collect what is left, so that pytest, which does so ten times, has nothing to go through."""
    _freeze()


def _freeze() -> None:
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print every line that a test recorded under the name "said"."""
    for reports in list(terminalreporter.stats.values()):
        for report in reports:
            for name, line in getattr(report, "user_properties", ()):
                if name == "said" and getattr(report, "when", "") == "call":
                    terminalreporter.write_line(str(line))
