"""What channels remember: the same in memory and in Redis."""

import asyncio

import pytest

from bot.channels.sqlstore import SqlStore
from bot.channels.steady import REST_SECONDS, SteadyStore
from bot.channels.store import MemoryStore, wait_for


async def test_the_first_claims_others_do_not(make_store):
    one, two = make_store(), make_store()
    claims = await asyncio.gather(*(s.claim("k", 5) for s in (one, two, one, two)))
    assert sorted(claims) == [False, False, False, True]


async def test_values_come_back_until_they_are_taken(make_store):
    store = make_store()
    await store.put("k", {"文": ["一", 2]}, 5)
    assert await store.get("k") == {"文": ["一", 2]}
    assert await store.take("k") == {"文": ["一", 2]}
    assert await store.take("k") is None


async def test_values_end(make_store):
    store = make_store()
    await store.put("k", [1], 0.03)
    await asyncio.sleep(0.06)
    assert await store.get("k") is None
    assert await store.claim("k", 5)


async def test_dropping_forgets_one_user_and_no_other(make_store):
    store = make_store()
    for key in ("wechat:a*|options", "wechat:a*|answer|1", "wechat:ab|options", "wechat:A*|options"):
        await store.put(key, [1], 5)
    await store.drop("wechat:a*|")
    assert await store.get("wechat:a*|options") is None
    assert await store.get("wechat:a*|answer|1") is None
    assert await store.get("wechat:ab|options") == [1]
    assert await store.get("wechat:A*|options") == [1]


async def test_waiting_ends_with_the_value_or_with_patience(make_store):
    store = make_store()
    waiting = asyncio.create_task(wait_for(store, "k", 5, every=0.01))
    await asyncio.sleep(0.03)
    await store.put("k", {"a": 1}, 5)
    assert await waiting == {"a": 1}
    assert await wait_for(store, "other", 0.03, every=0.01) is None


async def test_memory_lets_go_of_what_has_ended(monkeypatch):
    monkeypatch.setattr("bot.channels.store.SWEEP_SECONDS", 0.0)
    store = MemoryStore()
    for number in range(5):
        await store.put(str(number), ["一"], 0.01)
    await asyncio.sleep(0.03)
    await store.put("new", [], 5)
    assert list(store._values) == ["new"]


async def test_memory_is_bounded():
    store = MemoryStore(most=3)
    for number in range(10):
        await store.put(str(number), [number], 60)
    assert [await store.get(str(n)) for n in range(10)] == [None] * 7 + [[7], [8], [9]]


async def test_of_two_who_take_one_gets_it(make_store):
    one, two = make_store(), make_store()
    await one.put("k", ["一"], 5)
    taken = await asyncio.gather(one.take("k"), two.take("k"), one.take("k"))
    assert sorted(taken, key=bool) == [None, None, ["一"]]


async def test_in_sql_values_survive_a_restart_and_what_has_ended_is_cleared(tmp_path):
    url, clock = f"sqlite:///{tmp_path}/channels.db", [1000.0]
    before = SqlStore(url, lambda: clock[0])
    await before.put("cursor", ["c1"], 100)
    await before.put("old", ["x"], 1)
    await before.close()
    clock[0] += 50
    after = SqlStore(url, lambda: clock[0])
    assert await after.get("cursor") == ["c1"]
    assert await after._run(lambda db: db.exec_driver_sql("select count(*) from channel_values").scalar()) == 1
    await after.close()


class Broken:
    """A store without its server."""

    def __init__(self):
        self.asked = 0

    def __getattr__(self, name):
        async def fail(*_):
            self.asked += 1
            raise ConnectionError("redis://:password@10.0.0.1")

        return fail


async def test_a_broken_store_is_left_alone_for_a_while_and_tells_no_address(caplog):
    broken, clock = Broken(), [0.0]
    store = SteadyStore(broken, lambda: clock[0])
    assert await store.claim("k", 5)
    assert await store.get("k") is None and await store.take("k") is None
    await store.put("k", [1], 5)
    assert broken.asked == 1 and "password" not in caplog.text and "ConnectionError" in caplog.text
    clock[0] += REST_SECONDS
    assert await store.get("k") is None
    assert broken.asked == 2
    with pytest.raises(ConnectionError):
        await store.drop("k")
