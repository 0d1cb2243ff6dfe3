"""The console's two cookies: the session, and before it the one the sign-in form is tied to."""

from __future__ import annotations

from aiohttp import web

from bot.console.visit import over_https

SESSION, FORM = "huiqi_desk", "huiqi_form"
PATH = "/console"


def put(request: web.Request, response: web.StreamResponse, name: str, token: str) -> None:
    """Set a cookie that scripts cannot read and other sites cannot send; it goes when the browser closes."""
    response.set_cookie(name, token, path=PATH, httponly=True, samesite="Lax", secure=over_https(request))


def drop(request: web.Request, response: web.StreamResponse, name: str) -> None:
    """Take a cookie back."""
    response.del_cookie(name, path=PATH, httponly=True, samesite="Lax", secure=over_https(request))
