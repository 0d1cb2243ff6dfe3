"""The channel over a small assistant and a stand-in for WeChat's interface, both of which a test can steer."""

from __future__ import annotations

from collections import Counter

import pytest
from aiohttp import web
from wechat_fakes import FakeAnswers, Interface
from wechat_side import ACCOUNT, APPID, KEY, SECRET, TOKEN, USER, query, read, read_sealed, sealed, xml

from bot.channels.split import split_utf8
from bot.channels.store import MemoryStore
from bot.channels.wechat.channel import make_channel
from bot.channels.wechat.client import WeChatClient
from bot.channels.wechat.handler import lifespan, routes
from bot.channels.wechat.settings import WeChatSettings

__all__ = ["ACCOUNT", "USER"]


@pytest.fixture
def answers():
    return FakeAnswers()


@pytest.fixture
async def interface(aiohttp_server):
    standing = Interface()
    server = await aiohttp_server(standing.app())
    standing.url = str(server.make_url("")).rstrip("/")
    return standing


@pytest.fixture
def counted():
    return Counter()


class WeChat:
    """Posts as WeChat does, and reads what comes back."""

    def __init__(self, client, channel, interface):
        self.client, self.channel, self.interface = client, channel, interface

    async def post(self, values, **how):
        """The raw response to an encrypted post."""
        asked, body = sealed(xml(values), **how)
        return await self.client.post("/wechat", params=asked, data=body)

    async def say(self, values, **how):
        """The text of the reply; None when there is none."""
        response = await self.post(values, **how)
        body = await response.read()
        assert response.status == 200
        return None if body == b"success" else read_sealed(body, how.get("key", KEY))["Content"]

    async def plain(self, values):
        response = await self.client.post("/wechat", params=query(), data=xml(values))
        return response.status, await response.read()

    async def quiet(self):
        """Wait until nothing is under way."""
        await self.channel.bridge.close()


@pytest.fixture
def start(aiohttp_client, answers, interface, counted):
    """Start the channel; words change its settings. Gives WeChat's side of it."""

    async def started(*, patience=2.0, store=None, public_url="https://huiqi.example.cn", own=answers, **changes):
        settings = WeChatSettings(
            **{"token": TOKEN, "appid": APPID, "aes_key": KEY, "secret": SECRET, "api_base": interface.url, **changes}
        )
        client = WeChatClient(settings, pauses=(0.01, 0.01), seconds=2) if settings.secret else None
        channel = make_channel(
            settings,
            own,
            store or MemoryStore(),
            split_utf8,
            lambda outcome: counted.update([outcome]),
            public_url,
            client=client,
            patience=patience,
            settle=0,
        )
        app = web.Application()
        app.add_routes(routes(channel))
        app.cleanup_ctx.append(lifespan(channel))
        return WeChat(await aiohttp_client(app), channel, interface)

    return started


@pytest.fixture
async def wechat(start):
    return await start()


@pytest.fixture
def read_plain():
    return read
