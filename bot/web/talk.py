"""How programs talk to the assistant: Rasa's REST form."""

from __future__ import annotations

from typing import Annotated, Any

from aiohttp import web
from pydantic import AfterValidator, BaseModel, ConfigDict, StrictStr

from bot.web.bodies import checked, read_object
from bot.web.errors import RequestRefused
from bot.web.keys import meters_key, runtime_key
from bot.web.security import require_token
from bot.web.shapes import dumps


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
    runtime, meters = request.app[runtime_key], request.app[meters_key]
    if not runtime.ready:
        raise RequestRefused(503, "助手正在启动，请过几秒再试。", headers={"Retry-After": "5"})
    try:
        replies: list[dict[str, Any]] = await runtime.handle(message.sender, message.message, "rest")
    except Exception:
        meters.failed_turns.labels("rest").inc()
        raise
    meters.turns.labels("rest").inc()
    return web.json_response(replies, dumps=dumps)
