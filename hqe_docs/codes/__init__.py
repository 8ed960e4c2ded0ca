"""The one table of problem codes: what each means and how to mend it. docs/问题代码.md is made from it."""

from __future__ import annotations

from hqe_docs.codes import (
    batch,
    blank,
    derive,
    dossier,
    filling,
    formfill,
    formread,
    forms,
    gaps,
    indicators,
    layout_elements,
    layout_language,
    layout_page,
    layout_profile,
    ledger,
    ledgerrows,
    ledgerwork,
    loose,
    preview,
    relayout,
    returning,
    run,
    scoreform,
    sheetcopies,
    template,
    templatecheck,
    wordmarks,
    writing,
)
from hqe_docs.codes.entry import Code

__all__ = ["AREAS", "CODES", "Code"]

AREAS = {
    "D": "档案 dossier.yaml",
    "L": "台账",
    "I": "指标体系",
    "T": "模板",
    "F": "表单",
    "G": "公文格式",
    "R": "运行",
}

CODES: dict[str, Code] = {
    **dossier.CODES,
    **ledger.CODES,
    **ledgerrows.CODES,
    **loose.CODES,
    **ledgerwork.CODES,
    **blank.CODES,
    **returning.CODES,
    **derive.CODES,
    **indicators.CODES,
    **scoreform.CODES,
    **gaps.CODES,
    **forms.CODES,
    **formread.CODES,
    **formfill.CODES,
    **template.CODES,
    **sheetcopies.CODES,
    **wordmarks.CODES,
    **layout_profile.CODES,
    **templatecheck.CODES,
    **layout_page.CODES,
    **layout_elements.CODES,
    **layout_language.CODES,
    **run.CODES,
    **filling.CODES,
    **batch.CODES,
    **writing.CODES,
    **preview.CODES,
    **relayout.CODES,
}
