"""How often somebody may do something: token buckets in the memory of the process."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable


class Limiter:
    """``per_minute`` on average and at once, for each name; remembers at most ``most`` names."""

    def __init__(self, per_minute: int, now: Callable[[], float] = time.monotonic, most: int = 20_000) -> None:
        """Everybody starts with a full minute's worth."""
        self._burst = float(per_minute)
        self._per_second = per_minute / 60
        self._now = now
        self._most = most
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, name: str) -> int:
        """0 when it is allowed, and counted; else the seconds until it will be."""
        now = self._now()
        left, since = self._left.get(name, (self._burst, now))
        left = min(self._burst, left + (now - since) * self._per_second)
        allowed = left >= 1
        self._left[name] = (left - 1 if allowed else left, now)
        self._left.move_to_end(name)
        while len(self._left) > self._most:
            self._left.popitem(last=False)
        return 0 if allowed else max(1, math.ceil((1 - left) / self._per_second))
