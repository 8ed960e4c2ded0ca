"""Texts longer than their place holds, found before anything is printed; widths are estimated."""

from __future__ import annotations

from collections.abc import Sequence

from hqe_docs.paper.forms.filled.edits import Writing
from hqe_docs.paper.forms.model import Form
from hqe_docs.problems import Problems


def too_long(form: Form, writings: Sequence[Writing], found: Problems, *, shrinks: bool) -> None:
    """Note each text that its place can't hold, and how much fits; with `shrinks` it is made smaller instead."""
