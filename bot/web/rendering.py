"""Templates to pages. Everything put into a template is escaped."""

from __future__ import annotations

from datetime import date
from typing import Any

import jinja2
from aiohttp import web

from bot.settings import Settings
from bot.web.links import linked, phone_link

_environment_key: web.AppKey[jinja2.Environment] = web.AppKey("templates", jinja2.Environment)


def _chinese_day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def setup_templates(app: web.Application, settings: Settings) -> None:
    """Give the application the templates of this package, with the filters and the day they show."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("bot.web"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(linked=linked, phone=phone_link, day=_chinese_day)
    environment.globals.update(today=settings.today, demo_date=settings.demo_date)
    app[_environment_key] = environment


def page(request: web.Request, template: str, *, status: int = 200, **context: Any) -> web.Response:
    """The template filled in, as an HTML response."""
    text = request.app[_environment_key].get_template(template).render(context)
    return web.Response(text=text, status=status, content_type="text/html", charset="utf-8")
