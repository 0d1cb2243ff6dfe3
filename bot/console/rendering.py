"""Templates of the console, and what all of them know. Everything put into a template is escaped."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import aiohttp_jinja2
import jinja2
from aiohttp import web

from bot.accounts.roles import NAMES
from bot.console import menu
from bot.console.masking import masked
from bot.console.visit import Visit
from bot.settings import Settings
from bot.web.links import linked, phone_link
from knowledge.store.location import BEIJING

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
}


def moment(when: datetime | None) -> str:
    """A moment as people in Beijing read it; empty when there is none."""
    return when.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M") if when else ""


def _chinese_day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def setup_rendering(app: web.Application, settings: Settings) -> None:
    """Give the console its templates and the headers of its pages."""
    environment = aiohttp_jinja2.setup(
        app,
        loader=jinja2.PackageLoader("bot.console"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        default_helpers=False,
    )
    environment.filters.update(
        linked=linked, phone=phone_link, day=_chinese_day, moment=moment, masked=masked, role=NAMES.__getitem__
    )
    environment.globals.update(today=settings.today, demo_date=settings.demo_date)
    app.on_response_prepare.append(_add_headers)


async def _add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Signal handler: stricter than the rest of the service, and nothing is kept by browsers."""
    if request.path.startswith("/console/static/"):
        response.headers["Cache-Control"] = "public, max-age=300"
        return
    response.headers.update(_HEADERS)
    response.headers["Cache-Control"] = "no-store"


def render(visit: Visit, template: str, *, status: int = 200, **context: Any) -> web.Response:
    """A page of the console as a response."""
    return _filled(visit.request, visit, template, status, context)


def render_plain(request: web.Request, template: str, *, status: int, **context: Any) -> web.Response:
    """A page for a visitor of whom nothing is known, such as an error."""
    return _filled(request, None, template, status, context)


def _filled(
    request: web.Request, visit: Visit | None, template: str, status: int, context: dict[str, Any]
) -> web.Response:
    me = visit.me if visit and visit.me and not visit.me.pending else None
    shared = {
        "account": me.account if me else None,
        "csrf": me.csrf if me else "",
        "menu": menu.of(me.account.role, request.path) if me else (),
        **context,
    }
    return aiohttp_jinja2.render_template(template, request, shared, status=status)
