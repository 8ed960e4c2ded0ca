"""What tests have to say at the end of a run, and how random they are: in CI the same examples in every run."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

# a red run of CI is then the change's own; elsewhere new examples are tried
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI") == "true":
    settings.load_profile("ci")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print every line that a test recorded under the name "said"."""
    for reports in list(terminalreporter.stats.values()):
        for report in reports:
            for name, line in getattr(report, "user_properties", ()):
                if name == "said" and getattr(report, "when", "") == "call":
                    terminalreporter.write_line(str(line))
