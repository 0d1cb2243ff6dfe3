"""``huiqi serve``: the database, the assistant and the web application in one process."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from aiohttp import web

from bot.channels.mount import mount_channels
from bot.channels.webchat.mount import mount_webchat
from bot.compose import assistant, open_database, services, tracker_url
from bot.desk.desk import Desk
from bot.desk.settings import DeskSettings
from bot.ports import AssistantRuntime
from bot.runtime import model
from bot.settings import Settings, SettingsError
from bot.web.app import make_app
from bot.web.keys import outbounds_key
from knowledge.service import KnowledgeService


def serve(settings: Settings, say: Callable[[str], None]) -> None:
    """Run until interrupted. Raises the errors of starting, each with what to do about it."""
    started = time.monotonic()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    if not settings.rasa_url:
        model.find(settings.models)
    database = open_database(settings, say)
    provided = services(settings, database)
    say("正在载入助手……")
    try:
        desk = Desk.open(database, provided.knowledge, DeskSettings.from_env(os.environ), today=settings.today)
        inner = assistant(settings, replace(provided, open_ticket=desk.open_ticket))
        app = whole(settings, desk, inner, provided.knowledge, os.environ, say)
        app.on_startup.append(_announce(settings, started, say))
        asyncio.run(_run(app, settings))
    except (KeyboardInterrupt, web.GracefulExit):
        say("已停止。")
    finally:
        database.close()


def whole(
    settings: Settings,
    desk: Desk,
    inner: AssistantRuntime,
    knowledge: KnowledgeService,
    env: Mapping[str, str],
    say: Callable[[str], None],
) -> web.Application:
    """The application with every channel, and the desk around the assistant; not yet running."""
    app = make_app(settings, desk.runtime(inner), knowledge, own_runtime=True, desk=desk)
    mount_channels(app, settings, env, say)
    mount_webchat(app, settings, tracker_url(settings.database_url), desk=desk.citizens)
    desk.reach_through(app[outbounds_key])
    return app


async def _run(app: web.Application, settings: Settings) -> None:
    runner = web.AppRunner(app, access_log=None, handle_signals=True)
    await runner.setup()
    try:
        await _listen(runner, settings)
        print(f"惠企已启动：http://{_shown(settings)}:{settings.port}/", flush=True)
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, settings: Settings) -> None:
    try:
        await web.TCPSite(runner, settings.host, settings.port).start()
    except OSError as fault:
        trouble = f"{settings.host}:{settings.port} 打不开（{fault.strerror or fault}）"
        raise SettingsError([f"{trouble}。换个端口：HUIQI_PORT=8081 make serve"]) from None


def _shown(settings: Settings) -> str:
    return f"[{settings.host}]" if ":" in settings.host else settings.host


def _announce(
    settings: Settings, started: float, say: Callable[[str], None]
) -> Callable[[web.Application], Awaitable[None]]:
    async def ready(_: web.Application) -> None:
        say(f"助手已就绪，用时 {time.monotonic() - started:.1f} 秒。")
        if settings.demo_date:
            say(f"注意：现在按演示日期 {settings.demo_date.isoformat()} 作答（HUIQI_TODAY）。")

    return ready
