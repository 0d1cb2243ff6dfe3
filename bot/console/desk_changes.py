"""Each thing that can be done with a ticket: a form comes in, the desk changes it, the page comes back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.console.desk_list import actor_of
from bot.console.desk_ticket import hidden_phone, number_of, ticket_view
from bot.console.keys import desk_key, people_key
from bot.console.masking import masked
from bot.console.menu import HANDLERS
from bot.console.visit import Visit
from bot.desk.errors import BadInput, DeskError, NotAllowed, TicketNotFound
from bot.desk.forms import form_of
from bot.desk.people import Actor
from bot.desk.states import STEPS
from bot.desk.views import TicketView
from bot.desk.work import TicketWork
from bot.web.errors import RequestRefused

# Words longer than this are refused by the desk itself; the page only keeps them apart from nonsense.
LONGEST = 4000
Change = Callable[[TicketWork, str, Actor, int], Any]


def changing(change: Callable[[Visit], Change]) -> Callable[[Visit], Awaitable[web.StreamResponse]]:
    """A handler that makes one change and goes back to the ticket; with faults the page says them."""

    async def handle(visit: Visit) -> web.StreamResponse:
        desk, number = visit.app[desk_key], number_of(visit)
        version = visit.text("version", 9)
        visit.note(number)
        if not version.isdecimal():
            raise RequestRefused(422, "表单不完整，请回到工单重做。")
        try:
            done = await asyncio.to_thread(change(visit), desk.work, number, actor_of(visit), int(version))
        except TicketNotFound:
            raise
        except BadInput as bad:
            return await ticket_view(visit, bad.faults, 422)
        except DeskError as fault:
            return await ticket_view(visit, {"": str(fault)}, 403 if isinstance(fault, NotAllowed) else 409)
        await desk.deliver()
        seen = done.summary.number if isinstance(done, TicketView) else number
        raise web.HTTPSeeOther(f"/console/tickets/{seen}")

    return handle


def _take(_: Visit) -> Change:
    return lambda work, number, actor, version: work.take(number, actor, version)


def _assign(visit: Visit) -> Change:
    username = visit.text("to", 64)
    people = visit.app[people_key]

    def change(work: TicketWork, number: str, actor: Actor, version: int) -> Any:
        to = people.get(username)
        if to.disabled or to.role not in HANDLERS:
            raise BadInput({"to": f"{to.shown}不能办理工单，请选别的同事。"})
        return work.assign(number, actor, version, to.name, to.shown)

    return change


def _note(visit: Visit) -> Change:
    text = visit.text("text", LONGEST)
    return lambda work, number, actor, _: work.note(number, actor, text)


def _step(visit: Visit) -> Change:
    name, text, stars = visit.text("step", 16), visit.text("text", LONGEST), visit.text("stars", 1)
    if name not in STEPS:
        raise RequestRefused(422, "没有这一步，请回到工单重做。")
    department, contact = visit.text("department", 80), visit.text("contact", 200)
    if "｜" in visit.text("proposal", 400):
        department, contact = visit.text("proposal", 400).split("｜", 1)
    visit.detail["step"] = name
    return lambda work, number, actor, version: work.step(
        number,
        actor,
        version,
        name,
        text,
        department=department,
        contact=contact,
        stars=int(stars) if stars.isdecimal() else None,
    )


def _reply(visit: Visit) -> Change:
    text, everyone = visit.text("text", LONGEST), visit.text("everyone", 4) == "yes"
    return lambda work, number, actor, version: work.reply(number, actor, version, text, everyone)


def _join(_: Visit) -> Change:
    return lambda work, number, actor, version: work.join(number, actor, version)


def _hand_back(_: Visit) -> Change:
    return lambda work, number, actor, version: work.hand_back(number, actor, version)


def _escalate(visit: Visit) -> Change:
    reason = visit.text("text", LONGEST)
    return lambda work, number, actor, version: work.escalate(number, actor, version, reason)


def _merge(visit: Visit) -> Change:
    into, reason = visit.text("into", 32), visit.text("text", LONGEST)
    return lambda work, number, actor, version: work.merge(number, into, actor, version, reason)


def _complex(visit: Visit) -> Change:
    yes = visit.text("complex", 4) == "yes"
    return lambda work, number, actor, version: work.set_complex(number, actor, version, yes)


def _fill(visit: Visit) -> Change:
    form, tickets = visit.form, visit.app[desk_key].tickets

    def change(work: TicketWork, number: str, actor: Actor, version: int) -> Any:
        before = tickets.get(number, actor)
        values: dict[str, Any] = {}
        for field in form_of(before.summary.kind).fields:
            old, given = before.form.get(field.name), str(form.get(field.name, "")).strip()
            mask = hidden_phone if field.type == "phone" else masked
            values[field.name] = old if old is not None and given == mask(str(old)) else given
        return work.fill(number, actor, version, values)

    return change


CHANGES = {
    "take": changing(_take),
    "assign": changing(_assign),
    "note": changing(_note),
    "step": changing(_step),
    "reply": changing(_reply),
    "join": changing(_join),
    "back": changing(_hand_back),
    "escalate": changing(_escalate),
    "merge": changing(_merge),
    "complex": changing(_complex),
    "fill": changing(_fill),
}
