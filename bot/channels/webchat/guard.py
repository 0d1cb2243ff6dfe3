"""Who may use ``/chat/api/``: pages of this service, with a secret it has issued, and not too often."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from aiohttp import web

from bot.channels.webchat.chat import WebChat
from bot.channels.webchat.limits import Limiter
from bot.channels.webchat.log import Known
from bot.settings import Settings
from bot.web.errors import RequestRefused

# One address may be a whole office.
_PEOPLE_AT_AN_ADDRESS = 10


@dataclass(frozen=True, slots=True)
class Limits:
    """How often a user may write, and how often an address may write and begin."""

    user: Limiter
    address: Limiter
    sessions: Limiter

    @classmethod
    def of(cls, per_minute: int, make: Callable[[int], Limiter] = Limiter) -> Limits:
        """Limits for so many messages a minute and user."""
        many = per_minute * _PEOPLE_AT_AN_ADDRESS
        return cls(make(per_minute), make(many), make(many))


chat_key: web.AppKey[WebChat] = web.AppKey("webchat", WebChat)
limits_key: web.AppKey[Limits] = web.AppKey("webchat_limits", Limits)


def require_origin(request: web.Request, settings: Settings) -> None:
    """Let our own pages in and those on the list. Raises ``RequestRefused``: 403."""
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    if origin:
        public = urlsplit(settings.public_url)
        own = urlsplit(origin).netloc in {request.host, public.netloc} - {""}
        allowed = own or origin in settings.chat_origins
    else:
        # Older browsers send neither with a plain look-up, which needs the secret all the same.
        allowed = site == "same-origin" or (site is None and request.method == "GET")
    if not allowed:
        raise RequestRefused(403, "这个地址只给惠企自己的对话页面用，程序请用 /webhooks/rest/webhook。")


def require_json(request: web.Request) -> None:
    """Let JSON in and no form of a page. Raises ``RequestRefused``: 415."""
    if request.content_type != "application/json":
        raise RequestRefused(415, "内容类型不对，应是 application/json。")


def bearer(request: web.Request) -> str:
    """The secret in the request; empty when there is none."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    return given.strip() if scheme.lower() == "bearer" else ""


async def require_session(request: web.Request) -> Known:
    """The session the request belongs to. Raises ``RequestRefused``: 401."""
    known = await request.app[chat_key].session(bearer(request))
    if known is None:
        message = "没有这个对话，可能已经清除或过期。请刷新页面，重新开始。"
        raise RequestRefused(401, message, headers={"WWW-Authenticate": 'Bearer realm="huiqi-chat"'})
    return known


def require_calm(limiter: Limiter, name: str) -> None:
    """Count one. Raises ``RequestRefused``: 429 with how long to wait."""
    if seconds := limiter.wait(name):
        message = f"发得太快了，请过 {seconds} 秒再试。"
        raise RequestRefused(429, message, headers={"Retry-After": str(seconds)})


def address_of(request: web.Request, settings: Settings) -> str:
    """The address a request comes from; behind a proxy on this machine, what the proxy says."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.loopback else ""
    return forwarded.rpartition(",")[2].strip() or request.remote or "unknown"
