"""The pages: chat, and one page for each measure."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any, TypeVar

import aiohttp_jinja2
import jinja2
from aiohttp import web

from bot.web.keys import service_key, settings_key
from bot.web.links import linked, phone_link
from knowledge.measure import Measure
from knowledge.models import Condition, Step

STARTERS = ("房租能减吗", "社保能缓缴吗", "贷款还不上了", "税能缓缴吗", "转人工")
_VALIDITY = {"ended": "已结束", "in_force": "执行中", "not_yet": "尚未开始"}
_Part = TypeVar("_Part", Condition, Step)


def setup_templates(app: web.Application) -> None:
    """Templates of this package, escaping everything, with the filters they use."""
    environment = aiohttp_jinja2.setup(
        app,
        loader=jinja2.PackageLoader("bot.web"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        context_processors=[_day],
    )
    environment.filters.update(linked=linked, phone=phone_link, day=_chinese_day)


async def _day(request: web.Request) -> dict[str, Any]:
    settings = request.app[settings_key]
    return {"today": settings.today(), "demo_date": settings.demo_date}


def _chinese_day(day: Any) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@aiohttp_jinja2.template("chat.html")
async def chat_page(_request: web.Request) -> dict[str, Any]:
    """``GET /`` and ``GET /chat/``: the conversation."""
    return {"starters": STARTERS}


async def to_chat(_request: web.Request) -> web.StreamResponse:
    """``GET /chat``: the address with its slash."""
    raise web.HTTPPermanentRedirect("/chat/")


@aiohttp_jinja2.template("measure.html")
async def measure_page(request: web.Request) -> dict[str, Any]:
    """``GET /m/{id}``: everything about a measure, to read and to print."""
    measure = request.app[service_key].get(request.match_info["id"])
    validity = measure.validity(request.app[settings_key].today())
    return {
        "measure": measure,
        "content": measure.content,
        "document": measure.document,
        "contacts": [measure.contact_record(c) for c in measure.content.contacts],
        "conditions": _grouped(measure.content.conditions, "applies_to"),
        "steps": _grouped(measure.content.steps, "variant"),
        "validity": validity,
        "validity_text": _VALIDITY[validity],
        "doubts": _has_doubts(measure),
    }


def _has_doubts(measure: Measure) -> bool:
    return bool(measure.content.issues or measure.number is None)


def _grouped(parts: Iterable[_Part], name: str) -> list[tuple[str | None, list[_Part]]]:
    """Neighbours with the same heading together, in the order of the document."""
    return [(heading, list(members)) for heading, members in groupby(parts, key=lambda part: getattr(part, name))]
