"""The engine on Dask distributed (`pip install trialkg[dask]`): workers of a cluster, or of this machine.

A worker that dies is started again by its nanny; the item that it died over is `Lost` once `_DEATHS` workers died.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from kg.errors import InputError
from kg.pipeline.engine import Lost

T = TypeVar("T")
R = TypeVar("R")
_DEATHS = 1  # an item is tried twice
_PATIENCE = 20  # seconds for the scheduler to answer
_AHEAD = 2  # items a worker has waiting


class Dask:
    """Workers of the cluster at `address`, or of this machine where it is empty."""

    def __init__(self, address: str, jobs: int) -> None:
        try:
            import dask
            from distributed import Client, LocalCluster
        except ImportError as error:
            raise InputError("the engine dask needs `pip install 'trialkg[dask]'`") from error
        self._cluster: Any = None
        with dask.config.set({"distributed.scheduler.allowed-failures": _DEATHS}):
            if not address:
                self._cluster = LocalCluster(
                    n_workers=jobs, threads_per_worker=1, processes=True, dashboard_address=None
                )
            try:
                self._client = Client(address or self._cluster, timeout=_PATIENCE)
            except (OSError, ValueError) as error:
                if self._cluster is not None:
                    self._cluster.close()
                raise InputError(f"no Dask scheduler at {address or 'this machine'}: {error}") from error
        self._jobs = jobs

    def map(self, work: Callable[[T], R], items: Iterable[T]) -> Iterator[tuple[T, R | Lost]]:
        """Results as they get ready."""
        from distributed import KilledWorker, as_completed

        source = iter(items)
        waiting: dict[Any, T] = {}

        def submit(item: T) -> Any:
            future = self._client.submit(work, item, pure=False)
            waiting[future] = item
            return future

        ahead = _AHEAD * max(self._jobs, len(self._client.scheduler_info()["workers"]))
        done = as_completed([submit(item) for item in islice(source, ahead)])
        for future in done:
            item = waiting.pop(future)
            try:
                result: R | Lost = future.result()
            except KilledWorker:
                result = Lost(f"Dask: {_DEATHS + 1} workers died over it")
            for following in islice(source, 1):
                done.add(submit(following))
            yield item, result

    def close(self) -> None:
        """Let go of the cluster, and end it where it is of this machine."""
        self._client.close()
        if self._cluster is not None:
            self._cluster.close()
