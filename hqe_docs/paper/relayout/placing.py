"""Children put where the schema wants them."""

from __future__ import annotations

from lxml import etree

from hqe_docs.paper.word.namespaces import W
from hqe_docs.paper.word.schemaorder import ORDERS

Element = etree._Element
# the schema lets these stand in any order; Office itself writes them so, and some readers want it
_RUN = (
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish "
    "webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang "
    "eastAsianLayout specVanish oMath rPrChange"
)
_SETTINGS = (
    "writeProtection view zoom removePersonalInformation removeDateAndTime doNotDisplayPageBoundaries "
    "displayBackgroundShape printPostScriptOverText printFractionalCharacterWidth printFormsData embedTrueTypeFonts "
    "embedSystemFonts saveSubsetFonts saveFormsData mirrorMargins alignBordersAndEdges bordersDoNotSurroundHeader "
    "bordersDoNotSurroundFooter gutterAtTop hideSpellingErrors hideGrammaticalErrors activeWritingStyle proofState "
    "formsDesign attachedTemplate linkStyles stylePaneFormatFilter stylePaneSortMethod documentType mailMerge "
    "revisionView trackRevisions doNotTrackMoves doNotTrackFormatting documentProtection autoFormatOverride "
    "styleLockTheme styleLockQFSet defaultTabStop autoHyphenation consecutiveHyphenLimit hyphenationZone "
    "doNotHyphenateCaps showEnvelope summaryLength clickAndTypeStyle defaultTableStyle evenAndOddHeaders "
    "bookFoldRevPrinting bookFoldPrinting bookFoldPrintingSheets drawingGridHorizontalSpacing "
    "drawingGridVerticalSpacing displayHorizontalDrawingGridEvery displayVerticalDrawingGridEvery "
    "doNotUseMarginsForDrawingGridOrigin drawingGridHorizontalOrigin drawingGridVerticalOrigin doNotShadeFormData "
    "noPunctuationKerning characterSpacingControl"
)
_ORDERS = ORDERS | {
    name: {child: place for place, child in enumerate(order.split())}
    for name, order in (("rPr", _RUN), ("settings", _SETTINGS))
}


def put(parent: Element, child: Element) -> None:
    """Put `child` into properties or settings, in place of those of its name (ISO 29500-1, Annex A)."""
    drop(parent, _name(child))
    order = _ORDERS[_name(parent)]
    at = order[_name(child)]
    before = [place for place, other in enumerate(parent) if order.get(_name(other), at + 1) <= at]
    parent.insert(before[-1] + 1 if before else 0, child)


def drop(parent: Element, *names: str) -> None:
    """Take the children of these names away."""
    for name in names:
        for old in parent.findall(W + name):
            parent.remove(old)


def properties_of(element: Element, name: str) -> Element:
    """Return the properties (pPr, rPr …) of an element, made as its first child where there are none."""
    found = element.find(W + name)
    if found is None:
        found = etree.Element(W + name)
        element.insert(0, found)
    return found


def _name(element: Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
