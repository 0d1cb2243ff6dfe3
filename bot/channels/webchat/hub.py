"""Wakes the streams of a user when something new has been kept, by this process or another."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

logger = logging.getLogger(__name__)

MOST_STREAMS = 8


class TooManyStreams(Exception):
    """One user has as many streams open as are allowed."""


class Hub:
    """The open streams of this process. ``newest`` tells of what other processes have kept."""

    def __init__(self, newest: Callable[[], Awaitable[int]], every: float = 2.0) -> None:
        """``every``: seconds between looks for what other processes have kept."""
        self._newest = newest
        self._every = every
        self._streams: dict[str, set[asyncio.Event]] = defaultdict(set)
        self._task: asyncio.Task[None] | None = None
        self.closing = False

    @asynccontextmanager
    async def listening(self, user: str) -> AsyncIterator[asyncio.Event]:
        """An event that is set whenever there is something to look at. Raises :class:`TooManyStreams`."""
        if len(self._streams[user]) >= MOST_STREAMS:
            raise TooManyStreams
        event = asyncio.Event()
        self._streams[user].add(event)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._watch())
        try:
            yield event
        finally:
            self._streams[user].discard(event)
            if not self._streams[user]:
                del self._streams[user]

    def wake(self, user: str) -> None:
        """Something of this user's has changed."""
        for event in self._streams.get(user, ()):
            event.set()

    def listened(self, user: str) -> bool:
        """True when a page of the user is open and listening to this process."""
        return bool(self._streams.get(user))

    async def close(self) -> None:
        """End all streams."""
        self.closing = True
        for user in list(self._streams):
            self.wake(user)
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _watch(self) -> None:
        """While anybody listens, look for entries of other processes."""
        seen = None
        while self._streams:
            try:
                newest = await self._newest()
            except Exception:
                logger.exception("the log of the web chat could not be read")
            else:
                if newest != seen:
                    for user in list(self._streams):
                        self.wake(user)
                seen = newest
            await asyncio.sleep(self._every)
