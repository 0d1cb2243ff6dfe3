"""What Prometheus reads. Each application has its own registry; no label comes from what a user wrote."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import generate_latest

_BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 15.0)


class Meters:
    """Counters and histograms of one application."""

    def __init__(self, measures: Callable[[], int], ready: Callable[[], bool]) -> None:
        """``measures`` and ``ready`` are asked whenever the numbers are read."""
        registry = CollectorRegistry()
        self.requests = Counter("huiqi_requests", "HTTP requests answered", ["route", "status"], registry=registry)
        self.seconds = Histogram(
            "huiqi_request_seconds", "Time to answer an HTTP request", ["route"], registry=registry, buckets=_BUCKETS
        )
        self.turns = Counter("huiqi_turns", "Messages answered by the assistant", ["channel"], registry=registry)
        self.failed_turns = Counter(
            "huiqi_failed_turns", "Messages the assistant failed on", ["channel"], registry=registry
        )
        self.channels = Counter(
            "huiqi_channel",
            "What happened to requests and messages of a channel",
            ["channel", "outcome"],
            registry=registry,
        )
        Gauge("huiqi_measures_published", "Measures published", registry=registry).set_function(measures)
        Gauge("huiqi_ready", "1 when messages can be answered", registry=registry).set_function(ready)
        self._registry = registry

    def text(self) -> str:
        """All numbers in the text format of Prometheus."""
        return generate_latest(self._registry).decode()
