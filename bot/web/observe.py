"""Access log and request metrics. What a user wrote is in neither: only the path, never query or body."""

from __future__ import annotations

import logging
import time

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.web.keys import meters_key

access_log = logging.getLogger("huiqi.access")


def _route(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return resource.canonical if resource else "unmatched"


@web.middleware
async def observe_middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Count, time and log a request; outermost, so that it sees the final status."""
    started = time.perf_counter()
    status = 499
    try:
        response = await handler(request)
        status = response.status
        return response
    except web.HTTPException as raised:
        status = raised.status
        raise
    finally:
        seconds = time.perf_counter() - started
        meters, route = request.app[meters_key], _route(request)
        meters.requests.labels(route, str(status)).inc()
        meters.seconds.labels(route).observe(seconds)
        access_log.info("%s %s %d %.1fms", request.method, request.rel_url.raw_path, status, seconds * 1000)
