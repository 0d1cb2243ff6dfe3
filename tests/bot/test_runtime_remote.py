"""The assistant at another address: whatever it says or does not say, people get an answer."""

import asyncio

import pytest
from aiohttp import web

from bot.ports import APOLOGY
from bot.runtime.remote import RemoteRuntime


@pytest.fixture
async def other(aiohttp_server):
    """A stand-in for Rasa's REST channel; ``answer`` decides what it does."""
    seen = []

    async def webhook(request):
        seen.append((await request.json(), request.headers.get("Authorization")))
        return await stand_in.answer()

    class StandIn:
        answer = staticmethod(lambda: _json([{"recipient_id": "u", "text": "好"}]))

    stand_in = StandIn()
    app = web.Application()
    app.router.add_post("/webhooks/rest/webhook", webhook)
    server = await aiohttp_server(app)
    stand_in.url, stand_in.seen = str(server.make_url("/")), seen
    return stand_in


async def _json(body):
    return web.json_response(body)


async def ask(other, text="房租能减吗", **more):
    remote = RemoteRuntime(other.url, **more)
    await remote.start()
    try:
        return await remote.handle("wechat:u", text, "wechat"), remote.status()
    finally:
        await remote.stop()


async def test_a_turn_goes_out_and_its_replies_come_back(other):
    replies, status = await ask(other, "/房租能减吗", token="geheim")
    assert replies == [{"recipient_id": "u", "text": "好"}]
    body, authorization = other.seen[0]
    assert (body["sender"], body["message"], authorization) == ("wechat:u", "房租能减吗", "Bearer geheim")
    assert status["trouble"] is None


@pytest.mark.parametrize(
    "body",
    [[], {}, "文", [3], [{}], [{"recipient_id": "u"}]],
    ids=["empty", "object", "text", "number", "nothing in it", "only a recipient"],
)
async def test_useless_answers_become_an_apology(other, body):
    other.answer = lambda: _json(body)
    replies, status = await ask(other)
    assert [r["text"] for r in replies] == [APOLOGY]
    assert status["trouble"]


@pytest.mark.parametrize("status", [500, 404, 302, 401])
async def test_errors_become_an_apology(other, status):
    async def fail():
        return web.Response(status=status, text="Traceback", headers={"Location": "/elsewhere"})

    other.answer = fail
    assert [r["text"] for r in (await ask(other))[0]] == [APOLOGY]


async def test_junk_and_silence_become_an_apology(other):
    async def junk():
        return web.Response(body=b"\xff{[", content_type="application/json")

    async def silence():
        await asyncio.sleep(5)

    for answer in (junk, silence):
        other.answer = answer
        assert [r["text"] for r in (await ask(other, timeout=0.2))[0]] == [APOLOGY]
    other.url = "http://127.0.0.1:9"
    assert [r["text"] for r in (await ask(other, timeout=0.5))[0]] == [APOLOGY]


async def test_texts_that_rasa_cut_at_blank_lines_are_one_message_again(other):
    cut = [
        {"recipient_id": "u", "text": "一"},
        {"recipient_id": "u", "text": "二"},
        {"recipient_id": "u", "custom": {"type": "answer"}},
    ]
    other.answer = lambda: _json(cut)
    replies, _ = await ask(other)
    assert [r.get("text") for r in replies] == ["一\n\n二", None]


async def test_before_the_start_nothing_is_sent(other):
    remote = RemoteRuntime(other.url)
    assert not remote.ready
    assert (await remote.handle("u", "问"))[0]["text"] == APOLOGY
    assert other.seen == []
