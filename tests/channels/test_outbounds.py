"""Who says something to which sender."""

import pytest

from bot.channels.outbound import Outbounds


class Channel:
    def __init__(self, delivered=True):
        self.said = []
        self.delivered = delivered

    async def say(self, sender, event):
        self.said.append((sender, event))
        return self.delivered


async def test_each_sender_is_spoken_to_by_their_channel():
    outbounds, wechat, chat = Outbounds(), Channel(), Channel(delivered=False)
    outbounds.register("wechat", wechat)
    outbounds.register("chat", chat)
    assert await outbounds.say("wechat:o:1", {"text": "一"})
    assert not await outbounds.say("chat:2", {"text": "二"})
    assert wechat.said == [("wechat:o:1", {"text": "一"})] and chat.said == [("chat:2", {"text": "二"})]


@pytest.mark.parametrize("sender", ["kf:1", "wechat", "wechat:", ":1", "", "chat-0123"])
async def test_who_has_no_channel_hears_nothing(sender):
    outbounds, wechat = Outbounds(), Channel()
    outbounds.register("wechat", wechat)
    assert not await outbounds.say(sender, {"text": "一"})
    assert wechat.said == []


def test_a_prefix_belongs_to_one_channel():
    outbounds = Outbounds()
    outbounds.register("wechat", Channel())
    for prefix in ("wechat", "", "a:b"):
        with pytest.raises(ValueError):
            outbounds.register(prefix, Channel())
