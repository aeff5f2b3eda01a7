"""The process: uvicorn with limits of its own on how slowly and how much a client may send before it is heard.

SIGTERM and SIGINT finish what runs, SIGHUP opens the build anew.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import signal
import socket
import time
from collections.abc import Callable
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kg.errors import InputError
from kg.serve.app import create_app, reload
from kg.serve.settings import Settings

_BACKLOG = 2048


class _Json(logging.Formatter):
    """One JSON object per line, as for requests."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line)


def bounded(settings: Settings) -> type[asyncio.Protocol]:
    """uvicorn's protocol, with limits of time and size on the head of a request: on its own it waits for ever."""

    class Bounded(HttpToolsProtocol):
        _late: asyncio.TimerHandle | None = None
        _size = 0

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._expect_head()

        def on_message_begin(self) -> None:
            self._expect_head()
            super().on_message_begin()

        def _expect_head(self) -> None:
            if self._late is None:
                self._size = 0
                self._late = self.loop.call_later(settings.read_time, self._refuse, 408, "Request Timeout")

        def data_received(self, data: bytes) -> None:
            if self._late is not None:
                if self._size > settings.max_head:
                    self._refuse(431, "Request Header Fields Too Large")
                    return
                self._size += len(data)
            super().data_received(data)

        def on_headers_complete(self) -> None:
            self._stop_clock()
            super().on_headers_complete()

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop_clock()
            super().connection_lost(exc)

        def _stop_clock(self) -> None:
            if self._late is not None:
                self._late.cancel()
                self._late = None

        def _refuse(self, status: int, reason: str) -> None:
            self._stop_clock()
            if not self.transport.is_closing():
                head = f"HTTP/1.1 {status} {reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                self.transport.write(head.encode())
                self.transport.close()

    return Bounded


class _Server(uvicorn.Server):
    """A server that says when it is there, and reloads on SIGHUP."""

    def __init__(self, config: uvicorn.Config, started: Callable[[str], None], on_hangup: Callable[[], Any]) -> None:
        super().__init__(config)
        self._started_at = started
        self._on_hangup = on_hangup

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.should_exit:
            return
        if hasattr(signal, "SIGHUP"):
            asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, self._on_hangup)
        for server in self.servers:
            for place in server.sockets:
                host, port = place.getsockname()[:2]
                self._started_at(f"http://{f'[{host}]' if ':' in host else host}:{port}/")


def serve(settings: Settings, started: Callable[[str], None]) -> None:
    """Serve a build until told to stop; `started` is called with the address. Raises `InputError` where it cannot."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Json())
    for name in ("kg.serve", "uvicorn.error"):
        log = logging.getLogger(name)
        log.handlers, log.propagate = [handler], False
        log.setLevel(logging.INFO if name == "kg.serve" else logging.WARNING)
    app = create_app(settings)
    tasks: set[asyncio.Task[None]] = set()

    def on_hangup() -> None:
        task = asyncio.get_running_loop().create_task(reload(app.site, forced=True))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        http=bounded(settings),
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        backlog=_BACKLOG,
        limit_concurrency=settings.connections,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=round(settings.drain_time),
    )
    server = _Server(config, started, on_hangup)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)  # uvicorn raises it once more when all is done: that is a good end
    with contextlib.suppress(SystemExit):  # with a code of uvicorn's own, where it could not start
        server.run()
    if not server.started:
        raise InputError(f"{settings.host}:{settings.port} cannot be served: see the lines above")
