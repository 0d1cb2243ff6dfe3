"""The list of tickets, its exports, and opening one for a caller."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from bot.console.asking import asked
from bot.console.keys import desk_key
from bot.console.masking import masked
from bot.console.rendering import render
from bot.console.visit import Visit
from bot.desk.errors import BadInput
from bot.desk.forms import ADVICE, COMPLAINT, DISTRICTS, KINDS, form_of
from bot.desk.people import Actor
from bot.desk.states import STATES
from bot.desk.views import TicketFilter
from bot.desk.wording import LEVELS
from bot.web.keys import service_key, settings_key
from knowledge.errors import MeasureNotFound
from knowledge.labels import told

PAGE = 30
STATE_CHOICES = ("open", *STATES, "finished")
STATE_NAMES = {"open": "没办结的", "finished": "办结以后的"} | {s: s for s in STATES}
CHANNELS = {"phone": "电话", "chat": "网页", "wechat": "公众号", "wecom": "企业微信", "kf": "微信客服", "rest": "接口"}


def actor_of(visit: Visit) -> Actor:
    """The person as the desk knows them."""
    account = visit.account
    return Actor(account.name, account.shown, account.role.value)


def wanted_of(visit: Visit) -> TicketFilter:
    """Which tickets the address asks for; what cannot be used does not limit."""
    query = visit.request.query
    state, kind, level = query.get("state", ""), query.get("kind", ""), query.get("level", "")
    return TicketFilter(
        state=state if state in STATE_CHOICES else "",
        kind=kind if kind in KINDS else "",
        mine=visit.account.name if query.get("mine") else "",
        unowned=bool(query.get("unowned")),
        overdue=bool(query.get("overdue")),
        district=query.get("district", "") if query.get("district") in DISTRICTS else "",
        channel=query.get("channel", "")[:32],
        level=int(level) if level in ("1", "2", "3") else 0,
        text=query.get("text", "").strip()[:80],
        since=day_of(query.get("since", "")),
        until=day_of(query.get("until", "")),
    )


def day_of(text: str) -> date | None:
    """A date of a query; None when it is none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


async def tickets_page(visit: Visit) -> web.StreamResponse:
    """``GET /console/tickets``: open ones first, those due first on top."""
    return await _list(visit, "tickets.html")


async def tickets_part(visit: Visit) -> web.StreamResponse:
    """``GET /console/tickets/part``: the figures and the list only, which the page asks for again and again."""
    return await _list(visit, "tickets_part.html")


async def _list(visit: Visit, template: str) -> web.StreamResponse:
    desk, wanted = visit.app[desk_key], wanted_of(visit)
    said = visit.request.query.get("page", "1")
    number = int(said) if said.isdecimal() and len(said) < 7 else 1
    page, counts = await asyncio.gather(
        asyncio.to_thread(desk.tickets.find, wanted, number, PAGE),
        asyncio.to_thread(desk.tickets.counts, actor_of(visit)),
    )
    query = {k: v for k, v in visit.request.query.items() if v and k != "page"}
    visit.note("", **{k: masked(str(v)) for k, v in asdict(wanted).items() if v})
    return render(
        visit,
        template,
        page=page,
        pages=max(1, -(-page.total // PAGE)),
        counts=counts,
        wanted=wanted,
        query=query,
        carried=urlencode(query),
        kinds=KINDS,
        states=STATE_NAMES,
        channels=CHANNELS,
        districts=DISTRICTS,
        levels=LEVELS,
        leads=actor_of(visit).leads,
    )


async def export_csv(visit: Visit) -> web.StreamResponse:
    """``GET /console/tickets/export.csv``: the tickets of the filter as a table."""
    text = await asyncio.to_thread(visit.app[desk_key].tickets.export.csv, wanted_of(visit), actor_of(visit))
    return file_of(text, "text/csv", "tickets.csv")


async def export_json(visit: Visit) -> web.StreamResponse:
    """``GET /console/tickets/export.json``: the tickets of the filter for programs."""
    text = await asyncio.to_thread(visit.app[desk_key].tickets.export.json, wanted_of(visit), actor_of(visit))
    return file_of(text, "application/json", "tickets.json")


def file_of(text: str, kind: str, name: str) -> web.Response:
    """A text as a file to keep."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(text=text, content_type=kind, charset="utf-8", headers=headers)


async def new_page(visit: Visit) -> web.StreamResponse:
    """``GET /console/tickets/new``: the short form of a kind, filled in from the look-up it comes from."""
    kind = visit.request.query.get("kind", "")
    return _form(visit, kind if kind in KINDS else ADVICE, _from_look_up(visit), {})


def _form(visit: Visit, kind: str, values: Mapping[str, Any], faults: Mapping[str, str]) -> web.Response:
    return render(
        visit,
        "ticket_new.html",
        status=422 if faults else 200,
        kinds=KINDS,
        kind=kind,
        fields=form_of(kind).fields,
        values=values,
        faults=faults,
        topic=visit.request.query.get("topic", "") or visit.text("topic", 40),
        query={k: v for k, v in visit.request.query.items() if v and k != "kind"},
    )


def _from_look_up(visit: Visit) -> dict[str, Any]:
    """What the operator has on the screen: the words, the measure, and what the caller told."""
    config = visit.request.config_dict
    wanted = asked(visit.request, config[settings_key].today())
    said = [wanted.look_up.q]
    try:
        measure = config[service_key].get(visit.request.query.get("measure", ""))
        said.append(f"关于：{measure.content.title}（{measure.source}）")
    except MeasureNotFound:
        pass
    facts = told(wanted.profile)
    said.append(f"来电企业：{'；'.join(facts)}" if facts else "")
    text = "\n".join(s for s in said if s)
    return {"question": text, "what": text, "district": wanted.profile.district or ""}


async def open_ticket(visit: Visit) -> web.StreamResponse:
    """``POST /console/tickets/new``: a ticket of a caller; who opens it is the first owner."""
    kind = visit.text("kind", 40)
    values = {f.name: visit.text(f.name, 4000) for f in form_of(kind).fields}
    visit.note("", kind=kind)
    desk = visit.app[desk_key]
    try:
        made = await asyncio.to_thread(
            lambda: desk.tickets.open(actor_of(visit), kind, values, topic=visit.text("topic", 40))
        )
    except BadInput as bad:
        return _form(visit, kind, values, bad.faults)
    visit.note(made.summary.number, kind=kind, urgent=kind == COMPLAINT)
    raise web.HTTPSeeOther(f"/console/tickets/{made.summary.number}")
