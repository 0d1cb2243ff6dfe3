"""A store that may fail: without it messages are still answered, only less is remembered."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.channels.store import ChannelStore, Value

logger = logging.getLogger(__name__)

# How long a store that has failed is left alone, so that not every message waits for it.
REST_SECONDS = 5.0

_T = TypeVar("_T")


class SteadyStore:
    """Another store, whose faults are logged instead of raised. Only forgetting raises: it has to be known."""

    def __init__(self, store: ChannelStore, clock: Callable[[], float] = time.monotonic) -> None:
        """``store`` does the work."""
        self._store = store
        self._clock = clock
        self._resting_until = 0.0

    async def claim(self, key: str, seconds: float) -> bool:
        """As the store says; True when it cannot say."""
        return await self._tried(lambda: self._store.claim(key, seconds), instead=True)

    async def put(self, key: str, value: Value, seconds: float) -> None:
        """Keep a value if the store can."""
        await self._tried(lambda: self._store.put(key, value, seconds), instead=None)

    async def get(self, key: str) -> Value | None:
        """The value; None when there is none or it cannot be read."""
        return await self._tried(lambda: self._store.get(key), instead=None)

    async def take(self, key: str) -> Value | None:
        """The value, which is gone afterwards; None when there is none or it cannot be read."""
        return await self._tried(lambda: self._store.take(key), instead=None)

    async def drop(self, prefix: str) -> None:
        """Forget every key that begins so. Raises what the store raises."""
        await self._store.drop(prefix)

    async def close(self) -> None:
        """Give connections back."""
        await self._store.close()

    async def _tried(self, work: Callable[[], Awaitable[_T]], instead: _T) -> _T:
        if self._clock() < self._resting_until:
            return instead
        try:
            return await work()
        except Exception as fault:
            # Not the message of the fault: it may name an address with a password.
            logger.error("the store of the channels failed (%s); going on without it", type(fault).__name__)
            self._resting_until = self._clock() + REST_SECONDS
            return instead
