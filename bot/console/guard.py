"""The door of the console: who may use which route, form tokens, and the audit log.

Every route is made by :func:`guarded`; there is no other way in.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.accounts.roles import Role
from bot.accounts.sessions import SignedIn, csrf_of
from bot.console import cookies
from bot.console.keys import audit_key, people_key, sessions_key
from bot.console.visit import Visit, address_of
from bot.web.errors import RequestRefused

FORM_BYTES = 1024 * 1024
Page = Callable[[Visit], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Route:
    """One address of the console.

    Attributes:
        roles: Who may; None means everyone, also without signing in.
        name: What the audit log calls it; empty for what is asked again and again and shows nothing new.
        most: How many bytes a form may have.
        poll: The page asks by itself: that is no use of the session, which ends as if nobody had.
    """

    method: str
    path: str
    page: Page
    roles: frozenset[Role] | None
    name: str
    most: int = FORM_BYTES
    poll: bool = False


def guarded(route: Route) -> Handler:
    """The handler aiohttp calls: rights first, then the form token, then the page, then the audit log."""

    async def handle(request: web.Request) -> web.StreamResponse:
        await _open_for_business(request)
        me = await _session(request, used=not route.poll)
        if route.roles is not None:
            if me is None or me.pending:
                raise _to_sign_in(request)
            if me.account.role not in route.roles:
                await _note(request, route, me, "", {}, 403)
                raise RequestRefused(403, "您的角色不能用这一页。需要的话请找管理员。")
        visit = Visit(request, me, await _form(request, route, me))
        try:
            response = await route.page(visit)
        except Exception as fault:
            await _audit(visit, route, getattr(fault, "status", 422))
            raise
        finally:
            _close_files(visit.form)
        await _audit(visit, route, response.status)
        return response

    return handle


async def _open_for_business(request: web.Request) -> None:
    """Closed while there is no account at all."""
    if not await asyncio.to_thread(request.app[people_key].any):
        raise Closed()


class Closed(RequestRefused):
    """No account can be used yet."""

    def __init__(self) -> None:
        """Say how to open."""
        super().__init__(403, "工作台还没有开放：还没有可用的账号。")


async def _session(request: web.Request, used: bool) -> SignedIn | None:
    token = request.cookies.get(cookies.SESSION, "")
    return await asyncio.to_thread(request.app[sessions_key].find, token, used) if token else None


def _to_sign_in(request: web.Request) -> Exception:
    back = request.rel_url.raw_path_qs if request.method == "GET" else "/console/"
    where = f"/console/login?next={quote(back, safe='')}"
    if request.headers.get("HX-Request") == "true":
        return RequestRefused(401, "登录已过期，请重新登录。", headers={"HX-Redirect": "/console/login"})
    return web.HTTPSeeOther(where)


async def _form(request: web.Request, route: Route, me: SignedIn | None) -> Mapping[str, Any]:
    """The form of a POST, its token checked; nothing for other methods."""
    if request.method != "POST":
        return {}
    _from_here(request)
    form = await request.clone(client_max_size=route.most).post()
    token = me.token if me else request.cookies.get(cookies.FORM, "")
    given = form.get("csrf_token") or request.headers.get("X-CSRF-Token", "")
    if not token or not isinstance(given, str) or not _equal(given, csrf_of(token)):
        _close_files(form)
        raise RequestRefused(403, "页面已经过期，刚才的操作没有执行。请返回上一页，刷新后再试。")
    return form


def _close_files(form: Mapping[str, Any]) -> None:
    """Give back what an upload was kept in; a page that needs it for longer has copied it."""
    for value in form.values():
        if isinstance(value, web.FileField):
            value.file.close()


def _equal(given: str, right: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), right.encode())


def _from_here(request: web.Request) -> None:
    """Refuse what another site sends, where the browser says so."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    foreign = site not in (None, "same-origin", "none") or (
        site is None and origin is not None and urlsplit(origin).netloc != request.host
    )
    if foreign:
        raise RequestRefused(403, "这个操作只能从工作台自己的页面发起。")


async def _audit(visit: Visit, route: Route, status: int) -> None:
    if visit.me and not visit.me.pending and route.name:
        await _note(visit.request, route, visit.me, visit.target, visit.detail, status)


async def _note(
    request: web.Request, route: Route, me: SignedIn, target: str, detail: dict[str, Any], status: int
) -> None:
    what = target or "/".join(request.match_info.values())
    await asyncio.to_thread(
        request.app[audit_key].note,
        me.account.name,
        me.account.role.value,
        route.name or route.path,
        what,
        detail,
        address_of(request),
        status,
    )
