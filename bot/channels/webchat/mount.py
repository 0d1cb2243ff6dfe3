"""The web chat in an application: its addresses, its log, and the deletion of what is old."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import suppress

from aiohttp import web

from bot.channels.gateway import Gateway
from bot.channels.store import ChannelStore, MemoryStore, RedisStore
from bot.channels.webchat import about, events, handlers
from bot.channels.webchat.chat import WebChat
from bot.channels.webchat.guard import Limits, chat_key, limits_key
from bot.channels.webchat.log import ChatLog
from bot.channels.webchat.token import CHANNEL
from bot.citizen import CitizenDesk
from bot.settings import Settings
from bot.web.keys import outbounds_key, runtime_key

logger = logging.getLogger(__name__)

DAY, _SWEEP_SECONDS = 86_400.0, 3_600.0

ROUTES = (
    web.post("/chat/api/session", handlers.session),
    web.post("/chat/api/messages", handlers.message),
    web.get("/chat/api/history", handlers.history, allow_head=False),
    web.get("/chat/api/events", events.events, allow_head=False),
    web.post("/chat/api/feedback", about.feedback),
    web.get("/chat/api/ticket", about.ticket, allow_head=False),
    web.post("/chat/api/rate", about.rate),
    web.post("/chat/api/forget", about.forget),
)


def mount_webchat(
    app: web.Application,
    settings: Settings,
    log_url: str,
    store: ChannelStore | None = None,
    desk: CitizenDesk | None = None,
    *,
    heartbeat: float = events.HEARTBEAT,
) -> WebChat:
    """Add the web chat; the result also says things to its users (``bot.citizen.Outbound``).

    Args:
        app: The application, with its runtime.
        settings: Checked settings.
        log_url: Database of what was said, beside the assistant's conversations.
        store: What channels share, closed by who made it; by default what the settings say.
        desk: Tickets and feedback; None hides them.
        heartbeat: Seconds between signs of life in a silent stream.
    """
    runtime = app[runtime_key]
    own: ChannelStore = RedisStore(settings.redis_url) if settings.redis_url and not store else MemoryStore()
    gateway = Gateway(runtime, store or own, runtime.forget, by_number=False)
    chat = WebChat(gateway, ChatLog(log_url), desk)
    app[chat_key] = chat
    app[outbounds_key].register(CHANNEL, chat)
    app[limits_key] = Limits.of(settings.chat_per_minute)
    app[events.heartbeat_key] = heartbeat
    app.add_routes(ROUTES)

    async def end_streams(_: web.Application) -> None:
        await chat.hub.close()

    async def keeping(_: web.Application) -> AsyncIterator[None]:
        sweeping = asyncio.create_task(_sweep(chat, settings.chat_keep_days * DAY))
        yield
        sweeping.cancel()
        with suppress(asyncio.CancelledError):
            await sweeping
        await chat.close()
        await own.close()

    app.on_shutdown.append(end_streams)
    app.cleanup_ctx.append(keeping)
    return chat


async def _sweep(chat: WebChat, seconds: float) -> None:
    """Every hour, delete the data of users not heard of for so long."""
    while True:
        try:
            await chat.forget_silent(seconds)
        except Exception:
            logger.exception("old conversations of the web chat could not be deleted")
        await asyncio.sleep(_SWEEP_SECONDS)
