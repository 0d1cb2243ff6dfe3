"""Finding tickets: filters, order, pages and counts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, cast, func, or_, select
from sqlalchemy.orm import Session

from bot.desk import looking
from bot.desk.people import Actor
from bot.desk.states import FINISHED, OPEN
from bot.desk.tables import TicketRow
from bot.desk.views import TicketFilter, TicketPage

_GROUPS = {"open": OPEN, "finished": FINISHED}


def conditions(wanted: TicketFilter, now: datetime) -> list[ColumnElement[bool]]:
    """The filter as conditions on the tickets."""
    row = TicketRow
    found: list[Any] = [
        column == value
        for column, value in (
            (row.kind, wanted.kind),
            (row.district, wanted.district),
            (row.channel, wanted.channel),
            (row.level, wanted.level),
        )
        if value
    ]
    if wanted.state:
        found.append(row.state.in_(_GROUPS.get(wanted.state, (wanted.state,))))
    if wanted.mine:
        found.append(or_(row.owner == wanted.mine, row.handler == wanted.mine))
    if wanted.unowned:
        found += [row.owner == "", row.state.in_(OPEN)]
    if wanted.overdue:
        found.append(_overdue(now))
    if wanted.text.strip():
        found.append(_says(wanted.text.strip()[:100]))
    if wanted.since:
        found.append(row.day >= wanted.since)
    if wanted.until:
        found.append(row.day <= wanted.until)
    return found


def _overdue(now: datetime) -> ColumnElement[bool]:
    row = TicketRow
    return and_(row.first_answer_at.is_(None), row.closed_at.is_(None), row.due_at < now)


def _says(text: str) -> ColumnElement[bool]:
    """The words stand in the number, the subject, the department or a name."""
    row = TicketRow
    columns = (row.number, row.subject, row.department, row.owner_name, row.handler_name)
    return or_(*(cast(column, String).contains(text, autoescape=True) for column in columns))


def page(session: Session, wanted: TicketFilter, now: datetime, number: int, size: int) -> TicketPage:
    """One page, open tickets first, then those due first."""
    where = conditions(wanted, now)
    total = session.scalar(select(func.count(TicketRow.id)).where(*where)) or 0
    order = (case((TicketRow.state.in_(OPEN), 0), else_=1), TicketRow.due_at, TicketRow.id)
    rows = session.scalars(select(TicketRow).where(*where).order_by(*order).limit(size).offset((number - 1) * size))
    return TicketPage(total, number, size, tuple(looking.summary(row, now) for row in rows))


def everything(session: Session, wanted: TicketFilter, now: datetime, most: int) -> list[TicketRow]:
    """All tickets of a filter, oldest first."""
    query = select(TicketRow).where(*conditions(wanted, now)).order_by(TicketRow.id).limit(most)
    return list(session.scalars(query))


def counts(session: Session, actor: Actor, now: datetime) -> dict[str, int]:
    """Figures for the top of a list."""
    wanted = {
        "open": TicketFilter(state="open"),
        "mine": TicketFilter(state="open", mine=actor.username),
        "unowned": TicketFilter(unowned=True),
        "overdue": TicketFilter(overdue=True),
    }
    found = {
        name: session.scalar(select(func.count(TicketRow.id)).where(*conditions(f, now))) or 0
        for name, f in wanted.items()
    }
    return {**found, "unread": session.scalar(select(func.count(TicketRow.id)).where(TicketRow.unread > 0)) or 0}
