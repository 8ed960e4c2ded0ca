"""An old workbook with a password, made from one without: RC4 as in [MS-XLS] §2.2.10 and [MS-OFFCRYPTO] §2.3.6."""

from __future__ import annotations

import io
import struct
from hashlib import md5

import xlrd.compdoc
import xlwt.CompoundDoc
from msoffcrypto.method.rc4 import DocumentRC4

SALT, VERIFIER = bytes(range(16)), bytes(range(16, 32))
BOF, BOUND_SHEET, FILE_PASS, INTERFACE = 0x0809, 0x0085, 0x002F, 0x00E1


def lock(data: bytes, password: str) -> bytes:
    """Return the workbook encrypted with `password`."""
    memory, start, size = xlrd.compdoc.CompDoc(data, logfile=io.StringIO()).locate_named_stream("Workbook")
    plain = bytes(memory[start : start + size])
    plain = plain[: plain.rindex(b"\x0a\0\0\0") + 4]
    # xlwt fills the last sector with noughts, which a reader takes for records: they begin at a multiple of four
    stream = _with_file_pass(plain, _file_pass(password, -(len(plain) + 58) % 4))
    key = _xor(password, bytes(len(stream)))
    out, at = bytearray(stream), 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        clear = {BOF: length, FILE_PASS: length, INTERFACE: length, BOUND_SHEET: 4}.get(kind, 0)
        for i in range(at + 4 + clear, at + 4 + length):
            out[i] ^= key[i]
        at += 4 + length
    file = io.BytesIO()
    xlwt.CompoundDoc.XlsDoc().save(file, bytes(out))
    return file.getvalue()


def _xor(password: str, data: bytes) -> bytes:
    plain: bytes = DocumentRC4.decrypt(password, SALT, io.BytesIO(data), blocksize=1024).read()
    return plain


def _file_pass(password: str, more: int) -> bytes:
    proof = _xor(password, VERIFIER + md5(VERIFIER, usedforsecurity=False).digest())
    body = struct.pack("<HHH", 1, 1, 1) + SALT + proof + bytes(more)
    return struct.pack("<HH", FILE_PASS, len(body)) + body


def _with_file_pass(stream: bytes, record: bytes) -> bytes:
    """Return the stream with the record behind the first BOF; the sheets it names begin that much later."""
    at = 4 + struct.unpack_from("<H", stream, 2)[0]
    moved, place = bytearray(stream), 0
    while place + 4 <= len(stream) and stream[place : place + 2] != b"\x0a\x00":
        kind, length = struct.unpack_from("<HH", stream, place)
        if kind == BOUND_SHEET:
            begins = struct.unpack_from("<I", stream, place + 4)[0]
            struct.pack_into("<I", moved, place + 4, begins + len(record))
        place += 4 + length
    return bytes(moved[:at]) + record + bytes(moved[at:])
