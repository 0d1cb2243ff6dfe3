"""A ticket's row as pages see it: summary, history, packet, proposals, and the steps one may take."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.desk import matching, packet, record
from bot.desk.base import Ground
from bot.desk.forms import FINANCE
from bot.desk.people import Actor
from bot.desk.states import STEPS, may
from bot.desk.tables import HistoryRow, TicketRow
from bot.desk.transcripts import transcript
from bot.desk.views import HistoryEntry, StepView, TicketSummary, TicketView
from bot.desk.wording import LABELS


def late(row: TicketRow, now: datetime) -> bool:
    """The first answer came after its time, or has not come and the time is over."""
    if row.first_answer_at is None and row.closed_at is not None:
        return False
    return (row.first_answer_at or now) > row.due_at


def is_mine(row: TicketRow, actor: Actor) -> bool:
    """Whether the person owns or handles the ticket."""
    return actor.works and actor.username in (row.owner, row.handler)


def summary(row: TicketRow, now: datetime) -> TicketSummary:
    """A ticket in a list."""
    return TicketSummary(
        number=row.number,
        kind=row.kind,
        state=row.state,  # type: ignore[arg-type]
        subject=row.subject,
        channel=row.channel,
        district=row.district,
        topic=row.topic,
        owner=row.owner_name,
        handler=row.handler_name,
        department=row.department,
        created_at=row.created_at,
        updated_at=row.updated_at,
        due_at=row.due_at,
        first_answer_at=row.first_answer_at,
        closed_at=row.closed_at,
        overdue=late(row, now),
        level=row.level,
        unread=row.unread,
        live=row.live,
        complex=row.complex,
        merged_into=row.merged_into,
        stars=row.stars,
        calendar_known=row.calendar_known,
        version=row.version,
    )


def view(session: Session, ground: Ground, row: TicketRow, actor: Actor) -> TicketView:
    """A ticket with everything, as this person sees it."""
    mine, today = is_mine(row, actor), ground.today()
    held = packet.view(row.packet)
    senders = record.recipients(session, row)
    question = " ".join(str(row.form.get(k) or "") for k in ("question", "matter", "use", "what")).strip()
    return TicketView(
        summary=summary(row, ground.now()),
        form=dict(row.form),
        packet=held,
        transcript=tuple(transcript(session, senders)),
        history=tuple(_history(session, row)),
        proposals=matching.proposals(
            ground.knowledge,
            [str(v.get("id")) for v in held.verdicts],
            question or held.question,
            row.district,
            today,
        ),
        matches=matching.financing(ground.knowledge, row.form, held.profile, today) if row.kind == FINANCE else (),
        steps=() if row.merged_into else tuple(_steps(row, actor, mine)),
        merged=tuple(session.scalars(select(TicketRow.number).where(TicketRow.merged_into == row.number))),
        recipients=len(senders),
        mine=mine,
        contact=row.contact,
        rating_words=row.rating_words,
    )


def _steps(row: TicketRow, actor: Actor, mine: bool) -> list[StepView]:
    return [
        StepView(step.name, step.label, step.target, step.needs_text)
        for step in STEPS.values()
        if may(step, actor, row.state, mine)  # type: ignore[arg-type]
    ]


def _history(session: Session, row: TicketRow) -> list[HistoryEntry]:
    entries = session.scalars(select(HistoryRow).where(HistoryRow.ticket_id == row.id).order_by(HistoryRow.id))
    return [
        HistoryEntry(e.id, e.at, e.name, e.role, e.action, LABELS.get(e.action, e.action), e.text, _plain(e.changes))
        for e in entries
    ]


def _plain(changes: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in changes.items() if v not in (None, "")}
