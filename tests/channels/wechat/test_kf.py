"""微信客服: a push, the list behind it, each message once and in order, answers as messages."""

import asyncio
import logging
import time

import pytest
from aiohttp import web
from wechat_side import KEY as AES
from wechat_side import OLD_KEY
from wecom_side import (
    ACCOUNT,
    CORPID,
    CUSTOMER,
    OTHER_CUSTOMER,
    SECRET,
    TOKEN,
    Corporation,
    handshake,
    kf_push,
    post,
)

from bot.channels.gateway import Gateway
from bot.channels.kf.channel import PATH, KfChannel
from bot.channels.kf.client import KfClient
from bot.channels.kf.messages import listed
from bot.channels.kf.settings import KfSettings
from bot.channels.message import DeliveryPlan, Option
from bot.channels.split import split_utf8
from bot.channels.sqlstore import SqlStore
from bot.channels.store import MemoryStore
from bot.channels.wechat.handler import lifespan, routes
from bot.settings import SettingsError

SENDER = f"kf:{ACCOUNT}/{CUSTOMER}"
LONG = "东城区的房租能减三个月。" * 120


@pytest.fixture
async def corporation(aiohttp_server):
    standing = Corporation()
    standing.url = str((await aiohttp_server(standing.app())).make_url("")).rstrip("/")
    return standing


class Desk:
    """Pushes as 微信客服 does, and waits until all is answered."""

    def __init__(self, http, channel):
        self.http, self.channel = http, channel

    async def push(self, values=None, **how):
        query, body = post(values or kf_push(), **how)
        response = await self.http.post(PATH, params=query, data=body)
        return response.status, await response.read()

    async def pushed(self, **how):
        assert await self.push(**how) == (200, b"success")
        await self.channel.inbox.idle()


@pytest.fixture
def start(aiohttp_client, answers, corporation, counted):
    async def started(lasting=None, own=answers, **changes):
        known = {"corpid": CORPID, "secret": SECRET, "token": TOKEN, "aes_key": AES, "api_base": corporation.url}
        settings = KfSettings(**{**known, **changes})
        channel = KfChannel(
            settings,
            own,
            lasting or MemoryStore(),
            split_utf8,
            lambda outcome: counted.update([outcome]),
            "https://huiqi.example.cn",
            client=KfClient(settings, pauses=(0.01,), seconds=2),
            retries=(0.01, 0.01),
        )
        app = web.Application()
        app.add_routes(routes(channel, PATH))
        app.cleanup_ctx.append(lifespan(channel))
        return Desk(await aiohttp_client(app), channel)

    return started


@pytest.fixture
async def desk(start):
    return await start()


async def test_the_handshake_answers_the_word_inside(desk):
    assert await (await desk.http.get(PATH, params=handshake("word"))).text() == "word"
    assert (await desk.http.get(PATH, params=handshake("word", token="another"))).status == 403


async def test_a_push_is_answered_at_once_and_the_message_by_the_interface(desk, corporation, answers, counted):
    message = corporation.wrote()
    await desk.pushed()
    assert corporation.sent() == [
        {"touser": CUSTOMER, "open_kfid": ACCOUNT, "msgtype": "text", "text": {"content": "能减。"}}
    ]
    (asked,) = answers.asked
    assert (asked.channel, asked.sender, asked.text, asked.key) == ("kf", SENDER, "房租能减吗", message["msgid"])
    assert corporation.named("kf/sync_msg")[0][2] == {"open_kfid": ACCOUNT, "limit": 1000, "token": "push-token"}
    assert counted == {"pushed": 1, "replied": 1, "sent": 1}


async def test_the_push_does_not_wait_for_the_answer(desk, corporation, answers):
    answers.may_answer.clear()
    corporation.wrote()
    assert await asyncio.wait_for(desk.push(), 2) == (200, b"success")
    assert corporation.sent() == []
    answers.may_answer.set()
    await desk.channel.inbox.idle()
    assert corporation.texts() == ["能减。"]


async def test_pages_are_followed_and_the_cursor_goes_on(desk, corporation, answers):
    for number in range(5):
        corporation.wrote(f"问{number}")
    await desk.pushed()
    assert [m.text for m in answers.asked] == [f"问{number}" for number in range(5)]
    assert [call[2].get("cursor") for call in corporation.named("kf/sync_msg")] == [None, "c2", "c4"]
    corporation.wrote("问5")
    await desk.pushed()
    assert corporation.named("kf/sync_msg")[-1][2]["cursor"] == "c5"
    assert [m.text for m in answers.asked][5:] == ["问5"]


async def test_pushes_in_parallel_and_repeated_answer_each_message_once(desk, corporation, answers):
    for number in range(4):
        corporation.wrote(f"问{number}")
    await asyncio.gather(*(desk.push() for _ in range(6)))
    await desk.channel.inbox.idle()
    await desk.pushed()
    assert len(answers.asked) == 4 and len(corporation.texts()) == 4


async def test_a_message_listed_again_is_not_answered_again(desk, corporation, answers):
    message = corporation.wrote()
    await desk.pushed()
    corporation.listed.append(dict(message))
    await desk.pushed()
    assert len(answers.asked) == 1


async def test_one_customers_messages_in_order_customers_in_parallel(desk, corporation, answers):
    answers.plan = lambda message: DeliveryPlan((f"答{message.text}",))
    corporation.page = 50
    answers.may_answer.clear()
    for number in range(4):
        corporation.wrote(f"{number}")
    corporation.wrote("别人", customer=OTHER_CUSTOMER)
    await desk.push()
    async with asyncio.timeout(5):
        while len(answers.asked) < 2:  # noqa: ASYNC110 (the fetch and two customers, all of their own)
            await asyncio.sleep(0.01)
    assert {m.text for m in answers.asked} == {"0", "别人"}
    answers.may_answer.set()
    await desk.channel.inbox.idle()
    mine = [p["text"]["content"] for p in corporation.sent() if p["touser"] == CUSTOMER]
    assert mine == [f"答{number}" for number in range(4)]


@pytest.fixture
def lasting(make_store):
    return make_store


async def test_a_restart_goes_on_where_it_was_and_fetches_what_came_meanwhile(start, corporation, answers, lasting):
    before = await start(lasting())
    corporation.wrote("一")
    await before.pushed()
    await before.http.close()
    corporation.wrote("二", send_time=int(time.time()) - 3600)
    after = await start(lasting())
    await after.channel.inbox.idle()
    assert [m.text for m in answers.asked] == ["一", "二"]
    assert corporation.named("kf/sync_msg")[-1][2] == {"open_kfid": ACCOUNT, "limit": 1000, "cursor": "c1"}


async def test_in_a_database_the_cursor_survives(start, corporation, answers, tmp_path):
    url = f"sqlite:///{tmp_path}/conversations.db"
    for number in range(3):
        store = SqlStore(url)
        corporation.wrote(f"问{number}")
        desk = await start(store)
        await desk.pushed()
        await desk.http.close()
        await store.close()
    assert [m.text for m in answers.asked] == ["问0", "问1", "问2"]


async def test_on_the_first_day_only_fresh_messages_are_answered(desk, corporation, answers):
    corporation.wrote("昨天", send_time=int(time.time()) - 86400)
    corporation.wrote("现在")
    await desk.pushed()
    assert [m.text for m in answers.asked] == ["现在"]


async def test_what_is_older_than_two_days_cannot_be_answered(desk, corporation, answers):
    corporation.wrote("一")
    await desk.pushed()
    corporation.wrote("旧", send_time=int(time.time()) - 49 * 3600)
    corporation.wrote("昨天", send_time=int(time.time()) - 47 * 3600)
    await desk.pushed()
    assert [m.text for m in answers.asked] == ["一", "昨天"]


@pytest.mark.parametrize("origin", [4, 5, None, "3"])
async def test_operators_and_the_system_are_not_answered(desk, corporation, answers, origin):
    corporation.wrote(origin=origin)
    await desk.pushed()
    assert answers.asked == []


@pytest.mark.parametrize("sort", ["image", "voice", "video", "location", "link", "file", "miniprogram", "new_thing"])
def test_every_kind_has_its_place(sort):
    raw = {**Corporation().wrote(), "msgtype": sort, "text": None}
    kind = sort if sort in ("image", "voice", "video", "location", "link") else "unknown"
    assert (listed(raw).message.kind, listed(raw).message.text) == (kind, "")


@pytest.mark.parametrize(
    "changes",
    [
        {"open_kfid": None},
        {"external_userid": 7},
        {"external_userid": "a|b"},
        {"external_userid": "a/b"},
        {"msgid": ""},
        {"msgid": "m" * 200},
        {"msgid": None},
    ],
)
def test_half_a_message_is_none(changes):
    assert listed({**Corporation().wrote(), **changes}) is None


@pytest.mark.parametrize("text", [None, "好", {"content": 7}, {}, []])
def test_a_text_without_words_is_an_empty_text(text):
    assert listed({**Corporation().wrote(), "text": text}).message.text == ""


async def test_junk_in_the_list_does_not_stop_the_rest(desk, corporation, answers):
    corporation.page = 9
    corporation.listed += [None, 7, "x", {}, {"msgtype": "event", "origin": 4, "event": "enter_session"}]
    corporation.wrote("好")
    await desk.pushed()
    assert [m.text for m in answers.asked] == ["好"]


async def test_options_are_a_menu_whose_ids_are_ours(desk, corporation, answers):
    answers.plan = DeliveryPlan(("能减。",), tuple(Option(n, f"选{n}", "/secret_payload") for n in range(1, 13)))
    corporation.wrote()
    await desk.pushed()
    text, menu = corporation.sent()
    assert "12. 选12" in text["text"]["content"]
    assert menu["msgtype"] == "msgmenu" and len(menu["msgmenu"]["list"]) == 10
    assert menu["msgmenu"]["list"][0]["click"]["content"] == "选1"
    assert "secret_payload" not in str(corporation.calls)


async def test_at_most_five_messages_and_the_rest_waits(desk, corporation, answers):
    answers.plan = DeliveryPlan((LONG * 6,), (Option(1, "电话", "电话"),))
    corporation.wrote()
    await desk.pushed()
    assert len(corporation.sent()) == 5
    assert all(len(text.encode()) <= 2000 for text in corporation.texts())
    assert len(answers.kept[SENDER]) == 1


@pytest.mark.parametrize("code", [95001, 95002, 95013, 45009])
async def test_what_cannot_be_sent_comes_with_the_next_answer(desk, corporation, answers, counted, code):
    corporation.faults["kf/send_msg"] = [code]
    corporation.wrote()
    await desk.pushed()
    assert counted["kept"] == 1
    desk.channel._client._barred_until = 0.0
    corporation.wrote()
    await desk.pushed()
    assert corporation.texts()[-1].startswith("【补上次的回答】\n能减。")


async def test_while_a_person_serves_the_customer_nothing_is_said_or_kept(desk, corporation, answers, counted):
    corporation.faults["kf/send_msg"] = [95018]
    corporation.wrote()
    await desk.pushed()
    assert answers.kept == {} and counted["dropped"] == 1


async def test_who_enters_is_greeted_with_the_code_once(desk, corporation, answers):
    answers.plan = DeliveryPlan(("您好！",), (Option(1, "房租", "房租"),))
    corporation.entered("welcome-1")
    await desk.pushed()
    ((_, _, greeting),) = corporation.named("kf/send_msg_on_event")
    assert (greeting["code"], greeting["text"]["content"]) == ("welcome-1", "您好！\n\n可以回数字：\n1. 房租")
    assert corporation.sent() == []


async def test_without_a_code_nobody_is_greeted_and_options_stay(desk, corporation, answers, counted):
    corporation.entered("")
    await desk.pushed()
    assert corporation.named("kf/send_msg_on_event") == [] and counted["nothing"] == 1
    assert answers.asked == []


async def test_a_greeting_that_comes_too_late_is_dropped(desk, corporation, counted):
    corporation.faults["kf/send_msg_on_event"] = [95002]
    corporation.entered()
    await desk.pushed()
    assert counted["dropped"] == 1


async def test_a_fetch_that_fails_is_tried_again_from_the_same_place(desk, corporation, answers):
    corporation.wrote("一")
    await desk.pushed()
    corporation.faults["kf/sync_msg"] = [45009, 45033]
    corporation.wrote("二")
    await desk.pushed()
    assert [m.text for m in answers.asked] == ["一", "二"]
    assert [call[2].get("cursor") for call in corporation.named("kf/sync_msg")] == [None, "c1", "c1", "c1"]


async def test_a_push_token_that_is_over_is_left_out(desk, corporation, answers):
    corporation.faults["kf/sync_msg"] = [95007]
    corporation.wrote()
    await desk.pushed()
    assert "token" not in corporation.named("kf/sync_msg")[1][2]
    assert len(answers.asked) == 1


async def test_a_fetch_that_keeps_failing_ends_and_the_next_push_makes_it_good(desk, corporation, answers):
    corporation.faults["kf/sync_msg"] = [45009] * 3
    corporation.wrote()
    await desk.pushed()
    assert answers.asked == []
    await desk.pushed()
    assert len(answers.asked) == 1


@pytest.mark.parametrize("reply", [{"has_more": 1}, {"has_more": 1, "next_cursor": ""}, {"msg_list": "x"}, {"x": 1}])
async def test_a_list_that_makes_no_sense_ends(desk, corporation, answers, reply):
    corporation.faults["kf/sync_msg"] = [{"errcode": 0, **reply}] * 3
    await asyncio.wait_for(desk.pushed(), 5)
    assert answers.asked == []


async def test_a_store_that_fails_loses_nothing(start, corporation, answers):
    class Failing(MemoryStore):
        faults = 1

        async def get(self, key):
            if key.startswith("kf|cursor") and self.faults:
                self.faults -= 1
                raise ConnectionError
            return await super().get(key)

    desk = await start(Failing())
    corporation.wrote()
    await desk.pushed()
    assert len(answers.asked) == 1


async def test_a_failing_assistant_does_not_stop_the_next_message(desk, corporation, answers):
    answers.fault = RuntimeError("no")
    corporation.wrote()
    await desk.pushed()
    answers.fault = None
    corporation.wrote()
    await desk.pushed()
    assert corporation.texts() == ["能减。"]


BAD = {
    "nothing": lambda: ({}, b""),
    "another token": lambda: post(kf_push(), token="another"),
    "another corporation": lambda: post(kf_push(), receiveid="ww9999999999999999"),
    "another key": lambda: post(kf_push(), key=OLD_KEY),
    "an old push": lambda: post(kf_push(), timestamp=1_600_000_000),
    "no account": lambda: post(kf_push(OpenKfId=None)),
    "an account with a path": lambda: post(kf_push(OpenKfId="../x")),
    "an endless token": lambda: post(kf_push(token="t" * 600)),
    "a doctype inside": lambda: post(b"<!DOCTYPE xml><xml/>"),
}


@pytest.mark.parametrize("made", BAD.values(), ids=BAD)
async def test_whatever_is_wrong_the_refusal_is_the_same(desk, corporation, counted, made):
    expected = await (await desk.http.post(PATH)).read()
    query, body = made()
    response = await desk.http.post(PATH, params=query, data=body)
    assert (response.status, await response.read()) == (403, expected)
    await desk.channel.inbox.idle()
    assert corporation.calls == []
    assert sum(counted.values()) == 2 and all(name.startswith("refused_") for name in counted)


async def test_other_events_are_taken_and_nothing_is_done(desk, corporation):
    assert await desk.push(kf_push(Event="change_contact")) == (200, b"success")
    await desk.channel.inbox.idle()
    assert corporation.calls == []


async def test_an_operator_of_ours_is_heard_in_the_conversation(desk, corporation):
    event = {"type": "operator", "name": "李", "text": "材料收到了。"}
    assert await desk.channel.outbound.say(SENDER, event)
    assert corporation.sent()[0]["touser"] == CUSTOMER
    assert corporation.texts() == ["【人工客服李】\n材料收到了。"]


class _Echo:
    """Offers two districts, and repeats what it is asked."""

    def __init__(self):
        self.asked = []

    async def handle(self, sender, text, channel="rest"):
        self.asked.append((sender, text, channel))
        buttons = [{"title": "东城", "payload": "我在东城"}, {"title": "西城", "payload": "我在西城"}]
        return [{"text": f"听到：{text}", "buttons": buttons}]


async def test_with_the_gateway_between_a_tap_means_what_it_meant_then(start, corporation):
    assistant = _Echo()

    async def forget(sender):
        raise AssertionError(sender)

    desk = await start(own=Gateway(assistant, MemoryStore(), forget))
    corporation.wrote()
    await desk.pushed()
    tap = corporation.sent()[1]["msgmenu"]["list"][1]["click"]["id"]
    corporation.wrote("西城", text={"content": "西城", "menu_id": tap})
    corporation.wrote("１")
    await desk.pushed()
    assert [text for _, text, _ in assistant.asked] == ["房租能减吗", "我在西城", "我在东城"]
    assert {(sender, channel) for sender, _, channel in assistant.asked} == {(SENDER, "kf")}


async def test_the_log_holds_nothing_of_the_customer(desk, corporation, answers, caplog, monkeypatch):
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(logging.getLogger("aiohttp.access"), "disabled", True)  # that of the stand-in
    corporation.faults = {"kf/send_msg": [95001], "kf/sync_msg": [45009]}
    corporation.wrote()
    await desk.pushed()
    for private in (SECRET, TOKEN, AES, "corp-token", "push-token", CUSTOMER, "房租能减吗", "能减。"):
        assert private not in caplog.text
    assert "95001" in caplog.text


FULL = {"HUIQI_KF_CORPID": CORPID, "HUIQI_KF_SECRET": SECRET, "HUIQI_KF_TOKEN": TOKEN, "HUIQI_KF_AES_KEY": AES}


def test_settings():
    settings = KfSettings.from_env({**FULL, "HUIQI_KF_AES_KEY_PREVIOUS": OLD_KEY, "HUIQI_KF_REPLAY_WINDOW": "0"})
    assert (settings.corpid, settings.keys, settings.replay_window) == (CORPID, (AES, OLD_KEY), 0)
    assert not [hidden for hidden in (SECRET, TOKEN, AES) if hidden in repr(settings)]
    said = []
    assert KfSettings.from_env({}, said.append) is None and said == []
    assert KfSettings.from_env({**FULL, "HUIQI_KF_SECRET": ""}, said.append) is None
    assert said == ["微信客服没有接入：还缺 HUIQI_KF_SECRET（见 docs/wechat.md）。"]
    with pytest.raises(SettingsError, match="HUIQI_KF_API_BASE"):
        KfSettings.from_env({**FULL, "HUIQI_KF_API_BASE": "qyapi"})
