"""The order in which the schema wants what properties hold (ISO 29500-1, Annex A: CT_PPr, CT_SectPr, CT_TblPr, CT_TcPr).

What w:rPr holds may stand in any order: EG_RPrBase is a choice.
"""

from __future__ import annotations

from collections.abc import Iterable

_PARAGRAPH = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
)
_SECTION = (
    "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType "
    "cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings sectPrChange"
)
_TABLE = (
    "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd "
    "tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription tblPrChange"
)
_CELL = (
    "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark headers "
    "cellIns cellDel cellMerge tcPrChange"
)
ORDERS = {
    name: {child: place for place, child in enumerate(order.split())}
    for name, order in (
        ("pPr", _PARAGRAPH),
        ("sectPr", _SECTION),
        ("tblPr", _TABLE),
        ("tcPr", _CELL),
    )
}
# headers and footers come first, in any order among themselves
ORDERS["sectPr"]["footerReference"] = ORDERS["sectPr"]["headerReference"]


def misplaced(parent: str, children: Iterable[str]) -> tuple[str, str] | None:
    """Return the first child that stands behind one it belongs before, and that one; names without prefix."""
    places, last = ORDERS[parent], ""
    for number, child in enumerate(children):
        if child not in places or (child == "sectPr" and number == 0):  # LibreOffice's way, which Word reads
            continue
        if last and places[child] < places[last]:
            return child, last
        last = child
    return None
