"""周报, 问题: what a weekly report compares and lists; who answers difficulties, and within how many days."""

from __future__ import annotations

from hqe_docs.data.fields import Keys


class Reporting(Keys):
    """周报: the figures and events of a weekly report."""


class Escalation(Keys):
    """问题: the levels a difficulty goes up by."""
