"""An assistant that keeps what it was asked, and the stores channels use."""

import asyncio
import os
import uuid

import pytest

from bot.channels.message import InboundMessage
from bot.channels.sqlstore import SqlStore
from bot.channels.store import MemoryStore, RedisStore


class Assistant:
    """Answers with what it was asked; slow or failing where a test wants it."""

    def __init__(self):
        self.asked = []
        self.delay = 0.0
        self.fault = None
        self.replies = None
        self.busy = 0
        self.most_busy = 0

    async def handle(self, sender, text, channel="rest"):
        self.asked.append((sender, text))
        self.busy += 1
        self.most_busy = max(self.most_busy, self.busy)
        await asyncio.sleep(self.delay)
        self.busy -= 1
        if self.fault:
            raise self.fault
        return [{"text": f"答：{text}"}] if self.replies is None else self.replies


@pytest.fixture
def assistant():
    return Assistant()


def _redis_url():
    import redis

    url = os.environ.get("HUIQI_TEST_REDIS_URL", "redis://127.0.0.1:6379/9")
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=0.5) as client:
            client.ping()
    except redis.RedisError:
        pytest.skip("no Redis on 127.0.0.1:6379")
    return url


@pytest.fixture(params=["memory", "redis", "sql"])
async def make_store(request, tmp_path):
    """Makes stores that share their values: with Redis and SQL, of different processes."""
    if request.param == "memory":
        one = MemoryStore()
        yield lambda: one
        return
    made = []
    if request.param == "sql":

        def open_store():
            made.append(SqlStore(f"sqlite:///{tmp_path}/channels.db"))
            return made[-1]

        yield open_store
        for store in made:
            await store.close()
        return
    url, prefix = _redis_url(), f"test-{uuid.uuid4().hex}:"

    def make():
        store = RedisStore(url, prefix)
        made.append(store)
        return store

    yield make
    cleaner = make()
    await cleaner.drop("")
    for store in made:
        await store.close()


@pytest.fixture
def inbound():
    def make(text="房租能减吗", user="u1", key="m1", **more):
        return InboundMessage("wechat", user, more.pop("kind", "text"), text, key, **more)

    return make
