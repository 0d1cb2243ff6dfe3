"""Sessions: the secret, where requests may come from, settings the page is told, and deleting everything."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.channels.webchat.token import new_token, sender_of, user_of, user_of_sender

WRONG = ["", "short", "x" * 43 + "!", "é" * 43]


def test_secrets_are_random_and_not_told_by_the_sender():
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    for token in tokens:
        user = user_of(token)
        assert user is not None and len(user) == 32
        assert user_of_sender(sender_of(user)) == user
        assert user not in token and token not in user


@pytest.mark.parametrize("token", WRONG)
def test_what_cannot_be_a_secret_has_no_user(token):
    assert user_of(token) is None


@pytest.mark.parametrize("sender", ["wechat:abc", "chat:", "chat", ""])
def test_senders_of_other_channels_have_no_user_here(sender):
    assert user_of_sender(sender) is None


async def test_a_session_begins_with_a_secret_and_what_the_page_needs(start):
    browser = await start(max_chars=500, chat_keep_days=7, chat_origins=("https://a.example",))
    got = await browser.begin()
    assert len(got["token"]) == 43
    assert (got["entries"], got["more"], got["ticket"], got["newest"]) == ([], False, None, 0)
    assert got["settings"]["max_chars"] == 500
    assert got["settings"]["keep_days"] == 7
    assert got["settings"]["demo_date"] == "2022-06-01"
    assert got["settings"]["origins"] == ["https://a.example"]
    assert got["settings"]["desk"] is False
    assert "转人工" in got["settings"]["starters"]


async def test_coming_back_goes_on_without_a_new_secret(browser):
    await browser.say("你好")
    got = await browser.begin()
    assert got["token"] is None
    assert [e["text"] for e in got["entries"]] == ["你好", "听到：你好"]


async def test_a_secret_the_server_has_not_issued_begins_anew(browser):
    browser.token = forged = new_token()
    got = await browser.begin()
    assert got["token"] not in (None, forged)


@pytest.mark.parametrize("token", ["", "x", new_token()])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "messages"), ("get", "history"), ("get", "events"), ("get", "ticket"), ("post", "feedback"),
        ("post", "rate"), ("post", "forget"),
    ],
)  # fmt: skip
async def test_nothing_without_a_session(browser, runtime, token, method, path):
    browser.token = token
    bodies = {
        "messages": {"id": "turn-00000001", "text": "你好"},
        "feedback": {"entry": 1, "useful": True},
        "rate": {"number": "1", "stars": 5},
    }
    call = browser.post(path, bodies.get(path)) if method == "post" else browser.get(path)
    status, body, headers = await call
    assert (status, body["ok"], body["status"]) == (401, False, 401)
    assert "刷新" in body["error"]
    assert "Bearer" in headers["WWW-Authenticate"]
    assert runtime.heard == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "OWN"}, 200),
        ({"Origin": "https://public.example"}, 200),
        ({"Origin": "https://listed.example"}, 200),
        ({}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://listed.example.evil.example"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"}, 403),
    ],
)
async def test_only_our_pages_and_those_on_the_list(start, headers, status):
    browser = await start(chat_origins=("https://listed.example",), public_url="https://public.example")
    client = browser.client
    if headers.get("Origin") == "OWN":
        headers = {"Origin": f"http://{client.host}:{client.port}"}
    response = await client.post("/chat/api/session", json={}, headers=headers)
    assert response.status == status
    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize("path", ["history", "events", "ticket"])
async def test_pages_of_other_sites_read_nothing(browser, path):
    status, _, _ = await browser.get(path, **{"Sec-Fetch-Site": "cross-site"})
    assert status == 403


async def test_a_form_of_another_page_gets_nowhere(browser):
    response = await browser.client.post(
        "/chat/api/session", data=b"{}", headers=browser.headers(**{"Content-Type": "text/plain"})
    )
    assert response.status == 415


async def test_sessions_of_one_address_are_limited(start):
    browser = await start(chat_per_minute=1)
    statuses = []
    for _ in range(12):
        browser.token = ""
        statuses.append(await browser.post("session"))
    assert [s for s, _, _ in statuses] == [200] * 10 + [429] * 2
    _, body, headers = statuses[-1]
    assert int(headers["Retry-After"]) >= 1
    assert "太快" in body["error"]


async def test_behind_a_proxy_the_last_address_counts(start):
    browser = await start(chat_per_minute=1)
    for n in range(12):
        browser.token = ""
        status, _, _ = await browser.post("session", **{"X-Forwarded-For": f"203.0.113.7, 198.51.100.{n}"})
        assert status == 200
    for n in range(11):
        browser.token = ""
        status, _, _ = await browser.post("session", **{"X-Forwarded-For": f"203.0.113.{n}, 198.51.100.200"})
    assert status == 429


@pytest.mark.parametrize("district", ["朝阳", 7, None])
async def test_a_district_that_is_not_ours_is_refused(start, district):
    status, body, _ = await (await start()).post("session", {"district": district})
    assert status == 422
    assert body["fields"] == ["district"]


async def test_forgetting_deletes_everything_and_the_secret(browser, runtime):
    await browser.say("我在东城开饭馆")
    sender = runtime.heard[0][0]
    assert (await browser.post("forget"))[0] == 200
    assert runtime.forgotten == [sender]
    assert (await browser.get("history"))[0] == 401
    assert await browser.chat.history(sender.partition(":")[2], 10) == []
    old = browser.token
    assert (await browser.begin())["token"] != old


async def test_what_cannot_be_deleted_stays_and_says_so(browser, runtime, desk, caplog):
    await browser.say("你好")
    runtime.fault = RuntimeError("no disk")
    status, body, headers = await browser.post("forget")
    assert status == 503
    assert "Retry-After" in headers
    assert "no disk" not in body["error"]
    assert (await browser.get("history"))[0] == 200
    runtime.fault = None
    assert (await browser.post("forget"))[0] == 200


async def test_an_answer_under_way_leaves_nothing_behind(browser, runtime):
    await browser.say("你好", "turn-00000001")
    runtime.gate = asyncio.Event()
    asking = asyncio.create_task(browser.post("messages", {"id": "turn-00000002", "text": "房租"}))
    await asyncio.wait_for(runtime.entered.wait(), 10)
    forgetting = asyncio.create_task(browser.post("forget"))
    await asyncio.sleep(0.05)
    assert runtime.forgotten == []
    runtime.gate.set()
    await asyncio.gather(asking, forgetting)
    assert len(runtime.forgotten) == 1
    assert await browser.chat.history(runtime.heard[0][0].partition(":")[2], 10) == []


async def test_silent_users_are_forgotten_and_others_not(browser, another, runtime):
    await browser.say("你好")
    await another.begin()
    assert await browser.chat.forget_silent(3600) == 0
    assert await browser.chat.forget_silent(-1) == 2
    assert (await browser.get("history"))[0] == 401
    assert runtime.heard[0][0] in runtime.forgotten


async def test_who_cannot_be_forgotten_does_not_keep_others(browser, another, runtime):
    await another.begin()
    runtime.refusals = 1
    assert await browser.chat.forget_silent(-1) == 1
    assert await browser.chat.forget_silent(-1) == 1
    assert await browser.chat.forget_silent(-1) == 0


async def test_neither_secret_nor_words_are_logged(start, caplog):
    caplog.set_level(logging.DEBUG)
    browser = await start()
    await browser.begin()
    await browser.say("我的营业额")
    logged = "\n".join(r.getMessage() for r in caplog.records if r.name != "aiohttp.access")
    assert "POST /chat/api/messages 200" in logged
    assert browser.token not in logged
    assert "营业额" not in logged
