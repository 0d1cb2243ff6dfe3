"""The application: routes, middlewares and what it carries. Nothing is started here."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.channels.outbound import Outbounds
from bot.console.setup import setup_console
from bot.desk.desk import Desk
from bot.desk.settings import DeskSettings
from bot.ports import AssistantRuntime
from bot.settings import Settings
from bot.web import estimating, judging, measures, operations, pages, site, talk
from bot.web.errors import errors_middleware
from bot.web.keys import callbacks_key, meters_key, outbounds_key, runtime_key, service_key, settings_key
from bot.web.meters import Meters
from bot.web.observe import observe_middleware
from bot.web.rendering import setup_templates
from bot.web.security import add_security_headers
from knowledge.service import KnowledgeService

MAX_BODY = 256 * 1024
STATIC = Path(__file__).parent / "static"

ROUTES = (
    web.get("/", site.landing),
    web.get("/chat", site.to_chat),
    web.get("/chat/", site.chat_page),
    web.get("/widget.js", site.widget_script),
    web.get("/m/{id}", pages.measure_page),
    web.get("/m/{id}/checklist", pages.checklist_page),
    web.post("/webhooks/rest/webhook", talk.rest_webhook),
    web.get("/api/measures", measures.list_measures),
    web.get("/api/measures/{id}", measures.one_measure),
    web.post("/api/size", judging.size),
    web.post("/api/eligibility", judging.eligibility),
    web.post("/api/estimate", estimating.estimate_measure),
    web.get("/api/openapi.json", operations.openapi),
    web.get("/healthz", operations.healthz),
    web.get("/readyz", operations.readyz),
    web.get("/metrics", operations.metrics),
)


@web.middleware
async def fresh_middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Take in what has been published since, so that every page and answer speaks of the same measures."""
    if request.path not in request.app[callbacks_key]:
        await request.app[service_key].refresh_if_changed()
    return await handler(request)


async def _run_assistant(app: web.Application) -> AsyncIterator[None]:
    await app[runtime_key].start()
    yield
    await app[runtime_key].stop()


def make_app(
    settings: Settings,
    runtime: AssistantRuntime,
    service: KnowledgeService,
    *,
    own_runtime: bool = False,
    desk: Desk | None = None,
) -> web.Application:
    """The whole gateway, not yet running.

    Args:
        settings: Checked settings.
        runtime: Answers messages.
        service: Published measures.
        own_runtime: Start the runtime with the application and stop it with it.
        desk: Tickets and what belongs to them, started by the caller; one without work in the background if not given.
    """
    app = web.Application(
        middlewares=[observe_middleware, errors_middleware, fresh_middleware], client_max_size=MAX_BODY
    )
    app[settings_key] = settings
    app[runtime_key] = runtime
    app[service_key] = service
    app[outbounds_key] = Outbounds()
    app[callbacks_key] = set()
    app[meters_key] = Meters(lambda: len(service.measures), lambda: runtime.ready)
    setup_templates(app, settings)
    app.add_routes(ROUTES)
    app.router.add_static("/static", STATIC, name="static")
    desk = desk or Desk.open(service.database, service, DeskSettings(), today=settings.today)
    setup_console(app, settings, service, desk)
    app.on_response_prepare.append(add_security_headers)
    if own_runtime:
        app.cleanup_ctx.append(_run_assistant)
    return app
