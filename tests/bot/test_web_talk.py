"""The REST webhook: what gets in, what is refused, who may."""

from __future__ import annotations

import json
import logging

import pytest
from conftest import TOKEN

HOOK = "/webhooks/rest/webhook"


async def test_the_reply_is_the_list_of_the_rest_channel(client, runtime):
    response = await client.post(HOOK, json={"sender": "u1", "message": "房租能减吗"})
    (reply,) = await response.json()
    assert response.status == 200
    assert reply["recipient_id"] == "u1"
    assert reply["text"] == "听到：房租能减吗"
    assert reply["custom"]["asks"] is None
    assert runtime.heard == [("u1", "房租能减吗", "rest")]
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("text", ["", "   ", "😀", "/restart", "字" * 5000, "第一行\n第二行", "\x00"])
async def test_odd_messages_are_left_to_the_assistant(client, runtime, text):
    response = await client.post(HOOK, json={"sender": "u1", "message": text})
    assert response.status == 200
    assert runtime.heard[0][1] == text


async def test_extra_fields_of_rasa_clients_are_accepted(client):
    body = {"sender": "u1", "message": "你好", "input_channel": "x", "metadata": {"a": 1}}
    assert (await client.post(HOOK, json=body)).status == 200


async def test_curl_without_a_content_type_is_understood(client):
    body = json.dumps({"sender": "u1", "message": "你好"})
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert (await client.post(HOOK, data=body, headers=headers)).status == 200


async def test_half_a_character_does_not_get_in(client, runtime):
    response = await client.post(HOOK, data='{"sender": "u1", "message": "好\\ud83d"}')
    assert response.status == 200
    assert runtime.heard[0][1] == "好?"


@pytest.mark.parametrize(
    ("raw", "status", "said"),
    [
        (b"", 400, "JSON"),
        (b"{", 400, "JSON"),
        (b'{"sender": "\xff"}', 400, "JSON"),
        (b"[" * 100_000, 400, "JSON"),
        (b'{"sender": "u", "message": "m", "n": NaN}', 400, "JSON"),
        (b'{"sender": "u", "message": "m", "n": 1e999}', 400, "JSON"),
        (b'{"n": ' + b"9" * 5000 + b"}", 400, "JSON"),
        (b"[]", 400, "对象"),
        (b'"hi"', 400, "对象"),
        (b"null", 400, "对象"),
        (b"{}", 422, "sender：缺少这一项；message：缺少这一项"),
        (b'{"sender": "u"}', 422, "message：缺少这一项"),
        (b'{"sender": "u", "message": null}', 422, "message：应是文字"),
        (b'{"sender": "u", "message": 7}', 422, "message：应是文字"),
        (b'{"sender": 7, "message": "m"}', 422, "sender：应是文字"),
        (b'{"sender": " ", "message": "m"}', 422, "sender：不能为空"),
        (b'{"sender": "a\\nb", "message": "m"}', 422, "sender：不能有换行"),
        (b'{"sender": "' + b"u" * 256 + b'", "message": "m"}', 422, "sender：最多 255 个字"),
    ],
)
async def test_a_bad_body_is_explained(client, runtime, raw, status, said):
    response = await client.post(HOOK, data=raw)
    body = await response.json()
    assert (response.status, body["status"], body["ok"]) == (status, status, False)
    assert said in body["error"]
    assert runtime.heard == []


async def test_a_body_of_more_than_256_kib_is_refused(client):
    response = await client.post(HOOK, json={"sender": "u", "message": "a" * 262_144})
    assert response.status == 413
    assert "256 KB" in (await response.json())["error"]


async def test_before_the_model_is_loaded_the_client_is_asked_to_wait(client, runtime):
    runtime.ready = False
    response = await client.post(HOOK, json={"sender": "u", "message": "m"})
    assert response.status == 503
    assert response.headers["Retry-After"] == "5"


async def test_a_failing_assistant_is_logged_by_reference_and_not_shown(client, runtime, caplog):
    runtime.fault = RuntimeError("secret path /srv")
    response = await client.post(HOOK, json={"sender": "u", "message": "m"})
    body = await response.json()
    assert response.status == 500
    assert "secret" not in body["error"]
    assert body["reference"] in body["error"]
    assert any(body["reference"] in r.getMessage() and r.exc_info for r in caplog.records)


@pytest.mark.parametrize(
    ("host", "headers", "token", "status"),
    [
        ("0.0.0.0", {"Authorization": f"Bearer {TOKEN}"}, TOKEN, 200),
        ("0.0.0.0", {"Authorization": f"bearer  {TOKEN}"}, TOKEN, 200),
        ("0.0.0.0", {}, TOKEN, 401),
        ("0.0.0.0", {"Authorization": "Bearer wrong"}, TOKEN, 401),
        ("0.0.0.0", {"Authorization": "Bearer 口令"}, TOKEN, 401),
        ("0.0.0.0", {"Authorization": f"Basic {TOKEN}"}, TOKEN, 401),
        ("0.0.0.0", {"Authorization": TOKEN}, TOKEN, 401),
        ("0.0.0.0", {}, "", 403),
        ("0.0.0.0", {"Authorization": "Bearer "}, "", 403),
        ("127.0.0.1", {}, TOKEN, 200),
        ("127.0.0.1", {}, "", 200),
        # A proxy in front makes a loopback address reachable from outside.
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}, TOKEN, 401),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9", "Authorization": f"Bearer {TOKEN}"}, TOKEN, 200),
        ("127.0.0.1", {"Forwarded": "for=203.0.113.9"}, "", 403),
    ],
)
async def test_who_may_use_the_webhook(start, runtime, host, headers, token, status):
    client = await start(host=host, api_token=token)
    response = await client.post(HOOK, json={"sender": "u", "message": "m"}, headers=headers)
    assert response.status == status
    assert len(runtime.heard) == (status == 200)
    assert ("WWW-Authenticate" in response.headers) == (status == 401)


async def test_neither_token_nor_message_is_logged(start, caplog):
    caplog.set_level(logging.DEBUG)
    client = await start(host="0.0.0.0", api_token=TOKEN)
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    await client.post(HOOK, json={"sender": "u", "message": "我的营业额"}, headers=bearer)
    await client.get("/api/measures", params={"q": "我的营业额"})
    # aiohttp's own access log is that of the test server; the product runs without it.
    logged = "\n".join(r.getMessage() for r in caplog.records if r.name != "aiohttp.access")
    assert f"POST {HOOK} 200" in logged
    assert "GET /api/measures 200" in logged
    assert TOKEN not in logged
    assert "营业额" not in logged
    assert "%E8" not in logged
