"""Errors of the console as pages for people: what is wrong, and what to do."""

from __future__ import annotations

import logging
import secrets

from aiohttp import web
from aiohttp.typedefs import Handler
from sqlalchemy.exc import OperationalError

from bot.accounts.errors import AccountProblem, NoSuchAccount
from bot.console.guard import Closed
from bot.console.rendering import render_plain
from bot.desk.errors import DeskError, NotAllowed, NotNow, Outdated, TicketNotFound
from bot.web.errors import RequestRefused
from knowledge.errors import KnowledgeError, MeasureNotFound
from knowledge.review.errors import DraftNotFound, UnknownRevision

logger = logging.getLogger(__name__)

_SENTENCES = {
    404: "工作台里没有这一页，请核对网址。",
    405: "这一页不支持这种请求方式。",
    413: "内容太大了，请缩短后再交。",
}
# The first that fits counts.
_STATUS: dict[tuple[type[Exception], ...], int] = {
    (MeasureNotFound, DraftNotFound, UnknownRevision, NoSuchAccount, TicketNotFound): 404,
    (NotAllowed,): 403,
    (Outdated, NotNow): 409,
    (KnowledgeError, AccountProblem, DeskError): 422,
}


@web.middleware
async def failing_middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn whatever goes wrong into a page; nothing internal is shown."""
    try:
        return await handler(request)
    except web.HTTPException as raised:
        if raised.status < 400:
            raise
        return _page(request, raised.status, _SENTENCES.get(raised.status, f"没有成功（{raised.status}）。"))
    except Closed as closed:
        return render_plain(request, "closed.html", status=closed.status)
    except RequestRefused as refused:
        return _page(request, refused.status, refused.message, refused.headers)
    except Exception as fault:
        return _failed(request, fault)


def _failed(request: web.Request, fault: Exception) -> web.Response:
    for kinds, status in _STATUS.items():
        if isinstance(fault, kinds):
            return _page(request, status, str(fault))
    if isinstance(fault, OperationalError):
        logger.warning("database not available, %s %s", request.method, request.path, exc_info=fault)
        return _page(request, 503, "数据库正忙或连不上，这次没有改动。请稍后再试。")
    reference = secrets.token_hex(4)
    logger.error("unexpected error, reference %s, %s %s", reference, request.method, request.path, exc_info=fault)
    return _page(request, 500, f"服务器出了点问题，已记录（编号 {reference}）。请稍后再试。")


def _page(request: web.Request, status: int, message: str, headers: dict[str, str] | None = None) -> web.Response:
    response = render_plain(request, "fault.html", status=status, message=message, code=status)
    response.headers.update(headers or {})
    return response
