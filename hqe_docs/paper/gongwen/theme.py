"""The theme part of a .docx: Word expects one, though official papers take no colour or font from it."""

from __future__ import annotations

from hqe_docs.paper.word.namespaces import A

COLOURS = {
    "dk1": "000000",
    "lt1": "FFFFFF",
    "dk2": "44546A",
    "lt2": "E7E6E6",
    "accent1": "4472C4",
    "accent2": "ED7D31",
    "accent3": "A5A5A5",
    "accent4": "FFC000",
    "accent5": "5B9BD5",
    "accent6": "70AD47",
    "hlink": "0563C1",
    "folHlink": "954F72",
}
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = f'<a:ln w="6350">{_FILL}</a:ln>'
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"


def theme() -> str:
    """Return the XML of a plain theme (ECMA-376 §20.1.6.9)."""
    colours = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in COLOURS.items())
    face = '<a:latin typeface=""/><a:ea typeface=""/><a:cs typeface=""/>'
    lists = (
        ("fillStyleLst", _FILL),
        ("lnStyleLst", _LINE),
        ("effectStyleLst", _EFFECT),
        ("bgFillStyleLst", _FILL),
    )
    formats = "".join(f"<a:{name}>{style * 3}</a:{name}>" for name, style in lists)
    return (
        f'<a:theme xmlns:a="{A[1:-1]}" name="公文"><a:themeElements>'
        f'<a:clrScheme name="公文">{colours}</a:clrScheme>'
        f'<a:fontScheme name="公文"><a:majorFont>{face}</a:majorFont><a:minorFont>{face}</a:minorFont></a:fontScheme>'
        f'<a:fmtScheme name="公文">{formats}</a:fmtScheme></a:themeElements></a:theme>'
    )
