"""The engine on Dask distributed (`pip install trialkg[dask]`): workers of a cluster, or of this machine.

A worker that dies is started again by its nanny; the item that it died over is `Lost` once `_DEATHS` workers died. A
cluster that stays without workers, or whose scheduler is gone, ends the run with `EngineFailed`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import ExitStack
from itertools import islice
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any, TypeVar

from kg.errors import EngineFailed, InputError
from kg.pipeline.engine import Lost

T = TypeVar("T")
R = TypeVar("R")
V = TypeVar("V")
_DEATHS = 1  # an item is tried twice
_PATIENCE = 20  # seconds for the scheduler to answer
_AHEAD = 2  # items a worker has waiting
_LOOK = 5  # seconds without a result, after which the workers are counted
_ALONE = 60  # seconds that there may be none, in which a nanny starts several
# A local cluster looks so long after the death of a worker whether there is one of its name, and if not at that moment
# gives it up for good, with its nanny: also one that is just being started for the second time.
_NEVER = "1000 days"


class Dask:
    """Workers of the cluster at `address`, or of this machine where it is empty."""

    def __init__(self, address: str, jobs: int) -> None:
        try:
            import dask
            from distributed import Client, LocalCluster
        except ImportError as error:
            raise InputError("the engine dask needs `pip install 'trialkg[dask]'`") from error
        self._jobs = jobs
        with ExitStack() as begun:
            if not address:
                settings = {"scheduler.allowed-failures": _DEATHS, "deploy.lost-worker-timeout": _NEVER}
                begun.enter_context(dask.config.set({f"distributed.{key}": value for key, value in settings.items()}))
                cluster = LocalCluster(n_workers=jobs, threads_per_worker=1, processes=True, dashboard_address=None)
                begun.callback(cluster.close)
            try:
                self._client = Client(address or cluster, timeout=_PATIENCE)
            except (OSError, ValueError) as error:
                raise InputError(f"no Dask scheduler at {address or 'this machine'}: {error}") from error
            begun.callback(self._client.close)
            self._ends = begun.pop_all()

    def map(self, work: Callable[[T], R], items: Iterable[T]) -> Iterator[tuple[T, R | Lost]]:
        """Results as they get ready; raises `EngineFailed` where no worker is left to give one."""
        from distributed import KilledWorker

        source = iter(items)
        waiting: dict[Any, T] = {}
        finished: SimpleQueue[Any] = SimpleQueue()

        def submit(item: T) -> None:
            future = self._client.submit(work, item, pure=False)
            waiting[future] = item
            future.add_done_callback(finished.put)

        for item in islice(source, _AHEAD * max(self._jobs, self._workers())):
            submit(item)
        while waiting:
            future = self._while_it_works(lambda seconds: finished.get(timeout=seconds), Empty)
            item = waiting.pop(future)
            try:
                if future.status == "error":  # what the work raised, be it a TimeoutError, is known already
                    future.result()
                result: R | Lost = self._while_it_works(future.result, TimeoutError)
            except KilledWorker as killed:  # a cluster of others may try it more often
                result = Lost(f"Dask: {killed.allowed_failures + 1} workers died over it")
            except CancelledError:  # by the client, when it lost its scheduler
                raise EngineFailed("the Dask scheduler is gone") from None
            for following in islice(source, 1):
                submit(following)
            yield item, result

    def _while_it_works(self, ask: Callable[[float], V], none_yet: type[Exception]) -> V:
        """What `ask` gives, asked again and again for some seconds. Dask itself waits for ever where all workers are
        gone with their nannies: for a result, and for the value of one that was ready on a worker which is no more."""
        since: float | None = None  # when they were first seen to be gone
        while True:
            try:
                return ask(_LOOK)
            except none_yet:
                if self._workers():
                    since = None
                elif since is None:
                    since = monotonic()
                elif monotonic() - since >= _ALONE:
                    raise EngineFailed("the Dask cluster has no workers left") from None

    def _workers(self) -> int:
        """How many there are now."""
        try:
            return len(self._client.nthreads())
        except OSError as error:
            raise EngineFailed(f"the Dask scheduler does not answer: {error}") from error

    def close(self) -> None:
        """Let go of the cluster, and end it where it is of this machine."""
        self._ends.close()
