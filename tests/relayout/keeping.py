"""What a document holds, read without our code: to be the same before and after a change of layout."""

from __future__ import annotations

import zipfile
from collections import Counter
from pathlib import Path

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
COUNTED = (
    *(
        "tbl",
        "tr",
        "tc",
        "drawing",
        "pict",
        "object",
        "footnoteReference",
        "commentReference",
        "commentRangeStart",
    ),
    *(
        "hyperlink",
        "bookmarkStart",
        "fldChar",
        "instrText",
        "sdt",
        "ins",
        "del",
        "br",
        "tab",
        "sym",
        "sectPr",
        "numPr",
    ),
)
KEPT = ("word/media/", "word/footnotes", "word/comments", "word/numbering", "word/embeddings", "word/header")


def held(path: Path) -> dict[str, object]:
    """Return texts by paragraph, counts of things, and the bytes of the parts that must not change."""
    with zipfile.ZipFile(path) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
        kept = {name: archive.read(name) for name in archive.namelist() if name.startswith(KEPT)}
    texts = [
        "".join(node.text or "" for node in paragraph.iter(W + "t", W + "delText"))
        for paragraph in body.iter(W + "p")
    ]
    counts = Counter(etree.QName(e).localname for e in body.iter(*(W + name for name in COUNTED)))
    marks: Counter[str] = Counter()  # characters by what is set for them alone
    for run in body.iter(W + "r"):
        length = sum(len(node.text or "") for node in run.iter(W + "t"))
        for name in ("b", "i", "u", "vertAlign", "highlight"):
            marks[name] += length if run.find(f"{W}rPr/{W}{name}") is not None else 0
    return {"texts": texts, "counts": counts, "marks": marks, "parts": kept}
