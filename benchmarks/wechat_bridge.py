"""What the WeChat bridge costs a message: an assistant that answers at once, everything else as in production.

    python benchmarks/wechat_bridge.py [--messages 3000]

Prints milliseconds for the parts in this process (signature, decryption, XML, de-duplication, gateway, splitting,
encryption), for the whole way over HTTP on the loopback, one message after the other and from 32 connections at once,
and for the refusal of what is not WeChat's.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import time
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp
from aiohttp import web
from multidict import MultiDict

from bot.channels.gateway import Gateway
from bot.channels.split import split_utf8
from bot.channels.sqlstore import SqlStore
from bot.channels.store import MemoryStore
from bot.channels.wechat.channel import BridgedChannel, make_channel
from bot.channels.wechat.crypto import MessageCrypto
from bot.channels.wechat.handler import lifespan, routes
from bot.channels.wechat.settings import WeChatSettings
from bot.channels.wechat.signature import sign

TOKEN, APPID = "benchmark", "wx0123456789abcdef"
KEY = base64.b64encode(bytes(range(32))).decode().rstrip("=")
CLIENTS = 32
ANSWER = "能减。租用区属国有房屋的小微企业，免三个月房租；在三月底前向产权单位申请，问区国资委。\n" * 5

Post = tuple[dict[str, str], bytes]


class AtOnce:
    """Answers at once, with a text and choices as the assistant gives them."""

    async def handle(self, sender: str, text: str, channel: str = "rest") -> list[dict[str, Any]]:
        """The answer."""
        return [{"text": ANSWER, "buttons": [{"title": t, "payload": t} for t in ("联系电话", "怎么办理")]}]


async def _forget(sender: str) -> None:
    """Nothing is kept."""


def posts(count: int, start: int) -> list[Post]:
    """Encrypted messages of as many users."""
    crypto, made = MessageCrypto(APPID, [KEY]), []
    for number in range(start, start + count):
        timestamp, nonce = str(int(time.time())), str(number)
        xml = (
            f"<xml><ToUserName><![CDATA[gh_0a1b2c3d4e5f]]></ToUserName><FromUserName><![CDATA[oUser{number}]]>"
            f"</FromUserName><CreateTime>{timestamp}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
            f"<Content><![CDATA[我在东城开饭馆，八个人，房租能减吗]]></Content><MsgId>{number}</MsgId></xml>"
        )
        sealed = crypto.seal(xml.encode())
        query = {"timestamp": timestamp, "nonce": nonce, "encrypt_type": "aes"}
        query["msg_signature"] = sign(TOKEN, timestamp, nonce, sealed)
        made.append((query, f"<xml><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>".encode()))
    return made


@contextmanager
def measured(what: str) -> Iterator[list[float]]:
    """Gather seconds; print median, 95th percentile and CPU time in milliseconds, and how many a second.

    Over HTTP the CPU time is that of both sides.
    """
    seconds: list[float] = []
    started, cpu = time.perf_counter(), time.process_time()
    yield seconds
    total, used = time.perf_counter() - started, (time.process_time() - cpu) / len(seconds)
    cuts = quantiles(seconds, n=100)
    p50, p95, each = cuts[49] * 1e3, cuts[94] * 1e3, used * 1e3
    rate = len(seconds) / total
    print(f"{what:42} p50 {p50:7.3f} ms  p95 {p95:7.3f} ms  CPU {each:6.3f} ms  {rate:6.0f} a second", flush=True)


async def _timed(work: Awaitable[object], seconds: list[float]) -> None:
    started = time.perf_counter()
    await work
    seconds.append(time.perf_counter() - started)


async def in_process(channel: BridgedChannel, made: list[Post]) -> None:
    """Without HTTP."""

    async def one(query: dict[str, str], body: bytes) -> None:
        opened = channel.gate.open(MultiDict(query), body)
        reply = channel.gate.reply(opened, await channel.bridge.respond(opened.posted.message))
        assert reply.startswith(b"<xml>")

    with measured("in process") as seconds:
        for query, body in made:
            await _timed(one(query, body), seconds)


async def over_http(url: str, made: list[Post], status: int, clients: int, what: str) -> None:
    """From so many connections at once."""
    queue = iter(made)

    async def client(session: aiohttp.ClientSession, seconds: list[float]) -> None:
        for query, body in queue:
            await _timed(one(session, query, body), seconds)

    async def one(session: aiohttp.ClientSession, query: dict[str, str], body: bytes) -> None:
        async with session.post(url, params=query, data=body) as response:
            await response.read()
            assert response.status == status

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=clients)) as session:
        with measured(what) as seconds:
            await asyncio.gather(*(client(session, seconds) for _ in range(clients)))


async def run(messages: int, folder: str) -> None:
    """All measurements, one after the other."""
    settings = WeChatSettings(token=TOKEN, appid=APPID, aes_key=KEY)
    store = MemoryStore()
    lasting = SqlStore(f"sqlite:///{folder}/conversations.db")
    gateway = Gateway(AtOnce(), store, _forget, lasting=lasting)
    channel = make_channel(settings, gateway, store, split_utf8, lambda _: None, "https://huiqi.example.cn")
    await in_process(channel, posts(messages, 0))
    app = web.Application()
    app.add_routes(routes(channel))
    app.cleanup_ctx.append(lifespan(channel))
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/wechat"
    forged = [({**query, "msg_signature": "0" * 40}, body) for query, body in posts(messages, 0)]
    await over_http(url, posts(messages, messages), 200, 1, "over HTTP, one connection")
    await over_http(url, posts(messages, 2 * messages), 200, CLIENTS, f"over HTTP, {CLIENTS} connections")
    await over_http(url, forged, 403, 1, "refused for its signature, one connection")
    await runner.cleanup()
    await lasting.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=3000, help="per measurement")
    with TemporaryDirectory() as made_for_it:
        asyncio.run(run(parser.parse_args().messages, made_for_it))
