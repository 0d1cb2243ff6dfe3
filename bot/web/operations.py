"""For those who keep the service running: alive, ready, numbers, and the description of the API."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.web.errors import json_error
from bot.web.keys import meters_key, runtime_key, service_key
from bot.web.openapi import document
from bot.web.shapes import dumps


async def healthz(_request: web.Request) -> web.Response:
    """``GET /healthz``: the process answers."""
    return web.json_response({"ok": True})


async def readyz(request: web.Request) -> web.Response:
    """``GET /readyz``: 200 once questions can be answered, 503 with what is missing before that."""
    runtime, measures = request.app[runtime_key], len(request.app[service_key].measures)
    missing = {
        "runtime": None if runtime.ready else "对话模型还没有载入",
        "measures": None if measures else "没有已发布的措施",
    }
    details: dict[str, Any] = {"measures": measures, "runtime": runtime.status()}
    if lacking := {name: why for name, why in missing.items() if why}:
        message = f"还没有准备好：{'；'.join(lacking.values())}。"
        return json_error(503, message, {"Retry-After": "5"}, missing=list(lacking), **details)
    return web.json_response({"ok": True, **details}, dumps=dumps)


async def metrics(request: web.Request) -> web.Response:
    """``GET /metrics``: numbers for Prometheus."""
    return web.Response(
        text=request.app[meters_key].text(), headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"}
    )


async def openapi(_request: web.Request) -> web.Response:
    """``GET /api/openapi.json``: every route in OpenAPI 3.1."""
    return web.json_response(document(), dumps=dumps)
