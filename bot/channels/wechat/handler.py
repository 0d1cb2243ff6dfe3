"""The address a platform registers (GET) and posts messages to (POST): one handler for every callback of the kind."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from aiohttp import web

from bot.channels.wechat.errors import Refused
from bot.channels.wechat.ports import Count
from bot.channels.wechat.sealed import Query
from bot.web.errors import json_error

logger = logging.getLogger(__name__)

PATH = "/wechat"
MOST_BYTES = 64 * 1024
# WeChat sends a few hundred bytes at once; who takes longer is somebody else.
READING_SECONDS = 4.0


class Callback(Protocol):
    """A channel behind such an address."""

    @property
    def count(self) -> Count:
        """Told what happened to each request."""
        ...

    def handshake(self, query: Query) -> str:
        """What to echo when the address is registered. Raises :class:`Refused`."""
        ...

    async def answer(self, query: Query, body: bytes) -> bytes:
        """The body of the answer to a post. Raises :class:`Refused`."""
        ...

    def running(self) -> AbstractAsyncContextManager[None]:
        """Posts can be answered within."""
        ...


def routes(channel: Callback, path: str = PATH) -> tuple[web.RouteDef, ...]:
    """The routes of a channel."""
    handlers = _Handlers(channel, path)
    return web.get(path, handlers.handshake, allow_head=False), web.post(path, handlers.message)


def lifespan(channel: Callback) -> Callable[[web.Application], AsyncIterator[None]]:
    """For ``app.cleanup_ctx``: the channel runs with the application."""

    async def running(_: web.Application) -> AsyncIterator[None]:
        async with channel.running():
            yield

    return running


class _Handlers:
    def __init__(self, channel: Callback, path: str) -> None:
        self._channel = channel
        self._path = path

    async def handshake(self, request: web.Request) -> web.Response:
        """``GET``: the platform's test that the address is ours; echoes its word, or 403."""
        try:
            echo = self._channel.handshake(request.query)
        except Refused as refused:
            return self._refused(refused)
        self._channel.count("handshake")
        return web.Response(text=echo, content_type="text/plain")

    async def message(self, request: web.Request) -> web.Response:
        """``POST``: one message; 200 with a reply or ``success`` when it is the platform's, else 403 or 413."""
        try:
            body = await self._channel.answer(request.query, await _body(request))
        except Refused as refused:
            return self._refused(refused)
        except Exception:
            logger.exception("a request to %s could not be read", self._path)
            return self._refused(Refused("other"))
        sort = "application/xml" if body.startswith(b"<") else "text/plain"
        return web.Response(body=body, content_type=sort, charset="utf-8")

    def _refused(self, refused: Refused) -> web.Response:
        """The same answer whatever the reason, except that too much is said to be too much."""
        self._channel.count(f"refused_{refused.reason}")
        logger.info("request to %s refused: %s", self._path, refused.reason)
        if refused.reason == "size":
            return json_error(413, f"内容太大，最多 {MOST_BYTES // 1024} KB。")
        return json_error(403, "没有通过验证：这个地址只收微信和企业微信平台发来的消息。")


async def _body(request: web.Request) -> bytes:
    """The body, of which no more is read than is allowed."""
    if (request.content_length or 0) > MOST_BYTES:
        raise Refused("size")
    try:
        async with asyncio.timeout(READING_SECONDS):
            return await _limited(request)
    except (TimeoutError, ConnectionError):
        raise Refused("slow") from None
    except web.RequestPayloadError:
        raise Refused("other") from None


async def _limited(request: web.Request) -> bytes:
    chunks, size = [], 0
    async for chunk in request.content.iter_any():
        size += len(chunk)
        if size > MOST_BYTES:
            raise Refused("size")
        chunks.append(chunk)
    return b"".join(chunks)
