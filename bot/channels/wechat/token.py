"""The access token: fetched once for all who wait for it, renewed before it ends."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from bot.channels.wechat.errors import ApiError

Fetch = Callable[[bool], Awaitable[tuple[str, float]]]
EARLY_SECONDS = 300.0
# After a failure the others who wait get the same failure, instead of trying one after the other.
FAILURE_SECONDS = 3.0


class AccessToken:
    """Holds the token of the account. It never appears in a message or in the log."""

    def __init__(self, fetch: Fetch, clock: Callable[[], float] = time.monotonic) -> None:
        """``fetch`` gives a token and its seconds to live; its argument asks for a new one in place of the current."""
        self._fetch = fetch
        self._clock = clock
        self._lock = asyncio.Lock()
        self._value = ""
        self._until = 0.0
        self._failure: tuple[float, ApiError] | None = None

    async def get(self) -> str:
        """A token that lives for a while yet. Raises :class:`ApiError`."""
        async with self._lock:
            if self._clock() >= self._until:
                await self._renew(force=False)
            return self._value

    async def renew(self, refused: str) -> str:
        """Another token than the one WeChat has just refused. Raises :class:`ApiError`."""
        async with self._lock:
            if self._value == refused:
                await self._renew(force=False)
            if self._value == refused:
                await self._renew(force=True)
            return self._value

    async def _renew(self, force: bool) -> None:
        if self._failure and self._clock() < self._failure[0]:
            raise self._failure[1]
        try:
            value, seconds = await self._fetch(force)
        except ApiError as fault:
            self._until, self._failure = 0.0, (self._clock() + FAILURE_SECONDS, fault)
            raise
        self._value, self._failure = value, None
        # A token handed out late in its life has less than the margin left.
        self._until = self._clock() + max(seconds - EARLY_SECONDS, seconds / 2)
