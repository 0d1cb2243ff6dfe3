"""Who may talk to the assistant, and the headers every answer carries."""

from __future__ import annotations

import hmac

from aiohttp import web

from bot.web.errors import RequestRefused
from bot.web.keys import settings_key

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP")


async def add_security_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Signal handler: runs for every response, also errors and static files."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.path.startswith("/static/"):
        response.headers.setdefault("Cache-Control", "public, max-age=300")
    else:
        response.headers.setdefault("Cache-Control", "no-store")


def _from_this_machine(request: web.Request) -> bool:
    """A loopback address behind a proxy is open to the world: the proxy's header gives it away."""
    return request.app[settings_key].loopback and not any(h in request.headers for h in _FORWARDED)


def require_token(request: web.Request) -> None:
    """Let programs in: freely on this machine, elsewhere with the bearer token. Raises ``RequestRefused``."""
    if _from_this_machine(request):
        return
    token = request.app[settings_key].api_token
    if not token:
        raise RequestRefused(403, "这个接口没有对外开放：服务没有设置访问令牌（HUIQI_API_TOKEN），请联系管理员。")
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(
        given.strip().encode("utf-8", "surrogateescape"), token.encode()
    ):
        message = "需要正确的访问令牌，请在请求头里写 Authorization: Bearer 令牌。"
        raise RequestRefused(401, message, headers={"WWW-Authenticate": 'Bearer realm="huiqi"'})
