"""One ticket: everything about it, the conversation, and each thing that can be done with it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.console.desk_list import CHANNELS, STATE_NAMES, actor_of
from bot.console.keys import desk_key, people_key
from bot.console.lookup import RULINGS
from bot.console.masking import masked
from bot.console.menu import HANDLERS
from bot.console.rendering import render
from bot.console.visit import Visit
from bot.desk.errors import NotAllowed
from bot.desk.forms import form_of
from bot.desk.states import STEPS
from bot.desk.views import TicketView
from bot.desk.wording import LEVELS
from knowledge.labels import told
from knowledge.profile import Profile

WHO = {"citizen": "市民", "assistant": "助手", "operator": "工作人员", "system": "系统", "user": "市民"}


async def ticket_page(visit: Visit) -> web.StreamResponse:
    """``GET /console/tickets/{number}``: the ticket; the citizen's new messages count as seen by its owner."""
    actor, number = actor_of(visit), number_of(visit)
    await asyncio.to_thread(visit.app[desk_key].work.seen, number, actor)
    return await ticket_view(visit)


def number_of(visit: Visit) -> str:
    """The number in the address."""
    return visit.request.match_info["number"][:32]


async def ticket_view(
    visit: Visit, faults: Mapping[str, str] | None = None, status: int = 200, plain: bool = False
) -> web.Response:
    """The page of the ticket as it is now; ``plain`` shows personal numbers in full."""
    view = await asyncio.to_thread(visit.app[desk_key].tickets.get, number_of(visit), actor_of(visit))
    accounts = await asyncio.to_thread(visit.app[people_key].all)
    visit.note(view.summary.number, **visit.detail)
    return render(
        visit,
        "ticket.html",
        status=status,
        view=view,
        faults=faults or {},
        said=visit.form,
        fields=form_of(view.summary.kind).fields,
        shown=(lambda text: text) if plain else masked,
        phone=(lambda text: text) if plain else hidden_phone,
        plain=plain,
        facts=told(Profile.from_slots(view.packet.profile)),
        colleagues=[a for a in accounts if a.role in HANDLERS and not a.disabled],
        states=STATE_NAMES,
        steps=STEPS,
        channels=CHANNELS,
        levels=LEVELS,
        who=WHO,
        ruling_names=RULINGS,
        actor=actor_of(visit),
        history=_readable(view),
    )


def hidden_phone(text: object) -> str:
    """A phone number of a form with its middle hidden."""
    plain = str(text)
    return f"{plain[:3]}{'*' * max(0, len(plain) - 5)}{plain[-2:]}" if len(plain) > 5 else "*" * len(plain)


def _readable(view: TicketView) -> list[tuple[Any, str]]:
    """The history with its changes in words."""
    names = {"owner": "首问负责人", "handler": "办理人", "level": "级别", "department": "承办单位", "contact": "联系人"}
    return [
        (e, "；".join(f"{names[k]}：{v}" for k, v in e.changes.items() if k in names and v))
        for e in reversed(view.history)
    ]


async def talk(visit: Visit) -> web.StreamResponse:
    """``GET /console/tickets/{number}/talk``: the conversation only, which the page asks for again and again."""
    view = await asyncio.to_thread(visit.app[desk_key].tickets.get, number_of(visit), actor_of(visit))
    return render(visit, "talk.html", view=view, shown=masked, who=WHO)


async def reveal(visit: Visit) -> web.StreamResponse:
    """``POST …/reveal``: the same page with personal numbers in full; for who works on it, and noted."""
    view = await asyncio.to_thread(visit.app[desk_key].tickets.get, number_of(visit), actor_of(visit))
    if not (view.mine or actor_of(visit).leads):
        raise NotAllowed("只有在办这张工单的人和班长能看完整的号码。请先接单。")
    return await ticket_view(visit, plain=True)
