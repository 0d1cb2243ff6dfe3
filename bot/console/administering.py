"""Pages for supervisors and administrators: the audit log and the accounts."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.accounts.audit import Seen
from bot.accounts.roles import Role
from bot.console.keys import audit_key, people_key
from bot.console.rendering import render
from bot.console.visit import Visit
from bot.web.errors import RequestRefused


async def audit_page(visit: Visit) -> web.StreamResponse:
    """``GET /console/audit``: who did and saw what, newest first."""
    query, audit = visit.request.query, visit.app[audit_key]
    before = query.get("before", "")
    seen = Seen(
        query.get("who", "").strip()[:64],
        query.get("action", "")[:48],
        int(before) if before.isdecimal() and len(before) < 12 else None,
    )
    (lines, following), actions = await asyncio.gather(
        asyncio.to_thread(audit.lines, seen), asyncio.to_thread(audit.actions)
    )
    visit.note("", who=seen.who, action=seen.action)
    return render(visit, "audit.html", lines=lines, following=following, actions=actions, seen=seen)


async def accounts_page(visit: Visit) -> web.StreamResponse:
    """``GET /console/accounts``: everybody who may sign in."""
    accounts = await asyncio.to_thread(visit.app[people_key].all)
    return render(visit, "accounts.html", accounts=accounts, roles=list(Role))


async def change_account(visit: Visit) -> web.StreamResponse:
    """``POST /console/accounts/{name}``: another role, closing, opening or unlocking; never the own account."""
    people, name = visit.app[people_key], visit.request.match_info["name"]
    what = visit.text("what", 16)
    visit.note(name, what=what, role=visit.text("role", 16))
    if name.casefold() == visit.account.name:
        raise RequestRefused(422, "自己的账号要请另一位管理员来改。")
    if what == "role":
        await asyncio.to_thread(people.set_role, name, _role(visit.text("role", 16)))
    elif what in ("disable", "enable"):
        await asyncio.to_thread(people.set_disabled, name, what == "disable")
    elif what == "unlock":
        await asyncio.to_thread(people.unlock, name)
    else:
        raise RequestRefused(422, "没有说要改什么。")
    raise web.HTTPSeeOther("/console/accounts")


def _role(text: str) -> Role:
    try:
        return Role(text)
    except ValueError:
        raise RequestRefused(422, "没有这个角色。") from None
