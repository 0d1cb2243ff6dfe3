"""Asking over HTTP, against a small server in the test."""

import asyncio

import pytest
from aiohttp import ClientSession, web

from bot.evaluation import AskFailed, AssistantUnreachable, HttpAsker


@pytest.fixture
async def serve(aiohttp_server):
    """Start a server with one handler for the webhook; gives an asker maker."""
    sessions = []

    async def start(handler, **options):
        app = web.Application()
        app.router.add_post("/webhooks/rest/webhook", handler)
        server = await aiohttp_server(app)
        sessions.append(ClientSession())
        return HttpAsker(sessions[-1], f"{server.make_url('/')}", **options)

    yield start
    for session in sessions:
        await session.close()


def answering(status=200, **options):
    async def handler(request):
        return web.json_response(status=status, **options)

    return handler


async def test_message_and_sender_go_out_and_the_reply_list_comes_back(serve):
    seen = []

    async def handler(request):
        seen.append((await request.json(), request.headers.get("Authorization")))
        return web.json_response([{"text": "您好"}])

    asker = await serve(handler)
    assert await asker.ask("甲", "你好") == [{"text": "您好"}]
    assert seen == [({"sender": "甲", "message": "你好"}, None)]


async def test_token_is_sent_as_bearer(serve):
    async def handler(request):
        return web.json_response([{"text": request.headers["Authorization"]}])

    asker = await serve(handler, token="abc")
    assert await asker.ask("甲", "你好") == [{"text": "Bearer abc"}]


@pytest.mark.parametrize(("status", "words"), [(401, "口令"), (403, "权限"), (404, "没有对话接口"), (429, "限流")])
async def test_refusals_that_would_repeat_end_the_run(serve, status, words):
    asker = await serve(answering(status, data={"ok": False}))
    with pytest.raises(AssistantUnreachable, match=words):
        await asker.ask("甲", "你好")


async def test_server_fault_fails_one_question_with_its_words(serve):
    asker = await serve(answering(500, data={"ok": False, "error": "模型没有载入", "status": 500}))
    with pytest.raises(AskFailed, match="服务返回 500：模型没有载入"):
        await asker.ask("甲", "你好")


@pytest.mark.parametrize("options", [{"data": {"text": "好"}}, {"data": ["好"]}, {"text": "<html>"}])
async def test_anything_but_a_reply_list_fails(serve, options):
    asker = await serve(answering(**options))
    with pytest.raises(AskFailed, match="不是回复列表"):
        await asker.ask("甲", "你好")


async def test_redirect_is_not_followed(serve):
    async def handler(request):
        raise web.HTTPFound("/elsewhere")

    asker = await serve(handler, token="abc")
    with pytest.raises(AskFailed, match="服务返回 302"):
        await asker.ask("甲", "你好")


async def test_slow_answer_fails(serve):
    async def handler(request):
        await asyncio.sleep(0.5)
        return web.json_response([])

    asker = await serve(handler, timeout=0.05)
    with pytest.raises(AskFailed, match=r"等了 0\.05 秒"):
        await asker.ask("甲", "你好")


async def test_broken_connection_fails(serve):
    async def handler(request):
        request.transport.close()
        return web.json_response([])

    asker = await serve(handler)
    with pytest.raises(AskFailed, match="连接中断"):
        await asker.ask("甲", "你好")


@pytest.mark.parametrize("address", ["http://127.0.0.1:{port}", "没有地址"])
async def test_nobody_there_ends_the_run(unused_tcp_port, address):
    async with ClientSession() as session:
        asker = HttpAsker(session, address.format(port=unused_tcp_port))
        with pytest.raises(AssistantUnreachable, match="连不上"):
            await asker.ask("甲", "你好")
