"""What a process that evaluates queries gives up: memory without end, core files and, on Linux, every socket.

The check of a query refuses SERVICE; that no worker can open a connection holds even if the check were wrong.
"""

from __future__ import annotations

import ctypes
import platform
import resource
import sys

_SOCKET = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}  # audit architecture, number of socket(2)
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _DENY = 0x7FFF0000, 0x00050000 | 13  # EACCES
_ARCHITECTURE, _NUMBER = 4, 0  # places in struct seccomp_data
_NO_NEW_PRIVILEGES, _DEATH_SIGNAL, _SECCOMP, _FILTER = 38, 1, 22, 2
_X32 = 0x40000000


class _Step(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_ushort),
        ("if_true", ctypes.c_ubyte),
        ("if_false", ctypes.c_ubyte),
        ("value", ctypes.c_uint),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.POINTER(_Step)))


def no_sockets() -> bool:
    """Take the right to open sockets from this process for ever; whether the system can do that."""
    if not sys.platform.startswith("linux") or platform.machine() not in _SOCKET:
        return False
    architecture, number = _SOCKET[platform.machine()]
    steps = (_Step * 7)(
        _Step(_LOAD, 0, 0, _ARCHITECTURE),
        _Step(_EQUAL, 0, 3, architecture),  # another architecture's calls have other numbers: deny them
        _Step(_LOAD, 0, 0, _NUMBER),
        _Step(_EQUAL, 1, 0, number),
        _Step(_EQUAL, 0, 1, number | _X32),
        _Step(_RETURN, 0, 0, _DENY),
        _Step(_RETURN, 0, 0, _ALLOW),
    )
    library = ctypes.CDLL(None, use_errno=True)
    program = _Program(len(steps), steps)
    if library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return False
    return not library.prctl(_SECCOMP, _FILTER, ctypes.byref(program), 0, 0)


def die_with_parent(signal: int) -> None:
    """Ask the system to send a signal to this process when the one that made it ends (Linux)."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal, 0, 0, 0)


def limit(memory: int) -> None:
    """Bound the memory that this process may take for itself, and let it leave no core file."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
