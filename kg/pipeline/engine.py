"""Who does the work: one small interface, so that a cluster fits where processes of this machine do.

    engine.map(work, items) → (item, result or Lost), as they get ready

`work` and `items` must be picklable. Items are taken from their iterator only a few ahead, so memory stays bounded. A
worker that dies takes nothing with it: its item comes back as `Lost`, the others go on. An error that `work` raises on
purpose (`TrialKgError`) ends the run.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.reduction import ForkingPickler
from typing import Any, NamedTuple, Protocol, TypeVar

from kg.errors import InputError

T = TypeVar("T")
R = TypeVar("R")

LITTLE = 1_000_000
"""Bytes of input up to which one process does all: it is done before others would have helped."""


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):  # not all that the machine has, where a container or a scheduler gives less
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def usual_jobs(size: int | None) -> int:
    """How many processes work on so many bytes of input, None where that is not known, unless somebody says."""
    return 1 if size is not None and size <= LITTLE else cores()


def check_jobs(jobs: int) -> None:
    """Raises `InputError` for a number of processes that is none; 0 is left to others to decide."""
    if jobs < 0:
        raise InputError(f"{jobs} processes cannot work: give 1 or more, or 0 for as many as there are cores")


class Lost(NamedTuple):
    """The worker died over an item; `reason` says how."""

    reason: str


class Engine(Protocol):
    """What maps work over items. The order of the results is any."""

    def map(self, work: Callable[[T], R], items: Iterable[T]) -> Iterator[tuple[T, R | Lost]]:
        """Results, each with its item."""

    def close(self) -> None:
        """Stop all workers at once."""


class Serial:
    """This process, one item after the other."""

    def map(self, work: Callable[[T], R], items: Iterable[T]) -> Iterator[tuple[T, R | Lost]]:
        """Results in the order of the items."""
        for item in items:
            yield item, work(item)

    def close(self) -> None:
        """Nothing to stop."""


class Processes:
    """Processes of this machine. Each has one item at a time, so it is known over which one it died."""

    def __init__(self, jobs: int, prepare: Callable[[], None]) -> None:
        self._jobs = jobs
        self._prepare = prepare
        self._lanes: list[_Lane] = []

    def map(self, work: Callable[[T], R], items: Iterable[T]) -> Iterator[tuple[T, R | Lost]]:
        """Results as they get ready."""
        source = iter(items)
        waiting: deque[tuple[T, Any]] = deque()  # read and packed while all processes have work
        more = True
        while more or waiting or any(lane.item is not None for lane in self._lanes):
            while more and len(waiting) < self._jobs:
                item = next(source, None)
                more = item is not None
                if item is not None:
                    waiting.append((item, ForkingPickler.dumps((work, item))))
                self._assign(waiting)
                if any(lane.connection.poll() for lane in self._lanes):
                    break
            busy = {lane.connection: lane for lane in self._lanes if lane.item is not None}
            if not busy:  # there was no further item, and nothing will ever be ready
                continue
            for connection in wait(list(busy), 0 if more and len(waiting) < self._jobs else None):
                lane = busy[connection]  # type: ignore[index]
                item, result = lane.take()
                if isinstance(result, BaseException):
                    raise result
                if isinstance(result, Lost):
                    self._lanes.remove(lane)
                self._assign(waiting)
                yield item, result

    def _assign(self, waiting: deque[tuple[Any, Any]]) -> None:
        """Give what waits to processes without work, and start them while there are fewer than allowed."""
        while waiting:
            lane = next((lane for lane in self._lanes if lane.item is None), None)
            if lane is None:
                if len(self._lanes) == self._jobs:
                    return
                lane = _Lane(self._prepare)
                self._lanes.append(lane)
            lane.give(*waiting.popleft())

    def close(self) -> None:
        """Stop the processes, whatever they do."""
        for lane in self._lanes:
            lane.stop()
        self._lanes.clear()


class _Lane:
    """One process, the pipe to it, and the item it has."""

    def __init__(self, prepare: Callable[[], None]) -> None:
        context = get_context()
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, os.getpid(), prepare), daemon=True)
        self._process.start()
        theirs.close()
        self.item: Any = None

    def give(self, item: Any, packed: Any) -> None:
        """Send an item; where the process is dead, the next `take` tells."""
        self.item = item
        with suppress(OSError):
            self.connection.send_bytes(packed)

    def take(self) -> tuple[Any, Any]:
        """The item and what came of it: the result, an exception, or `Lost`."""
        item, self.item = self.item, None
        try:
            return item, self.connection.recv()
        except (EOFError, OSError):
            self._process.join()
            code = self._process.exitcode or 0
            how = f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
            self.connection.close()
            return item, Lost(how)

    def stop(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()
        self.connection.close()


def _serve(connection: Connection, parent: int, prepare: Callable[[], None]) -> None:
    """What a process does until the pipe is closed or its parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    prepare()
    while True:
        try:
            work, item = connection.recv()
        except EOFError:
            return
        try:
            result = work(item)
        except Exception as error:
            result = error
        connection.send(result)


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)
