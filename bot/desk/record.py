"""Writing down a change of a ticket: its history, what the citizen is told, and what the hotline's system is told."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.desk.base import Ground, iso
from bot.desk.errors import TicketNotFound
from bot.desk.people import Actor
from bot.desk.tables import HistoryRow, HookRow, OutboxRow, TicketRow
from bot.desk.wording import ticket_state, ticket_text


def find(session: Session, number: str) -> TicketRow:
    """The ticket of that number. Raises :class:`TicketNotFound`."""
    row = session.scalar(select(TicketRow).where(TicketRow.number == number.strip()))
    if row is None:
        raise TicketNotFound(number)
    return row


def note(
    session: Session, ground: Ground, row: TicketRow, actor: Actor, action: str, text: str = "", **changes: Any
) -> None:
    """Add to the history, and tell the hotline's own system when one is set."""
    at = ground.now()
    session.add(
        HistoryRow(
            ticket_id=row.id,
            at=at,
            who=actor.username,
            name=actor.name,
            role=actor.role,
            action=action,
            text=text,
            changes=changes,
        )
    )
    if ground.settings.webhook_url:
        session.add(_hook(row, action, actor, at))


def _hook(row: TicketRow, action: str, actor: Actor, at: datetime) -> HookRow:
    payload = {
        "event": "ticket.opened" if action == "open" else "ticket.changed",
        "action": action,
        "at": iso(at),
        "by": {"username": actor.username, "name": actor.name, "role": actor.role},
        "ticket": hook_ticket(row),
    }
    return HookRow(key=uuid.uuid4().hex, number=row.number, event=action, payload=payload, created_at=at, next_at=at)


def hook_ticket(row: TicketRow) -> dict[str, Any]:
    """What another system gets of a ticket: the form and the clocks, never the transcript."""
    return {
        **ticket_state(row),
        "due_at": iso(row.due_at),
        "subject": row.subject,
        "channel": row.channel,
        "district": row.district,
        "topic": row.topic,
        "handler": row.handler_name,
        "department": row.department,
        "contact": row.contact,
        "level": row.level,
        "complex": row.complex,
        "first_answer_at": iso(row.first_answer_at),
        "closed_at": iso(row.closed_at),
        "merged_into": row.merged_into,
        "stars": row.stars,
        "form": dict(row.form),
    }


def recipients(session: Session, row: TicketRow) -> list[str]:
    """The citizens of a ticket: its own and those whose tickets were merged into it, each once."""
    merged = session.scalars(select(TicketRow.sender).where(TicketRow.merged_into == row.number)).all()
    return [sender for sender in dict.fromkeys((row.sender, *merged)) if sender]


def tell(
    session: Session, ground: Ground, sender: str, event: Mapping[str, Any], offer_id: int | None = None
) -> OutboxRow | None:
    """Queue something for a citizen; None when the ticket has nobody to tell (a caller on the telephone)."""
    if not sender:
        return None
    at = ground.now()
    row = OutboxRow(sender=sender, event=dict(event), offer_id=offer_id, created_at=at, next_at=at)
    session.add(row)
    return row


def tell_state(session: Session, ground: Ground, row: TicketRow) -> None:
    """Queue the ticket's new state for its citizens."""
    session.flush()
    event = {"type": "ticket", "text": ticket_text(row), **ticket_state(row)}
    for sender in recipients(session, row):
        tell(session, ground, sender, event)
