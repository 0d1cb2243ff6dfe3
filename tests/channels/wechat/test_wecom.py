"""The 企业微信 application: always encrypted, answered at once or later, on the same bridge."""

import asyncio
import logging

import pytest
from aiohttp import web
from wechat_side import KEY as AES
from wechat_side import OLD_KEY, encrypt
from wecom_side import (
    AGENTID,
    CORPID,
    MEMBER,
    SECRET,
    TOKEN,
    Corporation,
    handshake,
    opened,
    post,
    text,
)

from bot.channels.message import DeliveryPlan, Option
from bot.channels.split import split_utf8
from bot.channels.store import MemoryStore
from bot.channels.wechat.errors import ApiError
from bot.channels.wechat.handler import lifespan, routes
from bot.channels.wecom.channel import PATH, make_wecom
from bot.channels.wecom.client import WeComClient
from bot.channels.wecom.settings import WECOM_SETTINGS, WeComSettings
from bot.settings import SettingsError

SENDER = f"wecom:{MEMBER}"
SEND = "message/send"


@pytest.fixture
async def corporation(aiohttp_server):
    standing = Corporation()
    standing.url = str((await aiohttp_server(standing.app())).make_url("")).rstrip("/")
    return standing


@pytest.fixture
def start(aiohttp_client, answers, corporation, counted):
    async def started(patience=2.0, **changes):
        known = {"corpid": CORPID, "agentid": AGENTID, "token": TOKEN, "aes_key": AES, "secret": SECRET}
        settings = WeComSettings(**{**known, "api_base": corporation.url, **changes})
        client = WeComClient(settings, pauses=(0.01,), seconds=2) if settings.secret else None
        channel = make_wecom(
            settings,
            answers,
            MemoryStore(),
            split_utf8,
            lambda outcome: counted.update([outcome]),
            "https://huiqi.example.cn",
            client=client,
            patience=patience,
            settle=0,
        )
        app = web.Application()
        app.add_routes(routes(channel, PATH))
        app.cleanup_ctx.append(lifespan(channel))
        http = await aiohttp_client(app)

        async def say(values, **how):
            query, body = post(values, **how)
            response = await http.post(PATH, params=query, data=body)
            assert response.status == 200
            raw = await response.read()
            return None if raw == b"success" else opened(raw, how.get("key", AES))

        return http, channel, say

    return started


@pytest.mark.parametrize("word", ["5837397576500011341", "你好", "a" * 40])
async def test_the_handshake_answers_the_word_inside(start, word, counted):
    http, _, _ = await start()
    response = await http.get(PATH, params=handshake(word))
    assert (response.status, response.content_type, await response.text()) == (200, "text/plain", word)
    assert counted == {"handshake": 1}


def _changed(**changes):
    asked = handshake("word")
    return {k: v for k, v in {**asked, **changes}.items() if v is not None}


WRONG = {
    "nothing": dict,
    "no signature": lambda: _changed(msg_signature=None),
    "the signature of other words": lambda: _changed(msg_signature=handshake("other")["msg_signature"]),
    "no word": lambda: _changed(echostr=None),
    "a word in plain text": lambda: _changed(echostr="5837397576500011341"),
    "another token": lambda: handshake("word", token="another"),
    "another corporation": lambda: handshake("word", receiveid="ww9999999999999999"),
    "another key": lambda: handshake("word", key=OLD_KEY),
}


@pytest.mark.parametrize("made", WRONG.values(), ids=WRONG)
async def test_a_handshake_that_is_not_right_is_403(start, counted, made):
    http, _, _ = await start()
    assert (await http.get(PATH, params=made())).status == 403
    assert all(name.startswith("refused_") for name in counted) and counted


async def test_a_text_is_answered_in_the_body(start, answers):
    _, _, say = await start()
    reply = await say(text())
    assert (reply["ToUserName"], reply["FromUserName"], reply["Content"]) == (MEMBER, CORPID, "能减。")
    (asked,) = answers.asked
    assert (asked.channel, asked.sender, asked.kind, asked.text) == ("wecom", SENDER, "text", "房租能减吗")


async def test_the_previous_key_still_opens(start):
    _, _, say = await start(aes_key_previous=OLD_KEY)
    assert (await say(text(), key=OLD_KEY))["Content"] == "能减。"


BAD = {
    "nothing": lambda: ({}, b""),
    "plain text": lambda: (post(text())[0], b"<xml><Content>hello</Content></xml>"),
    "another token": lambda: post(text(), token="another"),
    "another corporation": lambda: post(text(), receiveid="ww9999999999999999"),
    "another key": lambda: post(text(), key=OLD_KEY),
    "an old post": lambda: post(text(), timestamp=1_600_000_000),
    "cut ciphertext": lambda: post(text(), encrypted=encrypt(b"<xml/>", appid=CORPID)[:-24]),
    "a doctype inside": lambda: post(b'<!DOCTYPE x [<!ENTITY e "1">]><xml><a>&e;</a></xml>'),
    "no sender inside": lambda: post(text(FromUserName=None)),
    "no xml inside": lambda: post(b"hello"),
}


@pytest.mark.parametrize("made", BAD.values(), ids=BAD)
async def test_whatever_is_wrong_the_refusal_is_the_same(start, answers, corporation, counted, made):
    http, _, _ = await start()
    expected = await (await http.post(PATH)).read()
    query, body = made()
    response = await http.post(PATH, params=query, data=body)
    assert (response.status, await response.read()) == (403, expected)
    assert answers.asked == [] and corporation.calls == []
    assert sum(counted.values()) == 2 and all(name.startswith("refused_") for name in counted)


async def test_too_much_is_413(start):
    http, _, _ = await start()
    assert (await http.post(PATH, data=b"x" * 70_000)).status == 413


async def test_a_late_answer_is_a_message_of_the_application(start, answers, corporation):
    _, channel, say = await start(patience=0.05)
    answers.may_answer.clear()
    values = text()
    assert await asyncio.gather(say(values), say(values)) == [None, None]
    answers.may_answer.set()
    await channel.bridge.close()
    assert corporation.sent(SEND) == [
        {"touser": MEMBER, "msgtype": "text", "agentid": AGENTID, "text": {"content": "能减。"}}
    ]
    assert len(answers.asked) == 1
    assert corporation.named("gettoken")[0][1] == {"corpid": CORPID, "corpsecret": SECRET}


async def test_options_are_numbers_only(start, answers, corporation):
    _, channel, say = await start()
    answers.plan = DeliveryPlan(("能减。",), (Option(1, "电话", "p"),))
    assert (await say(text()))["Content"] == "能减。\n\n可以回数字：\n1. 电话"
    await channel.bridge.close()
    assert corporation.calls == []


@pytest.mark.parametrize("fault", [81013, {"errcode": 0, "errmsg": "ok", "invaliduser": MEMBER}])
async def test_nothing_is_kept_for_who_cannot_see_the_application(start, answers, corporation, counted, fault):
    _, channel, say = await start(patience=0.05)
    corporation.faults[SEND] = [fault]
    answers.may_answer.clear()
    assert await say(text()) is None
    answers.may_answer.set()
    await channel.bridge.close()
    assert answers.kept == {} and counted["dropped"] == 1


@pytest.mark.parametrize("code", [60020, 48002, 45009])
async def test_what_cannot_be_sent_waits_for_the_next_message(start, answers, corporation, code):
    _, channel, say = await start(patience=0.05)
    corporation.faults[SEND] = [code]
    answers.may_answer.clear()
    assert await say(text()) is None
    answers.may_answer.set()
    await channel.bridge.close()
    assert "能减。" in (await say(text()))["Content"].partition("【这次的回答】")[0]


async def test_a_token_that_has_ended_is_renewed(start, answers, corporation):
    _, channel, say = await start()
    answers.plan = DeliveryPlan(("东城区的房租能减三个月。" * 120,))
    await say(text())
    await channel.bridge.close()
    corporation.token = "corp-token-2"
    await say(text())
    await channel.bridge.close()
    assert len(corporation.named("gettoken")) == 2 and len(corporation.sent(SEND)) == 5


async def test_events_in_small_letters_are_the_same_events(start, answers):
    _, channel, say = await start()
    event = {"MsgType": "event", "Content": None, "MsgId": None}
    await say(text(**event, Event="click", EventKey="房租能减吗"))
    assert (answers.asked[0].event, answers.asked[0].text) == ("CLICK", "房租能减吗")
    assert await say(text(**event, Event="unsubscribe")) is None
    await channel.bridge.close()
    assert answers.forgotten == [SENDER]


async def test_without_a_secret_there_are_replies_only(start, answers, corporation):
    _, channel, say = await start(secret="")
    assert (await say(text()))["Content"] == "能减。"
    assert await channel.outbound.say(SENDER, {"type": "operator", "name": "李", "text": "您好"})
    assert answers.kept == {SENDER: ["【人工客服李】\n您好"]} and corporation.calls == []


async def test_no_secret_is_logged(start, corporation, caplog, monkeypatch, answers):
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(logging.getLogger("aiohttp.access"), "disabled", True)  # that of the stand-in
    corporation.faults = {"gettoken": [40001], SEND: [60020]}
    _, channel, _ = await start()
    for _ in range(2):
        await channel.outbound.say(SENDER, {"text": "您好"})
    for private in (SECRET, TOKEN, AES, "corp-token", MEMBER, "您好"):
        assert private not in caplog.text
    assert "40001" in caplog.text


async def test_choices_become_a_text(corporation):
    known = {"corpid": CORPID, "agentid": AGENTID, "token": TOKEN, "aes_key": AES, "secret": SECRET}
    async with WeComClient(WeComSettings(**known, api_base=corporation.url)).running() as client:
        await client.send_menu(MEMBER, "选一个：", [("a", "东城"), ("b", "西城")])
        corporation.faults[SEND] = [60020]
        with pytest.raises(ApiError, match="企业可信IP"):
            await client.send_text(MEMBER, "好")
    assert corporation.texts(SEND)[0] == "选一个：\n东城\n西城"


FULL = {
    "HUIQI_WECOM_CORPID": CORPID,
    "HUIQI_WECOM_AGENTID": str(AGENTID),
    "HUIQI_WECOM_TOKEN": TOKEN,
    "HUIQI_WECOM_AES_KEY": AES,
}


def test_settings():
    settings = WeComSettings.from_env({**FULL, "HUIQI_WECOM_AES_KEY_PREVIOUS": OLD_KEY})
    assert (settings.corpid, settings.agentid, settings.keys) == (CORPID, AGENTID, (AES, OLD_KEY))
    assert settings.api_base == {s.name: s.default for s in WECOM_SETTINGS}["HUIQI_WECOM_API_BASE"]
    assert not [hidden for hidden in (TOKEN, AES, OLD_KEY) if hidden in repr(settings)]


def test_off_in_silence_when_nothing_is_set_else_with_a_line():
    said = []
    assert WeComSettings.from_env({}, said.append) is None and said == []
    assert WeComSettings.from_env({**FULL, "HUIQI_WECOM_AES_KEY": ""}, said.append) is None
    assert "HUIQI_WECOM_AES_KEY" in said[0] and "HUIQI_WECOM_TOKEN" not in said[0]


def test_faults_are_named_and_not_repeated():
    with pytest.raises(SettingsError) as raised:
        WeComSettings.from_env({**FULL, "HUIQI_WECOM_AGENTID": "abc", "HUIQI_WECOM_AES_KEY": "short-secret"})
    assert "HUIQI_WECOM_AGENTID" in str(raised.value) and "short-secret" not in str(raised.value)
