"""The processes that work for a server, seen from it: one that starts and ends them, and the socket to each.

Workers are forked by a process of their own (`kg.serve.worker`), which holds nothing of the server's. If she dies, all
of them die with her, and she is started anew.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import cast

from kg.errors import TrialKgError
from kg.serve.worker import LENGTH, ORDER

_LOG = logging.getLogger("kg.serve")
_CPU_OF_PROCESS = 2  # what Linux adds to the number of a process to make a clock of it


class Crashed(TrialKgError):
    """The engine gave up on a query: too deeply nested, or too much memory."""


class Worker(asyncio.Protocol):
    """One process, seen from here: its socket, and the call that it is busy with. `on_end` hears of its end."""

    def __init__(self, generation: int, on_end: Callable[[Worker], None]) -> None:
        self.generation = generation
        self.pid = 0
        self.sandboxed = False
        self.identity: tuple[int, int, int] | None = None
        self.ended = False
        self.niced = False
        self.reply: asyncio.Future[bytes] | None = None
        self._on_end = on_end
        self._buffer = bytearray()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # that of uvloop is not one by descent

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if len(self._buffer) >= LENGTH.size:
            end = LENGTH.size + LENGTH.unpack_from(self._buffer)[0]
            if len(self._buffer) >= end:
                message = bytes(self._buffer[LENGTH.size : end])
                del self._buffer[:end]
                if self.reply is not None and not self.reply.done():
                    self.reply.set_result(message)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the interface
        self.ended = True
        if self.reply is not None and not self.reply.done():
            self.reply.set_exception(Crashed("the engine gave up: it is too deeply nested, or needs too much memory"))
        self._on_end(self)

    def computed(self) -> float:
        """CPU seconds that the process has used; where the system does not tell, the time that went by."""
        try:
            return time.clock_gettime(~self.pid << 3 | _CPU_OF_PROCESS)
        except OSError:
            return time.monotonic()

    def send(self, message: bytes) -> asyncio.Future[bytes]:
        """Send a call; the future is its reply."""
        assert self._transport is not None
        self.reply = asyncio.get_running_loop().create_future()
        self._transport.write(message)
        return self.reply

    def close(self) -> None:
        """Let the process end by itself, now that it has nothing to do."""
        if self._transport is not None:
            self._transport.close()


class Mother:
    """The process that starts workers and kills them. `bear` her first, and `close` in the end; once she is `closing`,
    she is not started anew."""

    def __init__(self, store: Path, max_memory: int) -> None:
        self._words = (str(store), str(max_memory))
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self.closing = False

    def bear(self) -> None:
        """Start her; one that was there must be dead."""
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            self._process.wait()
        self._control, theirs = socket.socketpair()
        handle = theirs.fileno()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "kg.serve.worker", str(handle), *self._words],
                pass_fds=[handle],
                start_new_session=True,
            )

    def order(self, what: bytes, pid: int, handle: socket.socket | None = None) -> None:
        """Tell her to start a worker (its end of a socket is `handle`) or to kill one."""
        order = ORDER.pack(what, pid)
        for _ in range(2):
            assert self._control is not None
            try:
                if handle is None:
                    self._control.sendall(order)
                else:
                    socket.send_fds(self._control, [order], [handle.fileno()])
                return
            except OSError:  # she died, and all workers with her
                if self.closing:
                    return
                _LOG.error("the process that starts workers died; it is started anew")
                self.bear()

    def close(self) -> None:
        """End her, and with her all workers."""
        self.closing = True
        if self._control is not None:
            self._control.close()  # she ends her children, then herself
        if self._process is not None:
            self._process.wait()
