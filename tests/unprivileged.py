"""Permissions that hold for root, too: tests run as root in containers, and root may write anywhere."""

from __future__ import annotations

import ctypes
import os

DAC_OVERRIDE, DAC_READ_SEARCH, FOWNER = 1, 2, 3  # linux/capability.h
VERSION = 0x20080522


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Sets(ctypes.Structure):
    _fields_ = (
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    )


def obey_permissions() -> None:
    """Give up, for good, what lets this process pass over the permissions of files."""
    if os.geteuid() != 0:
        return
    library, header, sets = ctypes.CDLL(None, use_errno=True), _Header(VERSION, 0), (_Sets * 2)()
    assert library.capget(ctypes.byref(header), sets) == 0
    given_up = ~(1 << DAC_OVERRIDE | 1 << DAC_READ_SEARCH | 1 << FOWNER)
    sets[0].effective &= given_up
    sets[0].permitted &= given_up
    assert library.capset(ctypes.byref(header), sets) == 0, os.strerror(ctypes.get_errno())
