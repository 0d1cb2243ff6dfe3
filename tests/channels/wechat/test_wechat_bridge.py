"""Retries, slow answers, what follows a reply, what waits: nothing is said twice and nothing is lost."""

import asyncio
import logging

import pytest
from wechat_side import USER, event, fields, sealed, xml

from bot.channels.gateway import Gateway
from bot.channels.message import DeliveryPlan, Option
from bot.channels.split import split_utf8
from bot.channels.store import MemoryStore

SENDER = f"wechat:{USER}"
OPTIONS = (Option(1, "联系电话", "/secret_payload"), Option(2, "要什么材料", "要什么材料"))
SEND = "message/custom/send"
PATIENCE = 0.15


async def test_repetitions_in_parallel_get_one_answer(wechat, answers):
    answers.may_answer.clear()
    values = fields()
    asked = [asyncio.create_task(wechat.say(values)) for _ in range(3)]
    await asyncio.sleep(0.05)
    answers.may_answer.set()
    assert await asyncio.gather(*asked) == ["能减。"] * 3
    assert await wechat.say(values) == "能减。"
    assert len(answers.asked) == 1
    await wechat.quiet()
    assert wechat.interface.texts == []


async def test_the_body_is_success_when_time_is_over_and_the_answer_is_sent_once(start, answers, counted):
    wechat = await start(patience=PATIENCE)
    answers.may_answer.clear()
    values = fields()
    assert await asyncio.gather(*(wechat.say(values) for _ in range(3))) == [None] * 3
    answers.may_answer.set()
    assert await wechat.say(values) is None
    await wechat.quiet()
    assert await wechat.say(values) is None
    assert wechat.interface.texts == ["能减。"]
    assert len(answers.asked) == 1
    assert counted == {"late": 1, "sent": 1}


async def test_a_repetition_after_the_first_was_told_success_gets_no_second_answer(start, answers):
    wechat = await start(patience=PATIENCE)
    answers.may_answer.clear()
    values = fields()
    assert await wechat.say(values) is None
    again = asyncio.create_task(wechat.say(values))
    answers.may_answer.set()
    assert await again is None
    await wechat.quiet()
    assert wechat.interface.texts == ["能减。"]


async def test_hanging_up_does_not_end_the_work(wechat, answers):
    answers.may_answer.clear()
    values = fields()
    asked, body = sealed(xml(values))
    impatient = asyncio.create_task(wechat.client.post("/wechat", params=asked, data=body))
    await asyncio.sleep(0.05)
    impatient.cancel()
    await asyncio.sleep(0.02)
    answers.may_answer.set()
    assert await wechat.say(values) == "能减。"
    assert len(answers.asked) == 1


async def test_different_messages_of_one_user_are_different(wechat, answers):
    answers.plan = lambda message: DeliveryPlan((message.text,))
    assert await wechat.say(fields(Content="一")) == "一"
    assert await wechat.say(fields(Content="二")) == "二"


async def test_a_failing_assistant_is_an_apology_with_the_hotline(wechat, answers, counted):
    answers.fault = RuntimeError("no")
    assert "12345" in await wechat.say(fields())
    assert counted["failed"] == 1


async def test_a_failing_splitter_is_an_apology_too(wechat, answers):
    answers.plan = DeliveryPlan((None,))
    assert "12345" in await wechat.say(fields())


async def test_options_are_lines_of_the_text_and_choices_to_tap_on(wechat, answers):
    answers.plan = DeliveryPlan(("能减。",), OPTIONS)
    assert await wechat.say(fields()) == "能减。\n\n可以回数字：\n1. 联系电话\n2. 要什么材料"
    await wechat.quiet()
    (menu,) = wechat.interface.menus
    assert [item["content"] for item in menu["list"]] == ["联系电话", "要什么材料"]
    assert len({item["id"] for item in menu["list"]}) == 2
    assert all(b"secret_payload" not in body for _, _, _, body in wechat.interface.calls)
    await wechat.say(fields())
    await wechat.quiet()
    assert wechat.interface.menus[1]["list"][0]["id"] != menu["list"][0]["id"]


async def test_the_link_is_below_the_public_address(wechat, answers):
    answers.plan = DeliveryPlan(("能减。",), (), "/m/dc-2020-3-4", "减免房租")
    assert await wechat.say(fields()) == "能减。\n\n全部内容（减免房租）：https://huiqi.example.cn/m/dc-2020-3-4"


LONG = "东城区的房租能减三个月。" * 120


async def test_a_long_answer_goes_on_in_customer_messages(wechat, answers):
    answers.plan = DeliveryPlan((LONG,), OPTIONS)
    first = await wechat.say(fields())
    await wechat.quiet()
    texts = [first, *wechat.interface.texts]
    assert "".join(texts).replace("\n", "").startswith(LONG)
    assert all(len(text.encode()) <= 2000 for text in texts)
    assert texts[-1].endswith("2. 要什么材料") and len(wechat.interface.menus) == 1


async def test_never_more_than_five_customer_messages_and_then_the_link(wechat, answers):
    answers.plan = DeliveryPlan((LONG * 6,), OPTIONS, "/m/dc-2020-3-4", "减免房租")
    await wechat.say(fields())
    await wechat.quiet()
    assert len(wechat.interface.named(SEND)) == 5 and len(wechat.interface.menus) == 1
    last = wechat.interface.texts[-1]
    assert "https://huiqi.example.cn/m/dc-2020-3-4" in last and "略去一些" in last and "1. 联系电话" in last
    assert answers.kept == {}


async def test_after_an_event_three(wechat, answers):
    answers.plan = DeliveryPlan((LONG * 6,), OPTIONS)
    await wechat.say(event("CLICK", EventKey="房租能减吗"))
    await wechat.quiet()
    assert len(wechat.interface.named(SEND)) == 3
    assert len(answers.kept[SENDER]) == 1


async def test_what_is_too_long_for_wechat_is_divided_further(wechat, answers):
    wechat.interface.faults[SEND] = [45002, None]
    answers.plan = DeliveryPlan((LONG,))
    first = await wechat.say(fields())
    await wechat.quiet()
    texts = wechat.interface.texts
    assert texts[0] == "".join(texts[1:3])
    assert "".join([first, *texts[1:]]).replace("\n", "") == LONG


async def test_dividing_does_not_make_more_messages_than_wechat_allows(wechat, answers):
    wechat.interface.faults[SEND] = [45002, None, None] * 9
    answers.plan = DeliveryPlan((LONG * 2,))
    first = await wechat.say(fields())
    await wechat.quiet()
    sent = [text for n, text in enumerate(wechat.interface.texts) if n % 3]
    assert len(sent) == 5
    assert "".join([first, *sent, *answers.kept[SENDER]]).replace("\n", "") == LONG * 2


async def test_what_stays_too_long_is_kept(start, answers):
    wechat = await start(patience=PATIENCE)
    wechat.interface.faults[SEND] = [45002] * 50
    answers.may_answer.clear()
    assert await wechat.say(fields()) is None
    answers.may_answer.set()
    await wechat.quiet()
    assert answers.kept == {SENDER: ["能减。"]}


@pytest.mark.parametrize("code", [48001, 40200, 40003, 45047, 45015, 48002, 45009, 40164])
async def test_what_cannot_be_sent_comes_first_in_the_next_reply(start, answers, counted, code):
    wechat = await start(patience=PATIENCE)
    wechat.interface.faults[SEND] = [code]
    answers.plan = DeliveryPlan(("房租能减。",), OPTIONS, "/m/x", None)
    answers.may_answer.clear()
    values = fields()
    assert await wechat.say(values) is None
    answers.may_answer.set()
    await wechat.quiet()
    assert counted["kept"] == 1 and "sent" not in counted
    answers.plan = DeliveryPlan(("社保能缓。",))
    reply = await wechat.say(fields())
    assert reply == (
        "【补上次的回答】\n房租能减。\n\n全部内容：https://huiqi.example.cn/m/x\n\n【这次的回答】\n社保能缓。"
    )
    assert await wechat.say(fields()) == "社保能缓。"


async def test_without_a_secret_late_answers_wait_for_the_next_message(start, answers):
    wechat = await start(secret="", patience=PATIENCE)
    answers.may_answer.clear()
    assert await wechat.say(fields()) is None
    answers.may_answer.set()
    await wechat.quiet()
    assert wechat.interface.calls == []
    assert (await wechat.say(fields())).startswith("【补上次的回答】\n能减。")


async def test_an_event_without_an_answer_takes_nothing_that_waits(wechat, answers):
    answers.kept[SENDER] = ["旧的"]
    answers.plan = DeliveryPlan(())
    assert await wechat.say(event("VIEW", EventKey="https://example.com/")) is None
    await wechat.quiet()
    assert answers.kept == {SENDER: ["旧的"]}


async def test_the_account_without_the_right_is_asked_once(start, answers):
    wechat = await start()
    wechat.interface.faults[SEND] = [48001]
    answers.plan = DeliveryPlan(("能减。",), OPTIONS)
    for _ in range(3):
        assert "1. 联系电话" in await wechat.say(fields())
        await wechat.quiet()
    assert len(wechat.interface.named(SEND)) == 1
    assert answers.kept == {}


async def test_who_cannot_send_gets_a_long_answer_with_the_link_or_in_turns(start, answers):
    wechat = await start(secret="")
    answers.plan = DeliveryPlan((LONG,), (), "/m/x", None)
    reply = await wechat.say(fields())
    assert len(reply.encode()) <= 2000 and reply.endswith("https://huiqi.example.cn/m/x")
    assert answers.kept == {}
    answers.plan = DeliveryPlan((LONG,))
    reply = await wechat.say(fields())
    await wechat.quiet()
    assert reply.endswith("回任意一句接着看）") and LONG.startswith(reply.partition("……")[0])
    answers.plan = DeliveryPlan(("好的。",))
    said = ""
    while answers.kept:
        said += await wechat.say(fields())
        await wechat.quiet()
    assert (
        said.count("好的。") >= 1
        and said.count("东城区的房租能减三个月。") + reply.count("东城区的房租能减三个月。") >= 119
    )


async def test_half_delivered_only_the_rest_is_kept(wechat, answers):
    wechat.interface.faults[SEND] = [None, 45047]
    answers.plan = DeliveryPlan((LONG * 2,), OPTIONS)
    first = await wechat.say(fields())
    await wechat.quiet()
    sent = first + wechat.interface.texts[0]
    assert (sent + "".join(answers.kept[SENDER])).replace("\n", "") == LONG * 2
    assert "1. 联系电话" not in "".join(answers.kept[SENDER])


async def test_following_and_unfollowing(wechat, answers):
    answers.plan = DeliveryPlan(("您好！",), OPTIONS)
    assert (await wechat.say(event("subscribe"))).startswith("您好！")
    assert await wechat.say(event("unsubscribe")) is None
    await wechat.quiet()
    assert answers.forgotten == [SENDER]
    assert answers.kept == {}


async def test_after_unfollowing_the_bridge_itself_remembers_nothing_of_the_user(wechat):
    await wechat.say(fields())
    await wechat.say(fields(FromUserName="oOther"))
    await wechat.say(event("unsubscribe"))
    await wechat.quiet()
    texts = [decision.result() for decision in wechat.channel.bridge._decisions.values()]
    assert sorted(texts, key=bool) == [None, "能减。"]


async def test_a_decision_is_let_go_after_a_while(wechat, monkeypatch):
    monkeypatch.setattr("bot.channels.wechat.bridge.REMEMBERED_SECONDS", 0.02)
    await wechat.say(fields())
    await asyncio.sleep(0.05)
    assert not wechat.channel.bridge._decisions


async def test_forgetting_is_tried_again(start, answers, counted):
    wechat = await start(patience=0.01)
    answers.forget_faults = 2
    assert await wechat.say(event("unsubscribe")) is None
    await wechat.quiet()
    assert answers.forgotten == [SENDER] and counted["forgotten"] == 1


async def test_nothing_is_sent_to_who_has_gone(start, answers):
    wechat = await start(patience=PATIENCE)
    answers.may_answer.clear()
    assert await wechat.say(fields()) is None
    gone = asyncio.create_task(wechat.say(event("unsubscribe")))
    assert await gone is None
    answers.may_answer.set()
    await wechat.quiet()
    assert wechat.interface.named(SEND) == [] and answers.kept == {}


async def test_nothing_is_kept_for_who_turns_out_to_have_gone(start, answers, counted):
    wechat = await start(patience=PATIENCE)
    wechat.interface.faults[SEND] = [43004]
    answers.may_answer.clear()
    assert await wechat.say(fields()) is None
    answers.may_answer.set()
    await wechat.quiet()
    assert answers.kept == {} and counted["dropped"] == 1


async def test_two_processes_one_answer(start, answers):
    """The first request times out at one process, the repetition reaches another: one message in all."""
    store = MemoryStore()
    one, two = await start(store=store, patience=PATIENCE), await start(store=store)
    answers.may_answer.clear()
    values = fields()
    assert await one.say(values) is None
    again = asyncio.create_task(two.say(values))
    await asyncio.sleep(0.02)
    answers.may_answer.set()
    reply = await again
    await one.quiet()
    await two.quiet()
    assert [text for text in (reply, *one.interface.texts) if text] == ["能减。"]


async def test_two_processes_out_of_time_send_one_late_message(start, answers, counted):
    store = MemoryStore()
    one, two = await start(store=store, patience=PATIENCE), await start(store=store, patience=PATIENCE)
    answers.may_answer.clear()
    values = fields()
    assert await asyncio.gather(one.say(values), two.say(values)) == [None, None]
    answers.may_answer.set()
    await one.quiet()
    await two.quiet()
    assert one.interface.texts == ["能减。"]
    assert counted["late"] == 1 and counted["elsewhere"] == 1


async def test_two_processes_over_a_shared_store_ask_the_assistant_once(start, make_store):
    """Through the gateway: all three requests of a message get the answer, wherever they arrive."""
    assistant, stores = _Echo(), [make_store(), make_store()]

    async def forget(sender):
        raise AssertionError(sender)

    one, two = [await start(own=Gateway(assistant, store, forget), store=store) for store in stores]
    values = fields()
    replies = [await side.say(values) for side in (one, two, one)]
    await one.quiet()
    await two.quiet()
    assert len(set(replies)) == 1 and replies[0].startswith("听到：房租能减吗")
    assert len(assistant.asked) == 1 and len(one.interface.menus) == 1


async def test_a_reply_lost_on_the_way_is_repeated_by_another_process_without_what_follows(start, answers):
    store = MemoryStore()
    one, two = await start(store=store), await start(store=store)
    answers.plan = DeliveryPlan((LONG,), OPTIONS)
    values = fields()
    first = await one.say(values)
    await one.quiet()
    sent = len(one.interface.named(SEND))
    assert await two.say(values) == first
    await two.quiet()
    assert len(one.interface.named(SEND)) == sent


async def test_a_broken_store_does_not_keep_the_answer_back(start):
    class Broken:
        async def claim(self, key, seconds):
            raise ConnectionError

        async def put(self, key, value, seconds):
            raise ConnectionError

        async def get(self, key):
            raise ConnectionError

    wechat = await start(store=Broken())
    assert await wechat.say(fields()) == "能减。"


async def test_what_is_remembered_is_bounded(wechat, monkeypatch):
    monkeypatch.setattr("bot.channels.wechat.bridge.MOST_REMEMBERED", 5)
    for _ in range(12):
        await wechat.say(fields())
    assert len(wechat.channel.bridge._decisions) <= 5


async def test_a_late_answer_goes_before_the_next_reply(start, answers):
    wechat = await start(patience=0.4)
    answers.plan = lambda message: DeliveryPlan((f"答{message.text}",))
    answers.may_answer.clear()
    assert await wechat.say(fields(Content="一")) is None
    wechat.interface.slow.clear()
    second = asyncio.create_task(wechat.say(fields(Content="二")))
    answers.may_answer.set()
    await asyncio.sleep(0.1)
    assert not second.done()
    wechat.interface.slow.set()
    assert await second == "答二"
    assert wechat.interface.texts == ["答一"]


async def test_the_log_holds_nothing_of_the_user(start, answers, caplog, monkeypatch):
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(logging.getLogger("aiohttp.access"), "disabled", True)  # the product turns it off
    wechat = await start(patience=PATIENCE)
    answers.plan = DeliveryPlan(("能减。",), OPTIONS)
    wechat.interface.faults[SEND] = [45047, 43004, 40003]
    for _ in range(3):
        await wechat.say(fields())
        await wechat.quiet()
    answers.fault = RuntimeError("no")
    await wechat.say(fields())
    await wechat.post(fields(), token="another")
    assert "45047" in caplog.text and "signature" in caplog.text
    for private in (USER, "房租能减吗", "能减。", "联系电话"):
        assert private not in caplog.text


class _Echo:
    """Offers two districts, and repeats what it is asked."""

    def __init__(self):
        self.asked = []

    async def handle(self, sender, text, channel="rest"):
        self.asked.append((sender, text, channel))
        buttons = [{"title": "东城", "payload": "我在东城"}, {"title": "西城", "payload": "我在西城"}]
        return [{"text": f"听到：{text}", "buttons": buttons, "custom": {"asks": "district"}}]


async def test_with_the_gateway_between(start):
    forgotten, assistant, store = [], _Echo(), MemoryStore()

    async def forget(sender):
        forgotten.append(sender)

    wechat = await start(own=Gateway(assistant, store, forget), store=store)
    assert "2. 西城" in await wechat.say(fields())
    await wechat.quiet()
    await wechat.say(fields(Content="２"))
    await wechat.say(fields(Content="东城", bizmsgmenuid=wechat.interface.menus[0]["list"][0]["id"]))
    assert [text for _, text, _ in assistant.asked] == ["房租能减吗", "我在西城", "我在东城"]
    assert {(sender, channel) for sender, _, channel in assistant.asked} == {(SENDER, "wechat")}
    assert "用文字" in await wechat.say(fields(MsgType="image", Content=None, PicUrl="http://example.com/"))
    greeting = await wechat.say(event("subscribe"))
    assert "1. " in greeting and "房租" in greeting
    assert await wechat.say(event("unsubscribe")) is None
    await wechat.quiet()
    assert SENDER in forgotten
    assert len(split_utf8(greeting)) == 1
