"""What tests have to say at the end of a run, from whichever process they ran in."""

from __future__ import annotations

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print every line that a test recorded under the name "said"."""
    for reports in list(terminalreporter.stats.values()):
        for report in reports:
            for name, line in getattr(report, "user_properties", ()):
                if name == "said" and getattr(report, "when", "") == "call":
                    terminalreporter.write_line(str(line))
