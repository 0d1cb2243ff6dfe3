"""A person's own account: password, second factor, other browsers."""

from __future__ import annotations

import asyncio

from aiohttp import web
from markupsafe import Markup

from bot.accounts import second_factor
from bot.accounts.errors import BadAccount
from bot.console import cookies
from bot.console.keys import pause_key, people_key, sessions_key
from bot.console.rendering import render
from bot.console.visit import Visit

# Seconds a wrong password is held back for: whoever finds a browser open shall not try many.
WRONG = 2.0


async def own_page(visit: Visit) -> web.StreamResponse:
    """``GET /console/account``: what can be changed."""
    return _page(visit)


def _page(visit: Visit, *, error: str = "", done: str = "", secret: str = "", status: int = 200) -> web.Response:
    name = visit.account.name
    return render(
        visit,
        "own.html",
        status=status,
        error=error,
        done=done,
        secret=secret,
        picture=Markup(second_factor.picture(secret, name)) if secret else "",  # noqa: S704 - made here, nothing from outside
    )


async def change_password(visit: Visit) -> web.StreamResponse:
    """``POST /console/account/password``: needs the old one; all browsers are signed out."""
    people, name = visit.app[people_key], visit.account.name
    old, new, again = (str(visit.form.get(n, "")) for n in ("old", "new", "again"))
    if not await asyncio.to_thread(people.password_is, name, old):
        await visit.app[pause_key](WRONG)
        return _page(visit, error="原来的密码不对。", status=422)
    if new != again:
        return _page(visit, error="两次输入的新密码不一样。", status=422)
    try:
        await asyncio.to_thread(people.set_password, name, new)
    except BadAccount as fault:
        return _page(visit, error=str(fault), status=422)
    response = web.Response(status=303, headers={"Location": "/console/login"})
    cookies.drop(visit.request, response, cookies.SESSION)
    return response


async def begin_second_factor(visit: Visit) -> web.StreamResponse:
    """``POST /console/account/totp/new``: a secret and its QR code; nothing is kept until a code proves it."""
    return _page(visit, secret=second_factor.new_secret())


async def set_second_factor(visit: Visit) -> web.StreamResponse:
    """``POST /console/account/totp``: ask for codes from now on."""
    secret = visit.text("secret", 64)
    try:
        await asyncio.to_thread(
            visit.app[people_key].set_second_factor, visit.account.name, secret, visit.text("code", 20)
        )
    except BadAccount as fault:
        return _page(visit, error=str(fault), secret=secret, status=422)
    raise web.HTTPSeeOther("/console/account")


async def drop_second_factor(visit: Visit) -> web.StreamResponse:
    """``POST /console/account/totp/off``: needs the password."""
    people, name = visit.app[people_key], visit.account.name
    if not await asyncio.to_thread(people.password_is, name, str(visit.form.get("old", ""))):
        await visit.app[pause_key](WRONG)
        return _page(visit, error="密码不对，两步验证没有关掉。", status=422)
    await asyncio.to_thread(people.drop_second_factor, name)
    raise web.HTTPSeeOther("/console/account")


async def end_others(visit: Visit) -> web.StreamResponse:
    """``POST /console/account/others``: sign the other browsers out."""
    count = await asyncio.to_thread(visit.app[sessions_key].end_others, visit.session.token)
    return _page(visit, done=f"已退出另外 {count} 处登录。")
