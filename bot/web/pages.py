"""The pages: chat, and one page for each measure."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TypeVar

from aiohttp import web

from bot.web.keys import service_key, settings_key
from bot.web.rendering import page
from knowledge.measure import Measure
from knowledge.models import Condition, Step

STARTERS = ("房租能减吗", "社保能缓缴吗", "贷款还不上了", "税能缓缴吗", "转人工")
_VALIDITY = {"ended": "已结束", "in_force": "执行中", "not_yet": "尚未开始"}
_Part = TypeVar("_Part", Condition, Step)


async def chat_page(request: web.Request) -> web.Response:
    """``GET /`` and ``GET /chat/``: the conversation."""
    return page(request, "chat.html", starters=STARTERS)


async def to_chat(_request: web.Request) -> web.Response:
    """``GET /chat``: the address with its slash."""
    raise web.HTTPPermanentRedirect("/chat/")


async def measure_page(request: web.Request) -> web.Response:
    """``GET /m/{id}``: everything about a measure, to read and to print."""
    measure = request.app[service_key].get(request.match_info["id"])
    validity = measure.validity(request.app[settings_key].today())
    return page(
        request,
        "measure.html",
        measure=measure,
        content=measure.content,
        document=measure.document,
        contacts=[measure.contact_record(c) for c in measure.content.contacts],
        conditions=_grouped(measure.content.conditions, "applies_to"),
        steps=_grouped(measure.content.steps, "variant"),
        validity=validity,
        validity_text=_VALIDITY[validity],
        doubts=_has_doubts(measure),
    )


def _has_doubts(measure: Measure) -> bool:
    return bool(measure.content.issues or measure.number is None)


def _grouped(parts: Iterable[_Part], name: str) -> list[tuple[str | None, list[_Part]]]:
    """Neighbours with the same heading together, in the order of the document."""
    return [(heading, list(members)) for heading, members in groupby(parts, key=lambda part: getattr(part, name))]
