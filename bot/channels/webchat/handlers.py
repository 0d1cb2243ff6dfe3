"""``/chat/api/``: sessions, messages and history."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from aiohttp import web
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictStr

from actions.phrases import STARTERS
from bot.channels.webchat.chat import Said
from bot.channels.webchat.guard import (
    address_of,
    bearer,
    chat_key,
    limits_key,
    require_calm,
    require_json,
    require_origin,
    require_session,
)
from bot.channels.webchat.log import MOST_ENTRIES, Entry, Known
from bot.channels.webchat.views import views
from bot.ports import APOLOGY
from bot.web.bodies import checked, read_object, read_query
from bot.web.errors import RequestRefused
from bot.web.keys import meters_key, runtime_key, service_key, settings_key
from bot.web.shapes import dumps

# How much of the conversation a page gets at once.
PAGE = 40


class SessionRequest(BaseModel):
    """What a page says of itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    district: Literal["", "东城", "西城"] = ""


def _printable(text: str) -> str:
    if not text.strip():
        raise ValueError("不能为空")
    return text


class MessageRequest(BaseModel):
    """A message: words, or a button the server has offered."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[StrictStr, Field(pattern=r"^[A-Za-z0-9_-]{8,60}$")]
    text: Annotated[StrictStr, AfterValidator(_printable)] | None = None
    button: Annotated[StrictStr, Field(pattern=r"^[0-9]{1,15}\.[0-9]{1,3}$")] | None = None


class HistoryQuery(BaseModel):
    """Which part of the conversation."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    before: int = Field(default=2**62, ge=0)
    limit: int = Field(default=PAGE, ge=1, le=MOST_ENTRIES)


async def post_json(request: web.Request) -> dict[str, Any]:
    """The body of a request of one of our pages. Raises ``RequestRefused``."""
    require_origin(request, request.app[settings_key])
    require_json(request)
    return await read_object(request)


def entries_of(request: web.Request, entries: list[Entry]) -> list[dict[str, Any]]:
    """Entries as the browser gets them."""
    return views(entries, request.app[service_key])


async def session(request: web.Request) -> web.Response:
    """``POST /chat/api/session``: go on with a conversation, or begin one; what the page needs to start."""
    given = checked(SessionRequest, await post_json(request))
    app, chat = request.app, request.app[chat_key]
    known, token = await chat.session(bearer(request)), None
    if known is None:
        require_calm(app[limits_key].sessions, address_of(request, app[settings_key]))
        token, known = await chat.start(given.district)
    entries = await chat.history(known.user, PAGE + 1)
    body = {
        "token": token,
        "entries": entries_of(request, entries[-PAGE:]),
        "more": len(entries) > PAGE,
        "newest": entries[-1].id if entries else 0,
        "ticket": await chat.ticket(known.user),
        "settings": _told(request),
    }
    return web.json_response(body, dumps=dumps)


def _told(request: web.Request) -> dict[str, Any]:
    """What the page shows of the settings."""
    settings, chat = request.app[settings_key], request.app[chat_key]
    return {
        "max_chars": settings.max_chars,
        "keep_days": settings.chat_keep_days,
        "demo_date": settings.demo_date,
        "desk": chat.desk is not None,
        "origins": list(settings.chat_origins),
        "starters": STARTERS,
    }


async def message(request: web.Request) -> web.Response:
    """``POST /chat/api/messages``: one message, answered once whatever its repetitions."""
    given = checked(MessageRequest, await post_json(request))
    known = await require_session(request)
    app, chat = request.app, request.app[chat_key]
    require_calm(app[limits_key].address, address_of(request, app[settings_key]))
    entries = await chat.answered(known, given.id)
    if not entries:
        entries = await _answer(request, known, given)
    shown = entries_of(request, entries)
    return web.json_response({"entries": shown, "ticket": await chat.ticket(known.user)}, dumps=dumps)


async def _answer(request: web.Request, known: Known, given: MessageRequest) -> list[Entry]:
    app, chat = request.app, request.app[chat_key]
    said = await _said(request, known, given)
    if not app[runtime_key].ready:
        raise RequestRefused(503, "助手正在启动，请过几秒再试。", headers={"Retry-After": "5"})
    require_calm(app[limits_key].user, known.user)
    entries = await chat.send(known, said)
    failed = any(entry.body.get("text") == APOLOGY for entry in entries)
    meters = app[meters_key]
    (meters.failed_turns if failed else meters.turns).labels("chat").inc()
    return entries


async def _said(request: web.Request, known: Known, given: MessageRequest) -> Said:
    if (given.text is None) == (given.button is None):
        raise RequestRefused(422, "text 和 button 要写一个，只写一个。", fields=["text", "button"])
    if given.button is not None:
        found = await request.app[chat_key].payload(known.user, given.button)
        if found is None:
            raise RequestRefused(422, "button：没有这个按钮，请直接打字。", fields=["button"])
        return Said(given.id, *found)
    text = given.text or ""
    most = request.app[settings_key].max_chars
    if len(text) > most:
        raise RequestRefused(422, f"text：这条消息有 {len(text)} 个字，最多 {most} 个字，请分开说。", fields=["text"])
    return Said(given.id, text, text)


async def history(request: web.Request) -> web.Response:
    """``GET /chat/api/history``: an earlier part of the conversation."""
    require_origin(request, request.app[settings_key])
    known = await require_session(request)
    query = read_query(request, HistoryQuery)
    entries = await request.app[chat_key].history(known.user, query.limit + 1, query.before)
    body = {"entries": entries_of(request, entries[-query.limit :]), "more": len(entries) > query.limit}
    return web.json_response(body, dumps=dumps)
