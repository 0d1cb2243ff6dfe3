"""What the desk says to a follower: sent where it is allowed, else with the next message; silence of the assistant."""

import pytest
from wechat_side import USER, fields

from bot.channels.gateway import Gateway
from bot.channels.store import MemoryStore

SENDER = f"wechat:{USER}"
SEND = "message/custom/send"
OPERATOR = {"type": "operator", "name": "李敏", "text": "材料收到了。"}


async def test_an_operators_reply_is_a_customer_message(wechat, counted):
    assert await wechat.channel.outbound.say(SENDER, OPERATOR)
    assert wechat.interface.named(SEND)[0][2] == {
        "touser": USER,
        "msgtype": "text",
        "text": {"content": "【人工客服李敏】\n材料收到了。"},
    }
    assert counted == {"sent": 1}


async def test_a_tickets_state_and_an_offer(wechat):
    say = wechat.channel.outbound.say
    assert await say(SENDER, {"type": "ticket", "number": "7", "state": "办结", "text": "工单7已办结。"})
    offer = {"type": "offer", "measure": "dc-1", "link": "/m/dc-1", "text": "有一条新政策适合您。回“退订”不再收到。"}
    assert await say(SENDER, offer)
    assert wechat.interface.texts == [
        "工单7已办结。",
        "有一条新政策适合您。回“退订”不再收到。\n\nhttps://huiqi.example.cn/m/dc-1",
    ]


@pytest.mark.parametrize("link", ["https://evil.example/", "javascript:alert(1)", "", None, 7])
async def test_only_our_own_pages_are_linked(wechat, link):
    assert await wechat.channel.outbound.say(SENDER, {"type": "offer", "link": link, "text": "新政策。"})
    assert wechat.interface.texts == ["新政策。"]


async def test_without_a_public_address_there_is_no_link(start):
    wechat = await start(public_url="")
    await wechat.channel.outbound.say(SENDER, {"type": "offer", "link": "/m/dc-1", "text": "新政策。"})
    assert wechat.interface.texts == ["新政策。"]


@pytest.mark.parametrize("code", [45015, 45047, 48001, 40164, -1])
async def test_what_may_not_be_sent_comes_with_the_next_reply(start, answers, code):
    wechat = await start()
    wechat.interface.faults[SEND] = [code] * 3
    assert await wechat.channel.outbound.say(SENDER, OPERATOR)
    assert (await wechat.say(fields())).startswith("【补上次的回答】\n【人工客服李敏】\n材料收到了。")


async def test_without_a_secret_it_waits(start, answers):
    wechat = await start(secret="")
    assert await wechat.channel.outbound.say(SENDER, OPERATOR)
    assert answers.kept == {SENDER: ["【人工客服李敏】\n材料收到了。"]}
    assert wechat.interface.calls == []


async def test_nobody_hears_it_who_has_unfollowed(wechat, answers, counted):
    wechat.interface.faults[SEND] = [43004]
    assert not await wechat.channel.outbound.say(SENDER, OPERATOR)
    assert answers.kept == {} and counted == {"dropped": 1}


@pytest.mark.parametrize("event", [{}, {"text": ""}, {"text": " \x00 "}, {"type": "operator", "name": "李敏"}])
async def test_nothing_to_say(wechat, event):
    assert not await wechat.channel.outbound.say(SENDER, event)
    assert wechat.interface.calls == []


async def test_a_long_reply_is_divided_and_its_end_waits(wechat, answers):
    text = "东城区的房租能减三个月。" * 900
    assert await wechat.channel.outbound.say(SENDER, {"text": text})
    texts = wechat.interface.texts
    assert len(texts) == 5 and all(len(part.encode()) <= 2000 for part in texts)
    assert "".join([*texts, *answers.kept[SENDER]]) == text


class _Silent:
    """A person has the conversation."""

    def __init__(self):
        self.asked = []

    async def handle(self, sender, text, channel="rest"):
        self.asked.append(text)
        return [{"recipient_id": sender, "custom": {"type": "silent"}}]


async def test_while_a_person_has_the_conversation_wechat_hears_success(start, counted):
    assistant = _Silent()

    async def forget(sender):
        raise AssertionError(sender)

    wechat = await start(own=Gateway(assistant, MemoryStore(), forget))
    assert await wechat.say(fields(Content="在吗")) is None
    await wechat.quiet()
    assert assistant.asked == ["在吗"] and wechat.interface.calls == []
    assert counted == {"nothing": 1}
