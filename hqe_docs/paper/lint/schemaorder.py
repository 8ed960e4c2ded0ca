"""The order in which the schema wants what properties hold (ISO 29500-1, Annex A: CT_PPr, CT_RPr, CT_SectPr, CT_TblPr)."""

from __future__ import annotations

_PARAGRAPH = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
)
_RUN = (
    "ins del moveFrom moveTo rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint "
    "noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText "
    "vertAlign rtl cs em lang eastAsianLayout specVanish oMath rPrChange"
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
        ("rPr", _RUN),
        ("sectPr", _SECTION),
        ("tblPr", _TABLE),
        ("tcPr", _CELL),
    )
}
# headers and footers come first, in any order among themselves
ORDERS["sectPr"]["footerReference"] = ORDERS["sectPr"]["headerReference"]


def misplaced(parent: str, children: tuple[str, ...]) -> tuple[str, str] | None:
    """Return the first child that stands behind one it belongs before, and that one; names without prefix."""
    places, last = ORDERS[parent], ""
    for child in children:
        if child not in places:
            continue
        if last and places[child] < places[last]:
            return child, last
        last = child
    return None
