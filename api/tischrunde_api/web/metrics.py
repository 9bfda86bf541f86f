"""Figures for those who run the service. Labels are methods, route templates, statuses and states: never an input."""

import asyncio
from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from tischrunde_api.store.port import State, Tally

__all__ = ["CONTENT_TYPE", "Metrics", "plain_method"]

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
LAGS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0)

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

SAMPLING = 0.25
"""Seconds between two looks at how late the event loop is."""


def plain_method(method: str) -> str:
    """Return a method, or ``other`` for any word that somebody made up."""
    return method if method in METHODS else "other"


class Metrics:
    """What one web process has seen, in a registry of its own; what the store counts is added when somebody asks.

    Parameters
    ----------
    streams
        Returns how many event streams are open.
    """

    def __init__(self, streams: Callable[[], int]) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "tischrunde_requests", "Requests.", ["method", "route", "status"], registry=self._registry
        )
        self._seconds = Histogram(
            "tischrunde_request_seconds",
            "Seconds from the request to the end of its answer.",
            ["method", "route"],
            buckets=SECONDS,
            registry=self._registry,
        )
        self._lag = Histogram(
            "tischrunde_loop_lag_seconds", "How late the event loop was.", buckets=LAGS, registry=self._registry
        )
        Gauge("tischrunde_event_streams", "Event streams that are open.", registry=self._registry).set_function(streams)

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request by its route's template; what leads nowhere has none."""
        verb = plain_method(method)
        self._requests.labels(verb, route, str(status)).inc()
        self._seconds.labels(verb, route).observe(seconds)

    async def follow_loop(self) -> None:
        """Measure how late the event loop is, again and again."""
        clock = asyncio.get_running_loop().time
        while True:
            begin = clock()
            await asyncio.sleep(SAMPLING)
            self._lag.observe(max(0.0, clock() - begin - SAMPLING))

    def text(self, tally: Tally, *, now: int) -> bytes:
        """Return everything in the text format of Prometheus.

        Parameters
        ----------
        tally
            What the store has counted, for all processes together.
        now
            Milliseconds.
        """
        counted = CollectorRegistry()
        counted.register(_Counted(tally, now))
        return generate_latest(self._registry) + generate_latest(counted)


class _Counted(Collector):
    """What the store has counted, as families of figures."""

    def __init__(self, tally: Tally, now: int) -> None:
        self._tally, self._now = tally, now

    def collect(self) -> Iterator[Metric]:
        tally = self._tally
        jobs = GaugeMetricFamily("tischrunde_jobs", "Jobs there are now.", labels=["state"])
        for state in State:
            jobs.add_metric([state.value], tally.states.get(state, 0))
        yield jobs
        waited = 0.0 if tally.oldest is None else max(0, self._now - tally.oldest) / 1000
        yield GaugeMetricFamily("tischrunde_queue_age_seconds", "Age of the job that waits longest.", value=waited)
        yield GaugeMetricFamily("tischrunde_workers", "Workers that are alive.", value=tally.workers)
        ended = CounterMetricFamily("tischrunde_jobs_ended", "Jobs ever ended.", labels=["state", "status"])
        for (state_name, status), count in sorted(tally.ended.items()):
            ended.add_metric([state_name, status], count)
        yield ended
        proved = sum(count for (_, status), count in tally.ended.items() if status in ("optimal", "infeasible"))
        yield CounterMetricFamily("tischrunde_solves_proved", "Solves that ended with a proof.", value=proved)
        yield _histogram(tally)


def _histogram(tally: Tally) -> Metric:
    buckets = [(str(upper / 1000), count) for upper, count in sorted(tally.buckets.items())]
    family = HistogramMetricFamily("tischrunde_solve_seconds", "Seconds of work of solves that ended.")
    family.add_metric([], [*buckets, ("+Inf", tally.solves)], tally.seconds)
    return family
