"""Calls to workers: bounded in number, in time and in what they may hold up.

A call gets a worker, and for a short time the machine. What is not done by then runs on at a lower priority, and only
where that leaves workers for short calls; at its time limit, or when nobody waits for it any more, its process is
killed and another one takes the place. A new build is opened by new workers; the old ones finish what they do.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
from collections import deque
from collections.abc import Callable
from typing import Any

import msgspec

from kg import errors
from kg.errors import TrialKgError
from kg.serve.failures import Busy, Fault, TimeLimit, told
from kg.serve.process import Crashed, Mother, Worker
from kg.serve.settings import Settings
from kg.serve.worker import FORK, KILL, pack

_LOG = logging.getLogger("kg.serve")
_NICE = 15
_WAITED = 20  # so many times the short time may pass while a call computes for less than that
_RETRY = 0.25  # seconds until a worker that could not start is tried again; doubled up to the next line
_LONGEST_RETRY = 5.0
_OPEN = 120.0  # seconds within which a store can be opened


class Pool:
    """The workers of one server. `start` it, `call` functions of `kg.serve.jobs` and the like, `close` it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.running = 0
        self.long = 0
        self.generation = 0
        self.ended: dict[str, int] = {"time": 0, "busy": 0, "gone": 0, "crashed": 0}
        self._workers: set[Worker] = set()
        self._idle: deque[Worker] = deque()
        self._waiting: deque[asyncio.Future[Worker]] = deque()
        self._starting = 0
        self._opened: tuple[int, int, int] | None = None
        self._reloading = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False
        self._mother = Mother(settings.store, settings.max_memory)

    @property
    def ready(self) -> bool:
        """Whether some worker has the build open."""
        return bool(self._workers)

    @property
    def waiting(self) -> int:
        """How many calls wait for a worker."""
        return len(self._waiting)

    @property
    def workers(self) -> int:
        """How many processes have the build open."""
        return len(self._workers)

    async def start(self) -> None:
        """Start the workers. Raises `BuildDamaged` where the build cannot be opened."""
        self._mother.bear()
        first = await self._open(self.generation)
        self._opened = first.identity
        self._idle.append(first)
        self._fill()

    async def close(self) -> None:
        """End all processes; calls that run are lost."""
        self._closed = self._mother.closing = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for future in self._waiting:
            future.cancel()
        for worker in list(self._workers):
            worker.close()
        await asyncio.to_thread(self._mother.close)

    def identity(self) -> tuple[int, int, int] | None:
        """Something that changes when the build is replaced; None while there is none."""
        try:
            found = os.stat(self.settings.store / "CURRENT")
        except OSError:
            return None
        return found.st_dev, found.st_ino, found.st_mtime_ns

    async def reload(self, *, forced: bool = False) -> None:
        """Open the build anew where it was replaced. Until the new workers have it open, the old ones go on; where it
        is damaged, they stay.

        Raises `BuildDamaged` where it cannot be opened.
        """
        async with self._reloading:
            if forced or self.identity() != self._opened:
                await self._reload()

    async def _reload(self) -> None:
        fresh = await self._open(self.generation + 1)
        self._opened = fresh.identity
        self.generation += 1
        old, self._idle = self._idle, deque()
        self._give(fresh)
        for worker in old:
            self._workers.discard(worker)
            worker.close()
        self._fill()

    async def call(self, function: Callable[..., Any], /, *, seconds: float = 0, **arguments: Any) -> Any:
        """The result of `function(store, **arguments)` in a worker. When the caller is cancelled, the worker is killed.

        Raises `Busy`, `TimeLimit`, `Crashed`, and what the function raises of `kg.errors`.
        """
        if self.running >= self.settings.running:
            self.ended["busy"] += 1
            raise Busy(f"{self.running} queries run or wait already")
        self.running += 1
        try:
            worker = await self._take()
            try:
                return await self._ask(worker, function, seconds or self.settings.time_limit, arguments)
            except (Crashed, TimeLimit, Fault, errors.QueryError):
                if worker.identity == self.identity():
                    raise
            # The files were taken away while it read them, and the engine then fails in any way: ask the new build.
            await self.reload()
            worker = await self._take()
            return await self._ask(worker, function, seconds or self.settings.time_limit, arguments)
        finally:
            self.running -= 1

    async def _ask(self, worker: Worker, function: Callable[..., Any], seconds: float, arguments: Any) -> Any:
        loop = asyncio.get_running_loop()
        name = f"{function.__module__}:{function.__qualname__}"
        reply = worker.send(pack({"call": name, "seconds": seconds, "with": arguments}))
        late = TimeLimit(f"stopped after {seconds:g} seconds")
        timers = (
            loop.call_later(self.settings.short, self._grow_long, worker, reply, worker.computed(), loop.time()),
            loop.call_later(seconds, self._stop, worker, reply, "time", late),
        )
        try:
            message = await reply
        except asyncio.CancelledError:
            self.ended["gone"] += 1
            self._kill(worker)
            raise
        except Crashed:
            self.ended["crashed"] += 1
            raise
        finally:
            for timer in timers:
                timer.cancel()
            worker.reply = None
            if worker.niced:
                self.long -= 1
            if not worker.ended and worker in self._workers:
                self._put_back(worker)
        found = msgspec.msgpack.decode(message)
        if "error" in found:
            raise told(found["kind"], found["error"])
        return found["ok"]

    def _grow_long(self, worker: Worker, reply: asyncio.Future[bytes], used: float, start: float) -> None:
        """Take a call for a long one when its worker has computed for the short time, not where it had to wait."""
        loop = asyncio.get_running_loop()
        rest = self.settings.short - (worker.computed() - used)
        if reply.done():
            return
        if rest > 0.001 and loop.time() - start < _WAITED * self.settings.short:
            loop.call_later(rest, self._grow_long, worker, reply, used, start)
            return
        if self.long >= self.settings.long_workers:
            self._stop(worker, reply, "busy", Busy(f"{self.long} long queries run already"))
            return
        self.long += 1
        worker.niced = True
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, worker.pid, _NICE)

    def _stop(self, worker: Worker, reply: asyncio.Future[bytes], why: str, error: TrialKgError) -> None:
        if not reply.done():
            self.ended[why] += 1
            reply.set_exception(error)
            self._kill(worker)

    def _kill(self, worker: Worker) -> None:
        self._workers.discard(worker)
        self._mother.order(KILL, worker.pid)
        worker.close()
        self._fill()

    def _put_back(self, worker: Worker) -> None:
        if worker.niced or worker.generation != self.generation:
            self._workers.discard(worker)  # priority cannot be taken back
            worker.close()
            self._fill()
        else:
            self._give(worker)

    def _give(self, worker: Worker) -> None:
        while self._waiting:
            future = self._waiting.popleft()
            if not future.done():
                future.set_result(worker)
                return
        self._idle.append(worker)

    async def _take(self) -> Worker:
        while self._idle:
            worker = self._idle.pop()
            if not worker.ended:
                return worker
        future: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        try:
            async with asyncio.timeout(self.settings.time_limit):
                return await future
        except TimeoutError:
            self.ended["busy"] += 1
            raise Busy("no worker became free in time") from None
        except asyncio.CancelledError:
            if future.done() and not future.cancelled():
                self._give(future.result())
            raise

    def _fill(self) -> None:
        """Start as many workers as are missing."""
        while not self._closed and len(self._workers) + self._starting < self.settings.workers:
            self._starting += 1
            task = asyncio.get_running_loop().create_task(self._add())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _add(self) -> None:
        pause = _RETRY
        try:
            while not self._closed:
                try:
                    worker = await self._open(self.generation)
                except TrialKgError as error:
                    _LOG.error("a worker cannot open the build: %s", error)
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, _LONGEST_RETRY)
                    continue
                self._put_back(worker)
                return
        finally:
            self._starting -= 1

    async def _open(self, generation: int) -> Worker:
        """A worker that has opened the build. Raises `BuildDamaged` where it cannot."""
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        worker = Worker(generation, self._on_end)
        worker.identity = self.identity()
        loop = asyncio.get_running_loop()
        hello: asyncio.Future[bytes] = loop.create_future()
        worker.reply = hello
        with theirs:
            self._mother.order(FORK, 0, theirs)
        await loop.create_connection(lambda: worker, sock=ours)
        try:
            async with asyncio.timeout(_OPEN):
                found = msgspec.msgpack.decode(await hello)
        except (Crashed, TimeoutError):
            worker.close()
            raise errors.BuildDamaged("the process that should open the store ended, or never did") from None
        except asyncio.CancelledError:
            worker.close()
            raise
        worker.reply = None
        if "error" in found:
            worker.close()
            raise errors.BuildDamaged(found["error"])
        worker.pid, worker.sandboxed = found["pid"], found["sandboxed"]
        self._workers.add(worker)
        return worker

    def _on_end(self, worker: Worker) -> None:
        if worker in self._workers:
            self._workers.discard(worker)
            with contextlib.suppress(ValueError):
                self._idle.remove(worker)
            if not self._closed:
                self._fill()
