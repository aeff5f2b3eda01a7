"""What a server counts, for Prometheus. Nothing of a query or a client is a label."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

if TYPE_CHECKING:
    from kg.serve.pool import Pool

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class _PoolFigures(Collector):
    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def collect(self) -> Iterator[GaugeMetricFamily | CounterMetricFamily]:
        pool = self._pool
        for name, value, what in (
            ("workers", pool.workers, "processes that have the build open"),
            ("queries_running", pool.running - pool.waiting, "queries that are evaluated"),
            ("queries_waiting", pool.waiting, "queries that wait for a worker"),
            ("queries_long", pool.long, "queries that are evaluated and are not short"),
            ("build_generation", pool.generation, "how often the build was opened anew"),
        ):
            yield GaugeMetricFamily(f"trialkg_{name}", what, value=value)
        stopped = CounterMetricFamily("trialkg_queries_stopped", "queries that were not answered", labels=["reason"])
        for reason, count in pool.ended.items():
            stopped.add_metric([reason], count)
        yield stopped


class Metrics:
    """The figures of one server."""

    def __init__(self, pool: Pool) -> None:
        self._registry = CollectorRegistry()
        self._registry.register(_PoolFigures(pool))
        self._requests = Counter(
            "trialkg_requests", "answered requests", ["route", "method", "status"], registry=self._registry
        )
        self._seconds = Histogram(
            "trialkg_request_seconds", "time to the answer", ["route"], registry=self._registry, buckets=_SECONDS
        )
        self.truncated = Counter("trialkg_truncated", "answers cut by a limit", ["limit"], registry=self._registry)

    def answered(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one answer."""
        self._requests.labels(route, method, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def text(self) -> bytes:
        """All figures in Prometheus' text format."""
        return generate_latest(self._registry)
