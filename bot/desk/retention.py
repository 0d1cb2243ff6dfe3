"""What is personal goes when its time is over; figures, and what was done about a ticket, stay."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.desk import unanswered
from bot.desk.base import Ground
from bot.desk.learning_tables import FeedbackRow
from bot.desk.states import FINISHED, OPEN
from bot.desk.tables import ConversationRow, HookRow, OutboxRow, TicketRow
from bot.desk.transcripts import ANONYMOUS, anonymous, blank

_OF_THE_PERSON = ("contact_name", "phone", "enterprise")


def purge(ground: Ground) -> int:
    """Blank what is older than the setting allows; gives how many things were.

    Whoever has an open ticket keeps the conversation until it is closed and the time has passed again.
    """
    before = ground.now() - timedelta(days=ground.settings.transcript_days)
    with ground.writing() as session:
        _sent(session, before)
        blanked = _conversations(session, before) + _tickets(session, before) + _opinions(session, before)
        return blanked + unanswered.purge(session, before)


def _conversations(session: Session, before: datetime) -> int:
    busy = select(TicketRow.sender).where(TicketRow.state.in_(OPEN), TicketRow.sender != "")
    old = select(ConversationRow).where(
        ConversationRow.last_at < before,
        ConversationRow.sender.not_like(f"{ANONYMOUS}%"),
        ConversationRow.sender.not_in(busy),
    )
    return sum(blank(session, talk) for talk in session.scalars(old).all())


def _tickets(session: Session, before: datetime) -> int:
    """Closed long ago: without the packet (it holds the transcript), the person, and the way back to them."""
    old = select(TicketRow).where(
        TicketRow.state.in_(FINISHED), TicketRow.closed_at < before, TicketRow.sender.not_like(f"{ANONYMOUS}%")
    )
    rows = session.scalars(old).all()
    for row in rows:
        row.packet, row.sender = {}, anonymous()
        row.form = {k: v for k, v in row.form.items() if k not in _OF_THE_PERSON}
    return len(rows)


def _opinions(session: Session, before: datetime) -> int:
    """Whether an answer was useful stays; what was asked and why not goes."""
    old = session.scalars(
        select(FeedbackRow).where(FeedbackRow.at < before, FeedbackRow.sender.not_like(f"{ANONYMOUS}%"))
    ).all()
    for row in old:
        row.sender, row.question, row.reason = anonymous(), "", ""
    return len(old)


def _sent(session: Session, before: datetime) -> None:
    """What was delivered or given up long ago is of no use any more."""
    for table in (OutboxRow, HookRow):
        session.execute(delete(table).where(table.done_at < before))
