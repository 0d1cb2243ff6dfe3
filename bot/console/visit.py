"""One request to the console: who makes it, the form it brings, and what of it is written into the audit log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.accounts.people import Account
from bot.accounts.sessions import SignedIn
from bot.web.errors import RequestRefused
from bot.web.keys import settings_key


@dataclass
class Visit:
    """What a handler gets. ``target`` and ``detail`` go into the audit log with the name of the route."""

    request: web.Request
    me: SignedIn | None
    form: Mapping[str, Any]
    target: str = ""
    detail: dict[str, Any] = field(default_factory=dict)

    @property
    def app(self) -> web.Application:
        """The console's application."""
        return self.request.app

    @property
    def session(self) -> SignedIn:
        """The session; only for routes that need one."""
        if self.me is None:
            raise RequestRefused(401, "请先登录。")
        return self.me

    @property
    def account(self) -> Account:
        """Who is signed in; only for routes that need it."""
        return self.session.account

    @property
    def partial(self) -> bool:
        """True when htmx asks for a part of the page."""
        return self.request.headers.get("HX-Request") == "true"

    def text(self, name: str, longest: int = 1000) -> str:
        """A field of the form, trimmed; empty when there is none. Too long a text is refused."""
        value = self.form.get(name)
        plain = value.strip() if isinstance(value, str) else ""
        if len(plain) > longest:
            raise RequestRefused(422, f"填的内容太长了，最多 {longest} 个字。")
        return plain

    def note(self, target: str, **detail: Any) -> None:
        """Say for the audit log what it is about."""
        self.target, self.detail = target, detail


def address_of(request: web.Request) -> str:
    """Where the request comes from, as far as our own proxies can tell."""
    steps = request.config_dict[settings_key].trusted_proxies
    told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    return told[-steps] if 0 < steps <= len(told) else request.remote or ""


def over_https(request: web.Request) -> bool:
    """Whether the browser speaks https with us, maybe through a proxy."""
    return (
        request.secure
        or request.headers.get("X-Forwarded-Proto", "") == "https"
        or request.config_dict[settings_key].public_url.startswith("https://")
    )
