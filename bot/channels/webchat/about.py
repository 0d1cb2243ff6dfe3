"""``/chat/api/``: whether an answer was useful, the user's ticket, and deleting everything."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr

from bot.channels.webchat.chat import ForgetFailed, WebChat
from bot.channels.webchat.guard import chat_key, limits_key, require_calm, require_origin, require_session
from bot.channels.webchat.handlers import post_json
from bot.channels.webchat.token import sender_of
from bot.citizen import CitizenDesk
from bot.web.bodies import checked
from bot.web.errors import RequestRefused
from bot.web.keys import settings_key
from bot.web.shapes import dumps

_NO_DESK = "这里没有开通人工服务，请拨 12345。"
Words = Annotated[StrictStr, Field(max_length=500)]


class FeedbackRequest(BaseModel):
    """Which answer, and whether it was useful."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    entry: StrictInt
    useful: StrictBool
    reason: Words = ""


class RateRequest(BaseModel):
    """How satisfied somebody is with a finished ticket."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    number: Annotated[StrictStr, Field(min_length=1, max_length=60)]
    stars: Annotated[StrictInt, Field(ge=1, le=5)]
    words: Words = ""


def _desk(chat: WebChat) -> CitizenDesk:
    if chat.desk is None:
        raise RequestRefused(404, _NO_DESK)
    return chat.desk


async def feedback(request: web.Request) -> web.Response:
    """``POST /chat/api/feedback``: an answer was useful, or not, and why."""
    given = checked(FeedbackRequest, await post_json(request))
    known, chat = await require_session(request), request.app[chat_key]
    _desk(chat)
    require_calm(request.app[limits_key].user, known.user)
    entry = await chat.entry(known.user, given.entry)
    if entry is None or entry.who != "bot":
        raise RequestRefused(404, "没有这条回答。")
    await chat.judged(entry, given.useful, given.reason)
    return web.json_response({"ok": True})


async def ticket(request: web.Request) -> web.Response:
    """``GET /chat/api/ticket``: the state of the user's ticket, or null."""
    require_origin(request, request.app[settings_key])
    known, chat = await require_session(request), request.app[chat_key]
    _desk(chat)
    return web.json_response({"ticket": await chat.ticket(known.user)}, dumps=dumps)


async def rate(request: web.Request) -> web.Response:
    """``POST /chat/api/rate``: stars for a finished ticket; its new state."""
    given = checked(RateRequest, await post_json(request))
    known, chat = await require_session(request), request.app[chat_key]
    desk = _desk(chat)
    require_calm(request.app[limits_key].user, known.user)
    try:
        state = await desk.rate(sender_of(known.user), given.number, given.stars, given.words)
    except LookupError:
        raise RequestRefused(404, "没有这张可以评价的工单。") from None
    return web.json_response({"ticket": asdict(state)}, dumps=dumps)


async def forget(request: web.Request) -> web.Response:
    """``POST /chat/api/forget``: delete everything kept of this user. The secret is worth nothing afterwards."""
    await post_json(request)
    known, chat = await require_session(request), request.app[chat_key]
    try:
        await chat.forget(known.user)
    except ForgetFailed:
        raise RequestRefused(503, "没能全部清除，请过一会儿再试。", headers={"Retry-After": "10"}) from None
    return web.json_response({"ok": True})
