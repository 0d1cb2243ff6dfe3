"""Signing in and out, and the second step with a code."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.accounts.errors import LockedOut
from bot.accounts.sessions import Refused, SignedIn, csrf_of, new_token
from bot.console import cookies
from bot.console.keys import audit_key, pause_key, sessions_key
from bot.console.rendering import render
from bot.console.visit import Visit, address_of


def own_address(wanted: str) -> str:
    """Where to go after signing in: a page of the console, never another site."""
    safe = wanted.startswith("/console/") and "\\" not in wanted and wanted.isprintable() and "//" not in wanted
    return wanted if safe and not wanted.startswith(("/console/login", "/console/logout")) else "/console/"


async def sign_in_page(visit: Visit) -> web.StreamResponse:
    """``GET /console/login``: the form; who is signed in goes on."""
    wanted = own_address(visit.request.query.get("next", ""))
    if visit.me and visit.me.pending:
        return render(visit, "code.html", wanted=wanted, error="", form_token=visit.me.csrf)
    if visit.me:
        raise web.HTTPSeeOther(wanted)
    return _form(visit, wanted)


def _form(visit: Visit, wanted: str, error: str = "", name: str = "", status: int = 200) -> web.Response:
    token = visit.request.cookies.get(cookies.FORM, "") or new_token()
    response = render(
        visit, "login.html", status=status, wanted=wanted, error=error, name=name, form_token=csrf_of(token)
    )
    cookies.put(visit.request, response, cookies.FORM, token)
    return response


async def sign_in(visit: Visit) -> web.StreamResponse:
    """``POST /console/login``: a new session, or the form again with the reason."""
    request, wanted = visit.request, own_address(visit.text("next", 2000))
    name, password = visit.text("username", 200), visit.form.get("password")
    given = password if isinstance(password, str) else ""
    old = request.cookies.get(cookies.SESSION)
    try:
        opened = await asyncio.to_thread(visit.app[sessions_key].sign_in, name, given, address_of(request), old)
    except LockedOut as locked:
        await _note(visit, name, "sign-in.locked", 429)
        response = _form(visit, wanted, str(locked), name, 429)
        response.headers["Retry-After"] = str(locked.seconds)
        return response
    except Refused as refused:
        await _note(visit, name, "sign-in.refused", 401)
        await visit.app[pause_key](refused.delay)
        return _form(visit, wanted, str(refused), name, 401)
    return await _enter(visit, opened, wanted)


async def second_step(visit: Visit) -> web.StreamResponse:
    """``POST /console/login/code``: the full session for the right code."""
    wanted = own_address(visit.text("next", 2000))
    if visit.me is None:
        raise web.HTTPSeeOther("/console/login")
    name = visit.me.account.name
    try:
        opened = await asyncio.to_thread(
            visit.app[sessions_key].second_step, visit.me.token, visit.text("code", 20), address_of(visit.request)
        )
    except LockedOut as locked:
        await _note(visit, name, "sign-in.locked", 429)
        return render(visit, "code.html", status=429, wanted=wanted, error=str(locked), form_token=visit.me.csrf)
    except Refused as refused:
        await _note(visit, name, "sign-in.code-refused", 401)
        await visit.app[pause_key](refused.delay)
        return render(visit, "code.html", status=401, wanted=wanted, error=str(refused), form_token=visit.me.csrf)
    return await _enter(visit, opened, wanted)


async def _enter(visit: Visit, opened: SignedIn, wanted: str) -> web.StreamResponse:
    if not opened.pending:
        await _note(visit, opened.account.name, "sign-in", 303, opened.account.role.value)
    response = web.Response(
        status=303, headers={"Location": f"/console/login?next={wanted}" if opened.pending else wanted}
    )
    cookies.put(visit.request, response, cookies.SESSION, opened.token)
    cookies.drop(visit.request, response, cookies.FORM)
    return response


async def sign_out(visit: Visit) -> web.StreamResponse:
    """``POST /console/logout``: the session is gone, here and in the database."""
    if visit.me:
        await asyncio.to_thread(visit.app[sessions_key].end, visit.me.token)
        await _note(visit, visit.me.account.name, "sign-out", 303, visit.me.account.role.value)
    response = web.Response(status=303, headers={"Location": "/console/login"})
    cookies.drop(visit.request, response, cookies.SESSION)
    return response


async def _note(visit: Visit, name: str, action: str, status: int, role: str = "") -> None:
    await asyncio.to_thread(
        visit.app[audit_key].note, name or "（空）", role, action, "", None, address_of(visit.request), status
    )
