"""Messages: answered once, in order, within limits; buttons by the server's ids; history."""

from __future__ import annotations

import asyncio

import pytest

TURN = "turn-00000001"


async def test_a_message_is_answered_and_kept(browser, runtime):
    user, bot = await browser.say("房租能减吗")
    assert runtime.heard[0][1] == "房租能减吗"
    assert runtime.heard[0][0].startswith("chat:")
    assert (user["who"], user["text"], user["turn"]) == ("user", "房租能减吗", TURN)
    assert (bot["who"], bot["text"]) == ("bot", "听到：房租能减吗")
    assert user["id"] < bot["id"]
    assert bot["at"].endswith("+08:00")


async def test_the_same_message_again_gets_the_same_answer_and_asks_nothing(browser, runtime):
    first = await browser.say("房租能减吗")
    assert await browser.say("房租能减吗") == first
    assert len(runtime.heard) == 1


async def test_two_at_once_are_one(browser, runtime):
    runtime.gate = asyncio.Event()
    both = [asyncio.create_task(browser.say("房租能减吗")) for _ in range(2)]
    await asyncio.sleep(0.1)
    runtime.gate.set()
    one, other = await asyncio.gather(*both)
    assert one == other
    assert len(runtime.heard) == 1


async def test_a_restart_does_not_answer_again(browser, start, runtime):
    first = await browser.say("房租能减吗")
    later = await start()
    later.token = browser.token
    assert await later.say("房租能减吗") == first
    assert len(runtime.heard) == 1


async def test_the_same_id_of_another_user_is_another_message(browser, another, runtime):
    await another.begin()
    await browser.say("你好")
    await another.say("再见")
    assert [text for _, text in runtime.heard] == ["你好", "再见"]
    assert len({sender for sender, _ in runtime.heard}) == 2


async def test_payloads_stay_on_the_server(browser, runtime):
    _, bot = await browser.say("你好")
    assert [set(b) for b in bot["buttons"]] == [{"id", "title"}] * 2
    assert "payload" not in str(bot) and "我在东城" not in str(bot)
    status, got, _ = await browser.post("messages", {"id": "turn-00000002", "button": bot["buttons"][0]["id"]})
    assert status == 200
    assert runtime.heard[-1][1] == "我在东城"
    assert got["entries"][0]["text"] == "东城"


@pytest.mark.parametrize("button", ["1.7", "999.0", "/restart", "1", "-1.0", "1.0.0", "１.0"])
async def test_buttons_that_were_not_offered_are_refused(browser, runtime, button):
    await browser.say("你好")
    status, body, _ = await browser.post("messages", {"id": "turn-00000002", "button": button})
    assert status == 422
    assert body["fields"] == ["button"]
    assert len(runtime.heard) == 1


async def test_buttons_of_others_are_refused(browser, another, runtime):
    _, bot = await browser.say("你好")
    await another.begin()
    status, _, _ = await another.post("messages", {"id": "turn-00000002", "button": bot["buttons"][0]["id"]})
    assert status == 422


async def test_a_number_is_put_to_the_assistant_as_it_is(browser, runtime):
    await browser.say("你好")
    await browser.say("第二个", "turn-00000002")
    assert runtime.heard[-1][1] == "第二个"


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, ["id"]),
        ({"id": TURN}, ["text", "button"]),
        ({"id": TURN, "text": "a", "button": "1.0"}, ["text", "button"]),
        ({"id": "short", "text": "a"}, ["id"]),
        ({"id": "x" * 61, "text": "a"}, ["id"]),
        ({"id": "a b c d e", "text": "a"}, ["id"]),
        ({"id": TURN, "text": "  "}, ["text"]),
        ({"id": TURN, "text": 7}, ["text"]),
        ({"id": TURN, "text": "字" * 101}, ["text"]),
        ({"id": TURN, "text": "a", "payload": "/restart"}, ["payload"]),
        ({"id": TURN, "text": "a", "sender": "wechat:x"}, ["sender"]),
    ],
)
async def test_a_bad_message_is_explained(start, runtime, body, fields):
    browser = await start(max_chars=100)
    await browser.begin()
    status, got, _ = await browser.post("messages", body)
    assert (status, got["ok"], got["fields"]) == (422, False, fields)
    assert runtime.heard == []


@pytest.mark.parametrize("text", ["字" * 100, "/restart", "<b>粗</b>", "第一行\n第二行", "😀", "a\x00b"])
async def test_odd_words_are_words(start, runtime, text):
    browser = await start(max_chars=100)
    await browser.begin()
    entries = await browser.say(text)
    assert entries[0]["text"] == text
    assert runtime.heard[0][1] == text


async def test_too_many_messages_have_to_wait(start, runtime):
    browser = await start(chat_per_minute=2)
    await browser.begin()
    got = [await browser.post("messages", {"id": f"turn-{n:08d}", "text": "你好"}) for n in range(3)]
    assert [status for status, _, _ in got] == [200, 200, 429]
    _, body, headers = got[-1]
    assert 1 <= int(headers["Retry-After"]) <= 30
    assert "秒再试" in body["error"]
    assert len(runtime.heard) == 2
    # What was answered before is told again without counting.
    assert (await browser.post("messages", {"id": "turn-00000000", "text": "你好"}))[0] == 200


async def test_before_the_model_is_loaded_the_page_is_asked_to_wait(browser, runtime):
    runtime.ready = False
    status, _, headers = await browser.post("messages", {"id": TURN, "text": "你好"})
    assert (status, headers["Retry-After"]) == (503, "5")
    runtime.ready = True
    assert len(await browser.say("你好")) == 2


async def test_a_failing_assistant_is_an_apology_without_a_trace(browser, runtime, caplog):
    runtime.fault = RuntimeError("secret path")
    _, bot = await browser.say("你好")
    assert "12345" in bot["text"]
    assert "secret" not in str(bot)
    assert any(r.exc_info for r in caplog.records)
    runtime.fault = None
    await browser.say("你好", "turn-00000002")
    numbers = await (await browser.client.get("/metrics")).text()
    assert 'huiqi_turns_total{channel="chat"} 1.0' in numbers
    assert 'huiqi_failed_turns_total{channel="chat"} 1.0' in numbers


async def test_while_an_operator_has_it_the_assistant_shows_nothing(browser, runtime):
    runtime.replies = [{"text": "", "custom": {"type": "silent"}}]
    assert [e["who"] for e in await browser.say("在吗")] == ["user"]
    assert [e["who"] for e in await browser.say("在吗")] == ["user"]
    assert len(runtime.heard) == 1


async def test_the_district_of_the_page_is_told_once_before_the_first_message(start, runtime):
    browser = await start()
    await browser.begin(district="东城")
    await browser.say("房租能减吗", "turn-00000001")
    await browser.say("那电话呢", "turn-00000002")
    assert [text for _, text in runtime.heard] == ["我在东城", "房租能减吗", "那电话呢"]
    _, got, _ = await browser.get("history")
    assert "我在东城" not in [e["text"] for e in got["entries"]]


async def test_history_comes_in_pages(browser):
    for n in range(6):
        await browser.say(f"第{n}句", f"turn-{n:08d}")
    _, last, _ = await browser.get("history?limit=4")
    assert [e["text"] for e in last["entries"]] == ["第4句", "听到：第4句", "第5句", "听到：第5句"]
    assert last["more"] is True
    _, rest, _ = await browser.get(f"history?before={last['entries'][0]['id']}")
    assert rest["entries"][0]["text"] == "第0句"
    assert (len(rest["entries"]), rest["more"]) == (8, False)


@pytest.mark.parametrize("query", ["before=x", "limit=0", "limit=999", "user=other"])
async def test_a_bad_history_query_is_explained_in_json(browser, query):
    status, body, _ = await browser.get(f"history?{query}")
    assert (status, body["ok"]) == (400, False)


async def test_history_is_bounded(browser, monkeypatch):
    monkeypatch.setattr("bot.channels.webchat.log.MOST_ENTRIES", 10)
    monkeypatch.setattr("bot.channels.webchat.log._SLACK", 2)
    for n in range(12):
        await browser.say(f"第{n}句", f"turn-{n:08d}")
    _, got, _ = await browser.get("history?limit=100")
    assert len(got["entries"]) <= 12
    assert got["entries"][-1]["text"] == "听到：第11句"
