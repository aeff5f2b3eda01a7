"""The processes that evaluate. `python -m kg.serve.worker STORE MEMORY` is the mother: she loads the code once and
forks a worker whenever the pool sends her the end of a socket; she also kills them, so no number of a dead process can
be mistaken for another. She ends with the pool, and they end with her.

Messages are msgpack behind their length. Calls come from the pool only and name a function of this package; a request
from outside is never more than an argument.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import struct
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from select import select
from typing import Any

import msgspec

from kg.errors import TrialKgError
from kg.serve import jobs as jobs  # loaded once, before the first fork
from kg.serve import sandbox
from kg.store import Store

FORK, KILL = b"F", b"K"
ORDER = struct.Struct("!cI")  # what to do, and to whom
LENGTH = struct.Struct("!I")
_GRACE = 2.0  # a worker ends by itself this long after its time, should nobody kill it


def pack(message: Any) -> bytes:
    """A message with its length before it."""
    body = msgspec.msgpack.encode(message)
    return LENGTH.pack(len(body)) + body


def mother(control: socket.socket, store: Path, memory: int) -> None:
    """Fork and kill workers on order until the pool goes away."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the pool decides when to end
    gc.freeze()
    children: set[int] = set()
    while True:
        ready, _, _ = select([control], [], [], 1.0)
        while children and (pid := os.waitpid(-1, os.WNOHANG)[0]):
            children.discard(pid)
        if not ready:
            continue
        order, handles, _, _ = socket.recv_fds(control, ORDER.size, 1)
        if not order:
            break
        what, pid = ORDER.unpack(order)
        if what == KILL and pid in children:
            os.kill(pid, signal.SIGKILL)
        for handle in handles:
            child = os.fork()
            if child == 0:
                control.close()
                _work(socket.socket(fileno=handle), store, memory)
            children.add(child)
            os.close(handle)
    for pid in children:
        os.kill(pid, signal.SIGKILL)


def _work(pool: socket.socket, place: Path, memory: int) -> None:
    """The life of a worker: it opens the store, answers calls, and ends when the pool closes the socket."""
    try:
        sandbox.die_with_parent(signal.SIGKILL)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        try:
            store = Store.open(place)
        except TrialKgError as error:
            pool.sendall(pack({"error": str(error)}))
            return
        sandbox.limit(memory)
        sandboxed = sandbox.no_sockets()
        pool.sendall(pack({"pid": os.getpid(), "sandboxed": sandboxed}))
        functions: dict[str, Callable[..., Any]] = {}
        while (message := _read(pool)) is not None:
            call = msgspec.msgpack.decode(message)
            name = call["call"]
            if name not in functions:
                module, _, attribute = name.partition(":")
                functions[name] = getattr(import_module(module), attribute)
            signal.setitimer(signal.ITIMER_REAL, call["seconds"] + _GRACE)
            reply = _reply(functions[name], store, call["with"])
            signal.setitimer(signal.ITIMER_REAL, 0)
            pool.sendall(reply)
    except (BrokenPipeError, ConnectionResetError):
        pass
    finally:
        os._exit(0)


def _reply(function: Callable[..., Any], store: Store, arguments: dict[str, Any]) -> bytes:
    try:
        return pack({"ok": function(store, **arguments)})
    except TrialKgError as error:
        return pack({"error": str(error), "kind": type(error).__name__})
    except MemoryError:
        return pack({"error": "it needs more memory than a worker may take", "kind": "Crashed"})
    except Exception as error:  # the pool logs it: a fault of ours must not end the worker
        return pack({"error": f"{type(error).__name__}: {error}", "kind": "Fault"})


def _read(pool: socket.socket) -> bytes | None:
    head = _exactly(pool, LENGTH.size)
    return None if head is None else _exactly(pool, LENGTH.unpack(head)[0])


def _exactly(pool: socket.socket, size: int) -> bytes | None:
    found = bytearray()
    while len(found) < size:
        piece = pool.recv(size - len(found))
        if not piece:
            return None
        found += piece
    return bytes(found)


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[1])) as pool_end:
        mother(pool_end, Path(sys.argv[2]), int(sys.argv[3]))
