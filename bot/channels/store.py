"""What channels must remember for a while: answers by message key, offered options, answers not yet delivered.

In memory for one process; in Redis when several share the work (``HUIQI_REDIS_URL``).
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import OrderedDict
from typing import Any, Protocol

Value = dict[str, Any] | list[Any]
# How often memory lets go of what has ended and nobody asked for again.
SWEEP_SECONDS = 60.0


class ChannelStore(Protocol):
    """Small values with an end, shared by every process that answers a channel."""

    async def claim(self, key: str, seconds: float) -> bool:
        """True for the first who asks for this key, until the time is over."""
        ...

    async def put(self, key: str, value: Value, seconds: float) -> None:
        """Keep a value, replacing an older one."""
        ...

    async def get(self, key: str) -> Value | None:
        """The value, or None when there is none or its time is over."""
        ...

    async def take(self, key: str) -> Value | None:
        """The value, which is gone afterwards: two who take at once do not both get it."""
        ...

    async def drop(self, prefix: str) -> None:
        """Forget every key that begins so."""
        ...

    async def close(self) -> None:
        """Give connections back."""
        ...


class MemoryStore:
    """For one process. Holds ``most`` values at most; the oldest go first."""

    def __init__(self, most: int = 50_000) -> None:
        """Start empty."""
        self._most = most
        self._swept = 0.0
        self._values: OrderedDict[str, tuple[float, Value]] = OrderedDict()

    async def claim(self, key: str, seconds: float) -> bool:
        """True for the first who asks for this key, until the time is over."""
        if await self.get(key) is not None:
            return False
        await self.put(key, [], seconds)
        return True

    async def put(self, key: str, value: Value, seconds: float) -> None:
        """Keep a value, replacing an older one."""
        now = time.monotonic()
        if now - self._swept > SWEEP_SECONDS:
            self._swept = now
            for old in [k for k, (until, _) in self._values.items() if until < now]:
                del self._values[old]
        self._values[key] = (now + seconds, value)
        self._values.move_to_end(key)
        while len(self._values) > self._most:
            self._values.popitem(last=False)

    async def get(self, key: str) -> Value | None:
        """The value, or None when there is none or its time is over."""
        until, value = self._values.get(key, (0.0, None))
        if value is not None and until < time.monotonic():
            del self._values[key]
            return None
        return value

    async def take(self, key: str) -> Value | None:
        """The value, which is gone afterwards."""
        value = await self.get(key)
        self._values.pop(key, None)
        return value

    async def drop(self, prefix: str) -> None:
        """Forget every key that begins so."""
        for key in [k for k in self._values if k.startswith(prefix)]:
            del self._values[key]

    async def close(self) -> None:
        """Nothing to give back."""


class RedisStore:
    """For several processes. Keys begin with the prefix; every value has an end."""

    def __init__(self, url: str, prefix: str = "huiqi:") -> None:
        """Connects at first use."""
        self._prefix = prefix
        from redis.asyncio import Redis

        self._redis: Any = Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)

    async def claim(self, key: str, seconds: float) -> bool:
        """True for the first who asks for this key, until the time is over."""
        return bool(await self._redis.set(self._prefix + key, "[]", nx=True, px=max(1, int(seconds * 1000))))

    async def put(self, key: str, value: Value, seconds: float) -> None:
        """Keep a value, replacing an older one."""
        await self._redis.set(self._prefix + key, json.dumps(value, ensure_ascii=False), px=max(1, int(seconds * 1000)))

    async def get(self, key: str) -> Value | None:
        """The value, or None when there is none or its time is over."""
        return _read(await self._redis.get(self._prefix + key))

    async def take(self, key: str) -> Value | None:
        """The value, which is gone afterwards."""
        return _read(await self._redis.getdel(self._prefix + key))

    async def drop(self, prefix: str) -> None:
        """Forget every key that begins so."""
        pattern = self._prefix + "".join(f"[{c}]" if c in "*?[" else c for c in prefix) + "*"
        async for key in self._redis.scan_iter(match=pattern, count=500):
            await self._redis.delete(key)

    async def close(self) -> None:
        """Give connections back."""
        await self._redis.aclose()


def _read(raw: bytes | None) -> Value | None:
    if raw is None:
        return None
    value: Value = json.loads(raw)
    return value


async def wait_for(store: ChannelStore, key: str, seconds: float, every: float = 0.05) -> Value | None:
    """The value as soon as somebody has put it; None when nobody has within the time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        value = await store.get(key)
        if value is not None:
            return value
        await asyncio.sleep(every)
    return None
