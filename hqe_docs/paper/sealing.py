"""What is written encrypted: Office files by ECMA-376 agile encryption ([MS-OFFCRYPTO] §2.3.4.10), PDF by AES-256."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextvars import ContextVar

# said once for a run (--password); what writes files, however deep, goes by it
SEAL: ContextVar[str] = ContextVar("SEAL", default="")
LEAST = 8  # characters of a password
_CONTENT_TYPES = b"[Content_Types].xml"  # of Office files: other archives are none (§10.1.2.3 of part 2)
_ZIP, _PDF, _COMPOUND = b"PK\x03\x04", b"%PDF", bytes.fromhex("D0CF11E0A1B11AE1")


def sealed(content: bytes) -> bytes:
    """Return a Word, Excel or PDF file's content encrypted with the password of the run; all else as it is."""
    return sealed_with(SEAL.get(), content)


def sealed_with(password: str, content: bytes) -> bytes:
    """Return the same with a password of one's own; none leaves everything as it is."""
    if password and content.startswith(_ZIP) and _CONTENT_TYPES in content:
        return _sealed_office(content, password)
    if password and content.startswith(_PDF):
        return _sealed_pdf(content, password)
    return content


def unsealed(content: bytes, passwords: Sequence[str]) -> bytes | None:
    """Return an Office file's content opened with one of the passwords; None where none opens it."""
    if not content.startswith(_COMPOUND):
        return content
    return next((plain for word in passwords if (plain := _opened(content, word)) is not None), None)


def _opened(content: bytes, password: str) -> bytes | None:
    import msoffcrypto

    out = io.BytesIO()
    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(content))
        file.load_key(password=password)
        file.decrypt(out)
    except Exception:  # a wrong password comes as one of a dozen exceptions, damage as others
        return None
    return out.getvalue()


def _sealed_office(content: bytes, password: str) -> bytes:
    import msoffcrypto

    out = io.BytesIO()
    msoffcrypto.OfficeFile(io.BytesIO(content)).encrypt(password, out)
    return out.getvalue()


def _sealed_pdf(content: bytes, password: str) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer, out = PdfWriter(clone_from=PdfReader(io.BytesIO(content))), io.BytesIO()
    writer.encrypt(password, algorithm="AES-256")
    writer.write(out)
    return out.getvalue()
