"""Live events: two tabs, resume after a cut, signs of life, and what the desk says."""

from __future__ import annotations

import asyncio
from dataclasses import asdict

import pytest

from bot.channels.webchat.hub import MOST_STREAMS
from bot.citizen import TicketState

TICKET = TicketState("20220601-7", "政策咨询", "派单", "王工", "2022-06-01T09:00:00+08:00", "2022-06-01T09:05:00+08:00")


def sender(runtime):
    return runtime.heard[0][0]


async def test_every_tab_gets_what_is_said(browser, reading):
    async with browser.stream() as one, browser.stream() as two:
        assert one.content_type == "text/event-stream"
        assert one.headers["Cache-Control"] == "no-store"
        said = await browser.say("你好")
        for stream in (reading(one), reading(two)):
            got = [await stream.entry(), await stream.entry()]
            assert [e["data"] for e in got] == said
            assert [int(e["id"]) for e in got] == [e["id"] for e in said]


async def test_a_stream_resumes_after_the_last_event(browser, reading):
    first = await browser.say("你好", "turn-00000001")
    second = await browser.say("再见", "turn-00000002")
    for more in ({"headers": {"Last-Event-ID": str(first[-1]["id"])}}, {"query": f"?after={first[-1]['id']}"}):
        url = f"/chat/api/events{more.get('query', '')}"
        async with browser.client.get(url, headers=browser.headers(**more.get("headers", {}))) as response:
            stream = reading(response)
            assert [(await stream.entry())["data"] for _ in second] == second


@pytest.mark.parametrize("given", ["x", "-1", "9" * 16])
async def test_a_bad_last_event_is_refused(browser, given):
    status, body, _ = await browser.get("events", **{"Last-Event-ID": given})
    assert (status, body["ok"]) == (400, False)


async def test_a_silent_stream_shows_signs_of_life(start, reading):
    browser = await start(heartbeat=0.02)
    await browser.begin()
    async with browser.stream() as response:
        stream = reading(response)
        assert "comment" not in await stream.next()
        for _ in range(2):
            assert (await stream.next())["comment"] == "heartbeat"


async def test_others_hear_nothing(browser, another, reading):
    await another.begin()
    async with another.stream() as response:
        await browser.say("我的事")
        mine = await another.say("你好")
        assert (await reading(response).entry())["data"] == mine[0]


async def test_streams_of_one_user_are_limited(browser):
    open_ones = [await browser.stream() for _ in range(MOST_STREAMS)]
    status, body, headers = await browser.get("events")
    assert status == 429
    assert "Retry-After" in headers
    assert "窗口太多" in body["error"]
    for response in open_ones:
        response.close()


async def test_an_operator_is_heard_live_and_kept(browser, runtime, reading):
    await browser.say("转人工")
    async with browser.stream(**{"Last-Event-ID": "1000"}) as response:
        stream = reading(response)
        await stream.next()
        assert await browser.chat.say(sender(runtime), {"type": "operator", "text": "您好，我来帮您", "name": "王工"})
    _, got, _ = await browser.get("history")
    last = got["entries"][-1]
    assert (last["who"], last["text"], last["name"]) == ("operator", "您好，我来帮您", "王工")


async def test_what_is_said_while_nobody_listens_comes_later(browser, runtime, reading):
    await browser.say("转人工")
    assert await browser.chat.say(sender(runtime), {"type": "ticket", "text": "工单已派单", **asdict(TICKET)})
    async with browser.stream() as response:
        stream = reading(response)
        events = [await stream.entry() for _ in range(3)]
    told = events[-1]["data"]
    assert (told["who"], told["text"]) == ("system", "工单已派单")
    assert told["ticket"]["number"] == "20220601-7"
    assert told["ticket"]["state"] == "派单"


async def test_an_offer_carries_its_measure_and_link(browser, runtime):
    await browser.say("你好")
    await browser.chat.say(
        sender(runtime), {"type": "offer", "text": "新措施", "measure": "dc-2022-8-3", "link": "/m/x"}
    )
    _, got, _ = await browser.get("history")
    assert got["entries"][-1]["who"] == "bot"
    assert got["entries"][-1]["link"] == "/m/x"


@pytest.mark.parametrize("to", ["wechat:abc", "chat:nobody", ""])
async def test_who_is_not_here_is_not_told(browser, to):
    assert await browser.chat.say(to, {"type": "operator", "text": "您好"}) is False


async def test_what_another_process_keeps_arrives(browser, start, runtime, reading):
    other = await start()
    other.chat.hub._every = 0.02
    other.token = browser.token
    async with other.stream() as response:
        stream = reading(response)
        await stream.next()
        said = await browser.say("你好")
        assert (await stream.entry())["data"] == said[0]


async def test_deleted_data_ends_every_tab(browser, reading):
    async with browser.stream() as response:
        stream = reading(response)
        await stream.next()
        assert (await browser.post("forget"))[0] == 200
        assert (await stream.next())["event"] == "gone"
        assert await response.content.readline() in (b"\n", b"")


async def test_a_stopping_service_ends_its_streams(browser):
    async with browser.stream() as response:
        await response.content.readline()
        await asyncio.wait_for(browser.chat.hub.close(), 5)
        await asyncio.wait_for(response.content.read(), 5)
        assert response.content.at_eof()
