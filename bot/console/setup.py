"""Putting the console into the application."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path

from aiohttp import web

from bot.accounts.audit import Audit
from bot.accounts.database import migrate
from bot.accounts.people import People
from bot.accounts.sessions import Limits, Sessions
from bot.console import keys
from bot.console.asking import heard
from bot.console.failing import failing_middleware
from bot.console.guard import guarded
from bot.console.importing import Imports
from bot.console.recent import Recent
from bot.console.rendering import setup_rendering
from bot.console.routes import ROUTES
from bot.console.typed import TypedNow
from bot.desk.desk import Desk
from bot.settings import Settings
from knowledge.review.service import ReviewService
from knowledge.service import KnowledgeService

STATIC = Path(__file__).parent / "static"


def setup_console(
    app: web.Application,
    settings: Settings,
    service: KnowledgeService,
    desk: Desk,
    *,
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> web.Application:
    """Add the console below ``/console/``; its tables are created or upgraded at once.

    Args:
        app: The gateway; gives the console its settings and knowledge.
        settings: Checked settings.
        service: The published measures, and the database they are in.
        desk: Tickets, learning, offers and figures; somebody else starts and stops it.
        pause: How a refused sign-in is held back; another one in tests.
    """
    database = service.database
    migrate(database)
    console = web.Application(middlewares=[failing_middleware])
    console[keys.people_key] = People(database)
    console[keys.sessions_key] = Sessions(database, _limits(settings))
    console[keys.audit_key] = Audit(database)
    console[keys.recent_key] = Recent(database)
    console[keys.review_key] = ReviewService(database)
    console[keys.imports_key] = Imports(database)
    console[keys.typed_key] = TypedNow()
    console[keys.desk_key] = desk
    console[keys.knowledge_key] = service
    console[keys.pause_key] = pause
    setup_rendering(console, settings)
    for route in ROUTES:
        console.router.add_route(route.method, route.path, guarded(route))
    console.router.add_static("/static", STATIC)
    console.cleanup_ctx.append(_in_background)
    app.router.add_get("/console", _to_console)
    app.add_subapp("/console/", console)
    return console


def _limits(settings: Settings) -> Limits:
    return Limits(
        idle=timedelta(minutes=settings.console_idle_minutes),
        absolute=timedelta(hours=settings.console_session_hours),
        lock=timedelta(minutes=settings.console_lock_minutes),
    )


async def _to_console(_request: web.Request) -> web.StreamResponse:
    raise web.HTTPPermanentRedirect("/console/")


async def _in_background(console: web.Application) -> AsyncIterator[None]:
    """Read what the first look-up needs, so that it is as fast as the second; at the end wait for running imports."""
    warming = asyncio.create_task(asyncio.to_thread(_warm, console))
    yield
    await warming
    await console[keys.imports_key].close()


def _warm(console: web.Application) -> None:
    console[keys.typed_key].of(console[keys.knowledge_key])
    heard("东城开饭馆的，8个人")
