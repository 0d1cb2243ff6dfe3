"""``GET /chat/api/events``: what is new, as it happens; resumes after the last event the page has seen."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from typing import Any

from aiohttp import web

from bot.channels.webchat.guard import bearer, chat_key, require_origin, require_session
from bot.channels.webchat.hub import TooManyStreams
from bot.channels.webchat.views import views
from bot.web.errors import RequestRefused
from bot.web.keys import service_key, settings_key
from bot.web.shapes import dumps

HEARTBEAT = 15.0
_HEADERS = {"Content-Type": "text/event-stream; charset=utf-8", "X-Accel-Buffering": "no", "Cache-Control": "no-store"}
heartbeat_key: web.AppKey[float] = web.AppKey("webchat_heartbeat", float)


async def events(request: web.Request) -> web.StreamResponse:
    """Server-sent events: ``entry`` with the entry's id, ``gone`` when the data has been deleted."""
    require_origin(request, request.app[settings_key])
    known, after = await require_session(request), _after(request)
    try:
        async with request.app[chat_key].hub.listening(known.user) as news:
            response = web.StreamResponse(headers=_HEADERS)
            await response.prepare(request)
            await response.write(b"retry: 2000\n\n")
            with suppress(ConnectionResetError):
                await _stream(request, response, news, known.user, after)
            return response
    except TooManyStreams:
        message = "打开的对话窗口太多了，请关掉几个。"
        raise RequestRefused(429, message, headers={"Retry-After": "30"}) from None


def _after(request: web.Request) -> int:
    """The last event the page has seen. Raises ``RequestRefused``: 400."""
    given = request.headers.get("Last-Event-ID") or request.query.get("after") or "0"
    if not re.fullmatch(r"[0-9]{1,15}", given):
        raise RequestRefused(400, "Last-Event-ID：应是上一个事件的编号。", fields=["Last-Event-ID"])
    return int(given)


async def _stream(
    request: web.Request, response: web.StreamResponse, news: asyncio.Event, user: str, after: int
) -> None:
    """Write what is there, then wait for more; until the page leaves, the data is deleted or the service stops."""
    chat, service = request.app[chat_key], request.app[service_key]
    while not chat.hub.closing:
        news.clear()
        for entry in await chat.since(user, after):
            after = entry.id
            for shown in views([entry], service):
                await response.write(_event("entry", shown, entry.id))
        if await chat.session(bearer(request)) is None:
            await response.write(_event("gone", {}))
            return
        try:
            await asyncio.wait_for(news.wait(), request.app[heartbeat_key])
        except TimeoutError:
            await response.write(b": heartbeat\n\n")


def _event(kind: str, data: dict[str, Any], number: int | None = None) -> bytes:
    head = f"id: {number}\n" if number is not None else ""
    return f"{head}event: {kind}\ndata: {dumps(data)}\n\n".encode()
