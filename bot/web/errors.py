"""Every error in one shape, in Chinese: JSON for programs, a small page for people.

RequestRefused   a request that cannot be served as it is: status, message, and what helps to mend it
"""

from __future__ import annotations

import logging
import secrets
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.web.rendering import page
from bot.web.shapes import dumps
from knowledge.errors import MeasureNotFound

logger = logging.getLogger(__name__)

_SENTENCES = {
    400: "请求的写法不对，服务器读不懂。",
    401: "需要访问令牌。",
    403: "没有权限访问。",
    404: "没有这个地址，请核对网址。",
    405: "这个地址不支持这种请求方式。",
    413: "内容太大，最多 256 KB。请缩短后再发。",
    415: "内容类型不对，应是 application/json。",
    503: "服务还没有准备好，请稍后再试。",
}
_PROGRAMS = ("/api/", "/chat/api/", "/webhooks/", "/healthz", "/readyz", "/metrics")


class RequestRefused(Exception):
    """The request cannot be served as it is. ``details`` go into the JSON beside the message."""

    def __init__(self, status: int, message: str, *, headers: dict[str, str] | None = None, **details: Any) -> None:
        """Say with which status, and in Chinese what is wrong and what to do."""
        self.status = status
        self.message = message
        self.headers = headers or {}
        self.details = details
        super().__init__(message)


def json_error(status: int, message: str, headers: dict[str, str] | None = None, **details: Any) -> web.Response:
    """The JSON shape of every error."""
    body = {"ok": False, "error": message, "status": status, **details}
    return web.json_response(body, status=status, headers=headers, dumps=dumps)


def _for_people(request: web.Request) -> bool:
    if request.method not in ("GET", "HEAD") or request.path.startswith(_PROGRAMS):
        return False
    return request.path.startswith(("/m/", "/chat")) or "text/html" in request.headers.get("Accept", "")


def _answer(request: web.Request, refused: RequestRefused) -> web.Response:
    if not _for_people(request):
        return json_error(refused.status, refused.message, refused.headers, **refused.details)
    response = page(request, "error.html", status=refused.status, code=refused.status, message=refused.message)
    response.headers.update(refused.headers)
    return response


def _from_aiohttp(raised: web.HTTPException) -> RequestRefused:
    message = _SENTENCES.get(raised.status, f"请求没有成功（{raised.status}）。")
    headers = {k: raised.headers[k] for k in ("Allow", "Retry-After") if k in raised.headers}
    return RequestRefused(raised.status, message, headers=headers)


def _unexpected(request: web.Request) -> RequestRefused:
    reference = secrets.token_hex(4)
    logger.exception("unexpected error, reference %s, %s %s", reference, request.method, request.rel_url.raw_path)
    message = f"服务器出了点问题，已记录（编号 {reference}）。请稍后再试，急事可拨 12345。"
    return RequestRefused(500, message, reference=reference)


@web.middleware
async def errors_middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn whatever goes wrong into the one error shape; nothing internal is shown."""
    try:
        return await handler(request)
    except RequestRefused as refused:
        return _answer(request, refused)
    except MeasureNotFound as missing:
        return _answer(request, RequestRefused(404, str(missing)))
    except web.HTTPException as raised:
        if raised.status < 400:
            raise
        return _answer(request, _from_aiohttp(raised))
    except Exception:
        return _answer(request, _unexpected(request))
