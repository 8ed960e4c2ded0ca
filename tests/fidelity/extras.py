"""What XlsxWriter has no word for, put into its workbook as raw XML."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from tests.fidelity.book import SUMMARY, Rows

SHEET = "xl/worksheets/sheet1.xml"
UNKNOWN = b"\x00\x01 not known to anyone \xff" * 40
_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_XM = "http://schemas.microsoft.com/office/excel/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument."
_THREADED = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"


def add_extras(path: Path, rows: Rows) -> None:
    """Add later rules, a shared formula, phonetic signs, a conversation, unknown parts to the workbook at `path`."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    _extensions(parts, rows)
    _shared_formula(parts, rows)
    _edit(
        parts,
        "xl/sharedStrings.xml",
        "<si><t>注音</t></si>",
        '<si><t>注音</t><rPh sb="0" eb="1"><t>zhu</t></rPh><phoneticPr fontId="1"/></si>',
    )
    _conversation(parts, rows)
    _chain(parts, rows)
    _unknown(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def _edit(parts: dict[str, bytes], name: str, old: str, new: str) -> None:
    text = parts[name].decode()
    assert text.count(old) >= 1, (name, old)
    parts[name] = text.replace(old, new, 1).encode()


def _extensions(parts: dict[str, bytes], rows: Rows) -> None:
    first, last = rows.first, rows.last
    spaces = f'xmlns:x14="{_X14}" xmlns:xm="{_XM}"'
    rule = (
        f'<ext uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}" {spaces}><x14:conditionalFormattings>'
        f'<x14:conditionalFormatting><x14:cfRule type="expression" priority="9" id="{{00000000-0001-4000-8000-000000000001}}">'
        f"<xm:f>{SUMMARY}!$A$1=$B{first}</xm:f><x14:dxf><font><b/></font></x14:dxf></x14:cfRule>"
        f"<xm:sqref>B{first}:B{last}</xm:sqref></x14:conditionalFormatting>"
    )
    old = re.search(r'<ext [^>]*uri="\{78C0D931[^>]*>\s*<x14:conditionalFormattings>', parts[SHEET].decode())
    assert old
    _edit(parts, SHEET, old[0], rule)
    validation = (
        f'<ext uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}" {spaces}><x14:dataValidations count="1">'
        f'<x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>{SUMMARY}!$A$1:$A$2</xm:f></x14:formula1>'
        f"<xm:sqref>B{first}:B{last}</xm:sqref></x14:dataValidation></x14:dataValidations></ext>"
        '<ext uri="{11111111-2222-3333-4444-555555555555}"><q:note xmlns:q="urn:unknown:note">保留</q:note></ext>'
    )
    _edit(parts, SHEET, "</extLst></worksheet>", f"{validation}</extLst></worksheet>")


def _shared_formula(parts: dict[str, bytes], rows: Rows) -> None:
    top = rows.total + 4
    _edit(parts, SHEET, f"<f>A{top}*2</f>", f'<f t="shared" ref="B{top}:B{top + 2}" si="0">A{top}*2</f>')
    for row in (top + 1, top + 2):
        _edit(parts, SHEET, f"<f>A{row}*2</f>", '<f t="shared" si="0"/>')


def _conversation(parts: dict[str, bytes], rows: Rows) -> None:
    comment = "{00000000-0002-4000-8000-000000000002}"
    person = "{00000000-0003-4000-8000-000000000003}"
    parts["xl/threadedComments/threadedComment1.xml"] = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><ThreadedComments xmlns="{_THREADED}">'
        f'<threadedComment ref="D{rows.total}" dT="2023-06-01T08:00:00.00" personId="{person}" id="{comment}">'
        "<text>自动合计</text></threadedComment></ThreadedComments>"
    ).encode()
    parts["xl/persons/person.xml"] = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><personList xmlns="{_THREADED}">'
        f'<person displayName="某人" id="{person}" userId="某人" providerId="None"/></personList>'
    ).encode()
    _type(parts, "/xl/threadedComments/threadedComment1.xml", "application/vnd.ms-excel.threadedcomments+xml")
    _type(parts, "/xl/persons/person.xml", "application/vnd.ms-excel.person+xml")
    later = "http://schemas.microsoft.com/office/2017/10/relationships"
    _relate(
        parts,
        "xl/worksheets/_rels/sheet1.xml.rels",
        f"{later}/threadedComment",
        "../threadedComments/threadedComment1.xml",
    )
    _relate(parts, "xl/_rels/workbook.xml.rels", f"{later}/person", "persons/person.xml")


def _chain(parts: dict[str, bytes], rows: Rows) -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/calcChain.xml"] = f'<calcChain xmlns="{main}"><c r="I{rows.first}" i="1"/></calcChain>'.encode()
    _type(parts, "/xl/calcChain.xml", f"{_TYPES}spreadsheetml.calcChain+xml")
    _relate(parts, "xl/_rels/workbook.xml.rels", f"{_OFFICE}/calcChain", "calcChain.xml")


def _unknown(parts: dict[str, bytes]) -> None:
    parts["customXml/item1.xml"] = "<档案 xmlns='urn:unknown:item'>原样</档案>".encode()
    _relate(parts, "_rels/.rels", f"{_OFFICE}/customXml", "customXml/item1.xml")
    parts["xl/unknownProject.bin"] = UNKNOWN
    _edit(
        parts,
        "[Content_Types].xml",
        "<Default ",
        '<Default Extension="bin" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings"/><Default ',
    )
    _relate(parts, "xl/_rels/workbook.xml.rels", "urn:unknown:project", "unknownProject.bin")


def _type(parts: dict[str, bytes], name: str, kind: str) -> None:
    _edit(
        parts,
        "[Content_Types].xml",
        "</Types>",
        f'<Override PartName="{name}" ContentType="{kind}"/></Types>',
    )


def _relate(parts: dict[str, bytes], name: str, kind: str, target: str) -> None:
    number = parts[name].count(b"<Relationship ") + 1
    relation = f'<Relationship Id="rIdX{number}" Type="{kind}" Target="{target}"/></Relationships>'
    _edit(parts, name, "</Relationships>", relation)
