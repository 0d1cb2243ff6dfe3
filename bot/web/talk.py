"""The two ways a message gets in here: Rasa's REST form for programs, and our own chat page."""

from __future__ import annotations

import re
from typing import Annotated, Any

from aiohttp import web
from pydantic import AfterValidator, BaseModel, ConfigDict, StrictStr

from bot.web.bodies import checked, read_object
from bot.web.errors import RequestRefused
from bot.web.keys import meters_key, runtime_key
from bot.web.security import require_own_page, require_token
from bot.web.shapes import dumps

_PAGE_SENDER = re.compile(r"chat-[0-9a-f]{32}")


def _sender(text: str) -> str:
    if not text.strip():
        raise ValueError("不能为空")
    if len(text) > 255:
        raise ValueError("最多 255 个字")
    if not text.isprintable():
        raise ValueError("不能有换行等控制字符")
    return text


class Message(BaseModel):
    """A message in Rasa's REST form; clients of Rasa also send metadata and input_channel."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    sender: Annotated[StrictStr, AfterValidator(_sender)]
    message: StrictStr


async def rest_webhook(request: web.Request) -> web.Response:
    """``POST /webhooks/rest/webhook``: what any client of Rasa's REST channel sends and gets."""
    require_token(request)
    message = checked(Message, await read_object(request))
    return await _reply(request, message, "rest")


async def chat_message(request: web.Request) -> web.Response:
    """``POST /chat/messages``: the same for the chat page, which has no token but a random sender of its own."""
    require_own_page(request)
    message = checked(Message, await read_object(request))
    if not _PAGE_SENDER.fullmatch(message.sender):
        raise RequestRefused(422, "sender：应是对话页面自己生成的编号。请刷新页面再试。", fields=["sender"])
    return await _reply(request, message, "chat")


async def _reply(request: web.Request, message: Message, channel: str) -> web.Response:
    runtime, meters = request.app[runtime_key], request.app[meters_key]
    if not runtime.ready:
        raise RequestRefused(503, "助手正在启动，请过几秒再试。", headers={"Retry-After": "5"})
    try:
        replies: list[dict[str, Any]] = await runtime.handle(message.sender, message.message, channel)
    except Exception:
        meters.failed_turns.labels(channel).inc()
        raise
    meters.turns.labels(channel).inc()
    return web.json_response(replies, dumps=dumps)
