"""What kind of package a form is: what is filled from a template is a document."""

from __future__ import annotations

from hqe_docs.paper.package import TYPES, Parts

# content type of the main part → that of what is made of it, and how its name ends (ECMA-376-1 §11.3, §12.3)
_OPEN = "application/vnd.openxmlformats-officedocument."
_KINDS = {
    f"{_OPEN}wordprocessingml.template.main+xml": (
        f"{_OPEN}wordprocessingml.document.main+xml",
        ".docx",
    ),
    f"{_OPEN}spreadsheetml.template.main+xml": (f"{_OPEN}spreadsheetml.sheet.main+xml", ".xlsx"),
}


def as_document(parts: Parts) -> tuple[Parts, str]:
    """Return the parts of what is filled, and the suffix that programs ask of its name."""
    types = parts[TYPES]
    for kind, (made, suffix) in _KINDS.items():
        if f'"{kind}"'.encode() in types:
            document = Parts(parts)
            document[TYPES] = types.replace(kind.encode(), made.encode())
            return document, suffix
    return parts, ".xlsx" if "xl/workbook.xml" in parts else ".docx"
